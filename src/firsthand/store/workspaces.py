"""Workspaces and who is in them, and which of them somebody writes in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update

from firsthand.model.account import name_key
from firsthand.store.records import key
from firsthand.store.statements import among, insert_new, one_of, several, upsert
from firsthand.store.tables import account, current_workspace, metadata
from firsthand.store.tables import workspace as table
from firsthand.store.tables import workspace_member as members
from firsthand.store.transaction import Tx

OWNER, MEMBER = "owner", "member"


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody in a workspace: ``account`` goes by ``name`` and is ``owner`` or ``member``."""

    workspace: str
    account: str
    name: str
    role: str


def make(tx: Tx, workspace_id: str, name: str, owner: str, at: datetime) -> None:
    """Make a workspace with its owner in it."""
    tx.conn.execute(insert(table), {"id": workspace_id, "name": key(name), "created": at})
    tx.conn.execute(insert(members), {"workspace_id": workspace_id, "account_id": owner, "role": OWNER, "joined": at})


def rename(tx: Tx, workspace_id: str, name: str) -> None:
    """Give a workspace another name."""
    tx.conn.execute(update(table).where(table.c.id == workspace_id).values(name=key(name)))


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace as one of its people sees it: what they are in it, and whether it is theirs alone."""

    id: str
    name: str
    role: str
    personal: bool


def of_account(tx: Tx, account_id: str) -> list[Workspace]:
    """Return the workspaces that somebody is in, their own first, then as they were made."""
    rows = tx.conn.execute(_OF_ACCOUNT, {"account": account_id})
    found = [Workspace(row.id, row.name, row.role, row.personal == account_id) for row in rows]
    return sorted(found, key=lambda w: not w.personal)


_OF_ACCOUNT = (
    select(table.c.id, table.c.name, members.c.role, table.c.personal)
    .select_from(table.join(members, members.c.workspace_id == table.c.id))
    .where(members.c.account_id == bindparam("account"))
    .order_by(table.c.created, table.c.id)
)


def within(tx: Tx, workspace_ids: Iterable[str]) -> list[Membership]:
    """Return who is in some workspaces, by name."""
    rows = tx.conn.execute(_within(tx.dialect), {"workspaces": several(tx.dialect, workspace_ids)})
    found = [Membership(row.workspace_id, row.account_id, row.name, row.role) for row in rows]
    return sorted(found, key=lambda m: (m.workspace, m.role != OWNER, m.name.casefold(), m.account))


@cache
def _within(dialect: str) -> Select[Any]:
    joined = members.join(account, account.c.id == members.c.account_id)
    query = select(members, account.c.name).select_from(joined)
    return query.where(one_of(dialect, members.c.workspace_id, "workspaces"))


def role(tx: Tx, workspace_id: str, account_id: str) -> str | None:
    """Return what somebody is in a workspace; None for somebody outside it."""
    mine = (members.c.workspace_id == workspace_id, members.c.account_id == account_id)
    return tx.conn.execute(select(members.c.role).where(*mine)).scalar_one_or_none()


def join(tx: Tx, workspace_id: str, account_id: str, at: datetime) -> bool:
    """Let somebody into a workspace; say whether they were outside."""
    row = {"workspace_id": workspace_id, "account_id": account_id, "role": MEMBER, "joined": at}
    return insert_new(tx, members, row)


def leave(tx: Tx, workspace_id: str, account_id: str) -> None:
    """Take somebody out of a workspace; if they wrote there, they write in their first again."""
    tx.conn.execute(delete(members).where(members.c.workspace_id == workspace_id, members.c.account_id == account_id))
    chosen = current_workspace.c
    tx.conn.execute(
        delete(current_workspace).where(chosen.account_id == account_id, chosen.workspace_id == workspace_id)
    )


def part(tx: Tx, account_id: str) -> None:
    """See to the workspaces of an account that goes: its own goes too, with all that is in it.

    A shared one that it owned passes to who is longest there, of those who can come in before those who are disabled; with
    nobody left in it, it goes as well. What was written in one that stays, stays.
    """
    own = select(table.c.id).where(table.c.personal == account_id)
    for workspace_id in tx.conn.execute(own).scalars().all():
        _remove(tx, workspace_id)
    mine = (members.c.account_id == account_id, members.c.role == OWNER)
    for workspace_id in tx.conn.execute(select(members.c.workspace_id).where(*mine)).scalars().all():
        heir = _heir(tx, workspace_id, account_id)
        if heir is None:
            _remove(tx, workspace_id)
        else:
            theirs = (members.c.workspace_id == workspace_id, members.c.account_id == heir)
            tx.conn.execute(update(members).where(*theirs).values(role=OWNER))


def _heir(tx: Tx, workspace_id: str, but: str) -> str | None:
    joined = members.join(account, account.c.id == members.c.account_id)
    query = select(account.c.id).select_from(joined).where(members.c.workspace_id == workspace_id, account.c.id != but)
    order = (account.c.disabled.is_not(None), members.c.joined, account.c.created, account.c.id)
    return tx.conn.execute(query.order_by(*order).limit(1)).scalar_one_or_none()


def _remove(tx: Tx, workspace_id: str) -> None:
    """Remove a workspace and every row, of any table, that is its."""
    for other in metadata.sorted_tables:
        if "workspace_id" in other.c:
            tx.conn.execute(delete(other).where(other.c.workspace_id == workspace_id))
    tx.conn.execute(delete(table).where(table.c.id == workspace_id))


def choose(tx: Tx, account_id: str, workspace_id: str) -> None:
    """Remember which workspace somebody writes in."""
    upsert(tx, current_workspace, [{"account_id": account_id, "workspace_id": workspace_id}], _chosen)


def _chosen(new: Any) -> dict[str, Any]:
    return {"workspace_id": new.workspace_id}


def current(tx: Tx, account_id: str) -> str | None:
    """Return the workspace that somebody chose to write in, if they did."""
    mine = current_workspace.c.account_id == account_id
    return tx.conn.execute(select(current_workspace.c.workspace_id).where(mine)).scalar_one_or_none()


def named(tx: Tx, name: str) -> str | None:
    """Return the id of the account of a name, however it is capitalised."""
    return tx.conn.execute(select(account.c.id).where(account.c.name_key == key(name_key(name)))).scalar_one_or_none()


def names(tx: Tx, account_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of accounts, by id; those that are gone are left out."""
    rows = tx.conn.execute(select(account.c.id, account.c.name).where(among(tx, account.c.id, account_ids)))
    return {row.id: row.name for row in rows}
