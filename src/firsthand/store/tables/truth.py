"""What came in and what people said of it, and what is followed: never dropped."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from firsthand.store.tables.shared import Id, metadata
from firsthand.store.times import UtcTime

capture = Table(
    "capture",
    metadata,
    Column("id", Id, primary_key=True),
    Column("place", Text, nullable=False),
    Column("blob", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("media_type", Text),
    Column("charset", Text),
    Column("url", Text),
    Index(None, "seen_at", "id"),
    Index(None, "blob"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Id, nullable=False),
    Column("object", Id),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdrawn", UtcTime),
    Column("words", Text, nullable=False, server_default=""),
    Index(None, "subject"),
    Index(None, "object"),
)

#: What is followed. ``due`` is when it is to be read next: never, where there is none.
source = Table(
    "source",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("address", Id, nullable=False),
    Column("host", Id, nullable=False),
    Column("title", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("added", UtcTime, nullable=False),
    Column("due", UtcTime),
    Column("failures", Integer, nullable=False),
    Column("choices", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Index(None, "due"),
    Index(None, "address"),
)

source_tag = Table(
    "source_tag",
    metadata,
    Column("tag", Id, primary_key=True),
    Column("source_id", Id, primary_key=True),
    Index(None, "source_id"),
)

#: What came of each time a source was read: the last ones of each.
source_fetch = Table(
    "source_fetch",
    metadata,
    Column("source_id", Id, primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("record", Text, nullable=False),
)

#: What a feed lists, as it said it last. The marks are hashes of id, page and title, by which it is known again.
entry = Table(
    "entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, nullable=False),
    Column("said_id", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", UtcTime),
    Column("digest", Text, nullable=False),
    Column("id_mark", BigInteger),
    Column("page_mark", BigInteger),
    Column("title_mark", BigInteger),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Column("page_id", Id),
    Column("capture_id", Id),
    Column("muted", Text, nullable=False),
    Column("resembles", Id),
    Column("record", LargeBinary, nullable=False),
    Index(None, "source_id", "last_seen"),
    Index(None, "source_id", "first_seen"),
    Index("ix_entry_source_id_id_mark", "source_id", "id_mark"),
    Index("ix_entry_source_id_page_mark", "source_id", "page_mark"),
    Index("ix_entry_source_id_title_mark", "source_id", "title_mark"),
    Index(None, "page_id"),
    Index(None, "capture_id"),
)

#: The pages that entries lead to. ``due`` is when the next visit is: never, where there is none; a first one goes first.
page = Table(
    "page",
    metadata,
    Column("id", Id, primary_key=True),
    Column("host", Id, nullable=False),
    Column("due", UtcTime),
    Column("visits", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "due"),
)

#: What is known of a host: its robots.txt, and until when it wants to be left alone.
host = Table(
    "host",
    metadata,
    Column("name", Id, primary_key=True),
    Column("robots", Text),
    Column("robots_until", UtcTime),
    Column("not_before", UtcTime),
)

#: How much of a day's budget is spent.
budget = Table(
    "budget",
    metadata,
    Column("day", Id, primary_key=True),
    Column("kind", Id, primary_key=True),
    Column("used", BigInteger, nullable=False),
)

#: What only one process may do at a time, and who does it until when.
turn = Table(
    "turn",
    metadata,
    Column("name", Id, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcTime, nullable=False),
)

#: How far a file of many pages was read: ``records`` of those that begin at ``offset`` are kept. A file of the same name but
#: of another size or with another first megabyte (``head`` is its hash) is another file.
archive_progress = Table(
    "archive_progress",
    metadata,
    Column("place", Id, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("records", BigInteger, nullable=False),
    Column("captures", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("done", Boolean, nullable=False),
)
