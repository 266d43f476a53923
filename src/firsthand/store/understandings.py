"""What was understood of documents: one row a document, made once, since a document never changes."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from firsthand.store.records import grown, shrunk
from firsthand.store.statements import among
from firsthand.store.tables import understanding as table
from firsthand.store.transaction import Tx
from firsthand.understand.reading import Understood


def put(tx: Tx, document_id: str, understood: Understood | None) -> None:
    """Replace what is known of a document; None forgets it."""
    tx.conn.execute(delete(table).where(table.c.document_id == document_id))
    if understood is not None:
        tx.conn.execute(insert(table), {"document_id": document_id, "record": shrunk(understood)})


def many(tx: Tx, document_ids: Iterable[str]) -> dict[str, Understood]:
    """Return what is known of some documents, by document; those that were not read yet are not there."""
    rows = tx.conn.execute(select(table).where(among(tx, table.c.document_id, document_ids)))
    return {row.document_id: grown(Understood, bytes(row.record)) for row in rows}
