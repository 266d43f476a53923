"""How quickly the site answers with 200,000 pages in 40,000 stories: 20 requests at once, on either database.

    python -m bench.site --store /tmp/site                     # makes the store there if it is empty (minutes)
    python -m bench.site --store postgresql://user@host/site
    python -m bench.site --store /tmp/site --processes 2 --seconds 10

The real server runs as a person runs it, with a quiet worker; one reader is signed in, who has looked at some stories and
muted some things. ``cpu ms`` is what an answer costs the server in processor time: on a machine that others use too, it says
more than the times. Those who ask are threads of one other process with connections that stay open; they take their part
of the same processors, which is printed. Asked: 95 of 100 answers within 100 ms.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench import site_store
from firsthand import app
from firsthand.store import tables
from firsthand.store.database import Store

AT_ONCE, SECONDS, WITHIN_MS = 20, 8.0, 100.0
_LINK = re.compile(r"http://([\w.]+):(\d+)(/login/\S+)")


@dataclass(frozen=True)
class Kind:
    """Requests of one kind: paths to take in turn."""

    name: str
    paths: list[str]


@dataclass(frozen=True)
class Answered:
    """What came of them: milliseconds of each, bytes as sent, statuses that were not 200, processor seconds of the askers."""

    times: list[float]
    sizes: list[int]
    wrong: list[int]
    cpu: float
    seconds: float


def kinds(store: Store) -> list[Kind]:
    """Choose what to ask of a store."""
    chance = random.Random(1)
    with store.read() as tx:
        ids = list(tx.conn.execute(select(tables.story.c.id).order_by(tables.story.c.id).limit(4000)).scalars())
        several = select(tables.story_document.c.story_id).group_by(tables.story_document.c.story_id)
        of_two = list(tx.conn.execute(several.having(func.count() >= 2).limit(300)).scalars())
        of_forty = list(tx.conn.execute(several.having(func.count() >= 40).limit(100)).scalars())
        pairs = select(tables.story_document.c.story_id, tables.story_document.c.document_id)
        held: dict[str, list[str]] = {}
        for story, document in tx.conn.execute(pairs.where(tables.story_document.c.story_id.in_(of_two[:200]))):
            held.setdefault(story, []).append(document)
    shelves = app.shelves(store)
    first = app.river(store, 30)
    keys = [first.next or ""]
    for _ in range(20):
        keys.append(app.river(store, 30, keys[-1]).next or "")
    topic = [one.id for one in shelves.sections]
    outlet = [one.id for one in shelves.outlets[:10]]
    rare = [
        f"/?language=ru&outlet={outlet[0]}&independent=5",
        "/?place=Oakhaven&unread=1",
        f"/?folder=desk+3&topic={topic[-1]}&language=de&independent=3",
        "/?person=Ada+Quill+3&language=en",
    ]
    chance.shuffle(ids)
    return [
        Kind("river", ["/"]),
        Kind("river, later pages", [f"/?after={key}" for key in keys if key]),
        Kind("river, summaries, top", ["/?density=summary&order=top"]),
        Kind(
            "river, one filter", [*(f"/?topic={t}" for t in topic), *(f"/?outlet={o}" for o in outlet), "/?language=de"]
        ),
        Kind("river, rare filters", rare),
        Kind("river, unread", ["/?unread=1", "/?unread=1&language=fr"]),
        Kind("story, as they come", [f"/story/{i}" for i in ids[:1000]]),
        Kind("story of forty pages", [f"/story/{i}" for i in of_forty]),
        Kind("compare", [f"/compare/{d[0]}/{d[1]}" for d in held.values()]),
        Kind("search", [f"/search?q={w}" for w in ("oil", "prices", "bank+rate", "said%3Aminister")]),
    ]


# Those who ask. -----------------------------------------------------------------------------------------------------


def ask(host: str, port: int, cookie: str, paths: list[str], seconds: float, at_once: int) -> Answered:
    """Ask with so many at once until the time is over."""
    times: list[float] = []
    sizes: list[int] = []
    wrong: list[int] = []
    cpu, began = time.process_time(), time.monotonic()
    ends = began + seconds

    def one(number: int) -> None:
        connection = http.client.HTTPConnection(host, port, timeout=60)
        headers = {"cookie": cookie, "accept": "text/html", "accept-encoding": "gzip"}
        turn = number * 7
        while time.monotonic() < ends:
            started = time.perf_counter()
            connection.request("GET", paths[turn % len(paths)], headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - started) * 1000)
            sizes.append(len(body))
            if answer.status != 200:
                wrong.append(answer.status)
            turn += 1
        connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Answered(times, sizes, wrong, time.process_time() - cpu, time.monotonic() - began)


def _apart(given: "multiprocessing.connection.Connection", *asked: object) -> None:
    given.send(ask(*asked))  # type: ignore[arg-type]


def ask_apart(*asked: object) -> Answered:
    """Ask from a process of its own."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_apart, args=(there, *asked))
    process.start()
    found: Answered = here.recv()
    process.join()
    return found


# The server. --------------------------------------------------------------------------------------------------------


@contextmanager
def server(address: str, processes: int) -> Iterator[tuple[str, int, str, int]]:
    """Serve a store; give host, port, the cookie of a reader, and the process."""
    command = [
        str(Path(sys.executable).parent / "firsthand"),
        "serve",
        "--store",
        address,
        "--port",
        "0",
        "--no-follow",
    ]
    process = subprocess.Popen(
        [*command, "--processes", str(processes)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "300"},
    )
    assert process.stdout is not None
    try:
        found = None
        while found is None:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the server does not start")
            found = _LINK.search(line)
        host, port, path = found[1], int(found[2]), found[3]
        connection = http.client.HTTPConnection(host, port, timeout=30)
        cookie = _enter(connection, path)
        _live_a_little(connection, cookie)
        yield host, port, cookie, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _enter(connection: http.client.HTTPConnection, path: str) -> str:
    """Go in by the one-time link, as the first administrator or again; return the cookie."""
    connection.request("GET", path)
    door = connection.getresponse()
    before, page = _cookie(door), door.read().decode()
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token is not None
    headers = {"cookie": before, "content-type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode({"csrf": token[1]}), headers)
    answer = connection.getresponse()
    answer.read()
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return (answer.getheader("set-cookie") or "").partition(";")[0]


def _live_a_little(connection: http.client.HTTPConnection, cookie: str) -> None:
    """Look at some stories, mute some things: as somebody does who comes every day."""

    def call(path: str, body: object = None) -> dict[str, object]:
        headers = {"cookie": cookie, "content-type": "application/json", "x-csrf-token": token}
        connection.request(
            "POST" if body is not None else "GET", path, json.dumps(body) if body is not None else None, headers
        )
        return json.loads(connection.getresponse().read())  # type: ignore[no-any-return]

    token = ""
    token = str(call("/api/session")["csrf"])
    page = call("/api/stories?limit=60")
    for line in page["stories"][::3]:  # type: ignore[index]
        call("/api/looked", {"story": line["id"]})
    for kind, value in (("word", "baseball"), ("outlet", "The Echo 14"), ("topic", "golf"), ("language", "es")):
        call("/api/muted", {"kind": kind, "value": value})


def spent(process: int) -> float:
    """Return the processor seconds of a process and all that it started."""
    ticks, parents = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(stat[1])
            ticks[int(folder.name)] = int(stat[11]) + int(stat[12])
    family = {process}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks.get(one, 0) for one in family) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True)
    parser.add_argument("--stories", type=int, default=site_store.STORIES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--at-once", type=int, default=AT_ONCE)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    with closing(app.open_store(chosen.store)) as store:
        if not app.river(store, 1).stories:
            print("made", *site_store.make(store, chosen.stories))
        asked = [kind for kind in kinds(store) if chosen.only in kind.name]
    with server(chosen.store, chosen.processes) as (host, port, cookie, process):
        print(
            f"{chosen.at_once} at once, {chosen.processes} processes, {os.cpu_count()} processors; "
            f"load {os.getloadavg()[0]:.1f}"
        )
        heads = ("answers/s", "p50 ms", "p95", "p99", "kB", "askers", "cpu ms")
        print(" " * 24 + "".join(f"{head:>10}" for head in heads), f" asked: p95 <= {WITHIN_MS:.0f}")
        for kind in asked:
            ask_apart(host, port, cookie, kind.paths, 1.0, chosen.at_once)  # what is read first is not yet in memory
            before = spent(process)
            found = ask_apart(host, port, cookie, kind.paths, chosen.seconds, chosen.at_once)
            _tell(kind, found, spent(process) - before)


def _tell(kind: Kind, found: Answered, cpu: float) -> None:
    if found.wrong:
        print(f"{kind.name:24} no such page here ({found.wrong[0]})")
        return
    cut = statistics.quantiles(found.times, n=100)
    share, rate = found.cpu / found.seconds, len(found.times) / found.seconds
    sizes = sum(found.sizes) / len(found.sizes) / 1000
    verdict = "met" if cut[94] <= WITHIN_MS else "missed"
    told = (f"{rate:.0f}", *(f"{cut[n]:.0f}" for n in (49, 94, 98)), f"{sizes:.1f}", f"{share:.0%}")
    each = f"{cpu / len(found.times) * 1000:.1f}"
    print(f"{kind.name:24}" + "".join(f"{word:>10}" for word in (*told, each)), f" {verdict}", flush=True)


if __name__ == "__main__":
    main()
