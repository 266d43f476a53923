"""Fill the disk while sources are followed, make room again, and see that it is told, and that nothing is lost or doubled.

    python -m bench.full_disk [--small] [--times 5] [--postgres]

The store (with ``--postgres``: its bytes) is on a small file system in memory, mounted where nobody else sees it. The fleet of
`bench.killed` is followed; again and again the disk is filled to the last byte, everything becomes due, and the store must say
that it is in trouble; then room is made, and following must go on by itself. In the end every entry is there once. Needs
Linux and root. Ends with 1 where anything is wrong.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import select

from bench.fleet import HERE
from bench.killed import CHOSEN, TEASERS, faults, growing, take_up
from firsthand.profiles.lexicon import load_lexicon
from firsthand.refresh.asking import Asking
from firsthand.refresh.cycle import follow
from firsthand.refresh.readers import readers
from firsthand.store import pages, sources
from firsthand.store.database import Store, open_store
from firsthand.store.tables import page

TIMES, SMALL = 6, 2
_SIZE = "48m"
#: How long the disk stays full, and how long the store may take to say so, or to be whole again, in seconds.
_FULL, _BRIEFLY, _PATIENCE = 8.0, 3.0, 60.0
_LISTED, _FEW = 30, 6
#: Everything becomes due so long after it was said, for when the disk is full it cannot be said any more.
_SOON = timedelta(seconds=1.5)


class NoDisk(Exception):
    """No file system can be mounted here; the text says why."""


def run(store: str | None, times: int) -> "subprocess.CompletedProcess[str]":
    """Run it where a mount of ours is seen by nobody else. Raises NoDisk. ``store``: a PostgreSQL store, without its folder."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("unshare"):
        raise NoDisk("needs Linux, root, and the unshare command")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        raise NoDisk("no mount namespace can be made here")
    command = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "bench.full_disk", "--inside"]
    command += ["--times", str(times), *(["--store", store] if store else [])]
    return subprocess.run(command, cwd=HERE, text=True, capture_output=True, timeout=300 + 60 * times)


@contextmanager
def small_disk() -> Iterator[Path]:
    """Have a small file system in memory."""
    with tempfile.TemporaryDirectory(prefix="full-disk-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Fill a disk to the last byte while the block runs."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        for size in (65_536, 512):
            with suppress(OSError):
                while file.write(bytes(size)):
                    pass
    try:
        yield
    finally:
        ballast.unlink()


def measure(disk: Path, on_server: str | None, times: int) -> list[str]:
    """Fill and empty the disk so many times; print the figures, return what is wrong."""
    wrong: list[str] = []
    address = f"{on_server}?blobs={disk / 'blobs'}" if on_server else str(disk / "store")
    with growing(_FEW if times <= SMALL else _LISTED) as port, closing(open_store(address)) as store:
        numbers, stop = take_up(store, port), Event()
        follower = Thread(target=_follow, args=(store, stop))
        follower.start()
        few = [id for id, number in numbers.items() if number >= TEASERS]
        for number in range(times):
            seconds = _BRIEFLY if times <= SMALL else _FULL
            wrong += _once(store, disk, few if number % 2 else None, seconds)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/settle", timeout=30) as answer:
            counts = json.load(answer)
        _all_due(store)
        time.sleep(_SOON.total_seconds())
        if not _until(lambda: _rests(store), _PATIENCE):
            wrong.append("it does not come to rest")
        stop.set()
        follower.join(_PATIENCE)
        wrong += faults(store, numbers, counts)
        rows = store.describe().rows
        print(f"{store.dialect}: full {times} times; {rows['entry']} entries, {rows['capture']} captures", flush=True)
        if store.dialect == "sqlite":
            with store.read() as tx:
                if (said := tx.conn.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
                    wrong.append(f"the file is damaged: {said}")
    print(f"  lost, doubled, stuck, untold: {len(wrong)}", flush=True)
    for fault in wrong[:20]:
        print(f"      {fault}")
    return wrong


def _follow(store: Store, stop: Event) -> None:
    with readers(load_lexicon(), 1) as some:
        follow(store, CHOSEN, Asking(CHOSEN, some), stop=stop)


def _all_due(store: Store, some: list[str] | None = None) -> None:
    """Make every feed due, and a further visit of some pages; or some feeds that have rows only."""
    at = datetime.now(UTC) + _SOON
    with store.write() as tx:
        sources.make_due(tx, some, at)
        if some:
            return
        seen = tx.conn.execute(select(page.c.id).where(page.c.visits == 1).limit(20)).scalars()
        pages.make_due(tx, list(seen), at)


def _once(store: Store, disk: Path, some: list[str] | None, seconds: float) -> Iterator[str]:
    """Fill the disk for a while, with all or some feeds due."""
    if not _until(lambda: _rests(store), _PATIENCE):
        yield "it did not come to rest before"
    _all_due(store, some)
    if store.dialect == "sqlite":  # what its log has taken of the disk, it could still write to
        with closing(sqlite3.connect(disk / "store" / "firsthand.sqlite", timeout=10)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with filled(disk):
        began = time.monotonic()
        if not _until(lambda: store.trouble is not None, _PATIENCE / 4) and (store.dialect == "sqlite" or not some):
            yield "a full disk was not told"
        print(f"  told after {time.monotonic() - began:.1f} s: {store.trouble}")
        looks = [store.trouble is not None for _ in range(int(seconds * 20)) if not time.sleep(0.05)]
        print(f"  in trouble {sum(looks) / len(looks):.0%} of {seconds:.0f} s")
        if 0 < sum(looks) < len(looks) * 0.9:
            yield "a full disk was told now and then only"
    began = time.monotonic()
    if not _until(lambda: store.trouble is None and _rests(store), _PATIENCE):
        yield f"it did not go on when there was room: {store.trouble}"
    print(f"  at rest again {time.monotonic() - began:.1f} s after room was made")


def _rests(store: Store) -> bool:
    """Say whether nothing is due."""
    with store.read() as tx:
        due = [at for at in (sources.next_due(tx), pages.next_due(tx)) if at is not None]
    return not any(at <= datetime.now(UTC) + _SOON for at in due)


def _until(holds: Callable[[], bool], seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def main() -> int:
    """Measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--small", action="store_true", help="once")
    asked.add_argument("--times", type=int)
    asked.add_argument("--postgres", action="store_true", help="the rows are on a PostgreSQL server with room enough")
    asked.add_argument("--store", help=argparse.SUPPRESS)
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    times = given.times or (SMALL if given.small else TIMES)
    if given.inside:
        with small_disk() as disk:
            return int(bool(measure(disk, given.store, times)))
    with ExitStack() as stack:
        server = None
        if given.postgres:
            from tests import postgres

            server = stack.enter_context(postgres.database(stack.enter_context(postgres.server())))
        ended = run(server, times)
    print(ended.stdout, ended.stderr, sep="", end="")
    return ended.returncode


if __name__ == "__main__":
    raise SystemExit(main())
