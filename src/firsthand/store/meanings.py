"""What documents mean, as a model put it: one row a document, made once, since a document never changes."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from firsthand.model.meaning import Meaning
from firsthand.store.statements import among
from firsthand.store.tables import meaning as table
from firsthand.store.transaction import Tx


def put(tx: Tx, document_id: str, found: Meaning | None) -> None:
    """Replace what is known of a document; None forgets it."""
    tx.conn.execute(delete(table).where(table.c.document_id == document_id))
    if found is not None:
        row = {"document_id": document_id, "model": found.model, "headline": found.headline, "lead": found.lead}
        tx.conn.execute(insert(table), row)


def many(tx: Tx, document_ids: Iterable[str]) -> dict[str, Meaning]:
    """Return what is known of some documents, by document."""
    rows = tx.conn.execute(select(table).where(among(tx, table.c.document_id, document_ids)))
    return {row.document_id: Meaning(row.model, bytes(row.headline), bytes(row.lead)) for row in rows}
