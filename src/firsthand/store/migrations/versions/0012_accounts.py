"""Accounts: who may come in, their sessions, passwords for programs, one-time links, and a workspace each."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, empty: the first administrator comes in by the link that the server prints."""
    _account()
    _session()
    _app_password()
    _ticket()
    _guess_and_secret()
    _workspace()


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("issuer", ID),
        sa.Column("subject", ID),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("disabled", sa.BigInteger()),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_name_key", "account", ["name_key"], unique=True)
    op.create_index("ix_account_issuer_subject", "account", ["issuer", "subject"], unique=True)


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_index("ix_session_expires", "session", ["expires"])


def _app_password() -> None:
    op.create_table(
        "app_password",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_app_password"),
    )
    op.create_index("ix_app_password_digest", "app_password", ["digest"], unique=True)
    op.create_index("ix_app_password_account_id", "app_password", ["account_id"])


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", ID, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", ID),
        sa.Column("role", sa.Text()),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
    )
    op.create_index("ix_ticket_account_id", "ticket", ["account_id"])
    op.create_index("ix_ticket_expires", "ticket", ["expires"])


def _guess_and_secret() -> None:
    op.create_table(
        "guess",
        sa.Column("bucket", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "at", "mark", name="pk_guess"),
    )
    op.create_index("ix_guess_at", "guess", ["at"])
    op.create_table(
        "secret",
        sa.Column("name", ID, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )


def _workspace() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("personal", ID),
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
