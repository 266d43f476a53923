"""Marks become pieces, and every character that no piece holds becomes a drop with its reason."""

from collections.abc import Iterable, Iterator, Sequence

from firsthand.extract.assemble import Piece
from firsthand.extract.plain.furniture import Cut
from firsthand.extract.plain.page import Mark, Page
from firsthand.model.document import Drop
from firsthand.model.span import Range

_BLANKS = " n_"


def make_pieces(page: Page, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return the pieces of marks that do not overlap: inline furniture cut out, white space made single."""
    pieces = []
    at = 0
    for mark in sorted(marks, key=lambda m: m.start):
        while at < len(page.cuts) and page.cuts[at].end <= mark.start:
            at += 1
        sources = tuple(_sources(page, mark, at))
        if sources:
            pieces.append(Piece(mark.kind, _words(page, sources), sources, mark.rule))
    return tuple(pieces)


def _sources(page: Page, mark: Mark, at: int) -> Iterator[Range]:
    """Yield what remains of a mark between the furniture in it, without blanks at the outer edges."""
    start = mark.start
    end = mark.end
    for cut in _overlapping(page.cuts, at, mark.start, mark.end):
        if (kept := _solid(page.shape, start, cut.start)) is not None:
            yield kept
        start = cut.end
    if (kept := _solid(page.shape, start, end)) is not None:
        yield kept


def _overlapping(cuts: Sequence[Cut], at: int, start: int, end: int) -> Iterator[Cut]:
    while at < len(cuts) and cuts[at].start < end:
        if cuts[at].end > start:
            yield cuts[at]
        at += 1


def _solid(shape: str, start: int, end: int) -> Range | None:
    while start < end and shape[start] in _BLANKS:
        start += 1
    while start < end and shape[end - 1] in _BLANKS:
        end -= 1
    return Range(start, end) if start < end else None


def _words(page: Page, sources: Sequence[Range]) -> str:
    """Join what remains: a blank where there was one on either side of the hole, none before a comma or full stop."""
    text = page.reading[sources[0].start : sources[0].end]
    for before, after in zip(sources, sources[1:], strict=False):
        blank = page.shape[before.end] in _BLANKS or page.shape[after.start - 1] in _BLANKS
        closes = page.shape[after.start] in ".,):w]"
        text += (" " if blank and not closes else "") + page.reading[after.start : after.end]
    return " ".join(text.split())


def make_drops(page: Page, pieces: Iterable[Piece], reasons: Sequence[str]) -> tuple[Drop, ...]:
    """Return a drop for every character that stands in no piece; ``reasons`` has one code for each segment.

    Neighbouring drops of one reason are one drop, with the white space between them.
    """
    holes = list(_holes(page, sorted(source for piece in pieces for source in piece.sources)))
    drops: list[tuple[int, int, str]] = []
    segment, cut = 0, 0
    for hole in holes:
        since = len(drops)
        at = hole.start
        while at < hole.end:
            while segment < len(page.segments) and page.segments[segment].end <= at:
                segment += 1
            while cut < len(page.cuts) and page.cuts[cut].end <= at:
                cut += 1
            until, reason = _next_drop(page, at, hole.end, segment, cut, reasons)
            _append(drops, since, (at, until, reason))
            at = until
    return tuple(Drop(*drop) for drop in drops)


def _next_drop(page: Page, at: int, end: int, segment: int, cut: int, reasons: Sequence[str]) -> tuple[int, str]:
    """Return how far from ``at`` one reason holds, and the reason."""
    if cut < len(page.cuts) and page.cuts[cut].start <= at:
        return min(end, page.cuts[cut].end), page.cuts[cut].reason
    limit = min(end, page.cuts[cut].start) if cut < len(page.cuts) else end
    if segment >= len(page.segments) or page.segments[segment].start >= limit:
        return limit, "whitespace"
    if page.segments[segment].start > at:
        return page.segments[segment].start, "whitespace"
    limit = min(limit, page.segments[segment].end)
    return limit, reasons[segment] if page.shape[at:limit].strip(_BLANKS) else "whitespace"


def _append(drops: list[tuple[int, int, str]], since: int, drop: tuple[int, int, str]) -> None:
    """Add a drop of this hole; white space takes the reason of what stands on both its sides."""
    _, end, reason = drop
    if len(drops) > since and drops[-1][2] == reason:
        drops[-1] = (drops[-1][0], end, reason)
    elif len(drops) > since + 1 and drops[-1][2] == "whitespace" and drops[-2][2] == reason:
        drops.pop()
        drops[-1] = (drops[-1][0], end, reason)
    else:
        drops.append(drop)


def _holes(page: Page, sources: Sequence[Range]) -> Iterator[Range]:
    at = 0
    for source in sources:
        if source.start > at:
            yield Range(at, source.start)
        at = max(at, source.end)
    if at < len(page.reading):
        yield Range(at, len(page.reading))
