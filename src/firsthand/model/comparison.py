"""What one text did to another: how much it carries over, and every difference with its place on both sides."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.span import Range


class Change(StrEnum):
    """Kinds of difference. What is neither of these is identical."""

    ADDED = "added"
    DROPPED = "dropped"
    REWORDED = "reworded"
    MOVED = "moved"
    HOUSE_STYLE = "house_style"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``before`` is a range of the original's text, ``after`` of the copy's; one may be None.

    ``rule`` names what made it house style (``quotation marks``, ``spelling``); empty for the other kinds.
    """

    change: Change
    before: Range | None
    after: Range | None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares 0..1: how much of the original stands in the copy, and how much of the copy stands in the original."""

    of_original: float
    of_copy: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents (by id) side by side. ``account`` is the difference told in one sentence or two."""

    original: str
    copy: str
    coverage: Coverage
    differences: tuple[Difference, ...]
    account: str

    def of(self, change: Change) -> tuple[Difference, ...]:
        """Return the differences of one kind, in the order of the copy."""
        return tuple(d for d in self.differences if d.change is change)
