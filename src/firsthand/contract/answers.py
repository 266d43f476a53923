"""What a command or a check answers as a whole."""

from dataclasses import dataclass

from firsthand.contract.documents import CaptureOut, DocumentOut, ProblemOut
from firsthand.contract.stories import StoryOut


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report: ``state`` is ``ok``, ``note`` or ``bad``."""

    name: str
    state: str
    text: str
    next_try: str


@dataclass(frozen=True, slots=True)
class ReadOut:
    """What ``firsthand read --json`` prints."""

    stories: list[StoryOut]
    documents: list[DocumentOut]
    captures: list[CaptureOut]
    problems: list[ProblemOut]
