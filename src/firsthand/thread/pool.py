"""Score many pairs at once: pages as rows of numbers end to end.

    Vectors, and pairs of them (`thread.keys`) -> what each pair has in common -> affinities

What is measured of a pair is what `signals.compare` measures, bit for bit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from firsthand.thread.features import Features
from firsthand.thread.judge import COLUMNS, MANY_DAYS, NOTHING, UNKNOWN_DAYS, Judge, Rows, likelihoods
from firsthand.thread.keys import ALWAYS, grouped, neighbours, ranges
from firsthand.thread.score import AFFINITY_FLOOR
from firsthand.thread.signals import COSINE_AT_LEAST, FEW_NUMBERS, MEANING_AT_LEAST, SURE_WINDOW, WINDOW
from firsthand.thread.vector import HEAD, NAME, NUMBER, TERM, TITLE, Floats, Ints, Vector, vector

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


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
        self._count = self._sums((self._kinds & TERM > 0).astype(np.float64)).astype(np.int64)
        languages = {name: at for at, name in enumerate(sorted({v.language for v in pages}))}
        self._language = np.array([languages[v.language] for v in pages], np.int64)
        self._earliest, self._latest, self._when = (
            np.array([ALWAYS if t is None else (t - _EPOCH) // _MICROSECOND for t in times], np.int64)
            for times in ([v.earliest for v in pages], [v.latest for v in pages], [v.when for v in pages])
        )
        self._sure = np.array([v.sure for v in pages], np.bool_)
        self._meanings = _Meanings(pages)

    def _columns(self) -> dict[str, Floats]:
        """Return what is added up of every page alone."""
        is_name, in_head = self._kinds & NAME > 0, self._kinds & HEAD > 0
        return {
            "plain": np.square(np.where(is_name, 0.0, self._weights)),
            "names": np.square(np.where(is_name, self._rarities, 0.0)),
            "numbers": np.where(self._kinds & NUMBER > 0, self._rarities, 0.0),
            "told": self._heads,
            "names_told": np.where(is_name & in_head, self._rarities, 0.0),
            "headline_told": np.where(self._kinds & TITLE > 0, self._heads, 0.0),
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
        theirs = ranges(self._start[others], sizes)
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
        names = (a & b & NAME) > 0
        numbers = shared.sum(np.where(a & b & NUMBER, rarity, 0.0))
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
        of_mine, of_theirs = b & (TERM | HEAD) > 0, a & (TERM | HEAD) > 0
        for name, bit, values in (
            ("told", HEAD, self._heads),
            ("names_told", HEAD | NAME, self._rarities),
            ("headline_told", TITLE, self._heads),
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
        dots = shared.sum(np.where((a | b) & NAME, 0.0, mine * theirs))
        my_loss = shared.sum(np.where((b & NAME > 0) & (a & NAME == 0), np.square(mine), 0.0))
        their_loss = shared.sum(np.where((a & NAME > 0) & (b & NAME == 0), np.square(theirs), 0.0))
        plain = self._totals["plain"]
        lengths = np.sqrt(plain[one] - my_loss) * np.sqrt(plain[others] - their_loss)
        return _rounded(np.minimum(1.0, _over(dots, lengths)))

    def _times(self, one: int, others: Ints) -> dict[str, Floats]:
        first, last = self._earliest[others], self._latest[others]
        mine, until = self._earliest[one], self._latest[one]
        dated = (first != ALWAYS) & (last != ALWAYS) & (mine != ALWAYS) & (until != ALWAYS)
        apart = np.where(
            dated, np.maximum(0, np.maximum(mine - np.where(dated, last, 0), np.where(dated, first, 0) - until)), 0
        )
        days = np.minimum(apart / 1_000_000 / 86400, MANY_DAYS)
        return {"days": np.where(dated, days, UNKNOWN_DAYS), "dated": dated.astype(np.float64)}

    def _in_window(self, one: int, others: Ints) -> NDArray[np.bool_]:
        theirs, mine = self._when[others], self._when[one]
        known = (theirs != ALWAYS) & (mine != ALWAYS)
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


def _starts(sizes: Ints) -> Ints:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)[:-1]]) if len(sizes) else sizes
