"""What a lineage is found by and scored with is kept beside it: every lineage is weighed anew."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Put the new tables in the place of the old ones, and make every lineage due."""
    op.drop_table("affinity_term")
    op.drop_table("affinity")
    op.create_table(
        "affinity_holder",
        sa.Column("lineage_id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("lineage_id", name="pk_affinity_holder"),
    )
    op.create_index("ix_affinity_holder_number", "affinity_holder", ["number"])
    op.create_table(
        "affinity_bundle",
        sa.Column("day", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holders", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", "key", name="pk_affinity_bundle"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "affinity_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "hour", "holder", name="pk_affinity_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "affinity",
        sa.Column("low", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("high", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("low", "high", name="pk_affinity"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_affinity_high", "affinity", ["high"])
    op.create_table(
        "affinity_group",
        sa.Column("lineage_id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lineage_id", name="pk_affinity_group"),
    )
    op.create_index("ix_affinity_group_number", "affinity_group", ["number"])
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'weigh', id, 0, 0, 0, 0, 0, false FROM lineage WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'weigh' AND work.item = lineage.id)"
    )
