"""How often somebody tried: a log of the last while by bucket, shared by all processes of the store.

A try is written down before it is looked at, so that a hundred at once are not all the first; what turns out right is
struck out again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from firsthand.store.database import take_turn
from firsthand.store.tables import guess as table
from firsthand.store.transaction import Tx

#: Nothing is counted for longer.
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """So many tries within a time, of what is named by ``bucket``."""

    bucket: str
    most: int
    within: timedelta


def take(tx: Tx, bounds: list[Bound], now: datetime) -> timedelta | None:
    """Note a try under all bounds and return None; where one is reached note nothing, and return how long to wait."""
    tx.conn.execute(delete(table).where(table.c.at <= now - _LONGEST))
    for bound in sorted(bounds, key=lambda b: b.bucket):  # in one order, so that two never wait for each other
        take_turn(tx, f"guess {bound.bucket}")
        mine = select(table.c.at).where(table.c.bucket == bound.bucket, table.c.at > now - bound.within)
        latest: list[datetime] = list(tx.conn.execute(mine.order_by(table.c.at.desc()).limit(bound.most)).scalars())
        if len(latest) >= bound.most:
            return latest[-1] + bound.within - now
    for bound in bounds:
        row = {"bucket": bound.bucket, "at": now, "mark": secrets.randbits(62)}
        tx.conn.execute(insert(table).values(row))
    return None


def clear(tx: Tx, bucket: str) -> None:
    """Strike out the tries of a bucket."""
    tx.conn.execute(delete(table).where(table.c.bucket == bucket))
