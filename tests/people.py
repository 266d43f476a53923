"""Accounts made for tests, each with a workspace of its own, as `firsthand` makes them."""

from datetime import UTC, datetime

from sqlalchemy import insert

from firsthand.model.ids import derive
from firsthand.store.database import Store
from firsthand.store.tables import account, workspace, workspace_member

BORN = datetime(2026, 1, 1, tzinfo=UTC)


def make(store: Store, *names: str) -> list[str]:
    """Make accounts; return their ids."""
    made = [derive("acc", name) for name in names]
    with store.write() as tx:
        for i, name in zip(made, names, strict=True):
            row = {
                "id": i,
                "name": name,
                "name_key": name.casefold(),
                "role": "editor",
                "created": BORN,
                "preferences": "{}",
            }
            tx.conn.execute(insert(account), row)
            own = {"id": derive("wsp", i), "name": name, "created": BORN, "personal": i}
            tx.conn.execute(insert(workspace), own)
            member = {"workspace_id": own["id"], "account_id": i, "role": "owner", "joined": BORN}
            tx.conn.execute(insert(workspace_member), member)
    return made
