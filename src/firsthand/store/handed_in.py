"""What people handed in through the site: waits, is read by one process, is done. A reader that died is noticed.

waiting -> reading (by a holder) -> done | failed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select, update

from firsthand.store.records import decode, encode, key
from firsthand.store.tables import handed_in as table
from firsthand.store.transaction import Tx
from firsthand.store.work import holder_lives

#: Finished ones are told for so long.
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One thing. ``kind``: ``demo``, ``text`` or ``file``; ``path`` is where its bytes lie until they are read.

    ``done`` of ``total`` (0: not known) are read. ``outcome`` is what came of it.
    """

    id: str
    account: str
    kind: str
    name: str
    path: str
    state: str
    done: int
    total: int
    asked: datetime
    ended: datetime | None
    outcome: "Outcome | None"


class Outcome(msgspec.Struct, frozen=True):
    """What came of it, in a sentence; pages that were found (id and headline); what was wrong (cause, next try)."""

    said: str
    documents: list[tuple[str, str]] = []
    problems: list[tuple[str, str]] = []


_COLUMNS = [column for column in table.columns if column.name != "holder"]


def add(tx: Tx, id: str, account: str, kind: str, name: str, path: str, now: datetime) -> None:
    """Have something wait to be read."""
    row = {"id": id, "account": account, "kind": kind, "name": key(name), "path": path, "state": "waiting"}
    tx.conn.execute(insert(table).values(**row, done=0, total=0, asked=now))


def take(tx: Tx, holder: str) -> HandedIn | None:
    """Take the next that waits, or one whose reader is no more; None where there is none."""
    unread = select(*_COLUMNS, table.c.holder).where(table.c.state.in_(("waiting", "reading"))).with_for_update()
    for row in tx.conn.execute(unread.order_by(table.c.asked, table.c.id)):
        if row.state == "waiting" or not holder_lives(row.holder):
            tx.conn.execute(update(table).where(table.c.id == row.id).values(state="reading", holder=holder))
            return _of(row[:-1])
    return None


def progress(tx: Tx, id: str, done: int, total: int) -> None:
    """Write down how far it is read."""
    tx.conn.execute(update(table).where(table.c.id == id).values(done=done, total=total))


def end(tx: Tx, id: str, state: str, outcome: Outcome, now: datetime) -> None:
    """Write down what came of it."""
    change = {"state": state, "outcome": encode(outcome), "ended": now, "holder": None}
    tx.conn.execute(update(table).where(table.c.id == id).values(change))


def is_wanted(tx: Tx, path: str) -> bool:
    """Say whether bytes are still to be read: the same file may have been handed in twice."""
    unread = select(table.c.id).where(table.c.state.in_(("waiting", "reading")), table.c.path == path)
    return tx.conn.execute(unread.limit(1)).first() is not None


def newest(tx: Tx, limit: int) -> list[HandedIn]:
    """Return the last ones, the newest first."""
    rows = tx.conn.execute(select(*_COLUMNS).order_by(table.c.asked.desc(), table.c.id).limit(limit))
    return [_of(row) for row in rows]


def forget(tx: Tx, before: datetime) -> None:
    """Forget what was done long ago."""
    tx.conn.execute(delete(table).where(table.c.ended < before))


def _of(row: Sequence[Any]) -> HandedIn:
    *rest, outcome = row
    return HandedIn(*rest, decode(Outcome, outcome) if outcome else None)  # type: ignore[call-arg]
