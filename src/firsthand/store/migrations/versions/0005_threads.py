"""Threads of stories, and what they are made of: every story is looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and every story due."""
    op.create_table(
        "gist",
        sa.Column("story_id", ID, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name="pk_gist"),
    )
    op.create_table(
        "gist_name",
        sa.Column("name", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("round_up", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "story_id", "round_up", name="pk_gist_name"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gist_name_story_id", "gist_name", ["story_id"])
    op.create_table(
        "kinship",
        sa.Column("low", ID, nullable=False),
        sa.Column("high", ID, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("low", "high", name="pk_kinship"),
    )
    op.create_index("ix_kinship_high", "kinship", ["high"])
    op.create_table(
        "touch",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("home_id", ID, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "story_id", "home_id", name="pk_touch"),
    )
    op.create_index("ix_touch_story_id", "touch", ["story_id"])
    op.create_index("ix_touch_home_id", "touch", ["home_id"])
    op.create_table(
        "thread",
        sa.Column("id", ID, nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_thread"),
    )
    op.create_index("ix_thread_last_at_id", "thread", ["last_at", "id"])
    op.create_table(
        "thread_story",
        sa.Column("story_id", ID, nullable=False),
        sa.Column("thread_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name="fk_thread_story_thread_id_thread"),
        sa.PrimaryKeyConstraint("story_id", name="pk_thread_story"),
    )
    op.create_index("ix_thread_story_thread_id", "thread_story", ["thread_id"])
    op.execute(
        "INSERT INTO work (stage, item, sequence, priority, not_before, leased_until, attempts, quarantined) "
        "SELECT 'affair', id, 0, 0, 0, 0, 0, false FROM story WHERE NOT EXISTS "
        "(SELECT 1 FROM work WHERE work.stage = 'affair' AND work.item = story.id)"
    )
