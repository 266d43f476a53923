"""Accounts, each with a workspace of its own: made, found, changed, removed with all that hangs on them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row, Select, and_, delete, func, insert, select, update

from firsthand.model.account import Account, Role, name_key
from firsthand.model.errors import InputError, NotFound
from firsthand.model.preferences import DEFAULTS, Preferences, read_preferences
from firsthand.store import workspaces
from firsthand.store.database import take_turn
from firsthand.store.records import encode, key
from firsthand.store.tables import account as table
from firsthand.store.tables import metadata, workspace, workspace_member
from firsthand.store.transaction import Tx


def take_turn_to_change(tx: Tx) -> None:
    """Let nobody else change accounts before this transaction ends: names and the last administrator are counted in it."""
    take_turn(tx, "accounts")


def add(tx: Tx, account: Account) -> None:
    """Keep a new account, and make its workspace. Raises InputError where the name is taken.

    The caller has the turn (`take_turn_to_change`).
    """
    other = by_name(tx, account.name)
    if other is not None:
        raise InputError("name_taken", f"Somebody is called {other.name} already.", "Choose another name.")
    row = {
        "id": account.id,
        "name": key(account.name),
        "name_key": key(name_key(account.name)),
        "role": account.role.value,
        "password": account.password,
        "issuer": key(account.issuer),
        "subject": key(account.subject),
        "created": account.created,
        "disabled": account.disabled,
        "preferences": encode(DEFAULTS),
    }
    own = {"id": account.workspace, "name": key(account.name), "created": account.created, "personal": account.id}
    tx.conn.execute(insert(table).values(row))
    tx.conn.execute(insert(workspace).values(own))
    member = {"workspace_id": account.workspace, "account_id": account.id, "role": workspaces.OWNER}
    tx.conn.execute(insert(workspace_member).values(**member, joined=account.created))


def _accounts() -> Select[Any]:
    own = workspace.c.personal == table.c.id
    return select(table, workspace.c.id.label("workspace")).join(workspace, own, isouter=True)


def get(tx: Tx, account_id: str) -> Account:
    """Return an account. Raises NotFound."""
    row = tx.conn.execute(_accounts().where(table.c.id == account_id)).first()
    if row is None:
        raise NotFound("There is no such account.", "To see them all: firsthand user list")
    return account_of(row)


def by_name(tx: Tx, name: str) -> Account | None:
    """Return the account of this name, without regard to case."""
    row = tx.conn.execute(_accounts().where(table.c.name_key == key(name_key(name)))).first()
    return account_of(row) if row else None


def by_subject(tx: Tx, issuer: str, subject: str) -> Account | None:
    """Return the account that a provider knows under this subject."""
    mine = and_(table.c.issuer == key(issuer), table.c.subject == key(subject))
    row = tx.conn.execute(_accounts().where(mine)).first()
    return account_of(row) if row else None


def every(tx: Tx) -> list[Account]:
    """Return all accounts, the oldest first."""
    return [account_of(row) for row in tx.conn.execute(_accounts().order_by(table.c.created, table.c.id))]


def count(tx: Tx) -> int:
    """Count the accounts."""
    return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()


def administrators(tx: Tx) -> list[Account]:
    """Return the administrators that are not disabled, the oldest first."""
    mine = and_(table.c.role == Role.ADMINISTRATOR.value, table.c.disabled.is_(None))
    return [account_of(row) for row in tx.conn.execute(_accounts().where(mine).order_by(table.c.created, table.c.id))]


def change(tx: Tx, account_id: str, changes: Mapping[str, object]) -> None:
    """Write down columns of an account: role, password, issuer, subject, disabled. Raises NotFound."""
    if tx.conn.execute(update(table).where(table.c.id == account_id).values(changes)).rowcount == 0:
        raise NotFound("There is no such account.", "To see them all: firsthand user list")


def rename(tx: Tx, account_id: str, name: str) -> None:
    """Call an account, and its workspace, by another name. Raises NotFound, and InputError where the name is taken."""
    other = by_name(tx, name)
    if other is not None and other.id != account_id:
        raise InputError("name_taken", f"Somebody is called {other.name} already.", "Choose another name.")
    change(tx, account_id, {"name": key(name), "name_key": key(name_key(name))})
    tx.conn.execute(update(workspace).where(workspace.c.personal == account_id).values(name=key(name)))


def remove(tx: Tx, account_id: str) -> None:
    """Remove an account with every row, of any table, that is its own; for its workspaces see `workspaces.part`.

    Its notes in workspaces of others stay, written by somebody whom no account names any more.
    """
    workspaces.part(tx, account_id)
    for other in metadata.sorted_tables:
        if "account_id" in other.c:
            tx.conn.execute(delete(other).where(other.c.account_id == account_id))
    if tx.conn.execute(delete(table).where(table.c.id == account_id)).rowcount == 0:
        raise NotFound("There is no such account.", "To see them all: firsthand user list")


def preferences(tx: Tx, account_id: str) -> Preferences:
    """Return what somebody chose; the defaults for whom nobody knows."""
    kept = tx.conn.execute(select(table.c.preferences).where(table.c.id == account_id)).scalar()
    return preferences_of(kept) if kept else DEFAULTS


def set_preferences(tx: Tx, account_id: str, chosen: Preferences) -> None:
    """Keep what somebody chose. Raises NotFound."""
    change(tx, account_id, {"preferences": encode(chosen)})


def preferences_of(kept: str) -> Preferences:
    """Read the column."""
    return read_preferences(msgspec.json.decode(kept, type=dict[str, Any]))


def account_of(row: Row[Any]) -> Account:
    """Read a row of the table with its ``workspace``."""
    return Account(
        row.id,
        row.name,
        Role(row.role),
        row.workspace or "",
        row.created,
        row.password,
        row.issuer,
        row.subject,
        row.disabled,
    )
