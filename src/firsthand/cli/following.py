"""Sources as a person reads them: what was added, what is followed and how it goes, one with its history, the packs.

following  Harbour Post  src_...
           https://harbour.example/feed: 24 entries are listed.
           also offered: firsthand add https://harbour.example/sport/feed  (Harbour Post Sport)

failing  Quay News  src_...
         https://quay.example/rss  [ports]
         read 2026-05-04 12:00 UTC, next 2026-05-04 13:00 UTC (it failed twice); 3.5 entries a week, 88 % unchanged
         The server answered 404. Look whether the site has another feed.
"""

from collections.abc import Iterable

from firsthand.cli.paper import Paper, styled
from firsthand.cli.stories import time_of
from firsthand.cli.terminal import counted
from firsthand.contract import (
    AddedOut,
    AddOut,
    EntryOut,
    FetchOut,
    PackOut,
    RefreshOut,
    SourceOut,
    SourcePageOut,
    SourcesOut,
)

_STYLES = {"ok": "green", "new": "cyan", "failing": "bold yellow", "gone": "bold red", "paused": "dim"}
#: Longer answers take a line each.
_BRIEF = 20
#: Lines of history and entries that one source is shown with; --json has all.
_HISTORY, _ENTRIES = 10, 20


def write_added(out: AddOut) -> None:
    """Write what was found, what is followed from now on, and what else could be."""
    paper = Paper()
    brief = len(out.added) > _BRIEF
    for one in out.added:
        _write_added(paper, one, brief=brief)
    followed = [one for one in out.added if one.what == "source"]
    new = sum(one.state == "new" for one in followed)
    read = len(out.added) - len(followed)
    parts = [f"{counted(len(followed), 'source')} followed ({new} new)"] if followed else []
    parts += [f"{counted(read, 'thing')} read"] if read else []
    if parts:
        paper.line(0, f"{', '.join(parts)}.", style="dim")
    if new:
        paper.line(0, "Read what is due now: firsthand refresh. Go on reading it: firsthand serve", style="dim")


def _write_added(paper: Paper, one: AddedOut, *, brief: bool) -> None:
    word = {"new": "following", "read": "read", "known": "known"}[one.state]
    style = "" if one.state == "known" else "green"
    name = one.title or one.address
    head = (styled(f"{word:<11}", style), styled(name, "bold"), styled(f"  {one.id}" if one.id else "", "dim"))
    if brief:
        paper.line(0, *head, styled(f"  {one.address}", "dim"))
        return
    paper.line(0, *head)
    paper.line(11, f"{one.address}: {one.said}" if one.said else one.address)
    for offer in one.offers:
        paper.line(
            11, f"also offered: firsthand add {offer.address}", styled(f"  ({offer.title or offer.kind})", "dim")
        )


def write_sources(out: SourcesOut) -> None:
    """Write what is followed: what is in trouble first."""
    paper = Paper()
    if not out.sources:
        paper.line(0, "Nothing is followed. To follow a site: firsthand add example.com")
        return
    for source in out.sources:
        _write_source(paper, source)
    failing = sum(source.state in ("failing", "gone") for source in out.sources)
    trouble = f", {failing} in trouble" if failing else ""
    visits = f" {counted(out.visits_due, 'page')} to visit now, {out.visits_planned:,} planned." * bool(
        out.visits_planned
    )
    paper.line(0, f"{counted(len(out.sources), 'source')}{trouble}.{visits}", style="dim")
    if not out.following:
        paper.line(0, "Nobody reads them now: firsthand serve does, firsthand refresh does it once.", style="dim")


def _write_source(paper: Paper, source: SourceOut) -> None:
    tags = f"  [{', '.join(source.tags)}]" if source.tags else ""
    state = styled(f"{source.state:<9}", _STYLES.get(source.state, ""))
    paper.line(0, state, styled(source.name, "bold"), styled(f"  {source.id}", "dim"))
    paper.line(9, source.address, tags)
    paper.line(9, _rhythm(source), style="dim")
    if source.problem:
        cause = source.problem.detail.removeprefix(f"{source.address}: ")
        paper.line(9, f"{cause[:1].upper()}{cause[1:]} {source.problem.next_try}".strip(), style="yellow")


def _rhythm(source: SourceOut) -> str:
    """Say when it was read and will be, and how much comes of it."""
    parts = [f"read {time_of(source.tried)}" if source.tried else "never read"]
    if source.due:
        parts.append(f"next {time_of(source.due)}" + (f" ({source.why})" if source.why else ""))
    unchanged = f", {source.unchanged_share:.0%} unchanged".replace("%", " %") if source.unchanged_share else ""
    return f"{', '.join(parts)}; {source.entries_a_week:g} entries a week{unchanged}"


def write_source(out: SourcePageOut) -> None:
    """Write one source: how it stands, what was chosen for it, its last readings and its newest entries."""
    paper = Paper()
    write_chosen(out.source)
    if out.history:
        paper.gap()
        for line in out.history[:_HISTORY]:
            paper.line(0, _fetch(line))
    if out.entries:
        paper.gap()
        for entry in out.entries[:_ENTRIES]:
            _write_entry(paper, entry)
    more = len(out.entries) - _ENTRIES
    if more > 0:
        paper.line(0, f"and {more} more (--json has them)", style="dim")


def write_chosen(source: SourceOut) -> None:
    """Write one source and what is chosen for it."""
    paper = Paper()
    _write_source(paper, source)
    for name, value in _chosen(source):
        paper.line(9, styled(f"{name:<11}", "bold"), value)


def _chosen(source: SourceOut) -> Iterable[tuple[str, str]]:
    yield "full text", {"never": "never", "short": "when the feed is short", "always": "always"}[source.full_text]
    yield "every", f"{source.interval_minutes} minutes" if source.interval_minutes else "as its own rhythm is"
    yield "robots.txt", {"none": "not asked", "pages": "asked for pages", "all": "asked for all"}[source.robots]
    yield "kept", source.retention_told
    for rule in source.rules:
        yield "rule", rule
    if source.pushed:
        yield "pushed", "a hub tells us of news"
    if source.moved_from:
        yield "moved", f"was at {source.moved_from}"
    if source.password_env:
        yield "password", f"in the environment variable {source.password_env}"


def _fetch(line: FetchOut) -> str:
    status = f" {line.status}" if line.status else ""
    came = f"{line.new} new of {line.entries}" if line.entries else ""
    told = "; ".join(filter(None, (came, line.cause)))
    return f"{time_of(line.at)}  {line.outcome}{status}{': ' if told else ''}{told}"


def _write_entry(paper: Paper, entry: EntryOut) -> None:
    why = entry.muted or (entry.problem.detail if entry.problem and entry.state != "read" else "")
    paper.line(
        0,
        styled(f"{entry.state:<9}", "dim"),
        entry.title or entry.link or "(no title)",
        styled("".join(f"  {id}" for id in entry.documents[:3]), "dim"),
    )
    if why:
        paper.line(9, why, style="dim")


def write_refresh(out: RefreshOut) -> None:
    """Write what a refresh did."""
    paper = Paper()
    if out.elsewhere:
        paper.line(0, "Another Firsthand follows this store: what you asked for is due now, and it reads it.")
        return
    failed = f", {out.failed} failed" if out.failed else ""
    paper.line(
        0,
        f"{counted(out.sources, 'source')} read, {counted(out.entries, 'new entry', 'new entries')}; "
        f"{counted(out.pages, 'page')} visited, {counted(out.captures, 'new capture')}{failed}.",
    )


def write_packs(packs: Iterable[PackOut]) -> None:
    """Write the starter packs, a line each."""
    paper = Paper()
    for pack in packs:
        names = ", ".join(feed.title for feed in pack.feeds[:4])
        more = f" and {len(pack.feeds) - 4} more" if len(pack.feeds) > 4 else ""
        paper.line(0, styled(f"pack:{pack.language}", "bold"), f"  {pack.name}, {counted(len(pack.feeds), 'feed')}:")
        paper.line(2, f"{names}{more}", style="dim")
    paper.line(0, "Nothing in them is fetched before you say so: firsthand add pack:en", style="dim")
