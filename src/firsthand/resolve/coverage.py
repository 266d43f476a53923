"""How much of one text stands in another, by shared shingles of five words.

Two numbers are kept apart: all words, and the words outside quotation marks. Two reporters who quote one speech share
words without either copying the other, so that links are decided on the second.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.resolve.sides import body_words
from firsthand.text.fingerprints import shingles
from firsthand.text.quoted import quoted
from firsthand.text.tokens import is_unspaced

#: Words a shingle: at five, two own reports of one event share less than .05 (provenance pairs).
SHINGLE = 5
SHINGLE_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Shared:
    """Coverage over all words and over unquoted words; ``unquoted_shared`` counts shingles, on the smaller side."""

    everything: Coverage
    unquoted: Coverage
    unquoted_shared: int


@dataclass(frozen=True, slots=True)
class Prints:
    """Distinct shingles of a document's body, and those of them that stand wholly outside quotation marks."""

    every: NDArray[np.uint64]
    unquoted: NDArray[np.uint64]


def shared(original: Document, copy: Document) -> Shared:
    """Measure how much two documents share."""
    a, b = prints(original), prints(copy)
    everything = np.intersect1d(a.every, b.every, assume_unique=True).size
    # Unquoted on either side is looked for anywhere on the other: quotation marks get lost.
    left = np.intersect1d(a.unquoted, b.every, assume_unique=True).size
    right = np.intersect1d(b.unquoted, a.every, assume_unique=True).size
    return Shared(
        Coverage(_share(everything, a.every), _share(everything, b.every)),
        Coverage(_share(left, a.unquoted), _share(right, b.unquoted)),
        min(left, right),
    )


@lru_cache(maxsize=512)
def prints(document: Document) -> Prints:
    """Return the shingles of a document (cached: a document is compared with many)."""
    found = body_words(document)
    size = SHINGLE_CHARACTERS if is_unspaced(found.folded) else SHINGLE
    every = shingles(found, size)
    if not every.size:
        return Prints(every, every)
    starts = np.asarray(found.starts[: every.size])
    ends = np.asarray(found.ends[size - 1 :])
    outside = np.ones(every.size, bool)
    for stretch in quoted(document.text):
        outside &= ~((starts >= stretch.start) & (ends <= stretch.end))
    return Prints(np.unique(every), np.unique(every[outside]))


def _share(count: int, of: NDArray[np.uint64]) -> float:
    return round(count / of.size, 4) if of.size else 0.0
