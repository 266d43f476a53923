"""How likely two stories are of one affair: a probability from the names and words of their gists and their dates.

Symmetric and pure: it depends on the two gists alone. What one country, one war, one club have in common is not enough: an
affair's stories come back to the same people and things, and say so in their headlines or leads.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from firsthand.model.story import Reason
from firsthand.model.thread import Gist

#: The likeness of two stories is names**NAMES * words**(1 - NAMES), the cosines of their names and of their other words:
#: names weigh most. Figures for every constant here: docs/notes/013-threads.md; measured by ``python -m tests.gates threads``.
NAMES = 0.7
#: Log odds: STEEP times how far the likeness lies above EVEN, less what time takes: nearly all of APART after three months,
#: and all of it where a date of publication is missing: a folder of old pages is seen in one minute.
STEEP, EVEN = 25.0, 0.12
APART, APART_DAYS = 3.0, 45.0
#: Stories whose first reports lie further apart are not compared.
WINDOW = timedelta(days=180)
#: A term counts as shared from this weight on both sides.
WEIGHT = 0.04
#: So many rare names must be shared, so many rare terms with them, and so many of these other than places ("North Korea"
#: is a place, not an affair); and so many names other than places must stand in headline or lead on both sides. Pages of
#: the two that share sentences of background, or cite one another, stand in for what is asked of headline and lead.
NAMES_SHARED, TERMS_SHARED, BUT_PLACES, HEAD_NAMES = 3, 5, 4, 2
#: Lower probabilities are not kept and count 0.
KINSHIP_FLOOR = 0.1
#: Shared words that a reason names.
WORDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Shared:
    """The rare terms that two stories share: names, those of them that say where, and other words; and any links."""

    names: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    links: frozenset[str]


def kinship(a: Gist, b: Gist) -> float:
    """Return how likely two stories are of one affair, to six digits; 0 where too little is shared."""
    if a.first is None or b.first is None or abs(a.first.at - b.first.at) > WINDOW:
        return 0.0
    both = shared(a, b)
    if not _is_enough(a, b, both):
        return 0.0
    likeness = _cosine(a, b, names=True) ** NAMES * _cosine(a, b, names=False) ** (1 - NAMES)
    days = abs(a.first.at - b.first.at) / timedelta(days=1) if a.dated and b.dated else math.inf
    odds = STEEP * (likeness - EVEN) - APART * (1 - math.exp(-days / APART_DAYS))
    return round(1 / (1 + math.exp(-odds)), 6)


def shared(a: Gist, b: Gist) -> Shared:
    """Return the rare terms that both stories have with some weight."""
    both = frozenset(t for t in a.rare & b.rare if min(a.terms[t], b.terms[t]) >= WEIGHT)
    names = both & a.names & b.names
    return Shared(names, names & (a.places | b.places), both - names, a.links & b.links)


def name_keys(gist: Gist) -> frozenset[str]:
    """Return the names that a story is looked up by: any two of one affair share `NAMES_SHARED` of them."""
    return frozenset(t for t in gist.rare & gist.names if gist.terms[t] >= WEIGHT)


def why(a: Gist, b: Gist, value: float) -> Reason:
    """Say in words what a story shares with another of its affair, the heaviest first."""
    both = shared(a, b)
    ordered = sorted(both.names, key=lambda t: (-a.terms[t] * b.terms[t], t))[:WORDS_SHOWN]
    spelt = ", ".join(f"“{min(a.words.get(t, t), b.words.get(t, t))}”" for t in ordered)
    links = "; a page of it shares background with, or cites, one there" if both.links else ""
    return Reason("same_affair", f"shares {spelt} with “{b.headline}”{links}", value)


def _is_enough(a: Gist, b: Gist, both: Shared) -> bool:
    telling = (both.names - both.places) | both.words
    if len(both.names) < NAMES_SHARED or len(both.names | both.words) < TERMS_SHARED or len(telling) < BUT_PLACES:
        return False
    return bool(both.links) or len((both.names - both.places) & a.head & b.head) >= HEAD_NAMES


def _cosine(a: Gist, b: Gist, *, names: bool) -> float:
    """Multiply the two vectors' names, or what is a name on neither side. Exact before it is rounded: order is nothing."""
    either = a.names | b.names
    mine, other = ({t: w for t, w in x.terms.items() if (t in either) is names} for x in (a, b))
    product = math.fsum(mine[t] * other[t] for t in mine.keys() & other.keys())
    return round(min(1.0, product / (_length(mine.values()) * _length(other.values()))), 9) if product else 0.0


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(math.fsum(w * w for w in weights))
