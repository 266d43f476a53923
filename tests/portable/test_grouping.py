"""Fingerprints, links, lineages, affinities and stories answer alike on either database."""

import random
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy.exc import IntegrityError

from firsthand.model.errors import NotFound
from firsthand.model.reading import Reader, Wanted
from firsthand.resolve.candidates import CROWDED_ABOVE, SHARED_AT_LEAST, Printed, candidates, crowded_houses, is_enough
from firsthand.store import affinities, derived, fingerprints, lineages, links, river, stories
from firsthand.store.database import Store, Tx
from firsthand.thread.cluster import Net
from tests.portable import made

BIG = 2**64 - 1


def printed(name: str, *prints: int, house: str = "outlet.example", article: str = "") -> Printed:
    return Printed(name, article or f"art_{name}", house, np.array(sorted(set(prints)), np.uint64))


def put(tx: Tx, *some: Printed) -> set[str]:
    return fingerprints.put(tx, [one.document for one in some], some)


def test_prints_find_what_shares_them(store: Store) -> None:
    with store.write() as tx:
        assert put(tx, printed("b", 1, 2, BIG, 2**63), printed("a", 1, 2, BIG), printed("c", 1)) == set()
    with store.read() as tx:
        assert fingerprints.overlapping(tx, ["c"], 1) == [("a", "c"), ("b", "c")]
        assert fingerprints.overlapping(tx, ["a", "b", "c"], 2) == [("a", "b")]
        assert fingerprints.overlapping(tx, ["b"], 3) == [("a", "b")]
        assert fingerprints.overlapping(tx, ["b"], 4) == fingerprints.overlapping(tx, ["x"], 1) == []


def test_prints_are_replaced_and_dropped(store: Store) -> None:
    with store.write() as tx:
        put(tx, printed("a", 1, 2), printed("b", 2), printed("c", 1))
        put(tx, printed("a", 2, 3))
        assert fingerprints.overlapping(tx, ["a"], 1) == [("a", "b")]
        fingerprints.put(tx, ["b"], [])
        assert fingerprints.overlapping(tx, ["a"], 1) == []


def test_a_document_may_hold_very_many_prints(store: Store) -> None:
    with store.write() as tx:
        put(tx, printed("a", *range(100_000)), printed("b", 99_998, 99_999))
        assert fingerprints.overlapping(tx, ["a"], 2) == [("a", "b")]


def crowd(count: int) -> list[Printed]:
    return [printed(f"d{number:02}", 7, 8, 100 + number) for number in range(count)]


def test_what_stands_on_too_many_pages_of_one_outlet_pairs_none_of_them(store: Store) -> None:
    *most, last = crowd(CROWDED_ABOVE + 1)
    elsewhere = [printed(f"x{number}", 7, 8, house=f"{number}.example") for number in range(2)]
    with store.write() as tx:
        put(tx, *most, *elsewhere)
        assert len(fingerprints.overlapping(tx, ["d00"], 2)) == CROWDED_ABOVE - 1 + 2
        assert put(tx, last) == {one.document for one in most}
        assert fingerprints.overlapping(tx, ["d00", "d32"], 2) == []
        assert fingerprints.overlapping(tx, ["x0"], 2) == [("x0", "x1")]
        put(tx, printed("d98", 7, 8))
        assert fingerprints.overlapping(tx, ["d98"], 1) == []


def test_a_crowd_that_shrinks_is_none_any_more(store: Store) -> None:
    *most, last = crowd(CROWDED_ABOVE + 1)
    with store.write() as tx:
        put(tx, *most)
        before = [row for row in derived.dump(tx) if "fingerprint" in row[0]]
        put(tx, last)
        assert put(tx, *most[:3]) == set()
        assert fingerprints.put(tx, [last.document], []) == {one.document for one in most}
        assert [row for row in derived.dump(tx) if "fingerprint" in row[0]] == before


def test_versions_of_one_page_and_pages_without_outlet_are_no_crowd(store: Store) -> None:
    with store.write() as tx:
        put(tx, *(printed(f"v{number:02}", 7, 8, article="art_one") for number in range(CROWDED_ABOVE + 5)))
        assert len(fingerprints.overlapping(tx, ["v00"], 2)) == CROWDED_ABOVE + 4
        put(tx, *(printed(f"n{number:02}", 5, 6, house="") for number in range(CROWDED_ABOVE + 5)))
        assert len(fingerprints.overlapping(tx, ["n00"], 2)) == CROWDED_ABOVE + 4


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_index_does_not_depend_on_the_order(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    houses = ["a.example", "b.example", ""]
    some = [
        printed(
            f"d{number}",
            *(chance.randrange(8) for _ in range(4)),
            house=chance.choice(houses),
            article=f"art_{number % 90}",
        )
        for number in range(150)
    ]
    gone = [one.document for one in chance.sample(some, 40)]
    kept = [one for one in some if one.document not in gone]
    with store.write() as tx:
        chance.shuffle(some)
        while some:
            batch, some = some[: (size := chance.randrange(1, 40))], some[size:]
            put(tx, *batch)
        fingerprints.put(tx, gone, [])
        pairs = fingerprints.overlapping(tx, [one.document for one in kept], SHARED_AT_LEAST)
        dump = list(derived.dump(tx))
        derived.drop_all(tx)
        put(tx, *kept)
        assert list(derived.dump(tx)) == dump
    assert pairs == in_memory(kept)


def in_memory(some: list[Printed]) -> list[tuple[str, str]]:
    """The pairs of the batch path, without those that only share a page."""
    found = [(some[a], some[b]) for a, b in candidates(some)]
    named = [tuple(sorted((a.document, b.document))) for a, b in found if a.article != b.article or paired(a, b, some)]
    return sorted((a, b) for a, b in named)


def paired(a: Printed, b: Printed, some: list[Printed]) -> bool:
    """Say whether two versions of a page share enough that is not crowded."""
    shared = set(a.prints.tolist()) & set(b.prints.tolist())
    held = {p: crowded_houses((o.house, o.article) for o in some if p in o.prints) for p in shared}
    count = sum(1 for p in shared if not {a.house, b.house} & held[p])
    return count >= SHARED_AT_LEAST and is_enough(count, len(a.prints), len(b.prints))


def test_links_are_one_a_directed_pair(store: Store) -> None:
    with store.write() as tx:
        links.put(tx, [made.link("a", "b"), made.link("c", "a"), made.link("c", "d")])
        links.put(tx, [made.link("a", "b", 0.5)])
        links.put(tx, [])
    with store.read() as tx:
        assert links.touching(tx, ["a"]) == [made.link("a", "b", 0.5), made.link("c", "a")]
    with store.write() as tx:
        links.drop(tx, ["a"])
        assert links.touching(tx, ["a", "b", "c", "d"]) == [made.link("c", "d")]


def test_lineages_take_the_place_of_others(store: Store) -> None:
    one, two = made.lineage("1", "a", "b"), made.lineage("2", "c")
    both = made.lineage("3", "a", "b", "c")
    with store.write() as tx:
        lineages.replace(tx, [], [one, two])
        assert lineages.of_documents(tx, ["b", "c", "x"]) == [one, two]
        assert lineages.beside(tx, ["b", "x"]) == {"a", "b"}
        lineages.replace(tx, [one.id, two.id, "lin_unknown"], [both])
        lineages.replace(tx, [], [both])
    with store.read() as tx:
        assert lineages.of_documents(tx, ["b"]) == [both]
        assert lineages.many(tx, [one.id, both.id]) == {both.id: both}
        assert lineages.all_ids(tx) == [both.id]


def test_no_document_is_in_two_lineages(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as tx:
        lineages.replace(tx, [], [made.lineage("1", "a", "b"), made.lineage("2", "b")])


def near(tx: Tx, *words: str, days: float = 0, gone: tuple[str, ...] = (), sure: bool = False) -> list[tuple[str, str]]:
    vector = made.page("new", *words, when=made.NOON + timedelta(days=days), sure=sure)
    return pairs_of(affinities.neighbours(tx, {"new": vector}, gone))


def pairs_of(found: affinities.Neighbours) -> list[tuple[str, str]]:
    return sorted((found.names[a], found.names[b]) for a, b in found.pairs.tolist())


def test_near_pages_are_found_by_two_words_and_far_ones_by_a_pair(store: Store) -> None:
    with store.write() as tx:
        affinities.put_pages(tx, {"a": made.page("a", "Oakhaven", "Tolley"), "b": made.page("b", "Oakhaven", "Quill")})
    with store.read() as tx:
        assert near(tx, "Oakhaven", "Tolley") == near(tx, "Oakhaven", "Tolley", days=3) == [("new", "a")]
        assert near(tx, "Oakhaven", "Tolley", days=500) == [("new", "a")]
        assert near(tx, "Oakhaven", "Tolley", days=800) == near(tx, "Tolley") == []
        assert near(tx, "Oakhaven", "Tolley", "Quill") == [("new", "a"), ("new", "b")]
        assert near(tx, "Oakhaven", "Tolley", "Quill", gone=("a",)) == [("new", "b")]


def test_two_sure_dates_find_each_other_within_days_and_others_within_years(store: Store) -> None:
    words = ("Oakhaven", "Tolley", "Quill")
    with store.write() as tx:
        affinities.put_pages(tx, {"a": made.page("a", *words, sure=True), "b": made.page("b", *words)})
    with store.read() as tx:
        for days in (-9, -5, 0, 5, 9):
            assert near(tx, *words, days=days, sure=True) == [("new", "a"), ("new", "b")]
        for days in (-300, -30, 12, 20, 300):
            assert near(tx, *words, days=days, sure=True) == [("new", "b")]
            assert near(tx, *words, days=days) == [("new", "a"), ("new", "b")]
    with store.write() as tx:
        affinities.drop(tx, ["a", "b"])
        assert not [row for row in derived.dump(tx) if row[0].startswith("affinity")]


def test_pages_asked_for_together_find_each_other(store: Store) -> None:
    asked = {
        name: made.page(name, "Oakhaven", "Tolley", when=made.NOON + timedelta(days=days))
        for name, days in (("p", 0), ("q", 1), ("r", 300))
    }
    with store.read() as tx:
        pairs = pairs_of(affinities.neighbours(tx, asked, []))
    assert {frozenset(pair) for pair in pairs} == {frozenset("pq"), frozenset("pr"), frozenset("qr")}
    assert len(pairs) == 3


def test_a_page_that_is_dropped_is_not_found(store: Store) -> None:
    with store.write() as tx:
        page = made.page("a", "Oakhaven", "Tolley")
        affinities.put_pages(tx, {"a": page, "b": made.page("b", "Oakhaven", "Tolley")})
        affinities.put(tx, [("a", "b", 0.7)])
        assert affinities.unchanged(tx, {"a": page, "b": page, "c": page}) == {"a", "b"}
        affinities.drop(tx, ["a"])
        assert near(tx, "Oakhaven", "Tolley") == [("new", "b")]
        assert affinities.inside(tx, ["a", "b"]) == []
        affinities.drop(tx, ["a", "b"])
        assert not [row for row in derived.dump(tx) if row[0].startswith("affinity")]


def test_a_net_holds_what_stands_around(store: Store) -> None:
    with store.write() as tx:
        affinities.put_pages(tx, {name: made.page(name, "Oakhaven") for name in "abcdx"})
        affinities.put(tx, [("b", "a", 0.5), ("b", "c", 0.25), ("d", "c", 1 / 3), ("a", "x", 0.9), ("c", "x", 0.1)])
    with store.read() as tx:
        nets = affinities.Nets(tx)
        assert told(nets.around({"b"}, {"b"})) == ({("a", "b", 500_000)}, {"a"})
        assert told(nets.around({"b"}, {"b", "c", "d"})) == (
            {("a", "b", 500_000), ("b", "c", 250_000), ("c", "d", 333_333)},
            {"a"},
        )
        assert told(nets.around(set("abc"), set("abc"))) == (
            {("a", "b", 500_000), ("b", "c", 250_000), ("a", "x", 900_000), ("c", "x", 100_000)},
            {"x"},
        )


def test_groups_are_kept_until_a_lineage_leaves(store: Store) -> None:
    with store.write() as tx:
        affinities.put_groups(tx, [frozenset("ab"), frozenset("c")])
        affinities.put_groups(tx, [frozenset("bc")])
        assert affinities.groups_of(tx, "b") == {frozenset("bc")}
        assert affinities.groups_of(tx, "ac") == {frozenset("a"), frozenset("bc")}
        affinities.leave_groups(tx, "b")
        assert affinities.groups_of(tx, "abc") == {frozenset("a"), frozenset("c")}


def test_pairs_inside_are_those_of_both_ends(store: Store) -> None:
    with store.write() as tx:
        affinities.put(tx, [("b", "a", 0.5), ("b", "c", 0.25), ("c", "d", 1 / 3)])
        assert affinities.inside(tx, "abc") == [("a", "b", 0.5), ("b", "c", 0.25)]


def told(net: Net) -> tuple[set[tuple[str, str, int]], set[str]]:
    rows = zip(net.first.tolist(), net.second.tolist(), net.units.tolist(), strict=True)
    edges = {(*sorted((net.names[a], net.names[b])), units) for a, b, units in rows}
    return edges, {net.names[at] for at in net.beside}  # type: ignore[return-value]


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


READER = Reader("acc_1")


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
            page = river.page(tx, Wanted(), READER, 2, key)
            pages.append(page.ids)
            if (key := page.next) is None:
                break
    dated = [story for story in made_stories if story.last]
    newest = sorted(dated, key=lambda story: (story.last.at, story.id), reverse=True)  # type: ignore[union-attr]
    assert [name for page in pages for name in page] == [*(story.id for story in newest), made_stories[-1].id]
    assert [len(page) for page in pages] == [2, 2, 2, 1]


def test_a_foreign_key_of_the_river_is_not_found(store: Store) -> None:
    with store.read() as tx:
        assert river.page(tx, Wanted(), READER, 5) == river.Page([], None)
        for key in ("", "x.y", "9" * 40 + ".sto_1"):
            with pytest.raises(NotFound):
                river.page(tx, Wanted(), READER, 5, key)
