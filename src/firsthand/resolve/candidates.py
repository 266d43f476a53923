"""Which documents are worth comparing: those that share fingerprints, or the page.

    fingerprints | without what an outlet puts on its pages | pairs that share enough

What stands on the pages of many articles of one outlet (an invitation to subscribe, a sign-off) says nothing of who
copied whom: there a fingerprint is *crowded*, and pairs nobody of that outlet. A text that many outlets carry never
is, however many they are. Whether a pair is a candidate thus depends on which documents there are and not on the
order in which they came (docs/notes/007-why-these-fingerprints.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.model.document import Document
from firsthand.resolve.sides import body_text
from firsthand.text.fingerprints import fingerprints
from firsthand.text.outlets import host_of

#: Documents that share this many fingerprints are compared, if it is also such a share of the shorter one's, or enough
#: whatever their length. One is often a phrase of the trade; a run of 28 words keeps three.
SHARED_AT_LEAST, SHARED_SHARE, SHARED_ENOUGH = 2, 0.1, 3
#: A fingerprint is crowded in an outlet from so many articles on. An outlet tells one story anew some ten times, and
#: its running text on a long affair stands in some twenty; an invitation to subscribe stands in all.
CROWDED_ABOVE = 32

Prints = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a document is found by. ``house`` is its outlet as an address or a name; '' when it has none."""

    document: str
    article: str
    house: str
    prints: Prints


def printed(documents: Sequence[Document]) -> list[Printed]:
    """Fingerprint documents; many at once are quicker than one after the other."""
    every = fingerprints([body_text(d) for d in documents])
    return [Printed(d.id, d.article, house_of(d), prints) for d, prints in zip(documents, every, strict=True)]


def house_of(document: Document) -> str:
    """Name the outlet by its address or else as the page calls it."""
    return host_of(document.url) or (document.outlet or "").casefold()


def candidates(some: Sequence[Printed]) -> list[tuple[int, int]]:
    """Return the pairs worth comparing, as places in ``some``, each once, the smaller place first; sorted."""
    prints = np.concatenate([np.zeros(0, np.uint64), *(one.prints for one in some)])
    holders = np.repeat(np.arange(len(some)), [len(one.prints) for one in some])
    order = np.argsort(prints)
    prints, holders = prints[order], holders[order]
    live = ~_crowded(prints, holders, some)
    sharing = pairs_sharing(prints[live], holders[live], SHARED_AT_LEAST)
    pairs = {(a, b) for a, b, count in sharing if is_enough(count, len(some[a].prints), len(some[b].prints))}
    versions: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(some):
        pairs.update((earlier, place) for earlier in versions[one.article])
        versions[one.article].append(place)
    return sorted(pairs)


def is_enough(shared: int, prints_of_one: int, prints_of_other: int) -> bool:
    """Say whether so many shared prints, of those that two documents have, are worth a comparison."""
    return shared >= SHARED_ENOUGH or shared >= SHARED_SHARE * min(prints_of_one, prints_of_other)


def _crowded(prints: Prints, holders: NDArray[np.int64], some: Sequence[Printed]) -> NDArray[np.bool_]:
    """Say of each (print, holder) whether the print is crowded in the holder's outlet; ``prints`` are sorted."""
    crowded = np.zeros(len(prints), bool)
    starts, sizes = _groups(prints)
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        if size <= CROWDED_ABOVE:
            continue
        here = holders[start : start + size].tolist()
        houses = crowded_houses((some[place].house, some[place].article) for place in here)
        crowded[start : start + size] = [some[place].house in houses for place in here]
    return crowded


def crowded_houses(holders: Iterable[tuple[str, str]]) -> set[str]:
    """Return the houses in which too many articles hold one print; ``holders`` are its (house, article)."""
    articles: dict[str, set[str]] = defaultdict(set)
    for house, article in holders:
        if house:
            articles[house].add(article)
    return {house for house, held in articles.items() if len(held) > CROWDED_ABOVE}


def pairs_sharing(prints: Prints, holders: NDArray[np.int64], at_least: int) -> list[tuple[int, int, int]]:
    """Return the pairs of holders that have at least so many prints in common, the smaller first, and how many; sorted.

    ``prints`` is sorted; a holder stands once with each of its prints.
    """
    starts, sizes = _groups(prints)
    most = int(holders.max()) + 1 if len(holders) else 1
    found = [np.zeros(0, np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        rows = np.sort(holders[starts[sizes == size][:, None] + np.arange(size)], axis=1)
        left, right = np.triu_indices(size, 1)
        found.append((rows[:, left].astype(np.int64) * most + rows[:, right]).ravel())
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    many = counts >= at_least
    return [(key // most, key % most, n) for key, n in zip(keys[many].tolist(), counts[many].tolist(), strict=True)]


def _groups(values: Prints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal values starts, and how long it is."""
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.zeros(0, int)
    return starts, np.diff(starts, append=len(values))
