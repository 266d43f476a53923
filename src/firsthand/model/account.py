"""Who asks: an account of this store, what it may do, and what it may be called."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.model.errors import InputError

#: Letters of a name: what fits beside a note on a phone.
LONGEST_NAME = 60


class Role(StrEnum):
    """What somebody may do: each may all that the one before may.

    A READER reads, and keeps what is their own (what was looked at, saved, noted). An EDITOR corrects, and says what is
    followed. An ADMINISTRATOR looks after the store and its accounts.
    """

    READER = "reader"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    def may(self, needed: "Role") -> bool:
        """Say whether this role may do what the other is needed for.

        >>> Role.EDITOR.may(Role.READER), Role.READER.may(Role.EDITOR)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is signed in: the id and name of the account, its role, and the workspace its notes go to."""

    id: str
    name: str
    role: Role
    workspace: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is kept. ``password`` is a hash, or None where nobody signs in by one.

    ``issuer`` and ``subject`` are who it is to an OpenID provider. Whoever is ``disabled`` (since then) comes in by nothing.
    """

    id: str
    name: str
    role: Role
    workspace: str
    created: datetime
    password: str | None = None
    issuer: str | None = None
    subject: str | None = None
    disabled: datetime | None = None


def fit_name(text: str) -> str:
    """Return a name as it is shown: one line in one spelling. Raises InputError for what can be none.

    A colon parts name and password where programs sign in; what cannot be seen would let two names look alike.

    >>> fit_name("  Ada \\u00a0 Lovelace "), fit_name("\\ufb01ona")
    ('Ada Lovelace', 'fiona')
    """
    name = " ".join(unicodedata.normalize("NFKC", text[: 4 * LONGEST_NAME]).split())
    if not name:
        raise InputError("bad_name", "The name is empty.", "Write what you want to be called.")
    if len(name) > LONGEST_NAME:
        raise InputError("bad_name", f"The name has more than {LONGEST_NAME} letters.", "Write a shorter one.")
    if ":" in name or any(unicodedata.category(letter)[0] == "C" for letter in name):
        raise InputError("bad_name", "The name holds a colon or a sign that cannot be seen.", "Leave it out.")
    return name


def name_key(name: str) -> str:
    """Return what two names share that are one without regard to case.

    >>> name_key("ADA") == name_key(" ada"), name_key("Straße") == name_key("STRASSE")
    (True, True)
    """
    text = name[: 4 * LONGEST_NAME].encode("utf-8", "replace").decode()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
