"""Captures: the only truth beside what people do. Added, never changed, dropped only where a person's rule says so."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, delete, func, select

from firsthand.model.capture import Capture
from firsthand.model.errors import NotFound
from firsthand.store.records import key
from firsthand.store.statements import among, insert_all_new
from firsthand.store.tables import capture as table
from firsthand.store.transaction import Tx


def add(tx: Tx, capture: Capture, content: bytes) -> bool:
    """Keep a capture and its bytes; say whether it is new. The same bytes at the same place are kept once."""
    return bool(add_many(tx, [(capture, content)]))


def add_many(tx: Tx, some: Sequence[tuple[Capture, bytes]]) -> list[str]:
    """Keep captures, each with its bytes; return the ids of those that are new, in their order."""
    blobs = tx.blobs.put_many([content for _, content in some])
    for (capture, _), blob in zip(some, blobs, strict=True):
        if capture.seen_at is None:
            raise ValueError(f"a capture that is kept was seen at a time: {capture.id}")
        if blob != capture.blob:
            raise ValueError(f"these are not the bytes of {capture.id}")
    rows = {capture.id: _row(capture) for capture, _ in some}
    here = set(tx.conn.execute(select(table.c.id).where(among(tx, table.c.id, rows))).scalars())
    new = [row for id, row in rows.items() if id not in here]
    insert_all_new(tx, table, new)
    return [str(row["id"]) for row in new]


def _row(capture: Capture) -> dict[str, object]:
    return {
        "id": capture.id,
        "place": key(capture.place),
        "blob": capture.blob,
        "size": capture.size,
        "seen_at": capture.seen_at,
        "media_type": key(capture.media_type),
        "charset": key(capture.charset),
        "url": key(capture.url),
    }


def get(tx: Tx, capture_id: str) -> Capture:
    """Return one capture; NotFound when there is none."""
    found = many(tx, [capture_id]).get(capture_id)
    if found is None:
        raise NotFound(f"No capture has the id {capture_id}.")
    return found


def many(tx: Tx, capture_ids: Iterable[str]) -> dict[str, Capture]:
    """Return those captures that there are, by id."""
    rows = tx.conn.execute(select(table).where(among(tx, table.c.id, capture_ids)))
    return {row.id: from_row(row) for row in rows}


def content(tx: Tx, capture: Capture) -> bytes:
    """Return the bytes of a capture, checked against its hash."""
    return tx.blobs.get(capture.blob, capture.size)


def all_ids(tx: Tx) -> list[str]:
    """Return every capture's id, in the order they were seen."""
    return list(tx.conn.execute(select(table.c.id).order_by(table.c.seen_at, table.c.id)).scalars())


def drop(tx: Tx, capture_id: str) -> str | None:
    """Drop the row of a capture; return its blob where no other capture has it. Its extraction must be gone before."""
    blob = tx.conn.execute(delete(table).where(table.c.id == capture_id).returning(table.c.blob)).scalar()
    return None if blob is None or holds(tx, blob) else str(blob)


def holds(tx: Tx, blob: str) -> bool:
    """Say whether any capture has a blob."""
    return tx.conn.execute(select(table.c.id).where(table.c.blob == blob).limit(1)).first() is not None


def count(tx: Tx) -> int:
    """Count the captures."""
    return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()


def from_row(row: Row[*tuple[object, ...]]) -> Capture:
    """Read a row of the capture table."""
    return Capture(row.id, row.place, row.blob, row.size, row.seen_at, row.media_type, row.charset, row.url)
