"""What the search index follows, and what people want searched again.

The index itself is no table: it lies in a folder beside the blobs, on each machine that searches.
"""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

#: The log that indexes follow: what each document was noted for last, in the order of ``sequence``. A document without a
#: story is to leave the index. Derived, but ``sequence`` says in what order things happened, so that no dump tells it.
search_change = Table(
    "search_change",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("story_id", Id),
    Column("facts", Text, nullable=False),
    Index(None, "sequence"),
    Index(None, "story_id"),
)

#: One row: which log this is. A rebuild begins another, and indexes that followed the one before begin anew.
search_epoch = Table("search_epoch", metadata, Column("epoch", Id, primary_key=True))

#: Questions that somebody keeps: truth. ``looked`` is until when its answers were seen.
saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("made", UtcTime, nullable=False),
    Column("looked", UtcTime, nullable=False),
    Index(None, "account_id", "made"),
)
