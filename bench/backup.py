"""Measure backup and restore: seconds, MB a second, and how memory grows, on SQLite and PostgreSQL, while somebody writes.

    python -m bench.backup [--captures 50000] [--databases sqlite,postgresql]

The captures are made up: pages of 2 to 40 kB of words, each with an entry of a feed. One in fifty is written while the
backup runs. What is restored is compared with what was there, row by row. Asked: memory stays as it is however many
captures there are, writers are not held up, and nothing is lost.
"""

import argparse
import hashlib
import random
import resource
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import select

from firsthand import app
from firsthand.model.capture import Capture, make_capture
from firsthand.store import captures
from firsthand.store.database import Store, open_store
from firsthand.store.tables import capture as table
from tests import postgres

SEED = 11
_BATCH = 250
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def pages(count: int, seed: int = SEED) -> Iterator[tuple[Capture, bytes]]:
    """Make captures of words, as web pages shrink: to a third or so."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(4_000)]
    for number in range(count):
        length = int(chance.triangular(300, 6_000, 1_200))
        content = f"<p>{number} {' '.join(chance.choices(words, k=length))}".encode()
        yield make_capture(content, f"https://{seed}.example/{number}", _BEGAN + timedelta(seconds=number)), content


def fill(store: Store, count: int, seed: int = SEED) -> int:
    """Put captures into a store; return their bytes."""
    batch: list[tuple[Capture, bytes]] = []
    size = 0
    for page in pages(count, seed):
        batch.append(page)
        size += len(page[1])
        if len(batch) == _BATCH:
            with store.write() as tx:
                captures.add_many(tx, batch)
            batch = []
    if batch:
        with store.write() as tx:
            captures.add_many(tx, batch)
    return size


def told(store: Store, until: int) -> str:
    """Return the hash of the rows of the first captures."""
    digest = hashlib.sha256()
    with store.read() as tx:
        for row in tx.conn.execute(
            select(table).where(table.c.seen_at < _BEGAN + timedelta(seconds=until)).order_by(table.c.id)
        ):
            if row.place.startswith(f"https://{SEED}."):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


@contextmanager
def writer(store: Store) -> Iterator[list[float]]:
    """Write pages, one a transaction, while the block runs; give the seconds that each took."""
    stop, took = threading.Event(), [0.0]

    def write() -> None:
        for page in pages(1_000_000, SEED + 1):
            if stop.wait(0.01):
                return
            began = perf_counter()
            with store.write() as tx:
                captures.add_many(tx, [page])
            took.append(perf_counter() - began)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield took
    finally:
        stop.set()
        thread.join()


def measure(address: str, other: str, count: int, file: Path) -> None:
    """Fill, back up, restore, compare, and print a line each."""
    with closing(open_store(address)) as store:
        size = fill(store, count) / 1e6
        before = _memory()
        with writer(store) as took:
            out = app.backup(store, str(file))
        grown = _memory() - before
        slowest = sorted(took)[int(len(took) * 0.99)]
        _line(
            "backup",
            out.seconds,
            size,
            grown,
            f"{out.bytes / 1e6:.0f} MB file, {len(took) - 1} writes meanwhile, p99 {slowest * 1000:.0f} ms",
        )
        back = app.restore(str(file), other, work=False)
        _line("restore", back.seconds, size, _memory() - before, f"{back.captures} captures")
        with closing(open_store(other)) as restored:
            same = told(store, count) == told(restored, count)
        print(f"  {'the same rows: ' + ('yes' if same else 'NO')}")
        if not same:
            raise SystemExit(1)


def _line(name: str, seconds: float, size: float, grown: float, more: str) -> None:
    print(
        f"  {name:8} {seconds:6.1f} s {size / seconds:7.1f} MB/s of pages, {grown:4.0f} MB more memory; {more}",
        flush=True,
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", type=int, default=50_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    asked = parser.parse_args()
    for database in asked.databases.split(","):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="firsthand-backup-")))
            one, other = str(folder / "one"), str(folder / "other")
            if database == "postgresql":
                server = stack.enter_context(postgres.server())
                one = f"{stack.enter_context(postgres.database(server))}?blobs={folder / 'a'}"
                other = f"{stack.enter_context(postgres.database(server))}?blobs={folder / 'b'}"
            print(f"{database}, {asked.captures:,} captures:", flush=True)
            measure(one, other, asked.captures, folder / "desk.backup")


if __name__ == "__main__":
    main()
