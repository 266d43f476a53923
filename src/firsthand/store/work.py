"""The queue: what is due is a row, written in the same transaction as what caused it.

A row is one (stage, item). Asking for it again while it waits or is worked on bumps its ``sequence``; finishing
deletes only the sequence that was processed, so that what changed meanwhile is due again. Whoever claims a row holds
it by a ``lease`` that runs out; a worker that has lost its lease cannot finish, and must not save. At least once,
then, and saved once.
"""

import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Update, and_, case, delete, func, select, update

from firsthand.store.records import key
from firsthand.store.statements import among, upsert
from firsthand.store.tables import work as table
from firsthand.store.times import to_micros
from firsthand.store.transaction import Tx

#: Waits after the first, second ... failure; after the last of them one more failure means quarantine. A hiccup of a
#: disk or a server is over within seconds; what still fails after half an hour needs a person.
BACKOFF = (
    timedelta(seconds=1),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
)

#: Claims without success after which work is taken alone.
_SUSPECT = 2


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed row: ``lease`` and ``sequence`` are what finishing must find unchanged."""

    stage: str
    item: str
    sequence: int
    lease: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Work that was given up, and why."""

    stage: str
    item: str
    error: str
    attempts: int


def enqueue(tx: Tx, stage: str, item: str, priority: int = 0, not_before: datetime | None = None) -> None:
    """Make an item due at a stage, at once or from a time on; of several due, the lower ``priority`` goes first."""
    enqueue_many(tx, [(stage, item)], priority, not_before)


def enqueue_many(tx: Tx, due: Iterable[tuple[str, str]], priority: int = 0, not_before: datetime | None = None) -> None:
    """Make many (stage, item) due, in this order.

    The sequence is the clock, in microseconds: it needs no counter that all writers would wait for. Where the clock
    went backwards a row's own sequence still grows. Rows are written in the order of their keys, so that two writers of
    the same rows wait for each other instead of dead-locking.
    """
    start = time.time_ns() // 1000
    earliest = to_micros(not_before) if not_before else 0
    rows = [
        {
            "stage": stage,
            "item": item,
            "sequence": start + index,
            "priority": priority,
            "not_before": earliest,
            "leased_until": 0,
            "attempts": 0,
            "quarantined": False,
        }
        for index, (stage, item) in enumerate(dict.fromkeys(due))
    ]
    rows.sort(key=lambda row: (row["stage"], row["item"]))
    upsert(tx, table, rows, _asked_again)


def _asked_again(new: Any) -> dict[str, Any]:
    """Say what becomes of a row asked for again: a larger sequence, the sooner and more urgent, a clean slate."""
    return {
        "sequence": case((new.sequence > table.c.sequence, new.sequence), else_=table.c.sequence + 1),
        "priority": case((new.priority < table.c.priority, new.priority), else_=table.c.priority),
        "not_before": case((new.not_before < table.c.not_before, new.not_before), else_=table.c.not_before),
        "attempts": 0,
        "error": None,
        "quarantined": False,
    }


def new_lease() -> str:
    """Name a holder of leases: this process on this machine, when it began, and a word nobody else has."""
    return f"{_here()}{os.getpid()}:{_began(os.getpid())}:{uuid4().hex}"


def _here() -> str:
    return f"{platform.node()}:"


def claim(tx: Tx, now: datetime, lease_seconds: float, stages: Sequence[str], lease: str | None = None) -> Work | None:
    """Take one piece of work that is due: of the first stage that has any, the most urgent, then the oldest."""
    for stage in stages:
        taken = claim_many(tx, now, lease_seconds, stage, 1, lease or new_lease())
        if taken:
            return taken[0]
    return None


def claim_many(tx: Tx, now: datetime, lease_seconds: float, stage: str, limit: int, lease: str) -> list[Work]:
    """Take up to ``limit`` pieces of work of one stage, in their order.

    Work that was claimed more often than a failure is retried has killed every worker that took it: it goes to
    quarantine instead. Work that was claimed twice without success is taken alone, so that a killer does not take its
    neighbours along.
    """
    at = to_micros(now)
    query = (
        select(table.c.item, table.c.sequence, table.c.attempts)
        .where(table.c.stage == stage, _due(at))
        .order_by(table.c.priority, table.c.sequence, table.c.item)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = tx.conn.execute(query).all()
    deadly = [row.item for row in rows if row.attempts > len(BACKOFF)]
    living = [row for row in rows if row.attempts <= len(BACKOFF)]
    fresh = list(takewhile(lambda row: row.attempts < _SUSPECT, living))
    taken = [Work(stage, row.item, row.sequence, lease, row.attempts + 1) for row in fresh or living[:1]]
    if deadly:
        reason = "Every worker that took this died."
        tx.conn.execute(_those(tx, stage, deadly).values(quarantined=True, error=reason, lease=None, leased_until=0))
    if taken:
        until = at + int(lease_seconds * 1_000_000)
        change = {"lease": lease, "leased_until": until, "attempts": table.c.attempts + 1}
        tx.conn.execute(_those(tx, stage, [work.item for work in taken]).values(change))
    return taken


def _those(tx: Tx, stage: str, items: Iterable[str]) -> Update:
    return update(table).where(table.c.stage == stage, among(tx, table.c.item, items))


def _due(at: int) -> ColumnElement[bool]:
    return and_(table.c.quarantined.is_(False), table.c.not_before <= at, table.c.leased_until <= at)


def is_due(tx: Tx, now: datetime, stage: str) -> bool:
    """Say whether a stage has anything to claim."""
    query = select(table.c.item).where(table.c.stage == stage, _due(to_micros(now))).limit(1)
    return tx.conn.execute(query).first() is not None


def is_leased(tx: Tx, now: datetime, stages: Iterable[str]) -> bool:
    """Say whether somebody is at work on any of these stages."""
    query = select(table.c.item).where(among(tx, table.c.stage, stages), table.c.leased_until > to_micros(now))
    return tx.conn.execute(query.limit(1)).first() is not None


def finish(tx: Tx, work: Work) -> bool:
    """Take finished work off the queue. False: the lease was lost, somebody else has it, and nothing may be saved.

    Work that was asked for again meanwhile stays, due at once.
    """
    return work.item in finish_many(tx, work.stage, [work])


def finish_many(tx: Tx, stage: str, done: Sequence[Work]) -> set[str]:
    """Take finished work of one lease and stage off the queue; return the items whose lease was not lost."""
    if not done:
        return set()
    lease, sequences = done[0].lease, {work.item: work.sequence for work in done}
    here = and_(table.c.stage == stage, table.c.lease == lease)
    query = select(table.c.item, table.c.sequence).where(here, among(tx, table.c.item, sequences)).with_for_update()
    held = {row.item: row.sequence for row in tx.conn.execute(query)}
    over = [item for item, sequence in held.items() if sequences[item] == sequence]
    asked_again = held.keys() - set(over)
    tx.conn.execute(delete(table).where(here, among(tx, table.c.item, over)))
    if asked_again:
        tx.conn.execute(_those(tx, stage, asked_again).values(lease=None, leased_until=0, attempts=0))
    return set(held)


def fail(tx: Tx, work: Work, error: str, now: datetime, permanent: bool = False) -> None:
    """Put failed work back: due again after a wait that grows, or in quarantine when that was the last try.

    ``permanent`` means that another try would fail alike. Work that was asked for again meanwhile is due at once.
    """
    mine, unchanged = _held(work), table.c.sequence == work.sequence
    given_up = permanent or work.attempts > len(BACKOFF)
    wait = timedelta(0) if given_up else BACKOFF[work.attempts - 1]
    put_back = {
        "lease": None,
        "leased_until": 0,
        "error": key(error),
        "not_before": to_micros(now + wait),
        "quarantined": given_up,
    }
    if tx.conn.execute(update(table).where(mine, unchanged).values(put_back)).rowcount == 0:
        tx.conn.execute(update(table).where(mine).values(lease=None, leased_until=0, error=key(error), attempts=0))


def release(tx: Tx, lease: str) -> int:
    """Give back everything that is held by a lease, untried."""
    attempts = case((table.c.attempts > 0, table.c.attempts - 1), else_=0)
    change = {"lease": None, "leased_until": 0, "attempts": attempts}
    return tx.conn.execute(update(table).where(table.c.lease == lease).values(change)).rowcount


def release_dead(tx: Tx) -> int:
    """Give back what is held by processes of this machine that are no more, without waiting for their leases.

    A mistake (a machine of the same name elsewhere) costs a second run and saves nothing twice: leases see to that.
    """
    held = tx.conn.execute(select(table.c.lease).where(table.c.lease.startswith(_here(), autoescape=True)).distinct())
    dead = [lease for lease in held.scalars() if not holder_lives(lease)]
    change = {"lease": None, "leased_until": 0}
    return sum(tx.conn.execute(update(table).where(table.c.lease == lease).values(change)).rowcount for lease in dead)


def holder_lives(lease: str) -> bool:
    """Say whether the process that a lease is named for may live; on other machines it may.

    Numbers of processes come again (in a container that is started again, at once): it must have begun when the lease says.
    """
    here = _here()
    if not lease.startswith(here):
        return True
    process, *rest = lease.removeprefix(here).split(":")
    began = rest[0] if len(rest) > 1 else ""
    return _lives(int(process)) and (not began or _began(int(process)) in ("", began))


def _began(process: int) -> str:
    """Say when a process began, in the kernel's ticks since the machine did; empty where the system does not tell."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _lives(process: int) -> bool:
    if os.name != "posix":
        return True  # where asking is not safe, the lease runs out by itself
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _held(work: Work) -> ColumnElement[bool]:
    return and_(table.c.stage == work.stage, table.c.item == work.item, table.c.lease == work.lease)


def pending(tx: Tx) -> dict[str, int]:
    """Count what waits or is worked on, by stage."""
    query = select(table.c.stage, func.count()).where(table.c.quarantined.is_(False)).group_by(table.c.stage)
    return {row[0]: row[1] for row in tx.conn.execute(query.order_by(table.c.stage))}


def quarantined(tx: Tx) -> list[Quarantined]:
    """Tell what was given up, and why."""
    query = select(table.c.stage, table.c.item, table.c.error, table.c.attempts).where(table.c.quarantined.is_(True))
    rows = tx.conn.execute(query.order_by(table.c.stage, table.c.item))
    return [Quarantined(row.stage, row.item, row.error or "", row.attempts) for row in rows]


def given_up(tx: Tx, stage: str, items: Iterable[str]) -> dict[str, str]:
    """Tell which of some items were given up at a stage, and why."""
    here = and_(table.c.stage == stage, table.c.quarantined.is_(True), among(tx, table.c.item, items))
    return {row.item: row.error or "" for row in tx.conn.execute(select(table.c.item, table.c.error).where(here))}


def failing(tx: Tx, stage: str) -> dict[str, str]:
    """Tell what failed at a stage and will be tried again, by item, and why it failed last."""
    waiting = and_(table.c.stage == stage, table.c.quarantined.is_(False), table.c.error.is_not(None))
    return {row.item: row.error for row in tx.conn.execute(select(table.c.item, table.c.error).where(waiting))}
