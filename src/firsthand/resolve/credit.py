"""Whose words these are, as the pages themselves say: is this page an agency's own, and whom does it credit?"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from firsthand.model.document import BlockKind, Document, PartKind
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.span import Span
from firsthand.model.story import Reason


def agency_of(document: Document, agencies: tuple[Agency, ...]) -> Agency | None:
    """Return the agency whose own page this is: a known one by outlet name or address, or one that credits itself."""
    host = urlsplit(document.url).hostname if document.url else None
    outlet = (document.outlet or "").casefold()
    for agency in agencies:
        if outlet and outlet in _names(agency):
            return agency
        if host and any(host == own or host.endswith("." + own) for own in agency.hosts):
            return agency
    if document.outlet and outlet == (document.credit or "").casefold():
        return Agency(document.outlet, (document.outlet,))
    return None


def credited(document: Document, agencies: tuple[Agency, ...]) -> Agency | None:
    """Return the agency that a page credits in its dateline, byline or sign-off (found by the extractor).

    An agency nobody has heard of is one all the same where a page credits it: small countries have wires too.
    """
    name = document.credit
    if not name:
        return None
    return next((a for a in agencies if name.casefold() in _names(a)), Agency(name, (name,)))


def has_help(a: Document, b: Document, agencies: tuple[Agency, ...]) -> bool:
    """Say whether one of two pages tells that an agency helped it, whose words the other may be."""
    sides = ((a, b), (b, a))
    return any(one.helped and not credited(one, agencies) and not other.helped for one, other in sides)


def is_credited(document: Document, lexicon: Lexicon) -> bool:
    """Say whether a page tells that words of it are an agency's: all, some, or of agencies it does not name."""
    if document.credit or document.helped or agency_of(document, lexicon.agencies):
        return True
    unnamed = lexicon.words.get("unnamed_agencies", frozenset())
    lines = " ".join(document.words_of(PartKind.BYLINE)).casefold()
    return any(phrase in lines for phrase in unnamed)


def speaks_as(document: Document, name: str, agencies: tuple[Agency, ...]) -> Span | None:
    """Return the first place where a text speaks as ``name``'s own reporting ("told Reuters", "Reuters' questions")."""
    agency = next((a for a in agencies if name.casefold() in _names(a)), None)
    match = _own_voice(agency.spellings if agency else (name,)).search(document.text)
    return Span(document.id, match.start(), match.end()) if match else None


def credits_of(document: Document, agencies: tuple[Agency, ...]) -> tuple[str, Reason] | None:
    """Return the agency that a page credits, and why we say so; None where it is that agency's own page."""
    named, own = credited(document, agencies), agency_of(document, agencies)
    if named is None or (own is not None and own.name == named.name):
        return None
    span = credit_span(document, named)
    text = f"{document.outlet or 'the page'} credits {named.name}"
    return named.name, Reason("credits", text, 0.0, (span,) if span else ())


def credit_span(document: Document, agency: Agency) -> Span | None:
    """Return where the running text carries the agency's credit: dateline or sign-off."""
    spellings = re.compile(r"\b(?:" + "|".join(map(re.escape, agency.spellings)) + r")\b")
    for block in document.blocks_of(BlockKind.DATELINE, BlockKind.NOTE):
        match = spellings.search(document.text, block.start, block.end)
        if match:
            return Span(document.id, match.start(), match.end())
    return None


@lru_cache(maxsize=256)
def _names(agency: Agency) -> frozenset[str]:
    return frozenset(s.casefold() for s in (agency.name, *agency.spellings))


@lru_cache(maxsize=256)
def _own_voice(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Reporters name their house like this, in English; other languages are silent here rather than guessed."""
    names = "(?:" + "|".join(re.escape(s) for s in spellings) + ")"
    return re.compile(
        rf"\b(?:told|tells|speaking to|interview with|seen by|reviewed by|obtained by) {names}\b"
        rf"|\b{names}(?:['’]s?)? (?:questions|reporting|journalists?|reporters?|witness(?:es)?|correspondents?)\b"
        rf"|\b{names} (?:could not|was unable to|reviewed|has reviewed|saw|spoke to)\b"
    )
