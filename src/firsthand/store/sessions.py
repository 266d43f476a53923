"""Sessions, the passwords of programs, and one-time links: all by the hash of a token that only its holder has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from firsthand.model.account import Account, Role
from firsthand.model.preferences import Preferences
from firsthand.store.accounts import account_of, preferences_of
from firsthand.store.records import key
from firsthand.store.tables import account, app_password, session, ticket, workspace
from firsthand.store.transaction import Tx

#: Browsers that one account may be signed in with; one more, and the one that was not used for longest is signed out.
MOST = 50
#: Letters that are kept of what a browser calls itself.
_AGENT = 200


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in. ``id`` is the hash of what its cookie holds."""

    id: str
    account: str
    created: datetime
    seen: datetime
    expires: datetime
    agent: str


@dataclass(frozen=True, slots=True)
class AppPassword:
    """A password for a program."""

    id: str
    account: str
    name: str
    created: datetime
    used: datetime | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A one-time link: what for, whom it lets in, or what whoever opens it becomes."""

    id: str
    purpose: str
    account: str | None
    role: Role | None
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """Whose a session or a program's password is, how they like to read, and when it was used last."""

    account: Account
    preferences: Preferences
    seen: datetime | None


# Sessions. ----------------------------------------------------------------------------------------------------------


def begin(tx: Tx, new: Session) -> None:
    """Keep a new session; those that ended go, and the last used ones of too many."""
    tx.conn.execute(delete(session).where(session.c.expires <= new.created))
    mine = select(session.c.id).where(session.c.account_id == new.account)
    many = mine.order_by(session.c.seen.desc(), session.c.id).offset(MOST - 1)
    tx.conn.execute(delete(session).where(session.c.id.in_(many)))
    row = {
        "id": new.id,
        "account_id": new.account,
        "created": new.created,
        "seen": new.seen,
        "expires": new.expires,
        "agent": key(new.agent[:_AGENT]),
    }
    tx.conn.execute(insert(session).values(row))


#: One statement, made once: it is asked with every page.
_OF_SESSION = (
    select(account, workspace.c.id.label("workspace"), session.c.seen, session.c.expires)
    .join(account, account.c.id == session.c.account_id)
    .join(workspace, workspace.c.personal == account.c.id, isouter=True)
    .where(session.c.id == bindparam("session"))
)


def known(tx: Tx, session_id: str, now: datetime) -> Known | None:
    """Return whose a session is; None for one that ended or that nobody began, or of a disabled account."""
    row = tx.conn.execute(_OF_SESSION, {"session": session_id}).first()
    if row is None or row.expires <= now or row.disabled is not None:
        return None
    return Known(account_of(row), preferences_of(row.preferences), row.seen)


def saw(tx: Tx, session_id: str, now: datetime) -> None:
    """Note that a session is in use."""
    tx.conn.execute(update(session).where(session.c.id == session_id).values(seen=now))


def of_account(tx: Tx, account_id: str, now: datetime) -> list[Session]:
    """Return the sessions of an account, the one used last first."""
    mine = select(session).where(session.c.account_id == account_id, session.c.expires > now)
    return [_session(row) for row in tx.conn.execute(mine.order_by(session.c.seen.desc(), session.c.id))]


def in_use(tx: Tx, now: datetime) -> dict[str, tuple[int, datetime]]:
    """Return for each account with sessions how many they are, and when one was used last."""
    mine = select(session.c.account_id, func.count().label("number"), func.max(session.c.seen).label("seen"))
    rows = tx.conn.execute(mine.where(session.c.expires > now).group_by(session.c.account_id))
    return {row.account_id: (row.number, row.seen) for row in rows}


def end(tx: Tx, session_id: str) -> None:
    """End a session."""
    tx.conn.execute(delete(session).where(session.c.id == session_id))


def end_all(tx: Tx, account_id: str, but: str = "") -> None:
    """End the sessions of an account, ``but`` for one."""
    tx.conn.execute(delete(session).where(session.c.account_id == account_id, session.c.id != but))


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.account_id, row.created, row.seen, row.expires, row.agent)


# Passwords for programs. --------------------------------------------------------------------------------------------


def add_app_password(tx: Tx, new: AppPassword, digest: str) -> None:
    """Keep a password for a program, by its hash."""
    row = {
        "id": new.id,
        "account_id": new.account,
        "digest": digest,
        "name": key(new.name),
        "created": new.created,
        "used": new.used,
    }
    tx.conn.execute(insert(app_password).values(row))


_OF_APP_PASSWORD = (
    select(account, workspace.c.id.label("workspace"), app_password.c.used)
    .join(account, account.c.id == app_password.c.account_id)
    .join(workspace, workspace.c.personal == account.c.id, isouter=True)
)


def known_program(tx: Tx, digest: str) -> Known | None:
    """Return whose a program's password is; None for none, or of a disabled account."""
    row = tx.conn.execute(_OF_APP_PASSWORD.where(app_password.c.digest == digest)).first()
    if row is None or row.disabled is not None:
        return None
    return Known(account_of(row), preferences_of(row.preferences), row.used)


def used_app_password(tx: Tx, digest: str, now: datetime) -> None:
    """Note that a program's password is in use."""
    tx.conn.execute(update(app_password).where(app_password.c.digest == digest).values(used=now))


def app_passwords(tx: Tx, account_id: str) -> list[AppPassword]:
    """Return the passwords of an account's programs, the newest first."""
    mine = select(app_password).where(app_password.c.account_id == account_id)
    rows = tx.conn.execute(mine.order_by(app_password.c.created.desc(), app_password.c.id))
    return [AppPassword(row.id, row.account_id, row.name, row.created, row.used) for row in rows]


def remove_app_password(tx: Tx, account_id: str, app_password_id: str) -> bool:
    """Forget a password of an account's program; say whether there was one."""
    mine = (app_password.c.id == app_password_id, app_password.c.account_id == account_id)
    return tx.conn.execute(delete(app_password).where(*mine)).rowcount > 0


# One-time links. ----------------------------------------------------------------------------------------------------


def add_ticket(tx: Tx, new: Ticket) -> None:
    """Keep a one-time link; those that are too old go."""
    tx.conn.execute(delete(ticket).where(ticket.c.expires <= new.created))
    row = {
        "id": new.id,
        "purpose": new.purpose,
        "account_id": new.account,
        "role": new.role and new.role.value,
        "created": new.created,
        "expires": new.expires,
    }
    tx.conn.execute(insert(ticket).values(row))


def get_ticket(tx: Tx, ticket_id: str, now: datetime) -> Ticket | None:
    """Return a one-time link that is still good."""
    row = tx.conn.execute(select(ticket).where(ticket.c.id == ticket_id, ticket.c.expires > now)).first()
    return _ticket(row) if row else None


def take_ticket(tx: Tx, ticket_id: str, now: datetime) -> Ticket | None:
    """Use a one-time link up: of two who try at once, one has it."""
    row = tx.conn.execute(delete(ticket).where(ticket.c.id == ticket_id).returning(ticket)).first()
    return _ticket(row) if row and row.expires > now else None


def tickets(tx: Tx, now: datetime) -> list[Ticket]:
    """Return the one-time links that are still good, the newest first."""
    rows = tx.conn.execute(select(ticket).where(ticket.c.expires > now).order_by(ticket.c.created.desc(), ticket.c.id))
    return [_ticket(row) for row in rows]


def drop_ticket(tx: Tx, ticket_id: str) -> bool:
    """Take a one-time link back; say whether there was one."""
    return tx.conn.execute(delete(ticket).where(ticket.c.id == ticket_id)).rowcount > 0


def drop_tickets(tx: Tx, purpose: str) -> None:
    """Take all one-time links of a purpose back."""
    tx.conn.execute(delete(ticket).where(ticket.c.purpose == purpose))


def drop_tickets_of(tx: Tx, account_id: str) -> None:
    """Take back the links that let an account in."""
    tx.conn.execute(delete(ticket).where(ticket.c.account_id == account_id))


def _ticket(row: Row[Any]) -> Ticket:
    role = Role(row.role) if row.role else None
    return Ticket(row.id, row.purpose, row.account_id, role, row.created, row.expires)
