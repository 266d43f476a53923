"""The words of a sentence as they are written, with their places: names need the capitals that `text.tokens` levels."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(
    r"(?:[^\W\d_]\.)+(?:[^\W\d_](?!\w))?"  # U.S.  J.
    r"|([A-Z])\1\.[ \u00a0]?([A-Z])\2\b\.?"  # EE.UU.
    r"|\d[\w.,:/-]*\w|\d"
    r"|[^\W\d_][^\W_]*(?:[-&'’](?=[^\W_])[^\W_]+)*"
    r"|\S"
)
_OWNED = re.compile(r"['’][sS]\Z")


class Word(NamedTuple):
    """``text[start:end]``; ``owned`` when "'s" followed it, which is not in it."""

    text: str
    start: int
    end: int
    owned: bool = False

    @property
    def small(self) -> str:
        """Its small letters, without a last point."""
        return self.text.lower().rstrip(".") or self.text


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Cut a sentence into words and marks."""
    found = []
    for match in _WORD.finditer(text, start, end):
        word, at, stop = match[0], match.start(), match.end()
        owned = len(word) > 2 and _OWNED.search(word) is not None
        found.append(Word(word[:-2], at, stop - 2, True) if owned else Word(word, at, stop))
    return found


def said_by(words: Sequence[Word]) -> str:
    """Return words as one name, with a blank between them and points where they were: "St. Louis"."""
    return " ".join(w.text for w in words).replace(" .", ".")
