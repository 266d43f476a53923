"""A story's evidence as a graph: what is served, and what the number is counted from."""

from dataclasses import replace
from datetime import timedelta

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.independence import Graph, evidence
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.story import Dependence, Lineage, Link, Member, Reason, Relation, Story, Version
from firsthand.present import once
from firsthand.resolve.credit import credits_of
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.text.graph import components
from tests.made import OTHER, SEEN, STRIKE, at, document

LEXICON = Lexicon(agencies=(Agency("Meridian Wire", ("Meridian Wire",), ("meridian.example",)),))
WIRE = document(*STRIKE, url="https://meridian.example/a", outlet="Meridian Wire", published=at(3, 9))
COPY = document(
    *STRIKE,
    url="https://two.example/b",
    outlet="Two",
    dateline="PORT ALDEN (Meridian Wire) -",
    credit="Meridian Wire",
    published=at(3, 11),
)
LATER = document(
    *STRIKE, "More.", url=COPY.url or "", outlet="Two", published=at(3, 11), seen=SEEN + timedelta(hours=1)
)
ALONE = document(*OTHER, url="https://four.example/d", outlet="Four", headline="Climbers rescued", published=at(3, 8))


def told(*pages: Document) -> Graph:
    """Make one story of pages, each member's part as the lineage says."""
    links = [found for i, a in enumerate(pages) for b in pages[i + 1 :] if (found := relate(a, b, LEXICON))]
    by_id = {p.id: p for p in pages}
    found = lineages(by_id, links, LEXICON)
    members = [_member(p, lineage) for lineage in found for p in pages if p.id in lineage.members]
    credits = {p.id: named for p in pages if (named := credits_of(p, LEXICON.agencies))}
    return evidence(Story("sto_x", "Strike", tuple(found), tuple(members)), credits)


def _member(page: Document, lineage: Lineage) -> Member:
    if page is LATER:
        return Member(page.id, lineage.id, Relation.VERSION, COPY.id)
    original = page.id == lineage.original
    return Member(page.id, lineage.id, Relation.ORIGINAL if original else Relation.COPY, None)


def edges(found: Graph) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.kind, edge.target) for edge in found.edges}


def test_words_go_from_the_agency_over_its_page_to_the_copy_which_credits_it() -> None:
    found = told(WIRE, COPY)
    agency = "agency:Meridian Wire"
    assert edges(found) == {
        (agency, "publishes", WIRE.id),
        (WIRE.id, "copy", COPY.id),
        (COPY.id, "credits", agency),
    }
    assert [(n.kind, n.id, n.role) for n in found.nodes] == [
        ("document", WIRE.id, "original"),
        ("document", COPY.id, "copy"),
        ("agency", agency, "agency"),
    ]
    assert found.sources == ((WIRE.id, COPY.id),)
    copied = next(edge for edge in found.edges if edge.kind == "copy")
    assert copied.coverage
    assert {reason.code for reason in copied.reasons} >= {"carries", "credits_this"}
    (credit,) = (edge.reasons[0] for edge in found.edges if edge.kind == "credits")
    (span,) = credit.spans
    assert COPY.text[span.start : span.end] == "Meridian Wire"


def test_an_absent_original_is_a_node_that_its_copies_lead_back_to() -> None:
    found = told(COPY)
    (absent,) = [node for node in found.nodes if node.kind == "absent"]
    assert (absent.name, absent.lineage) == ("Meridian Wire", found.nodes[0].lineage)
    assert (absent.id, "copy", COPY.id) in edges(found)
    assert ("agency:Meridian Wire", "publishes", absent.id) in edges(found)


def test_a_version_hangs_on_the_one_before_it() -> None:
    found = told(WIRE, COPY, LATER)
    assert (COPY.id, "version", LATER.id) in edges(found)
    assert sum(edge.kind == "version" for edge in found.edges) == 1


def test_every_edge_joins_two_nodes_and_who_reports_alone_has_none() -> None:
    found = told(WIRE, COPY, LATER, ALONE)
    nodes = {node.id for node in found.nodes}
    assert len(nodes) == len(found.nodes)
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= nodes
    assert not any(ALONE.id in (edge.source, edge.target) for edge in found.edges)


def test_what_lineages_share_without_being_copies_is_told_once_and_who_retells_leads_back() -> None:
    shared = Link(Relation.SHARED_STATEMENT, WIRE.id, ALONE.id, Coverage(0.1, 0.1), decided=False)
    one = Lineage("lin_1", (WIRE.id,), WIRE.id, beside=(shared,))
    two = Lineage("lin_2", (ALONE.id,), ALONE.id, beside=(shared,))
    reason = Reason("cites", "Four says that Meridian Wire reported it")
    members = [Member(WIRE.id, "lin_1", Relation.ORIGINAL, None), Member(ALONE.id, "lin_2", Relation.INDEPENDENT, None)]
    leans = [
        Dependence("lin_2", ALONE.id, "lin_1", "Meridian Wire", Relation.CITES, reason),
        Dependence("lin_1", WIRE.id, None, "Harbour Gazette", Relation.CITES, reason),
    ]
    story = Story("sto_x", "Strike", (one, two), tuple(members), dependences=tuple(leans))
    found = evidence(story)
    gazette = "absent:harbourgazette"
    assert [(e.source, e.kind, e.target, e.decided, e.counts) for e in found.edges] == [
        (WIRE.id, "shared_statement", ALONE.id, False, False),
        (WIRE.id, "cites", ALONE.id, True, True),
        (gazette, "cites", WIRE.id, True, True),
    ]
    assert (gazette, "Harbour Gazette", None) in {(node.id, node.name, node.lineage) for node in found.nodes}
    assert [set(together) for together in found.sources] == [{WIRE.id, ALONE.id, gazette}]


def test_a_page_with_most_of_its_words_from_another_source_counts_with_it_by_the_edge_between_them() -> None:
    reason = Reason("takes", "takes six sentences", 0.6)
    taken = Link(Relation.PARTIAL, WIRE.id, ALONE.id, Coverage(0.4, 0.6), decided=True, reasons=(reason,))
    one = Lineage("lin_1", (WIRE.id,), WIRE.id, beside=(taken,))
    two = Lineage("lin_2", (ALONE.id,), ALONE.id, beside=(taken,))
    members = [Member(WIRE.id, "lin_1", Relation.ORIGINAL, None), Member(ALONE.id, "lin_2", Relation.INDEPENDENT, None)]
    leans = Dependence("lin_2", ALONE.id, "lin_1", "Meridian Wire", Relation.PARTIAL, reason)
    story = Story("sto_x", "Strike", (one, two), tuple(members))
    assert [e.counts for e in evidence(story).edges] == [False]
    assert story.independent_sources == 2
    mostly = replace(story, dependences=(leans,))
    assert [(e.kind, e.counts) for e in evidence(mostly).edges] == [("partial", True)]
    assert mostly.independent_sources == 1


def test_what_points_at_a_capture_that_shows_nothing_new_points_at_the_first() -> None:
    again = replace(COPY, id="doc_again")
    carried = Link(Relation.COPY, WIRE.id, again.id, Coverage(1, 1), decided=True)
    same = Link(Relation.VERSION, COPY.id, again.id, Coverage(1, 1), decided=True)
    shown = (Version(COPY.id, COPY.article, (again.id,)),)
    lineage = Lineage("lin_1", (WIRE.id, COPY.id, again.id), WIRE.id, links=(carried, same), versions=shown)
    members = [Member(i, "lin_1", Relation.COPY, None) for i in lineage.members]
    found = evidence(once(Story("sto_x", "Strike", (lineage,), tuple(members))))
    assert edges(found) == {(WIRE.id, "copy", COPY.id)}
    assert found.sources == ((WIRE.id, COPY.id),)


def test_edges_that_count_hold_every_lineage_together() -> None:
    found = told(WIRE, COPY, LATER, ALONE)
    joined = components(
        (n.id for n in found.nodes if n.kind != "agency"), ((e.source, e.target) for e in found.edges if e.counts)
    )
    assert {frozenset(together) for together in found.sources} == {*joined}
    assert len(found.sources) == 2
