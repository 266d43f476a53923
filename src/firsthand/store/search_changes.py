"""The log of what changed for the search index: one row a document, numbered in the order of the commits.

Only the stage `index` writes it, which is exclusive: whoever has read up to a number has missed nothing below it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, delete, func, insert, select

from firsthand.search.facts import Facts
from firsthand.store.records import decode, encode
from firsthand.store.statements import among, upsert
from firsthand.store.tables import document, search_epoch
from firsthand.store.tables import search_change as table
from firsthand.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Change:
    """A document as it was noted last; ``facts`` are None where it is in no story."""

    document: str
    sequence: int
    facts: Facts | None


def put(tx: Tx, some: Mapping[str, Facts | None]) -> None:
    """Note documents, with numbers above all that were given before."""
    if not some:
        return
    if epoch(tx) is None:
        tx.conn.execute(insert(search_epoch), {"epoch": uuid4().hex})
    start = last(tx) + 1
    rows = [
        {
            "document_id": i,
            "sequence": start + n,
            "story_id": facts.story if facts else None,
            "facts": encode(facts) if facts else "",
        }
        for n, (i, facts) in enumerate(sorted(some.items()))
    ]
    upsert(tx, table, rows, _anew)


def _anew(new: Any) -> dict[str, Any]:
    return {"sequence": new.sequence, "story_id": new.story_id, "facts": new.facts}


def epoch(tx: Tx) -> str | None:
    """Return which log this is; None before anything was noted."""
    return tx.conn.execute(select(search_epoch.c.epoch)).scalar()


def newest(tx: Tx) -> tuple[str | None, int]:
    """Return which log this is and the highest number in it, in one question."""
    row = tx.conn.execute(_NEWEST).first()
    return (row.epoch, row.last) if row else (None, 0)


_LAST = select(func.coalesce(func.max(table.c.sequence), 0))
_NEWEST = select(search_epoch.c.epoch, _LAST.scalar_subquery().label("last"))


def begin_anew(tx: Tx) -> None:
    """Begin another log with the same rows: every index that followed this one is made again (after a restore)."""
    tx.conn.execute(delete(search_epoch))
    if last(tx):
        tx.conn.execute(insert(search_epoch), {"epoch": uuid4().hex})


def last(tx: Tx) -> int:
    """Return the highest number that was given; 0 before any."""
    found: int = tx.conn.execute(_LAST).scalar_one()
    return found


def after(tx: Tx, sequence: int, limit: int) -> list[Change]:
    """Return the first changes above a number."""
    query = select(table).where(table.c.sequence > sequence).order_by(table.c.sequence).limit(limit)
    return [_read(row) for row in tx.conn.execute(query)]


def count_after(tx: Tx, sequence: int) -> int:
    """Count the changes above a number."""
    return tx.conn.execute(select(func.count()).select_from(table).where(table.c.sequence > sequence)).scalar_one()


def of_documents(tx: Tx, document_ids: Iterable[str]) -> dict[str, Change]:
    """Return the last changes of some documents, by document."""
    rows = tx.conn.execute(select(table).where(among(tx, table.c.document_id, document_ids)))
    return {row.document_id: _read(row) for row in rows}


def of_stories(tx: Tx, story_ids: Iterable[str]) -> dict[str, Change]:
    """Return the last changes of documents that were noted in some stories, by document."""
    rows = tx.conn.execute(select(table).where(among(tx, table.c.story_id, story_ids)))
    return {row.document_id: _read(row) for row in rows}


def count_indexed(tx: Tx) -> int:
    """Count the documents that an index holds which has followed to the end."""
    joined = table.join(document, table.c.document_id == document.c.id)
    return tx.conn.execute(select(func.count()).select_from(joined).where(table.c.story_id.is_not(None))).scalar_one()


def _read(row: Row[Any]) -> Change:
    return Change(row.document_id, row.sequence, decode(Facts, row.facts) if row.facts else None)
