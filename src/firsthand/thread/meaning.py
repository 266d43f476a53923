"""How near two pages are by what they mean, and the keys by which pages that share no word find each other.

    document -> its headline and its first words -> (a model, not here) -> Meaning -> likeness, keys

Everything is arithmetic on whole numbers, so that it is the same on every machine and from both sides.
"""

import math
from dataclasses import dataclass
from functools import cache
from hashlib import shake_256

import numpy as np
from numpy.typing import NDArray

from firsthand.model.document import Document
from firsthand.model.meaning import Meaning

#: Words of the text that stand for its lead. Vectors of 60 or 200 words beside it changed F1 by less than .005.
LEAD_WORDS = 40
#: Words of the text that stand in for a headline where there is none.
HEADLINE_WORDS = 12
#: A page has `TABLES` keys, each made of `BITS` signs of projections. Of the pairs of one Wikinews article in two
#: languages 94 % share a key and 86 % two; of two pages on US politics three weeks apart 3 % and .1 %. With 12 bits
#: 89 and 71 %, .9 and .02 %; with 12 tables 83 and 60 %. Without the middle taken out, .1 % would be 2.6 %.
BITS, TABLES = 10, 24
#: Both vectors of a page are brought to this length before they are added.
_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines: of the headlines, of the leads, of a headline with the other's lead, of headline and lead together."""

    headline: float
    lead: float
    across: float
    whole: float


def passages(document: Document) -> tuple[str, str]:
    """Return the two texts that a model is to read: headline and lead. One of them stands in for an empty other."""
    words = document.text.split(maxsplit=LEAD_WORDS)[:LEAD_WORDS]
    headline = document.headline or " ".join(words[:HEADLINE_WORDS])
    return headline, " ".join(words) or headline


def nearness(a: Meaning | None, b: Meaning | None) -> Nearness | None:
    """Compare two meanings; None where one is missing, or where they are of two models."""
    if a is None or b is None or a.model != b.model:
        return None
    h, k = _vector(a.headline), _vector(b.headline)
    m, n = _vector(a.lead), _vector(b.lead)
    headline, lead, first, second = _cosine(h, k), _cosine(m, n), _cosine(h, n), _cosine(m, k)
    together = (headline + lead) + (first + second)
    lengths = math.sqrt(max((2 + 2 * _cosine(h, m)) * (2 + 2 * _cosine(k, n)), 1e-9))
    found = (headline, lead, max(first, second), min(1.0, together / lengths))
    return Nearness(*map(rounded, found))


def rounded(value: float) -> float:
    """Round to six digits, as numpy can do it for many at once with the same bits."""
    return math.floor(value * 1_000_000 + 0.5) / 1_000_000


def meaning_keys(meaning: Meaning | None, middle: tuple[int, ...]) -> tuple[str, ...]:
    """Return the keys of a page: pages near each other share some. Empty without a meaning.

    ``middle`` is what news has in common (`profiles.same_event`); it is taken out, or else all pages would share keys.
    """
    if meaning is None:
        return ()
    whole = _long(_vector(meaning.headline)) + _long(_vector(meaning.lead))
    if len(middle) == len(whole):
        whole = whole - np.array(middle, np.int64)
    signs = (_projections(len(whole)) @ whole > 0).reshape(TABLES, BITS)
    numbers = signs @ (1 << np.arange(BITS))
    return tuple(f"\x00{meaning.model} {table} {number}" for table, number in enumerate(numbers.tolist()))


def _vector(raw: bytes) -> NDArray[np.int64]:
    return np.frombuffer(raw, np.int8).astype(np.int64)


def _cosine(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
    """Divide whole numbers, which are exact; a vector of zeros is near nothing."""
    lengths = int(a @ a) * int(b @ b)
    return int(a @ b) / math.sqrt(lengths) if lengths else 0.0


def _long(vector: NDArray[np.int64]) -> NDArray[np.int64]:
    length = math.sqrt(int(vector @ vector)) or 1.0
    return np.asarray(np.rint(vector * (_LENGTH / length)), np.int64)


@cache
def _projections(dimensions: int) -> NDArray[np.int64]:
    """Return `BITS` times `TABLES` directions of ones and minus ones, drawn from a hash: fixed for ever."""
    rows = BITS * TABLES
    drawn = np.frombuffer(shake_256(b"firsthand meaning").digest(rows * dimensions // 8), np.uint8)
    bits = np.unpackbits(drawn).reshape(rows, dimensions)
    return np.where(bits > 0, np.int64(1), np.int64(-1))
