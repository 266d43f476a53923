"""Two documents as two columns: every row cut into runs for the original's side and for the copy's. Pure."""

from dataclasses import dataclass

from firsthand.contract import ComparisonOut, RowOut, SegmentOut


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side. ``change`` is ``same``, ``house_style``, ``dropped``, ``added``, ``reworded`` or ``moved``;
    ``other`` holds the words they stand for on the other side."""

    text: str
    change: str
    other: str
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph and its counterpart; ``state``: same, house_style, changed, added, dropped or moved."""

    kind: str
    state: str
    original: list[Run] | None
    copy: list[Run] | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many runs of words differ, by kind; ``same`` counts the rows without any change of words."""

    added: int
    dropped: int
    reworded: int
    moved: int
    house_style: int
    same: int


def rows(comparison: ComparisonOut) -> list[Row]:
    """Cut every row of a comparison."""
    return [_row(row) for row in comparison.rows]


def tally(comparison: ComparisonOut) -> Tally:
    """Count the differences."""
    changes = [s.change for row in comparison.rows for s in row.segments if (s.original + s.copy).strip()]
    same = sum(_state(row) in ("same", "house_style") for row in comparison.rows)
    added, dropped, reworded, moved, house_style = (
        changes.count(kind) for kind in ("added", "dropped", "reworded", "moved", "house_style")
    )
    return Tally(added, dropped, reworded, moved, house_style, same)


def _row(row: RowOut) -> Row:
    original = [run for s in row.segments for run in _runs(s, s.original, s.copy)]
    copy = [run for s in row.segments for run in _runs(s, s.copy, s.original)]
    return Row(row.kind, _state(row), original if row.original else None, copy if row.copy else None)


def _runs(segment: SegmentOut, words: str, other: str) -> list[Run]:
    """Cut one side of a segment into its words and the white space around them, so that marks cover words only."""
    change = segment.change
    if change in ("added", "dropped") and words.strip() and other.strip():
        change = "reworded"
    bare = words.strip()
    if not bare or change == "same":
        return [Run(words, "same", other, "")] if words else []
    lead, _, tail = words.partition(bare)
    around = (Run(lead, "same", "", ""), Run(bare, change, other.strip(), segment.rule), Run(tail, "same", "", ""))
    return [run for run in around if run.text]


def _state(row: RowOut) -> str:
    if row.original is None or row.copy is None:
        kinds = {s.change for s in row.segments if (s.original + s.copy).strip()}
        if kinds in ({"moved"}, {"house_style"}):
            return kinds.pop()
        return "dropped" if row.copy is None else "added"
    kinds = {s.change for s in row.segments if s.change != "same"}
    if not kinds:
        return "same"
    return "house_style" if kinds == {"house_style"} else "changed"
