"""What was read of archives, as a person reads it: the biggest stories, what could not be read and why, the numbers.

Headline                                                       <id>
  40 outlets, 3 independent sources
...
a.warc.gz: 9,812 captures, all of it, at ...
1,204 captures (1,204 new), 1,190 documents; 310 stories (12 before), in 80 s (15.1 captures a second).
"""

from urllib.parse import unquote

from firsthand.cli.paper import Paper
from firsthand.cli.stories import write_river
from firsthand.cli.terminal import complain, counted
from firsthand.contract import ArchiveOut, ArchivesOut, RiverOut

_STATES = {
    "read": "read to its end",
    "resumed": "read on from where it was left, to its end",
    "read_before": "was read to its end on {at}; --again reads it anew",
}
#: What the passed over is called.
_PASSED = {"media": "no page", "status": "an error or a redirect", "large": "too large", "empty": "empty"}


def write_archives(out: ArchivesOut) -> None:
    """Write a summary of a reading."""
    paper = Paper()
    if out.biggest:
        write_river(RiverOut(out.biggest, None))
        paper.gap()
    for archive in out.archives:
        paper.line(0, _archive(archive))
    if out.passed:
        told = ", ".join(f"{_PASSED.get(p.what, p.what)} {p.count:,}" for p in out.passed)
        paper.line(0, f"Passed over: {told}.", style="dim")
    rate = f" ({out.captures / out.seconds:.1f} captures a second)" if out.seconds and out.captures else ""
    paper.line(
        0,
        f"{counted(out.captures, 'capture')} ({out.new:,} new), {counted(out.documents, 'document')}; "
        f"{counted(out.stories, 'story', 'stories')} ({out.stories_before:,} before), in {out.seconds:,.0f} s{rate}.",
        style="dim",
    )


def write_causes(out: ArchivesOut, *, full: bool) -> None:
    """Write one line a cause: how often, and an example. Not ``full``: without what there is nothing to be done about."""
    for cause in out.problems:
        if full or not cause.example.is_idle:
            example = cause.example
            times = f"{cause.count:,} times, first at " if cause.count > 1 else ""
            complain(f"{cause.code}: {times}{example.place}: {example.detail} {example.next_try}".strip())


def _archive(archive: ArchiveOut) -> str:
    name = unquote(archive.place.rpartition("/")[2])
    state = _STATES.get(archive.state, archive.state).format(at=archive.at[:16].replace("T", " ") + " UTC")
    return f"{name}: {state} ({counted(archive.captures, 'capture')} of it)."
