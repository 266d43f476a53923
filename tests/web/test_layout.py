"""The drawing of the evidence: nothing overlaps, nothing is lost, and the same graph gives the same paper."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.contract import CoverageOut, EdgeOut, GraphOut, NodeOut
from firsthand.web.evidence import picture
from firsthand.web.layout import DESK, SMALL, lay_out, main_edges


def node(i: int, lineage: int, role: str = "copy") -> NodeOut:
    return NodeOut(f"d{i}", "document", f"Outlet {i}", role, f"l{lineage}", "H", f"2025-05-28T{i % 24:02}:00Z", None)


def edge(source: str, target: str, kind: str = "copy", *, of_copy: float = 0.5, decided: bool = True) -> EdgeOut:
    return EdgeOut(source, target, kind, decided, CoverageOut(0.5, of_copy), [], True)


def story(sizes: list[int], extra: list[tuple[int, int, str]]) -> GraphOut:
    """Return lineages of these sizes, the first of each its original, and further edges between any two pages."""
    nodes: list[NodeOut] = []
    edges: list[EdgeOut] = []
    for lineage, size in enumerate(sizes):
        first = len(nodes)
        nodes += [node(first + n, lineage, "copy" if n else "original") for n in range(size)]
        edges += [edge(f"d{first}", f"d{first + n}") for n in range(1, size)]
    count = len(nodes)
    edges += [edge(f"d{a % count}", f"d{b % count}", kind) for a, b, kind in extra]
    nodes.append(NodeOut("agency:X", "agency", "X", "agency", None, "", None, None))
    edges.append(edge("agency:X", "d0", "publishes"))
    edges += [edge(f"d{n}", "agency:X", "credits") for n in range(count)]
    sources = [[n.id for n in nodes if n.lineage == f"l{lineage}"] for lineage in range(len(sizes))]
    return GraphOut("s", len(sources), nodes, edges, sources)


kinds = st.sampled_from(["copy", "rewrite", "partial", "cites", "shared_statement", "version"])
sizes = st.lists(st.integers(1, 14), min_size=1, max_size=9)
extras = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), kinds), max_size=12)


def apart(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]


@settings(deadline=None)
@given(sizes, extras, st.sampled_from([DESK, SMALL]))
def test_no_box_and_no_band_overlaps_another_and_all_lie_on_the_paper(sizes, extras, paper) -> None:
    drawing = lay_out(story(sizes, extras), paper)
    boxes = [(b.x, b.y, paper.width, paper.height) for b in drawing.boxes]
    bands = [(b.x, b.y, b.width, b.height) for b in drawing.bands]
    for some in (boxes, bands):
        assert all(apart(a, b) for n, a in enumerate(some) for b in some[n + 1 :])
        for x, y, width, height in some:
            assert x >= 0
            assert y >= 0
            assert x + width <= drawing.width
            assert y + height <= drawing.height
    inside = {node: band for band in drawing.bands for node in band.nodes}
    for box in drawing.boxes:
        band = inside.get(box.node)
        assert band is None or not apart((box.x, box.y, 1, 1), (band.x, band.y, band.width, band.height))


@settings(deadline=None)
@given(sizes, extras)
def test_every_page_is_drawn_once_and_the_same_graph_gives_the_same_drawing(sizes, extras) -> None:
    graph = story(sizes, extras)
    drawing = lay_out(graph)
    assert sorted(b.node for b in drawing.boxes) == sorted(n.id for n in graph.nodes)
    assert len(drawing.bands) == graph.independent_sources
    assert lay_out(graph) == drawing


@settings(deadline=None)
@given(sizes, extras)
def test_no_line_crosses_a_box(sizes, extras) -> None:
    drawing = lay_out(story(sizes, extras))
    boxes = {b.node: b for b in drawing.boxes}
    for line in drawing.lines:
        points = [(int(x), int(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", line.path)]
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            for box in boxes.values():
                if box.node in (line.edge.source, line.edge.target):
                    continue
                crosses = (
                    min(x0, x1) < box.x + DESK.width
                    and max(x0, x1) > box.x
                    and min(y0, y1) < box.y + DESK.height
                    and max(y0, y1) > box.y
                )
                assert not crosses, (line.edge, box)


def test_a_page_is_drawn_with_the_original_even_where_another_copy_has_more_of_its_words() -> None:
    graph = story([3], [])
    more = edge("d1", "d2", of_copy=0.9)
    graph.edges.append(more)
    assert main_edges(graph)["d2"].source == "d0"
    assert more not in [line.edge for line in lay_out(graph).lines]
    (also,) = [mark.also for mark in picture(graph).marks if mark.node.id == "d2"]
    assert [has.other.id for has in also] == ["d1"], "it is told all the same"


def test_forty_copies_take_several_columns() -> None:
    drawing = lay_out(story([41], []))
    columns = {box.x for box in drawing.boxes if box.column == 1}
    assert len(columns) == DESK.columns
    assert drawing.width < 1216, "a desk's window"


def test_what_a_page_has_is_told_in_words() -> None:
    graph = story([2], [])
    told = [mark.told for mark in picture(graph).marks]
    assert "Outlet 1: copy; copies Outlet 0; credits X" in told
