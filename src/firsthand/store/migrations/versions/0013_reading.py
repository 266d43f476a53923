"""What pages need, kept ready (facets, their names, views), and what each account has read, keeps and mutes."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, empty: whoever serves the store shelves the stories that are in it."""
    _story_facet()
    _facet_name()
    _story_view()
    _look()
    _read_mark()
    _saved()
    _mute()


def _story_facet() -> None:
    op.create_table(
        "story_facet",
        sa.Column("kind", ID, nullable=False),
        sa.Column("value", ID, nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("ranked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", "last_at", "story_id", name="pk_story_facet"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_story_facet_kind_value_ranked_at_story_id", "story_facet", ["kind", "value", "ranked_at", "story_id"]
    )
    op.create_index("ix_story_facet_story_id", "story_facet", ["story_id"])


def _facet_name() -> None:
    op.create_table(
        "facet_name",
        sa.Column("kind", ID, nullable=False),
        sa.Column("value", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", "name", name="pk_facet_name"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facet_name_kind_stories", "facet_name", ["kind", "stories"])
    op.create_index("ix_facet_name_value", "facet_name", ["value"])


def _story_view() -> None:
    op.create_table(
        "story_view",
        sa.Column("story_id", ID, nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("news_at", sa.BigInteger(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("facets", sa.LargeBinary(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name="pk_story_view"),
    )
    op.create_index("ix_story_view_news_at", "story_view", ["news_at"])


def _look() -> None:
    op.create_table(
        "look",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "document_id", name="pk_look"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_look_document_id", "look", ["document_id"])


def _read_mark() -> None:
    op.create_table(
        "read_mark",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger()),
        sa.PrimaryKeyConstraint("account_id", name="pk_read_mark"),
    )


def _saved() -> None:
    op.create_table(
        "saved",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "kind", "document_id", name="pk_saved"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_document_id", "saved", ["document_id"])


def _mute() -> None:
    op.create_table(
        "mute",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("value", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "kind", "value", name="pk_mute"),
    )
