"""Which agency a page credits: in its dateline, its byline, the lines around its text, at its end, in its address.

A *full* credit says that the words are the agency's (``(AP)``, ``By the Associated Press``, ``CBS/AP November 4``,
``Copyright 2016 The Associated Press``, an agency's own tagline or sign-off). A *contribution* says that the page's own
reporting had help (``The Associated Press contributed to this report``): the words may be anybody's, so it is no
credit. Photo credits, hat tips and agencies named in passing are neither.

A known agency (data) is believed in any of these places. One that nobody has heard of is believed in a dateline alone,
where the form says it: ``PORT ALDEN, March 3 (Meridian Wire) -``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from firsthand.model.lexicon import Agency

#: A dateline opens a text; further in, a bracket is a remark.
_OPENING = 140
#: Paragraphs at the end, and characters at the end of each, in which a sign-off stands.
_LAST_PARAGRAPHS, _LAST_CHARACTERS = 3, 400
_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^()\[\]\n;:!?]{0,70}?)?[\s,]*[(\[](?P<agency>[^()\[\]\n]{2,40})[)\]]\s*(?P<sign>[-‐-―:.]{1,3}|/)?"
)
_DASHED = re.compile(r"\s*[^\W\d_][^()\[\]\n;!?]{1,60}?\s*[-‐-―/]\s*(?P<agency>[^()\[\]\n\-‐-―/]{2,30}?)\s*[-‐-―/:]")
_NAMED = re.compile(r"^[^\W\d_][\w.&’' -]*$")
_PICTURE = re.compile(r"(?i)\b(?:photo|image|picture|foto|video|graphic|via|getty)\w*")
#: The heading of a list of helpers.
_HELPERS = re.compile(r"(?i)^contribut(?:ors?|ing)\W*$")
_PERSON = re.compile(r"^[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,3}$")
_DAY = r"(?:[^\W\d_]{3,10}\.? \d{1,2},? \d{4}|\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})"
#: Lines between the headline and the text. ``{names}`` stands for the spellings of every agency, ``{long}`` for those
#: long enough to be no picture's credit when they stand alone.
_ABOVE = (
    rf"(?:^|[\s/])({{names}})(?:/[A-Z][\w.]+)?,? {_DAY}",
    r"^(?i:by|von|par|por|di|door|av|od|przez)\s+(?:[^/\n]{0,60}\b(?:and|und|et|y|e|en|och|og)\s+)?(?i:the\s+)?({names})\W*$",
    r"^(?i:the )?({long})\W*$",
)
#: Lines at the end that say whose the text is.
_CLOSING = (
    r"^\W*(?i:copyright|©)?[\W\d]*(?i:by )?(?i:the )?({names})\b[\W\d]*$",
    r"(?i:copyright|©)[\W\d]*(?i:by )?(?i:the )?({names})\b",
    r"^\W*(?i:source|quelle|fuente|fonte|bron|origem|källa|kilde|zdroj|źródło|источник)\s*[:：]\s*(?i:the )?({names})\b",
    r"\((?:\w+/)?({names})\)\W*$",
    r"[.!?”\"’'] [-–—] ?({names})\W*$",
    r"^\W*(?i:reporting|writing|editing|compiled) by\b.{0,80}?\b({names})\b",
    # ``Roe writes for the Associated Press.``
    r"^[^\W\d_a-z].{0,80}?\b(?:writes?|reports?) for (?i:the )?({names})\W*$",
    # Several agencies in a row: the page was put together from them, and the first is named for all.
    r"^\W*(?i:({names})(?:\s?[-–/,&+]\s?(?:{names}))+)\W*$",
    # An agency's own tagline: its writers helped one another, so the text is the agency's.
    r"^\W*(?i:the )?({names}) (?:[\w-]+ ){0,4}?(?i:writers?|reporters?|journalists?|correspondents?)\b"
    r".{2,300}?\b(?i:contributed|reported)\b",
)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The agency's name as known (or as written, when it is not), and where that was said."""

    agency: str
    place: str


def credit_line(
    paragraphs: Sequence[str],
    bylines: Iterable[str],
    agencies: tuple[Agency, ...],
    above: Sequence[str] = (),
    below: Sequence[str] = (),
    url: str | None = None,
) -> CreditLine | None:
    """Return the agency that a text credits in full.

    ``paragraphs`` are its running text in order, dateline included; ``above`` and ``below`` the page's lines right
    before and behind it, which are no part of it; ``url`` its address.
    """
    book = _book(agencies)
    found = _dateline(paragraphs[0][:_OPENING] if paragraphs else "", book)
    if found:
        return CreditLine(found, "dateline")
    for line in bylines:
        if agency := _byline(line, book):
            return CreditLine(agency, "byline")
    for line in above:
        if agency := _matched(line, book.above, book) or _known_dateline(line, book):
            return CreditLine(agency, "above")
    ends = [*paragraphs[-_LAST_PARAGRAPHS:], *below]
    for before, line in reversed(list(zip(["", *ends], ends, strict=False))):
        # A list of helpers, under its heading or a name a line, is read by `contributors`.
        if not _is_listed(before, book) and (agency := _at_end(line[-_LAST_CHARACTERS:], book)):
            return CreditLine(agency, "end")
    named = _address(url, agencies) if url else None
    return CreditLine(named, "address") if named else None


def contributors(lines: Iterable[str], agencies: tuple[Agency, ...], patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the agencies that helped with a page's own reporting, as its last lines say; each once, in order.

    ``patterns`` are the ways to say so (data), with ``{names}`` for the agencies.
    """
    book = _book(agencies)
    ways = _contributions(agencies, patterns)
    listed = list(lines)
    under = [b for a, b in pairwise(listed) if _is_listed(a, book)]
    found = [book.names[_key(name)] for line in listed for way in ways for name in _every(way, line, book)]
    found += [book.names[key] for line in under if (key := _key(line)) in book.names]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Book:
    names: dict[str, str]
    above: tuple[re.Pattern[str], ...]
    closing: tuple[re.Pattern[str], ...]
    signoffs: tuple[tuple[re.Pattern[str], str], ...]
    spelling: re.Pattern[str]


@lru_cache(maxsize=4)
def _book(agencies: tuple[Agency, ...]) -> _Book:
    names = {_key(s): a.name for a in agencies for s in (a.name, *a.spellings)}
    either = _alternatives(agencies)
    long = _alternatives(agencies, at_least=12)
    return _Book(
        names,
        tuple(re.compile(p.replace("{names}", either).replace("{long}", long)) for p in _ABOVE),
        tuple(re.compile(p.replace("{names}", either), re.MULTILINE) for p in _CLOSING),
        tuple((re.compile(p), a.name) for a in agencies for p in a.signoffs),
        re.compile(rf"(?<!\w)(?:{either})(?!\w)"),
    )


@lru_cache(maxsize=4)
def _contributions(agencies: tuple[Agency, ...], patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p.replace("{names}", _alternatives(agencies))) for p in patterns)


def _is_listed(before: str, book: _Book) -> bool:
    """Say whether a line opens or goes on with a list of who contributed: its heading, or a person's name alone."""
    return bool(_HELPERS.match(before)) or (bool(_PERSON.match(before)) and _key(before) not in book.names)


def _alternatives(agencies: tuple[Agency, ...], at_least: int = 0) -> str:
    spellings = sorted({s for a in agencies for s in (a.name, *a.spellings)}, key=lambda s: (-len(s), s))
    return "|".join(re.escape(s) for s in spellings if len(s) >= at_least) or r"(?!)"


def _every(way: re.Pattern[str], line: str, book: _Book) -> list[str]:
    match = way.search(line)
    return [m[0] for m in book.spelling.finditer(match[0])] if match else []


def _matched(line: str, patterns: Iterable[re.Pattern[str]], book: _Book) -> str | None:
    if _PICTURE.search(line):
        return None
    for pattern in patterns:
        if match := pattern.search(line):
            return book.names[_key(match[1])]
    return None


def _at_end(line: str, book: _Book) -> str | None:
    for pattern, name in book.signoffs:
        if pattern.search(line):
            return name
    for pattern in book.closing:
        if match := pattern.search(line):
            return book.names[_key(match[1])]
    return None


def _address(url: str, agencies: tuple[Agency, ...]) -> str | None:
    """Some outlets print an agency's stories unread, at addresses that say so (``/aponline/``)."""
    parts = urlsplit(url)
    place = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    return next((a.name for a in agencies for page in a.pages if fnmatchcase(place, page)), None)


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


def _known_dateline(line: str, book: _Book) -> str | None:
    """A line above the text is nobody's opening for sure, so that only a known agency counts."""
    named = _dateline(line[:_OPENING], book)
    return named if named in book.names.values() else None


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
