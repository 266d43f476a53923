"""From signals to a probability: boosted trees that can only go up with what speaks for one event.

The trees are data (`profiles/data/same_event.json`, made by `bench/train_same_event.py`), in two sets: one that is told
what the pages mean, one for where no model is installed. Every column but two is monotone: more in common never
makes two pages less likely one event, a longer gap never more. Values are whole numbers inside, so that sums are exact.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firsthand.model.lexicon import Trees
from firsthand.thread.signals import COSINE_AT_LEAST, MEANING_AT_LEAST, Signals

#: A column, and whether more of it speaks for one event (1), against it (-1), or either.
WORD_COLUMNS = {
    "cosine": 1, "plain": 1, "head": 1, "names": 1, "shared_names": 1, "numbers": 1, "number_weight": 1,
    "told_least": 1, "told_most": 1, "names_told_least": 1, "names_told_most": 1, "headline_told_least": 1,
    "headline_told_most": 1, "size": -1, "one_language": 0, "days": -1, "dated": 0,
}  # fmt: skip
MEANING_COLUMNS = {
    "headline_meaning": 1, "lead_meaning": 1, "across_meaning": 1, "whole_meaning": 1,
}  # fmt: skip
COLUMNS = WORD_COLUMNS | MEANING_COLUMNS
#: Stands for what neither page has.
NOTHING = -1.0
#: Days between pages of which one has no date; days beyond which it does not matter how many.
UNKNOWN_DAYS, MANY_DAYS = 3.0, 60.0
#: Log odds taken off. The trees' own half is stricter than a plain count of pairs, because they were shown so many that
#: are never one event. At -.65 the sets gain .002 at most, and a tenth more of pages weeks apart would be joined.
CAUTION = -0.55
_UNIT = 1_000_000

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What decides: trees over `COLUMNS`, and trees over `WORD_COLUMNS` for pairs without a meaning."""

    meaning: Trees
    words: Trees


def probabilities(some: Sequence[Signals], judge: Judge) -> list[float]:
    """Return how likely each pair tells one event, to six digits; 0 outside the window, and where too little is shared."""
    places = [at for at, signals in enumerate(some) if _is_comparable(signals)]
    found = [0.0] * len(some)
    rows = np.array([row(some[at]) for at in places], np.float64).reshape(-1, len(COLUMNS))
    for at, value in zip(places, likelihoods(rows, judge), strict=True):
        found[at] = value
    return found


def likelihoods(rows: Rows, judge: Judge) -> list[float]:
    """Return how likely each pair tells one event, by its row of `COLUMNS`, to six digits."""
    found = [0.0] * len(rows)
    meant = rows[:, -1] != NOTHING
    for some, trees in ((np.flatnonzero(meant), judge.meaning), (np.flatnonzero(~meant), judge.words)):
        if len(some):
            odds = _log_odds(rows[some, : len(trees.columns)], trees)
            for at, value in zip(some.tolist(), odds, strict=True):
                found[at] = round(1 / (1 + math.exp(CAUTION - value)), 6)
    return found


def row(signals: Signals) -> list[float]:
    """Write signals as `COLUMNS`."""
    s, m = signals, signals.meaning
    told = (s.told.least, s.told.most, s.names_told.least, s.names_told.most)
    cells = (
        s.cosine, s.plain, s.head, s.names, s.shared_names, s.numbers, s.number_weight, *told,
        s.headline_told.least, s.headline_told.most, s.size, s.plain is not None,
        UNKNOWN_DAYS if s.gap is None else min(s.gap.total_seconds() / 86400, MANY_DAYS), s.gap is not None,
        *((m.headline, m.lead, m.across, m.whole) if m else (None,) * len(MEANING_COLUMNS)),
    )  # fmt: skip
    return [NOTHING if cell is None else float(cell) for cell in cells]


def _is_comparable(signals: Signals) -> bool:
    near = signals.meaning is not None and signals.meaning.whole >= MEANING_AT_LEAST
    return signals.in_window and (signals.cosine >= COSINE_AT_LEAST or near)


def _log_odds(rows: Rows, trees: Trees) -> list[float]:
    """Walk all trees at once for all rows."""
    feature, threshold, children, value, roots = _arrays(trees)
    at = np.broadcast_to(roots, (len(rows), len(roots))).copy()
    cells, line = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
    for _ in range(trees.depth):
        to_the_right = cells.take(line + feature.take(at)) > threshold.take(at)
        at = children.take(2 * at + to_the_right)
    totals: list[int] = value.take(at).sum(axis=1).tolist()
    return [total / _UNIT + trees.baseline for total in totals]


@lru_cache(maxsize=4)
def _arrays(trees: Trees) -> tuple[NDArray[np.int64], Rows, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return (
        np.array(trees.feature, np.int64),
        np.array(trees.threshold, np.float64),
        np.array([trees.left, trees.right], np.int64).T.ravel(),
        np.rint(np.array(trees.value, np.float64) * _UNIT).astype(np.int64),
        np.array(trees.roots, np.int64),
    )
