"""Whom and what the news names: people, organisations, places, topics and outlets, each by name alone.

Two people of one name are not told apart, and nothing here says that they are one: pages name somebody so.
"""

from dataclasses import dataclass, field

from firsthand.contract.positions import PositionOut
from firsthand.contract.stories import StoryLineOut


@dataclass(frozen=True, slots=True)
class NameLineOut:
    """A name. ``kind``: person, organisation, place, topic or outlet; ``stories``: in how many it is counted."""

    id: str
    kind: str
    name: str
    stories: int


@dataclass(frozen=True, slots=True)
class NamesOut:
    """The names of a kind that are reported most of late, or those of which a word begins as ``prefix`` does."""

    kind: str
    prefix: str
    names: list[NameLineOut]


@dataclass(frozen=True, slots=True)
class SaidOut:
    """What somebody says in a story. ``form`` is that of a quote: only ``direct`` ones are their very words.

    ``cue`` is the page's word for it; ``document``, ``start`` and ``end`` are where it stands first; ``sources`` counts the
    story's independent sources that have it.
    """

    text: str
    form: str
    cue: str
    story: str
    headline: str
    document: str
    start: int
    end: int
    outlet: str | None
    url: str | None
    at: str | None
    sources: int


@dataclass(frozen=True, slots=True)
class SaidPageOut:
    """A page of what somebody says, newest story first; ``next`` is the key of the next page."""

    id: str
    kind: str
    name: str
    said: list[SaidOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class FollowedOut:
    """A source that is followed."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class OutletPartsOut:
    """What the pages of an outlet are in their stories.

    ``own`` are originals and pages that nobody repeats here; ``corrected`` are those that say they were. ``takes_from`` and
    ``taken_by`` name the outlets with most copies, each with how many (as ``stories``).
    """

    pages: int
    own: int
    repeated: int
    copies: int
    excerpts: int
    rewrites: int
    corrected: int
    takes_from: list[NameLineOut]
    taken_by: list[NameLineOut]
    sources: list[FollowedOut]


@dataclass(frozen=True, slots=True)
class NamePageOut:
    """A name with its stories (newest first; ``next`` is the key of the next page) and what it says in the last of them.

    ``beside`` are the people and organisations that stand most often in its last stories, ``reported_by`` the outlets.
    ``wider`` and ``narrower`` are topics.
    """

    id: str
    kind: str
    name: str
    total: int
    stories: list[StoryLineOut]
    next: str | None
    quotes: list[SaidOut] = field(default_factory=list)
    positions: list[PositionOut] = field(default_factory=list)
    beside: list[NameLineOut] = field(default_factory=list)
    reported_by: list[NameLineOut] = field(default_factory=list)
    wider: list[NameLineOut] = field(default_factory=list)
    narrower: list[NameLineOut] = field(default_factory=list)
    outlet: OutletPartsOut | None = None


@dataclass(frozen=True, slots=True)
class RelatedOut:
    """A story that is near another without being of its thread: ``reason`` says what both name."""

    story: StoryLineOut
    reason: str
    names: list[str]
