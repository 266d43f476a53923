"""Read every page of a hostile web server, and see that each is bounded, named, and neither lost nor doubled.

    python -m bench.hostile [--small] [--all]

The rows are in `bench.hostile_answers`. Each has a server of its own on loopback, and is read by the program's doors with
their usual limits: at most 15 MB from the wire and 30 seconds. What came of it must be the cause that the row says, or
the very page, after exactly the requests it says; asked for a robots.txt, or for a hub, the same server must cost no
more and be named all the same. Then what gave a page is handed to the whole program in one go: each address must end
in one capture or one named problem. ``--small`` has small limits and leaves out what needs large ones, the slow rows of
the last two doors, and the second part. Ends with 1 where anything differs; prints only that (``--all``: every row).
"""

import argparse
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.hostile_answers import PAGE, Behaviour, answer, behaviours
from firsthand.capture import gate
from firsthand.capture.arrival import DEFAULT_LIMITS, Limits
from firsthand.capture.guest import Guest
from firsthand.capture.http import Validators, ask
from firsthand.capture.inputs import arrivals
from firsthand.capture.manners import Manners
from firsthand.capture.robots import origin
from firsthand.capture.websub import subscribe
from firsthand.contract import CaptureOut
from firsthand.model.errors import InputError

HERE = ("127.0.0.1",)
SMALL = Limits(page_bytes=500_000, connect_seconds=2.0, total_seconds=3.0)
#: Read at once. Most of the slow rows wait; the rest share one or two cores.
_AT_ONCE = 24
#: What may be read beyond the limit for a page: the heads of the answers, and one read. Together with it: 15 MiB.
_SLACK_BYTES = 131_072 + 65_536
_SLACK_SECONDS = 2.0
#: Bounded at the door, but what follows takes 40 s for the voices of one page that says one thing 10,000 times.
_SLOW_THROUGH = frozenset({"XML: a feed of 10,000 items"})


class Site:
    """A server for one behaviour on a port of its own; it counts what it was asked for."""

    def __init__(self, row: Behaviour) -> None:
        self.row, self.requests = row, 0
        self._door = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.address = f"{'https' if row.safely else 'http'}://127.0.0.1:{self._door.getsockname()[1]}/news"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(line,), daemon=True).start()

    def _handle(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            line.settimeout(40)
            head = b""
            while b"\r\n\r\n" not in head and not (self.row.safely and head):
                more = line.recv(65_536)
                if not more:
                    return
                head += more
            self.requests += 1
            path = head.split(b" ", 2)[1].decode("latin-1") if head.count(b" ") > 1 else ""
            given = answer() if path.startswith("/page") else self.row.paths.get(path, self.row.answer)
            if callable(given):
                given(line)
            else:
                line.sendall(given)


class _Counting(socket.socket):
    """A socket that counts what it receives."""

    read = 0

    def recv_into(self, *given: Any, **named: Any) -> int:
        size = super().recv_into(*given, **named)
        self.read += size
        return size


@contextmanager
def counted() -> Iterator[threading.local]:
    """Count what the door reads, for each thread: ``.lines`` are the sockets that the thread had opened."""
    opened, mine = gate.Gate._connect, threading.local()

    def connect(self: gate.Gate, family: int, address: tuple[Any, ...]) -> socket.socket:
        line = opened(self, family, address)
        wait = line.gettimeout()
        counting = _Counting(fileno=line.detach())
        counting.settimeout(wait)
        mine.lines.append(counting)
        return counting

    gate.Gate._connect = connect  # type: ignore[method-assign]
    try:
        yield mine
    finally:
        gate.Gate._connect = opened  # type: ignore[method-assign]


def _fetch(row: Behaviour, address: str, limits: Limits) -> list[Any]:
    return list(arrivals([address], limits=limits, allow_hosts=HERE))


def _ask(row: Behaviour, address: str, limits: Limits) -> list[Any]:
    return [ask(address, known=row.known or Validators(), limits=limits, allow_hosts=HERE, manners=Manners())]


def _robots(row: Behaviour, address: str, limits: Limits) -> list[Any]:
    return [Guest(Manners(), allow_hosts=HERE).rules(origin(address), limits.total_seconds)]


def _hub(row: Behaviour, address: str, limits: Limits) -> list[Any]:
    return [subscribe(address, "https://topic.example/", "https://me.example/", "", limits=limits, allow_hosts=HERE)]


#: The doors by which rows are read. Of the first two the outcome is known; the others must be bounded, and named.
DOORS: dict[str, Callable[[Behaviour, str, Limits], list[Any]]] = {
    "fetch": _fetch, "ask": _ask, "robots": _robots, "hub": _hub,
}  # fmt: skip
_EXACT = ("fetch", "ask")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one row, by one door."""

    row: Behaviour
    door: str
    outcome: str
    said: str
    bytes_read: int
    seconds: float
    faults: tuple[str, ...]


def read_one(row: Behaviour, door: str, limits: Limits, mine: threading.local) -> Result:
    """Read one row's address through a door, and compare."""
    site = Site(row)
    mine.lines = []
    started = time.monotonic()
    said, found, outcome = "", [], ""
    try:
        found = DOORS[door](row, site.address, limits)
    except InputError as error:
        found = [error]
    except Exception as error:  # what is not named is the fault that is looked for
        outcome = f"not named: {type(error).__name__}: {error}"[:200]
    seconds = time.monotonic() - started
    site.close()
    for one in found:
        outcome, said = (one.code, str(one)) if isinstance(one, InputError) else ("page", "")
    size = sum(line.read for line in mine.lines)
    exact = _wrong(row, door, found, outcome, site.requests) if door in _EXACT else ()
    costs = _costs(limits, found, size, seconds, site.requests)
    unnamed = (outcome,) if outcome.startswith("not named") else ()
    return Result(row, door, outcome, said, size, seconds, (*unnamed, *exact, *costs))


def _wrong(row: Behaviour, door: str, found: list[Any], outcome: str, requests: int) -> Iterator[str]:
    """What is not as the row says."""
    expected = "page" if door == "ask" and row.outcome == "empty" else row.outcome
    if outcome != expected:
        yield f"is {outcome}, not {expected}"
    if len(found) != 1:
        yield f"came {len(found)} times"
    if requests != row.requests:
        yield f"asked {requests} times, not {row.requests}"
    for one in found:
        content = row.content if row.content is not None else PAGE
        if not isinstance(one, InputError) and row.outcome != "empty" and one.content != content:
            yield f"gave {len(one.content)} bytes, not the {len(content)} that were meant"
        for name, value in row.told.items():
            said = getattr(one, name, None)
            if (urlsplit(said).path if name == "moved_to" and said else said) != value:
                yield f"{name} is {said!r}, not {value!r}"[:200]


def _costs(limits: Limits, found: list[Any], size: int, seconds: float, requests: int) -> Iterator[str]:
    """What is beyond the bounds, whoever asks."""
    if size > limits.page_bytes + _SLACK_BYTES:
        yield f"read {size} bytes"
    if seconds > limits.total_seconds + _SLACK_SECONDS:
        yield f"took {seconds:.1f} seconds"
    if requests > limits.redirects + 1:
        yield f"asked {requests} times"
    for one in found:
        if isinstance(one, InputError) and (not one.cause or "\n" in str(one)):
            yield "its cause is no line"


def measure(small: bool = False) -> list[Result]:
    """Read all rows, many at once, the slow ones first."""
    rows = [row for row in behaviours() if not (small and row.large)]
    rows.sort(key=lambda row: row.outcome != "timeout")
    limits = SMALL if small else DEFAULT_LIMITS
    pairs = [(row, door) for row in rows for door in DOORS if _fits(row, door, small)]
    with counted() as mine, ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda pair: read_one(*pair, limits, mine), pairs))


def _fits(row: Behaviour, door: str, small: bool) -> bool:
    if door == "fetch":
        return row.known is None
    return door == "ask" or not (small and row.outcome == "timeout")


def read_through(rows: list[Behaviour]) -> tuple[Counter[str], list[str]]:
    """Hand the rows that give a page to the whole program; count what becomes of them, and list what is lost or doubled."""
    from firsthand import app

    sites = [Site(row) for row in rows if row.outcome == "page" and not row.known and row.name not in _SLOW_THROUGH]
    with tempfile.TemporaryDirectory() as folder:
        store = app.open_store(folder)
        found = app.read(store, [site.address for site in sites], allow_hosts=HERE)
        store.close()
    for site in sites:
        site.close()
    problems = {(problem.code, problem.place) for problem in found.problems}
    ended = Counter(f"problem: {code}" for code, _ in problems)
    ended["captured"] = len(found.captures)
    return ended, [f"{site.row.name}: {fault}" for site in sites for fault in _through(site, found.captures, problems)]


def _through(site: Site, captures: Sequence[CaptureOut], problems: set[tuple[str, str]]) -> Iterator[str]:
    """A page is captured once, or its problem is told; where it was led from elsewhere, its place is that page's."""
    base = site.address.removesuffix("/news") + "/"
    count = sum(capture.place.startswith(base) for capture in captures)
    if count > 1:
        yield f"captured {count} times"
    if not count and not any(place.startswith(base) for _, place in problems):
        yield "lost"
    if site.requests != site.row.requests:
        yield f"asked {site.requests} times"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="small limits, in seconds")
    parser.add_argument("--all", action="store_true", help="print every row")
    given = parser.parse_args()
    started = time.monotonic()
    results = measure(given.small)
    for result in results:
        if given.all or result.faults:
            told = f"{result.outcome:14} {result.bytes_read:>9} B {result.seconds:5.1f} s  {'; '.join(result.faults)}"
            print(f"{result.row.name:48.48} {result.door:6} {told}")
    outcomes = Counter(result.outcome for result in results)
    print(
        f"{len({r.row.name for r in results})} behaviours, read {len(results)} times, "
        f"{sum(bool(r.faults) for r in results)} with a fault, {time.monotonic() - started:.0f} s"
    )
    print(", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common()))
    print("by door: " + ", ".join(f"{door} {count}" for door, count in Counter(r.door for r in results).items()))
    print(f"most: {max(r.bytes_read for r in results):,} bytes, {max(r.seconds for r in results):.1f} s; {_memory()}")
    faults = any(result.faults for result in results)
    if not given.small:
        ended, wrong = read_through([r.row for r in results if r.door == "fetch" and not r.faults])
        print("through the whole program: " + ", ".join(f"{end} {count}" for end, count in ended.most_common()))
        print("\n".join(wrong) or "none lost, none doubled")
        faults = faults or bool(wrong)
    return int(faults)


def _memory() -> str:
    status = Path("/proc/self/status")
    peak = (
        [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        if status.exists()
        else []
    )
    return f"at most {int(peak[0]) // 1024} MiB of memory, servers included" if peak else ""


if __name__ == "__main__":
    raise SystemExit(main())
