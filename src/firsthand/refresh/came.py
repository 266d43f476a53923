"""What came of asking for a source or visiting a page: values that cross from the network to the deciders."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.capture.arrival import Arrival
from firsthand.model.errors import InputError
from firsthand.model.feed import Feed
from firsthand.refresh.told import Told

#: Causes that lie with us: it was not its host's turn, or there was no room. They count as no failure.
OUR_QUEUE = frozenset(("busy", "busy_host"))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing came: a stable code, the cause and the next try in words, and how long the server wants its peace."""

    code: str
    cause: str
    next_try: str = ""
    status: int | None = None
    retry_seconds: float | None = None


def failure_of(error: InputError) -> Failure:
    """Say what an error means for the plan."""
    status: int | None = getattr(error, "status", None)
    retry: float | None = getattr(error, "retry_seconds", None)
    return Failure(error.code, error.cause, error.next_try, status, retry)


@dataclass(frozen=True, slots=True)
class Came:
    """What came of asking for a source: a failure; nothing new (``unchanged``); a feed; or arrivals of a folder or mailbox.

    ``moved_to`` is where it went for good. ``hub`` and ``topic`` are where it offers to push from. ``place`` is what a folder
    or mailbox needs to go on. ``nonce`` is a secret of at least 64 letters for a subscription, where pushes can reach us.
    ``more``: there is more to be had at once. ``told`` is what the feed's entries tell, where whoever read it has found that.
    """

    at: datetime
    seconds: float = 0.0
    bytes: int = 0
    status: int | None = None
    failure: Failure | None = None
    unchanged: bool = False
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    fresh_seconds: float | None = None
    feed: Feed | None = None
    told: tuple[Told, ...] = ()
    hub: str = ""
    topic: str = ""
    arrivals: tuple[Arrival, ...] = ()
    problems: tuple[Failure, ...] = ()
    place: str = ""
    pushed: bool = False
    nonce: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Visited:
    """What came of visiting a page. ``same`` where it says what it said before, though its bytes may differ.

    ``address`` is what the page is known by: its own canonical address where it names a sound one.
    """

    at: datetime
    failure: Failure | None = None
    unchanged: bool = False
    same: bool = False
    arrival: Arrival | None = None
    address: str = ""
    syndicated_from: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
