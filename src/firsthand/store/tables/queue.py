"""What is due, and what models answered: neither truth nor derived."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

#: What a model answered. ``input`` is a hash of what it was asked.
model_cache = Table(
    "model_cache",
    metadata,
    Column("input", Id, primary_key=True),
    Column("model", Id, primary_key=True),
    Column("version", Id, primary_key=True),
    Column("output", LargeBinary, nullable=False),
    Column("made", UtcTime, nullable=False),
    Index(None, "made"),
)

work = Table(
    "work",
    metadata,
    Column("stage", Id, primary_key=True),
    Column("item", Id, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("lease", Text),
    Column("leased_until", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("quarantined", Boolean, nullable=False),
    Index(None, "stage", "quarantined", "priority", "sequence"),
)
