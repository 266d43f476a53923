"""What a party says on a subject over time, and what changed between two reports of it. Computed, never stored."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.moment import Moment
from firsthand.model.span import Span
from firsthand.model.voices import PartyKind, Stance


class Turn(StrEnum):
    """What changed. Silence is no change: only what is said counts.

    NEW_DEMAND: it asks for what it did not ask for in any earlier report here. DENIES: it denies what it asserted, or says
    the opposite of it. ADMITS: it asserts what it denied. DROPS: a text says that it gives a demand or promise up.
    FIGURE: it says the same with another figure.
    """

    NEW_DEMAND = "new_demand"
    DENIES = "denies"
    ADMITS = "admits"
    DROPS = "drops"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party says in one story. ``at``: when it was first reported, or when its clause says it was (``dated``).

    ``words`` and ``cue`` are its places, the fullest wording first; ``sources`` counts the story's independent sources that
    report it. ``according_to`` names those in whose words it stands. ``repeats`` is the place, in its position, of an
    earlier statement in nearly the same words. ``verbatim``: the text stands in quotation marks there.
    """

    story: str
    stance: Stance
    text: str
    words: tuple[Span, ...]
    cue: Span
    at: Moment | None
    dated: bool
    sources: int
    lineages: tuple[str, ...]
    negated: bool = False
    conditional: bool = False
    according_to: tuple[str, ...] = ()
    repeats: int | None = None
    dropped: Span | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed from the statement ``before`` to ``after`` (places in the position; DROPS may have no before).

    ``was`` and ``now`` are the words that show it.
    """

    turn: Turn
    before: int | None
    after: int
    was: Span | None
    now: Span


@dataclass(frozen=True, slots=True)
class Position:
    """A party on a subject: what it said, in the order of time. ``subject`` are the words of the text at ``label``."""

    party: str
    kind: PartyKind
    name: str
    subject: str
    label: Span
    statements: tuple[Statement, ...]
    changes: tuple[Change, ...] = ()

    @property
    def stories(self) -> tuple[str, ...]:
        """The stories it speaks in, in the order of time."""
        return tuple(dict.fromkeys(statement.story for statement in self.statements))
