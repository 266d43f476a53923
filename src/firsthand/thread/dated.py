"""Documents as sentences with the times they name: what a timeline is made of.

document -> running text -> sentences, and the times in them -> sentences with times
"""

from dataclasses import dataclass
from datetime import date

from firsthand.model.document import BlockKind, Document
from firsthand.model.lexicon import Lexicon, TimeWords
from firsthand.model.span import Range
from firsthand.text.sentences import sentences
from firsthand.text.times import Time, find_times, times_by_sentence

_RUNNING = (BlockKind.DATELINE, BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``start`` and ``end`` lie in the document's text; ``place`` is its number in the document, from 0."""

    document: str
    start: int
    end: int
    place: int
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A document read for times. ``source`` is the independent source it belongs to, ``day`` that of its publication."""

    document: str
    source: str
    text: str
    language: str
    day: date | None
    sentences: tuple[Sentence, ...]

    def words(self, sentence: Sentence) -> str:
        """Return the words of one of its sentences."""
        return self.text[sentence.start : sentence.end]


def dated(document: Document, source: str, lexicon: Lexicon) -> Dated:
    """Read a document for times, which count from when it was published or, where it does not say, first seen."""
    moment = document.time
    day = moment.at.date() if moment else None
    language = (document.language or "en")[:2]
    times = find_times(document.text, day, _words(lexicon, language))
    places = _sentences(document)
    each = zip(places, times_by_sentence(times, (place.end for place in places)), strict=True)
    found = tuple(Sentence(document.id, at.start, at.end, n, tuple(said)) for n, (at, said) in enumerate(each))
    return Dated(document.id, source, document.text, language, day, found)


def _words(lexicon: Lexicon, language: str) -> TimeWords:
    """Return how a language says when; in one that nobody described, only figures are read."""
    return lexicon.times.get(language, _FIGURES)


_FIGURES = TimeWords()


def _sentences(document: Document) -> list[Range]:
    """Cut the running text into sentences; a dateline belongs to the sentence after it."""
    found: list[Range] = []
    opened: int | None = None
    for block in document.blocks_of(*_RUNNING):
        if block.kind is BlockKind.DATELINE:
            opened = block.start
            continue
        some = sentences(document.text, block.start, block.end)
        if some and opened is not None:
            some[0] = Range(opened, some[0].end)
        opened = None
        found += some
    return found if document.blocks else sentences(document.text)
