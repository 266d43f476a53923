"""Follow a made-up fleet of 10,000 feeds, of which a fifth misbehaves, and see that it is quick, bounded, and exact.

    python -m bench.fleet [--small [N]] [--feeds 10000] [--postgres] [--at-once 256]

The feeds are in `bench.fleet_feeds`, their server is a process of its own (`bench.fleet_server`); who follows them is a
process of its own too, so that its memory and time can be told. First all are due at once; then, after a restart, over a
minute, and half of them list something new. No pages are visited. Then what is in the store is held against what was
listed: nothing may be lost or doubled, and each misbehaviour must have the cause that it has. Ends with 1 where anything
is wrong.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy import select

from bench.fleet_feeds import PEACE, SLOW, FleetFeed, fleet, link, listed
from bench.warc import children
from firsthand.capture.arrival import DEFAULT_LIMITS, Limits
from firsthand.model.source import Source, SourceKind, source_id
from firsthand.profiles.lexicon import load_lexicon
from firsthand.refresh.asking import Asking
from firsthand.refresh.cycle import follow
from firsthand.refresh.readers import readers
from firsthand.settings import Following
from firsthand.store import captures, sources
from firsthand.store.database import Store, open_store
from firsthand.store.tables import entry, page

HERE = Path(__file__).parent.parent
FEEDS, SMALL = 10_000, 140
SMALL_LIMITS = Limits(page_bytes=2_000_000, connect_seconds=2.0, total_seconds=2.0)
#: What may be: seconds until all were asked, until all is stored; MiB; seconds that a good feed waits beyond its time.
FETCH, STORE, MEMORY, LATE = 120.0, 600.0, 500, 15.0
_SPREAD = timedelta(seconds=60)
#: The follower needs a moment to start before the first feed of the second round is due.
_BEFORE = timedelta(seconds=4)


# The follower: a process of its own. ----------------------------------------------------------------------------------


class _UntilAll(Event):
    """A sign to stop when so many sources were read, or after so many seconds."""

    def __init__(self, wanted: int, seconds: float) -> None:
        super().__init__()
        self._wanted, self._ends = wanted, time.monotonic() + seconds

    def told(self, _name: str, done: int, _of: int | None) -> None:
        """Take note of how many were read."""
        if done >= self._wanted:
            self.set()

    def is_set(self) -> bool:
        """Say whether to stop."""
        return super().is_set() or time.monotonic() > self._ends


def follow_fleet(address: str, wanted: int, at_once: int, small: bool) -> None:
    """Follow until so many sources were read, and tell what came of it."""
    chosen = Following(allow_hosts=("127.0.0.0/8",), at_once=at_once)
    stop = _UntilAll(wanted, STORE + 60)
    with closing(open_store(address)) as store, readers(load_lexicon(), 2) as some:
        asking = Asking(chosen, some, SMALL_LIMITS if small else DEFAULT_LIMITS)
        print("ready", flush=True)
        began = time.time()
        done = follow(store, chosen, asking, stop=stop, progress=stop.told, visits=False)
        print(json.dumps({"sources": done.sources, "failed": done.failed, "began": began, "ended": time.time()}))
        sys.stdin.read()


@dataclass
class Watch:
    """Looks at a process and its children now and then: the most memory they held, and the processor time they took."""

    process: int
    resident: int = 0
    shared_out: int = 0
    seconds: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        """Look once."""
        all_ = [self.process, *children(self.process)]
        self.resident = max(self.resident, sum(_kib(p, "status", "VmRSS") for p in all_))
        self.shared_out = max(self.shared_out, sum(_kib(p, "smaps_rollup", "Pss") for p in all_))
        self.seconds |= {p: used for p in all_ if (used := _processor(p))}


def _kib(process: int, file: str, name: str) -> int:
    try:
        text = Path(f"/proc/{process}/{file}").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name}:")), 0)


def _processor(process: int) -> float:
    try:
        after = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after[11]) + int(after[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Followed:
    """One round, as the follower saw it: what it read, when it began and ended, MiB at most, seconds of processor."""

    sources: int
    failed: int
    began: float
    ended: float
    resident: int
    shared_out: int
    processor: float


def followed(address: str, wanted: int, at_once: int, small: bool) -> Followed:
    """Run a follower to its end."""
    command = [sys.executable, "-m", "bench.fleet", "--follow", address, "--feeds", str(wanted)]
    command += ["--at-once", str(at_once), *(["--small"] if small else [])]
    with subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        watch, over = Watch(process.pid), Event()

        def look() -> None:
            while not over.wait(0.25):
                watch.look()

        watcher = Thread(target=look, daemon=True)
        watcher.start()
        assert process.stdout
        assert process.stdin
        lines = [process.stdout.readline(), process.stdout.readline()]
        watch.look()
        over.set()
        watcher.join()
        process.stdin.close()
    told: dict[str, Any] = json.loads(lines[1] or "{}")
    mib = (watch.resident // 1024, watch.shared_out // 1024)
    return Followed(told["sources"], told["failed"], told["began"], told["ended"], *mib, sum(watch.seconds.values()))


# The server. ----------------------------------------------------------------------------------------------------------


@contextmanager
def serving(count: int, seconds: float) -> Iterator[int]:
    """Have the fleet's server; give its port."""
    with served("bench.fleet_server", str(count), str(seconds)) as port:
        yield port


@contextmanager
def served(*module: str) -> Iterator[int]:
    """Have a server that is a module of ours while the block runs; give its port, which it prints."""
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def seen(port: int, path: str = "/seen") -> dict[str, Any]:
    """Ask the server what it saw."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


# What has to hold. ----------------------------------------------------------------------------------------------------


def _id_of(feed: FleetFeed, port: int) -> str:
    return source_id(SourceKind.FEED, f"http://{feed.host}:{port}{feed.path}")


def take_up(store: Store, feeds: list[FleetFeed], port: int) -> None:
    """Follow all, due at once."""
    now = datetime.now(UTC)
    with store.write() as tx:
        for feed in feeds:
            address = f"http://{feed.host}:{port}{feed.path}"
            sources.add(tx, Source(_id_of(feed, port), SourceKind.FEED, address, now), feed.host, now)


def spread(store: Store, feeds: list[FleetFeed], port: int, over: timedelta) -> dict[int, float]:
    """Make all due over a time from now on, in a mixed order; return when each is, by its number."""
    start, some = datetime.now(UTC) + _BEFORE, random.Random(7).sample(feeds, len(feeds))
    due = {feed.number: start + over * at / len(some) for at, feed in enumerate(some)}
    with store.write() as tx:
        for feed in feeds:
            sources.make_due(tx, [_id_of(feed, port)], due[feed.number])
    return {number: at.timestamp() for number, at in due.items()}


def faults(store: Store, feeds: list[FleetFeed], port: int, rounds: int) -> Iterator[str]:
    """Hold what is in the store against what was listed."""
    with store.read() as tx:
        known = {f.source.id: f for f in sources.every(tx)}
        rows: dict[str, list[Any]] = defaultdict(list)
        query = select(entry.c.source_id, entry.c.link, entry.c.page_id, entry.c.capture_id)
        for row in tx.conn.execute(query):
            rows[row.source_id].append(row)
        planned = set(tx.conn.execute(select(page.c.id)).scalars())
        blobs = {id: c.blob for id, c in captures.many(tx, captures.all_ids(tx)).items()}
    for feed in feeds:
        id = _id_of(feed, port)
        name = f"{feed.number} ({feed.manner or 'good'})"
        if known[id].standing.code != feed.outcome:
            yield f"{name}: its cause is {known[id].standing.code or 'none'}, not {feed.outcome or 'none'}"
        wanted = {link(feed, port, n): n for r in range(rounds) for n in listed(feed, r)} if not feed.outcome else {}
        found = Counter(row.link for row in rows[id])
        if lost := wanted.keys() - found.keys():
            yield f"{name}: lost {len(lost)} entries of {len(wanted)}"
        if more := {to: n for to, n in found.items() if n > 1 or to not in wanted}:
            yield f"{name}: doubled {len(more)}"
        for row in rows[id]:
            whole = wanted.get(row.link, 0) % 10 == 3
            if whole != (row.capture_id is not None) or whole != (row.page_id is None):
                yield f"{name}: {row.link} is {'not ' if whole else ''}captured, and should{' ' if whole else ' not '}be"
            if not whole and row.page_id not in planned:
                yield f"{name}: the page of {row.link} is not planned"
            if row.capture_id is not None and not store.blobs.path(blobs.get(row.capture_id, "..")).exists():
                yield f"{name}: the capture of {row.link} has no bytes"


def late(feeds: list[FleetFeed], asked: dict[str, list[float]], due: dict[int, float], since: float) -> list[float]:
    """Return how late each good feed was asked for, in seconds; one that was not asked at all is late for ever."""
    return sorted(
        max(0.0, min((t for t in asked.get(str(f.number), []) if t >= since), default=math.inf) - due[f.number])
        for f in feeds
        if not f.manner
    )


@dataclass
class Report:
    """What is printed, and what of it is wrong."""

    wrong: list[str] = field(default_factory=list)

    def line(self, name: str, value: str, holds: bool = True) -> None:
        """Print a figure; mark it where it does not hold."""
        print(f"{name:44} {value}{'' if holds else '   <-- wrong'}", flush=True)
        if not holds:
            self.wrong.append(f"{name} {value}")


def measure(address: str, count: int, at_once: int, small: bool) -> list[str]:
    """Run both rounds, print the figures, return what is wrong."""
    feeds, report = fleet(count), Report()
    with serving(count, 2 * STORE + 300) as port, closing(open_store(address)) as store:
        take_up(store, feeds, port)
        one = followed(address, count, at_once, small)
        saw = seen(port)
        _tell(report, "first round", one, saw, 0.0, small)
        _asked(report, feeds, saw, one, small)
        _exact(report, store, feeds, port, 1)
        before = seen(port, "/round/1")
        due = spread(store, feeds, port, _SPREAD / 20 if small else _SPREAD)
        two = followed(address, sum(feed.manner not in PEACE for feed in feeds), at_once, small)
        saw = seen(port)
        _tell(report, "second round", two, saw, before["processor"], small)
        waited = late(feeds, saw["asked"], due, two.began)
        p99 = waited[int(len(waited) * 0.99)]
        report.line("  good feeds late, s", f"{waited[-1]:.1f} at most, p99 {p99:.1f}", waited[-1] <= LATE)
        again = sum(len(saw["asked"][str(feed.number)]) > 1 for feed in feeds if feed.manner in PEACE)
        report.line("  asked before the time that they named", str(again), not again)
        same = saw["statuses"].get("304", 0) - before["statuses"].get("304", 0)
        report.line("  answered 304", f"{same:,} of {count:,}", same > count * 0.3)
        _exact(report, store, feeds, port, 2)
        report.line("given back to the byte, but for", str(len(saw["wrong"])), not saw["wrong"])
        report.line(
            "lines open to one host, at most", f"{saw['most_lines']} ({saw['hosts']:,} hosts)", saw["most_lines"] <= 2
        )
        report.line("asked for beside feeds", str(sum(saw["others"].values())), not saw["others"])
    return report.wrong


def _tell(report: Report, name: str, round_: Followed, saw: dict[str, Any], before: float, small: bool) -> None:
    seconds = round_.ended - round_.began
    report.line(f"{name}, s", f"{seconds:.1f}", small or seconds <= STORE)
    report.line("  sources read, failed", f"{round_.sources:,}, {round_.failed:,}")
    memory = f"{round_.resident} MiB ({round_.shared_out} MiB with what they share counted once)"
    report.line("  memory of all processes, at most", memory, small or round_.resident <= MEMORY)
    report.line("  processor, follower and server, s", f"{round_.processor:.1f}, {saw['processor'] - before:.1f}")


def _asked(report: Report, feeds: list[FleetFeed], saw: dict[str, Any], round_: Followed, small: bool) -> None:
    first = [saw["asked"].get(str(f.number), [math.inf])[0] - round_.began for f in feeds]
    report.line("  all asked after, s", f"{max(first):.1f}", max(first) <= FETCH)
    good = [at for at, feed in zip(first, feeds, strict=True) if not feed.manner]
    report.line("  all good ones asked after, s", f"{max(good):.1f}", max(good) <= FETCH)


def _exact(report: Report, store: Store, feeds: list[FleetFeed], port: int, rounds: int) -> None:
    described = store.describe()
    rows = described.rows
    told = f"{rows['entry']:,} entries, {rows['capture']:,} captures, {rows['page']:,} pages planned"
    report.line("  in the store", f"{told}, {described.database_bytes / 2**20:.0f} MiB")
    found = list(faults(store, feeds, port, rounds))
    report.line("  lost, doubled, wrong causes", str(len(found)), not found)
    for fault in found[:20]:
        print(f"      {fault}")


@contextmanager
def stores(on_server: bool) -> Iterator[str]:
    """Give the address of a new store."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fleet-", ignore_cleanup_errors=True))
        if not on_server:
            yield folder
            return
        from tests import postgres

        server = stack.enter_context(postgres.server())
        yield f"{stack.enter_context(postgres.database(server))}?blobs={folder}"


def main() -> int:
    """Measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--feeds", type=int)
    asked.add_argument("--small", action="store_true", help=f"{SMALL} feeds, and small limits")
    asked.add_argument("--postgres", action="store_true", help="the store is on a PostgreSQL server of its own")
    asked.add_argument("--at-once", type=int, default=Following().at_once)
    asked.add_argument("--follow", metavar="STORE", help=argparse.SUPPRESS)
    given = asked.parse_args()
    count = given.feeds or (SMALL if given.small else FEEDS)
    if given.follow:
        follow_fleet(given.follow, count, given.at_once, given.small)
        return 0
    slow = sum(feed.manner in SLOW for feed in fleet(count))
    bad = sum(bool(feed.manner) for feed in fleet(count))
    print(f"{count:,} feeds, {bad:,} misbehave, {slow} of them until patience ends; {given.at_once} asked at once")
    with stores(given.postgres) as address:
        return int(bool(measure(address, count, given.at_once, given.small)))


if __name__ == "__main__":
    raise SystemExit(main())
