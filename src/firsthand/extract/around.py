"""The lines of a page in and right around an article's running text: where credits stand that belong to neither."""

from firsthand.model.document import BlockKind, Document, Role
from firsthand.model.span import Range

#: Lines looked at on either side, and how long one may be: credits stand close and are short. A page's own footer,
#: which may name an agency for other reasons, stands further off.
_LINES, _LONGEST = 6, 200


def lines_around(document: Document, reading: str) -> tuple[list[str], list[str]]:
    """Return the short lines above (nearest last) and below (nearest first) of a page's main article.

    A piece found inside another page has the other's lines around it, so it has none.
    """
    body = _body(document)
    if body is None:
        return [], []
    above = _lines(reading[max(0, body.start - _LINES * _LONGEST) : body.start])
    below = _lines(reading[body.end : body.end + _LINES * _LONGEST])
    return above[-_LINES:], below[:_LINES]


def lines_within(document: Document, reading: str) -> list[str]:
    """Return the short lines between the first and the last words of a page's main article, whether they are kept or not."""
    body = _body(document)
    return _lines(reading[body.start : body.end]) if body else []


def _body(document: Document) -> Range | None:
    body = [r for b in document.blocks if b.kind is not BlockKind.NOTE for r in b.sources]
    if document.role is not Role.MAIN or not body:
        return None
    return Range(min(r.start for r in body), max(r.end for r in body))


def _lines(text: str) -> list[str]:
    return [line for row in text.splitlines() if (line := row.strip()) and len(line) <= _LONGEST]
