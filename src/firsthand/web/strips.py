"""A capture's reading as strips, one a piece: what was kept and as what, what was left out and why. Pure."""

from dataclasses import dataclass, replace

from firsthand.contract import FoundOut, PieceOut, ReadingOut
from firsthand.model.span import Range
from firsthand.web.marks import Fragment, fragments
from firsthand.web.words import label

#: Longer stretches of what was dropped are folded: a site's menu is easily 1,300 characters, a long sentence is 300.
_FOLD_OVER = 320
_TEASER = 120


@dataclass(frozen=True, slots=True)
class Strip:
    """One piece. ``teaser`` is the beginning of one that is long enough to be folded, and empty else."""

    anchor: str
    label: str
    words: list[Fragment]
    kept: bool
    teaser: str
    length: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The strips from where one document begins to where another does; None before the first begins."""

    document: FoundOut | None
    strips: list[Strip]


def stretches(reading: ReadingOut, mark: Range | None) -> list[Stretch]:
    """Return every piece of the reading in order, under the document that was last begun."""
    documents = {d.id: d for d in reading.documents}
    found = [Stretch(None, [])]
    for piece in _gathered(reading):
        document = documents.get(piece.document or "")
        if document is not None and document is not found[-1].document:
            found.append(Stretch(document, []))
        found[-1].strips.append(_strip(reading.reading, piece, mark))
    return [stretch for stretch in found if stretch.strips]


def _gathered(reading: ReadingOut) -> list[PieceOut]:
    """Make neighbours left out for one reason one piece: a menu is one thing, not forty. White space is none."""
    found: list[PieceOut] = []
    for piece in reading.pieces:
        if not reading.reading[piece.start : piece.end].strip():
            continue
        before = found[-1] if found else None
        if before and before.document is None and piece.document is None and before.what == piece.what:
            found[-1] = replace(before, end=piece.end)
        else:
            found.append(piece)
    return found


def _strip(reading: str, piece: PieceOut, mark: Range | None) -> Strip:
    words = fragments(reading, piece.start, piece.end, mark)
    kept = piece.document is not None
    length = piece.end - piece.start
    folded = not kept and length > _FOLD_OVER and not any(f.marked for f in words)
    teaser = " ".join(reading[piece.start : piece.start + _TEASER].split()) if folded else ""
    return Strip(f"r{piece.start}", label(piece.what), words, kept, teaser, length)
