"""Signing in by the provider that the settings name: who it says somebody is, and which account that is here."""

import os
from collections.abc import Sequence
from functools import cache

from firsthand.app.at_work import Store
from firsthand.app.entering import Entered, enter_as, new_account
from firsthand.app.sessions import begin, forget
from firsthand.capture.http import Answer, ask, send
from firsthand.model.account import LONGEST_NAME, Role, fit_name
from firsthand.model.errors import InputError, NotAllowed, SettingsError
from firsthand.oidc import Begun, Identity, Provider
from firsthand.settings import Oidc, load_settings
from firsthand.store import accounts
from firsthand.store.transaction import Tx

#: Names that are tried for somebody whose own is taken.
_OTHER_NAMES = 1000


def begin_with_provider(store: Store, back_to: str) -> Begun:
    """Begin a sign-in that comes back to an address of ours. Raises NotAllowed without a provider, InputError."""
    return _provider(store).begin(back_to)


def identify(store: Store, code: str, back_to: str, nonce: str, verifier: str) -> Identity:
    """Return who came back from the provider. Raises InputError for whatever does not hold."""
    return _provider(store).finish(code, back_to, nonce, verifier)


def enter_identified(store: Store, found: Identity, agent: str = "") -> Entered:
    """Come in as the account that the provider knows; make one where the settings say so. Raises NotAllowed."""
    chosen = load_settings(store.address)
    with store.write() as tx:
        accounts.take_turn_to_change(tx)
        account = accounts.by_subject(tx, found.issuer, found.subject)
        if account is None:
            if not chosen.oidc.role or not accounts.count(tx):
                raise NotAllowed(
                    "No account here belongs to that identity.",
                    "Who has an account connects it under “Your account”; who has none asks the administrator.",
                )
            account = new_account(_free_name(tx, found.name), Role(chosen.oidc.role))
            accounts.add(tx, account)
            accounts.change(tx, account.id, {"issuer": found.issuer, "subject": found.subject})
        if not account.disabled:
            return Entered(begin(store, tx, account.id, agent), account.id, chosen.accounts.session_days)
    return enter_as(store, account.id)  # which says why not


def connect(store: Store, account: str, found: Identity) -> None:
    """Let an account be signed in to by an identity from now on. Raises InputError where it is another's already."""
    with store.write() as tx:
        accounts.take_turn_to_change(tx)
        other = accounts.by_subject(tx, found.issuer, found.subject)
        if other is not None and other.id != account:
            raise InputError(
                "identity_taken", f"That identity belongs to {other.name} here.", "Sign in as that account."
            )
        accounts.change(tx, account, {"issuer": found.issuer, "subject": found.subject})
    forget()


def _free_name(tx: Tx, wanted: str) -> str:
    """Return a name that nobody has, as near as possible to what the provider calls somebody."""
    try:
        name = fit_name(wanted.replace(":", " ")[:LONGEST_NAME])
    except InputError:
        name = "Reader"
    if accounts.by_name(tx, name) is None:
        return name
    short = name[: LONGEST_NAME - 5]
    tried = (f"{short} {number}" for number in range(2, _OTHER_NAMES))
    return next(other for other in tried if accounts.by_name(tx, other) is None)


def _provider(store: Store) -> Provider:
    chosen = load_settings(store.address)
    if not chosen.oidc.issuer:
        raise NotAllowed("No provider of identities is set up here.", "See oidc.issuer in the settings.")
    secret = os.environ.get(chosen.oidc.client_secret_env, "") if chosen.oidc.client_secret_env else ""
    if chosen.oidc.client_secret_env and not secret:
        raise SettingsError(f"{chosen.oidc.client_secret_env} is empty.", "Put the client's secret into that variable.")
    return _made(chosen.oidc, secret, chosen.following.allow_hosts)


@cache
def _made(chosen: Oidc, secret: str, allow_hosts: tuple[str, ...]) -> Provider:
    return Provider(chosen, secret, _get, send, allow_hosts)


def _get(address: str, allow_hosts: Sequence[str]) -> bytes:
    answer: Answer = ask(address, accept="application/json", allow_hosts=allow_hosts)
    return answer.content
