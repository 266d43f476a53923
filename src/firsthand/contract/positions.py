"""What parties say on a subject over time, and what changed: the shapes of ``firsthand positions --json``."""

from dataclasses import dataclass

from firsthand.contract.evidence import SpanOut


@dataclass(frozen=True, slots=True)
class StatementOut:
    """What a party says in one story, ``stance`` as in a claim. ``words`` and ``cue`` are its places, the fullest first.

    ``at`` is when it was first reported, or, where ``dated``, when its own clause says that it was. ``sources`` are the
    story's independent sources that report it; ``according_to`` names those in whose words it stands. ``repeats`` is the
    place of an earlier statement in nearly the same words; ``dropped`` is where a text says that it is given up.
    ``verbatim``: these are the party's own words, which stand in quotation marks there.
    """

    story: str
    stance: str
    text: str
    words: list[SpanOut]
    cue: SpanOut
    at: str | None
    dated: bool
    sources: int
    negated: bool
    conditional: bool
    according_to: list[str]
    repeats: int | None
    dropped: SpanOut | None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class TurnOut:
    """Something that changed from the statement ``before`` to ``after`` (places among the statements).

    ``turn`` is ``new_demand``, ``denies`` (what it asserted), ``admits`` (what it denied), ``drops`` (a text says so) or
    ``figure`` (the same with another figure). ``was`` and ``now`` are the words that show it. Silence is no change.
    """

    turn: str
    before: int | None
    after: int
    was: SpanOut | None
    now: SpanOut


@dataclass(frozen=True, slots=True)
class PositionOut:
    """A party on a subject: what it said, in the order of time. ``subject`` are the words of the text at ``label``."""

    party: str
    kind: str
    name: str
    subject: str
    label: SpanOut
    stories: list[str]
    statements: list[StatementOut]
    changes: list[TurnOut]


@dataclass(frozen=True, slots=True)
class PositionsOut:
    """The positions of all named parties of a thread or a story (``of``): what changed first, then what is followed longest."""

    of: str
    positions: list[PositionOut]
