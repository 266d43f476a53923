"""The queue: what is due is done once, in order, and nothing is forgotten."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from firsthand.store import quarantine, work
from firsthand.store.database import Store
from firsthand.store.work import BACKOFF, Quarantined, Work
from tests.portable.made import NOON

LEASE = 10.0


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def claim(store: Store, now: datetime = NOON, stages: tuple[str, ...] = ("a", "b")) -> Work | None:
    with store.write() as tx:
        return work.claim(tx, now, LEASE, stages)


def enqueue(store: Store, *items: str, stage: str = "a", priority: int = 0, not_before: datetime | None = None) -> None:
    with store.write() as tx:
        work.enqueue_many(tx, [(stage, item) for item in items], priority, not_before)


def finish(store: Store, done: Work | None) -> bool:
    assert done is not None
    with store.write() as tx:
        return work.finish(tx, done)


def pending(store: Store) -> dict[str, int]:
    with store.read() as tx:
        return work.pending(tx)


def test_stages_go_in_the_order_given_then_priority_then_age(store: Store) -> None:
    enqueue(store, "old", "middle")
    enqueue(store, "new")
    enqueue(store, "urgent", priority=-1)
    enqueue(store, "first", stage="b")
    assert pending(store) == {"a": 4, "b": 1}
    order = []
    while taken := claim(store, stages=("b", "a")):
        order.append(taken.item)
    assert order == ["first", "urgent", "old", "middle", "new"]


def test_what_is_for_later_waits(store: Store) -> None:
    enqueue(store, "x", not_before=later(5))
    assert claim(store, later(4.999999)) is None
    assert claim(store, later(5)) is not None


def test_asking_twice_is_one_piece_of_work_at_the_sooner_time(store: Store) -> None:
    enqueue(store, "x", "x", not_before=later(5))
    enqueue(store, "x")
    assert pending(store) == {"a": 1}
    assert finish(store, claim(store))
    assert pending(store) == {}


def test_claimed_work_is_nobody_elses_until_its_lease_runs_out(store: Store) -> None:
    enqueue(store, "x")
    first = claim(store)
    assert claim(store, later(LEASE - 0.1)) is None
    second = claim(store, later(LEASE))
    assert not finish(store, first)
    assert pending(store) == {"a": 1}
    assert finish(store, second)
    assert pending(store) == {}
    assert not finish(store, first)


def test_work_made_anew_is_not_finished_by_who_lost_the_old(store: Store) -> None:
    enqueue(store, "x")
    first = claim(store)
    assert finish(store, claim(store, later(LEASE)))
    enqueue(store, "x")
    assert not finish(store, first)
    assert claim(store) is not None


def test_what_is_asked_for_while_worked_on_is_due_again(store: Store) -> None:
    enqueue(store, "x")
    first = claim(store)
    enqueue(store, "x")
    assert claim(store) is None
    assert finish(store, first)
    again = claim(store)
    assert again is not None
    assert again.sequence > (first.sequence if first else 0)
    assert again.attempts == 1
    assert finish(store, again)
    assert pending(store) == {}


def test_failures_are_tried_again_after_growing_waits_then_quarantined(store: Store) -> None:
    enqueue(store, "x")
    now = NOON
    for wait in BACKOFF:
        taken = claim(store, now)
        assert taken is not None
        with store.write() as tx:
            work.fail(tx, taken, "ValueError: no", now)
        assert claim(store, now + wait - timedelta(microseconds=1)) is None
        now += wait
    last = claim(store, now)
    assert last is not None
    with store.write() as tx:
        work.fail(tx, last, "ValueError: still\x00 no", now)
    assert claim(store, now + timedelta(days=99)) is None
    assert pending(store) == {}
    with store.read() as tx:
        assert work.quarantined(tx) == [Quarantined("a", "x", "ValueError: still\ufffd no", len(BACKOFF) + 1)]


def test_a_permanent_failure_is_quarantined_at_once_and_can_be_retried(store: Store) -> None:
    enqueue(store, "x", "y")
    for _ in range(2):
        taken = claim(store)
        assert taken is not None
        with store.write() as tx:
            work.fail(tx, taken, "binary", NOON, permanent=True)
    assert claim(store, later(1e6)) is None
    enqueue(store, "y")
    assert finish(store, claim(store))
    with store.write() as tx:
        assert quarantine.retry(tx, "", "") == 1
        assert work.quarantined(tx) == []
    assert finish(store, claim(store))


def test_a_failure_of_what_has_changed_meanwhile_says_nothing(store: Store) -> None:
    enqueue(store, "x")
    taken = claim(store)
    assert taken is not None
    enqueue(store, "x")
    with store.write() as tx:
        work.fail(tx, taken, "binary", NOON, permanent=True)
    assert finish(store, claim(store))


def test_a_failure_without_the_lease_says_nothing(store: Store) -> None:
    enqueue(store, "x")
    first = claim(store)
    second = claim(store, later(LEASE))
    assert first is not None
    with store.write() as tx:
        work.fail(tx, first, "late", later(LEASE), permanent=True)
        assert work.quarantined(tx) == []
    assert finish(store, second)


def test_what_kills_its_workers_is_found_and_its_neighbours_are_not_blamed(store: Store) -> None:
    """Workers that die finish nothing and fail nothing: their leases run out. The killer is the item ``k``."""
    enqueue(store, *"abcdek", *"fgh")
    now, finished = NOON, []
    for _ in range(60):
        now += timedelta(seconds=LEASE)
        with store.write() as tx:
            taken = work.claim_many(tx, now, LEASE, "a", 64, work.new_lease())
        if "k" in [one.item for one in taken]:
            continue  # died with the whole batch
        with store.write() as tx:
            finished += sorted(work.finish_many(tx, "a", taken))
    assert sorted(finished) == sorted("abcdefgh")
    with store.read() as tx:
        assert [(one.item, one.error) for one in work.quarantined(tx)] == [("k", "Every worker that took this died.")]


def test_a_lease_is_given_back_untried(store: Store) -> None:
    enqueue(store, "x")
    taken = claim(store)
    assert taken is not None
    with store.write() as tx:
        assert work.is_leased(tx, NOON, ["a"])
        assert work.release(tx, taken.lease) == 1
        assert not work.is_leased(tx, NOON, ["a"])
    again = claim(store)
    assert again is not None
    assert again.attempts == 1


def test_leases_of_dead_processes_are_given_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue(store, "mine", "theirs")
    claim(store)
    monkeypatch.setattr("os.getpid", lambda: 2**22 + 1)  # above the largest process id there can be
    claim(store)
    with store.write() as tx:
        assert work.release_dead(tx) == 1
    taken = claim(store)
    assert taken is not None
    assert taken.item == "theirs"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell when a process began")
def test_a_process_of_the_same_number_that_began_later_holds_nothing() -> None:
    """A container that is started again gives its first process the same number."""
    mine = work.new_lease()
    node, process, began, word = mine.rsplit(":", 3)
    assert work.holder_lives(mine)
    assert work.holder_lives(f"{node}:{process}:{word}"), "a lease of an earlier version says no beginning"
    assert not work.holder_lives(f"{node}:{process}:{int(began) - 1}:{word}")
