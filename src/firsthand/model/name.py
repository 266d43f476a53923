"""Whom and what the news names, by name alone: two people of one name are one here, and nothing says they are one person."""

from dataclasses import dataclass

from firsthand.model.story_voices import StoryVoices

#: What has a page of its own.
KINDS = ("person", "organisation", "place", "topic", "outlet")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one party says in a story: ``voices`` are those of the story without what others say."""

    name_id: str
    voices: StoryVoices


@dataclass(frozen=True, slots=True)
class Part:
    """What a page is in its story. ``outlet``, and ``original``, from which it has its text, are ids of names."""

    document: str
    outlet: str
    relation: str
    original: str | None
    corrected: bool
