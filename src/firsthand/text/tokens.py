"""A text as words with their places. Everything that compares texts compares these.

Words are folded: compatibility forms and case are levelled, points inside abbreviations and apostrophes are dropped,
so that ``U.S.`` and ``US``, ``Zelenskiy’s`` and ``Zelenskiy's`` are the same word. Scripts written without spaces
(Han, kana, Thai, Lao, Khmer, Burmese) give one word a character.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from unicodedata import normalize

#: First and last character of each script (or part of one) written without spaces.
UNSPACED = (
    ("\u0e00", "\u0e7f"),
    ("\u0e80", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0002fa1f"),
)
_UNSPACED = "".join(f"{first}-{last}" for first, last in UNSPACED)
#: The first character alone, so that the search leaps from word to word; what follows asks which kind of word it is.
#: One group, so that `split` gives marks, word, marks ...
_SPACED = (
    r"(\w(?:"
    r"(?<=\D)\w+(?:['’ʼ]\w+)*"  # most words
    r"|(?<=\d)\d*(?:[.,:]\d+)+"  # 1,000  3.5  14:00
    r"|(?<=[^\d_])(?:\.[^\W\d_])+\b\.?"  # U.S.  e.g.
    r"|\w*(?:['’ʼ]\w+)*))"
)
_WORD = re.compile(_SPACED)
_ASCII_WORD = re.compile(_SPACED, re.ASCII)
#: The same for texts in which some script is written without spaces.
_MIXED_WORD = re.compile(
    rf"([{_UNSPACED}]"
    r"|\d+(?:[.,:]\d+)+"
    r"|[^\W\d_](?:\.[^\W\d_])+\b\.?"
    rf"|[^\W{_UNSPACED}]+(?:['’ʼ][^\W{_UNSPACED}]+)*)"
)
#: Texts up to so many characters are phrases: a comparison asks for the words of the same few again and again.
_PHRASE = 80
_LEVELLED = re.compile(r"[.'’ʼ\u0300-\u036f]")
_ONE_UNSPACED = re.compile(rf"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, folded, and where each stands: three sequences of one length."""

    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.folded)


class Phrase(NamedTuple):
    """A few words as they are written, and folded."""

    text: str
    folded: tuple[str, ...]


def phrase(text: str) -> Phrase:
    """Return a short text with its words."""
    return Phrase(text, words(text).folded)


def words(text: str, start: int = 0, end: int | None = None) -> Words:
    """Return the words of ``text[start:end]``; places count from the beginning of ``text``.

    >>> words("The U.S.-led pact").folded
    ('the', 'us', 'led', 'pact')
    """
    if start == 0 and end is None and len(text) <= _PHRASE:
        return _phrase(text)
    return _words(text, start, len(text) if end is None else end)


@lru_cache(maxsize=16384)
def _phrase(text: str) -> Words:
    return _words(text, 0, len(text))


def _words(text: str, start: int, end: int) -> Words:
    pieces = _grammar(text).split(text[start:end])
    places = tuple(accumulate(map(len, pieces), initial=start))
    return Words(tuple(map(_FOLDED.__getitem__, pieces[1::2])), places[1:-1:2], places[2::2])


def _grammar(text: str) -> re.Pattern[str]:
    """Choose the quickest of three expressions that find the same words in a text."""
    if text.isascii():
        return _ASCII_WORD
    return _MIXED_WORD if _ONE_UNSPACED.search(text) else _WORD


def fold(word: str) -> str:
    """Level compatibility forms, case, inner points, apostrophes and loose accents of one word."""
    if word.isascii():
        lowered = word.lower()
        return lowered if lowered.isalnum() else _level(lowered)
    return _level(normalize("NFKC", word).casefold())


def _level(word: str) -> str:
    return word if word[:1].isdigit() else _LEVELLED.sub("", word)


class _Folded(dict[str, str]):
    """Words folded once a process; news reuses its words. Bounded, because a long-running worker meets many."""

    _MOST = 200_000

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        self[word] = level = fold(word)
        return level


_FOLDED = _Folded()


def is_unspaced(folded: tuple[str, ...]) -> bool:
    """Say whether most words of a text are single characters of a script written without spaces."""
    sample = folded[:400]
    if not _ONE_UNSPACED.search(" ".join(sample)):
        return False
    return sum(1 for word in sample if _ONE_UNSPACED.match(word)) * 2 > len(sample)
