"""Links: which document carries text of which, one row a directed pair."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, or_, select

from firsthand.model.story import Link
from firsthand.store.records import decode, encode
from firsthand.store.statements import among, upsert
from firsthand.store.tables import link as table
from firsthand.store.transaction import Tx


def put(tx: Tx, links: Iterable[Link]) -> None:
    """Keep links; one between the same two documents in the same direction takes the place of the one before."""
    rows = [
        {"original": link.original, "copy": link.copy, "relation": link.relation.value, "record": encode(link)}
        for link in links
    ]
    upsert(tx, table, rows, _newer)


def _newer(new: Any) -> dict[str, Any]:
    return {"relation": new.relation, "record": new.record}


def touching(tx: Tx, document_ids: Iterable[str]) -> list[Link]:
    """Return every link that has one of these documents on either side, by original and copy."""
    ids = set(document_ids)
    query = select(table).where(or_(among(tx, table.c.original, ids), among(tx, table.c.copy, ids)))
    rows = sorted(tx.conn.execute(query), key=lambda row: (row.original, row.copy))
    return [decode(Link, row.record) for row in rows]


def drop(tx: Tx, document_ids: Iterable[str]) -> None:
    """Forget every link of some documents."""
    ids = set(document_ids)
    tx.conn.execute(delete(table).where(among(tx, table.c.original, ids)))
    tx.conn.execute(delete(table).where(among(tx, table.c.copy, ids)))


def connected(tx: Tx, document_ids: Iterable[str]) -> tuple[set[str], list[Link]]:
    """Return every document that uniting links lead to from some, those included, and all links of theirs.

    Links that unite nothing are not followed: a much quoted statement would lead through half the store.
    """
    reached = set(document_ids)
    found: dict[tuple[str, str], Link] = {}
    frontier = set(reached)
    while frontier:
        fresh = {(k.original, k.copy): k for k in touching(tx, frontier)}
        found |= fresh
        frontier = {end for pair, k in fresh.items() if k.relation.unites for end in pair} - reached
        reached |= frontier
    return reached, [found[pair] for pair in sorted(found)]
