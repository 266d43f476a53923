"""A story as a person reads it: the number that counts, then each source, its original and why, its copies and changes.

Headline                                                       <id>
2 outlets, 1 independent source
  Source 1
    original  Outlet, time: headline
      because ...
    copy  Outlet, time: headline
      carries 97 % of it; 93 % of the copy is from it
      account
      added 2: ...
"""

from collections.abc import Sequence

from firsthand.cli.paper import Paper, styled
from firsthand.cli.terminal import counted
from firsthand.contract import LineageOut, MemberOut, PassageOut, ReadOut, RewordingOut, StoryOut

#: Without --full: so many differences of a kind are shown, so many characters of each. A screen holds about 50 lines.
_EXAMPLES = 3
_LENGTH = 160


def write_read(out: ReadOut, *, full: bool) -> None:
    """Write every story of a reading, and in one line what was read."""
    for story in out.stories:
        write_story(story, full=full)
        Paper().gap()
    if out.captures:
        new = sum(capture.new for capture in out.captures)
        Paper().line(
            0,
            f"{counted(len(out.captures), 'capture')} ({new} new), {counted(len(out.documents), 'document')}, "
            f"{counted(len(out.stories), 'story', 'stories')}.",
            style="dim",
        )


def write_story(story: StoryOut, *, full: bool) -> None:
    """Write one story."""
    paper = Paper()
    paper.line(0, styled(story.headline or "(no headline)", "bold"), styled(f"  {story.id}", "dim"))
    sources = counted(story.independent_sources, "independent source")
    paper.line(0, f"{counted(story.outlets, 'outlet')}, ", styled(sources, "bold cyan"))
    members = {member.id: member for member in story.documents}
    for number, lineage in enumerate(story.lineages, start=1):
        if len(story.lineages) > 1:
            paper.line(2, f"Source {number}", style="bold")
        _write_lineage(paper, lineage, members, full)


def _write_lineage(paper: Paper, lineage: LineageOut, members: dict[str, MemberOut], full: bool) -> None:
    if lineage.original is None:
        absent = lineage.absent_original
        paper.line(
            4,
            styled("original", "bold"),
            f"  not here; the copies credit {absent}"
            if absent
            else "  not known: nothing says which of these was first",
        )
        for reason in lineage.reasons:
            paper.line(6, f"because {reason}", style="dim")
    listed = [members[id] for id in lineage.documents if id in members]
    for member in sorted(listed, key=lambda m: (m.id != lineage.original, m.published or m.seen or "")):
        paper.line(4, styled(member.relation, "bold"), f"  {_label(member)}")
        _write_member(paper, member, lineage, members, full)


def _write_member(
    paper: Paper, member: MemberOut, lineage: LineageOut, members: dict[str, MemberOut], full: bool
) -> None:
    other = members.get(member.original or "")
    if other and other.id not in (lineage.original, member.id):
        paper.line(6, f"of {_label(other)}")
    if member.coverage and member.original:
        share, back = member.coverage.of_original, member.coverage.of_copy
        paper.line(6, f"carries {share:.0%} of it; {back:.0%} of the {_noun(member)} is from it".replace("%", " %"))
    for reason in member.reasons:
        paper.line(6, f"because {reason}", style="dim")
    if member.account:
        paper.line(6, member.account)
    if member.original:
        _write_passages(paper, "added", member.added, full)
        _write_passages(paper, "dropped", member.dropped, full)
        _write_pairs(paper, "reworded", member.reworded, full)
        _write_pairs(paper, "moved", member.moved, full)
        _write_pairs(paper, "house style", member.house_style, full)


def _write_passages(paper: Paper, kind: str, passages: Sequence[PassageOut], full: bool) -> None:
    _write_examples(paper, kind, [_quoted(p.text, full) for p in passages], full)


def _write_pairs(paper: Paper, kind: str, pairs: Sequence[RewordingOut], full: bool) -> None:
    _write_examples(paper, kind, [_pair(pair, full) for pair in pairs], full)


def _write_examples(paper: Paper, kind: str, examples: list[str], full: bool) -> None:
    if not examples:
        return
    paper.line(6, styled(f"{kind} {len(examples)}", "bold"))
    shown = examples if full else examples[:_EXAMPLES]
    for example in shown:
        paper.line(8, example)
    if len(shown) < len(examples):
        paper.line(8, f"and {len(examples) - len(shown)} more (--full shows them)", style="dim")


def _pair(pair: RewordingOut, full: bool) -> str:
    before = _quoted(pair.original.text, full) if pair.original else "nothing"
    after = _quoted(pair.copy.text, full) if pair.copy else "nothing"
    return f"{before} → {after}" + (f" ({pair.rule})" if pair.rule else "")


def _quoted(text: str, full: bool) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if full or len(words) <= _LENGTH else f"“{words[:_LENGTH].rsplit(' ', 1)[0]} …”"


def _label(member: MemberOut) -> str:
    time = _time(member.published) if member.published else f"seen {_time(member.seen)}" if member.seen else "no time"
    return f"{member.outlet or 'unknown outlet'}, {time}: {member.headline or '(no headline)'}"


def _time(iso: str) -> str:
    """``2025-05-28T14:00Z`` -> ``2025-05-28 14:00 UTC``; a day stays a day."""
    return iso.replace("T", " ").replace("Z", " UTC")


def _noun(member: MemberOut) -> str:
    return "page" if member.relation in ("version", "independent", "cites", "original") else member.relation
