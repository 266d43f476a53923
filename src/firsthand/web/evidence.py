"""A story's evidence as its page shows it: the drawing with its words, and the same facts as lists, a source each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from firsthand.contract import EdgeOut, GraphOut, NodeOut, SpanOut
from firsthand.web.layout import CARRIES, DESK, SMALL, Band, Box, Drawing, Line, Paper, lay_out, main_edges
from firsthand.web.words import label

#: Letters of 13 px that fit a box of `DESK`; wide ones (Chinese, Japanese, Korean) count twice.
_FIT = 21

#: What an edge says of its target, seen from there.
_FROM = {
    "copy": "copies",
    "excerpt": "is an excerpt of",
    "rewrite": "rewrites",
    "version": "is a later version of",
    "partial": "takes sentences of",
    "cites": "only cites",
    "publishes": "is published by",
    "shared_statement": "prints the same statement as",
    "shared_post": "prints the same post as",
    "shared_background": "has the same background as",
}


@dataclass(frozen=True, slots=True)
class Has:
    """What a page has from another, in words: ``verb`` and then ``other``; ``spans`` are the places that show it."""

    edge: EdgeOut
    verb: str
    other: NodeOut
    spans: list[SpanOut]


@dataclass(frozen=True, slots=True)
class Mark:
    """A node as it is drawn and listed. ``name`` in full, ``short`` cut to its box; ``kind`` names its looks.

    ``has`` is what it has from whom; ``also`` are pages of the same source that have words in common with it for that reason.
    """

    anchor: str
    node: NodeOut
    box: Box | None
    name: str
    short: str
    kind: str
    has: list[Has]
    also: list[Has]

    @property
    def role(self) -> str:
        """What it is to the story, in a word or two."""
        return "not here" if self.kind == "absent" else label(self.kind)

    @property
    def told(self) -> str:
        """All that the drawing says of it, in words."""
        return "; ".join([f"{self.name}: {self.role}", *(f"{h.verb} {named_node(h.other)}" for h in self.has)])


@dataclass(frozen=True, slots=True)
class Together:
    """One independent source: its number from 1, its pages in time, and what it is drawn as."""

    number: int
    band: Band
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, what is in it, and which kinds of lines: what its key must explain."""

    drawing: Drawing
    paper: Paper
    marks: list[Mark]
    sources: list[Together]
    agencies: list[Mark]
    kinds: list[str]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in the order of the graph."""
        return self.drawing.lines


def picture(graph: GraphOut, names: Mapping[str, str] | None = None, *, small: bool = False) -> Picture:
    """Draw the evidence of a story and put it into words; ``names`` of pages whose outlet is not known."""
    named = [replace(node, name=(names or {}).get(node.id, "")) if not node.name else node for node in graph.nodes]
    graph = replace(graph, nodes=named)
    drawing = lay_out(graph, SMALL if small else DESK)
    nodes = {node.id: node for node in graph.nodes}
    boxes = {box.node: box for box in drawing.boxes}
    has: dict[str, list[Has]] = {}
    also: dict[str, list[Has]] = {}
    main = main_edges(graph)
    for edge in graph.edges:
        if edge.source in nodes and edge.target in nodes:
            owner, told = _told(edge, nodes)
            beside = owner == edge.target and main.get(owner, edge) is not edge and edge.kind in CARRIES
            (also if beside else has).setdefault(owner, []).append(told)
    marks = {
        i: _mark(n, node, boxes.get(i), has.get(i, []), also.get(i, [])) for n, (i, node) in enumerate(nodes.items())
    }
    sources = [
        Together(n, band, [marks[i] for i in band.nodes if i in marks]) for n, band in enumerate(drawing.bands, start=1)
    ]
    kinds = list(dict.fromkeys(line.edge.kind for line in drawing.lines))
    ordered = [marks[box.node] for box in drawing.boxes]
    agencies = [mark for mark in marks.values() if mark.node.kind == "agency"]
    return Picture(drawing, SMALL if small else DESK, ordered, sources, agencies, kinds)


def named_node(node: NodeOut) -> str:
    """Name a node in a sentence."""
    return node.name or (f"“{node.headline}”" if node.headline else "an unnamed page")


def _told(edge: EdgeOut, nodes: dict[str, NodeOut]) -> tuple[str, Has]:
    """Say an edge of the page that has something from another: the target's, but a credit is its source's."""
    spans = [span for reason in edge.reasons for span in reason.spans]
    if edge.kind == "credits":
        return edge.source, Has(edge, "credits", nodes[edge.target], spans)
    verb = _FROM.get(edge.kind, label(edge.kind))
    if not edge.decided:
        verb = f"{verb} (or the other way round)"
    return edge.target, Has(edge, verb, nodes[edge.source], spans)


def _mark(place: int, node: NodeOut, box: Box | None, has: list[Has], also: list[Has]) -> Mark:
    kind = node.kind if node.kind in ("absent", "agency") else node.role
    name = named_node(node)
    return Mark(f"n{place}", node, box, name, _cut(name), kind, has, also)


def _cut(name: str) -> str:
    """Cut a name to what fits its box.

    >>> _cut("The North Atlantic Press Agency"), _cut("Courier")
    ('The North Atlantic P…', 'Courier')
    """
    room = _FIT
    for at, letter in enumerate(name):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return name[: at - 1].rstrip() + "…"
    return name
