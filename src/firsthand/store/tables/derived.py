"""What is made of the captures: dropped by a rebuild, and made again."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text

from firsthand.store.tables.names import NAMES
from firsthand.store.tables.shared import Id, metadata
from firsthand.store.tables.shelf import SHELF
from firsthand.store.tables.truth import capture
from firsthand.store.times import UtcTime

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

#: What `rebuild` drops and makes again, holders after what points at them.
DERIVED = (
    *SHELF,
    *NAMES,
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
