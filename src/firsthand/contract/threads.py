"""Threads: affairs of several stories."""

from dataclasses import dataclass

from firsthand.contract.evidence import ReasonOut
from firsthand.contract.stories import StoryLineOut


@dataclass(frozen=True, slots=True)
class StepOut:
    """A story in a thread: ``reasons`` say why it is there, ``new`` what no story before it had.

    The codes of ``new`` are ``new_name``, ``new_number`` and ``new_word``; ``text`` is the words as they stand, and the
    span says where. The first story has none.
    """

    story: StoryLineOut
    reasons: list[ReasonOut]
    new: list[ReasonOut]


@dataclass(frozen=True, slots=True)
class ThreadOut:
    """An affair that goes on: ``steps`` are its stories in the order of time; ``names`` are those most of them share."""

    id: str
    headline: str
    language: str | None
    names: list[str]
    first: str | None
    last: str | None
    steps: list[StepOut]


@dataclass(frozen=True, slots=True)
class ThreadLineOut:
    """A thread as one line of a list; ``stories`` counts them."""

    id: str
    headline: str
    language: str | None
    names: list[str]
    stories: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ThreadsOut:
    """A page of threads, those with the newest report first; ``next`` is the key of the next page."""

    threads: list[ThreadLineOut]
    next: str | None
