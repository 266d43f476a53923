"""Gists, kinships, threads and touches answer alike on either database."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from firsthand.model.errors import NotFound
from firsthand.store import gists, threads
from firsthand.store.database import Store
from tests.portable import made

DAY = timedelta(days=1)


def test_names_find_stories_of_a_time(store: Store) -> None:
    with store.write() as tx:
        gists.put(tx, made.gist("a", "ada"), [1, 2, 3], [])
        gists.put(tx, made.gist("b", "bo", at=made.NOON + DAY), [2, 3, 4], [7, 8])
    with store.read() as tx:
        until = made.NOON + DAY
        assert gists.sharing(tx, [1, 2, 3], 2, made.NOON, until, round_ups=False) == ["sto_a", "sto_b"]
        assert gists.sharing(tx, [1, 2, 3], 3, made.NOON, until, round_ups=False) == ["sto_a"]
        assert gists.sharing(tx, [2, 3], 2, until, until, round_ups=False) == ["sto_b"]
        assert gists.sharing(tx, [2, 3, 7, 8], 2, made.NOON, until, round_ups=True) == ["sto_b"]
        assert gists.sharing(tx, [], 1, made.NOON, until, round_ups=True) == []


def test_a_gist_comes_back_as_it_was_and_goes_with_its_names(store: Store) -> None:
    kept = made.gist("a", "ada", "bo", roundups=(made.roundup("doc_1", "cy di", "ed"),))
    with store.write() as tx:
        gists.put(tx, kept, [1], [2])
        gists.put_pairs(tx, [("sto_b", "sto_a", 0.5)])
        assert gists.many(tx, ["sto_a", "sto_x"]) == {"sto_a": kept}
        gists.drop(tx, "sto_a")
        assert gists.many(tx, ["sto_a"]) == {}
        assert gists.sharing(tx, [1], 1, made.NOON, made.NOON, round_ups=False) == []
        assert gists.pairs_within(tx, ["sto_a", "sto_b"]) == []
        gists.put(tx, kept, [1], [2])


def test_only_strong_kinship_holds_stories_together(store: Store) -> None:
    with store.write() as tx:
        gists.put_pairs(tx, [("b", "a", 0.9), ("b", "c", 0.5), ("c", "d", 0.49), ("x", "y", 1.0)])
        gists.put_pairs(tx, [("a", "b", 0.8)])
    with store.read() as tx:
        assert gists.together(tx, ["a"], 0.5) == {"a", "b", "c"}
        assert gists.together(tx, ["d", "y"], 0.5) == {"d", "x", "y"}
        assert gists.pairs_within(tx, ["b", "c", "d"]) == [("b", "c", 0.5), ("c", "d", 0.49)]


def test_threads_take_the_place_of_others(store: Store) -> None:
    first, second = made.thread("1", "a", "b"), made.thread("2", "c", "d")
    with store.write() as tx:
        threads.replace(tx, [], [first, second])
        assert threads.of_stories(tx, ["sto_b", "sto_d", "sto_x"]) == [first, second]
        threads.replace(tx, [first.id, second.id], [made.thread("3", "b", "c")])
        threads.replace(tx, [], [])
    with store.read() as tx:
        assert threads.get(tx, "thr_3") == made.thread("3", "b", "c")
        assert threads.of_stories(tx, ["sto_a"]) == []
        assert threads.count(tx) == 1
        with pytest.raises(NotFound):
            threads.get(tx, first.id)


def test_no_story_is_in_two_threads(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as tx:
        threads.replace(tx, [], [made.thread("1", "a", "b"), made.thread("2", "b", "c")])


def test_threads_are_told_newest_first_page_by_page(store: Store) -> None:
    days = [3, None, 1, 3]
    some = [made.thread(f"{n}", f"{n}a", f"{n}b", last=d and made.NOON + d * DAY) for n, d in enumerate(days)]
    with store.write() as tx:
        threads.replace(tx, [], some)
    told, key = [], None
    with store.read() as tx:
        while True:
            page, key = threads.newest(tx, 2, key)
            told += [thread.id for thread in page]
            if key is None:
                break
        for wrong in ("", "x.y"):
            with pytest.raises(NotFound):
                threads.newest(tx, 2, wrong)
    assert told == ["thr_3", "thr_0", "thr_2", "thr_1"]


def test_touches_are_found_from_both_sides_and_go_with_either(store: Store) -> None:
    with store.write() as tx:
        threads.put_touches(tx, [("sto_h", made.touch("doc_1", "a")), ("sto_h", made.touch("doc_1", "b"))])
        assert threads.touching(tx, "sto_a") == [("sto_h", made.touch("doc_1", "a"))]
        assert len(threads.touching(tx, "sto_h")) == 2
        threads.drop_touches(tx, "sto_a")
        assert threads.touching(tx, "sto_h") == [("sto_h", made.touch("doc_1", "b"))]
        threads.drop_touches(tx, "sto_h")
        assert threads.touching(tx, "sto_b") == []
