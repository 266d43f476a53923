"""Line up two sequences of words: which word of one is which word of the other.

longest common subsequence (rapidfuzz, bit-parallel) | dissolve islands
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cdist

#: A matching run of at most this many words with long unmatched stretches on both sides is chance ("of the"), not copying.
_ISLAND = 3
#: What counts as a long stretch, in words. Chosen on the seeds and made-up pairs; the gates run again if it changes.
_WATER = 6
#: Passages held against all others at once: a table of so many rows of numbers is small for any text.
_AT_ONCE = 256


Places = NDArray[np.int64]


class Run(NamedTuple):
    """``left[a:a + length]`` is ``right[b:b + length]``, word for word."""

    a: int
    b: int
    length: int


def align(left: Sequence[str], right: Sequence[str]) -> list[Run]:
    """Return the runs of words that two texts share in the same order."""
    return align_numbers(*numbered(left, right))


def align_numbers(left: Sequence[int], right: Sequence[int]) -> list[Run]:
    """Align two texts whose words are numbers; quadratic in what lies between their common ends."""
    blocks = LCSseq.editops(left, right).as_matching_blocks()
    return _dissolve([Run(block.a, block.b, block.size) for block in blocks if block.size], len(left), len(right))


def numbered(left: Sequence[str], right: Sequence[str]) -> tuple[list[int], list[int]]:
    """Write the words of two texts as numbers from 0 on, the same for the same word: rapidfuzz is quick with these."""
    number = defaultdict[str, int](count().__next__).__getitem__
    return list(map(number, left)), list(map(number, right))


def partners(runs: Sequence[Run], left: int, right: int) -> tuple[Places, Places]:
    """Return, for every word of either side, the place of its partner on the other, or -1; shapes (left,), (right,)."""
    starts_left, starts_right, lengths = np.fromiter(chain(*runs), np.int64).reshape(-1, len(Run._fields)).T
    step = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    here, there = np.repeat(starts_left, lengths) + step, np.repeat(starts_right, lengths) + step
    of_left, of_right = np.full(left, -1), np.full(right, -1)
    of_left[here], of_right[there] = there, here
    return of_left, of_right


def alike(
    left: Sequence[Sequence[int]], right: Sequence[Sequence[int]], share: float
) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs of a passage of ``left`` and one of ``right`` with that share of their (numbered) words in common.

    Each as its two places and the words in common, in whatever order they stand; one that stands twice on both sides
    counts twice. Sorted words have as many in common as their longest common subsequence is long.
    """
    columns = [sorted(passage) for passage in right]
    lengths = np.array([len(passage) for passage in columns])
    for first in range(0, len(left), _AT_ONCE):
        some = [sorted(passage) for passage in left[first : first + _AT_ONCE]]
        common = cdist(some, columns, scorer=LCSseq.similarity)
        together = np.array([[len(passage)] for passage in some]) + lengths
        for line, column in np.argwhere(2 * common >= share * together).tolist():
            yield first + line, column, int(common[line, column])


def _dissolve(runs: list[Run], left: int, right: int) -> list[Run]:
    kept: list[Run] = []
    last_a = last_b = 0
    for run, after in pairwise([*runs, Run(left, right, 0)]):
        a, b, length = run
        if length <= _ISLAND:
            water_before, water_after = max(a - last_a, b - last_b), max(after.a - a, after.b - b) - length
            if min(water_before, water_after) >= _WATER:
                continue
        kept.append(run)
        last_a, last_b = a + length, b + length
    return kept
