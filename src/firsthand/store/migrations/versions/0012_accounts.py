"""Accounts and workspaces."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, empty."""
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("issuer", ID, nullable=True),
        sa.Column("subject", ID, nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("disabled", sa.BigInteger(), nullable=True),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_name_key", "account", ["name_key"], unique=True)
    op.create_index("ix_account_issuer_subject", "account", ["issuer", "subject"], unique=True)
    op.create_table(
        "workspace",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("personal", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workspace"),
    )
    op.create_index("ix_workspace_personal", "workspace", ["personal"], unique=True)
    op.create_table(
        "workspace_member",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "account_id", name="pk_workspace_member"),
    )
    op.create_index("ix_workspace_member_account_id", "workspace_member", ["account_id"])
