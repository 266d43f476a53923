"""Notes and the workspace that somebody writes in, words that a judgement speaks of, what the pages of names need."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, empty; judgements that there are speak of no words."""
    op.add_column("judgement", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "note",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("parent", ID, nullable=True),
        sa.Column("path", ID, nullable=False),
        sa.Column("author", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("edited", sa.BigInteger(), nullable=True),
        sa.Column("edited_by", ID, nullable=True),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.Column("quote_text", sa.Text(), nullable=False),
        sa.Column("quote_document", ID, nullable=True),
        sa.Column("quote_article", ID, nullable=True),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_workspace_id_subject_path", "note", ["workspace_id", "subject", "path"])
    op.create_index("ix_note_workspace_id_at_id", "note", ["workspace_id", "at", "id"])
    op.create_index("ix_note_parent", "note", ["parent"])
    op.create_table(
        "note_mention",
        sa.Column("note_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("note_id", "account_id", name="pk_note_mention"),
    )
    op.create_index("ix_note_mention_account_id_at_note_id", "note_mention", ["account_id", "at", "note_id"])
    op.create_index("ix_note_mention_workspace_id", "note_mention", ["workspace_id"])
    op.create_table(
        "current_workspace",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_current_workspace"),
    )
    _of_names()


def _of_names() -> None:
    op.create_table(
        "spoken",
        sa.Column("name_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name_id", "story_id", name="pk_spoken"),
    )
    op.create_index("ix_spoken_name_id_last_at_story_id", "spoken", ["name_id", "last_at", "story_id"])
    op.create_index("ix_spoken_story_id", "spoken", ["story_id"])
    op.create_table(
        "outlet_part",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("outlet", ID, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("original", ID, nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "story_id", name="pk_outlet_part"),
    )
    op.create_index("ix_outlet_part_outlet_relation_original", "outlet_part", ["outlet", "relation", "original"])
    op.create_index("ix_outlet_part_original_outlet", "outlet_part", ["original", "outlet"])
    op.create_index("ix_outlet_part_story_id", "outlet_part", ["story_id"])
    op.create_table(
        "name_start",
        sa.Column("kind", ID, nullable=False),
        sa.Column("start", ID, nullable=False),
        sa.Column("value", ID, nullable=False),
        sa.PrimaryKeyConstraint("kind", "start", "value", name="pk_name_start"),
        sqlite_with_rowid=False,
    )
