"""What is known of hosts: what their robots.txt says, and until when they want to be left alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from firsthand.store.records import key
from firsthand.store.statements import upsert
from firsthand.store.tables import host as table
from firsthand.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one host. ``robots`` is as the reader of robots.txt writes it."""

    robots: str | None = None
    robots_until: datetime | None = None
    not_before: datetime | None = None


def every(tx: Tx, now: datetime) -> dict[str, Known]:
    """Return what is known of all hosts and still holds."""
    holds = or_(table.c.robots_until > now, table.c.not_before > now)
    rows = tx.conn.execute(select(table).where(holds))
    return {row.name: Known(row.robots, row.robots_until, row.not_before) for row in rows}


def save(tx: Tx, hosts: Mapping[str, Known]) -> None:
    """Write down what was learnt of hosts."""
    rows = [
        {"name": key(name), "robots": key(k.robots), "robots_until": k.robots_until, "not_before": k.not_before}
        for name, k in sorted(hosts.items())
    ]
    upsert(tx, table, rows, _anew)


def _anew(new: Any) -> dict[str, Any]:
    return {"robots": new.robots, "robots_until": new.robots_until, "not_before": new.not_before}


def prune(tx: Tx, now: datetime) -> None:
    """Drop what no longer holds."""
    over = or_(table.c.robots_until.is_(None), table.c.robots_until <= now)
    tx.conn.execute(delete(table).where(over, or_(table.c.not_before.is_(None), table.c.not_before <= now)))
