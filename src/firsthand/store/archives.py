"""How far each archive was read: written in the transaction that keeps what was read, so that neither is ahead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from firsthand.store.records import key
from firsthand.store.statements import upsert
from firsthand.store.tables import archive_progress as table
from firsthand.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class ArchiveProgress:
    """How far a file was read at ``at``: to ``offset`` bytes and ``records`` records behind, ``captures`` were kept of it.

    ``size`` (bytes) and ``head`` (a hash of its first megabyte) tell the file from another one at the same ``place``.
    """

    place: str
    size: int
    head: str
    offset: int
    records: int
    captures: int
    at: datetime
    done: bool


def get(tx: Tx, place: str, size: int, head: str) -> ArchiveProgress | None:
    """Return how far this very file was read; None when it was not, or another one of its name."""
    row = tx.conn.execute(select(table).where(table.c.place == key(place))).first()
    if row is None or (row.size, row.head) != (size, head):
        return None
    return ArchiveProgress(place, row.size, row.head, row.offset, row.records, row.captures, row.at, row.done)


def put(tx: Tx, progress: ArchiveProgress) -> None:
    """Write how far a file was read, instead of what was written before of any file of its name."""
    row = {name: getattr(progress, name) for name in ArchiveProgress.__slots__}
    upsert(tx, table, [{**row, "place": key(progress.place)}], _further)


def _further(new: Any) -> dict[str, Any]:
    return {name: getattr(new, name) for name in ArchiveProgress.__slots__ if name != "place"}
