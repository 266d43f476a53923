"""Whose words these are, as the pages themselves say: is this page an agency's own, and whom does it credit?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.document import BlockKind, Document, PartKind
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.span import Span
from firsthand.model.story import Reason
from firsthand.text.outlets import host_of


def agency_of(document: Document, agencies: tuple[Agency, ...]) -> Agency | None:
    """Return the agency whose own page this is: a known one by outlet name or address, or one that credits itself."""
    outlet = (document.outlet or "").casefold()
    known = _Known.of(agencies)
    found = [known.by_name[outlet]] if outlet in known.by_name else []
    found += [known.by_host[end] for end in _ends(document.url) if end in known.by_host]
    if found:
        return agencies[min(found)]
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
    return _by_name(name, agencies) or Agency(name, (name,))


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
    agency = _by_name(name, agencies)
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


@dataclass(frozen=True, slots=True)
class _Known:
    """Places in a row of agencies by folded name and by host; of two that share one, the first."""

    agencies: tuple[Agency, ...]
    by_name: Mapping[str, int]
    by_host: Mapping[str, int]

    @staticmethod
    def of(agencies: tuple[Agency, ...]) -> "_Known":
        """Return the places in a row (kept by identity: the hash of a long row takes longer than a look-up saves)."""
        held = _HELD.get(id(agencies))
        if held is None or held.agencies is not agencies:
            if len(_HELD) >= _MOST_HELD:
                _HELD.clear()
            held = _HELD[id(agencies)] = _known(agencies)
        return held


_HELD: dict[int, _Known] = {}
_MOST_HELD = 16


def _known(agencies: tuple[Agency, ...]) -> _Known:
    by_name: dict[str, int] = {}
    by_host: dict[str, int] = {}
    for place, agency in enumerate(agencies):
        for name in (agency.name, *agency.spellings):
            by_name.setdefault(name.casefold(), place)
        for host in agency.hosts:
            by_host.setdefault(host, place)
    return _Known(agencies, by_name, by_host)


def _by_name(name: str, agencies: tuple[Agency, ...]) -> Agency | None:
    place = _Known.of(agencies).by_name.get(name.casefold())
    return None if place is None else agencies[place]


@lru_cache(maxsize=4096)
def _ends(url: str | None) -> tuple[str, ...]:
    """Return the host of an address and what is left of it without its first labels, one after the other."""
    labels = host_of(url).split(".")
    return tuple(".".join(labels[at:]) for at in range(len(labels)))


@lru_cache(maxsize=256)
def _own_voice(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Reporters name their house like this, in English; other languages are silent here rather than guessed."""
    names = "(?:" + "|".join(re.escape(s) for s in spellings) + ")"
    return re.compile(
        rf"\b(?:told|tells|speaking to|interview with|seen by|reviewed by|obtained by) {names}\b"
        rf"|\b{names}(?:['’]s?)? (?:questions|reporting|journalists?|reporters?|witness(?:es)?|correspondents?)\b"
        rf"|\b{names} (?:could not|was unable to|reviewed|has reviewed|saw|spoke to)\b"
    )
