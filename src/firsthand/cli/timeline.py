"""A timeline as a person reads it.

2025-05-26
  A ferry ran aground off the northern quay.
    Harbour Post [doc_...:120-163], named by 2 sources
2025-05-27 09:00 UTC  first report
"""

from firsthand.cli.paper import Paper, styled
from firsthand.cli.stories import quoted, time_of
from firsthand.contract import TimelineEntryOut, TimelineOut


def write_timeline(timeline: TimelineOut, *, full: bool) -> None:
    """Write every entry, the earliest first."""
    paper = Paper()
    if not timeline.entries:
        paper.line(0, "Its pages name no time.")
    for entry in timeline.entries:
        _write_entry(paper, entry, full)


def _write_entry(paper: Paper, entry: TimelineEntryOut, full: bool) -> None:
    kind = "" if entry.happening == "event" else f"  {entry.happening.replace('_', ' ')}"
    paper.line(0, styled(time_of(entry.when), "bold"), styled(kind, "cyan"))
    for line in entry.lines:
        paper.line(2, quoted(line.text, full) if line.text else line.headline or "(no headline)")
        named = f", named by {entry.sources} sources" if entry.sources > 1 else ""
        place = f"{line.outlet or 'unknown outlet'} [{line.document}:{line.start}-{line.end}]{named}"
        paper.line(4, place, style="dim")
