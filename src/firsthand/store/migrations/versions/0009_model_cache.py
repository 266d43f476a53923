"""What models answered is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "model_cache",
        sa.Column("input", ID, nullable=False),
        sa.Column("model", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("output", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("input", "model", "version", name="pk_model_cache"),
    )
    op.create_index("ix_model_cache_made", "model_cache", ["made"])
