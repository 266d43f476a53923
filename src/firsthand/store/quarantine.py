"""The queue as an administrator sees it: how much waits and since when, and what was given up, to be tried again or not."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, true, update

from firsthand.store.tables import work as table
from firsthand.store.times import to_micros
from firsthand.store.transaction import Tx
from firsthand.store.work import Quarantined


def queue(tx: Tx, now: datetime) -> Iterator[tuple[str, int, int, int, int, float]]:
    """Yield each stage with what waits, is to be tried later, is in hand, was given up, and how long the oldest waits (s)."""
    at = to_micros(now)
    given_up = table.c.quarantined.is_(True)
    in_hand = and_(~given_up, table.c.leased_until > at)
    later = and_(~given_up, table.c.leased_until <= at, table.c.not_before > at)
    waiting = and_(~given_up, table.c.leased_until <= at, table.c.not_before <= at)
    counts = [func.sum(case((which, 1), else_=0)) for which in (waiting, later, in_hand, given_up)]
    oldest = func.min(case((waiting, table.c.sequence)))
    for row in tx.conn.execute(select(table.c.stage, *counts, oldest).group_by(table.c.stage).order_by(table.c.stage)):
        stage, first = row[0], row[5]
        seconds = max(0.0, (at - first) / 1_000_000) if first is not None else 0.0
        yield stage, int(row[1]), int(row[2]), int(row[3]), int(row[4]), round(seconds, 1)


def listed(tx: Tx, limit: int | None, after: str) -> list[Quarantined]:
    """Return work that was given up, by stage and item, behind the piece that is named as ``STAGE ITEM``."""
    query = select(table.c.stage, table.c.item, table.c.error, table.c.attempts).where(table.c.quarantined.is_(True))
    stage, _, item = after.partition(" ")
    if stage:
        query = query.where(or_(table.c.stage > stage, and_(table.c.stage == stage, table.c.item > item)))
    rows = tx.conn.execute(query.order_by(table.c.stage, table.c.item).limit(limit))
    return [Quarantined(row.stage, row.item, row.error or "", row.attempts) for row in rows]


def retry(tx: Tx, stage: str, item: str) -> int:
    """Make given-up work due again: one piece, all of a stage, or all; return how much."""
    change = {"quarantined": False, "attempts": 0, "not_before": 0}
    return tx.conn.execute(update(table).where(_those(stage, item)).values(change)).rowcount


def drop(tx: Tx, stage: str, item: str) -> int:
    """Take given-up work off the queue; return how much."""
    return tx.conn.execute(delete(table).where(_those(stage, item))).rowcount


def _those(stage: str, item: str) -> ColumnElement[bool]:
    return and_(
        table.c.quarantined.is_(True),
        table.c.stage == stage if stage else true(),
        table.c.item == item if item else true(),
    )
