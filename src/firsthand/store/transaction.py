"""What every function of the store is handed: one open transaction, and the bytes beside it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from firsthand.store.blobs import Blobs


@dataclass(frozen=True)
class Tx:
    """One transaction. ``dialect`` is ``sqlite`` or ``postgresql``."""

    conn: Connection
    blobs: Blobs
    dialect: str
