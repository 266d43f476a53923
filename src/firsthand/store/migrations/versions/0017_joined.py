"""When somebody came into a workspace, so that it can pass to who is longest there."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; who is in a workspace already came with it."""
    op.add_column("workspace_member", sa.Column("joined", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE workspace_member SET joined = "
        "(SELECT created FROM workspace WHERE workspace.id = workspace_member.workspace_id) "
        "WHERE workspace_id IN (SELECT id FROM workspace)"
    )
