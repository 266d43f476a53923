"""What the pages of people, outlets and all that has a name need, kept ready by the stage `shelve`: derived."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

#: What somebody (an id of `story_facet`) says in a story, as a packed record.
spoken = Table(
    "spoken",
    metadata,
    Column("name_id", Id, primary_key=True),
    Column("story_id", Id, primary_key=True),
    Column("last_at", UtcTime, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index(None, "name_id", "last_at", "story_id"),
    Index(None, "story_id"),
)

#: What the page of an outlet is in its story; ``original`` is the outlet that it has its text from. Both are ids of names.
outlet_part = Table(
    "outlet_part",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("story_id", Id, primary_key=True),
    Column("outlet", Id, nullable=False),
    Column("relation", Text, nullable=False),
    Column("original", Id),
    Column("corrected", Boolean, nullable=False),
    Index(None, "outlet", "relation", "original"),
    Index(None, "original", "outlet"),
    Index(None, "story_id"),
)

#: Each word of a name with what follows it, folded: what somebody may begin to type.
name_start = Table(
    "name_start",
    metadata,
    Column("kind", Id, primary_key=True),
    Column("start", Id, primary_key=True),
    Column("value", Id, primary_key=True),
    sqlite_with_rowid=False,
)

NAMES = (spoken, outlet_part, name_start)
