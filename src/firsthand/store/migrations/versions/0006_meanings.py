"""What documents mean, and who tells one event judged anew: every document goes through the line again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make room for vectors, and make every document due."""
    op.create_table(
        "meaning",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("headline", sa.LargeBinary(), nullable=False),
        sa.Column("lead", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_meaning"),
    )
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'embed', id, 0, 0, 0, 0, 0, false FROM document WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'embed' AND work.item = document.id)"
    )
