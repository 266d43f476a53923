"""Pictures of pages: fetched when somebody wants to see one, through the gate, and kept for a while.

kept? | refused lately? | fetch, with little room and time | is it a picture? | keep
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from firsthand.app.at_work import Store, following_of
from firsthand.capture.arrival import Limits
from firsthand.capture.http import fetch_picture
from firsthand.capture.rasters import picture_of
from firsthand.model.errors import InputError, UnreachableAddress
from firsthand.model.picture import Picture as Picture
from firsthand.store.pictures import Pictures

#: News pictures have 50 KB to 1 MB.
PICTURE_LIMITS = Limits(page_bytes=5_000_000, connect_seconds=4.0, total_seconds=10.0, redirects=4)
#: Each fetch holds a thread of the server and a few MB; and each that waits for its turn a thread, of forty for all pages.
_AT_ONCE, _IN_LINE = BoundedSemaphore(6), BoundedSemaphore(16)
_BUSY = "busy"


def picture(store: Store, address: str) -> Picture:
    """Return the picture at an address. Raises InputError: unreachable, too large, or no picture."""
    kept = _kept(store.blobs.folder)
    content = kept.get(address)
    if content is not None:
        return picture_of(content)
    refusal = kept.refusal(address)
    if refusal is not None:
        raise UnreachableAddress("refused_lately", refusal, "Try again in an hour.")
    try:
        found = picture_of(_fetched(store, address))
    except InputError as error:
        if error.code != _BUSY:
            kept.refuse(address, error.cause)
        raise
    kept.keep(address, found.content)
    return found


def _fetched(store: Store, address: str) -> bytes:
    with _place(_IN_LINE, 0.0), _place(_AT_ONCE, PICTURE_LIMITS.total_seconds):
        return fetch_picture(address, limits=PICTURE_LIMITS, allow_hosts=following_of(store, ()).allow_hosts)


@contextmanager
def _place(places: BoundedSemaphore, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise UnreachableAddress(_BUSY, "too many pictures are being fetched.", "Try again in a minute.")
    try:
        yield
    finally:
        places.release()


@cache
def _kept(blobs: Path) -> Pictures:
    return Pictures(blobs.with_name(f"{blobs.name}-pictures"))
