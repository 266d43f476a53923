"""Whose a request is: sessions of browsers and passwords of programs, looked up, begun and ended.

A page, and whatever changes something, is always asked of the store. What a page brings along (its pictures, what its
scripts ask) may be answered from memory for `REMEMBERED_SECONDS`: so long may a session outlive, for reading alone, that it
was ended or disabled in another process. What is changed in this process is forgotten at once.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from firsthand import passwords
from firsthand.app.at_work import Store
from firsthand.model.account import Account, Who, name_key
from firsthand.model.errors import StoreError
from firsthand.model.ids import derive
from firsthand.model.preferences import Preferences
from firsthand.settings import load_settings
from firsthand.store import keys, notes
from firsthand.store import sessions as rows
from firsthand.store.transaction import Tx

REMEMBERED_SECONDS = 2.0
#: What is remembered at most; past it everything is forgotten.
_MOST = 10_000
#: How exact "last seen" is: a write for every page would cost more than it tells.
_SEEN_EVERY = timedelta(minutes=5)
_SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose a request is. ``session`` names the session for good; empty for a program, which came by its password.

    ``mentions`` counts the notes that mention them and that they have not looked at.
    """

    who: Who
    preferences: Preferences
    session: str
    mentions: int = 0


class _Epoch:
    """Counts the changes to accounts and sessions in this process: what was remembered before one is forgotten."""

    def __init__(self) -> None:
        self.number = 0


_epoch = _Epoch()


def forget() -> None:
    """Forget whose sessions are whose: something about an account or a session has changed."""
    _epoch.number += 1


class Sessions:
    """The sessions of a store, and what was remembered of them. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, tuple[float, int, SignedIn]] = {}
        self._noted: dict[str, float] = {}

    def remembered(self, token: str, name: str | None = None) -> SignedIn | None:
        """Return what `by_cookie` or `by_password` (with a ``name``) answered a moment ago. Touches no disk."""
        kept = self._kept.get(_key(token, name))
        if kept is None or kept[1] != _epoch.number or monotonic() - kept[0] > REMEMBERED_SECONDS:
            return None
        return kept[2]

    def by_cookie(self, token: str) -> SignedIn | None:
        """Return whose session a cookie's token is."""
        session_id, epoch, now = passwords.digest(token), _epoch.number, datetime.now(UTC)
        with self._store.read() as tx:
            found = rows.known(tx, session_id, now)
            mentions = notes.unseen(tx, found.account.id) if found else 0
        if found is None:
            return None
        if found.seen is None or now - found.seen > _SEEN_EVERY:
            self._note(session_id, program=False)
        signed_in = SignedIn(_who(found.account), found.preferences, handle(session_id), mentions)
        return self._keep(_key(token, None), epoch, signed_in)

    def by_password(self, token: str, name: str) -> SignedIn | None:
        """Return whose program's password a token is; where a ``name`` is given, it must be that account's."""
        digest, epoch, now = passwords.digest(token), _epoch.number, datetime.now(UTC)
        with self._store.read() as tx:
            found = rows.known_program(tx, digest)
        if found is None or (name and name_key(name) != name_key(found.account.name)):
            return None
        if found.seen is None or now - found.seen > _SEEN_EVERY:
            self._note(digest, program=True)
        return self._keep(_key(token, name), epoch, SignedIn(_who(found.account), found.preferences, ""))

    def _keep(self, key: str, epoch: int, found: SignedIn) -> SignedIn:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = (monotonic(), epoch, found)
        return found

    def _note(self, id: str, *, program: bool) -> None:
        """Note that something was used, beside the request: a page must not wait for whoever is writing."""
        now = monotonic()
        if now - self._noted.get(id, -1e9) < _SEEN_EVERY.total_seconds():
            return
        if len(self._noted) >= _MOST:
            self._noted.clear()
        self._noted[id] = now

        def write() -> None:
            with suppress(StoreError), self._store.write() as tx:
                (rows.used_app_password if program else rows.saw)(tx, id, datetime.now(UTC))

        threading.Thread(target=write, name="last seen", daemon=True).start()


def _key(token: str, name: str | None) -> str:
    kind = "cookie" if name is None else f"program {name_key(name)}"
    return f"{passwords.digest(token)} {kind}"


def _who(account: Account) -> Who:
    return Who(account.id, account.name, account.role, account.workspace)


def handle(session_id: str) -> str:
    """Return the name that a session is spoken of by: it opens nothing."""
    return derive("ses", session_id)


def begin(store: Store, tx: Tx, account: str, agent: str) -> str:
    """Begin a session and return the token for its cookie."""
    token, now = passwords.new_token(), datetime.now(UTC)
    days = load_settings(store.address).accounts.session_days
    rows.begin(tx, rows.Session(passwords.digest(token), account, now, now, now + timedelta(days=days), agent))
    return token


def sign_out(store: Store, token: str) -> None:
    """End the session of a cookie."""
    with store.write() as tx:
        rows.end(tx, passwords.digest(token))
    forget()


def signing_key(store: Store) -> bytes:
    """Return the key that signs what browsers bring back: one for the store, so that it survives a restart."""
    with store.read() as tx:
        found = keys.find(tx, _SIGNING)
    if found is None:
        with store.write() as tx:
            found = keys.make(tx, _SIGNING)
    return found
