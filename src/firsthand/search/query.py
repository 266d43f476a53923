"""What a question is once it is read: a tree of a few kinds of node, and what is to be told of how it was read."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together in a field (empty: anywhere in the page); ``prefix``: the last of them goes on.

    A single word is a term of one word. ``exact``: it was put in quotation marks, and is not looked for in other spellings.
    """

    text: str
    field: str = ""
    prefix: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A page that bears a mark: ``original``, ``copy``, ``wire`` or ``corrected``."""

    name: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number from ``low`` to ``high``, both included; None is no bound. ``day`` counts days since 1970."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Pages for which the other does not hold."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """Pages for which every part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Pages for which one part holds, at least."""

    parts: tuple["Node", ...]


Node: TypeAlias = Term | Mark | Bounds | Not | All | Some


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read: the tree (None asks for nothing), and what a reader is to be told, in plain English."""

    tree: Node | None
    remarks: tuple[str, ...] = ()


def words_wanted(node: Node | None) -> list[Term]:
    """Return the terms that a page is to have, in their order: what is excluded is left out."""
    if isinstance(node, Term):
        return [node]
    if isinstance(node, All | Some):
        return [term for part in node.parts for term in words_wanted(part)]
    return []
