"""What is promised of SQLite alone: durability settings, turns of writers, addresses that cannot be."""

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from firsthand.model.errors import StoreError
from firsthand.store import sqlite, work
from firsthand.store.database import open_store


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)]
)
def test_every_connection_is_durable_and_strict(tmp_path: Path, pragma: str, value: object) -> None:
    with closing(open_store(str(tmp_path))) as store, store.read() as one, store.read() as other, store.write() as tx:
        for transaction in (one, other, tx):
            assert transaction.conn.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(open_store(str(tmp_path))) as one, closing(open_store(str(tmp_path))) as other, one.write():
        with pytest.raises(StoreError, match="locked"), other.write():
            pass
        with other.read() as tx:
            assert work.pending(tx) == {}


def test_writers_of_many_threads_take_turns(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path))) as store:

        def write(number: int) -> None:
            for turn in range(20):
                with store.write() as tx:
                    work.enqueue(tx, "a", f"{number}.{turn}")

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.read() as tx:
            assert work.pending(tx) == {"a": 80}


def test_a_writer_gets_in_between_the_turns_of_a_busy_one(tmp_path: Path) -> None:
    """A worker holds the lock for long and leaves it for 4 ms: a poll of 2 ms must catch that."""
    stop = threading.Event()
    with closing(open_store(str(tmp_path))) as busy, closing(open_store(str(tmp_path))) as other:

        def hog() -> None:
            while not stop.is_set():
                with busy.write():
                    time.sleep(0.05)
                time.sleep(0.004)

        thread = threading.Thread(target=hog)
        thread.start()
        started = time.monotonic()
        for _ in range(5):
            with other.write() as tx:
                work.enqueue(tx, "a", "x")
        waited = time.monotonic() - started
        stop.set()
        thread.join()
    assert waited < 5


def test_a_full_disk_is_one_line_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path))) as store:
        room = ["PRAGMA max_page_count=1"]
        event.listen(store._engine, "begin", lambda conn: conn.exec_driver_sql(room[0]))
        with pytest.raises(StoreError, match="disk that holds the store is full"), store.write() as tx:
            work.enqueue_many(tx, [("a", f"{number:0100}") for number in range(10_000)])
        room[0] = "PRAGMA max_page_count=1000000"
        with store.write() as tx:
            assert work.pending(tx) == {}
            work.enqueue(tx, "a", "x")
        with store.read() as tx:
            assert work.pending(tx) == {"a": 1}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="Choose another folder"):
        open_store(str(tmp_path / "file"))


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / sqlite.FILE).write_bytes(b"no database at all, whatever its name says" * 100)
    with pytest.raises(StoreError, match="damaged"):
        open_store(str(tmp_path))
