"""What all processes of a store must know alike and nobody else: made once, by whoever asks first."""

import secrets as random

from sqlalchemy import select

from firsthand.store.statements import insert_new
from firsthand.store.tables import secret as table
from firsthand.store.transaction import Tx

_BYTES = 32


def find(tx: Tx, name: str) -> bytes | None:
    """Return a secret, if it was made."""
    value: bytes | None = tx.conn.execute(select(table.c.value).where(table.c.name == name)).scalar()
    return value


def make(tx: Tx, name: str) -> bytes:
    """Return a secret; of two who make it at once both have that of the first."""
    insert_new(tx, table, {"name": name, "value": random.token_bytes(_BYTES)})
    found = find(tx, name)
    assert found is not None
    return found
