"""Cut a net of affinities into groups: average linkage, so that one page that resembles two events does not glue them.

The result is a function of the set of edges alone: affinities are whole numbers inside, so that no sum depends on its
order, and ties go to the smallest ids. Groups never reach beyond their connected part (`components`). Hence clustering
one part again after it changed gives what clustering everything would.
"""

import heapq
from collections.abc import Collection, Iterable

from firsthand.text import graph

#: Two groups become one while the mean affinity of their pairs is at least this; a pair without an edge counts 0.
#: Chosen on the tuning halves of `bench/stories.py`: .40 to .50 differ by less than .01 in F1; the stricter middle.
JOIN_AT_LEAST = 0.45
_UNIT = 1_000_000


def cluster(
    nodes: Iterable[str], edges: Iterable[tuple[str, str, float]], join_at_least: float = JOIN_AT_LEAST
) -> list[frozenset[str]]:
    """Group ``nodes`` by average linkage over ``edges`` (a, b, affinity 0..1), given once each in any direction.

    Every node is in exactly one group; groups come in the order of their smallest member. About E log E.
    """
    return cluster_among(nodes, edges, frozenset(), join_at_least)[0]


def cluster_among(
    nodes: Iterable[str],
    edges: Iterable[tuple[str, str, float]],
    beside: Collection[str],
    join_at_least: float = JOIN_AT_LEAST,
) -> tuple[list[frozenset[str]], set[str]]:
    """Group ``nodes`` as if alone, and return which of ``beside`` would have joined one of their groups on the way.

    Those nodes are only looked at, one by one. A group's mean with several of them is never above its mean with the
    nearest: where none would have joined, nothing that they are part of could have.
    """
    names = sorted({*nodes, *beside})
    number = {name: at for at, name in enumerate(names)}
    sums: list[dict[int, int]] = [{} for _ in names]
    for a, b, affinity in edges:
        i, j = number[a], number[b]
        if i != j:
            sums[i][j] = sums[j][i] = round(affinity * _UNIT)
    groups: dict[int, list[int]] = {i: [i] for i in range(len(names))}
    aside = frozenset(number[name] for name in beside)
    met = _merge(groups, sums, join_at_least * _UNIT, aside)
    members = sorted(sorted(group) for i, group in groups.items() if i not in aside)
    return [frozenset(names[i] for i in group) for group in members], {names[i] for i in met}


def _merge(
    groups: dict[int, list[int]], sums: list[dict[int, int]], bar: float, aside: frozenset[int]
) -> set[int]:
    """Join the closest two groups until none reach ``bar``. A group goes by the number of its smallest member.

    What is ``aside`` never joins; returned are those whose turn it was. The heap is lazy: an entry whose groups have changed since is recognised by their sizes, and dropped.
    """

    def entry(i: int, j: int) -> tuple[float, int, int, int]:
        pairs = len(groups[i]) * len(groups[j])
        return -sums[i][j] / pairs, min(i, j), max(i, j), len(groups[i]) + len(groups[j])

    heap = [entry(i, j) for i in groups for j in sums[i] if i < j and sums[i][j] >= bar]
    heapq.heapify(heap)
    met: set[int] = set()
    while heap:
        _, i, j, size = heapq.heappop(heap)
        if i not in groups or j not in groups or len(groups[i]) + len(groups[j]) != size:
            continue
        if i in aside or j in aside:
            met.update({i, j} & aside)
            continue
        groups[i] += groups.pop(j)
        for k, total in sums[j].items():
            del sums[k][j]
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0) + total
        sums[j] = {}
        for k, total in sums[i].items():
            if total >= bar * len(groups[i]) * len(groups[k]):
                heapq.heappush(heap, entry(i, k))
    return met


def components(
    nodes: Iterable[str], edges: Iterable[tuple[str, str, float]], at_least: float = JOIN_AT_LEAST
) -> list[frozenset[str]]:
    """Return the parts of a net that hang together by edges of ``at_least``, in the order of their smallest member.

    Groups join only while their mean reaches `JOIN_AT_LEAST`, so some pair of theirs does: no group ever crosses such a
    part. It is enough to cluster one part again (with all its edges, the weak ones too) when a node of it changed.
    """
    strong = [(a, b) for a, b, affinity in edges if affinity >= at_least]
    return graph.components(nodes, strong)
