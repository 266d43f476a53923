"""Which words of the index a word of a question stands for: itself, its other forms, and what it was meant to be.

The dictionary of the index decides: of the some hundred strings one slip away from a word those are tried that are words
there. That takes a fifth of a millisecond, and gives words that are weighed like others; the engine's own fuzzy query gives
every page that has any of them the same. It is asked only for two slips, where one explains nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tantivy import Searcher

from firsthand.search.spell import bent, near

#: What other forms of a word, and words one slip away, count beside the word itself.
BENT, NEAR = 0.6, 0.7
#: Letters from which on a word is looked for in other spellings, and with two slips.
_SHORTEST, _LONG = 4, 8
#: A word that so few pages have may be a slip of one that so many times more have.
_FEW, _TIMES = 3, 20
#: Other words that one may stand for.
_MOST_BENT, _MOST_NEAR = 5, 4


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of the index that one of a question stands for, and what it counts. ``slip``: it was spelt otherwise."""

    word: str
    weight: float
    slip: bool = False


def spellings(searcher: Searcher, field: str, word: str, exact: bool) -> list[Spelling]:
    """Return what a word stands for, itself first; none where the index has nothing like it."""

    def count(other: str) -> int:
        found: int = searcher.doc_freq(field, other)
        return found

    has = count(word)
    itself = [Spelling(word, 1.0)] if has else []
    if exact:
        return itself
    other = [Spelling(w, BENT) for w in _most(count, bent(word), _MOST_BENT)]
    if has > _FEW or len(word) < _SHORTEST or not word.isalpha():
        return itself + other
    meant = _most(count, near(word), _MOST_NEAR, has * _TIMES)
    taken = {word, *(s.word for s in other)}
    return [*itself, *other, *(Spelling(w, NEAR if not has else NEAR / 2, slip=True) for w in meant if w not in taken)]


def _most(count: Callable[[str], int], words: Iterable[str], limit: int, at_least: int = 0) -> list[str]:
    """Return those words that most pages have."""
    found = [(n, word) for word in words if (n := count(word)) > at_least]
    return [word for _, word in sorted(found, key=lambda f: (-f[0], f[1]))[:limit]]


def may_have_two_slips(word: str) -> bool:
    """Say whether a word is long enough that two slips leave it recognisable."""
    return len(word) >= _LONG and word.isalpha()
