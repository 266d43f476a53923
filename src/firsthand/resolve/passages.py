"""What one document carries of another: its own sentences, and words that both have from a third.

A sentence is *carried* where most of its words that are not lent (quoted, a post, a statement) stand in the other text
in runs of four. Words that are lent on one side are lent on the other: marks get lost.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firsthand.model.document import Document
from firsthand.model.span import Range
from firsthand.resolve.sides import body_words, sentence_words
from firsthand.text.fingerprints import shingles
from firsthand.text.lent import Lent, lent
from firsthand.text.tokens import is_unspaced

#: Words (characters, in scripts without spaces) that make a run.
_RUN, _RUN_CHARACTERS = 4, 8
#: A sentence is carried with this share of its own words; one with fewer own words is too short to tell. By judgement:
#: an edited sentence keeps two thirds of its runs; "he said on Monday that" is four words.
_CARRIED, _SHORTEST = 0.6, 8
#: A sentence of which less than this share stands in the other has nothing of it.
_NOTHING = 0.3
#: Sentences that make an opening: a later state of a story has a new first one, a new second one, and then the old.
_OPENING = 4


@dataclass(frozen=True, slots=True)
class Taken:
    """What a document has from another. ``share``: of its own (not lent) words; ``carried``: whole sentences of them.

    ``opening`` counts those among its first few sentences that are long enough to tell. ``words`` counts its own words
    that stand in the other, ``lent`` the lent ones; ``kind`` is what most of those are.
    ``apart`` is the share of its own words in the longest stretch of sentences that the other has nothing of.
    ``longest`` is the longest stretch of each, own words and lent ones.
    """

    share: float
    apart: float
    carried: int
    opening: int
    words: int
    lent: int
    kind: Lent | None
    longest: Range | None
    longest_lent: Range | None


@dataclass(frozen=True, slots=True)
class _Prints:
    """Words and runs of a document: ``every`` run in order, and sorted: ``runs``, and those wholly in lent words."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    size: int
    every: NDArray[np.uint64]
    runs: NDArray[np.uint64]
    lent_runs: NDArray[np.uint64]
    lent: NDArray[np.int8]
    sentences: tuple[tuple[int, int], ...]


_KINDS = (None, Lent.QUOTE, Lent.POST, Lent.STATEMENT)


def taken(one: Document, other: Document, own_voice: frozenset[str]) -> Taken:
    """Measure what ``one`` has in common with ``other``, on the side of ``one``."""
    mine, theirs = _prints(one, own_voice), _prints(other, own_voice)
    shared = _covered(mine, theirs.runs)
    marked_there = _covered(mine, theirs.lent_runs)
    kind = np.where((mine.lent == 0) & marked_there, 1, mine.lent)
    own = shared & (kind == 0)
    free = int((kind == 0).sum())
    counts = np.bincount(kind[shared & (kind > 0)], minlength=len(_KINDS))
    carried = [_is_carried(own, kind, *place) for place in mine.sentences if _is_telling(kind, *place)]
    return Taken(
        _part(int(own.sum()), free),
        _part(_apart(own, kind, mine.sentences), free),
        sum(carried),
        sum(carried[:_OPENING]),
        int(own.sum()),
        int(counts.sum()),
        _KINDS[int(counts.argmax())] if counts.sum() else None,
        _longest(mine, own),
        _longest(mine, shared & (kind > 0)),
    )


def _part(count: int, of: int) -> float:
    return round(count / of, 4) if of else 0.0


def _apart(own: NDArray[np.bool_], kind: NDArray[np.int8], sentences: tuple[tuple[int, int], ...]) -> int:
    """Count the own words of the longest stretch of sentences of which hardly a word stands in the other."""
    longest = here = 0
    for first, last in sentences:
        free = int((kind[first:last] == 0).sum())
        here = here + free if int(own[first:last].sum()) < _NOTHING * free else 0
        longest = max(longest, here)
    return longest


def is_lent(document: Document, own_voice: frozenset[str]) -> NDArray[np.bool_]:
    """Say of every word of the running text whether it is somebody else's by its form."""
    return _prints(document, own_voice).lent > 0


def _is_telling(kind: NDArray[np.int8], first: int, last: int) -> bool:
    free = int((kind[first:last] == 0).sum())
    return free >= _SHORTEST and 2 * free >= last - first


def _is_carried(own: NDArray[np.bool_], kind: NDArray[np.int8], first: int, last: int) -> bool:
    return int(own[first:last].sum()) >= _CARRIED * int((kind[first:last] == 0).sum())


def _covered(mine: _Prints, theirs: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Mark the words that stand in a run that the other has; ``theirs`` are sorted."""
    marked = np.zeros(len(mine.starts), bool)
    if not theirs.size or not mine.every.size:
        return marked
    place = np.searchsorted(theirs, mine.every)
    place[place == theirs.size] = 0
    hits = theirs[place] == mine.every
    for shift in range(mine.size):
        marked[shift : shift + hits.size] |= hits
    return marked


def _inside(kinds: NDArray[np.int8], count: int) -> NDArray[np.bool_]:
    """Mark those of ``count`` runs that lie wholly in lent words."""
    inside = np.ones(count, bool)
    for shift in range(len(kinds) - count + 1):
        inside &= kinds[shift : shift + count] > 0
    return inside


def _longest(prints: _Prints, marked: NDArray[np.bool_]) -> Range | None:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    if not edges.size:
        return None
    starts, ends = edges[::2], edges[1::2]
    best = int((ends - starts).argmax())
    return Range(prints.starts[int(starts[best])], prints.ends[int(ends[best]) - 1])


@lru_cache(maxsize=512)
def _prints(document: Document, own_voice: frozenset[str]) -> _Prints:
    """Cut a document into runs (cached: a document is compared with many)."""
    found = body_words(document)
    size = _RUN_CHARACTERS if is_unspaced(found.folded) else _RUN
    kinds = np.zeros(len(found), np.int8)
    for stretch in lent(document.text, own_voice):
        first, last = bisect_left(found.starts, stretch.place.start), bisect_left(found.starts, stretch.place.end)
        here = kinds[first:last]
        here[here == 0] = _KINDS.index(stretch.kind)
        if stretch.kind is Lent.POST:
            here[:] = _KINDS.index(Lent.POST)
    every = shingles(found, size)
    lent_runs = np.sort(every[_inside(kinds, every.size)]) if every.size and kinds.any() else every[:0]
    sentences = tuple(sentence_words(document, found))
    return _Prints(found.starts, found.ends, size, every, np.sort(every), lent_runs, kinds, sentences)
