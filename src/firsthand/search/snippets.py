"""The lines of a text that show why it was found: a stretch with most of the words, and where in it they stand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from firsthand.search.spell import level
from firsthand.text.tokens import is_unspaced

#: Letters of a snippet, more or less: two lines of a page at most.
LENGTH = 220
#: Places of words that are looked at in one text.
_MOST_PLACES = 100
_SENTENCE = re.compile(r"[.!?…。！？]['\"”’»)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """``text[start:end]``, and the words in it that were looked for, as (start, end) in the text; sorted, apart."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


class Marker:
    """Finds words in texts. ``weights`` says by folded word how much it counts; one that ends in ``*`` goes on."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._words = [(word.rstrip("*"), word, not is_unspaced((word[:1],))) for word in weights if word.rstrip("*")]

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Return where the words stand in a text, with the word that each is; of two that overlap the longer."""
        levelled = level(text)
        found = [place for word in self._words for place in islice(_places(levelled, *word), _MOST_PLACES)]
        found.sort(key=lambda place: (place[0], -place[1]))
        return [p for n, p in enumerate(found) if not n or p[0] >= found[n - 1][1]][:_MOST_PLACES]

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the words stand in a short text, for a headline."""
        return joined(text, ((start, end) for start, end, _ in self.places(text)))

    def snippet(self, text: str) -> Snippet:
        """Return the stretch of a text that has most of the words; without any, its beginning."""
        places = self.places(text)
        if not places:
            return Snippet(*_trimmed(text, 0, min(len(text), LENGTH)), ())
        first = max(range(len(places)), key=lambda n: (self._worth(places, n), -n))
        begins = places[first][0]
        last = max(end for start, end, _ in places[first:] if start < begins + LENGTH * 0.75 or start == begins)
        start, end = _stretch(text, begins, last)
        inside = [(a, b) for a, b, _ in places if a >= start and b <= end]
        return Snippet(start, end, joined(text, inside))

    def _worth(self, places: list[tuple[int, int, str]], first: int) -> float:
        """Say what the stretch that begins with a place is worth: each word once, again for a little."""
        begins, seen, worth = places[first][0], set(), 0.0
        for start, _, word in places[first:]:
            if start > begins + LENGTH * 0.75:
                break
            weight = self._weights.get(word, 1.0)
            worth += weight if word not in seen else weight * 0.05
            seen.add(word)
        return worth


def _places(text: str, bare: str, word: str, alone: bool) -> Iterator[tuple[int, int, str]]:
    """Yield where a word stands as a whole; a character of a script without spaces (not ``alone``) stands beside others.

    Plain searching and a look at both ends: an expression of all words takes ten times as long.
    """
    at = text.find(bare)
    while at >= 0:
        end = at + len(bare)
        if not alone or not (_goes_on(text, at - 1) or (bare == word and _goes_on(text, end))):
            while bare != word and _goes_on(text, end):
                end += 1
            yield at, end, word
        at = text.find(bare, end)


def _goes_on(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def joined(text: str, marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Put marks together that touch, or that only a blank parts."""
    found: list[tuple[int, int]] = []
    for start, end in marks:
        if found and (start <= found[-1][1] or text[found[-1][1] : start] == " "):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _stretch(text: str, first: int, last: int) -> tuple[int, int]:
    """Return a stretch around some words: from the beginning of their sentence where that is near, and whole words."""
    room = max(LENGTH - (last - first), 40)
    earliest = max(0, first - room // 2)
    begun = [m.end() for m in _SENTENCE.finditer(text, max(0, first - room), first) if m.end() <= first]
    start = begun[-1] if begun else (0 if first <= room else earliest)
    end = min(len(text), max(last, start + LENGTH))
    return _trimmed(text, start, end, first, last)


def _trimmed(text: str, start: int, end: int, first: int | None = None, last: int | None = None) -> tuple[int, int]:
    """Cut at blanks, within bounds that must stay."""
    if 0 < start < len(text) and not text[start - 1].isspace():
        blank = text.find(" ", start, first if first is not None else end)
        start = blank + 1 if 0 <= blank < start + 30 else start
    if end < len(text) and not text[end].isspace():
        blank = text.rfind(" ", max(last or 0, end - 30), end)
        end = blank if blank > start else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
