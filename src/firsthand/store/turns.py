"""What only one process may do at a time: who has the turn holds it until a time, and renews it while at work."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from firsthand.store.statements import upsert
from firsthand.store.tables import turn as table
from firsthand.store.transaction import Tx
from firsthand.store.work import holder_lives


def take(tx: Tx, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Take a turn, or hold on to it; False while another process that lives has it.

    ``holder`` is a name of `store.work.new_lease`: one of this machine whose process is no more has lost its turn. One
    that would last far longer than any was taken while a clock was wrong, and is none.
    """
    row = tx.conn.execute(select(table).where(table.c.name == name).with_for_update()).first()
    if row is not None and row.holder != holder and now < row.until < now + 10 * lasts and holder_lives(row.holder):
        return False
    upsert(tx, table, [{"name": name, "holder": holder, "until": now + lasts}], _mine)
    return True


def _mine(new: object) -> dict[str, object]:
    return {"holder": new.holder, "until": new.until}  # type: ignore[attr-defined]


def taken(tx: Tx, name: str, now: datetime) -> bool:
    """Say whether somebody has a turn."""
    row = tx.conn.execute(select(table).where(table.c.name == name, table.c.until > now)).first()
    return row is not None and holder_lives(row.holder)


def held(tx: Tx, now: datetime) -> list[tuple[str, datetime]]:
    """Return the turns that somebody has, each with its end."""
    rows = tx.conn.execute(select(table).where(table.c.until > now).order_by(table.c.name))
    return [(row.name, row.until) for row in rows if holder_lives(row.holder)]


def leave(tx: Tx, name: str, holder: str) -> None:
    """Give a turn back."""
    tx.conn.execute(delete(table).where(table.c.name == name, table.c.holder == holder))
