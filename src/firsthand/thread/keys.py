"""Which pairs of pages are worth scoring: the keys by which pages find each other.

    Vector -> keys -> pages that share enough of them, near enough in time

A page is found by two kinds of keys (`LOOKS`). One near in time is found by each of its index terms and by what it means,
and two must be shared. One far away is found by pairs of them, of which one must be shared: the postings of a pair
hardly grow with the years, those of a word do. A page whose date is sure (`spells.sure_date`) has few such pairs, and asks
only days ahead and back: nothing farther is its event. One whose date may be that of a later revision has all of them, and
asks for years. So whether two pages are scored depends on the two alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from firsthand.thread.score import SHARED_TERMS_AT_LEAST
from firsthand.thread.signals import SURE_WINDOW, WINDOW
from firsthand.thread.vector import Ints, Vector

#: Pages further apart are far from each other. On Giveme5W1H, where a third of the pages carry a date of months later,
#: 4, 7 and 14 days give the same F1, since pairs of words look further; 3 cost BASIL .005.
NEAR = timedelta(days=4)
#: A page whose date is sure is found from far away by so many pairs of its index terms: those whose hash is smallest, of
#: 276 at most. Reports of one event share several such pairs. (Of pages without sure dates 72 pairs find too few: .02 of
#: F1 on Giveme5W1H.)
FAR_KEYS = 72
#: A page of no more terms and no sure date, a headline alone, is found by a word and a key of its meaning as well.
FEW_WORDS = 10
#: Keys are numbers of so many bits: shorter rows in a database. Two words in one key bring a pair that is then scored.
KEY_BITS = 47
#: The last two bits of a key say what it is for: near pages, far ones whose dates are not sure, far ones whose are.
_NEAR, _UNSURE, _SURE, _KINDS = 0, 1, 3, 3

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
#: In the place of hours where a page has no time at all: it is near to every other.
ALWAYS = np.iinfo(np.int64).min
_NONE = np.empty(0, np.int64)
#: Odd constants that spread the bits of two ids over one key.
_MIX_LOW, _MIX_HIGH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
#: Pages of which the near ones are looked up at once in memory.
_AT_ONCE = 256


def near_keys(of: Vector) -> list[int]:
    """Return the keys by which pages of the same days find a page."""
    return [key >> (63 - KEY_BITS) & ~_KINDS | _NEAR for key in (*of.index, *of.keys)]


def far_keys(of: Vector, kind: int) -> list[int]:
    """Return the keys by which pages of any time find a page: pairs of its terms, and of what it means."""
    of_one_kind = [(*of.index, *of.keys)] if not of.sure and len(of.index) <= FEW_WORDS else [of.index, of.keys]
    both = [_paired(some)[: FAR_KEYS if of.sure else None] for some in of_one_kind]
    found: list[int] = (np.concatenate(both) | np.uint64(kind)).tolist()
    return found


@lru_cache(maxsize=4096)
def _paired(some: tuple[int, ...]) -> NDArray[np.uint64]:
    """Make one key of each pair of keys, in order (kept for a while: a page is looked for in several ways)."""
    ids = np.sort(np.array(some, np.uint64))
    low, high = np.triu_indices(len(ids), 1)
    mixed = (ids[low] * _MIX_LOW) ^ (ids[high] * _MIX_HIGH)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX_LOW >> np.uint64(64 - KEY_BITS)
    return np.sort(mixed & ~np.uint64(_KINDS))


def held_keys(of: Vector) -> list[int]:
    """Return all keys under which a page is kept."""
    return [*near_keys(of), *own_far_keys(of)]


def own_far_keys(of: Vector) -> list[int]:
    """Return the far keys under which a page is kept."""
    return far_keys(of, _SURE if of.sure else _UNSURE)


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking for others: by which keys a page asks, how many must be shared, within how many hours.

    ``is_near``: many share such keys; ``among_sure``: only pages with sure dates are kept under them.
    """

    keys: Callable[[Vector], list[int]]
    at_least: int
    hours: int
    is_near: bool = False
    among_sure: bool = False


#: A page whose date is sure has no business with one far away whose date is sure as well.
LOOKS = (
    Look(near_keys, SHARED_TERMS_AT_LEAST, NEAR // _HOUR, is_near=True),
    Look(lambda v: far_keys(v, _UNSURE), 1, WINDOW // _HOUR),
    Look(lambda v: [] if v.sure else far_keys(v, _SURE), 1, WINDOW // _HOUR, among_sure=True),
    Look(lambda v: far_keys(v, _SURE) if v.sure else [], 1, SURE_WINDOW // _HOUR, among_sure=True),
)


def are_compared(a: Vector, b: Vector) -> bool:
    """Say whether two pages share keys enough to be compared, as near or far as they are."""
    return any(len(sharing(entries([a], look.keys), by_key(entries([b], held_keys)), look)[0]) for look in LOOKS)


def hour(when: datetime | None) -> int:
    """Return the hour of a time, counted from 1970: what nearness is measured in."""
    return int(ALWAYS) if when is None else (when - _EPOCH) // _HOUR


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of an index: a key, the hour of the page that is found by it, and its number."""

    keys: Ints
    hours: Ints
    pages: Ints


def entries(some: Sequence[Vector], keys: Callable[[Vector], list[int]], start: int = 0) -> Entries:
    """Index some pages by their places in the sequence, counted from ``start``."""
    listed = [keys(v) for v in some]
    sizes = [len(row) for row in listed]
    return Entries(
        np.array([key for row in listed for key in row], np.int64),
        np.repeat(np.array([hour(v.when) for v in some], np.int64), sizes),
        np.repeat(np.arange(start, start + len(some), dtype=np.int64), sizes),
    )


def by_key(some: Entries) -> Entries:
    """Put the rows in the order of their keys, as a database does."""
    order = np.argsort(some.keys, kind="stable")
    return Entries(some.keys[order], some.hours[order], some.pages[order])


def sharing(asked: Entries, held: Entries, look: Look) -> tuple[Ints, Ints]:
    """Return the pages of both that share enough keys and lie near enough, each pair once.

    ``held`` is in the order of its keys; in ``asked`` the keys of a page stand together.
    """
    turns = np.flatnonzero(np.diff(asked.pages, prepend=asked.pages[:1] - 1))[::_AT_ONCE].tolist()
    found = [
        _sharing(Entries(asked.keys[a:b], asked.hours[a:b], asked.pages[a:b]), held, look)
        for a, b in pairwise([*turns, len(asked.pages)])
    ]
    return np.concatenate([one for one, _ in found] or [_NONE]), np.concatenate(
        [other for _, other in found] or [_NONE]
    )


def _sharing(asked: Entries, held: Entries, look: Look) -> tuple[Ints, Ints]:
    first = np.searchsorted(held.keys, asked.keys, "left")
    sizes = np.searchsorted(held.keys, asked.keys, "right") - first
    theirs = ranges(first, sizes)
    mine = np.repeat(np.arange(len(asked.keys)), sizes)
    a, b = asked.hours[mine], held.hours[theirs]
    close = (np.abs(a - b) <= look.hours) | (a == ALWAYS) | (b == ALWAYS)
    ones, one = np.unique(asked.pages[mine[close]], return_inverse=True)
    others, other = np.unique(held.pages[theirs[close]], return_inverse=True)
    pairs, counts = np.unique(one * len(others) + other, return_counts=True)
    kept = pairs[counts >= look.at_least]
    return ones[kept // max(len(others), 1)], others[kept % max(len(others), 1)]


def ranges(first: Ints, sizes: Ints) -> Ints:
    """Return the whole numbers of ranges, one after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - (ends - sizes), sizes) + np.arange(total)


def neighbours(vectors: Sequence[Vector]) -> Iterator[tuple[int, Ints]]:
    """Give each page with those before it (by position) that are worth scoring."""
    held = by_key(entries(vectors, held_keys))
    for start in range(0, len(vectors), _AT_ONCE):
        some = vectors[start : start + _AT_ONCE]
        found = [sharing(entries(some, look.keys, start), held, look) for look in LOOKS]
        for at, those in grouped(*joined(*found)):
            if len(earlier := those[those < at]):
                yield at, earlier


def joined(*some: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Put lists of pairs together, each pair once, in order."""
    pairs = np.unique(np.concatenate([np.stack(pair, 1) for pair in some]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def grouped(one: Ints, other: Ints) -> Iterator[tuple[int, Ints]]:
    """Give each of the first with all its others; the first come sorted."""
    heads, first = np.unique(one, return_index=True)
    yield from zip(heads.tolist(), np.split(other, first[1:]), strict=False)
