"""What two pages share, and what each has that the other has not: terms, heaviest first, with where they stand.

The places are looked for in the running text; a word that stands only in a headline has none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.model.document import Document
from firsthand.model.span import Span
from firsthand.thread.features import Features, number, term

_WORD = re.compile(r"[^\W_]+(?:[’'.,][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Shared:
    """A term as a page spells it, its part in the likeness (0..1) of the two pages, and where it stands first in each."""

    word: str
    kind: str
    weight: float
    spans: tuple[Span, ...]


def shared_terms(a: Features, b: Features) -> list[str]:
    """Return the terms that two pages share, those that make them most alike first."""
    return sorted(a.terms.keys() & b.terms.keys(), key=lambda t: (-a.terms[t] * b.terms[t], t))


def own_terms(a: Features, b: Features) -> list[str]:
    """Return the terms that the first page has and the second has not, heaviest first."""
    return sorted(a.terms.keys() - b.terms.keys(), key=lambda t: (-a.terms[t], t))


def shared(a: Features, b: Features, pages: tuple[Document, Document], most: int) -> list[Shared]:
    """Return the heaviest terms that two pages share, with their places."""
    found = shared_terms(a, b)[:most]
    spans = {t: spans_of(t, ((a, pages[0]), (b, pages[1]))) for t in found}
    return [Shared(_spelt(t, a, b), _kind(t, a, b), round(a.terms[t] * b.terms[t], 6), spans[t]) for t in found]


def own(a: Features, b: Features, page: Document, most: int) -> list[Shared]:
    """Return the heaviest terms that only the first of two pages has, with their places."""
    found = own_terms(a, b)[:most]
    return [Shared(_spelt(t, a), _kind(t, a), round(a.terms[t] ** 2, 6), spans_of(t, ((a, page),))) for t in found]


def spans_of(wanted: str, sides: Iterable[tuple[Features, Document]]) -> tuple[Span, ...]:
    """Return where a term first stands in each page, as that page spells it."""
    found = (_first(wanted, of.words.get(wanted, wanted), page) for of, page in sides)
    return tuple(span for span in found if span)


def _first(wanted: str, word: str, page: Document) -> Span | None:
    """Find a term as it is spelt; or else in another form (the headline has capitals, or the plural)."""
    first = at = page.text.find(word)
    while at >= 0:
        if not _goes_on(page.text[at - 1 : at]) and not _goes_on(page.text[at + len(word) : at + len(word) + 1]):
            return Span(page.id, at, at + len(word))
        at = page.text.find(word, at + 1)
    if first >= 0:  # scripts without spaces between words
        return Span(page.id, first, first + len(word))
    forms = (found for found in _WORD.finditer(page.text) if wanted in (term(found.group()), number(found.group())))
    return next((Span(page.id, found.start(), found.end()) for found in forms), None)


def _goes_on(character: str) -> bool:
    return character.isalnum() or character == "_"


def _spelt(wanted: str, *sides: Features) -> str:
    return min(side.words.get(wanted, wanted) for side in sides)


def _kind(wanted: str, *sides: Features) -> str:
    if wanted[0].isdigit():
        return "number"
    return "name" if any(wanted in side.names for side in sides) else "word"
