"""What documents say and who says it: every document is due to be understood."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make room, and make every document due."""
    op.create_table(
        "understanding",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_understanding"),
    )
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'understand', id, 0, 0, 0, 0, 0, false FROM document WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'understand' AND work.item = document.id)"
    )
