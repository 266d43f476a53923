"""Who may come in: accounts, the browsers and programs they are signed in with, and one-time links."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountOut:
    """An account. ``role``: reader, editor, administrator; ``disabled``: since when nobody comes in by it.

    ``has_password`` and ``provider`` (an OpenID provider knows it) say how one can sign in; with neither only a one-time
    link opens it. ``seen`` is when it was last here, to some minutes; ``sessions`` is in how many browsers it is signed in.
    """

    id: str
    name: str
    role: str
    created: str
    disabled: str | None
    has_password: bool
    provider: bool
    seen: str | None
    sessions: int


@dataclass(frozen=True, slots=True)
class SessionOut:
    """A browser that is signed in. ``here`` is the one that asks."""

    id: str
    agent: str
    created: str
    seen: str
    expires: str
    here: bool


@dataclass(frozen=True, slots=True)
class AppPasswordOut:
    """A password for a program. ``password`` is told once, when it is made; empty ever after."""

    id: str
    name: str
    created: str
    used: str | None
    password: str = ""


@dataclass(frozen=True, slots=True)
class InviteOut:
    """A one-time link that nobody has opened yet: for an account (``name``), or to make one with ``role``.

    ``path`` is what comes behind the address of the site; it is told once, when the link is made, and empty ever after.
    """

    id: str
    name: str | None
    role: str
    created: str
    expires: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class AccountPageOut:
    """What somebody is shown of their own account."""

    account: AccountOut
    sessions: list[SessionOut]
    app_passwords: list[AppPasswordOut]


@dataclass(frozen=True, slots=True)
class AccountsOut:
    """Every account, the oldest first, and the one-time links that nobody has opened yet."""

    accounts: list[AccountOut]
    invites: list[InviteOut]


@dataclass(frozen=True, slots=True)
class WaysInOut:
    """How one can sign in: by ``password`` (somebody has one), by making an account (``registration``), by a ``provider``."""

    password: bool
    registration: bool
    provider: str


@dataclass(frozen=True, slots=True)
class LinkOut:
    """What a one-time link is for: ``first`` (the first administrator), ``invite`` (a new account), ``enter`` (an account)."""

    purpose: str
    role: str
    name: str | None
    has_password: bool
