"""What is said with a cue, as ranges of tokens, and the marks and edges that all who look for it share."""

from dataclasses import dataclass

from firsthand.understand.cue import Cue
from firsthand.understand.tokens import Token

#: Prepositions of when and where, between a cue and what is said.
PLACES = frozenset(("on", "in", "during", "at", "am", "im", "bei"))


@dataclass(slots=True)
class Said:
    """A cue and the token ranges (first, last) of what is said with it."""

    cue: Cue
    pieces: list[tuple[int, int]]
    addressee: tuple[int, int] | None = None

    def within(self, at: int) -> bool:
        """Say whether a token stands in what is said."""
        return any(first <= at <= last for first, last in self.pieces)


def last_word(sentence: list[Token]) -> int:
    """The last token that is no final point."""
    last = len(sentence) - 1
    while last > 0 and sentence[last].low in (".", "!", "?", ":", ";", "…"):
        last -= 1
    return last


def comma_after(sentence: list[Token], start: int) -> int | None:
    """Return the first comma at or behind a token."""
    return next((k for k in range(start, len(sentence)) if sentence[k].low == ","), None)
