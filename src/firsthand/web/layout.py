"""Where everything of an evidence graph stands on paper: a band a source, a column a step from the original. Pure.

    nodes -> bands (one an independent source, that with most pages first) -> columns (a copy stands right of what it has its
    words from) -> rows (in time; many copies of one page make several columns) -> boxes -> lines in the gaps between them

Sources of a single page share a row. Agencies are of no source and stand left of all. No box overlaps another, and no line
crosses a box: lines run in the gutters between columns and in the gaps between rows. The same graph gives the same drawing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from firsthand.contract import EdgeOut, GraphOut, NodeOut


@dataclass(frozen=True, slots=True)
class Paper:
    """How large things are, in pixels. ``rows``: so many copies stand below one another before they take another column,
    up to ``columns``; ``across``: so many sources of a single page in a row."""

    width: int
    height: int
    gap: int
    between: int
    gutter: int
    head: int
    rows: int
    columns: int
    across: int


#: A box holds an outlet's name in 13 px; five of them fill a desk's window, two a phone's before it scrolls.
DESK = Paper(width=168, height=46, gap=24, between=14, gutter=44, head=22, rows=5, columns=4, across=5)
#: Small enough for a story's own page: marks without words.
SMALL = Paper(width=14, height=12, gap=8, between=7, gutter=18, head=0, rows=5, columns=8, across=8)


#: Edges that say where the words of a page come from.
CARRIES = frozenset({"copy", "excerpt", "rewrite", "version"})


#: More statements and posts in common than these make a thicket that nobody reads: they are listed only.
_SHARED = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place; ``column`` counts the steps from the original, agencies have -1."""

    node: str
    x: int
    y: int
    column: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Band:
    """One independent source: its place, and its nodes in time."""

    nodes: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """An edge of the graph as the path of an SVG."""

    edge: EdgeOut
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole: everything lies between 0 and ``width``, 0 and ``height``. ``boxes`` are in time, agencies first."""

    width: int
    height: int
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def lay_out(graph: GraphOut, paper: Paper = DESK) -> Drawing:
    """Give every node a place and every edge a path. Of lines that only say again what a band shows, none is drawn.

    Forty copies of one page have words in common two by two: each is drawn with what it has most of its words from.
    """
    when = {node.id: (_time(node), node.id) for node in graph.nodes}
    sources = [sorted(together, key=when.__getitem__) for together in graph.sources]
    sources.sort(key=lambda together: (-len(together), when[together[0]]))
    shown = _shown(graph)
    table = _Table(paper, any(_far(edge, sources) for edge in shown))
    for together in sources:
        if len(together) > 1:
            table.add_band(together, shown)
    table.add_lone([together for together in sources if len(together) == 1])
    table.add_agencies([node for node in graph.nodes if node.kind == "agency"], shown)
    lines = tuple(_lines(shown, table))
    boxes = sorted(table.boxes.values(), key=lambda box: (box.column >= 0, when[box.node]))
    return Drawing(table.right, table.bottom, tuple(table.bands), tuple(boxes), lines)


def _time(node: NodeOut) -> str:
    """Return what orders a node: an original that is not here was before all that have it, what has no time comes last."""
    return "" if node.kind == "absent" else node.published or node.seen or "~"


def _shown(graph: GraphOut) -> list[EdgeOut]:
    """Leave out the credit of a page whose own source the agency stands behind already: forty copies say the same."""
    source_of = {node: n for n, together in enumerate(graph.sources) for node in together}
    published = {(edge.source, source_of.get(edge.target)) for edge in graph.edges if edge.kind == "publishes"}
    main = main_edges(graph)
    shared = [e for e in graph.edges if e.kind.startswith("shared_")]
    return [
        e
        for e in graph.edges
        if not e.kind.startswith("shared_") or len(shared) <= _SHARED
        if (e.target, source_of.get(e.source)) not in published or e.kind != "credits"
        if e.kind not in CARRIES or main[e.target] is e
    ]


def main_edges(graph: GraphOut) -> dict[str, EdgeOut]:
    """Return by page the edge from what it has its words from: the original if that is one, else that with most of them."""
    roles = {node.id: node.role for node in graph.nodes}
    found: dict[str, EdgeOut] = {}
    for edge in graph.edges:
        if edge.kind in CARRIES:
            best = found.get(edge.target)
            if best is None or _weight(edge, roles) > _weight(best, roles):
                found[edge.target] = edge
    return found


def _weight(edge: EdgeOut, roles: Mapping[str, str]) -> tuple[bool, bool, float]:
    of_copy = edge.coverage.of_copy if edge.coverage else 0.0
    return (edge.decided, roles.get(edge.source) == "original", of_copy)


def _far(edge: EdgeOut, sources: Iterable[Sequence[str]]) -> bool:
    """Say whether an edge leaves its source."""
    return not any(edge.source in together and edge.target in together for together in sources)


def _depths(nodes: Sequence[str], edges: Iterable[EdgeOut]) -> dict[str, int]:
    """Say how many steps each node is from an original; where two have it from each other, the earlier is nearer."""
    place = {node: n for n, node in enumerate(nodes)}
    parents: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.source in place and edge.target in place and edge.source != edge.target:
            parents[edge.target].append(edge.source)
    depth: dict[str, int] = {}

    def of(node: str, above: frozenset[str]) -> int:
        if node not in depth:
            before = [of(p, above | {node}) for p in sorted(parents[node], key=place.__getitem__) if p not in above]
            depth[node] = 1 + max(before, default=-1)
        return depth[node]

    for node in nodes:
        of(node, frozenset({node}))
    return depth


@dataclass(slots=True)
class _Table:
    """The drawing while it is made, from the top down."""

    paper: Paper
    margin: bool
    boxes: dict[str, Box] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)
    bottom: int = 0
    right: int = 0

    @property
    def left(self) -> int:
        """Where the bands begin: right of the agencies and of the gutter that lines between bands run in."""
        return self.paper.width + self.paper.gutter if self.margin else 1

    @property
    def start(self) -> int:
        """Where the first column of boxes begins."""
        return self.left + self.paper.between // 2

    def add_band(self, nodes: Sequence[str], edges: Sequence[EdgeOut]) -> None:
        paper, depth = self.paper, _depths(nodes, edges)
        leads = {edge.source for edge in edges if edge.target in depth}
        top, rows, x = self.bottom + 1, 1, self.start
        for column in range(max(depth.values()) + 1):
            here = [n for n in nodes if depth[n] == column]
            across = min(paper.columns, ceil(len(here) / paper.rows))
            down = ceil(len(here) / across)
            # What others have their words from stands in the last column, next to the gutter that leads to them.
            ordered = sorted(here, key=lambda n: n in leads)
            for n, node in enumerate(ordered):
                lane = n // down
                place = Box(
                    node,
                    x + lane * (paper.width + paper.between),
                    self._row(top, n % down),
                    column,
                    lane == 0,
                    lane == across - 1,
                )
                self.boxes[node] = place
            rows = max(rows, down)
            x += across * (paper.width + paper.between) - paper.between + paper.gutter
        self._close(nodes, top, rows, x - paper.gutter)

    def add_lone(self, sources: Sequence[Sequence[str]]) -> None:
        paper = self.paper
        pitch = paper.width + paper.between * 2
        for begin in range(0, len(sources), paper.across):
            top = self.bottom + 1
            for n, (node,) in enumerate(sources[begin : begin + paper.across]):
                x = self.start + n * pitch
                self.boxes[node] = Box(node, x, self._row(top, 0), 0, n == 0, last=True)
                self._close([node], top, 1, x + paper.width, x - paper.between // 2)

    def add_agencies(self, agencies: Sequence[NodeOut], edges: Sequence[EdgeOut]) -> None:
        paper = self.paper
        wanted: list[tuple[int, str]] = []
        for node in agencies:
            ends = [e.target if e.source == node.id else e.source for e in edges if node.id in (e.source, e.target)]
            near = [self.boxes[end].y for end in ends if end in self.boxes]
            if near:
                wanted.append((min(near), node.id))
        lowest = 0
        for y, node_id in sorted(wanted):
            at = max(y, lowest)
            self.boxes[node_id] = Box(node_id, 1, at, -1, first=True, last=True)
            lowest = at + paper.height + paper.gap // 2
            self.bottom = max(self.bottom, at + paper.height + 1)

    def _row(self, top: int, row: int) -> int:
        return top + self.paper.head + self.paper.gap + row * (self.paper.height + self.paper.gap)

    def _close(self, nodes: Sequence[str], top: int, rows: int, right: int, left: int | None = None) -> None:
        """End a band below its last row."""
        paper, x = self.paper, self.left if left is None else left
        height = self._row(top, rows) - top - paper.gap // 2
        self.bands.append(Band(tuple(nodes), x, top, right + paper.between // 2 - x, height))
        self.bottom = max(self.bottom, top + height + paper.gap // 2)
        self.right = max(self.right, right + paper.between // 2 + 1)


def _lines(edges: Iterable[EdgeOut], table: _Table) -> Iterable[Line]:
    """Lead each edge through gaps and gutters; the edges of one node share a track, two nodes rarely do."""
    band_of = {node: band for band in table.bands for node in band.nodes}
    tracks: dict[tuple[int, str], int] = {}
    for edge in edges:
        start, end = table.boxes.get(edge.source), table.boxes.get(edge.target)
        if start is None or end is None or start is end:
            continue
        band = band_of.get(edge.source)
        together = band is not None and band is band_of.get(edge.target)
        inner = together and start.column < end.column
        before = start.column + 1 if inner else 0
        track = tracks.setdefault((before, edge.source), sum(1 for gutter, _ in tracks if gutter == before))
        yield Line(edge, _path(_points(start, end, track, table, inner=inner, within=together and not inner)))


def _points(start: Box, end: Box, track: int, table: _Table, *, inner: bool, within: bool) -> list[tuple[int, int]]:
    """Return the corners of a line: out of its box, along a gutter, into the other box from the left or from above."""
    paper = table.paper
    aside = (track % 5) * (paper.gutter - 12) // 4
    if within:
        return _around(start, end, paper)
    gutter = _gutter(start, table) if inner else table.left - paper.gutter
    x = gutter + 6 + aside
    points = _out(start, x, paper, to_left=not inner and start.column >= 0)
    if end.first and end.column == (start.column + 1 if inner else 0):
        middle = end.y + paper.height // 2
        return [*points, (x, middle), (end.x, middle)]
    if end.column < 0:
        low = end.y + paper.height * 3 // 4
        return [*points, (x, low), (end.x + paper.width, low)]
    above, door = end.y - paper.gap // 2 + track % 3 * 2, end.x + paper.width // 8
    return [*points, (x, above), (door, above), (door, end.y)]


def _out(box: Box, x: int, paper: Paper, *, to_left: bool) -> list[tuple[int, int]]:
    """Lead a line from a box to the gutter at ``x``, over its neighbours where there are any between."""
    middle = box.y + paper.height // 2
    if to_left and box.first and box.column == 0:
        return [(box.x, middle + paper.height // 4), (x, middle + paper.height // 4)]
    if to_left or not box.last:
        door, above = box.x + paper.width * 7 // 8, box.y - paper.gap // 2 - 3
        return [(door, box.y), (door, above), (x, above)]
    return [(box.x + paper.width, middle), (x, middle)]


def _around(start: Box, end: Box, paper: Paper) -> list[tuple[int, int]]:
    """Lead a line between two boxes of one column, in the gaps above both."""
    door, away = start.x + paper.width * 7 // 8, end.x + paper.width // 8
    side = max(start.x, end.x) + paper.width + paper.between // 2
    above, over = start.y - paper.gap // 2 - 3, end.y - paper.gap // 2 + 3
    return [(door, start.y), (door, above), (side, above), (side, over), (away, over), (away, end.y)]


def _gutter(box: Box, table: _Table) -> int:
    """Return where the gutter right of a box's column begins: after the last box of the column in its band."""
    band = next(band for band in table.bands if box.node in band.nodes)
    column = [table.boxes[n].x for n in band.nodes if table.boxes[n].column == box.column]
    return max(column) + table.paper.width


def _path(points: Sequence[tuple[int, int]], round_by: int = 6) -> str:
    """Write corners as the path of an SVG, each a little rounded."""
    kept = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    corners = [b for a, b, c in zip(kept, kept[1:], kept[2:], strict=False) if not _straight(a, b, c)]
    line = [kept[0], *corners, kept[-1]]
    said = [f"M{line[0][0]} {line[0][1]}"]
    for (a, b), (_, c) in pairwise(pairwise(line)):
        short = min(round_by, _length(a, b) // 2, _length(b, c) // 2)
        enter, leave = _toward(b, a, short), _toward(b, c, short)
        said.append(f"L{enter[0]} {enter[1]}Q{b[0]} {b[1]} {leave[0]} {leave[1]}")
    return "".join(said) + f"L{line[-1][0]} {line[-1][1]}"


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])


def _length(a: tuple[int, int], b: tuple[int, int]) -> int:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _toward(a: tuple[int, int], b: tuple[int, int], by: int) -> tuple[int, int]:
    """Return the point ``by`` pixels from ``a`` on the way to ``b``, along one axis."""
    return (a[0] + _sign(b[0] - a[0]) * by, a[1] + _sign(b[1] - a[1]) * by)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
