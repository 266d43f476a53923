"""What is central to a set of texts: its terms, and of some sentences those nearest to the middle of them all.

A sentence is a vector of its terms, each worth (1 + log count) times its rarity in general (`Background`); function
words and numbers are worth nothing. No vector depends on what else is in the store.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from firsthand.text.vectors import Vector, dot, total, unit
from firsthand.thread.dated import Dated
from firsthand.thread.features import Background, terms

#: So many terms are what a set is about, counted in so many first characters of each source's first page.
CENTRAL = 3
CHARACTERS = 4000
#: Two sentences with a cosine above this say the same.
REPEATS = 0.6


def vector(text: str, language: str, background: Background) -> dict[str, float]:
    """Weigh the terms of a short text."""
    found = {}
    for term, n in Counter(terms(text)).items():
        rarity = _rarity(term, language, background)
        if rarity:
            found[term] = rarity if n == 1 else (1 + math.log(n)) * rarity
    return found


def _rarity(term: str, language: str, background: Background) -> float:
    if len(term) < 2 or term[0].isdigit() or language in background.languages_of.get(term, ()):
        return 0.0
    return background.rarity.get(term, background.highest)


def central_terms(pages: Iterable[Dated], background: Background) -> frozenset[str]:
    """Name the `CENTRAL` terms of a set: used by many of its sources, often, and rare elsewhere."""
    firsts: dict[str, Dated] = {}
    for page in pages:
        firsts.setdefault(page.source, page)
    weights: dict[str, float] = {}
    for page in firsts.values():
        for term, weight in vector(page.text[:CHARACTERS], page.language, background).items():
            weights[term] = weights.get(term, 0.0) + weight
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))
    return frozenset(heaviest[:CENTRAL])


def nearest(vectors: Sequence[Vector], count: int, first: Sequence[bool]) -> list[int]:
    """Choose, one by one, the vectors whose sum comes nearest to the direction of all of them; none says another again.

    Those that are ``first`` are chosen while there are any. Returns at most ``count`` positions, in the order of choice.
    """
    units = [unit(v) for v in vectors]
    centre = unit(total(units))
    toward = [dot(v, centre) for v in vectors]
    size = [dot(v, v) for v in vectors]
    left = [i for i, v in enumerate(vectors) if v]
    chosen: list[int] = []
    together: dict[str, float] = {}
    reached, length = 0.0, 0.0
    while left and len(chosen) < count:
        reach = [(reached + toward[i]) / math.sqrt(length + 2 * dot(vectors[i], together) + size[i]) for i in left]
        best = -max((first[i], cosine, -i) for i, cosine in zip(left, reach, strict=True))[2]
        chosen.append(best)
        reached += toward[best]
        length += 2 * dot(vectors[best], together) + size[best]
        together = total([together, vectors[best]])
        left = [i for i in left if i != best and dot(units[i], units[best]) < REPEATS]
    return chosen
