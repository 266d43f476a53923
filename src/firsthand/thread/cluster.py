"""Cut a net of affinities into groups: average linkage, so that one page that resembles two events does not glue them.

The result is a function of the set of edges alone: affinities are whole numbers inside, so that no sum depends on its
order, and ties go to the smallest ids. It can be kept up to date (`recluster`): clustering joins the closest first, so a
group comes about by its own affinities, unless something else is closer to a part of it.

What people said binds it: nodes that are tied end in one group, and nodes that are apart never do, over whatever third.
A tie joins groups as they are, and is no affinity: what is near to one side of a tie comes along, and need not be near
to the other.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.text import graph

#: Two groups become one while the mean affinity of their pairs is at least this; a pair without an edge counts 0.
#: Chosen on the tuning halves of `bench/stories.py`: .40 to .50 differ by less than .01 in F1; the stricter middle.
JOIN_AT_LEAST = 0.45
#: Affinities have six digits.
UNIT = 1_000_000

Ints = NDArray[np.int64]
Groups = Set[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Net:
    """Edges between nodes: ``names`` in order, the places of both ends there, the affinities in millionths.

    ``beside`` are those of the places that are only looked at: nothing joins them.
    """

    names: Sequence[str]
    first: Ints
    second: Ints
    units: Ints
    beside: frozenset[int] = frozenset()


def cluster(
    nodes: Iterable[str],
    edges: Iterable[tuple[str, str, float]],
    join_at_least: float = JOIN_AT_LEAST,
    tied: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> list[frozenset[str]]:
    """Group ``nodes`` by average linkage over ``edges`` (a, b, affinity 0..1), given once each in any direction.

    Every node is in exactly one group; groups come in the order of their smallest member. About E log E. ``tied`` and
    ``apart`` must not contradict each other (`firsthand.thread.judged`): a pair in both is a ValueError.
    """
    names = sorted(set(nodes))
    number = {name: at for at, name in enumerate(names)}
    rows = [(number[a], number[b], round(affinity * UNIT)) for a, b, affinity in edges if a != b]
    first, second, units = np.array(rows, np.int64).reshape(-1, 3).T
    bound = graph.Parts((number[a], number[b]) for a, b in tied)
    for a, b in apart:
        bound.forbid(number[a], number[b])
    members, _ = _merge(Net(names, first, second, units), join_at_least * UNIT, bound)
    whole: dict[int, list[int]] = {}
    for group in members:
        whole.setdefault(bound.of(group[0]), []).extend(group)
    return _named(names, whole.values())


def recluster(
    due: frozenset[str],
    net_around: Callable[[Set[str], Set[str]], Net],
    groups_of: Callable[[Set[str]], Groups],
    existing: Callable[[Set[str]], frozenset[str]],
) -> list[frozenset[str]]:
    """Bring a clustering up to date after some nodes came, went or changed their edges: ``due``.

    Returns the groups that are new or hold one of these. ``net_around`` (moved, active)
    gives the edges of ``moved`` to each other, to ``active`` and to every node beside of which an edge reaches
    `JOIN_AT_LEAST`, and those of ``active`` among themselves. ``groups_of`` gives the groups that hold some nodes now.

    What is due is cut anew with its old groups, looking at what stands beside. Where something beside would have joined,
    its group is drawn in and all is cut again; where that group comes out otherwise than it was, it has moved too. A group
    that comes out as it was has come about as before, whatever else is near it, so nothing beyond it can change.
    """
    moved = due.union(*groups_of(due))
    active = moved
    while True:
        active = existing(active)
        net = net_around(moved & active, active)
        groups, met = _cut(net)
        before = groups_of(active | met)
        changed = {i for group in groups if group not in before for i in group}
        drawn = changed.union(*(group for group in before if not met.isdisjoint(group)))
        if changed <= moved and existing(drawn) <= active:
            return [group for group in groups if group not in before or not due.isdisjoint(group)]
        moved, active = moved | changed, active | drawn


def _cut(net: Net) -> tuple[list[frozenset[str]], set[str]]:
    """Return the groups, and which nodes beside would have joined one on the way.

    Those are looked at one by one: a group's mean with several of them is never above its mean with the nearest.
    """
    members, met = _merge(net, JOIN_AT_LEAST * UNIT)
    return _named(net.names, members), {net.names[i] for i in met}


def _named(names: Sequence[str], members: Iterable[list[int]]) -> list[frozenset[str]]:
    return [frozenset(names[i] for i in group) for group in sorted(sorted(group) for group in members)]


def _merge(net: Net, bar: float, bound: graph.Parts[int] | None = None) -> tuple[list[list[int]], set[int]]:
    """Join the closest two groups until none reach ``bar``. A group goes by the number of its smallest member.

    The heap is lazy: an entry whose groups have changed since is recognised by their sizes, and dropped.
    """
    sums, aside = _rows(net), net.beside
    groups = {i: [i] for i in range(len(net.names))}
    heap = _strong(net, bar)
    heapq.heapify(heap)
    met: set[int] = set()
    while heap:
        _, i, j, size = heapq.heappop(heap)
        if i not in groups or j not in groups or len(groups[i]) + len(groups[j]) != size:
            continue
        if i in aside or j in aside:
            met.add(i if i in aside else j)
            continue
        if bound is not None:
            if not bound.may_join(i, j):
                continue
            bound.join(i, j)
        groups[i] += groups.pop(j)
        _add(sums, i, j)
        mine = len(groups[i])
        for k, total in sums[i].items():
            if total >= bar * mine and total >= bar * mine * len(groups[k]):
                entry = (-total / (mine * len(groups[k])), min(i, k), max(i, k), mine + len(groups[k]))
                heapq.heappush(heap, entry)
    return [group for i, group in groups.items() if i not in aside], met


def _add(sums: list[dict[int, int]], i: int, j: int) -> None:
    """Give the edges of ``j`` to ``i``."""
    mine = sums[i]
    mine.pop(j, None)
    for k, total in sums[j].items():
        theirs = sums[k]
        theirs.pop(j, None)
        if k != i:
            mine[k] = theirs[i] = mine.get(k, 0) + total
    sums[j] = {}


def _rows(net: Net) -> list[dict[int, int]]:
    """Return for each node what it is joined to, and how closely."""
    ends = np.concatenate([net.first, net.second])
    order = np.argsort(ends, kind="stable")
    bounds = np.searchsorted(ends[order], np.arange(len(net.names) + 1)).tolist()
    others = np.concatenate([net.second, net.first])[order].tolist()
    units = np.concatenate([net.units, net.units])[order].tolist()
    return [dict(zip(others[a:b], units[a:b], strict=True)) for a, b in zip(bounds, bounds[1:], strict=False)]


def _strong(net: Net, bar: float) -> list[tuple[float, int, int, int]]:
    kept = net.units >= bar
    first, second = net.first[kept], net.second[kept]
    low, high = np.minimum(first, second).tolist(), np.maximum(first, second).tolist()
    return [(-units / 1, i, j, 2) for units, i, j in zip(net.units[kept].tolist(), low, high, strict=True)]
