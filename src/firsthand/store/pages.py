"""The plan of visits: which pages entries lead to, when each is read next, and what a day may cost."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from firsthand.model.source import Page, Planned
from firsthand.store.records import decode, encode, key
from firsthand.store.sources import Due, due_of
from firsthand.store.statements import among, insert_all_new, upsert
from firsthand.store.tables import budget as budget_table
from firsthand.store.tables import page as table
from firsthand.store.transaction import Tx


def add(tx: Tx, some: Iterable[Planned]) -> None:
    """Plan pages. One that is planned already is left as it is."""
    insert_all_new(tx, table, [_row(planned) for planned in some])


def save(tx: Tx, some: Sequence[Planned]) -> None:
    """Write down what became of pages."""
    upsert(tx, table, [_row(planned) for planned in some], _anew)


def _anew(new: Any) -> dict[str, Any]:
    return {"host": new.host, "due": new.due, "visits": new.visits, "failures": new.failures, "record": new.record}


def many(tx: Tx, ids: Iterable[str]) -> dict[str, Planned]:
    """Return those pages that there are, by id."""
    return {row.id: _planned(row) for row in tx.conn.execute(select(table).where(among(tx, table.c.id, ids)))}


def due(tx: Tx, now: datetime, most: int, of_a_host: int, *, again: bool) -> list[Due]:
    """Return visits that are due, as `sources.due` does: the first of each page, or (``again``) further ones."""
    kind = table.c.visits > 0 if again else table.c.visits == 0
    return due_of(tx, table, (table.c.due <= now) & kind, most, of_a_host)


def make_due(tx: Tx, ids: Iterable[str], now: datetime) -> int:
    """Make visits of pages due at once; return how many."""
    return tx.conn.execute(update(table).where(among(tx, table.c.id, ids)).values(due=now)).rowcount


def next_due(tx: Tx) -> datetime | None:
    """Return when the next visit is due."""
    found: datetime | None = tx.conn.execute(select(func.min(table.c.due))).scalar()
    return found


def waiting(tx: Tx, now: datetime) -> tuple[int, int]:
    """Count the visits that are due now, and all that are planned."""
    planned = select(func.count()).select_from(table).where(table.c.due.is_not(None))
    late = planned.where(table.c.due <= now)
    return tx.conn.execute(late).scalar_one(), tx.conn.execute(planned).scalar_one()


def forget(tx: Tx, ids: Iterable[str]) -> None:
    """Drop pages from the plan."""
    tx.conn.execute(delete(table).where(among(tx, table.c.id, ids)))


def joined_with(tx: Tx, ids: Iterable[str]) -> set[str]:
    """Return those of these pages that others are joined with. All pages are looked through: it is seldom asked."""
    some = set(ids)
    if not some:
        return set()
    rows = tx.conn.execute(
        select(table.c.record).where(table.c.due.is_(None), table.c.record.contains('"joined":"pag_'))
    )
    return {decode(Page, record).joined for record in rows.scalars()} & some


# What a day may cost. -----------------------------------------------------------------------------------------------


def spent(tx: Tx, now: datetime) -> dict[str, int]:
    """Return what was spent today (UTC), by kind of visit."""
    today = budget_table.c.day == _day(now)
    return {row.kind: row.used for row in tx.conn.execute(select(budget_table).where(today))}


def spend(tx: Tx, now: datetime, visits: Mapping[str, int]) -> None:
    """Add to what was spent today; days gone by are dropped."""
    rows = [{"day": _day(now), "kind": kind, "used": used} for kind, used in sorted(visits.items()) if used]
    upsert(tx, budget_table, rows, _more)
    tx.conn.execute(delete(budget_table).where(budget_table.c.day < _day(now)))


def _more(new: Any) -> dict[str, Any]:
    return {"used": budget_table.c.used + new.used}


def _day(now: datetime) -> str:
    return now.date().isoformat()


# Rows. --------------------------------------------------------------------------------------------------------------


def _row(planned: Planned) -> dict[str, object]:
    page = planned.page
    return {
        "id": page.id,
        "host": key(planned.host),
        "due": planned.due,
        "visits": page.visits,
        "failures": page.failures,
        "record": encode(page),
    }


def _planned(row: Row[Any]) -> Planned:
    return Planned(decode(Page, row.record), row.host, row.due)
