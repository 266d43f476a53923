"""Two documents as two columns: every row cut into runs for the original's side and for the copy's, every change with a
name to go to. Pure.

What was moved is told twice, where it stood and where it stands, each with the way to the other: a sentence that went
elsewhere, and a paragraph that left the order of the others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from firsthand.contract import ComparisonOut, RowOut, SegmentOut


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side. ``change`` is ``same``, ``house_style``, ``dropped``, ``added``, ``reworded`` or ``moved``.

    ``other`` holds the words they stand for on the other side. ``anchor`` names the change, ``to`` that of the other end
    of something moved.
    """

    text: str
    change: str
    other: str
    rule: str
    anchor: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph and its counterpart; ``state``: same, house_style, changed, added, dropped or moved.

    ``number`` counts the rows that differ in words, from 1; 0 for the others. Where the paragraph left its order,
    ``stood`` is the anchor of the row that it followed in the original ("top" where it was the first), else empty.
    """

    anchor: str
    kind: str
    state: str
    original: list[Run] | None
    copy: list[Run] | None
    number: int
    stood: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many runs of words differ, by kind; ``same`` counts the rows without any change of words.

    ``moved`` counts what was moved, once. ``first`` is the anchor of the first of each kind.
    """

    added: int
    dropped: int
    reworded: int
    moved: int
    house_style: int
    same: int
    first: dict[str, str]


def rows(comparison: ComparisonOut) -> list[Row]:
    """Cut every row of a comparison."""
    stood = _stood(comparison.rows)
    numbers, names = count(1), _Names(comparison.rows)
    found: list[Row] = []
    for n, row in enumerate(comparison.rows):
        state = _state(row)
        original, copy = _sides(row, n, names)
        number = next(numbers) if state not in ("same", "house_style") else 0
        kept = (original if row.original else None, copy if row.copy else None)
        found.append(Row(f"p{n}", row.kind, state, *kept, number, stood.get(n, "")))
    return _joined(found)


def tally(laid: Sequence[Row]) -> Tally:
    """Count the differences."""
    runs = [run for row in laid for side in (row.original, row.copy) for run in side or ()]
    anchors = [run.anchor for run in runs if run.anchor and not run.anchor.endswith(_OTHER_END)]
    counted = Counter(_kind(anchor) for anchor in anchors)
    first = {_kind(anchor): anchor for anchor in reversed(anchors)}
    same = sum(not row.number for row in laid)
    return Tally(
        counted["added"], counted["dropped"], counted["reworded"], counted["moved"], counted["house_style"], same, first
    )


#: What the name of a change ends with where it stands in a second place.
_OTHER_END = "-b"


def _kind(anchor: str) -> str:
    return anchor.rpartition("-")[0].replace("-", "_")


class _Names:
    """Names the changes of each kind in the order in which they stand: one name a difference, however many its pieces."""

    def __init__(self, told: Sequence[RowOut]) -> None:
        self._moved = {s.part for row in told for s in row.segments if s.change == "moved" and s.part}
        self._next: Counter[str] = Counter()
        self._known: dict[int, tuple[str, int]] = {}

    def of(self, change: str, part: int, row: int) -> str:
        """Return the name of a change where it begins in a row; "" for a further piece in the same row."""
        if part in self._known:
            name, where = self._known[part]
            self._known[part] = (name, row)
            return "" if where == row else name + _OTHER_END
        kind = "moved" if part in self._moved else change
        self._next[kind] += 1
        name = f"{kind.replace('_', '-')}-{self._next[kind]}"
        if part:
            self._known[part] = (name, row)
        return name


def _sides(row: RowOut, place: int, names: _Names) -> tuple[list[Run], list[Run]]:
    """Cut both sides of a row; a change that both have is named on the copy's side."""
    original: list[Run] = []
    copy: list[Run] = []
    for segment in row.segments:
        change = _change(segment)
        worded = change != "same" and (segment.original + segment.copy).strip()
        anchor = names.of(change, segment.part, place) if worded else ""
        on_copy = bool(segment.copy.strip())
        original += _runs(segment.original, segment.copy, change, segment.rule, "" if on_copy else anchor)
        copy += _runs(segment.copy, segment.original, change, segment.rule, anchor if on_copy else "")
    return original, copy


def _runs(words: str, other: str, change: str, rule: str, anchor: str) -> list[Run]:
    """Cut one side of a segment into its words and the white space around them, so that marks cover words only."""
    bare = words.strip()
    if not bare or change == "same":
        return [Run(words, "same", other, "")] if words else []
    lead, _, tail = words.partition(bare)
    around = (Run(lead, "same", "", ""), Run(bare, change, other.strip(), rule, anchor), Run(tail, "same", "", ""))
    return [run for run in around if run.text]


def _change(segment: SegmentOut) -> str:
    both = segment.original.strip() and segment.copy.strip()
    return "reworded" if segment.change in ("added", "dropped") and both else segment.change


def _state(row: RowOut) -> str:
    if row.original is None or row.copy is None:
        kinds = {s.change for s in row.segments if (s.original + s.copy).strip()}
        if len(kinds) == 1:
            return kinds.pop()
        return "dropped" if row.copy is None else "added"
    kinds = {s.change for s in row.segments if s.change != "same"} - {"house_style"}
    if not kinds:
        return "house_style" if any(s.change == "house_style" for s in row.segments) else "same"
    return "moved" if kinds == {"moved"} else "changed"


def _stood(told: Sequence[RowOut]) -> dict[int, str]:
    """Say which paragraphs hold what was moved, and the anchor of what each followed in the original."""
    lifted = {
        n for n, row in enumerate(told) if any(s.change == "moved" and s.original and s.copy for s in row.segments)
    }
    starts = {n: row.original.start for n, row in enumerate(told) if row.original}
    found: dict[int, str] = {}
    for n in sorted(lifted & starts.keys()):
        before = [(start, m) for m, start in starts.items() if start < starts[n]]
        after = f"p{max(before)[1]}" if before else "top"
        if after != f"p{n - 1}":
            found[n] = after
    return found


def _joined(laid: list[Row]) -> list[Row]:
    """Lead the two ends of what stands in two rows to each other."""
    named = {run.anchor for row in laid for side in (row.original, row.copy) for run in side or () if run.anchor}
    others = {name.removesuffix(_OTHER_END): name for name in named if name.endswith(_OTHER_END)}
    ends = others | {other: name for name, other in others.items()}

    def led(side: list[Run] | None) -> list[Run] | None:
        return side and [replace(run, to=ends[run.anchor]) if run.anchor in ends else run for run in side]

    return [replace(row, original=led(row.original), copy=led(row.copy)) for row in laid] if ends else laid
