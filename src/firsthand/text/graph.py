"""Small graph questions on plain ids."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


def components(nodes: Iterable[str], edges: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    """Return the connected components, each once, ordered by their smallest node; edges to unknown nodes are errors.

    >>> [sorted(c) for c in components("abcd", [("a", "c")])]
    [['a', 'c'], ['b'], ['d']]
    """
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in edges:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    groups: dict[str, set[str]] = {}
    for node in parent:
        groups.setdefault(root(node), set()).add(node)
    return [frozenset(groups[key]) for key in sorted(groups)]


def shortest(start: str, goal: str, edges: Iterable[tuple[str, str]]) -> list[str]:
    """Return the nodes of a shortest way, both ends included; of equal ones the first by name. Empty where there is none.

    >>> shortest("a", "c", [("b", "c"), ("a", "b"), ("c", "d")])
    ['a', 'b', 'c']
    """
    beside: dict[str, set[str]] = {}
    for a, b in edges:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    before = {start: start}
    ring = [start]
    while ring and goal not in before:
        found = [(far, near) for near in ring for far in sorted(beside.get(near, ())) if far not in before]
        ring = []
        for far, near in found:
            if far not in before:
                before[far] = near
                ring.append(far)
    way = [goal] if goal in before else []
    while way and way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


class Parts(Generic[T]):
    """Things that come to be in one part, step by step, and parts that may never meet. What is not known is alone.

    >>> parts = Parts([("a", "b")])
    >>> parts.forbid("b", "c")
    >>> parts.may_join("a", "c"), parts.may_join("a", "d")
    (False, True)
    """

    def __init__(self, pairs: Iterable[tuple[T, T]] = ()) -> None:
        self._parent: dict[T, T] = {}
        self._never: dict[T, set[T]] = {}
        for a, b in pairs:
            self.join(a, b)

    def of(self, one: T) -> T:
        """Return the thing by which a part goes: the same for all of it, until it grows."""
        parent = self._parent
        while (above := parent.get(one, one)) != one:
            parent[one] = parent.get(above, above)
            one = above
        return one

    def may_join(self, a: T, b: T) -> bool:
        """Say whether nothing keeps two parts from meeting."""
        return self.of(b) not in self._never.get(self.of(a), ())

    def forbid(self, a: T, b: T) -> None:
        """Keep two parts from ever meeting. They must not be one already: ValueError."""
        a, b = self.of(a), self.of(b)
        if a == b:
            raise ValueError(f"already together: {a} and {b}")
        self._never.setdefault(a, set()).add(b)
        self._never.setdefault(b, set()).add(a)

    def join(self, a: T, b: T) -> None:
        """Make one part of two; what may not meet one of them may from now on meet neither."""
        keep, gone = self.of(a), self.of(b)
        if keep == gone:
            return
        self._parent[gone] = keep
        for other in self._never.pop(gone, ()):
            self._never[other].discard(gone)
            self._never[other].add(keep)
            self._never.setdefault(keep, set()).add(other)
