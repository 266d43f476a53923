"""What is followed: a source, what a person chose for it, and how reading it has gone so far.

A source is an address that gives entries (a feed, a news sitemap, a page of h-entries), a folder, or a mailbox. What
outsiders say of it, what a person chose and what the program keeps book of are three records, so that none of them can
overwrite another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.model.feed import Entry
from firsthand.model.ids import derive

#: Longer addresses are none that anybody gave out, and PostgreSQL has no index for them.
LONGEST_ADDRESS = 2000


#: Minutes that a person may choose for an interval: a minute to a month.
INTERVALS = range(1, 43_201)
_TAG_LETTERS = 100
#: The environment variables that may hold the password of a mailbox begin so. Others hold what is for others: whoever may
#: add a mailbox could have them sent to a server of his own.
PASSWORD_ENV = "FIRSTHAND_PASSWORD"


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    FOLDER = "folder"
    MAILBOX = "mailbox"


class FullText(StrEnum):
    """When the page of an entry is fetched: never, when the feed has only a teaser, or always."""

    NEVER = "never"
    SHORT = "short"
    ALWAYS = "always"


class Robots(StrEnum):
    """What is asked of robots.txt first: nothing, pages (a feed is published to be polled), or all."""

    NONE = "none"
    PAGES = "pages"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for a source. ``rules`` and ``retention`` are sentences, as typed (`capture.rules`)."""

    title: str = ""
    tags: tuple[str, ...] = ()
    full_text: FullText = FullText.SHORT
    interval_minutes: int | None = None
    paused: bool = False
    rules: tuple[str, ...] = ()
    retention: str = ""
    robots: Robots = Robots.PAGES
    password_env: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that is followed. ``title`` and ``site`` are what it says of itself; ``address`` moves when it moves."""

    id: str
    kind: SourceKind
    address: str
    added: datetime
    title: str = ""
    site: str = ""
    choices: Choices = Choices()

    @property
    def name(self) -> str:
        """What to call it: as the person does, else as it does itself, else its address."""
        return self.choices.title or self.title or self.address


@dataclass(frozen=True, slots=True)
class Push:
    """A WebSub subscription: who pushes what to us, and until when. ``asked`` is when the hub was asked last."""

    hub: str
    topic: str
    secret: str
    token: str
    asked: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How reading a source has gone. ``etag`` and ``last_modified`` are echoed to the byte; ``digest`` is of the last bytes.

    ``failures`` in a row, with the ``code``, ``cause`` and ``next_try`` of the last; none after a success. ``why`` says in
    words why it is due when it is. ``moved_from`` is where it was before it moved for good, ``gone`` that it said so
    itself. ``place`` is what a folder or a mailbox needs to go on (JSON). ``ttl_minutes``, ``skip_hours`` and ``skip_days``
    are what the feed asked of those who poll when it was read last, and hold while it does not change;
    ``listed`` is when that was: an entry that was seen since is in the feed.
    """

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    tried: datetime | None = None
    succeeded: datetime | None = None
    changed: datetime | None = None
    fetches: int = 0
    unchanged: int = 0
    failures: int = 0
    code: str = ""
    cause: str = ""
    next_try: str = ""
    why: str = ""
    gone: bool = False
    moved_from: str = ""
    push: Push | None = None
    place: str = ""
    ttl_minutes: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    listed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A source with how reading it goes, and when it is due (None: never)."""

    source: Source
    standing: Standing
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One line of a source's history. ``outcome`` is new, unchanged, failed, put off, moved, gone or pushed."""

    at: datetime
    outcome: str
    status: int | None = None
    code: str = ""
    cause: str = ""
    entries: int = 0
    new: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Marks:
    """Hashes by which an entry is found again: of its id, the page it leads to, its title; None where it has none."""

    id: int | None = None
    page: int | None = None
    title: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a source as it is kept: what it said last, and what became of it.

    ``page`` is the one it leads to, where that is read; ``capture`` its own words, where those are; ``muted`` the rule
    that kept it out; ``resembles`` the entry that it may be, where that is in doubt.
    """

    id: str
    source: str
    entry: Entry
    digest: str
    marks: Marks
    first_seen: datetime
    last_seen: datetime
    page: str | None = None
    capture: str | None = None
    muted: str = ""
    resembles: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that an entry leads to, and how reading it has gone; ``source`` and ``entry`` are who led there first.

    ``visits`` that gave it, ``steps`` of the schedule taken (a page that changes takes one again), ``failures`` in a row,
    ``capture`` the last one kept. ``joined`` is the page it turned out to be; then that one is visited, and not this.
    """

    id: str
    address: str
    source: str
    entry: str
    first_seen: datetime
    visits: int = 0
    failures: int = 0
    steps: int = 0
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    capture: str = ""
    tried: datetime | None = None
    changed: datetime | None = None
    code: str = ""
    cause: str = ""
    joined: str = ""
    syndicated_from: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A page, its host, and when its next visit is due (None: never)."""

    page: Page
    host: str
    due: datetime | None


def is_for_passwords(variable: str) -> bool:
    """Say whether an environment variable may hold the password of a mailbox."""
    return variable == PASSWORD_ENV or variable.startswith(f"{PASSWORD_ENV}_")


def levelled_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags without odd spaces, of a bounded length, each once."""
    return tuple(dict.fromkeys(t for tag in tags if (t := " ".join(tag.split())[:_TAG_LETTERS])))


def source_id(kind: SourceKind, address: str) -> str:
    """Return the id of what is followed at an address: following it twice is following it once."""
    return derive("src", kind, address)
