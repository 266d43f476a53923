"""What people wrote beside the news, for their workspace: never dropped.

``subject`` is what a rebuild keeps: an article (of a note on a story, that of its lead then), or an entity's id, which is
made of its name. ``path`` puts a thread in order: the path of what is answered, then the time and the id of the answer.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

note = Table(
    "note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Id, nullable=False),
    Column("parent", Id),
    Column("path", Id, nullable=False),
    Column("author", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("edited", UtcTime),
    Column("edited_by", Id),
    Column("deleted", UtcTime),
    Column("quote_text", Text, nullable=False),
    Column("quote_document", Id),
    Column("quote_article", Id),
    Column("quote_start", Integer, nullable=False),
    Column("quote_end", Integer, nullable=False),
    Index(None, "workspace_id", "subject", "path"),
    Index(None, "workspace_id", "at", "id"),
    Index(None, "parent"),
)

#: Who is named in a note with an @; ``seen`` is when they looked at it.
note_mention = Table(
    "note_mention",
    metadata,
    Column("note_id", Id, primary_key=True),
    Column("account_id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("seen", UtcTime),
    Index(None, "account_id", "at", "note_id"),
    Index(None, "workspace_id"),
)

#: The workspace that somebody writes in now, where it is not their first.
current_workspace = Table(
    "current_workspace",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("workspace_id", Id, nullable=False),
)
