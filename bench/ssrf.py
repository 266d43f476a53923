"""Try to reach what must not be reached, by every way out of the program, and count what gets through.

    python -m bench.ssrf [--small] [--json]

The table (`bench.ssrf_cases`) is tried three times in a network of its own (`bench.island`), where everything that is dialled
answers: with the gate; with a check before connecting in its place, as most programs have it; and without any. An
escape is a connection that a listener saw, or one that Python began, to anything but the two public addresses. Ends with
1 where the gate let one through, or where nothing escaped without it, for then nothing was measured.
"""

import argparse
import json
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest.mock import patch

from bench.island import PUBLIC, Listeners, Names, NoIsland, island, settle
from bench.ssrf_cases import Case, Table
from firsthand.backends.api import ask as ask_model
from firsthand.capture import gate, guest
from firsthand.capture import names as lookups
from firsthand.capture.arrival import Limits
from firsthand.capture.guest import Guest
from firsthand.capture.http import ask, fetch, fetch_picture, send
from firsthand.capture.imap import MailboxLimits, read_mailbox
from firsthand.capture.inputs import arrivals
from firsthand.capture.manners import Manners
from firsthand.capture.robots import Rules, Verdict, origin
from firsthand.capture.websub import subscribe
from firsthand.model.errors import InputError

LIMITS = Limits(page_bytes=100_000, connect_seconds=1.0, total_seconds=3.0, redirects=5)
GUARDS = ("gate", "check before", "none")


def _fetch(address: str) -> None:
    fetch(address, limits=LIMITS)


def _send(address: str) -> None:
    send(address, b"{}", {"Authorization": "Bearer x"}, limits=LIMITS)


def _arrivals(address: str) -> None:
    for found in arrivals([address], limits=LIMITS):
        if isinstance(found, InputError):
            raise found


def _model(address: str) -> None:
    """The model's server, whose own address the person configured; where it leads on to is what must not be reached."""

    def bounded(address: str, body: bytes, headers: Mapping[str, str], hosts: Sequence[str]) -> bytes:
        return send(address, body, headers, hosts, LIMITS)

    ask_model(bounded, address, "", {})


def _ask(address: str) -> None:
    """A feed that is due, in a fleet: a guest that heeds robots.txt, on every hop."""
    ask(address, limits=LIMITS, manners=Guest(Manners(most=8), load=_no_rules))


def _no_rules(origin: str) -> Rules:
    return Rules(Verdict.ALL, "", datetime(2999, 1, 1, tzinfo=UTC))


def _robots(address: str) -> None:
    """The question for a host's robots.txt, which comes before any other; the redirects are those of robots.txt itself."""
    with patch.object(guest, "ask", lambda _, **named: ask(address, **{**named, "limits": LIMITS})):
        Guest(Manners(most=8)).rules(origin(address))


def _hub(address: str) -> None:
    """A hub that a feed names."""
    subscribe(
        address, "https://topic.test/feed", "https://me.test/push", "s3cret", limits=LIMITS, manners=Manners(most=8)
    )


def _mailbox(address: str) -> None:
    """A mailbox at the same host and port. What goes wrong is the last thing that it gives."""
    place = address.partition("://")[2].partition("/")[0].rpartition("@")[2]
    limits = MailboxLimits(connect_seconds=LIMITS.connect_seconds, total_seconds=LIMITS.total_seconds)
    for fetched in read_mailbox(f"imaps://mara@{place}/INBOX", "s3cret", limits=limits):
        if isinstance(fetched.found, InputError):
            raise fetched.found


def _picture(address: str) -> None:
    """A picture that a page shows, as the site's proxy fetches it."""
    fetch_picture(address, limits=LIMITS)


DOORS: dict[str, Callable[[str], None]] = {
    "fetch": _fetch, "send": _send, "arrivals": _arrivals, "model": _model, "ask": _ask, "robots": _robots, "hub": _hub,
    "mailbox": _mailbox, "picture": _picture,
}  # fmt: skip


class Dialled:
    """Counts every connection that Python begins, whoever answers: what the kernel refuses was an attempt too."""

    def __init__(self) -> None:
        self.denied: Counter[str] = Counter()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "socket.connect" and given[0].family in (socket.AF_INET, socket.AF_INET6):
            address = str(given[1][0]).partition("%")[0]
            if address not in PUBLIC:
                self.denied[address] += 1


@contextmanager
def guarded_by(guard: str) -> Iterator[None]:
    """Put a weaker guard in the gate's place."""

    def check_first(self: gate.Gate, host: str, port: int) -> socket.socket:
        self._permitted(host, self._resolve(host, port))
        return socket.create_connection((host, port), timeout=1)

    if guard == "check before":
        with patch.object(gate.Gate, "open", check_first):
            yield
    elif guard == "none":
        with patch.object(gate, "denial", lambda _: None):
            yield
    else:
        yield


class Inside:
    """What is counted inside the namespace."""

    def __init__(self, listeners: Listeners, dialled: Dialled) -> None:
        self.listeners, self.dialled = listeners, dialled
        self.rows: dict[tuple[str, str], Counter[str]] = {}
        self.causes: Counter[str] = Counter()
        self.escaped: list[str] = []
        self.seconds: dict[str, float] = {}

    def try_all(self, cases: list[Case], guard: str) -> None:
        started = time.monotonic()
        with guarded_by(guard):
            for case in cases:
                self._count(case.manner, case.door, guard, case.address, partial(_try, case))
        self.seconds[guard] = round(time.monotonic() - started, 1)

    def try_program(self, inputs: list[str], guard: str) -> None:
        """Hand all inputs to the program as a person would: store, child, extraction and all."""
        from firsthand import app

        def read() -> str:
            with tempfile.TemporaryDirectory() as folder:
                store = app.open_store(folder)
                found = app.read(store, inputs)
                store.close()
            return f"{len(found.captures)} read"

        with guarded_by(guard):
            self._count("whole program", f"read, {len(inputs)} inputs", guard, "app.read", read)

    def _count(self, manner: str, door: str, guard: str, address: str, attempt: Callable[[], str]) -> None:
        before = self.listeners.escapes().total(), self.dialled.denied.total()
        cause = attempt()
        after = self.listeners.escapes().total(), self.dialled.denied.total()
        row = self.rows.setdefault((manner, door), Counter())
        row["cases"] += guard == "gate"
        row[guard] += after != before
        if guard == "gate":
            self.causes[cause] += 1
            if after != before:
                self.escaped.append(f"{manner}, {door}: {address!r}")


def _try(case: Case) -> str:
    """Try one case. Names are asked anew each time, unless the case is about what is kept of them."""
    cause = ""
    with patch.object(lookups, "_KEPT_SECONDS", 60.0 if case.kept else 0.0):
        for _ in range(case.times):
            try:
                DOORS[case.door](case.address)
                cause = "a public page"
            except InputError as error:
                cause = error.code
    return cause


def inside(small: bool) -> dict[str, Any]:
    """Try everything; called in the namespace."""
    settle()
    table = Table(small)
    plans = {**table.plans, **{plan.alias: plan for plan in table.plans.values() if plan.alias}}
    dialled = Dialled()
    with Listeners() as listeners, Names(plans) as names:
        counted = Inside(listeners, dialled)
        for guard in GUARDS:
            names.forget()
            lookups.NAMES.forget()
            counted.try_all(table.cases, guard)
            if not small:
                names.forget()
                lookups.NAMES.forget()
                counted.try_program(table.handed_in, guard)
        public = listeners.seen.total() - listeners.escapes().total()
    return {
        "rows": [{"manner": m, "door": d, **row} for (m, d), row in counted.rows.items()],
        "causes": dict(counted.causes.most_common()),
        "escaped": counted.escaped,
        "seconds": counted.seconds,
        "public_connections": public,
        "addresses_reached_without": len({*listeners.escapes(), *dialled.denied}),
    }


def measure(small: bool = False) -> dict[str, Any]:
    """Make the namespace, try everything in it, and return the counts. Raises `NoIsland`."""
    with island() as run:
        done = run("bench.ssrf", "--inside", *(["--small"] if small else []))
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def totals(found: dict[str, Any]) -> Counter[str]:
    """Add up the rows."""
    return sum((Counter({k: v for k, v in row.items() if isinstance(v, int)}) for row in found["rows"]), Counter())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="a part of the table, in seconds")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps(inside(given.small)))
        return 0
    try:
        found = measure(given.small)
    except NoIsland as reason:
        print(f"not measured: {reason}", file=sys.stderr)
        return 2
    total = totals(found)
    print(json.dumps(found) if given.json else _table(found, total))
    return int(total["gate"] > 0 or total["none"] == 0 or total["cases"] < (100 if given.small else 350))


def _table(found: dict[str, Any], total: Counter[str]) -> str:
    head = f"{'':44} {'cases':>7} {'gate':>7} {'check before':>13} {'none':>7}"
    rows = [*found["rows"], {"manner": "all", "door": "", **total}]
    lines = [
        f"{row['manner'] + ', ' * bool(row['door']) + row['door']:44} {row['cases']:7} {row.get('gate', 0):7} "
        f"{row.get('check before', 0):13} {row.get('none', 0):7}"
        for row in rows
    ]
    causes = ", ".join(f"{cause} {count}" for cause, count in found["causes"].items())
    notes = [f"with the gate: {causes}", f"seconds: {found['seconds']}", *(f"ESCAPED {e}" for e in found["escaped"])]
    return "\n".join([head, *lines, *notes])


if __name__ == "__main__":
    raise SystemExit(main())
