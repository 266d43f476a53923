"""A text capture as the labelling rules see it: its segments with their looks, and the marks the rules leave on it."""

from dataclasses import dataclass
from functools import lru_cache

from firsthand.extract.plain.features import Floats, Looks
from firsthand.extract.plain.furniture import Cut
from firsthand.extract.plain.unglue import Segment
from firsthand.model.document import BlockKind, PartKind
from firsthand.model.lexicon import Lexicon
from firsthand.text.dates import Stamp

#: Signs that pages put around a label.
LABEL_EDGES = " .:;,|-–—•›»*："


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that was measured of one capture before anything is decided. ``folded`` has the offsets of
    ``reading``."""

    reading: str
    shape: str
    folded: str
    stamps: tuple[Stamp, ...]
    cuts: tuple[Cut, ...]
    segments: tuple[Segment, ...]
    looks: Looks
    scores: Floats
    lexicon: Lexicon

    def words_at(self, i: int) -> str:
        """Return the words of a segment as written."""
        return self.reading[self.segments[i].start : self.segments[i].end]

    def folded_at(self, i: int) -> str:
        """Return the words of a segment in small letters."""
        return self.looks.texts[i]

    def is_brief(self, i: int, most: int = 30) -> bool:
        """Say whether a segment could be a title: a few words, no full stop."""
        return 0 < self.looks.words[i] <= most and not self.looks.stops[i]

    def is_furniture(self, i: int) -> bool:
        """Say whether a segment is, or begins with, a known phrase."""
        return bool(self.looks.reasons[i])

    def listed(self, i: int, name: str) -> bool:
        """Say whether a segment is, but for signs around it, a word of the list ``name``."""
        return self.folded_at(i).strip(LABEL_EDGES) in self.lexicon.words.get(name, frozenset())

    def begins_with(self, i: int, name: str) -> str:
        """Return the longest entry of the list ``name`` that begins a segment, as far as words go; "" if none does."""
        return begins(self.folded_at(i), self.lexicon.words.get(name, frozenset()))


@lru_cache(maxsize=32)
def _by_first_sign(entries: frozenset[str]) -> dict[str, tuple[str, ...]]:
    first: dict[str, list[str]] = {}
    for entry in entries:
        first.setdefault(entry[0], []).append(entry)
    return {sign: tuple(sorted(fitting, key=len, reverse=True)) for sign, fitting in first.items()}


def begins(folded: str, entries: frozenset[str]) -> str:
    """Return the longest of ``entries`` that ``folded`` begins with and that does not end inside a word."""
    for entry in _by_first_sign(entries).get(folded[:1], ()):
        if folded.startswith(entry) and not (entry[-1].isalpha() and folded[len(entry) : len(entry) + 1].isalpha()):
            return entry
    return ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule's word on a stretch: what it is; ``text`` where that is less than what stands there."""

    kind: BlockKind | PartKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Story:
    """Which segments are one document: its headline (if any), the segments of its running text, and where it ends."""

    first: int
    last: int
    body: tuple[int, ...]
    headline: int | None = None
    outlet: int | None = None
    stamp: int | None = None
