"""Who asks: an account of this store, and what it may do."""

from dataclasses import dataclass
from enum import StrEnum


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
