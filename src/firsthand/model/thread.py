"""A thread: one affair that goes on for weeks or months, as a list of stories in the order of time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.model.moment import Moment
from firsthand.model.story import Reason


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that tells of many things: its place in the page's text, and the rare terms that stand in it."""

    start: int
    end: int
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roundup:
    """A page whose parts have no subject in common: a round-up, a briefing, a live blog told in one text."""

    document: str
    at: datetime | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Gist:
    """What a story is known by beyond its own event, taken together over its sources. All that threads are made of.

    ``terms`` is a vector of length 1 (term -> weight), or empty. ``names``, ``places`` (names that say where) and
    ``rare`` are subsets of its terms, ``head`` those that stand in headline or lead. ``words`` spells a name as the
    pages do. ``links`` name what its pages have in common with pages of other stories, word for word. Where not ``dated``,
    no page says when it was published, and ``first`` and ``last`` are when they were seen.
    """

    story: str
    headline: str
    language: str | None
    first: Moment | None
    last: Moment | None
    dated: bool
    outlets: int
    terms: Mapping[str, float] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    head: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    roundups: tuple[Roundup, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One story's place in a thread: why it belongs there, and what it has that no story before it had.

    ``new`` is told when asked for and not kept: codes ``new_name``, ``new_number``, ``new_word``, each with the words as
    they stand and their place. The first story has none: before it there was nothing.
    """

    story: str
    reasons: tuple[Reason, ...] = ()
    new: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """An affair. ``steps`` are its stories (two at least) in the order of time; ``names`` are those most of them share.

    The headline and its language are those of the story that most outlets carry.
    """

    id: str
    headline: str
    language: str | None
    names: tuple[str, ...]
    steps: tuple[Step, ...]
    first: Moment | None = None
    last: Moment | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """A page of another story touches this one in one of its parts. It is no source of it, and joins nothing to it."""

    document: str
    story: str
    reason: Reason
