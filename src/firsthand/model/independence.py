"""How many independent sources a story has, and the evidence for it as a graph. The one definition; pure arithmetic.

A lineage is one source, however many pages carry it. A lineage that stands on another's report alone (`Dependence`)
adds none: it counts with the lineage it stands on, or with an absent outlet that it names. What only shares a
statement, a post, background or some sentences with another stays a source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.model.story import Dependence, Lineage, Link, Reason, Relation, Story


@dataclass(frozen=True, slots=True)
class Node:
    """A page, a lineage's absent original, or an outlet that is only cited; ``source`` is the lineage it counts with."""

    id: str
    kind: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Edge:
    """``start`` has something from ``end``; ``counts`` says whether it makes the two one source."""

    start: str
    end: str
    relation: Relation
    counts: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that decides the number: ``sources`` are the roots that are counted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sources: tuple[str, ...]


def roots(lineages: Iterable[Lineage], dependences: Iterable[Dependence]) -> dict[str, str]:
    """Say for each lineage with what it counts: itself, the lineage it leads back to, or ``name:`` of an absent one.

    Lineages that stand on one another in a circle count with the first of them by id.
    """
    on = {d.lineage: d.on or _cited(d.name) for d in dependences}
    return {lineage.id: _root(lineage.id, on) for lineage in lineages}


def _root(start: str, on: Mapping[str, str]) -> str:
    path = [start]
    while (following := on.get(path[-1])) is not None:
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]


def evidence(story: Story) -> Graph:
    """Lay out the evidence of a story's number as nodes and edges, each in a fixed order."""
    counted = roots(story.lineages, story.dependences)
    nodes = [Node(m, "page", m, counted[lin.id]) for lin in story.lineages for m in lin.members]
    nodes += [Node(f"absent:{x.id}", "absent", x.absent, counted[x.id]) for x in story.lineages if x.absent]
    named = {_cited(d.name): d.name for d in story.dependences if d.on is None}
    nodes += [Node(key, "cited", name, key) for key, name in sorted(named.items())]
    pages = {m for lin in story.lineages for m in lin.members}
    edges = {_edge(k) for lin in story.lineages for k in (*lin.links, *lin.beside) if {k.original, k.copy} <= pages}
    edges |= {_leans(d, {lin.id: lin for lin in story.lineages}) for d in story.dependences}
    ordered = sorted(edges, key=lambda e: (e.start, e.end, e.relation))
    return Graph(tuple(nodes), tuple(ordered), tuple(sorted(set(counted.values()))))


def _edge(link: Link) -> Edge:
    return Edge(link.copy, link.original, link.relation, link.relation.unites, link.reasons)


def _leans(dependence: Dependence, lineages: Mapping[str, Lineage]) -> Edge:
    end = _cited(dependence.name)
    if dependence.on:
        there = lineages[dependence.on]
        end = there.original or there.members[0]
    return Edge(dependence.document, end, dependence.relation, True, (dependence.reason,))


def _cited(name: str) -> str:
    """Name the node of an absent outlet: ``The Erie Times-News`` and ``Erie Times News`` are one."""
    return "name:" + "".join(c for c in name.casefold().removeprefix("the ") if c.isalnum())
