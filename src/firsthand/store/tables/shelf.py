"""What pages need, kept ready by the stage `shelve`: derived, dropped by a rebuild and made again."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

#: What a story can be filtered by. All rows of one story have the same times, so that a filter walks the river's order.
story_facet = Table(
    "story_facet",
    metadata,
    Column("kind", Id, primary_key=True),
    Column("value", Id, primary_key=True),
    Column("last_at", UtcTime, primary_key=True),
    Column("story_id", Id, primary_key=True),
    Column("ranked_at", UtcTime, nullable=False),
    Index(None, "kind", "value", "ranked_at", "story_id"),
    Index(None, "story_id", "kind", "value"),
    sqlite_with_rowid=False,
)

#: How a facet is written, and in how many stories it is written so.
facet_name = Table(
    "facet_name",
    metadata,
    Column("kind", Id, primary_key=True),
    Column("value", Id, primary_key=True),
    Column("name", Id, primary_key=True),
    Column("stories", Integer, nullable=False),
    Index(None, "kind", "stories"),
    Index(None, "value"),
    sqlite_with_rowid=False,
)

#: The page and the line of a story, as packed records. ``fresh`` is false from when the story changed until it is
#: shelved again. ``news_at``: when its last source or correction came to us. ``folded``: its headline, to find words in.
story_view = Table(
    "story_view",
    metadata,
    Column("story_id", Id, primary_key=True),
    Column("fresh", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("news_at", UtcTime, nullable=False),
    Column("folded", Text, nullable=False),
    Column("line", LargeBinary, nullable=False),
    Column("facets", LargeBinary, nullable=False),
    Column("page", LargeBinary, nullable=False),
    Index(None, "news_at"),
)

SHELF = (story_facet, facet_name, story_view)
