"""The log that search indexes follow, and saved searches."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and have every story noted in the log."""
    op.create_table(
        "search_change",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("story_id", ID),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_search_change"),
    )
    op.create_index("ix_search_change_sequence", "search_change", ["sequence"])
    op.create_index("ix_search_change_story_id", "search_change", ["story_id"])
    op.create_table(
        "search_epoch",
        sa.Column("epoch", ID, nullable=False),
        sa.PrimaryKeyConstraint("epoch", name="pk_search_epoch"),
    )
    op.create_table(
        "saved_search",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("looked", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
    )
    op.create_index("ix_saved_search_account_id_made", "saved_search", ["account_id", "made"])
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'index', id, 0, 0, 0, 0, 0, false FROM story WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'index' AND work.item = story.id)"
    )
