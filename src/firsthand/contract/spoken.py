"""What documents say, asked for by itself: ``firsthand voices``."""

from dataclasses import dataclass

from firsthand.contract.documents import ProblemOut
from firsthand.contract.story_voices import StoryVoicesOut
from firsthand.contract.voices import VoicesOut


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVoicesOut(VoicesOut):
    """What one document says, with the words that all places lie in. ``story`` is the story it is part of."""

    id: str
    capture: str
    headline: str
    outlet: str | None
    url: str | None
    published: str | None
    language: str | None
    text: str
    story: str | None


@dataclass(frozen=True, slots=True)
class VoicesReadOut:
    """What ``firsthand voices --json`` prints: every document that was read or asked for, and their stories' voices."""

    documents: list[DocumentVoicesOut]
    stories: list[StoryVoicesOut]
    problems: list[ProblemOut]
