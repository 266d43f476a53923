"""Reading what came, in processes that can be killed: feeds, and what a visited page says of itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from firsthand.capture.canonical import known_by
from firsthand.capture.discover import Found, discover
from firsthand.capture.feeds.reading import read_source
from firsthand.capture.opml import Subscriptions, read_opml
from firsthand.child import Child
from firsthand.child import Failure as Killed
from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import make_capture
from firsthand.model.document import Extraction, Role
from firsthand.model.errors import InputError
from firsthand.model.feed import Feed
from firsthand.model.lexicon import Lexicon
from firsthand.refresh.came import Failure, failure_of
from firsthand.refresh.told import Told, told
from firsthand.stage import Limits

#: What reading one feed or page may cost; the dearest real feed takes 0.1 s.
LIMITS = Limits(seconds=10.0, memory=256 * 2**20)


@dataclass(frozen=True, slots=True)
class FeedBytes:
    """A feed as it came."""

    content: bytes
    url: str
    charset: str | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class PageBytes:
    """A page as it came; ``before`` is what it said when it was captured last, empty where that is not known."""

    content: bytes
    url: str
    charset: str | None
    media_type: str | None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page says of itself: the address it is known by, who it has its text from, whether it says the same."""

    address: str
    syndicated_from: str
    same: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A feed, and what each of its entries tells."""

    feed: Feed
    told: tuple[Told, ...]


class Readers:
    """Some processes; who asks waits until one is free."""

    def __init__(self, lexicon: Lexicon, count: int) -> None:
        functions: dict[str, Callable[[Any, Any], Any]] = {
            "feed": read,
            "page": look,
            "discover": offered,
            "outlines": outlines,
        }
        self._children = [Child(functions, lexicon) for _ in range(count)]
        self._idle: SimpleQueue[Child] = SimpleQueue()
        for child in self._children:
            child.start()
            self._idle.put(child)

    def read(self, came: FeedBytes) -> Read | Failure:
        """Read a feed."""
        found: Read | Failure = self._run("feed", came)
        return found

    def look(self, came: PageBytes) -> Looked | Failure:
        """Look at a page."""
        found: Looked | Failure = self._run("page", came)
        return found

    def discover(self, came: PageBytes) -> Found | Failure:
        """Say what a page offers to follow."""
        found: Found | Failure = self._run("discover", came)
        return found

    def outlines(self, content: bytes) -> Subscriptions | Failure:
        """Read a list of feeds."""
        found: Subscriptions | Failure = self._run("outlines", content)
        return found

    def _run(self, name: str, value: Any) -> Any:
        child = self._idle.get()
        try:
            answer = child.run(name, value, LIMITS)
        finally:
            self._idle.put(child)
        return Failure("hostile", answer.reason) if isinstance(answer, Killed) else answer

    def dismiss(self) -> None:
        """Let the processes go."""
        for child in self._children:
            child.dismiss()


@contextmanager
def readers(lexicon: Lexicon, count: int) -> Iterator[Readers]:
    """Have readers while the block runs."""
    some = Readers(lexicon, count)
    try:
        yield some
    finally:
        some.dismiss()


# What runs in the processes. ----------------------------------------------------------------------------------------


def read(came: FeedBytes, _lexicon: Lexicon) -> Read | Failure:
    """Read a feed, and what its entries tell; what it is not is a value, with its code."""
    try:
        feed = read_source(came.content, url=came.url, charset=came.charset, media_type=came.media_type)
    except InputError as error:
        return failure_of(error)
    return Read(feed, told(feed))


def offered(came: PageBytes, _lexicon: Lexicon) -> Found | Failure:
    """Say what a page offers to follow."""
    try:
        return discover(came.content, came.url, came.charset)
    except InputError as error:
        return failure_of(error)


def outlines(content: bytes, _lexicon: Lexicon) -> Subscriptions | Failure:
    """Read a list of feeds."""
    try:
        return read_opml(content)
    except InputError as error:
        return failure_of(error)


def look(came: PageBytes, lexicon: Lexicon) -> Looked | Failure:
    """Say what a page is known by, and whether it says what it said before."""
    try:
        found = discover(came.content, came.url, came.charset)
        own = known_by(came.url, found)
    except InputError as error:
        return failure_of(error)
    return Looked(own.address, own.syndicated_from, bool(came.before) and _says(came, lexicon) == came.before)


def _says(came: PageBytes, lexicon: Lexicon) -> str:
    capture = make_capture(came.content, came.url, None, came.media_type, came.charset, came.url)
    try:
        return wording(extract_capture(capture, came.content, lexicon))
    except InputError:
        return ""


def wording(extraction: Extraction) -> str:
    """Return what a page says, as far as a reader would see a change: headlines, texts, notes."""
    said = [d for d in extraction.documents if d.role is not Role.RELATED]
    return "\0".join(f"{d.headline}\n{d.text}" for d in said)
