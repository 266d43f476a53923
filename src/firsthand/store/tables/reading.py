"""How far each account has read, what it keeps and what it does not want to see: truth, never dropped.

Stories are named by a page of theirs (``document_id``, their earliest when it was written down): the id of a story changes
when an earlier page comes in, that of a page does not.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

#: What a story was like when somebody looked at it.
look = Table(
    "look",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("document_id", Id, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
    Index(None, "document_id"),
    sqlite_with_rowid=False,
)

#: Whatever came before ``at`` is read. ``before`` is what it was until then, for whoever takes that back.
read_mark = Table(
    "read_mark",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("before", UtcTime),
)

#: What somebody keeps: ``kind`` is story or document.
saved = Table(
    "saved",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("kind", Id, primary_key=True),
    Column("document_id", Id, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Index(None, "document_id"),
    sqlite_with_rowid=False,
)

#: What somebody does not want to see: ``kind`` is outlet, topic, language, word or story; ``name`` is how it is shown.
mute = Table(
    "mute",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("kind", Id, primary_key=True),
    Column("value", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
