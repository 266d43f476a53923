"""Every table, in one place. The migrations build them; a test compares the two.

Truth: `capture` (its bytes are blobs), `judgement` (what people said), `archive_progress`, and what is followed: `source`
with its tags and history, the `entry`s of sources, and the plan of visits, `page`, with its `host`s, budgets and turns.
Derived, and dropped by a rebuild: all the others but `model_cache`, whose answers may have been paid for; `work` is the
queue. A record is the JSON of its frozen dataclass; the columns beside it are only what queries ask for. Memberships are
primary keys on the member, so that the database itself refuses a document in two lineages, a lineage in two stories or a
story in two threads.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from firsthand.store.times import UtcTime

#: Text that sorts by code point on both databases, whatever the server's language.
Id = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

extraction = Table(
    "extraction",
    metadata,
    Column("capture_id", Id, ForeignKey(capture.c.id), primary_key=True),
    Column("version", Text, nullable=False),
    Column("record", Text, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Id, primary_key=True),
    Column("capture_id", Id, ForeignKey(capture.c.id), nullable=False),
    Column("position", Integer, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("role", Text, nullable=False),
    Column("outlet", Text),
    Column("url", Text),
    Column("language", Text),
    Column("published", UtcTime),
    Column("seen", UtcTime),
    Column("record", Text, nullable=False),
    Index(None, "capture_id", "position"),
    Index(None, "article_id"),
)

#: What a document is found by. ``number`` names it in the index; ``prints`` are 64-bit integers, little-endian.
fingerprint_holder = Table(
    "fingerprint_holder",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("house", Id, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("prints", LargeBinary, nullable=False),
    Index(None, "number"),
)

fingerprint = Table(
    "fingerprint",
    metadata,
    Column("print", BigInteger, primary_key=True, autoincrement=False),
    Column("holder", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Prints that stand on too many pages of one outlet to pair them.
crowded_fingerprint = Table(
    "crowded_fingerprint",
    metadata,
    Column("print", BigInteger, primary_key=True, autoincrement=False),
    Column("house", Id, primary_key=True),
    Column("holder", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: What a document means: two vectors of signed bytes. Those of another ``model`` are not compared with them.
meaning = Table(
    "meaning",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("model", Text, nullable=False),
    Column("headline", LargeBinary, nullable=False),
    Column("lead", LargeBinary, nullable=False),
)

#: What was understood of a document, as a packed record.
understanding = Table(
    "understanding",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)

link = Table(
    "link",
    metadata,
    Column("original", Id, primary_key=True),
    Column("copy", Id, primary_key=True),
    Column("relation", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "copy"),
)

lineage = Table(
    "lineage",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record", Text, nullable=False),
)

lineage_document = Table(
    "lineage_document",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("lineage_id", Id, ForeignKey(lineage.c.id), nullable=False),
    Index(None, "lineage_id"),
)

#: What a score needs of a lineage's page, as a packed record; ``number`` names the lineage in the index.
affinity_holder = Table(
    "affinity_holder",
    metadata,
    Column("lineage_id", Id, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index(None, "number"),
)

#: The index of near pages: a day, a key, and its pages of that day, each as hour and number (16 bytes, little-endian).
affinity_bundle = Table(
    "affinity_bundle",
    metadata,
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("holders", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

#: The index of far pages: a key (`store.affinity_index`), the hour of the page that is found by it, its lineage's number.
affinity_key = Table(
    "affinity_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),
    Column("holder", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Scores of pairs in millionths, by the numbers of their lineages.
affinity = Table(
    "affinity",
    metadata,
    Column("low", BigInteger, primary_key=True, autoincrement=False),
    Column("high", BigInteger, primary_key=True, autoincrement=False),
    Column("score", BigInteger, nullable=False),
    Index(None, "high"),
    sqlite_with_rowid=False,
)

#: The lineages that clustering put together bear one number.
affinity_group = Table(
    "affinity_group",
    metadata,
    Column("lineage_id", Id, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Index(None, "number"),
)

story = Table(
    "story",
    metadata,
    Column("id", Id, primary_key=True),
    Column("last_at", UtcTime, nullable=False),
    Column("ranked_at", UtcTime, nullable=False, server_default="0"),
    Column("record", Text, nullable=False),
    Index(None, "last_at", "id"),
    Index(None, "ranked_at", "id"),
)

story_lineage = Table(
    "story_lineage",
    metadata,
    Column("lineage_id", Id, primary_key=True),
    Column("story_id", Id, ForeignKey(story.c.id), nullable=False),
    Index(None, "story_id"),
)

story_document = Table(
    "story_document",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("story_id", Id, ForeignKey(story.c.id), nullable=False),
    Index(None, "story_id"),
)

gist = Table(
    "gist",
    metadata,
    Column("story_id", Id, primary_key=True),
    Column("record", Text, nullable=False),
)

#: The rare names of a story, or (``round_up``) those of its pages that tell of many things: what a story is found by.
gist_name = Table(
    "gist_name",
    metadata,
    Column("name", BigInteger, primary_key=True, autoincrement=False),
    Column("story_id", Id, primary_key=True),
    Column("round_up", Boolean, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Index(None, "story_id"),
    sqlite_with_rowid=False,
)

kinship = Table(
    "kinship",
    metadata,
    Column("low", Id, primary_key=True),
    Column("high", Id, primary_key=True),
    Column("value", Float, nullable=False),
    Index(None, "high"),
)

#: A page of the story ``home_id`` tells of ``story_id`` in one of its parts.
touch = Table(
    "touch",
    metadata,
    Column("document_id", Id, primary_key=True),
    Column("story_id", Id, primary_key=True),
    Column("home_id", Id, primary_key=True),
    Column("record", Text, nullable=False),
    Index(None, "story_id"),
    Index(None, "home_id"),
)

thread = Table(
    "thread",
    metadata,
    Column("id", Id, primary_key=True),
    Column("last_at", UtcTime, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "last_at", "id"),
)

thread_story = Table(
    "thread_story",
    metadata,
    Column("story_id", Id, primary_key=True),
    Column("thread_id", Id, ForeignKey(thread.c.id), nullable=False),
    Index(None, "thread_id"),
)

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

#: What `rebuild` drops and makes again, holders after what points at them.
DERIVED = (
    thread_story,
    thread,
    touch,
    kinship,
    gist_name,
    gist,
    story_document,
    story_lineage,
    story,
    affinity,
    affinity_group,
    affinity_bundle,
    affinity_key,
    affinity_holder,
    lineage_document,
    lineage,
    link,
    understanding,
    meaning,
    crowded_fingerprint,
    fingerprint,
    fingerprint_holder,
    document,
    extraction,
)
