"""What reading archives answers: numbers, for what was read is too much to be listed."""

from dataclasses import dataclass

from firsthand.contract.documents import ProblemOut
from firsthand.contract.stories import StoryLineOut


@dataclass(frozen=True, slots=True)
class ArchiveOut:
    """One archive: ``state`` is ``read``, ``resumed`` (where it was left), ``read_before`` (nothing was done) or ``broken``.

    ``captures`` were kept of it in all, ``at`` is when the last of them was.
    """

    place: str
    state: str
    bytes: int
    captures: int
    at: str


@dataclass(frozen=True, slots=True)
class CauseOut:
    """Problems of one kind: how many there were, and the first as an example."""

    code: str
    count: int
    example: ProblemOut


@dataclass(frozen=True, slots=True)
class PassedOut:
    """Records that hold no page (``request``, ``revisit``, ``status``, ``media``, ``attachment`` ...), and how many."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class ArchivesOut:
    """What ``firsthand read --json`` prints when an archive is among the inputs.

    ``captures`` and ``documents`` are what was read now, ``new`` of the captures were not known; ``stories`` are all in the
    store now, ``stories_before`` were there before. ``biggest``: stories with most independent sources that what was read
    is part of.
    """

    archives: list[ArchiveOut]
    captures: int
    new: int
    documents: int
    stories: int
    stories_before: int
    seconds: float
    passed: list[PassedOut]
    problems: list[CauseOut]
    biggest: list[StoryLineOut]
