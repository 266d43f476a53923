"""Who uses the store, how they come in, and the workspaces they write in: never dropped.

What is somebody's own, here and elsewhere, hangs on a column ``account_id``, and goes with the account; what is a
workspace's on ``workspace_id``. Nothing secret is kept as it is: passwords as argon2 hashes, all tokens as SHA-256.
"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

#: ``name_key`` is the name without regard to case; ``issuer`` and ``subject`` are who it is to an OpenID provider.
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

#: ``id`` is the SHA-256 of what the cookie holds.
session = Table(
    "session",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("seen", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    Column("agent", Text, nullable=False),
    Index(None, "account_id"),
    Index(None, "expires"),
)

#: What programs come in with.
app_password = Table(
    "app_password",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, nullable=False),
    Column("digest", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("used", UtcTime),
    Index(None, "digest", unique=True),
    Index(None, "account_id"),
)

#: One-time links. ``id`` is the SHA-256 of what the link holds. ``account_id``: whom it lets in, or else ``role``: what
#: whoever opens it becomes.
ticket = Table(
    "ticket",
    metadata,
    Column("id", Id, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("account_id", Id),
    Column("role", Text),
    Column("created", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    Index(None, "account_id"),
    Index(None, "expires"),
)

#: Tries that may be guesses, of the last minute. ``bucket`` is a hash of what is guessed at, or of where from.
guess = Table(
    "guess",
    metadata,
    Column("bucket", Id, primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("mark", BigInteger, primary_key=True),
    Index(None, "at"),
)

#: What all processes of a store must know alike, and nobody else: the key that signs.
secret = Table(
    "secret",
    metadata,
    Column("name", Id, primary_key=True),
    Column("value", LargeBinary, nullable=False),
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

#: ``joined``: a workspace whose owner's account goes passes to who is longest there.
workspace_member = Table(
    "workspace_member",
    metadata,
    Column("workspace_id", Id, primary_key=True),
    Column("account_id", Id, primary_key=True),
    Column("role", Text, nullable=False),
    Column("joined", UtcTime, nullable=False),
    Index(None, "account_id"),
)
