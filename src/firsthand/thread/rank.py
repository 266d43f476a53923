"""Where a story stands in the river. Pure; docs/notes/015-the-river.md has the formula and its reasons.

    rank = when its newest source came + 6 h log2 sources + 3 h log2 sources of the 6 h before + 2 h log2 languages

It names no "now": a story's rank changes when the story does, so that it can be stored, indexed and paged by, and all
stories sink together as time goes by.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from firsthand.model.story import Step, Story

#: Twice as many independent sources are worth being so much newer.
SOURCES = timedelta(hours=6)
#: What came in this long before the newest source makes a story move; twice as much of it is worth `MOVING`.
LATELY, MOVING = timedelta(hours=6), timedelta(hours=3)
#: Told in twice as many languages.
LANGUAGES = timedelta(hours=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rank:
    """``at`` orders stories, the latest first: a time, moved by what the story weighs. ``reasons`` say why, in words."""

    at: datetime
    reasons: tuple[str, ...]


def rank(story: Story) -> Rank:
    """Rank a story by its growth. One without any time ranks as of 1970."""
    came = _sources(story.growth)
    newest = max(came, default=_EPOCH)
    lately = sum(1 for at in came if newest - at < LATELY)
    count, languages = story.growth[-1].sources if story.growth else 1, max(1, len(story.languages))
    at = newest + SOURCES * math.log2(max(1, count)) + MOVING * math.log2(max(1, lately))
    return Rank(at + LANGUAGES * math.log2(languages), tuple(_reasons(count, lately, languages)))


def newer_than(story: Story, since: datetime) -> tuple[int, int]:
    """Count the sources and the outlets that came to a story after a time: what is new to one who looked then."""
    before = [step for step in story.growth if step.at is None or step.at.at <= since]
    sources, outlets = (before[-1].sources, before[-1].outlets) if before else (0, 0)
    last = story.growth[-1] if story.growth else None
    return (last.sources - sources, last.outlets - outlets) if last else (0, 0)


def _sources(steps: Iterable[Step]) -> list[datetime]:
    """Return when each source came: a step that adds two counts twice; what has no time says nothing of when."""
    found: list[datetime] = []
    known = 0
    for step in steps:
        if step.at is not None:
            found += [step.at.at] * (step.sources - known)
        known = step.sources
    return found


def _reasons(count: int, lately: int, languages: int) -> Iterable[str]:
    if count > 1:
        yield f"{count} independent sources"
    if lately > 1:
        yield f"{lately} of them within {LATELY // timedelta(hours=1)} hours"
    if languages > 1:
        yield f"told in {languages} languages"
