"""The facets of one story are looked up by kind and value: what is muted is asked of every story of a page."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put a wider index in the place of the old one."""
    op.create_index("ix_story_facet_story_id_kind_value", "story_facet", ["story_id", "kind", "value"])
    op.drop_index("ix_story_facet_story_id", "story_facet")
