"""Sparse vectors: term -> weight. Their products, sums and lengths, in plain dictionaries."""

import math
from collections.abc import Iterable, Mapping

Vector = Mapping[str, float]


def dot(one: Vector, other: Vector) -> float:
    """Return the scalar product; the cosine, where both have length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def total(vectors: Iterable[Vector]) -> dict[str, float]:
    """Add vectors."""
    added: dict[str, float] = {}
    for each in vectors:
        for term, weight in each.items():
            added[term] = added.get(term, 0.0) + weight
    return added


def unit(of: Vector) -> dict[str, float]:
    """Bring a vector to length 1; one without weight becomes empty."""
    length = math.sqrt(math.fsum(w * w for w in of.values()))
    return {term: weight / length for term, weight in of.items()} if length else {}


def shared(one: Vector, other: Vector) -> float:
    """Say which part of the lighter vector's weight lies in terms that the other has, too (0..1)."""
    weight, heavier = sum(one.values()), sum(other.values())
    if heavier < weight:
        one, other, weight = other, one, heavier
    return sum(w for term, w in one.items() if term in other) / weight if weight else 0.0
