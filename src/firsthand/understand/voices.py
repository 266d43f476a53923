"""Who says what in one document: its quotes, its claims, and how many unnamed sources speak. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from firsthand.model.document import Document
from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range, Span
from firsthand.model.voices import Claim, Party, Quote
from firsthand.understand.claims import Stated, stated
from firsthand.understand.quotes import Found, read
from firsthand.understand.speakers import Speakers

_NO_WORDS = VoiceWords()


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
    text = document.text
    reading = read(text, words)
    claims = stated(text, reading.found, reading.sentences, words)
    parties = _parties(document.id, text, reading.found, claims, words)
    quotes = tuple(_quote(document.id, f, parties) for f in reading.found)
    told = tuple(_claim(document.id, c, parties) for c in claims)
    return Voices(quotes, told, parties.anonymous)


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
