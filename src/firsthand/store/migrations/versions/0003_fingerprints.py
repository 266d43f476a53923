"""Fingerprints selected otherwise, in an index of half the size: every document is fingerprinted anew."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Put the new index in the place of the old one, and make every document due."""
    op.drop_table("fingerprint")
    op.create_table(
        "fingerprint_holder",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("house", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("prints", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_fingerprint_holder"),
    )
    op.create_index("ix_fingerprint_holder_number", "fingerprint_holder", ["number"])
    op.create_table(
        "fingerprint",
        sa.Column("print", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("print", "holder", name="pk_fingerprint"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "crowded_fingerprint",
        sa.Column("print", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("house", ID, nullable=False),
        sa.Column("holder", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("print", "house", "holder", name="pk_crowded_fingerprint"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'print', id, 0, 0, 0, 0, 0, false FROM document WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'print' AND work.item = document.id)"
    )
