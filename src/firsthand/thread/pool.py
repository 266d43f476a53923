"""Score many pairs at once: pages as rows of numbers, and which of them are worth scoring.

    features -> Vector (what a score needs of a page) -> keys -> pairs that share keys -> signals -> affinities

A page is found by two kinds of keys (`LOOKS`). One near in time is found by each of its index terms and by what it means,
and two must be shared. One far away is found by pairs of them, of which one must be shared: the postings of a pair
hardly grow with the years, those of a word do. A page whose date is sure (`spells.sure_date`) has few such pairs, and asks
only days ahead and back: nothing farther is its event. One whose date may be that of a later revision has all of them, and
asks for years. So whether two pages are scored depends on the two alone.

What is measured of a pair is what `signals.compare` measures, bit for bit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from firsthand.model.meaning import Meaning
from firsthand.thread.features import Features, index_words, term_id
from firsthand.thread.judge import COLUMNS, MANY_DAYS, NOTHING, UNKNOWN_DAYS, Judge, Rows, likelihoods
from firsthand.thread.score import AFFINITY_FLOOR, SHARED_TERMS_AT_LEAST
from firsthand.thread.signals import COSINE_AT_LEAST, FEW_NUMBERS, MEANING_AT_LEAST, SURE_WINDOW, WINDOW

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

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR, _MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)
#: In the place of hours where a page has no time at all: it is near to every other.
_ALWAYS = np.iinfo(np.int64).min
_NONE = np.empty(0, np.int64)
#: Odd constants that spread the bits of two ids over one key.
_MIX_LOW, _MIX_HIGH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
#: Pages of which the near ones are looked up at once in memory.
_AT_ONCE = 256
#: Kinds of terms, as bits.
_TERM, _HEAD, _NAME, _NUMBER, _TITLE = 1, 2, 4, 8, 16


@dataclass(frozen=True, slots=True)
class Vector:
    """What a score needs of a page, in numbers; arrays are kept as little-endian bytes.

    ``ids`` (64 bits) are its terms, its names and its numbers, sorted; ``weights`` and ``heads`` (32-bit floats, exact)
    what each weighs in all and in headline and lead, ``rarities`` how rare it is, for names and numbers; ``kinds`` (one
    byte each) what it is. ``index`` are the terms it is found by, ``keys`` those of its meaning.
    """

    ids: bytes
    weights: bytes
    heads: bytes
    rarities: bytes
    kinds: bytes
    index: tuple[int, ...]
    keys: tuple[int, ...]
    language: str
    earliest: datetime | None
    latest: datetime | None
    when: datetime | None
    sure: bool
    meaning: Meaning | None


def vector(of: Features) -> Vector:
    """Put a page's features in numbers."""
    kinds: dict[str, int] = {}
    for kind, some in (
        (_TERM, of.terms),
        (_HEAD, of.head),
        (_NAME, of.names),
        (_NUMBER, of.numbers),
        (_TITLE, of.headline),
    ):
        for t in some:
            kinds[t] = kinds.get(t, 0) | kind
    ids = {term_id(t): t for t in kinds}
    ordered = sorted(ids)
    terms = [ids[i] for i in ordered]
    rarities = {**of.names, **of.numbers}

    def column(some: Mapping[str, float]) -> bytes:
        return np.array([some.get(t, 0.0) for t in terms], "<f4").tobytes()

    return Vector(
        np.array(ordered, "<i8").tobytes(),
        column(of.terms),
        column(of.head),
        column(rarities),
        bytes([kinds[t] for t in terms]),
        index_words(of),
        tuple(map(term_id, of.keys)),
        of.language,
        of.earliest,
        of.latest,
        of.when,
        of.sure,
        of.meaning,
    )


# --- which pairs are worth scoring ---


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
    """One way of looking for others: by which keys a page asks, how many must be shared, within how many hours."""

    keys: Callable[[Vector], list[int]]
    at_least: int
    hours: int
    is_near: bool = False


#: A page whose date is sure has no business with one far away whose date is sure as well.
LOOKS = (
    Look(near_keys, SHARED_TERMS_AT_LEAST, NEAR // _HOUR, is_near=True),
    Look(lambda v: far_keys(v, _UNSURE), 1, WINDOW // _HOUR),
    Look(lambda v: [] if v.sure else far_keys(v, _SURE), 1, WINDOW // _HOUR),
    Look(lambda v: far_keys(v, _SURE) if v.sure else [], 1, SURE_WINDOW // _HOUR),
)


def are_compared(a: Vector, b: Vector) -> bool:
    """Say whether two pages share keys enough to be compared, as near or far as they are."""
    return any(len(sharing(entries([a], look.keys), by_key(entries([b], held_keys)), look)[0]) for look in LOOKS)


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
    theirs = _ranges(first, sizes)
    mine = np.repeat(np.arange(len(asked.keys)), sizes)
    a, b = asked.hours[mine], held.hours[theirs]
    close = (np.abs(a - b) <= look.hours) | (a == _ALWAYS) | (b == _ALWAYS)
    ones, one = np.unique(asked.pages[mine[close]], return_inverse=True)
    others, other = np.unique(held.pages[theirs[close]], return_inverse=True)
    pairs, counts = np.unique(one * len(others) + other, return_counts=True)
    kept = pairs[counts >= look.at_least]
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
        self._pages = pages
        ids = [np.frombuffer(v.ids, "<i8") for v in pages]
        words, self._terms = np.unique(np.concatenate([*ids, np.empty(0, "<i8")]), return_inverse=True)
        self._size = np.array([len(row) for row in ids], np.int64)
        self._start = _starts(self._size)
        self._place = np.full(len(words), -1, np.int64)
        self._kinds = np.frombuffer(b"".join(v.kinds for v in pages), np.uint8)
        self._weights, self._heads, self._rarities = (
            np.frombuffer(b"".join(column), "<f4").astype(np.float64)
            for column in ([v.weights for v in pages], [v.heads for v in pages], [v.rarities for v in pages])
        )
        self._totals = {name: self._sums(values) for name, values in self._columns().items()}
        self._count = self._sums((self._kinds & _TERM > 0).astype(np.float64)).astype(np.int64)
        languages = {name: at for at, name in enumerate(sorted({v.language for v in pages}))}
        self._language = np.array([languages[v.language] for v in pages], np.int64)
        self._earliest, self._latest, self._when = (
            np.array([_ALWAYS if t is None else (t - _EPOCH) // _MICROSECOND for t in times], np.int64)
            for times in ([v.earliest for v in pages], [v.latest for v in pages], [v.when for v in pages])
        )
        self._sure = np.array([v.sure for v in pages], np.bool_)
        self._meanings = _Meanings(pages)

    def _columns(self) -> dict[str, Floats]:
        """Return what is added up of every page alone."""
        is_name, in_head = self._kinds & _NAME > 0, self._kinds & _HEAD > 0
        return {
            "plain": np.square(np.where(is_name, 0.0, self._weights)),
            "names": np.square(np.where(is_name, self._rarities, 0.0)),
            "numbers": np.where(self._kinds & _NUMBER > 0, self._rarities, 0.0),
            "told": self._heads,
            "names_told": np.where(is_name & in_head, self._rarities, 0.0),
            "headline_told": np.where(self._kinds & _TITLE > 0, self._heads, 0.0),
        }

    def _sums(self, values: Floats) -> Floats:
        """Add up what stands end to end, page by page."""
        full = self._size > 0
        found = np.zeros(len(self._size))
        if full.any():
            found[full] = np.add.reduceat(values, self._start[full])
        return found

    def affinities(self, one: int, others: Ints, judge: Judge) -> Iterator[tuple[int, float]]:
        """Give those of ``others`` whose affinity to ``one`` reaches the floor, with it."""
        kept, rows = self.rows(one, others)
        for other, value in zip(kept.tolist(), likelihoods(rows, judge), strict=True):
            if value >= AFFINITY_FLOOR:
                yield other, value

    def rows(self, one: int, others: Ints) -> tuple[Ints, Rows]:
        """Compare a page with others: a row of `COLUMNS` each. Those that are too unlike for any affinity are left out."""
        here = slice(self._start[one], self._start[one] + self._size[one])
        self._place[self._terms[here]] = np.arange(here.start, here.stop)
        sizes = self._size[others]
        theirs = _ranges(self._start[others], sizes)
        mine = self._place[self._terms[theirs]]
        self._place[self._terms[here]] = -1
        both = np.flatnonzero(mine >= 0)
        pair = np.searchsorted(np.cumsum(sizes), both, "right")
        shared = _Shared(mine[both], theirs[both], pair, len(others))
        cosine = shared.sum(self._weights[shared.mine] * self._weights[shared.theirs])
        meant = self._meanings.nearness(one, others)
        near = (cosine >= COSINE_AT_LEAST) | (meant[3] >= MEANING_AT_LEAST)
        kept = np.flatnonzero(near & self._in_window(one, others))
        some = others[kept]
        table = np.full((len(some), len(COLUMNS)), NOTHING)
        columns = self._words(one, some, shared.only(kept)) | self._times(one, some)
        columns["cosine"] = _rounded(np.minimum(1.0, cosine[kept]))
        names = ("headline_meaning", "lead_meaning", "across_meaning", "whole_meaning")
        columns |= {name: row[kept] for name, row in zip(names, meant, strict=True)}
        for at, name in enumerate(COLUMNS):
            table[:, at] = columns[name]
        return some, table

    def _words(self, one: int, others: Ints, shared: "_Shared") -> dict[str, Floats]:
        a, b = self._kinds[shared.mine], self._kinds[shared.theirs]
        rarity, weight = self._rarities[shared.mine], self._weights
        names = (a & b & _NAME) > 0
        numbers = shared.sum(np.where(a & b & _NUMBER, rarity, 0.0))
        fewer = np.minimum(self._totals["numbers"][one], self._totals["numbers"][others]) + FEW_NUMBERS
        dots = shared.sum(np.where(names, rarity * self._rarities[shared.theirs], 0.0))
        lengths = np.sqrt(self._totals["names"][one]) * np.sqrt(self._totals["names"][others])
        found = {
            "head": _rounded(np.minimum(1.0, shared.sum(self._heads[shared.mine] * self._heads[shared.theirs]))),
            "names": _rounded(np.minimum(1.0, _over(dots, lengths))),
            "shared_names": shared.sum(names.astype(np.float64)),
            "numbers": _rounded(numbers / fewer),
            "number_weight": _rounded(numbers),
            "size": np.minimum(self._count[one], self._count[others]).astype(np.float64),
        }
        one_language = self._language[one] == self._language[others]
        plain = self._plain(one, others, shared, a, b, weight)
        found |= {"one_language": one_language.astype(np.float64), "plain": np.where(one_language, plain, NOTHING)}
        of_mine, of_theirs = b & (_TERM | _HEAD) > 0, a & (_TERM | _HEAD) > 0
        for name, bit, values in (
            ("told", _HEAD, self._heads),
            ("names_told", _HEAD | _NAME, self._rarities),
            ("headline_told", _TITLE, self._heads),
        ):
            said = shared.sum(np.where(of_mine & (a & bit == bit), values[shared.mine], 0.0))
            heard = shared.sum(np.where(of_theirs & (b & bit == bit), values[shared.theirs], 0.0))
            totals = self._totals[name]
            found |= _told(name, said, totals[one], heard, totals[others])
        return found

    def _plain(
        self, one: int, others: Ints, shared: "_Shared", a: NDArray[np.uint8], b: NDArray[np.uint8], weight: Floats
    ) -> Floats:
        """Return the cosines of what is left without the names of either."""
        mine, theirs = weight[shared.mine], weight[shared.theirs]
        dots = shared.sum(np.where((a | b) & _NAME, 0.0, mine * theirs))
        my_loss = shared.sum(np.where((b & _NAME > 0) & (a & _NAME == 0), np.square(mine), 0.0))
        their_loss = shared.sum(np.where((a & _NAME > 0) & (b & _NAME == 0), np.square(theirs), 0.0))
        plain = self._totals["plain"]
        lengths = np.sqrt(plain[one] - my_loss) * np.sqrt(plain[others] - their_loss)
        return _rounded(np.minimum(1.0, _over(dots, lengths)))

    def _times(self, one: int, others: Ints) -> dict[str, Floats]:
        first, last = self._earliest[others], self._latest[others]
        mine, until = self._earliest[one], self._latest[one]
        dated = (first != _ALWAYS) & (last != _ALWAYS) & (mine != _ALWAYS) & (until != _ALWAYS)
        apart = np.where(
            dated, np.maximum(0, np.maximum(mine - np.where(dated, last, 0), np.where(dated, first, 0) - until)), 0
        )
        days = np.minimum(apart / 1_000_000 / 86400, MANY_DAYS)
        return {"days": np.where(dated, days, UNKNOWN_DAYS), "dated": dated.astype(np.float64)}

    def _in_window(self, one: int, others: Ints) -> NDArray[np.bool_]:
        theirs, mine = self._when[others], self._when[one]
        known = (theirs != _ALWAYS) & (mine != _ALWAYS)
        both = self._sure[others] & self._sure[one]
        most = np.where(both, SURE_WINDOW // _MICROSECOND, WINDOW // _MICROSECOND)
        close: NDArray[np.bool_] = ~known | (np.abs(np.where(known, theirs - mine, 0)) <= most)
        return close


@dataclass(frozen=True, slots=True)
class _Shared:
    """The terms that one page shares with others: their places on both sides, and which of the others it is."""

    mine: Ints
    theirs: Ints
    pair: Ints
    others: int

    def sum(self, values: Floats) -> Floats:
        """Add up values by pair."""
        found: Floats = np.bincount(self.pair, values, self.others).astype(np.float64)
        return found

    def only(self, kept: Ints) -> "_Shared":
        """Leave some of the others, in order."""
        number = np.full(self.others, -1, np.int64)
        number[kept] = np.arange(len(kept))
        rows = number[self.pair] >= 0
        return _Shared(self.mine[rows], self.theirs[rows], number[self.pair[rows]], len(kept))


class _Meanings:
    """What pages mean, as rows of whole numbers; compared as `meaning.nearness` does, and as exactly."""

    def __init__(self, pages: Sequence[Vector]) -> None:
        meant = [v.meaning for v in pages]
        models = {m.model: at for at, m in enumerate((m for m in meant if m), 1)}
        self._model = np.array([models[m.model] if m else 0 for m in meant], np.int64)
        self._row = np.cumsum(self._model > 0) - 1
        known = [m for m in meant if m]
        width = max((len(m.headline) for m in known), default=0)
        self._headline, self._lead = (
            np.array([np.frombuffer(raw.ljust(width, b"\0"), np.int8) for raw in raws], np.float32).reshape(
                len(known), width
            )
            for raws in ([m.headline for m in known], [m.lead for m in known])
        )

    def nearness(self, one: int, others: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Return cosines of headlines, of leads, across, and of both together; `NOTHING` where either has none."""
        found = tuple(np.full(len(others), NOTHING) for _ in range(4))
        both = np.flatnonzero((self._model[others] == self._model[one]) & (self._model[one] > 0))
        if len(both):
            for row, values in zip(found, self._cosines(int(self._row[one]), self._row[others[both]]), strict=True):
                row[both] = values
        return found  # type: ignore[return-value]

    def _cosines(self, one: int, others: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        h, m = self._headline[one].astype(np.float64), self._lead[one].astype(np.float64)
        k, n = self._headline[others].astype(np.float64), self._lead[others].astype(np.float64)
        hh, mm, kk, nn = h @ h, m @ m, np.square(k).sum(1), np.square(n).sum(1)
        headline, lead = _over(k @ h, np.sqrt(hh * kk)), _over(n @ m, np.sqrt(mm * nn))
        first, second = _over(n @ h, np.sqrt(hh * nn)), _over(k @ m, np.sqrt(mm * kk))
        mine = _over(np.array([h @ m]), np.sqrt(np.array([hh * mm])))[0]
        theirs = _over((k * n).sum(1), np.sqrt(kk * nn))
        lengths = np.sqrt(np.maximum((2 + 2 * mine) * (2 + 2 * theirs), 1e-9))
        whole = np.minimum(1.0, ((headline + lead) + (first + second)) / lengths)
        return _rounded(headline), _rounded(lead), _rounded(np.maximum(first, second)), _rounded(whole)


def _told(name: str, said: Floats, mine: float, heard: Floats, theirs: Floats) -> dict[str, Floats]:
    """Return the lower and the higher share; a side that has nothing of the kind takes the other's."""
    first = _rounded(said / mine) if mine else np.full(len(said), np.nan)
    second = np.where(theirs > 0, _rounded(_over(heard, theirs)), np.nan)
    least, most = np.fmin(first, second), np.fmax(first, second)
    return {
        f"{name}_least": np.where(np.isnan(least), NOTHING, least),
        f"{name}_most": np.where(np.isnan(most), NOTHING, most),
    }


def _over(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.zeros(len(above)), where=(above != 0) & (below > 0))
    return found


def _rounded(values: Floats) -> Floats:
    found: Floats = np.floor(values * 1_000_000 + 0.5) / 1_000_000
    return found


def score_rows(pages: Sequence[Vector], pairs: Ints, judge: Judge) -> Iterator[tuple[int, int, float]]:
    """Give those of the pairs (rows of places) whose affinity reaches the floor, with it."""
    pool = Pool(pages)
    for one, others in grouped(*pairs[np.argsort(pairs[:, 0], kind="stable")].T):
        for other, value in pool.affinities(one, others, judge):
            yield one, other, value


def score_pairs(pages: Sequence[Features], judge: Judge) -> Iterator[tuple[int, int, float]]:
    """Give every pair (by position, i < j) that is worth scoring, with its affinity if above the floor."""
    vectors = [vector(page) for page in pages]
    pool = Pool(vectors)
    for one, others in neighbours(vectors):
        for other, value in pool.affinities(one, others, judge):
            yield other, one, value


def neighbours(vectors: Sequence[Vector]) -> Iterator[tuple[int, Ints]]:
    """Give each page with those before it (by position) that are worth scoring."""
    held = by_key(entries(vectors, held_keys))
    asked = [entries(vectors, look.keys) for look in LOOKS]
    order = np.argsort(np.array([hour(v.when) for v in vectors], np.int64), kind="stable")
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        found = [sharing(_of(rows, some), held, look) for rows, look in zip(asked, LOOKS, strict=True)]
        for at, those in grouped(*joined(*found)):
            if len(earlier := those[those < at]):
                yield at, earlier


def _of(index: Entries, pages: Ints) -> Entries:
    first = np.searchsorted(index.pages, pages, "left")
    rows = _ranges(first, np.searchsorted(index.pages, pages, "right") - first)
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
