"""A page in numbers: all that a score needs of it, in arrays that numpy reads as they are kept.

features -> Vector -> (`thread.keys`: who is compared with whom) -> (`thread.pool`: signals of many pairs at once)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from firsthand.model.meaning import Meaning
from firsthand.thread.features import Features, index_words, term_id

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
#: Kinds of terms, as bits.
TERM, HEAD, NAME, NUMBER, TITLE = 1, 2, 4, 8, 16


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
        (TERM, of.terms),
        (HEAD, of.head),
        (NAME, of.names),
        (NUMBER, of.numbers),
        (TITLE, of.headline),
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
