"""Questions that people keep, each under the account that keeps it: nobody else's is ever found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update

from firsthand.model.errors import NotFound
from firsthand.store.records import key
from firsthand.store.tables import saved_search as table
from firsthand.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question somebody keeps. ``looked``: until when its answers were seen."""

    id: str
    account: str
    name: str
    query: str
    made: datetime
    looked: datetime


def put(tx: Tx, saved: SavedSearch) -> None:
    """Keep a question; the same one of the same account takes the new name."""
    mine = _mine(saved.account, saved.id)
    if tx.conn.execute(update(table).where(mine).values(name=key(saved.name))).rowcount:
        return
    row = {
        "id": saved.id,
        "account_id": saved.account,
        "name": key(saved.name),
        "query": key(saved.query),
        "made": saved.made,
        "looked": saved.looked,
    }
    tx.conn.execute(insert(table), row)


def every(tx: Tx, account: str) -> Sequence[SavedSearch]:
    """Return what an account keeps, the oldest first."""
    rows = tx.conn.execute(select(table).where(table.c.account_id == account).order_by(table.c.made, table.c.id))
    return [_read(row) for row in rows]


def count(tx: Tx, account: str) -> int:
    """Count what an account keeps."""
    return tx.conn.execute(select(func.count()).select_from(table).where(table.c.account_id == account)).scalar_one()


def change(tx: Tx, account: str, saved_id: str, **what: Any) -> None:
    """Change ``name`` or ``looked``. NotFound where the account keeps no such question."""
    if tx.conn.execute(update(table).where(_mine(account, saved_id)).values(**what)).rowcount == 0:
        raise _none()


def remove(tx: Tx, account: str, saved_id: str) -> None:
    """Keep a question no more. NotFound where the account keeps no such question."""
    if tx.conn.execute(delete(table).where(_mine(account, saved_id))).rowcount == 0:
        raise _none()


def _mine(account: str, saved_id: str) -> ColumnElement[bool]:
    return and_(table.c.account_id == account, table.c.id == saved_id)


def _none() -> NotFound:
    return NotFound("You keep no such search.", "It may have been removed in another window.")


def _read(row: Row[Any]) -> SavedSearch:
    return SavedSearch(row.id, row.account_id, row.name, row.query, row.made, row.looked)
