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

from collections import Counter
from collections.abc import Iterable

from firsthand.cli.paper import Paper, styled
from firsthand.cli.terminal import counted
from firsthand.contract import GraphOut, LineageOut, MemberOut, NodeOut, ReadOut, RewordingOut, RiverOut, StoryOut

#: Without --full: so many differences of a kind are shown, so many characters of each. A screen holds about 50 lines.
_EXAMPLES = 3
_LENGTH = 160


def write_read(out: ReadOut, *, full: bool) -> None:
    """Write every story of a reading, and in one line what was read."""
    paper = Paper()
    for story in out.stories:
        write_story(story, full=full)
        paper.gap()
    if out.captures:
        new = sum(capture.new for capture in out.captures)
        paper.line(
            0,
            f"{counted(len(out.captures), 'capture')} ({new} new), {counted(len(out.documents), 'document')}, "
            f"{counted(len(out.stories), 'story', 'stories')}.",
            style="dim",
        )


def write_river(out: RiverOut) -> None:
    """Write one line or two a story: its headline and id, its numbers, its times, what is new."""
    paper = Paper()
    for line in out.stories:
        paper.line(0, styled(line.headline or "(no headline)", "bold"), styled(f"  {line.id}", "dim"))
        sources = styled(counted(line.independent_sources, "independent source"), "cyan")
        outlets = counted(line.outlets or line.documents, "outlet" if line.outlets else "page")
        new = f", new: {line.new_sources} and {counted(line.new_outlets or 0, 'outlet')}" if line.new_sources else ""
        paper.line(2, f"{outlets}, ", sources, new, styled(f"  {time_of(line.last or 'no time')}", "dim"))
    if not out.stories:
        paper.line(0, "No story has a report in this time.", style="dim")
    elif out.next:
        paper.line(0, f"The first {len(out.stories)}; --limit shows more.", style="dim")


def write_story(story: StoryOut, *, full: bool) -> None:
    """Write one story."""
    paper = Paper()
    paper.line(0, styled(story.headline or "(no headline)", "bold"), styled(f"  {story.id}", "dim"))
    if story.thread:
        paper.line(
            0, f"Part of: {story.thread.headline}, story {story.thread.position} of {story.thread.stories}", style="dim"
        )
    sources = styled(counted(story.independent_sources, "independent source"), "bold cyan")
    if len(story.documents) == 1:
        paper.line(0, f"{counted(story.outlets, 'outlet')}, ", sources, f": {_when_and_where(story.documents[0])}")
        _write_also_in(paper, story)
        return
    paper.line(0, f"{counted(story.outlets, 'outlet')}, ", sources)
    members = {member.id: member for member in story.documents}
    # Those that stand on another come last, so that the numbers are those of the sources that count.
    for number, lineage in enumerate(sorted(story.lineages, key=lambda x: x.stands_on is not None), start=1):
        if lineage.stands_on:
            paper.line(2, f"Only has it from {lineage.stands_on}", style="bold")
        elif len(story.lineages) > 1:
            paper.line(2, f"Source {number}", style="bold")
        _write_lineage(paper, lineage, members, full)
    _write_also_in(paper, story)


def _write_also_in(paper: Paper, story: StoryOut) -> None:
    for also in story.also_in:
        page = f"{also.outlet or 'unknown outlet'}: {also.headline or '(no headline)'}"
        what = also.kind.replace("_", "-")
        told = f"also tells of {also.story_headline}" if also.here else "tells of it too, and is no source of it"
        paper.line(2, f"The {what} {page} {told}", style="dim")


def write_graph(graph: GraphOut) -> None:
    """Write the evidence of a story, a line an edge: where words went, and why we think so."""
    paper = Paper()
    nodes = {node.id: node for node in graph.nodes}
    for edge in graph.edges:
        share = f" {100 * edge.coverage.of_original:.0f} %" if edge.coverage else ""
        arrow = "→" if edge.decided else "↔"
        kind = styled(f"  {edge.kind}{share} {arrow}  ", "bold")
        paper.line(0, _node(nodes[edge.source]), kind, _node(nodes[edge.target]))
        for reason in edge.reasons:
            paper.line(2, f"because {reason.text}", style="dim")
    joined = {end for edge in graph.edges for end in (edge.source, edge.target)}
    for node in graph.nodes:
        if node.id not in joined:
            paper.line(0, f"{_node(node)}  alone")


def _node(node: NodeOut) -> str:
    if node.kind == "document":
        return f"{node.name or 'unknown outlet'}, {time_of(node.published or node.seen or 'no time')} [{node.id}]"
    return f"{node.name} (not here)" if node.kind == "absent" else node.name


def _write_lineage(paper: Paper, lineage: LineageOut, members: dict[str, MemberOut], full: bool) -> None:
    told: set[str] = set()
    if lineage.original is None:
        absent = f"not here; the copies credit {lineage.absent_original}" if lineage.absent_original else "not known"
        paper.line(4, styled("original", "bold"), f"  {absent}")
        _write_reasons(paper, lineage.reasons, told)
    listed = [members[id] for id in lineage.documents if id in members]
    for member in sorted(listed, key=lambda m: (m.id != lineage.original, m.published or m.seen or "")):
        paper.line(4, styled(member.relation, "bold"), f"  {_label(member)}")
        other = members.get(member.original or "")
        if other and other.id not in (lineage.original, member.id):
            paper.line(6, f"of {_label(other)}")
        _write_coverage(paper, member)
        _write_reasons(paper, _reasons(member), told)
        if member.account:
            paper.line(6, member.account)
        _write_differences(paper, member, full)
        _write_versions(paper, member)


def _write_coverage(paper: Paper, member: MemberOut) -> None:
    if member.coverage and member.original:
        share, back = (f"{100 * value:.0f} %" for value in (member.coverage.of_original, member.coverage.of_copy))
        noun = member.relation if member.relation in ("copy", "excerpt", "rewrite") else "page"
        paper.line(6, f"carries {share} of it; {back} of the {noun} is from it")


def _reasons(member: MemberOut) -> list[str]:
    """Return the reasons, less the one that only repeats the coverage."""
    repeated = {reason.text for reason in member.evidence if reason.code == "carries"} if member.coverage else set()
    return [reason for reason in member.reasons if reason not in repeated]


def _write_reasons(paper: Paper, reasons: Iterable[str], told: set[str]) -> None:
    """Write the reasons that this source has not given already: an original and its copies share most of theirs."""
    for reason in reasons:
        if reason not in told:
            told.add(reason)
            paper.line(6, f"because {reason}", style="dim")


def _write_differences(paper: Paper, member: MemberOut, full: bool) -> None:
    if not member.original:
        return
    _write_examples(paper, "added", [quoted(p.text, full) for p in member.added], full)
    _write_examples(paper, "dropped", [quoted(p.text, full) for p in member.dropped], full)
    _write_examples(paper, "reworded", [_pair(p, full) for p in member.reworded], full)
    _write_examples(paper, "moved", [_pair(p, full) for p in member.moved], full)
    _write_examples(paper, "house style", [_pair(p, full) for p in member.house_style], full)


def _write_examples(paper: Paper, kind: str, examples: list[str], full: bool) -> None:
    """Write how many differences of a kind there are, and the first few different ones."""
    if not examples:
        return
    paper.line(6, styled(f"{kind} {len(examples)}", "bold"))
    times = Counter(examples)
    shown = list(times) if full else list(times)[:_EXAMPLES]
    for example in shown:
        paper.line(8, example + (f" ({times[example]} times)" if times[example] > 1 else ""))
    if rest := len(examples) - sum(times[example] for example in shown):
        paper.line(8, f"and {rest} more (--full shows {'it' if rest == 1 else 'them'})", style="dim")


def _write_versions(paper: Paper, member: MemberOut) -> None:
    """Write what became of a page: each version with what it changed, and its correction in its own words."""
    for number, version in enumerate(member.versions, start=1):
        again = f" and {counted(len(version.again), 'time')} more" if version.again else ""
        seen = time_of(version.seen) if version.seen else "at no known time"
        paper.line(6, styled(f"version {number}", "bold"), f"  seen {seen}{again}")
        if version.corrected:
            paper.line(8, f"corrected: “{version.corrected}”")
        if version.changed:
            paper.line(8, version.changed)


def _pair(pair: RewordingOut, full: bool) -> str:
    before = quoted(pair.original.text, full) if pair.original else "nothing"
    after = quoted(pair.copy.text, full) if pair.copy else "nothing"
    return f"{before} → {after}" + (f" [{pair.rule}]" if pair.rule else "")


def quoted(text: str, full: bool) -> str:
    """Put words in quotation marks, on one line, cut to a line and a half unless they are wanted in full."""
    return f"“{cut(text, full)}”"


def cut(text: str, full: bool) -> str:
    """Put words on one line, cut to a line and a half unless they are wanted in full."""
    words = " ".join(text.split())
    return words if full or len(words) <= _LENGTH else f"{words[:_LENGTH].rsplit(' ', 1)[0]} …"


def _label(member: MemberOut) -> str:
    return f"{_when_and_where(member)}: {member.headline or '(no headline)'}"


def _when_and_where(member: MemberOut) -> str:
    time = (
        time_of(member.published) if member.published else f"seen {time_of(member.seen)}" if member.seen else "no time"
    )
    return f"{member.outlet or 'unknown outlet'}, {time}"


def time_of(iso: str) -> str:
    """Write an ISO 8601 time for a person: to the minute, and no more precise than it is.

    >>> time_of("2025-05-28T14:00Z"), time_of("2025-05-28T14:00:59Z"), time_of("2025-05")
    ('2025-05-28 14:00 UTC', '2025-05-28 14:00 UTC', '2025-05')
    """
    day, _, clock = iso.partition("T")
    return f"{day} {clock[:5]} UTC" if clock else day
