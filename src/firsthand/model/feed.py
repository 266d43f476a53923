"""What a feed said, as it said it. Nothing here is cleaned: the html is the outlet's own, and is not safe to show.

An empty text means that the feed has no such field; nothing is made up from another one.
"""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.moment import Moment


class FeedKind(StrEnum):
    """The family of formats a feed belongs to."""

    RSS = "rss"
    RDF = "rdf"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"
    HFEED = "h-feed"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry. ``caption`` and ``credit`` are about the file, never the entry's text."""

    url: str
    media_type: str = ""
    length: int | None = None
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``id`` is as given (RSS guid, Atom id, RDF about); ``permalink`` where the feed says that it is one.

    ``content`` is the full text where the feed has it beside ``summary``; both are html. ``captions`` are what is said
    of pictures and films.
    """

    id: str = ""
    link: str = ""
    title: str = ""
    permalink: bool = False
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    summary: str = ""
    content: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    captions: tuple[str, ...] = ()
    language: str = ""
    comments: str = ""

    @property
    def body(self) -> str:
        """The fullest text that the feed has of this entry."""
        return self.content or self.summary


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole feed. ``ill_formed`` says what was wrong with it where it had to be guessed at.

    ``hubs`` and ``self_link`` are for WebSub; ``ttl`` is in minutes; ``skip_hours`` are of UTC, ``skip_days`` English.
    ``sitemaps`` are what a sitemap index leads to, newest first; ``left_out`` counts entries beyond what one feed may have.
    """

    kind: FeedKind
    version: str = ""
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    updated: Moment | None = None
    self_link: str = ""
    next_link: str = ""
    hubs: tuple[str, ...] = ()
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    image: str = ""
    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()
    left_out: int = 0
    ill_formed: str = ""
