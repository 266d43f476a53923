"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out, not taken from the tables: a migration stays what it was when the tables move on.
ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table of revision 0001."""
    _truth()
    _found()
    _linked()
    _told()
    _queue()


def _truth() -> None:
    """What came in."""
    op.create_table(
        "capture",
        sa.Column("id", ID, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
    )
    op.create_index("ix_capture_seen_at_id", "capture", ["seen_at", "id"])


def _found() -> None:
    """What was found in it."""
    op.create_table(
        "extraction",
        sa.Column("capture_id", ID, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_extraction_capture_id_capture"),
        sa.PrimaryKeyConstraint("capture_id", name="pk_extraction"),
    )
    op.create_table(
        "document",
        sa.Column("id", ID, nullable=False),
        sa.Column("capture_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_document_capture_id_capture"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
    )
    op.create_index("ix_document_article_id", "document", ["article_id"])
    op.create_index("ix_document_capture_id_position", "document", ["capture_id", "position"])


def _linked() -> None:
    """Who carries whose text."""
    op.create_table(
        "fingerprint",
        sa.Column("print", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("print", "document_id", name="pk_fingerprint"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprint_document_id", "fingerprint", ["document_id"])
    op.create_table(
        "link",
        sa.Column("original", ID, nullable=False),
        sa.Column("copy", ID, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("original", "copy", name="pk_link"),
    )
    op.create_index("ix_link_copy", "link", ["copy"])
    op.create_table(
        "lineage",
        sa.Column("id", ID, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lineage"),
    )
    op.create_table(
        "lineage_document",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("lineage_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["lineage_id"], ["lineage.id"], name="fk_lineage_document_lineage_id_lineage"),
        sa.PrimaryKeyConstraint("document_id", name="pk_lineage_document"),
    )
    op.create_index("ix_lineage_document_lineage_id", "lineage_document", ["lineage_id"])


def _told() -> None:
    """Which event."""
    op.create_table(
        "affinity_term",
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lineage_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("term", "lineage_id", name="pk_affinity_term"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_affinity_term_lineage_id", "affinity_term", ["lineage_id"])
    op.create_table(
        "affinity",
        sa.Column("low", ID, nullable=False),
        sa.Column("high", ID, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("low", "high", name="pk_affinity"),
    )
    op.create_index("ix_affinity_high", "affinity", ["high"])
    op.create_table(
        "story",
        sa.Column("id", ID, nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
    )
    op.create_index("ix_story_last_at_id", "story", ["last_at", "id"])
    op.create_table(
        "story_lineage",
        sa.Column("lineage_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_story_lineage_story_id_story"),
        sa.PrimaryKeyConstraint("lineage_id", name="pk_story_lineage"),
    )
    op.create_index("ix_story_lineage_story_id", "story_lineage", ["story_id"])
    op.create_table(
        "story_document",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_story_document_story_id_story"),
        sa.PrimaryKeyConstraint("document_id", name="pk_story_document"),
    )
    op.create_index("ix_story_document_story_id", "story_document", ["story_id"])


def _queue() -> None:
    """What is due."""
    op.create_table(
        "work",
        sa.Column("stage", ID, nullable=False),
        sa.Column("item", ID, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("quarantined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("stage", "item", name="pk_work"),
    )
    op.create_index(
        "ix_work_stage_quarantined_priority_sequence", "work", ["stage", "quarantined", "priority", "sequence"]
    )
