"""Looking after accounts: everybody their own, an administrator all of them.

There is always an administrator who can come in: what would take the last one away is refused, and whoever changes accounts
does it one after another, so that two who remove each other do not both succeed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_bytes

from firsthand import contract as out
from firsthand import passwords
from firsthand.app.at_work import Store
from firsthand.app.entering import count_try, invite_out, make_link, new_account, put_password, right_guess
from firsthand.app.sessions import forget, handle
from firsthand.model.account import LONGEST_NAME, Account, Role, fit_name
from firsthand.model.errors import InputError, NotFound
from firsthand.model.ids import derive
from firsthand.model.moment import stamp
from firsthand.model.preferences import Preferences, changed
from firsthand.store import accounts as rows
from firsthand.store import sessions
from firsthand.store.transaction import Tx

#: Programs that somebody may have let in.
_MOST_PROGRAMS = 50


@contextmanager
def _changing(store: Store) -> Iterator[Tx]:
    """Change accounts, alone; whoever is signed in is looked up again afterwards."""
    with store.write() as tx:
        rows.take_turn_to_change(tx)
        yield tx
    forget()


# All accounts, for administrators. ----------------------------------------------------------------------------------


def accounts(store: Store) -> out.AccountsOut:
    """Return every account, and the one-time links that nobody has opened."""
    now = datetime.now(UTC)
    with store.read() as tx:
        some, open_links, here = rows.every(tx), sessions.tickets(tx, now), sessions.in_use(tx, now)
    names = {one.id: one.name for one in some}
    links = [invite_out(t, names.get(t.account or "")) for t in open_links]
    return out.AccountsOut([_told(one, *here.get(one.id, (0, None))) for one in some], links)


def account_of(store: Store, given: str) -> out.AccountOut:
    """Return the account that has this id or this name. Raises NotFound."""
    with store.read() as tx:
        found = rows.by_name(tx, given)
        return _told(found or rows.get(tx, given))


def add_account(store: Store, name: str, role: str, password: str | None = None) -> out.AccountOut:
    """Make an account; without a password it is opened by a one-time link. Raises InputError."""
    called, becomes = fit_name(name), _role(role)
    if password is not None:
        passwords.check(password, called)
    new = new_account(called, becomes, passwords.hashed(password) if password is not None else None)
    with _changing(store) as tx:
        rows.add(tx, new)
    return _told(new)


def invite(store: Store, role: str) -> out.InviteOut:
    """Make a one-time link by which somebody makes an account of this role. Raises InputError."""
    becomes = _role(role)
    with store.write() as tx:
        return make_link(tx, None, becomes)


def link_for(store: Store, account: str) -> out.InviteOut:
    """Make a one-time link that lets an account in, where it may choose a new password. Raises NotFound, InputError."""
    with store.write() as tx:
        found = rows.get(tx, account)
        if found.disabled:
            raise InputError("disabled", f"{found.name} is disabled.", "Enable the account first.")
        return make_link(tx, found, found.role)


def take_back_link(store: Store, invite_id: str) -> None:
    """Take back a one-time link that nobody has opened. Raises NotFound."""
    with store.write() as tx:
        for ticket in sessions.tickets(tx, datetime.now(UTC)):
            if derive("inv", ticket.id) == invite_id:
                sessions.drop_ticket(tx, ticket.id)
                return
    raise NotFound("There is no such link.", "It may have been opened meanwhile.")


def set_role(store: Store, account: str, role: str) -> out.AccountOut:
    """Give an account another role. Raises NotFound, and InputError where no administrator would be left."""
    becomes = _role(role)
    with _changing(store) as tx:
        if becomes is not Role.ADMINISTRATOR:
            _refuse_the_last(tx, account)
        rows.change(tx, account, {"role": becomes.value})
        return _told(rows.get(tx, account))


def disable_account(store: Store, account: str) -> out.AccountOut:
    """Let an account in no more, and end its sessions. Raises NotFound, and InputError for the last administrator."""
    with _changing(store) as tx:
        _refuse_the_last(tx, account)
        rows.change(tx, account, {"disabled": datetime.now(UTC)})
        sessions.end_all(tx, account)
        sessions.drop_tickets_of(tx, account)
        return _told(rows.get(tx, account))


def enable_account(store: Store, account: str) -> out.AccountOut:
    """Let a disabled account in again. Raises NotFound."""
    with _changing(store) as tx:
        rows.change(tx, account, {"disabled": None})
        return _told(rows.get(tx, account))


def remove_account(store: Store, account: str) -> out.AccountOut:
    """Remove an account and all that is its own; what it corrected stays. Raises as `disable_account` does."""
    with _changing(store) as tx:
        _refuse_the_last(tx, account)
        gone = rows.get(tx, account)
        rows.remove(tx, account)
    return _told(gone)


def _refuse_the_last(tx: Tx, account: str) -> None:
    some = rows.administrators(tx)
    if [one.id for one in some] == [account]:
        raise InputError(
            "last_administrator", f"{some[0].name} is the only administrator.", "Make somebody else one first."
        )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise InputError("bad_role", "There is no such role.", f"There are: {', '.join(Role)}.") from None


# One's own account. -------------------------------------------------------------------------------------------------


def own_account(store: Store, account: str, session: str = "") -> out.AccountPageOut:
    """Return an account with its browsers and its programs; ``session`` is the one that asks. Raises NotFound."""
    now = datetime.now(UTC)
    with store.read() as tx:
        found, browsers = rows.get(tx, account), sessions.of_account(tx, account, now)
        programs = sessions.app_passwords(tx, account)
    told = [
        out.SessionOut(
            handle(s.id), s.agent, stamp(s.created), stamp(s.seen), stamp(s.expires), handle(s.id) == session
        )
        for s in browsers
    ]
    seen = max((s.seen for s in browsers), default=None)
    return out.AccountPageOut(_told(found, len(told), seen), told, [_program(one) for one in programs])


def rename_account(store: Store, account: str, name: str) -> out.AccountOut:
    """Call an account by another name. Raises NotFound, InputError."""
    called = fit_name(name)
    with _changing(store) as tx:
        rows.rename(tx, account, called)
        return _told(rows.get(tx, account))


def change_password(store: Store, account: str, old: str, new: str, *, address: str = "") -> None:
    """Change one's password and end all of one's sessions. Raises NotFound, InputError, TooManyTries.

    Whoever has a password must say it, for a browser may have been left open; so tries at it are counted as at the door.
    """
    with store.read() as tx:
        found = rows.get(tx, account)
    passwords.check(new, found.name)
    if found.password:
        count_try(store, found.name, address)
        if not passwords.fits(found.password, old):
            raise InputError("wrong_password", "The present password is wrong.", "Look whether Caps Lock is on.")
    hashed = passwords.hashed(new)
    with _changing(store) as tx:
        if rows.get(tx, account).password != found.password:
            raise InputError("wrong_password", "The password was changed elsewhere meanwhile.", "Sign in by that one.")
        right_guess(tx, found.name)
        put_password(tx, account, hashed)


def set_password(store: Store, account: str, new: str) -> out.AccountOut:
    """Give an account a password, whatever it had, and end its sessions: for the terminal. Raises NotFound, InputError."""
    with store.read() as tx:
        found = rows.get(tx, account)
    passwords.check(new, found.name)
    hashed = passwords.hashed(new)
    with _changing(store) as tx:
        put_password(tx, account, hashed)
        return _told(rows.get(tx, account))


def end_session(store: Store, account: str, session: str) -> None:
    """End one of an account's sessions. Raises NotFound for one that is not its."""
    with _changing(store) as tx:
        for one in sessions.of_account(tx, account, datetime.now(UTC)):
            if handle(one.id) == session:
                sessions.end(tx, one.id)
                return
    raise NotFound("There is no such session.", "It may have ended meanwhile.")


def end_sessions(store: Store, account: str, but: str = "") -> None:
    """End all of an account's sessions, ``but`` for one: sign out everywhere."""
    with _changing(store) as tx:
        kept = next((s.id for s in sessions.of_account(tx, account, datetime.now(UTC)) if handle(s.id) == but), "")
        sessions.end_all(tx, account, but=kept)


def add_app_password(store: Store, account: str, name: str) -> out.AppPasswordOut:
    """Make a password for a program; it is told this once. Raises NotFound, InputError."""
    called = " ".join(name.split())[:LONGEST_NAME] or "A program"
    token, now = passwords.new_token(), datetime.now(UTC)
    new = sessions.AppPassword(derive("apw", token_bytes(16)), account, called, now, None)
    with store.write() as tx:
        rows.get(tx, account)
        if len(sessions.app_passwords(tx, account)) >= _MOST_PROGRAMS:
            raise InputError("too_many", f"There are {_MOST_PROGRAMS} already.", "Remove one that is not used.")
        sessions.add_app_password(tx, new, passwords.digest(token))
    return out.AppPasswordOut(new.id, new.name, stamp(now), None, token)


def remove_app_password(store: Store, account: str, app_password: str) -> None:
    """Let a program in no more. Raises NotFound for a password that is not this account's."""
    with _changing(store) as tx:
        if not sessions.remove_app_password(tx, account, app_password):
            raise NotFound("There is no such password.", "It may have been removed meanwhile.")


def preferences(store: Store, account: str) -> Preferences:
    """Return how somebody likes to read."""
    with store.read() as tx:
        return rows.preferences(tx, account)


def set_preferences(store: Store, account: str, **changes: object) -> Preferences:
    """Choose some preferences anew, by name; return all. Raises NotFound, and InputError for what cannot be chosen."""
    with _changing(store) as tx:
        chosen = changed(rows.preferences(tx, account), changes)
        rows.set_preferences(tx, account, chosen)
    return chosen


def _told(one: Account, browsers: int = 0, seen: datetime | None = None) -> out.AccountOut:
    return out.AccountOut(
        one.id,
        one.name,
        one.role.value,
        stamp(one.created),
        stamp(one.disabled) if one.disabled else None,
        one.password is not None,
        one.issuer is not None,
        stamp(seen) if seen else None,
        browsers,
    )


def _program(one: sessions.AppPassword) -> out.AppPasswordOut:
    return out.AppPasswordOut(one.id, one.name, stamp(one.created), stamp(one.used) if one.used else None)
