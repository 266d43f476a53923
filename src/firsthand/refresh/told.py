"""What an entry tells by itself, before anything is held against it: who it is, whether it is whole, where it leads. Pure.

It costs more than all that is decided with it, so that it is found where the feed is read: in the processes that may be
killed, beside each other, and not in the one thread that writes.
"""

from dataclasses import dataclass

from firsthand.capture.canonical import clean, page_id
from firsthand.capture.feeds import content
from firsthand.capture.feeds.identity import Face, face_of
from firsthand.capture.feeds.links import page_key
from firsthand.model.feed import Entry, Feed
from firsthand.model.ids import number
from firsthand.model.source import Marks


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, what it is known by (under a key of its own in its feed), and where it leads.

    ``full``: its text is whole; ``text``: there is any. ``address`` is that of the page it leads to, without trackers, and
    ``page`` its id; both are empty where there is no page to visit.
    """

    entry: Entry
    face: Face
    marks: Marks
    full: bool
    text: bool
    address: str
    page: str


def told(feed: Feed) -> tuple[Told, ...]:
    """Return what each entry of a feed tells, in the feed's order."""
    return tuple(_told(entry, str(at)) for at, entry in enumerate(feed.entries))


def _told(entry: Entry, key: str) -> Told:
    face, url = face_of(entry, key), clean(entry.link) if entry.link else ""
    address = url if url.startswith(("http://", "https://")) and page_key(url)[1] else ""
    full, text = content.is_full(entry), content.has_text(entry)
    return Told(entry, face, marks_of(face), full, text, address, page_id(address) if address else "")


def marks_of(face: Face) -> Marks:
    """Return the hashes by which an entry is found again."""
    return Marks(
        number("\0".join(face.name).casefold()) if face.id else None,
        number("\0".join(face.page)) if face.link else None,
        number(face.heading) if face.heading else None,
    )
