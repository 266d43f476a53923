"""When two stretches of words are one and the same statement: equal, a part, or nearly the same. Never when unsure.

Words are folded (case, marks, spellings, number words), so that house style makes no difference. A "not" or a figure more
or less is always a difference.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel

from firsthand.model.lexicon import Lexicon
from firsthand.text.tokens import words

#: Where words were left out of a quotation.
_CUT = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.(?:\s?\.){2,}")


@dataclass(frozen=True)
class Levels:
    """What is levelled: ``same`` gives a folded word's other form (spelling, figure), ``negations`` turn a statement round."""

    same: Mapping[str, str]
    negations: frozenset[str]

    def wording(self, pieces: Iterable[str]) -> "Wording":
        """Read the pieces of a statement; an ellipsis cuts one in two."""
        cut = [part for piece in pieces for part in _CUT.split(piece)]
        folded = (tuple(self.same.get(w, w) for w in words(part).folded) for part in cut)
        return Wording(tuple(part for part in folded if part), self.negations)


def levels_of(lexicon: Lexicon) -> Levels:
    """Return what makes no difference between two wordings, and what makes them opposites, in all languages."""
    spoken = (v.words.get("negations", frozenset()) for v in lexicon.voices.values())
    negations = lexicon.words.get("negation", frozenset()).union(*spoken)
    return Levels({**lexicon.spellings, **lexicon.numerals}, negations)


@dataclass(frozen=True)
class Wording:
    """The folded words of a statement, in pieces between which something was left out."""

    pieces: tuple[tuple[str, ...], ...]
    negations: frozenset[str]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words in order."""
        return tuple(word for piece in self.pieces for word in piece)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The three longest words: two statements that share none of them are not the same."""
        return tuple(sorted(set(self.words), key=lambda w: (-len(w), w))[:3])

    @cached_property
    def _line(self) -> str:
        return f" {' '.join(self.words)} "

    def __len__(self) -> int:
        return len(self.words)

    def holds(self, other: "Wording") -> bool:
        """Say whether all pieces of the other stand here, in order, and no "not" turns them round.

        >>> level = Levels({}, frozenset())
        >>> level.wording(["We will fight, as I said, and win."]).holds(level.wording(["We will fight ... and win"]))
        True
        """
        at = 0
        for piece in other.pieces:
            found = self._line.find(f" {' '.join(piece)} ", at)
            if found < 0 or not self.negations.isdisjoint(self._line[at:found].split()[-_BEFORE:]):
                return False
            at = found + sum(map(len, piece)) + len(piece)
        return bool(other.pieces)

    def likeness(self, other: "Wording") -> float:
        """Return which part of the words of both is common, in order (0..1); 0 where a figure or a "not" differs."""
        most = 2 * min(len(self), len(other)) / max(1, len(self) + len(other))
        if most < _LEAST or self._turns(other):
            return 0.0
        return Indel.normalized_similarity(self.words, other.words)

    def _turns(self, other: "Wording") -> bool:
        mine, theirs = Counter(self.words), Counter(other.words)
        differing = (mine - theirs) + (theirs - mine)
        return any(w in self.negations or any(map(str.isdigit, w)) for w in differing)


#: A "not" so many words before a part of a statement may turn it round.
_BEFORE = 3
#: No rule asks for less than this.
_LEAST = 0.6
