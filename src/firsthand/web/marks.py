"""Text cut where something begins or ends. Pure; what a template needs to mark words without building HTML itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.contract import DocumentOut
from firsthand.model.span import Range


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of words; ``marked`` when it is the passage the reader came for, ``anchor`` on its first run.

    ``voice`` names who says these very words; ``quote`` is the anchor of the quotation, on its first run.
    """

    text: str
    marked: bool = False
    anchor: str = ""
    voice: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where somebody's very words stand, and who says them."""

    place: Range
    name: str


def spoken(document: DocumentOut) -> list[Spoken]:
    """Return the verbatim quotations of a document, in order; of two that overlap, the first."""
    found: list[Spoken] = []
    for quote in sorted(document.voices.quotes if document.voices else (), key=lambda q: (q.start, -q.end)):
        if quote.form == "direct" and quote.start < quote.end and not (found and found[-1].place.end > quote.start):
            name = quote.speaker.name if quote.speaker else "somebody"
            found.append(Spoken(Range(quote.start, quote.end), name))
    return found


def fragments(text: str, start: int, end: int, mark: Range | None, said: Sequence[Spoken] = ()) -> list[Fragment]:
    """Cut ``text[start:end]`` where the mark and each quotation begin and end; an anchor is given where it begins.

    >>> [f.text for f in fragments("one two three", 0, 13, Range(4, 7))]
    ['one ', 'two', ' three']
    """
    here = [one for one in said if one.place.start < end and one.place.end > start]
    places = [*([mark] if mark else []), *(one.place for one in here)]
    inside = {edge for place in places for edge in (place.start, place.end) if start < edge < end}
    edges = sorted({start, end} | inside)
    return [_fragment(text, low, high, mark, here) for low, high in zip(edges, edges[1:], strict=False)]


def _fragment(text: str, low: int, high: int, mark: Range | None, here: Sequence[Spoken]) -> Fragment:
    marked = mark is not None and mark.start <= low and high <= mark.end
    anchor = f"c{mark.start}-{mark.end}" if mark and marked and low == mark.start else ""
    one = next((s for s in here if s.place.start <= low and high <= s.place.end), None)
    quote = f"q{one.place.start}-{one.place.end}" if one and low == one.place.start else ""
    return Fragment(text[low:high], marked, anchor, one.name if one else "", quote)


def wanted(start: int | None, end: int | None, length: int) -> Range | None:
    """Return the passage a query asks for, cut to the text; None where it asks for nothing that is there."""
    if start is None or end is None or not 0 <= start < end:
        return None
    high = min(end, length)
    return Range(start, high) if start < high else None
