"""Which agency a text credits: in its dateline, its byline or at its end.

A known agency (data) is believed in any of these places. One that nobody has heard of is believed in a dateline alone,
where the form says it: ``PORT ALDEN, March 3 (Meridian Wire) -``. Photo credits and agencies named in passing are no
credit.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.lexicon import Agency

#: A dateline opens a text; further in, a bracket is a remark.
_OPENING = 140
_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^()\[\]\n;:!?]{0,70}?)?[\s,]*[(\[](?P<agency>[^()\[\]\n]{2,40})[)\]]\s*(?P<sign>[-‐-―:.]{1,3}|/)?"
)
_DASHED = re.compile(r"\s*[^\W\d_][^()\[\]\n;!?]{1,60}?\s*[-‐-―/]\s*(?P<agency>[^()\[\]\n\-‐-―/]{2,30}?)\s*[-‐-―/:]")
_NAMED = re.compile(r"^[^\W\d_][\w.&’' -]*$")
#: Lines at the end that say whose the text is. ``{names}`` stands for the spellings of every agency.
_CLOSING = (
    r"^\W*(?i:copyright|©)?[\W\d]*(?i:by )?(?i:the )?({names})\b[\W\d]*$",
    r"(?i:copyright|©)[\W\d]*(?i:by )?(?i:the )?({names})\b",
    r"^\W*(?i:source|quelle|fuente|fonte|bron|origem|källa|kilde|zdroj|źródło|источник)\s*[:：]\s*(?i:the )?({names})\b",
    r"\((?:\w+/)?({names})\)\W*$",
    r"^\W*(?i:reporting|writing|editing|compiled) by\b.{{0,80}}?\b({names})\b",
)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The agency's name as known (or as written, when it is not), and where that was said."""

    agency: str
    place: str


def credit_line(paragraphs: Sequence[str], bylines: Iterable[str], agencies: tuple[Agency, ...]) -> CreditLine | None:
    """Return the agency that a text credits; ``paragraphs`` are its running text in order, dateline included."""
    book = _book(agencies)
    opening = paragraphs[0][:_OPENING] if paragraphs else ""
    found = _dateline(opening, book)
    if found:
        return CreditLine(found, "dateline")
    for line in bylines:
        if agency := _byline(line, book):
            return CreditLine(agency, "byline")
    for paragraph in reversed(paragraphs[-3:]):
        for pattern in book.closing:
            match = pattern.search(paragraph[-300:])
            if match:
                return CreditLine(book.names[_key(match[1])], "end")
    return None


@dataclass(frozen=True, slots=True)
class _Book:
    names: dict[str, str]
    closing: tuple[re.Pattern[str], ...]
    spelling: re.Pattern[str]


@lru_cache(maxsize=4)
def _book(agencies: tuple[Agency, ...]) -> _Book:
    spellings = sorted({s for a in agencies for s in (a.name, *a.spellings)}, key=lambda s: (-len(s), s))
    names = {_key(s): a.name for a in agencies for s in (a.name, *a.spellings)}
    either = "|".join(re.escape(s) for s in spellings) or r"(?!)"
    closing = tuple(re.compile(p.format(names=either), re.MULTILINE) for p in _CLOSING)
    return _Book(names, closing, re.compile(rf"(?<!\w)(?:{either})(?!\w)"))


def _dateline(opening: str, book: _Book) -> str | None:
    match = _DATELINE.match(opening)
    if match:
        place, agency = match["place"] or "", match["agency"].strip()
        known = _known(agency, book)
        if known and (match["sign"] or _is_place(place)):
            return known
        if believed_unknown(place, agency, match["sign"]):
            return agency
    dashed = _DASHED.match(opening)
    return _known(dashed["agency"].strip(), book) if dashed else None


def believed_unknown(place: str, agency: str, sign: str | None) -> bool:
    """Say whether a dateline's form alone makes its agency believed: place, name in brackets, dash.

    >>> believed_unknown("PORT ALDEN, March 3", "Meridian Wire", "-"), believed_unknown("He said", "the mayor", "-")
    (True, False)
    """
    return sign in ("-", "–", "—", "--") and _is_place(place) and _looks_named(agency.strip())


def _known(text: str, book: _Book) -> str | None:
    for part in (text, *re.split(r"\s*[/,;]\s*", text)):
        if name := book.names.get(_key(part)):
            return name
    return None


def _is_place(text: str) -> bool:
    """Say whether an opening can be a place with perhaps a day: short, capitalised, and no sentence."""
    first = text.split(",")[0].split()
    return 0 < len(first) <= 5 and text[:1].isupper() and sum(w[:1].islower() for w in first) <= 1


def _looks_named(agency: str) -> bool:
    return bool(_NAMED.match(agency)) and agency[:1].isupper() and len(agency.split()) <= 4


def _byline(line: str, book: _Book) -> str | None:
    """An agency in a byline is the credit; ``AP Photo`` and its like are not."""
    match = book.spelling.search(line)
    if not match or re.search(r"(?i)\b(?:photo|image|picture|foto|video)", line):
        return None
    return book.names[_key(match[0])]


def _key(name: str) -> str:
    """Agencies are told apart by their capitals: ``APA`` and ``apa`` are one, but ``ap`` inside a word is none."""
    return " ".join(name.split()).casefold().removeprefix("the ")
