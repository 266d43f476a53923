"""Text cut where something begins or ends. Pure; what a template needs to mark words without building HTML itself."""

from dataclasses import dataclass

from firsthand.model.span import Range


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of words; ``marked`` when it is the passage the reader came for, ``anchor`` on its first run."""

    text: str
    marked: bool = False
    anchor: str = ""


def fragments(text: str, start: int, end: int, mark: Range | None) -> list[Fragment]:
    """Cut ``text[start:end]`` where the mark begins and ends. The anchor is given to the run where the mark begins.

    >>> [f.text for f in fragments("one two three", 0, 13, Range(4, 7))]
    ['one ', 'two', ' three']
    """
    if mark is None or not mark.overlaps(Range(start, end)):
        return [Fragment(text[start:end])] if end > start else []
    low, high = max(start, mark.start), min(end, mark.end)
    anchor = f"c{mark.start}-{mark.end}" if low == mark.start else ""
    cut = (
        Fragment(text[start:low]),
        Fragment(text[low:high], marked=True, anchor=anchor),
        Fragment(text[high:end]),
    )
    return [f for f in cut if f.text]


def wanted(start: int | None, end: int | None, length: int) -> Range | None:
    """Return the passage a query asks for, cut to the text; None where it asks for nothing that is there."""
    if start is None or end is None or not 0 <= start < end:
        return None
    high = min(end, length)
    return Range(start, high) if start < high else None
