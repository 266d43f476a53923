"""The worker: each piece of work is done and saved once, whoever dies when. Runs on both databases.

The stages here write each save as a row without a key, so that a save that happened twice would show. Run as a
program, this file is a worker in a process of its own, which may kill itself at a marked point.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from firsthand import worker
from firsthand.model.errors import StoreError, UnsupportedInput
from firsthand.stage import Stage
from firsthand.store import work
from firsthand.store.database import Store, Tx, open_store
from firsthand.worker import Drained, drain

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


# The stages: "a" spreads over items, each of which makes "b" due, which is exclusive.


def load(tx: Tx, item: str) -> str | None:
    assert tx.conn.execute(text("SELECT 1")).scalar() == 1
    return None if item.startswith("gone") else item


def run(item: str, context: Any) -> str:
    if item.startswith("bad"):
        raise ValueError(f"cannot do {item}")
    if item.startswith("binary"):
        raise UnsupportedInput("binary", "This is binary.", "Give text.")
    if item.startswith("killer"):
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{context}{item}"


def save_a(tx: Tx, item: str, output: str) -> Sequence[tuple[str, str]]:
    insert(tx, "a", output)
    return [("b", item)]


def save_b(tx: Tx, item: str, output: str) -> Sequence[tuple[str, str]]:
    assert output.endswith(item)
    insert(tx, "b", output)
    return []


def insert(tx: Tx, stage: str, output: str) -> None:
    tx.conn.execute(text("INSERT INTO applied VALUES (:stage, :output)"), {"stage": stage, "output": output})


A = Stage("a", "1", load, run, save_a)
B = Stage("b", "1", load, run, save_b, exclusive=True)


def spoilt_load(tx: Tx, item: str) -> str | None:
    if item.startswith("bad"):
        tx.conn.execute(text("SELECT nothing FROM nowhere"))
    return load(tx, item)


def spoilt_save(tx: Tx, item: str, output: str) -> Sequence[tuple[str, str]]:
    insert(tx, "a", output)
    if item.startswith("bad"):
        tx.conn.execute(text("INSERT INTO nowhere VALUES (1)"))
    return []


# What the tests look at.


def prepare(store: Store, *items: str, stage: str = "a") -> None:
    with store.write() as tx:
        tx.conn.execute(text("CREATE TABLE IF NOT EXISTS applied (stage TEXT, output TEXT)"))
        work.enqueue_many(tx, [(stage, item) for item in items])


def applied(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        rows = tx.conn.execute(text("SELECT stage, output FROM applied"))
        return sorted((row.stage, row.output) for row in rows)


def pending(store: Store) -> dict[str, int]:
    with store.read() as tx:
        return work.pending(tx)


def quarantined(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        return [(one.item, one.error) for one in work.quarantined(tx)]


def once_each(count: int) -> list[tuple[str, str]]:
    return sorted((stage, f"{number:04}") for stage in "ab" for number in range(count))


def numbers(count: int) -> list[str]:
    return [f"{number:04}" for number in range(count)]


# In one process.


def test_work_goes_down_the_line_to_its_end(store: Store) -> None:
    prepare(store, *numbers(150))
    told: dict[str, int] = {}

    def progress(stage: str, done: int) -> None:
        told[stage] = told.get(stage, 0) + done

    assert drain(store, [A, B], "", progress=progress) == Drained(300, 0, 0)
    assert applied(store) == once_each(150)
    assert pending(store) == {}
    assert told == {"a": 150, "b": 150}
    assert drain(store, [A, B], "") == Drained(0, 0, 0)


@pytest.mark.parametrize("stage", [A, B], ids=["spread", "exclusive"])
def test_what_is_gone_is_finished_and_not_saved(store: Store, stage: Stage[Any, Any]) -> None:
    prepare(store, "gone", "here", stage=stage.name)
    assert drain(store, [stage], "").done == 2
    assert applied(store) == [(stage.name, "here")]


@pytest.mark.parametrize("stage", [A, B], ids=["spread", "exclusive"])
def test_what_fails_fails_alone_and_is_tried_again(store: Store, stage: Stage[Any, Any]) -> None:
    prepare(store, "0", "bad", "1", "binary", "2", stage=stage.name)
    clock = [NOW]
    assert drain(store, [stage], "", now=lambda: clock[0]) == Drained(3, 1, 1)
    assert [output for _, output in applied(store)] == ["0", "1", "2"]
    assert quarantined(store) == [("binary", "This is binary. Give text.")]
    assert pending(store)[stage.name] == 1
    failures = 1
    for _ in range(20):
        clock[0] += timedelta(minutes=31)
        drained = drain(store, [stage], "", now=lambda: clock[0])
        failures += drained.failed + drained.quarantined
    assert failures == len(work.BACKOFF) + 1
    (bad, reason), _ = quarantined(store)
    assert bad == "bad"
    assert reason.startswith("ValueError: cannot do bad (run, line ")


@pytest.mark.parametrize("exclusive", [False, True], ids=["spread", "exclusive"])
@pytest.mark.parametrize("where", ["load", "save"])
def test_a_failed_statement_spoils_no_neighbour(store: Store, where: str, exclusive: bool) -> None:
    prepare(store, "0", "bad", "1")
    loader, saver = (spoilt_load, save_b) if where == "load" else (load, spoilt_save)
    drained = drain(store, [Stage("a", "1", loader, lambda item, _: str(item), saver, exclusive)], "")
    assert drained == Drained(2, 1, 0)
    assert [output for _, output in applied(store)] == ["0", "1"]


def test_work_asked_for_while_it_is_done_is_done_again(store: Store) -> None:
    prepare(store, "x")
    asked: list[str] = []

    def run_and_ask(item: str, _context: Any) -> str:
        if not asked:
            asked.append(item)
            with store.write() as tx:
                work.enqueue(tx, "a", item)
        return item

    assert drain(store, [Stage("a", "1", load, run_and_ask, save_b)], "").done == 2
    assert applied(store) == [("b", "x"), ("b", "x")]


def test_who_has_lost_the_lease_saves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(store, "x")
    after = NOW + timedelta(seconds=worker.LEASE_SECONDS)

    def run_too_long(item: str, _context: Any) -> str:
        assert drain(store, [Stage("a", "1", load, run, save_b)], "second ", now=lambda: after).done == 1
        return item

    assert drain(store, [Stage("a", "1", load, run_too_long, save_b)], "", now=lambda: NOW) == Drained(0, 0, 0)
    assert applied(store) == [("b", "second x")]
    assert pending(store) == {}


def test_an_interrupted_worker_gives_its_work_back(store: Store) -> None:
    prepare(store, *numbers(5))

    def interrupt(_item: str, _context: Any) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drain(store, [Stage("a", "1", load, interrupt, save_a)], "")
    assert drain(store, [A, B], "").done == 10


def test_a_store_that_fails_ends_the_drain_and_loses_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(store, *numbers(20))

    def refuse() -> None:
        raise StoreError("The disk that holds the store is full.")

    def run_and_fill_the_disk(item: str, _context: Any) -> str:
        monkeypatch.setattr(store, "write", refuse)
        return item

    with pytest.raises(StoreError, match="full"):
        drain(store, [Stage("a", "1", load, run_and_fill_the_disk, save_a)], "")
    monkeypatch.undo()
    with store.write() as tx:
        tx.conn.execute(text("UPDATE work SET leased_until = 0"))  # it could not be given back: the lease runs out
    assert drain(store, [A, B], "").done == 40
    assert applied(store) == once_each(20)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)  # processes are slow to start, and know no database
def test_several_processes_give_the_same_rows_and_survive_a_killer(store: Store) -> None:
    items = [*numbers(30), "killer", "bad", "binary", "gone"]
    prepare(store, *items)
    assert drain(store, [A, B], "", processes=2) == Drained(61, 2, 1)
    assert applied(store) == once_each(30)
    assert pending(store) == {"a": 2}
    with store.read() as tx:
        reason = tx.conn.execute(text("SELECT error FROM work WHERE item = 'killer'")).scalar()
    assert reason == "The process that worked on this died."


def test_serving_goes_on_until_told_to_stop(store: Store) -> None:
    prepare(store)
    stop = threading.Event()
    thread = threading.Thread(target=worker.serve, args=(store, [A, B], "", stop))
    thread.start()
    try:
        for batch in (numbers(3), numbers(6)[3:]):
            prepare(store, *batch)
            _until(lambda: pending(store) == {})
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    assert applied(store) == once_each(6)


def test_a_store_that_fails_does_not_end_serving(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_RECOVERY", 0.01)
    prepare(store, *numbers(3))
    failures = [StoreError("The disk that holds the store is full."), RuntimeError("a bug")]
    queue_is_due = work.is_due

    def is_due(tx: Tx, now: datetime, stage: str) -> bool:
        if failures:
            raise failures.pop()
        return queue_is_due(tx, now, stage)

    monkeypatch.setattr(work, "is_due", is_due)
    stop = threading.Event()
    thread = threading.Thread(target=worker.serve, args=(store, [A, B], "", stop))
    thread.start()
    try:
        _until(lambda: pending(store) == {})
    finally:
        stop.set()
        thread.join(10)
    assert applied(store) == once_each(3)


# In processes of their own.


def start(address: str, *arguments: str) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen([sys.executable, __file__, address, *arguments], env={**os.environ, "PYTHONPATH": path})


@pytest.mark.parametrize("stage", ["a", "b"], ids=["spread", "exclusive"])
@pytest.mark.parametrize("point", ["computed", "saving", "saved"])
def test_killed_at_any_point_nothing_is_lost_or_doubled(store: Store, address: str, stage: str, point: str) -> None:
    """``computed``: run, not saved. ``saving``: in the transaction, after a row. ``saved``: after the commit."""
    prepare(store, *numbers(100))
    victim = start(address, stage, point)
    assert victim.wait(60) == -signal.SIGKILL
    assert drain(store, [A, B], "").failed == 0
    assert applied(store) == once_each(100)
    assert pending(store) == {}


def test_two_workers_do_everything_once(store: Store, address: str, tmp_path: Path) -> None:
    prepare(store, *numbers(300))
    go = tmp_path / "go"
    both = [start(address, "wait", str(go), str(tmp_path / name)) for name in ("one", "two")]
    _until(lambda: (tmp_path / "one").exists() and (tmp_path / "two").exists())
    go.touch()
    assert [one.wait(60) for one in both] == [0, 0]
    assert applied(store) == once_each(300)
    assert pending(store) == {}
    shares = [int((tmp_path / name).read_text()) for name in ("one", "two")]
    assert sum(shares) == 600
    assert min(shares) > 0


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _mortal(stage: Stage[str, str], point: str) -> Stage[str, str]:
    """Make of a stage one that kills its process at the 20th item."""
    calls = {"run": 0, "save": 0}

    def mortal_run(item: str, context: Any) -> str:
        calls["run"] += 1
        output = stage.run(item, context)
        if point == "computed" and calls["run"] == 20:
            _die()
        return output

    def mortal_save(tx: Tx, item: str, output: str) -> Sequence[tuple[str, str]]:
        calls["save"] += 1
        due = list(stage.save(tx, item, output))
        if point == "saving" and calls["save"] == 20:
            _die()
        return due

    return Stage(stage.name, stage.version, stage.load, mortal_run, mortal_save, stage.exclusive)


def _victim(store: Store, stage: str, point: str) -> None:
    stages = [_mortal(one, point) if one.name == stage else one for one in (A, B)]

    def progress(name: str, _done: int) -> None:
        if point == "saved" and name == stage:
            _die()

    drain(store, stages, "", progress=progress)


def _slow(item: str, context: Any) -> str:
    time.sleep(0.002)
    return run(item, context)


def _competitor(store: Store, go: Path, ready: Path) -> None:
    stages = [Stage("a", "1", load, _slow, save_a), Stage("b", "1", load, _slow, save_b, exclusive=True)]
    ready.touch()
    _until(go.exists)
    ready.write_text(str(drain(store, stages, "").done))


if __name__ == "__main__":
    with closing(open_store(sys.argv[1])) as opened:
        if sys.argv[2] == "wait":
            _competitor(opened, Path(sys.argv[3]), Path(sys.argv[4]))
        else:
            _victim(opened, sys.argv[2], sys.argv[3])
