"""Which documents share stretches of text: every print of every document, to be looked up by print."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select

from firsthand.store.statements import among
from firsthand.store.tables import fingerprint as table
from firsthand.store.transaction import Tx

_SIGN = 1 << 63
_MODULUS = 1 << 64


def signed(value: int) -> int:
    """Return the signed 64-bit integer of the same bits: databases know no unsigned ones."""
    return value - _MODULUS if value >= _SIGN else value


def put(tx: Tx, document_id: str, prints: Sequence[int]) -> None:
    """Replace the prints (unsigned, 64 bits) of a document."""
    drop(tx, document_id)
    rows = [{"print": value, "document_id": document_id} for value in sorted(_signed(prints))]
    if rows:
        tx.conn.execute(insert(table), rows)


def overlapping(tx: Tx, prints: Sequence[int], at_least: int) -> list[tuple[str, int]]:
    """Return the documents that share at least so many of these prints, with how many; the most first, then by id.

    A document whose own prints are asked for is among them.
    """
    shared = func.count().label("shared")
    query = (
        select(table.c.document_id, shared)
        .where(among(tx, table.c.print, _signed(prints)))
        .group_by(table.c.document_id)
        .having(shared >= at_least)
    )
    found = [(document_id, int(number)) for document_id, number in tx.conn.execute(query)]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def drop(tx: Tx, document_id: str) -> None:
    """Forget the prints of a document."""
    tx.conn.execute(delete(table).where(table.c.document_id == document_id))


def _signed(prints: Iterable[int]) -> set[int]:
    return {signed(int(value)) for value in prints}
