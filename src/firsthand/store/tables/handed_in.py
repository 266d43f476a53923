"""What people handed in through the site, and how far it is read. Files lie beside the blobs until they are."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

handed_in = Table(
    "handed_in",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("holder", Text),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("asked", UtcTime, nullable=False),
    Column("ended", UtcTime),
    Column("outcome", Text),
    Index(None, "state", "asked"),
    Index(None, "asked", "id"),
)
