"""When two stretches of words are one and the same statement: equal, a part, or nearly the same. Never when unsure.

Words are folded (case, marks, spellings, number words), so that house style makes no difference. A "not" or a figure more
or less is always a difference.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import Indel

from firsthand.model.lexicon import Lexicon
from firsthand.text.tokens import words

#: Where words were left out of a quotation.
_CUT = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.(?:\s?\.){2,}")


@dataclass(frozen=True, slots=True)
class Levels:
    """What is levelled: ``same`` gives a folded word's other form (spelling, figure), ``negations`` turn a statement round."""

    same: Mapping[str, str]
    negations: frozenset[str]

    def wording(self, pieces: Iterable[str]) -> "Wording":
        """Read the pieces of a statement; an ellipsis cuts one in two."""
        cut = (part for piece in pieces for part in _CUT.split(piece))
        get = self.same.get
        return self.of(tuple(tuple(get(w, w) for w in words(part).folded) for part in cut))

    def of(self, pieces: Iterable[tuple[str, ...]]) -> "Wording":
        """Make a wording of words that are levelled already."""
        kept = tuple(piece for piece in pieces if piece)
        all_words = tuple(chain.from_iterable(kept))
        return Wording(kept, all_words, f" {' '.join(all_words)} ", self.negations)


@lru_cache(maxsize=4)
def levels_of(lexicon: Lexicon) -> Levels:
    """Return what makes no difference between two wordings, and what makes them opposites, in all languages."""
    spoken = (v.words.get("negations", frozenset()) for v in lexicon.voices.values())
    negations = lexicon.words.get("negation", frozenset()).union(*spoken)
    return Levels({**lexicon.spellings, **lexicon.numerals}, negations)


@dataclass(frozen=True, slots=True)
class Wording:
    """The folded ``words`` of a statement, in ``pieces`` between which something was left out; ``line``: in one string."""

    pieces: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    line: str
    negations: frozenset[str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The three longest words: two statements that share none of them are not the same."""
        return tuple(sorted(set(self.words), key=lambda w: (-len(w), w))[:3])

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
            found = self.line.find(f" {' '.join(piece)} ", at)
            if found < 0 or not self.negations.isdisjoint(self.line[at:found].split()[-_BEFORE:]):
                return False
            at = found + sum(map(len, piece)) + len(piece)
        return bool(other.pieces)

    def likeness(self, other: "Wording", strict: bool = True) -> float:
        """Return which part of the words of both is common, in order (0..1).

        If ``strict``, it is 0 where a figure or a "not" differs.
        """
        most = 2 * min(len(self), len(other)) / max(1, len(self) + len(other))
        if strict and (most < _LEAST or self._turns(other)):
            return 0.0
        return Indel.normalized_similarity(self.words, other.words)

    def _turns(self, other: "Wording") -> bool:
        mine, theirs = Counter(self.words), Counter(other.words)
        differing = (mine - theirs) + (theirs - mine)
        return any(w in self.negations or any(map(str.isdigit, w)) for w in differing)


#: A "not" so many words before a part of a statement may turn it round.
_BEFORE = 3
#: No strict rule asks for less than this.
_LEAST = 0.6
