"""What is followed: sources with their tags and history, entries, the plan of visits, hosts, budgets and turns."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, empty; a capture's blob is looked for before it is dropped."""
    op.create_index("ix_capture_blob", "capture", ["blob"])
    _source()
    _source_tag()
    _source_fetch()
    _entry()
    _page()
    _host()
    _budget()
    _turn()


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", ID, nullable=False),
        sa.Column("host", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_index("ix_source_due", "source", ["due"])
    op.create_index("ix_source_address", "source", ["address"])


def _source_tag() -> None:
    op.create_table(
        "source_tag",
        sa.Column("tag", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("tag", "source_id", name="pk_source_tag"),
    )
    op.create_index("ix_source_tag_source_id", "source_tag", ["source_id"])


def _source_fetch() -> None:
    op.create_table(
        "source_fetch",
        sa.Column("source_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "at", name="pk_source_fetch"),
    )


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("source_id", ID, nullable=False),
        sa.Column("said_id", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id_mark", sa.BigInteger()),
        sa.Column("page_mark", sa.BigInteger()),
        sa.Column("title_mark", sa.BigInteger()),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("page_id", ID),
        sa.Column("capture_id", ID),
        sa.Column("muted", sa.Text(), nullable=False),
        sa.Column("resembles", ID),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
    )
    op.create_index("ix_entry_source_id_last_seen", "entry", ["source_id", "last_seen"])
    op.create_index("ix_entry_source_id_first_seen", "entry", ["source_id", "first_seen"])
    op.create_index("ix_entry_source_id_id_mark", "entry", ["source_id", "id_mark"])
    op.create_index("ix_entry_source_id_page_mark", "entry", ["source_id", "page_mark"])
    op.create_index("ix_entry_source_id_title_mark", "entry", ["source_id", "title_mark"])
    op.create_index("ix_entry_page_id", "entry", ["page_id"])
    op.create_index("ix_entry_capture_id", "entry", ["capture_id"])


def _page() -> None:
    op.create_table(
        "page",
        sa.Column("id", ID, nullable=False),
        sa.Column("host", ID, nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
    )
    op.create_index("ix_page_due", "page", ["due"])


def _host() -> None:
    op.create_table(
        "host",
        sa.Column("name", ID, nullable=False),
        sa.Column("robots", sa.Text()),
        sa.Column("robots_until", sa.BigInteger()),
        sa.Column("not_before", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )


def _budget() -> None:
    op.create_table(
        "budget",
        sa.Column("day", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", name="pk_budget"),
    )


def _turn() -> None:
    op.create_table(
        "turn",
        sa.Column("name", ID, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_turn"),
    )
