"""Kill who follows at random moments, again and again, and see that nothing is lost and nothing is doubled.

    python -m bench.killed [--small] [--kills 200] [--postgres] [--seed 1]

A small fleet gains an entry whenever it is asked; half of the entries have their whole text in the feed, the other half lead to
pages, some of which change. A process follows it with everything due all the time, and is killed (SIGKILL) after up to a
second or so; then the next one begins. The last one is let be. Then every entry that is listed must be in the store once,
with its capture or its visited page; every capture must have its bytes and be read; nothing may be stuck; and what was derived
must be what a rebuild derives. Ends with 1 where anything is wrong.
"""

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import select

from bench.fleet import served
from firsthand import worker
from firsthand.app import rebuild
from firsthand.model.lexicon import Lexicon
from firsthand.model.source import Source, SourceKind, source_id
from firsthand.profiles.lexicon import load_lexicon
from firsthand.refresh.asking import Asking
from firsthand.refresh.cycle import TURN, follow
from firsthand.refresh.readers import readers
from firsthand.settings import Following
from firsthand.stages import STAGES, Context
from firsthand.store import captures, entries, pages, sources, turns, work
from firsthand.store.database import Store, open_store
from firsthand.store.tables import capture, extraction, page

HERE = Path(__file__).parent.parent
KILLS, SMALL = 200, 6
#: Feeds, and entries that one lists at most.
_FEEDS, _LISTED, _FEW = 10, 30, 6
#: Feeds from this one on have nothing but teasers.
TEASERS = 5
_SECONDS = 1800.0
#: A life lasts so long at most, in seconds: some rounds of the fleet.
_LIFE = 1.2
CHOSEN = Following(allow_hosts=("127.0.0.0/8",), at_once=16, pages_per_day=10**6, revisits_per_day=10**6)
_WORDS = (
    "harbour quay ferry council bridge storm teachers rail strike court theft factory wages river farmers satellite "
    "hospital runway theatre mayor bakery patent vaccine dam tunnel orchard market grain verdict miners lighthouse reef"
).split()


# The fleet: a process of its own. -------------------------------------------------------------------------------------


class _Growing(BaseHTTPRequestHandler):
    """Every feed has one entry more whenever it is asked, up to some; every tenth page says something new each time."""

    counts: ClassVar[Counter[int]] = Counter()
    visits: ClassVar[Counter[str]] = Counter()
    settled = False
    most = _LISTED

    def do_GET(self) -> None:
        kind, *numbers = self.path.strip("/").split("/")
        if kind == "feed":
            number = int(numbers[0])
            if not self.settled:
                self.counts[number] = min(self.counts[number] + 1, self.most)
            self.send(200, "application/rss+xml", _feed(f"http://{self.headers['Host']}", number, self.counts[number]))
        elif kind == "page":
            self.visits[self.path] += 1
            times = self.visits[self.path] if int(numbers[1]) % 10 == 0 else 1
            self.send(200, "text/html", _page(*map(int, numbers), times))
        elif kind == "settle":
            type(self).settled = True
            self.send(200, "application/json", json.dumps(self.counts))
        else:
            self.send(404, "text/plain", "no")

    def send(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(OSError):  # who asked was killed
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _text(*seed: int) -> str:
    some = random.Random(str(seed))
    return " ".join(
        f"The {' '.join(some.choices(_WORDS, k=7))} on Monday, said the {some.choice(_WORDS)}." for _ in range(16)
    )


def _feed(at: str, number: int, count: int) -> str:
    items = "".join(
        f"<item><title>{_title(number, n)}</title><link>{at}/page/{number}/{n}</link><guid>{number}-{n}</guid>"
        f"<description>{_text(number, n) * 2 if n % 2 and number < TEASERS else 'Cracks in two piers.'}</description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>Post {number}</title>{items}</channel></rss>"


def _title(number: int, entry: int) -> str:
    return f"{' '.join(random.Random(f'{number} {entry}').sample(_WORDS, 5)).capitalize()} {number}.{entry}"


def _page(number: int, entry: int, times: int) -> str:
    title, added = _title(number, entry), f"<p>The {_WORDS[times % len(_WORDS)]} was added {times} times.</p>"
    text = f"<p>{_text(number, entry)}</p>{added if times > 1 else ''}"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"


def _serve(most: int) -> None:
    _Growing.most = most

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            """Those who ask are killed in the middle of it."""

    server = Server(("0.0.0.0", 0), _Growing)
    print(server.server_address[1], flush=True)
    threading.Timer(_SECONDS, server.shutdown).start()
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server.serve_forever()


@contextmanager
def growing(most: int) -> Iterator[int]:
    """Have the fleet's server; give its port. A feed lists so many entries at most."""
    with served("bench.killed", "--serve", str(most)) as port:
        yield port


# Lives. ---------------------------------------------------------------------------------------------------------------


def _live(address: str, lexicon: Lexicon, *, once: bool) -> None:
    """Follow, with everything due again and again; or once."""
    with closing(open_store(address)) as store, readers(lexicon, 1) as some:
        while True:
            now = datetime.now(UTC)
            with store.write() as tx:
                sources.make_due(tx, None, now)
                pages.make_due(
                    tx, list(tx.conn.execute(select(page.c.id).where(page.c.visits == 1)).scalars())[:20], now
                )
            done = follow(store, CHOSEN, Asking(CHOSEN, some))
            if done.busy_elsewhere:
                raise AssertionError("the turn of one that was killed is still taken")
            if once:
                return


def _born(do: Callable[[], None]) -> int:
    """Run something in a process forked from this one, which has a single thread; return its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        do()
        code = 0
    finally:
        os._exit(code)


def kill_again_and_again(address: str, lexicon: Lexicon, kills: int, seed: int) -> Iterator[str]:
    """Let so many lives begin and end; yield what ended before it was killed. The last one is let be."""
    some = random.Random(seed)
    for number in range(kills):
        child = _born(lambda: _live(address, lexicon, once=False))
        time.sleep(some.uniform(0.02, _LIFE))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            yield f"life {number} ended by itself"


# What has to hold. ----------------------------------------------------------------------------------------------------


def take_up(store: Store, port: int) -> dict[str, int]:
    """Follow all feeds; return their numbers by their ids."""
    found = {}
    with store.write() as tx:
        for number in range(_FEEDS):
            host = f"127.77.0.{number + 1}"
            address, now = f"http://{host}:{port}/feed/{number}", datetime.now(UTC)
            source = Source(source_id(SourceKind.FEED, address), SourceKind.FEED, address, now)
            sources.add(tx, source, host, now)
            found[source.id] = number
    return found


def faults(store: Store, numbers: dict[str, int], counts: dict[str, int]) -> Iterator[str]:
    """Hold the store against what was listed, and look for what is stuck, lost or doubled."""
    now = datetime.now(UTC)
    with store.read() as tx:
        if turns.taken(tx, TURN, now):
            yield "the turn was not given back"
        if late := pages.waiting(tx, now)[0]:
            yield f"{late} pages are due and were not visited"
        for followed in sources.every(tx):
            number, stands = numbers[followed.source.id], followed.standing
            if stands.failures or followed.due is None or followed.due <= now:
                yield f"feed {number} is stuck: {stands.code} {stands.cause}"
            listed = entries.of_source(tx, followed.source.id)
            found = Counter(e.entry.id for e in listed)
            wanted = {f"{number}-{n}" for n in range(counts[str(number)])}
            if found != Counter(wanted):
                yield f"feed {number}: lost {sorted(wanted - found.keys())}, doubled {found - Counter(wanted)}"
            planned = pages.many(tx, [e.page for e in listed if e.page])
            for e in listed:
                visited = e.page in planned and planned[e.page].page.visits > 0 and planned[e.page].page.capture
                if not (e.capture or visited):
                    yield f"{e.entry.id} has neither capture nor page"
        yield from _captured(store, captures.many(tx, captures.all_ids(tx)))
        if given_up := work.quarantined(tx):
            yield f"given up: {given_up[:3]}"


def _captured(store: Store, some: dict[str, Any]) -> Iterator[str]:
    """Every capture has its bytes; what does not change was captured once."""
    of_place: dict[str, int] = defaultdict(int)
    for one in some.values():
        of_place[one.place] += 1
        store.blobs.get(one.blob, one.size)
    for place, count in of_place.items():
        changes = "/page/" in place and int(place.rpartition("/")[2]) % 10 == 0
        if count > 1 and not changes:
            yield f"{place} was captured {count} times"


def read_all(store: Store) -> Iterator[str]:
    """Work off what was captured; then all of it is read, and a rebuild gives the same."""
    worker.drain(store, STAGES, Context())
    with store.read() as tx:
        unread = select(capture.c.id).where(capture.c.id.not_in(select(extraction.c.capture_id)))
        if left := list(tx.conn.execute(unread).scalars()):
            yield f"{len(left)} captures were never read"
        before = list(store.dump(tx))
        given_up = work.quarantined(tx)
    rebuild(store)
    with store.read() as tx:
        given_up += work.quarantined(tx)
        after = Counter(store.dump(tx))
    if given_up:  # on a machine that is busy with much else, a page may take longer than it is given
        yield f"given up while reading: {given_up[:3]}"
    for name, rows in (("lost by", Counter(before) - after), ("new in", after - Counter(before))):
        if rows:
            yield f"{name} a rebuild: {dict(Counter(table for table, _ in rows.elements()))}, as {next(iter(rows))}"


def measure(address: str, kills: int, seed: int) -> list[str]:
    """Do it all on one store; print the figures, return what is wrong."""
    lexicon = load_lexicon()
    with growing(_FEW if kills < KILLS // 2 else _LISTED) as port:
        with closing(open_store(address)) as store:
            numbers = take_up(store, port)
        began = time.monotonic()
        wrong = list(kill_again_and_again(address, lexicon, kills, seed))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/settle", timeout=30) as answer:
            counts = json.load(answer)
        _, status = os.waitpid(_born(lambda: _live(address, lexicon, once=True)), 0)
        if status:
            wrong.append("the last life failed")
        with closing(open_store(address)) as store:
            wrong += faults(store, numbers, counts)
            rows = store.describe().rows
            told = f"{rows['entry']} entries, {rows['capture']} captures, {rows['page']} pages"
            print(f"{store.dialect}: {kills} kills in {time.monotonic() - began:.0f} s; {told}", flush=True)
            print(f"  temporary files left behind: {len(list(Path(store.blobs.folder).glob('??/.*.tmp')))}")
            wrong += read_all(store)
    print(f"  lost, doubled, stuck: {len(wrong)}", flush=True)
    for fault in wrong[:20]:
        print(f"      {fault}")
    return wrong


def main() -> int:
    """Measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--small", action="store_true", help=f"{SMALL} kills")
    asked.add_argument("--kills", type=int)
    asked.add_argument("--postgres", action="store_true", help="the store is on a PostgreSQL server of its own")
    asked.add_argument("--store", help="a store that is there and is empty, instead of one of its own")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.serve:
        _serve(given.serve)
        return 0
    from bench.fleet import stores

    kills = given.kills or (SMALL if given.small else KILLS)
    with nullcontext(given.store) if given.store else stores(given.postgres) as address:
        return int(bool(measure(address, kills, given.seed)))


if __name__ == "__main__":
    raise SystemExit(main())
