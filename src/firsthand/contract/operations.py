"""What an administrator is told of a running store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueOut:
    """What is due at one stage: ``waiting`` now, ``later`` (failed, and tried again), ``in_hand``, ``given_up``.

    ``oldest_seconds`` is how long the oldest of those that wait has waited; 0 where none does.
    """

    stage: str
    waiting: int
    later: int
    in_hand: int
    given_up: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class QuarantinedOut:
    """A piece of work that was given up: at which stage, on what, and why. ``place`` is where a capture was seen."""

    stage: str
    item: str
    error: str
    attempts: int
    place: str


@dataclass(frozen=True, slots=True)
class HeldTurnOut:
    """What only one process does at a time, and until when it has the turn."""

    name: str
    until: str


@dataclass(frozen=True, slots=True)
class SizesOut:
    """Bytes on the disk. ``others`` are folders beside the database: the search index, kept pictures."""

    database: int
    blobs: int
    blob_count: int
    others: dict[str, int]


@dataclass(frozen=True, slots=True)
class FiguresOut:
    """How much there is. ``sources`` are counted by state."""

    sources: dict[str, int]
    captures: int
    documents: int
    stories: int
    sizes: SizesOut
    queue: list[QueueOut]
    turns: list[HeldTurnOut]


@dataclass(frozen=True, slots=True)
class OperationsOut:
    """The state of a store. ``trouble`` says why it cannot be written to; empty where it can."""

    version: str
    database: str
    schema: str
    address: str
    trouble: str
    figures: FiguresOut
    quarantine: list[QuarantinedOut]
    given_up: int


@dataclass(frozen=True, slots=True)
class SettingOut:
    """A setting in force: its value as a settings file writes it, and where it comes from."""

    name: str
    value: str
    origin: str
    said: str
