"""Coming in: the first run, one-time links, passwords, registration.

An unknown name and a wrong password get one answer after one length of time. A try is counted before it is looked at, for
the account and for the address it comes from, in the store, so that all processes count together.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from secrets import token_bytes

from firsthand import contract as out
from firsthand import passwords
from firsthand.app.at_work import Store
from firsthand.app.sessions import begin, forget
from firsthand.model.account import Account, Role, fit_name, name_key
from firsthand.model.errors import InputError, NotAllowed, NotFound, TooManyTries
from firsthand.model.ids import derive
from firsthand.model.moment import stamp
from firsthand.settings import load_settings
from firsthand.store import accounts, guesses, sessions
from firsthand.store.guesses import Bound
from firsthand.store.transaction import Tx

#: docs/SAFETY: at most ten guesses a minute an account. An address may be a whole office's.
GUESSES, GUESSES_OF_ADDRESS = 10, 60
_MINUTE = timedelta(minutes=1)
#: New accounts that one address may make in an hour.
_REGISTRATIONS, _HOUR = 10, timedelta(hours=1)
#: How long a one-time link is good for: the one that a start prints, one that somebody is sent.
_START_LASTS, _SENT_LASTS = timedelta(days=7), timedelta(days=3)
FIRST, INVITE, ENTER = "first", "invite", "enter"
#: What the first administrator is called who does not say.
_NAMELESS = "You"


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in. ``token`` is for the cookie; ``days`` is how long it is good."""

    token: str
    account: str
    days: int


# The first run, and one-time links. ---------------------------------------------------------------------------------


def starting_link(store: Store) -> str | None:
    """Return the token of a new one-time link, as long as no administrator can sign in by anything else."""
    token, now = passwords.new_token(), datetime.now(UTC)
    with store.write() as tx:
        accounts.take_turn_to_change(tx)
        some = accounts.administrators(tx)
        if any(one.password or one.issuer for one in some):
            return None
        purpose, account = (ENTER, some[0].id) if some else (FIRST, None)
        new = sessions.Ticket(passwords.digest(token), purpose, account, Role.ADMINISTRATOR, now, now + _START_LASTS)
        sessions.add_ticket(tx, new)
    return token


def drop_link(store: Store, token: str) -> None:
    """Take a one-time link back."""
    with store.write() as tx:
        sessions.drop_ticket(tx, passwords.digest(token))


def make_link(tx: Tx, account: Account | None, role: Role) -> out.InviteOut:
    """Make a one-time link that lets an account in, or that makes one with this role."""
    token, now = passwords.new_token(), datetime.now(UTC)
    purpose = ENTER if account else INVITE
    new = sessions.Ticket(
        passwords.digest(token), purpose, account.id if account else None, role, now, now + _SENT_LASTS
    )
    sessions.add_ticket(tx, new)
    return replace(invite_out(new, account.name if account else None), path=f"/login/{token}")


def invite_out(ticket: sessions.Ticket, name: str | None) -> out.InviteOut:
    """Tell a one-time link, without what opens it."""
    role = (ticket.role or Role.READER).value
    created, expires = stamp(ticket.created), stamp(ticket.expires)
    return out.InviteOut(derive("inv", ticket.id), name, role, created, expires)


def look_at_link(store: Store, token: str) -> out.LinkOut:
    """Say what a one-time link is for, without using it up. Raises NotFound for one that is no good (any more)."""
    with store.read() as tx:
        ticket, account = _good(tx, token)
    role = account.role if account else ticket.role or Role.READER
    return out.LinkOut(
        ticket.purpose, role.value, account.name if account else None, bool(account and account.password)
    )


def _stale() -> NotFound:
    return NotFound("This link does not open any more.", "It works once, and for a few days. Ask for another.")


def _good(tx: Tx, token: str) -> tuple[sessions.Ticket, Account | None]:
    """Return a link that opens, and whom it lets in."""
    ticket = sessions.get_ticket(tx, passwords.digest(token), datetime.now(UTC))
    if ticket is None or (ticket.purpose == FIRST and accounts.count(tx)):
        raise _stale()
    account = accounts.get(tx, ticket.account) if ticket.account else None
    if account and account.disabled:
        raise _stale()
    return ticket, account


def open_link(store: Store, token: str, *, name: str = "", password: str = "", agent: str = "") -> Entered:
    """Use a one-time link up, and come in by it: as its account, or as a new one of this name and password.

    A new ``password`` for an account that is there ends its other sessions. The first administrator may go without name
    and password. Raises NotFound for a link that is no good, InputError (the link stays good) for what cannot be chosen.
    """
    found = look_at_link(store, token)
    called = found.name or fit_name(name or (_NAMELESS if found.purpose == FIRST and not password else ""))
    if password or found.purpose == INVITE:
        passwords.check(password, called)
    hashed = passwords.hashed(password) if password else None
    with store.write() as tx:
        accounts.take_turn_to_change(tx)
        ticket, account = _good(tx, token)
        if sessions.take_ticket(tx, ticket.id, datetime.now(UTC)) is None:
            raise _stale()
        if account is None:
            account = new_account(called, ticket.role or Role.READER, hashed)
            accounts.add(tx, account)
            if ticket.purpose == FIRST:
                sessions.drop_tickets(tx, FIRST)
        elif hashed:
            put_password(tx, account.id, hashed)
        entered = _enter(store, tx, account, agent)
    forget()
    return entered


def new_account(name: str, role: Role, password: str | None = None) -> Account:
    """Make up an account: whoever is called the same as somebody who is gone is somebody else."""
    id = derive("acc", token_bytes(16))
    return Account(id, name, role, derive("wsp", id), datetime.now(UTC), password)


def put_password(tx: Tx, account: str, hashed: str) -> None:
    """Give an account another password: whoever came in by the old one, or by a link, has to come in again."""
    accounts.change(tx, account, {"password": hashed})
    sessions.end_all(tx, account)
    sessions.drop_tickets_of(tx, account)


def _enter(store: Store, tx: Tx, account: Account, agent: str) -> Entered:
    return Entered(begin(store, tx, account.id, agent), account.id, load_settings(store.address).accounts.session_days)


def enter_as(store: Store, account: str, agent: str = "") -> Entered:
    """Begin a session for an account, whoever that is: for whoever has made sure of it otherwise. Raises NotFound."""
    with store.write() as tx:
        found = accounts.get(tx, account)
        if found.disabled:
            raise NotAllowed("This account is disabled.", "An administrator can enable it again.")
        return _enter(store, tx, found, agent)


# Passwords. ---------------------------------------------------------------------------------------------------------


def sign_in(store: Store, name: str, password: str, *, address: str = "", agent: str = "") -> Entered:
    """Come in by name and password. ``address`` is where the request comes from.

    Raises InputError where they do not fit, TooManyTries, and NotAllowed for a disabled account whose password is right.
    """
    count_try(store, name, address)
    with store.read() as tx:
        account = accounts.by_name(tx, name)
    if not passwords.fits(account.password if account else None, password) or account is None:
        raise _wrong()
    if account.disabled:
        raise NotAllowed("This account is disabled.", "An administrator can enable it again.")
    assert account.password is not None
    renewed = passwords.hashed(password) if passwords.is_dated(account.password) else None
    with store.write() as tx:
        right_guess(tx, name)
        if accounts.get(tx, account.id) != account:  # changed, disabled or removed while we were hashing
            raise _wrong()
        if renewed:
            accounts.change(tx, account.id, {"password": renewed})
        return _enter(store, tx, account, agent)


def _wrong() -> InputError:
    return InputError("wrong_password", "The name or the password is wrong.", "Look whether Caps Lock is on.")


def count_try(store: Store, name: str, address: str) -> None:
    """Count a try at the password of an account. Raises TooManyTries."""
    bounds = [Bound(_bucket("account", name_key(name)), GUESSES, _MINUTE)]
    if address:
        bounds.append(Bound(_bucket("address", _network(address)), GUESSES_OF_ADDRESS, _MINUTE))
    _take(store, bounds, "There were too many tries to sign in.")


def right_guess(tx: Tx, name: str) -> None:
    """Strike out the tries at an account: the last one was right."""
    guesses.clear(tx, _bucket("account", name_key(name)))


def _take(store: Store, bounds: list[Bound], cause: str) -> None:
    with store.write() as tx:
        wait = guesses.take(tx, bounds, datetime.now(UTC))
    if wait is not None:
        seconds = max(1, -int(-wait.total_seconds() // 1))
        raise TooManyTries(cause, f"Wait {seconds} s, then try again.", seconds)


def _bucket(kind: str, what: str) -> str:
    return derive("gss", kind, what.encode("utf-8", "surrogatepass"))


def _network(address: str) -> str:
    """Return what one household has for an address: of IPv6 it has 64 bits of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    return str(found) if not isinstance(found, IPv6Address) else f"{int(found) >> 64:x}"


# Registration, and what is offered. ---------------------------------------------------------------------------------


def register(store: Store, name: str, password: str, *, address: str = "", agent: str = "") -> Entered:
    """Make an account that reads, where the settings let everybody. Raises NotAllowed, InputError, TooManyTries."""
    if load_settings(store.address).accounts.registration == "off":
        raise NotAllowed("Nobody can make an account here by themselves.", "Ask the administrator for an invitation.")
    called = fit_name(name)
    passwords.check(password, called)
    bound = Bound(_bucket("registration", _network(address)), _REGISTRATIONS, _HOUR)
    _take(store, [bound], "There were too many new accounts from here.")
    account = new_account(called, Role.READER, passwords.hashed(password))
    with store.write() as tx:
        accounts.take_turn_to_change(tx)
        if not accounts.count(tx):
            raise NotAllowed("Nobody has set this site up yet.", "The first to come in is its administrator.")
        accounts.add(tx, account)
        return _enter(store, tx, account, agent)


def ways_in(store: Store) -> out.WaysInOut:
    """Say how one can sign in here."""
    chosen = load_settings(store.address)
    with store.read() as tx:
        some = accounts.every(tx)
    provider = (chosen.oidc.name or "your organisation") if chosen.oidc.issuer else ""
    password = any(one.password and not one.disabled for one in some)
    return out.WaysInOut(password, chosen.accounts.registration != "off" and bool(some), provider)
