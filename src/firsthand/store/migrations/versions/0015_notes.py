"""Notes of people, whom they mention, the workspace that somebody writes in; words that a judgement speaks of."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
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
    op.create_index("ix_note_workspace_id", "note", ["workspace_id", "subject", "path"])
    op.create_index("ix_note_workspace_id_at", "note", ["workspace_id", "at", "id"])
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
    op.create_index("ix_note_mention_account_id", "note_mention", ["account_id", "at", "note_id"])
    op.create_index("ix_note_mention_workspace_id", "note_mention", ["workspace_id"])
    op.create_table(
        "current_workspace",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_current_workspace"),
    )
