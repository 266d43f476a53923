"""Lineages become stories: the same ones in whatever order they come, each member with its part and its reason."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document, Role
from firsthand.model.ids import derive
from firsthand.model.independence import evidence
from firsthand.model.moment import Moment, Precision
from firsthand.model.story import Lineage, Link, Reason, Relation, Story, Version
from firsthand.present import once
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.cluster import cluster
from firsthand.thread.features import Features, features
from firsthand.thread.keys import are_compared
from firsthand.thread.lead import representative
from firsthand.thread.score import AFFINITY_FLOOR, score
from firsthand.thread.stories import group_lineages, make_stories, same_event
from firsthand.thread.vector import vector

DAY = datetime(2025, 5, 28, 6, tzinfo=UTC)
TEXTS = {
    "ferry": (
        "The ferry Marigold ran aground off Oakhaven on Tuesday with 214 people on board. Rescuers from the Tern Point "
        "lifeboat station brought everyone ashore, the harbour master Edda Quill said.",
        "All 214 passengers and crew were brought to safety after the Marigold, a ferry on the Oakhaven line, struck "
        "rocks. Edda Quill, who runs the harbour, said the lifeboat from Tern Point was there within minutes.",
        "Passengers of the Marigold thanked the Tern Point lifeboat crew after the Oakhaven ferry hit a reef. Nobody "
        "among the 214 was hurt, said harbour master Quill.",
    ),
    "library": (
        "Lower Brindle's council voted on Tuesday to close two libraries, saying the budget left no choice. Mayor "
        "Osric Vane said 1,180 residents had written to him.",
        "Two of Lower Brindle's libraries will close after a council vote. Osric Vane, the mayor, blamed the budget "
        "and said he had read the letters of 1,180 residents.",
    ),
    "orchard": (
        "A blight has reached the pear orchards of Vesper Hollow, growers told the farm ministry. Botanist Ilka Thorne "
        "found the fungus on 37 farms.",
        "Ilka Thorne, a botanist, has found a fungus in the pears of Vesper Hollow; 37 farms report the blight and "
        "growers want help from the ministry.",
    ),
}


def page(name: str, text: str = "words", hours: float = 0.0, **more: object) -> Document:
    seen = Moment(DAY + timedelta(hours=hours))
    values: dict[str, object] = {"headline": f"Headline of {name}", "seen": seen, "published": seen} | more
    return Document(f"doc_{name}", f"cap_{name}", f"art_{name}", Role.MAIN, text, (), **values)  # type: ignore[arg-type]


def alone(document: Document) -> Lineage:
    return Lineage(f"lin_{document.id}", (document.id,), document.id)


def copied(original: Document, *copies: Document, relation: Relation = Relation.COPY) -> Lineage:
    links = tuple(
        Link(relation, original.id, copy.id, Coverage(0.97, 0.9), True, (Reason("credit", f"credits {original.id}"),))
        for copy in copies
    )
    members = (original.id, *(copy.id for copy in copies))
    return Lineage(f"lin_{original.id}", members, original.id, None, (Reason("earliest", "is the earliest"),), links)


def archive() -> dict[str, Document]:
    pages = [
        page(f"{event}{at}", text, hours=3 * at, headline=f"{event} {at}")
        for event, texts in TEXTS.items()
        for at, text in enumerate(texts)
    ]
    return {p.id: p for p in pages}


def events(stories: list[Story]) -> list[list[str]]:
    return sorted(sorted(m.document.removeprefix("doc_") for m in story.members) for story in stories)


def test_reports_of_one_event_become_one_story_and_others_stay_apart() -> None:
    documents = archive()
    stories = group_lineages([alone(d) for d in documents.values()], documents, load_background(), load_judge())
    assert events(stories) == [["ferry0", "ferry1", "ferry2"], ["library0", "library1"], ["orchard0", "orchard1"]]
    assert sorted(s.independent_sources for s in stories) == [2, 2, 3]


@given(st.permutations(sorted(archive())))
@settings(max_examples=25, deadline=None)
def test_stories_do_not_depend_on_the_order_of_arrival(order: list[str]) -> None:
    documents = archive()
    shuffled = {name: documents[name] for name in order}
    assert group_lineages(
        [alone(d) for d in shuffled.values()], shuffled, load_background(), load_judge()
    ) == group_lineages([alone(d) for d in documents.values()], documents, load_background(), load_judge())


def arrive_one_by_one(order: list[Document]) -> list[Story]:
    """Do what the store does: index, look up, score and keep affinities for each lineage as it comes."""
    documents = {d.id: d for d in order}
    known: dict[str, Features] = {}
    edges: list[tuple[str, str, float]] = []
    for document in order:
        name = alone(document).id
        mine = features(document, load_background())
        for other, theirs in known.items():
            if are_compared(vector(mine), vector(theirs)):
                value = score(mine, theirs, load_judge()).value
                if value >= AFFINITY_FLOOR:
                    edges.append((name, other, value))
        known[name] = mine

    def near(*pages: Document) -> tuple[Reason, ...]:
        here, there = pages
        return same_event((here, there), (known[alone(here).id], known[alone(there).id]), load_judge())

    return make_stories([alone(d) for d in order], documents, cluster(known, edges), edges, near)


@pytest.mark.parametrize("seed", range(8))
def test_lineages_that_come_one_by_one_and_late_end_in_the_same_stories(seed: int) -> None:
    documents = archive()
    order = list(documents.values())
    random.Random(seed).shuffle(order)
    assert arrive_one_by_one(order) == group_lineages(
        [alone(d) for d in order], documents, load_background(), load_judge()
    )


def test_an_iterator_of_lineages_is_read_once() -> None:
    documents = archive()
    stories = group_lineages((alone(d) for d in documents.values()), documents, load_background(), load_judge())
    assert len(stories) == 3


def test_a_story_takes_its_id_from_the_article_seen_first() -> None:
    early, late = page("late_name", hours=0), page("a_early_name", hours=5)
    lineages = [alone(early), alone(late)]
    (story,) = make_stories(lineages, {d.id: d for d in (early, late)}, [frozenset(x.id for x in lineages)])
    assert story.id == derive("sto", early.article)


def test_the_headline_is_that_of_the_most_copied_original() -> None:
    first, second, copy = page("first"), page("second", hours=2), page("copy", hours=3)
    lineages = [alone(first), copied(second, copy)]
    (story,) = make_stories(lineages, {d.id: d for d in (first, second, copy)}, [frozenset(lin.id for lin in lineages)])
    assert story.headline == second.headline
    assert story.lineages[0].original == second.id


def test_a_story_without_any_headline_is_called_by_its_first_words() -> None:
    bare = page("bare", text="The ferry Marigold ran aground. " * 9, headline="")
    (story,) = make_stories([alone(bare)], {bare.id: bare}, [frozenset([alone(bare).id])])
    assert story.headline.startswith("The ferry Marigold")
    assert len(story.headline) <= 92


def relations(story: Story) -> dict[str, Relation]:
    return {m.document.removeprefix("doc_"): m.relation for m in story.members}


def test_an_original_with_copies_is_original_and_a_page_of_its_own_is_independent() -> None:
    wire, copy, own = page("wire"), page("copy", hours=1), page("own", hours=2)
    lineages = [copied(wire, copy), alone(own)]
    (story,) = make_stories(lineages, {d.id: d for d in (wire, copy, own)}, [frozenset(x.id for x in lineages)])
    assert relations(story) == {"wire": Relation.ORIGINAL, "copy": Relation.COPY, "own": Relation.INDEPENDENT}
    assert story.independent_sources == 2


def test_a_story_of_one_page_has_an_original() -> None:
    only = page("only")
    (story,) = make_stories([alone(only)], {only.id: only}, [frozenset([alone(only).id])])
    assert relations(story) == {"only": Relation.ORIGINAL}


def test_a_copy_says_whom_it_copies_how_much_and_why() -> None:
    wire, copy = page("wire"), page("copy", hours=1)
    (story,) = make_stories([copied(wire, copy)], {d.id: d for d in (wire, copy)}, [frozenset(["lin_doc_wire"])])
    member = next(m for m in story.members if m.document == copy.id)
    assert (member.original, member.coverage) == (wire.id, Coverage(0.97, 0.9))
    assert [r.text for r in member.reasons] == ["credits doc_wire"]


def test_the_link_to_the_original_is_told_before_a_link_to_another_copy() -> None:
    wire, copy, again = page("wire"), page("copy", hours=1), page("again", hours=2)
    between = Link(Relation.COPY, copy.id, again.id, Coverage(1.0, 1.0), True)
    lineage = copied(wire, copy, again)
    lineage = replace(lineage, links=(between, *lineage.links))
    (story,) = make_stories([lineage], {d.id: d for d in (wire, copy, again)}, [frozenset([lineage.id])])
    assert next(m for m in story.members if m.document == again.id).original == wire.id


def test_another_state_of_the_same_page_is_a_version_and_no_copy() -> None:
    wire = page("wire")
    later = replace(page("later", hours=4), article=wire.article)
    lineage = Lineage("lin_w", (wire.id, later.id), wire.id)
    own = page("own", hours=1)
    (story,) = make_stories(
        [lineage, alone(own)], {d.id: d for d in (wire, later, own)}, [frozenset(["lin_w", alone(own).id])]
    )
    assert relations(story) == {"wire": Relation.INDEPENDENT, "later": Relation.VERSION, "own": Relation.INDEPENDENT}


def test_a_page_seen_again_before_its_version_is_no_version_of_itself() -> None:
    """A page orders its versions by its own times, which need not be those at which it was seen."""
    first = page("first", hours=1)
    again = replace(page("again"), article=first.article)
    same = Link(Relation.VERSION, first.id, again.id, Coverage(1, 1), True)
    versions = (Version(first.id, first.article, (again.id,)),)
    lineage = Lineage("lin_x", (again.id, first.id), None, "Northwire", links=(same,), versions=versions)
    (story,) = make_stories([lineage], {d.id: d for d in (first, again)}, [frozenset(["lin_x"])])
    assert [(m.document, m.relation, m.original) for m in story.members] == [
        (first.id, Relation.COPY, None),
        (again.id, Relation.VERSION, first.id),
    ]
    assert [(e.source, e.kind, e.target) for e in evidence(once(story)).edges if e.counts] == [
        ("absent:lin_x", "copy", first.id)
    ]


def test_copies_of_an_original_nobody_has_are_copies_and_one_source() -> None:
    left, right = page("left"), page("right", hours=1)
    undecided = Link(Relation.COPY, left.id, right.id, Coverage(0.9, 0.9), False, (Reason("overlap", "shares text"),))
    lineage = Lineage("lin_x", (left.id, right.id), None, "Northwire", (Reason("credit", "both credit"),), (undecided,))
    (story,) = make_stories([lineage], {d.id: d for d in (left, right)}, [frozenset(["lin_x"])])
    assert relations(story) == {"left": Relation.COPY, "right": Relation.COPY}
    assert story.independent_sources == 1
    assert representative(lineage, {d.id: d for d in (left, right)}) == left


def test_outlets_are_counted_once_and_a_nameless_page_goes_by_its_host() -> None:
    pages = [
        page("a", outlet="Oakhaven Echo"),
        page("b", hours=1, outlet="OAKHAVEN ECHO"),
        page("c", hours=2, url="https://www.brindle.example/ferry"),
        page("d", hours=3),
    ]
    lineage = copied(*pages)
    (story,) = make_stories([lineage], {d.id: d for d in pages}, [frozenset([lineage.id])])
    assert story.outlets == ("Oakhaven Echo", "brindle.example")


def test_first_and_last_report_are_publications_where_any_are_known() -> None:
    day = Moment(datetime(2025, 5, 20, tzinfo=UTC), Precision.DAY)
    dated, undated = page("dated", published=day), page("undated", hours=9, published=None)
    lineage = copied(dated, undated)
    (story,) = make_stories([lineage], {d.id: d for d in (dated, undated)}, [frozenset([lineage.id])])
    assert (story.first, story.last) == (day, day)


def test_an_independent_member_says_what_it_shares_and_with_whom() -> None:
    documents = archive()
    stories = group_lineages([alone(d) for d in documents.values()], documents, load_background(), load_judge())
    story = next(s for s in stories if s.headline == "library 0")
    (reason,) = story.members[0].reasons
    assert reason.code == "same_event"
    assert "“Vane”" in reason.text or "“Osric”" in reason.text
    assert "“library 1”" in reason.text


def test_what_two_lineages_share_is_told_with_its_places_on_both_pages() -> None:
    documents = {d.id: d for d in (page(f"ferry{at}", text) for at, text in enumerate(TEXTS["ferry"][:2]))}
    (story,) = group_lineages([alone(d) for d in documents.values()], documents, load_background(), load_judge())
    for member in story.members:
        (reason,) = [r for r in member.reasons if r.code == "same_event"]
        assert {span.document for span in reason.spans} == set(documents)
        assert reason.spans[0].document == member.document, "its own page first"
        words = [documents[s.document].text[s.start : s.end] for s in reason.spans]
        assert words.count("Oakhaven") == 2
        assert all(word and word.strip() == word for word in words)


def test_a_script_without_spaces_has_its_places_too() -> None:
    pages = [page(name, "东京湾渡轮搁浅，二百人获救。港务局长说没有人受伤。", language="zh") for name in ("x", "y")]
    documents = {d.id: d for d in pages}
    (story,) = group_lineages([alone(d) for d in pages], documents, load_background(), load_judge())
    (reason, _) = [r for m in story.members for r in m.reasons if r.code == "same_event"]
    assert len(reason.spans) >= 2
    assert all(len(documents[s.document].text[s.start : s.end]) == 2 for s in reason.spans)
