"""What leaves stories to be shelved anew: more is said of a document, or other sources lead to it."""

from collections.abc import Iterable

from firsthand.capture.canonical import page_id
from firsthand.model.capture import Capture
from firsthand.model.source import Listed
from firsthand.store import pages, shelf, stories, work
from firsthand.store.transaction import Tx


def told_anew(tx: Tx, document_id: str) -> list[tuple[str, str]]:
    """Say that what is kept of a document's story is out of date, and that it is to be shelved again."""
    inside = sorted(stories.where(tx, [document_id]).values())
    if inside:
        shelf.stale(tx, inside)
    return [("shelve", story_id) for story_id in inside]


def led_by(tx: Tx, some: Iterable[Listed]) -> None:
    """Make due the stories that entries lead to, or will not lead to any more: they are filed under the entries' sources."""
    listed = list(some)
    planned = pages.many(tx, {one.page for one in listed if one.page})
    captures = {one.capture for one in listed if one.capture}
    captures |= {one.page.capture for one in planned.values() if one.page.capture}
    if captures:
        _due(tx, shelf.of_captures(tx, captures))


def retagged(tx: Tx, source_id: str) -> None:
    """Make due the stories of a source that has other tags now: they are filed under them."""
    _due(tx, shelf.of_sources(tx, [source_id]))


def _due(tx: Tx, story_ids: Iterable[str]) -> None:
    work.enqueue_many(tx, [("shelve", story_id) for story_id in story_ids])


def pages_of(some: Iterable[Capture]) -> set[str]:
    """Return the ids of the pages that captures may be of, by their addresses."""
    addresses = {address for capture in some for address in (capture.url, capture.place) if address}
    return {page_id(address) for address in addresses if "://" in address}
