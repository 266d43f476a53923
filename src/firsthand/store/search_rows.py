"""What the index is made of, read from the store: of each record only the part that it needs, in a fifth of the time."""

from collections.abc import Iterable

from sqlalchemy import select

from firsthand.search.rows import Heard, Page
from firsthand.store.records import decode, grown
from firsthand.store.statements import among
from firsthand.store.tables import document, understanding
from firsthand.store.transaction import Tx


def pages(tx: Tx, document_ids: Iterable[str]) -> dict[str, Page]:
    """Return those documents that there are, by id."""
    query = select(document.c.id, document.c.record).where(among(tx, document.c.id, document_ids))
    return {row.id: decode(Page, row.record) for row in tx.conn.execute(query)}


def heard(tx: Tx, document_ids: Iterable[str]) -> dict[str, Heard]:
    """Return what was understood of some documents, by id."""
    query = select(understanding).where(among(tx, understanding.c.document_id, document_ids))
    return {row.document_id: grown(Heard, bytes(row.record)) for row in tx.conn.execute(query)}
