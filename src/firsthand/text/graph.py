"""Small graph questions on plain ids."""

from collections.abc import Iterable


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
