"""How far somebody has read, and what they ask of the river."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MuteKind(StrEnum):
    """What can be muted. An outlet or a language hides the stories that nobody else tells; the others hide every one."""

    OUTLET = "outlet"
    LANGUAGE = "language"
    TOPIC = "topic"
    WORD = "word"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a story was like when somebody looked. No ``sources`` at all (below 0) says that it is to stay unread."""

    at: datetime
    pages: int
    sources: int
    outlets: int
    corrections: int

    @property
    def unread(self) -> bool:
        """Whether it is kept unread, whatever was seen of it."""
        return self.sources < 0


@dataclass(frozen=True, slots=True)
class Mark:
    """Whatever came before ``at`` is read; ``before`` is what it was until then."""

    at: datetime
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Mute:
    """Something that somebody does not want to see: by its id, or a folded word, and as it is shown."""

    kind: MuteKind
    value: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with how far they have read; ``muted`` holds what is hidden, by kind.

    ``languages``: only stories that are told in one of these, or of which no language is known; none means all.
    """

    account: str
    mark: Mark | None = None
    muted: Mapping[MuteKind, tuple[str, ...]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the river. Each of ``facets`` is a kind with the values of which a story must have one.

    ``since``: only stories with a report after that time. ``unread`` and ``saved`` are the reader's own.
    """

    by_rank: bool = False
    since: datetime | None = None
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unread: bool = False
    saved: bool = False
