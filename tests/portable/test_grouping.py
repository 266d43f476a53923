"""Fingerprints, links, lineages, affinities and stories answer alike on either database."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from firsthand.model.errors import NotFound
from firsthand.store import affinities, fingerprints, lineages, links, stories
from firsthand.store.database import Store
from tests.portable import made

BIG = 2**64 - 1


def test_prints_find_what_shares_them(store: Store) -> None:
    with store.write() as tx:
        fingerprints.put(tx, "b", [1, 2, BIG, 2**63])
        fingerprints.put(tx, "a", [1, 2, BIG, BIG])
        fingerprints.put(tx, "c", [1])
    with store.read() as tx:
        assert fingerprints.overlapping(tx, [BIG, 2**63, 1, 1], 1) == [("b", 3), ("a", 2), ("c", 1)]
        assert fingerprints.overlapping(tx, [BIG, 2**63, 1], 2) == [("b", 3), ("a", 2)]
        assert fingerprints.overlapping(tx, [], 1) == []
        assert fingerprints.overlapping(tx, range(100, 100_000), 1) == []


def test_prints_are_replaced_and_dropped(store: Store) -> None:
    with store.write() as tx:
        fingerprints.put(tx, "a", [1, 2])
        fingerprints.put(tx, "a", [2, 3])
        fingerprints.put(tx, "b", [2])
        fingerprints.drop(tx, "b")
        assert fingerprints.overlapping(tx, [1, 2, 3], 1) == [("a", 2)]


def test_links_are_one_a_directed_pair(store: Store) -> None:
    with store.write() as tx:
        links.put(tx, [made.link("a", "b"), made.link("c", "a"), made.link("c", "d")])
        links.put(tx, [made.link("a", "b", 0.5)])
        links.put(tx, [])
    with store.read() as tx:
        assert links.touching(tx, ["a"]) == [made.link("a", "b", 0.5), made.link("c", "a")]
    with store.write() as tx:
        links.drop(tx, "a")
        assert links.touching(tx, ["a", "b", "c", "d"]) == [made.link("c", "d")]


def test_lineages_take_the_place_of_others(store: Store) -> None:
    one, two = made.lineage("1", "a", "b"), made.lineage("2", "c")
    both = made.lineage("3", "a", "b", "c")
    with store.write() as tx:
        lineages.replace(tx, [], [one, two])
        assert lineages.of_documents(tx, ["b", "c", "x"]) == [one, two]
        lineages.replace(tx, [one.id, two.id, "lin_unknown"], [both])
        lineages.replace(tx, [], [both])
    with store.read() as tx:
        assert lineages.of_documents(tx, ["b"]) == [both]
        assert lineages.many(tx, [one.id, both.id]) == {both.id: both}
        assert lineages.all_ids(tx) == [both.id]


def test_no_document_is_in_two_lineages(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as tx:
        lineages.replace(tx, [], [made.lineage("1", "a", "b"), made.lineage("2", "b")])


def test_terms_find_lineages_of_a_time(store: Store) -> None:
    with store.write() as tx:
        affinities.put_terms(tx, "a", {1: 0.5, BIG: 0.1}, made.NOON)
        affinities.put_terms(tx, "b", {1: 0.5, BIG: 0.2, 7: 1}, made.NOON + timedelta(days=1))
        affinities.put_terms(tx, "b", {1: 0.5, BIG: 0.2, 8: 1}, made.NOON + timedelta(days=1))
        affinities.put_terms(tx, "c", {}, made.NOON)
    day = timedelta(days=1)
    with store.read() as tx:
        assert affinities.lineages_sharing(tx, [1, BIG, 8], 2, None, None) == [("b", 3), ("a", 2)]
        assert affinities.lineages_sharing(tx, [1, 7], 1, made.NOON, made.NOON) == [("a", 1)]
        assert affinities.lineages_sharing(tx, [1], 1, made.NOON + day, None) == [("b", 1)]
        assert affinities.lineages_sharing(tx, [1], 1, None, made.NOON - day) == []


def test_a_component_hangs_together(store: Store) -> None:
    with store.write() as tx:
        affinities.put(tx, [("b", "a", 0.5), ("b", "c", 0.25), ("d", "c", 1 / 3), ("x", "y", 1.0)])
        affinities.put(tx, [("a", "b", 0.75)])
        everything = [("a", "b", 0.75), ("b", "c", 0.25), ("c", "d", 1 / 3)]
        for name in "abcd":
            assert affinities.component(tx, name) == ({"a", "b", "c", "d"}, everything)
        assert affinities.component(tx, "lonely") == ({"lonely"}, [])
        affinities.drop(tx, "b")
        assert affinities.component(tx, "d") == ({"c", "d"}, [("c", "d", 1 / 3)])


def test_a_lineage_is_no_pair_with_itself(store: Store) -> None:
    with store.write() as tx, pytest.raises(ValueError, match="itself"):
        affinities.put(tx, [("a", "a", 1.0)])


def test_stories_take_the_place_of_others(store: Store) -> None:
    one, two = made.lineage("1", "a", "b"), made.lineage("2", "c")
    first, second = made.story("1", one), made.story("2", two)
    with store.write() as tx:
        stories.replace(tx, [], [first, second])
        assert stories.of_lineages(tx, [one.id]) == [first]
        assert stories.of_documents(tx, ["b", "c"]) == [first, second]
        stories.replace(tx, [first.id, second.id], [made.story("3", one, two)])
        stories.replace(tx, [], [])
    with store.read() as tx:
        assert stories.get(tx, "sto_3") == made.story("3", one, two)
        assert stories.count(tx) == 1
        with pytest.raises(NotFound):
            stories.get(tx, first.id)


def test_no_lineage_is_in_two_stories(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as tx:
        stories.replace(tx, [], [made.story("1", made.lineage("1", "a")), made.story("2", made.lineage("1", "b"))])


def test_the_river_runs_newest_first_page_by_page(store: Store) -> None:
    hours = [5, 1, 3, 3, 3, 2, None]
    made_stories = [
        made.story(
            f"{'ba_Z0'[i % 5]}{i}",
            made.lineage(str(i), f"d{i}"),
            last=None if hour is None else made.NOON + timedelta(hours=hour),
        )
        for i, hour in enumerate(hours)
    ]
    with store.write() as tx:
        stories.replace(tx, [], made_stories)
    pages, key = [], None
    with store.read() as tx:
        while True:
            page, key = stories.river(tx, 2, key)
            pages.append([story.id for story in page])
            if key is None:
                break
    dated = [story for story in made_stories if story.last]
    newest = sorted(dated, key=lambda story: (story.last.at, story.id), reverse=True)  # type: ignore[union-attr]
    assert [name for page in pages for name in page] == [*(story.id for story in newest), made_stories[-1].id]
    assert [len(page) for page in pages] == [2, 2, 2, 1]


def test_a_foreign_key_of_the_river_is_not_found(store: Store) -> None:
    with store.read() as tx:
        assert stories.river(tx, 5) == ([], None)
        for key in ("", "x.y", "9" * 40 + ".sto_1"):
            with pytest.raises(NotFound):
                stories.river(tx, 5, key)
