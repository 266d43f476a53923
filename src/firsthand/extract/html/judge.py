"""Which lines are body: boosted trees over `features`, with a rule that steps in where they fail.

The trees are data (`profiles/data/html_judge.json`, made by `bench/train_html_judge.py` from pages whose licence
allows it).
Without trees, and where the trees keep so little of the container's prose that they must be wrong, the rule decides:
prose
inside the container that stands in no foreign zone.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.html.features import COLUMNS, Rows
from firsthand.extract.html.reading import Page
from firsthand.model.lexicon import Lexicon, Trees

#: The trees give log odds; the threshold was chosen by cross-validation on outlets (.4 to .6 differ by .001).
_THRESHOLD = 0.0
#: Below this share of the container's prose kept, the judge is wrong more often than the container (tuning pages).
_TOO_LITTLE = 0.4

_Arrays = tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]


def judge_lines(page: Page, rows: Rows, lexicon: Lexicon) -> list[bool]:
    """Say of every line whether it is body."""
    if not len(rows):
        return []
    by_rule = (rows[:, COLUMNS.index("prose")] > 0) & (rows[:, COLUMNS.index("inside")] > 0)
    if lexicon.trees is None:
        return [bool(keep) for keep in by_rule]
    by_trees = log_odds(lexicon.trees, rows) > _THRESHOLD
    sizes = np.array([len(line.text) for line in page.lines])
    prose = float(sizes[by_rule].sum())
    if prose and float(sizes[by_rule & by_trees].sum()) < _TOO_LITTLE * prose:
        return [bool(keep) for keep in by_rule]
    return [bool(keep) for keep in by_trees]


def log_odds(trees: Trees, rows: Rows) -> NDArray[np.float32]:
    """Return the sum of the trees' values for every row, all trees walked at once."""
    feature, threshold, children, value, roots = _arrays(trees)
    at = np.broadcast_to(roots, (len(rows), len(roots))).copy()
    cells, line = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
    for _ in range(trees.depth):
        to_the_right = cells.take(line + feature.take(at)) > threshold.take(at)
        at = children.take(2 * at + to_the_right)
    total: NDArray[np.float32] = value.take(at).sum(axis=1) + np.float32(trees.baseline)
    return total


@lru_cache(maxsize=4)
def _arrays(trees: Trees) -> _Arrays:
    return (
        np.array(trees.feature, dtype=np.int64),
        np.array(trees.threshold, dtype=np.float32),
        np.array([trees.left, trees.right], dtype=np.int64).T.ravel(),
        np.array(trees.value, dtype=np.float32),
        np.array(trees.roots, dtype=np.int64),
    )
