"""Who has what from whom in a story, as a graph, and the sources that are left: the one definition. Pure.

Nodes are pages, originals that are not here and agencies. An edge leads the way words went, from what was carried to who
carries it; only `credits` leads from a page to the agency it names. Each edge has the reasons it rests on.

A lineage is one source, however many pages carry it. An edge that *counts* makes its two ends one source: one carries the
other's text, or stands on its report alone (`Dependence`), be that lineage here or only named. What only shares a
statement, a post, background or some sentences with another stays a source.

story -> nodes and edges -> nodes held together by lineages and by edges that count = independent sources
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from firsthand.model.comparison import Coverage
from firsthand.model.story import Dependence, Lineage, Link, Reason, Relation, Story


@dataclass(frozen=True, slots=True)
class Node:
    """``kind`` is ``document``, ``absent`` or ``agency``; ``name`` that of an absent outlet or an agency.

    ``role`` is a document's `Relation` to its story; ``lineage`` is None for an agency and for an outlet only cited.
    """

    id: str
    kind: str
    name: str
    role: str
    lineage: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """``kind`` is a `Relation`, ``publishes`` (an agency its page) or ``credits``; undecided: maybe the other way.

    ``counts``: both ends are one source.
    """

    source: str
    target: str
    kind: str
    decided: bool
    counts: bool
    reasons: tuple[Reason, ...]
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, in order; every edge joins two of the nodes.

    Each of ``sources`` is one independent source: the ids of its nodes. Agencies are in none.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sources: tuple[tuple[str, ...], ...]


def evidence(story: Story, credits: Mapping[str, tuple[str, Reason]] | None = None) -> Graph:
    """Lay out the evidence of a story. The same story gives the same graph.

    ``credits`` (document id -> the agency that it names, and where) are told too; they decide nothing here.
    """
    nodes = {node.id: node for node in _pages(story)}
    edges: list[Edge] = []
    for lineage in story.lineages:
        edges += _carried(lineage, nodes)
        edges += _published(lineage)
    edges += _beside(story, nodes)
    edges += _versions(story)
    edges += _retold(story, nodes)
    edges += (
        Edge(page, _AGENCY + name, "credits", True, False, (why,)) for page, (name, why) in (credits or {}).items()
    )
    agencies = {end for edge in edges for end in (edge.source, edge.target) if end not in nodes}
    told = (*nodes.values(), *(Node(i, "agency", i.removeprefix(_AGENCY), "agency", None) for i in sorted(agencies)))
    return Graph(told, tuple(edges), _sources(told, edges))


_AGENCY = "agency:"


def _sources(nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[tuple[str, ...], ...]:
    """Gather the nodes of one lineage, and what edges that count hold together."""
    lineages: dict[str, list[str]] = {}
    for node in nodes:
        if node.kind != "agency":
            lineages.setdefault(node.lineage or node.id, []).append(node.id)
    group = {node: together for together in lineages.values() for node in together}
    for edge in edges:
        one, other = group.get(edge.source), group.get(edge.target)
        if edge.counts and one and other and one is not other:
            one += other
            group.update(dict.fromkeys(other, one))
    return tuple(tuple(found) for found in {id(found): found for found in group.values()}.values())


def _pages(story: Story) -> Iterator[Node]:
    """Yield the pages and the absent originals of the lineages."""
    for member in story.members:
        yield Node(member.document, "document", "", member.relation, member.lineage)
    for lineage in story.lineages:
        if lineage.absent:
            yield Node(_absent(lineage), "absent", lineage.absent, "original", lineage.id)


def _absent(lineage: Lineage) -> str:
    return f"absent:{lineage.id}"


def _carried(lineage: Lineage, nodes: Mapping[str, Node]) -> Iterator[Edge]:
    """Yield who carries whose text; what copies nobody here carries the absent original's."""
    copies: set[str] = set()
    for link in lineage.links:
        if link.relation is Relation.VERSION or link.original not in nodes or link.copy not in nodes:
            continue
        yield _edge(link, link.relation.unites)
        if link.decided:
            copies.add(link.copy)
    if lineage.absent:
        for member in lineage.members:
            if member in nodes and member not in copies and nodes[member].role != Relation.VERSION:
                yield Edge(_absent(lineage), member, Relation.COPY, True, True, lineage.reasons)


def _published(lineage: Lineage) -> Iterator[Edge]:
    if lineage.absent:
        yield Edge(_AGENCY + lineage.absent, _absent(lineage), "publishes", True, False, lineage.reasons)
    elif lineage.agency and lineage.original:
        reason = Reason("agency_page", f"this is {lineage.agency}'s own page")
        yield Edge(_AGENCY + lineage.agency, lineage.original, "publishes", True, False, (reason,))


def _beside(story: Story, nodes: Mapping[str, Node]) -> Iterator[Edge]:
    """Yield what lineages have in common without being copies; both ends tell it, and it is told once.

    It counts where one has most of its words from there.
    """
    mostly = {(d.document, d.on): d.reason for d in story.dependences if d.relation is Relation.PARTIAL}
    found = {(k.original, k.copy): k for lineage in story.lineages for k in lineage.beside}
    for ends, link in sorted(found.items()):
        if nodes.keys() >= {*ends}:
            yield _edge(link, mostly.get((link.copy, nodes[link.original].lineage)) in link.reasons)


def _edge(link: Link, counts: bool) -> Edge:
    return Edge(link.original, link.copy, link.relation, link.decided, counts, link.reasons, link.coverage)


def _versions(story: Story) -> Iterator[Edge]:
    for m in story.members:
        if m.relation is Relation.VERSION and m.original:
            yield Edge(m.original, m.document, Relation.VERSION, True, True, m.reasons, m.coverage)


def _retold(story: Story, nodes: dict[str, Node]) -> Iterator[Edge]:
    """Yield which lineages only tell what another reported; an outlet that is not here becomes a node by its name."""
    lineages = {lineage.id: lineage for lineage in story.lineages}
    for one in story.dependences:
        if one.relation is Relation.CITES:
            there = lineages.get(one.on or "")
            source = _lead(there) if there else _cited(one)
            nodes.setdefault(source, Node(source, "absent", one.name, "original", None))
            yield Edge(source, one.document, Relation.CITES, True, True, (one.reason,))


def _lead(lineage: Lineage) -> str:
    return lineage.original or (_absent(lineage) if lineage.absent else lineage.members[0])


def _cited(one: Dependence) -> str:
    """Name the node of an outlet that is not here: ``The Erie Times-News`` and ``Erie Times News`` are one."""
    return "absent:" + "".join(c for c in one.name.casefold().removeprefix("the ") if c.isalnum())
