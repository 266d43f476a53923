"""Stories can be read by rank: until each is threaded again, a story ranks by its last report."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and its index, and make every lineage due to be threaded."""
    op.add_column("story", sa.Column("ranked_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE story SET ranked_at = last_at")
    op.create_index("ix_story_ranked_at_id", "story", ["ranked_at", "id"])
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'thread', lineage_id, 0, 0, 0, 0, 0, false FROM story_lineage WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'thread' AND work.item = story_lineage.lineage_id)"
    )
