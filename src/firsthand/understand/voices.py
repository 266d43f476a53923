"""Who says what in one document: its quotes, its claims, and how many unnamed sources speak. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from firsthand.model.document import BlockKind, Document
from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range, Span
from firsthand.model.voices import Claim, Form, Party, Quote, Stance
from firsthand.understand.claims import Stated, stated
from firsthand.understand.found import Found
from firsthand.understand.quotes import read
from firsthand.understand.speakers import Speakers

_NO_WORDS = VoiceWords()
_FURNITURE = frozenset((BlockKind.DATELINE, BlockKind.NOTE))


class Voices(NamedTuple):
    """The quotes and claims of a document, in order. ``anonymous``: how many unnamed people speak, at least."""

    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
    anonymous: int


def voices_of(document: Document, voices: Mapping[str, VoiceWords]) -> Voices:
    """Return who says what in a document; ``voices``: language -> its words, as in `Lexicon.voices`.

    Of a language without words only what stands in quotation marks is found.
    """
    words = voices.get(document.language or "", _NO_WORDS)
    text = _without_furniture(document)
    reading = read(text, words)
    claims = stated(text, reading.found, reading.sentences, words)
    parties = _parties(document.id, text, reading.found, claims, words)
    quotes = tuple(_quote(document.id, f, parties) for f in _kept(reading.found, claims))
    told = tuple(_claim(document.id, c, parties) for c in claims)
    return Voices(quotes, told, parties.anonymous)


def _without_furniture(document: Document) -> str:
    """Return the text with blanks for datelines and the like, so that no quote begins with one; places stay the same."""
    text = document.text
    for block in document.blocks:
        if block.kind in _FURNITURE:
            text = text[: block.start] + " " * (block.end - block.start) + text[block.end :]
    return text


def _kept(found: list[Found], claims: list[Stated]) -> list[Found]:
    """Leave out what is no quote (nobody spoke), and tell the words in each pair of marks once."""
    silent = [claim.cue for claim in claims if claim.stance is Stance.DECLINES]
    said = [f for f in found if f.cue is None or not any(f.cue.overlaps(cue) for cue in silent)]
    whose: dict[Range, int] = {}
    for at, quote in enumerate(said):
        if _is_fragment(quote) and (quote.content[0] not in whose or _spoken(quote)):
            whose[quote.content[0]] = at  # the innermost who speaks; else the outermost
    once = [f for at, f in enumerate(said) if not _is_fragment(f) or whose[f.content[0]] == at]
    places = {id(quote): at for at, quote in enumerate(once)}
    return [replace(f, inside=_outer(found, f.inside, places)) for f in once]


def _outer(found: list[Found], inside: int | None, places: dict[int, int]) -> int | None:
    """Return the place of the next quote around one that is told: those between may be left out."""
    while inside is not None and id(found[inside]) not in places:
        inside = found[inside].inside
    return places[id(found[inside])] if inside is not None else None


def _is_fragment(quote: Found) -> bool:
    return quote.inside is not None and quote.form is Form.DIRECT


def _spoken(quote: Found) -> bool:
    return quote.verb is not None and "speech" in quote.verb.takes


class _Parties(NamedTuple):
    of: dict[Range, Party]
    anonymous: int


def _parties(document: str, text: str, found: list[Found], claims: list[Stated], words: VoiceWords) -> _Parties:
    """Resolve every source once, in the order of the text."""
    speakers = Speakers(document, text, words)
    sources = {f.source for f in found if f.source} | {c.source for c in claims if c.source}
    of = {source: speakers.party(source) for source in sorted(sources)}
    return _Parties(of, speakers.crowd.at_least)


def _quote(document: str, found: Found, parties: _Parties) -> Quote:
    return Quote(
        found.form,
        tuple(Span(document, c.start, c.end) for c in found.content),
        _span(document, found.cue),
        parties.of.get(found.source) if found.source else None,
        _span(document, found.addressee),
        found.inside,
    )


def _claim(document: str, claim: Stated, parties: _Parties) -> Claim:
    return Claim(
        claim.stance,
        parties.of.get(claim.source) if claim.source else None,
        _span(document, claim.proposition),
        Span(document, claim.cue.start, claim.cue.end),
        _span(document, claim.about),
        claim.conditional,
        claim.negated,
    )


def _span(document: str, place: Range | None) -> Span | None:
    return Span(document, place.start, place.end) if place else None
