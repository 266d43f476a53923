"""Who uses the store, and the workspaces they write in: never dropped."""

from sqlalchemy import Column, Index, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Id, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("issuer", Id),
    Column("subject", Id),
    Column("created", UtcTime, nullable=False),
    Column("disabled", UtcTime),
    Column("preferences", Text, nullable=False),
    Index(None, "name_key", unique=True),
    Index("ix_account_issuer_subject", "issuer", "subject", unique=True),
)

#: ``personal`` is the account whose own it is; a shared one has none.
workspace = Table(
    "workspace",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("personal", Id),
    Index(None, "personal", unique=True),
)

workspace_member = Table(
    "workspace_member",
    metadata,
    Column("workspace_id", Id, primary_key=True),
    Column("account_id", Id, primary_key=True),
    Column("role", Text, nullable=False),
    Index(None, "account_id"),
)
