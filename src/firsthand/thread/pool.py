"""Score many pairs at once: pages as rows of numbers, and which of them are worth scoring.

    features -> Vector (what a score needs of a page) -> keys -> pairs that share keys -> signals -> affinities

A page is found by two kinds of keys. One near in time is found by each of its `index_terms`, and two of them must be
shared. One far away is found by pairs of them, of which one must be shared: over years thousands of pages
share some two words by chance, few two of a given seventy; reports of one event share several such pairs.
So whether two pages are scored depends on the two alone, and what a page costs hardly grows with the years.

The weights of `Features` are multiples of 2**-24, so that sums of their products are exact in any order: these signals
are those of `score.compare`, bit for bit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from firsthand.thread.features import Features, index_terms, term_id
from firsthand.thread.score import (
    AFFINITY_FLOOR,
    COSINE_AT_LEAST,
    SHARED_TERMS_AT_LEAST,
    WINDOW,
    Signals,
    affinity,
    time_gap,
)

#: Pages further apart are far from each other. On Giveme5W1H, where a third of the pages carry a date of months later,
#: 4, 7 and 14 days give the same F1, since pairs of words look further; 3 cost BASIL .005.
NEAR = timedelta(days=4)
#: A page is found from far away by so many pairs of its index terms: those whose hash is smallest, of 276 at most.
#: Without loss on the sets of `bench/stories.py`; where one pair in four was taken of short pages too, headlines alone
#: lost .02. Rerun it after a change.
FAR_KEYS = 72
#: Keys are numbers of so many bits: shorter rows in a database. Two words in one key bring a pair that is then scored.
#: Those of near pages are even, those of far ones odd.
KEY_BITS = 47

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
NEAR_HOURS, WINDOW_HOURS = NEAR // _HOUR, WINDOW // _HOUR
#: In the place of hours where a page has no time at all: it is near to every other.
_ALWAYS = np.iinfo(np.int64).min
#: Odd constants that spread the bits of two ids over one key.
_MIX_LOW, _MIX_HIGH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
#: Pages of which the near ones are looked up at once in memory.
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Vector:
    """What a score needs of a page, in numbers; arrays are kept as little-endian bytes.

    ``ids`` (64 bits) are its terms, sorted; ``weights`` (32-bit floats, exact) what they weigh; ``named`` (one byte
    each) whether they are names. ``others`` are names that are not among its terms. ``index`` are the index terms.
    """

    ids: bytes
    weights: bytes
    named: bytes
    others: bytes
    index: tuple[int, ...]
    language: str
    earliest: datetime | None
    latest: datetime | None
    when: datetime | None


def vector(of: Features) -> Vector:
    """Put a page's features in numbers."""
    rows = sorted((term_id(t), w, t in of.names) for t, w in of.terms.items())
    others = sorted(term_id(t) for t in of.names.keys() - of.terms.keys())
    return Vector(
        np.array([row[0] for row in rows], "<i8").tobytes(),
        np.array([row[1] for row in rows], "<f4").tobytes(),
        bytes(row[2] for row in rows),
        np.array(others, "<i8").tobytes(),
        index_terms(of),
        of.language,
        of.earliest,
        of.latest,
        of.when,
    )


# --- which pairs are worth scoring ---


def near_keys(of: Vector) -> list[int]:
    """Return the keys by which pages of the same days find a page."""
    return [t >> (63 - KEY_BITS) & ~1 for t in of.index]


def far_keys(of: Vector) -> list[int]:
    """Return the keys by which pages of any time find a page."""
    ids = np.sort(np.array(of.index, np.uint64))
    low, high = np.triu_indices(len(ids), 1)
    mixed = (ids[low] * _MIX_LOW) ^ (ids[high] * _MIX_HIGH)
    mixed = np.sort((mixed ^ (mixed >> np.uint64(29))) * _MIX_LOW >> np.uint64(64 - KEY_BITS))
    found: list[int] = (mixed[:FAR_KEYS] | np.uint64(1)).tolist()
    return found


def hour(when: datetime | None) -> int:
    """Return the hour of a time, counted from 1970: what nearness is measured in."""
    return int(_ALWAYS) if when is None else (when - _EPOCH) // _HOUR


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of an index: a key, the hour of the page that is found by it, and its number."""

    keys: Ints
    hours: Ints
    pages: Ints


def entries(some: Sequence[Vector], keys: Callable[[Vector], list[int]]) -> Entries:
    """Index some pages by their places in the sequence."""
    listed = [keys(v) for v in some]
    sizes = [len(row) for row in listed]
    return Entries(
        np.array([key for row in listed for key in row], np.int64),
        np.repeat(np.array([hour(v.when) for v in some], np.int64), sizes),
        np.repeat(np.arange(len(some), dtype=np.int64), sizes),
    )


def by_key(some: Entries) -> Entries:
    """Put the rows in the order of their keys, as a database does."""
    order = np.argsort(some.keys, kind="stable")
    return Entries(some.keys[order], some.hours[order], some.pages[order])


def near_pairs(asked: Entries, held: Entries) -> tuple[Ints, Ints]:
    """Return the pages of both that lie near each other in time and share enough terms; ``held`` is in order of keys."""
    return _sharing(asked, held, SHARED_TERMS_AT_LEAST, NEAR_HOURS)


def far_pairs(asked: Entries, held: Entries) -> tuple[Ints, Ints]:
    """Return the pages of both that share a pair of terms within the window; ``held`` is in the order of keys."""
    return _sharing(asked, held, 1, WINDOW_HOURS)


def _sharing(asked: Entries, held: Entries, at_least: int, hours: int) -> tuple[Ints, Ints]:
    first = np.searchsorted(held.keys, asked.keys, "left")
    sizes = np.searchsorted(held.keys, asked.keys, "right") - first
    theirs = _ranges(first, sizes)
    mine = np.repeat(np.arange(len(asked.keys)), sizes)
    a, b = asked.hours[mine], held.hours[theirs]
    close = (np.abs(a - b) <= hours) | (a == _ALWAYS) | (b == _ALWAYS)
    ones, one = np.unique(asked.pages[mine[close]], return_inverse=True)
    others, other = np.unique(held.pages[theirs[close]], return_inverse=True)
    pairs, counts = np.unique(one * len(others) + other, return_counts=True)
    kept = pairs[counts >= at_least]
    return ones[kept // max(len(others), 1)], others[kept % max(len(others), 1)]


def _ranges(first: Ints, sizes: Ints) -> Ints:
    """Return the whole numbers of ranges, one after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - (ends - sizes), sizes) + np.arange(total)


# --- scoring them ---


class Pool:
    """Pages of which many pairs are to be scored."""

    def __init__(self, pages: Sequence[Vector]) -> None:
        """Lay the pages' terms end to end, numbered by their place in the common vocabulary."""
        self.pages = pages
        ids = [np.frombuffer(v.ids, "<i8") for v in pages]
        others = [np.frombuffer(v.others, "<i8") for v in pages]
        words, places = np.unique(np.concatenate([*ids, *others, np.empty(0, "<i8")]), return_inverse=True)
        sizes = np.array([len(row) for row in ids], np.int64)
        total = int(sizes.sum())
        self._terms, self._others = places[:total], places[total:]
        self._weights = np.frombuffer(b"".join(v.weights for v in pages), "<f4").astype(np.float64)
        self._named = np.frombuffer(b"".join(v.named for v in pages), np.bool_)
        self._start, self._size = _starts(sizes), sizes
        self._others_size = np.array([len(row) for row in others], np.int64)
        self._others_start = _starts(self._others_size)
        self._weight = np.zeros(len(words))
        self._is_name = np.zeros(len(words), np.bool_)

    def affinities(self, one: int, others: Ints) -> Iterator[tuple[int, float]]:
        """Give those of ``others`` whose affinity to ``one`` reaches the floor, with it."""
        for other, signals in self.signals(one, others):
            value = affinity(signals)
            if value >= AFFINITY_FLOOR:
                yield other, value

    def signals(self, one: int, others: Ints) -> Iterator[tuple[int, Signals]]:
        """Compare a page with others; those that are too unlike for any affinity are left out."""
        mine = slice(self._start[one], self._start[one] + self._size[one])
        named = self._terms[mine][self._named[mine]]
        extra = self._others[self._others_start[one] : self._others_start[one] + self._others_size[one]]
        self._weight[self._terms[mine]] = self._weights[mine]
        self._is_name[named] = self._is_name[extra] = True
        cosines = self._cosines(others)
        kept = cosines >= COSINE_AT_LEAST
        some = others[kept]
        length = float(np.square(self._weights[mine][~self._named[mine]]).sum())
        plains = self._plains(some, length)
        self._weight[self._terms[mine]] = 0.0
        self._is_name[named] = self._is_name[extra] = False
        a = self.pages[one]
        for other, cosine, plain in zip(some.tolist(), cosines[kept].tolist(), plains.tolist(), strict=True):
            b = self.pages[other]
            in_window = a.when is None or b.when is None or abs(a.when - b.when) <= WINDOW
            alike = round(min(1.0, plain), 6) if a.language == b.language else None
            yield other, Signals(round(min(1.0, cosine), 6), alike, time_gap(a, b), in_window)

    def _cosines(self, others: Ints) -> Floats:
        rows = _ranges(self._start[others], self._size[others])
        return _sums(self._weight[self._terms[rows]] * self._weights[rows], self._size[others])

    def _plains(self, others: Ints, length: float) -> Floats:
        """Return the cosines of what is left without the names of either; ``length`` is that of mine without my names."""
        rows = _ranges(self._start[others], self._size[others])
        terms, theirs, named = self._terms[rows], self._weights[rows], self._named[rows]
        mine = np.where(self._is_name[terms], 0.0, self._weight[terms])
        left = np.where(named | self._is_name[terms], 0.0, theirs)
        extra = self._others[_ranges(self._others_start[others], self._others_size[others])]
        gone = np.where(self._is_name[extra], 0.0, self._weight[extra])
        lost = _sums(np.square(np.where(named, mine, 0.0)), self._size[others])
        lost += _sums(np.square(gone), self._others_size[others])
        shared = _sums(mine * left, self._size[others])
        lengths = np.sqrt(length - lost) * np.sqrt(_sums(np.square(left), self._size[others]))
        plains: Floats = np.divide(shared, lengths, out=np.zeros(len(others)), where=shared > 0)
        return plains


def score_named(pages: Mapping[str, Vector], pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, float]]:
    """Give those of the pairs whose affinity reaches the floor, with it."""
    names = sorted(pages)
    place = {name: at for at, name in enumerate(names)}
    pool = Pool([pages[name] for name in names])
    told = np.array(sorted((place[a], place[b]) for a, b in pairs), np.int64).reshape(-1, 2)
    for one, others in grouped(told[:, 0], told[:, 1]):
        for other, value in pool.affinities(one, others):
            yield names[one], names[other], value


def score_pairs(pages: Sequence[Features]) -> Iterator[tuple[int, int, float]]:
    """Give every pair (by position, i < j) that is worth scoring, with its affinity if above the floor."""
    vectors = [vector(page) for page in pages]
    pool = Pool(vectors)
    for one, others in _neighbours(vectors):
        for other, value in pool.affinities(one, others):
            yield other, one, value


def _neighbours(vectors: Sequence[Vector]) -> Iterator[tuple[int, Ints]]:
    """Give each page with those before it (by position) that are worth scoring."""
    far, near = entries(vectors, far_keys), entries(vectors, near_keys)
    all_far, all_near = by_key(far), by_key(near)
    hours = np.array([hour(v.when) for v in vectors], np.int64)
    order = np.argsort(hours, kind="stable")
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        here = _between(all_near, hours[some[0]], hours[some[-1]])
        one, other = joined(near_pairs(_of(near, some), here), far_pairs(_of(far, some), all_far))
        for at, those in grouped(one, other):
            if len(earlier := those[those < at]):
                yield at, earlier


def _of(index: Entries, pages: Ints) -> Entries:
    first = np.searchsorted(index.pages, pages, "left")
    rows = _ranges(first, np.searchsorted(index.pages, pages, "right") - first)
    return Entries(index.keys[rows], index.hours[rows], index.pages[rows])


def _between(index: Entries, first: int, last: int) -> Entries:
    """Leave what is near to none of these hours."""
    if first == _ALWAYS:
        return index
    rows = (index.hours == _ALWAYS) | ((index.hours >= first - NEAR_HOURS) & (index.hours <= last + NEAR_HOURS))
    return Entries(index.keys[rows], index.hours[rows], index.pages[rows])


def joined(*some: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Put lists of pairs together, each pair once, in order."""
    pairs = np.unique(np.concatenate([np.stack(pair, 1) for pair in some]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def grouped(one: Ints, other: Ints) -> Iterator[tuple[int, Ints]]:
    """Give each of the first with all its others; the first come sorted."""
    heads, first = np.unique(one, return_index=True)
    yield from zip(heads.tolist(), np.split(other, first[1:]), strict=False)


def _starts(sizes: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)[:-1]]) if len(sizes) else sizes


def _sums(values: Floats, sizes: Ints) -> Floats:
    """Add up rows of values that stand end to end; an empty row is 0."""
    full = sizes > 0
    found = np.zeros(len(sizes))
    if full.any():
        found[full] = np.add.reduceat(values, _starts(sizes)[full])
    return found
