"""Fit the weights that say which segments of a plain text are its article. ``./dev bench train_text``.

    rows | cut into segments | gold: more than half of its word 4-grams stand in the body | logistic regression | weights.py

Only rows whose index is no multiple of 3 are used; the others are for looking at the score. Run it again whenever
`features`, `unglue` or the lexicon's phrases change, then `./dev gate text`.

    python -m bench.train_text [--data ../shared/data/extract/text_news.jsonl.gz] [--write]
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.extract.plain import weights
from firsthand.extract.plain.features import NAMES
from firsthand.extract.plain.page import Page
from firsthand.extract.plain.read import measure
from firsthand.model.capture import make_capture
from firsthand.profiles.lexicon import load_lexicon
from firsthand.text.tokens import words

_DATA = Path(__file__).parent.parent.parent / "shared/data/extract/text_news.jsonl.gz"
#: Every row with this remainder of its index is held out.
_HELD = 3
_RIDGE = 1e-4
_ROUNDS = 60
_WEIGHTS = Path(weights.__file__)
Floats = NDArray[np.float64]


def grams(text: str) -> set[tuple[str, ...]]:
    """Return the word 4-grams of a text."""
    folded = words(text).folded
    return {folded[i : i + 4] for i in range(len(folded) - 3)}


def examples(row: dict[str, Any]) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Yield features, gold (0 or 1) and weight of the segments of a row, in its two forms."""
    body, optional = grams("\n".join(row["paras"])), grams("\n".join(row["optional"]))
    whole = {words(p).folded for p in row["paras"]}
    for form in ("lines", "glued"):
        capture = make_capture(row[form].encode(), row["id"], datetime(2026, 1, 1, tzinfo=UTC))
        page = measure(capture, row[form], load_lexicon())
        if page is None:
            continue
        gold, weight = _labels(page, body, optional, whole)
        weight = weight * (page.looks.words + 1.5)
        yield page.looks.matrix, gold, weight / max(weight.sum(), 1e-9)


def _labels(
    page: Page, body: set[tuple[str, ...]], optional: set[tuple[str, ...]], whole: set[tuple[str, ...]]
) -> tuple[Floats, Floats]:
    """A segment too short for a 4-gram is article when it is a gold paragraph near others; optional words are neutral."""
    texts = [page.reading[s.start : s.end] for s in page.segments]
    gold, weight = np.zeros(len(texts)), np.ones(len(texts))
    brief = []
    for i, text in enumerate(texts):
        found = grams(text)
        if found:
            gold[i] = len(found & body) / len(found) > 0.5
            weight[i] = 0.0 if found <= optional else 1.0
        elif folded := words(text).folded:
            brief += [i] if folded in whole else []
        else:
            weight[i] = 0.0
    near = np.flatnonzero(gold)
    for i in brief:
        gold[i] = bool(near.size and np.abs(near - i).min() <= 3)
    return gold, weight


def fit(x: Floats, y: Floats, w: Floats) -> Floats:
    """Fit a ridge logistic regression by Newton's method; column 0 is the constant. Returns one weight a column."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    mean[0], spread[0] = 0.0, 1.0
    z, w = (x - mean) / spread, w / w.sum()
    b = np.zeros(z.shape[1])
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-z @ b))
        hessian = (z * (w * p * (1 - p))[:, None]).T @ z + np.eye(len(b)) * _RIDGE
        step = np.linalg.solve(hessian, z.T @ (w * (p - y)) + _RIDGE * b)
        b -= step
        if np.abs(step).max() < 1e-7:
            break
    found = b / spread
    found[0] = b[0] - (b[1:] * mean[1:] / spread[1:]).sum()
    return np.asarray(found, np.float64)


def main() -> None:
    """Fit and print how far each weight moved; ``--write`` puts them in the place of the old ones."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=_DATA)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    with gzip.open(given.data, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for i, line in enumerate(lines) if i % _HELD]
    x, y, w = (np.concatenate(part) for part in zip(*(e for row in rows for e in examples(row)), strict=True))
    found = fit(x, y, w)
    for name, value in zip(NAMES, found, strict=True):
        print(f"{name:16} {weights.WEIGHTS.get(name, 0.0):8.3f} -> {value:8.3f}")
    if given.write:
        head = _WEIGHTS.read_text("utf-8").partition("WEIGHTS = {")[0]
        body = "".join(f'    "{name}": {value:.3f},\n' for name, value in zip(NAMES, found, strict=True))
        _WEIGHTS.write_text(f"{head}WEIGHTS = {{\n{body}}}\n", "utf-8")


if __name__ == "__main__":
    main()
