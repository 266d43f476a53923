"""Who has what from whom: a story's evidence as a graph. What the number of independent sources is counted from.

Nodes are documents, absent originals and agencies. An edge leads the way words went, from what was carried to who carries
it; only `credits` leads from a page to the agency it names. Each edge has the reasons it rests on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.story import Lineage, Reason, Relation, Story
from firsthand.resolve.credit import agency_of, credit_span, credited


@dataclass(frozen=True, slots=True)
class Node:
    """``kind`` is ``document``, ``absent`` or ``agency``; ``name`` the outlet or the agency (may be empty).

    ``role`` is a document's `Relation` to its story; ``lineage`` is None for an agency and for an outlet only cited.
    """

    id: str
    kind: str
    name: str
    role: str
    lineage: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """``kind`` is a `Relation`, ``publishes`` (an agency its page) or ``credits``; undecided: maybe the other way."""

    source: str
    target: str
    kind: str
    decided: bool
    reasons: tuple[Reason, ...]
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, in order; every edge joins two of the nodes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(story: Story, documents: Mapping[str, Document], lexicon: Lexicon) -> Graph:
    """Return the evidence of a story; ``documents`` holds its members. The same story gives the same graph."""
    nodes: dict[str, Node] = {}
    for member in story.members:
        page = documents[member.document]
        nodes[page.id] = Node(page.id, "document", page.outlet or "", member.relation, member.lineage)
    edges: list[Edge] = []
    for lineage in story.lineages:
        if lineage.absent:
            nodes[_absent(lineage)] = Node(_absent(lineage), "absent", lineage.absent, "original", lineage.id)
        edges += _carried(lineage, nodes)
        edges += _published(lineage)
    edges += _beside(story, nodes)
    edges += _versions(story)
    edges += _retold(story, nodes)
    for name in sorted({i for i in nodes if nodes[i].kind == "document"}):
        edges += _credits(documents[name], lexicon)
    agencies = {end for edge in edges for end in (edge.source, edge.target) if end not in nodes}
    nodes |= {i: Node(i, "agency", i.removeprefix(_AGENCY), "agency", None) for i in sorted(agencies)}
    return Graph(tuple(nodes.values()), tuple(edges))


_AGENCY = "agency:"


def _absent(lineage: Lineage) -> str:
    return f"absent:{lineage.id}"


def _carried(lineage: Lineage, nodes: Mapping[str, Node]) -> Iterator[Edge]:
    """Yield who carries whose text; what copies nobody here carries the absent original's."""
    copies: set[str] = set()
    for link in lineage.links:
        if link.relation is Relation.VERSION or link.original not in nodes or link.copy not in nodes:
            continue
        yield Edge(link.original, link.copy, link.relation, link.decided, link.reasons, link.coverage)
        if link.decided:
            copies.add(link.copy)
    if lineage.absent:
        for member in lineage.members:
            if member in nodes and member not in copies and nodes[member].role != Relation.VERSION:
                yield Edge(_absent(lineage), member, Relation.COPY, True, lineage.reasons)


def _beside(story: Story, nodes: Mapping[str, Node]) -> Iterator[Edge]:
    """Yield what lineages have in common without being copies; both ends tell it, and it is told once."""
    found = {(k.original, k.copy): k for lineage in story.lineages for k in lineage.beside}
    for ends, link in sorted(found.items()):
        if nodes.keys() >= {*ends}:
            yield Edge(*ends, link.relation, link.decided, link.reasons, link.coverage)


def _retold(story: Story, nodes: dict[str, Node]) -> Iterator[Edge]:
    """Yield which lineages only tell what another reported; an outlet that is not here becomes a node by its name."""
    lineages = {lineage.id: lineage for lineage in story.lineages}
    for one in story.dependences:
        if one.relation is not Relation.CITES or one.document not in nodes:
            continue
        there = lineages.get(one.on or "")
        source = f"absent:{one.name}"
        if there:
            source = there.original or (_absent(there) if there.absent else there.members[0])
        elif source not in nodes:
            nodes[source] = Node(source, "absent", one.name, "original", None)
        yield Edge(source, one.document, Relation.CITES, True, (one.reason,))


def _published(lineage: Lineage) -> Iterator[Edge]:
    if lineage.absent:
        yield Edge(_AGENCY + lineage.absent, _absent(lineage), "publishes", True, lineage.reasons)
    elif lineage.agency and lineage.original:
        reason = Reason("agency_page", f"this is {lineage.agency}'s own page")
        yield Edge(_AGENCY + lineage.agency, lineage.original, "publishes", True, (reason,))


def _versions(story: Story) -> Iterator[Edge]:
    for member in story.members:
        if member.relation is Relation.VERSION and member.original:
            yield Edge(member.original, member.document, Relation.VERSION, True, member.reasons, member.coverage)


def _credits(page: Document, lexicon: Lexicon) -> Iterator[Edge]:
    named, own = credited(page, lexicon.agencies), agency_of(page, lexicon.agencies)
    if named and (own is None or own.name != named.name):
        span = credit_span(page, named)
        reason = Reason("credits", f"{page.outlet or 'the page'} credits {named.name}", 0.0, (span,) if span else ())
        yield Edge(page.id, _AGENCY + named.name, "credits", True, (reason,))
