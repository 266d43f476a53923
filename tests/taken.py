"""Pages that a store takes in one after the other, and what is in it then: for tests of the whole line."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from firsthand import worker
from firsthand.model.capture import make_capture
from firsthand.stages import STAGES, Context
from firsthand.store import captures, derived, documents, work
from firsthand.store.database import Store
from firsthand.store.tables import story
from firsthand.store.transaction import Tx
from tests.made import SEEN


class Page(NamedTuple):
    """A page of an outlet, by name; published and seen at an hour."""

    name: str
    host: str
    headline: str
    paragraphs: Sequence[str]
    hour: int


def story_ids(tx: Tx) -> list[str]:
    """Return the ids of all stories, sorted."""
    return list(tx.conn.execute(select(story.c.id).order_by(story.c.id)).scalars())


def html(headline: str, host: str, paragraphs: Sequence[str], at: str) -> bytes:
    name = host.partition(".")[0].title()
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<html lang=en><head><title>{headline}</title><meta property='og:site_name' content='{name}'>"
        f"<meta property='article:published_time' content='{at}'></head>"
        f"<body><article><h1>{headline}</h1>{body}</article></body></html>"
    ).encode()


def take_in(store: Store, pages: Iterable[Page]) -> dict[str, str]:
    """Read pages one after the other, each to its end; return the article ids of all that is in the store, by name."""
    for page in pages:
        url = f"https://{page.host}/{page.name}"
        content = html(page.headline, page.host, page.paragraphs, f"2026-03-03T1{page.hour}:00:00Z")
        capture = make_capture(content, url, SEEN + timedelta(hours=page.hour), "text/html", "utf-8", url)
        with store.write() as tx:
            captures.add(tx, capture, content)
            work.enqueue(tx, "extract", capture.id)
        worker.drain(store, STAGES, Context())
    with store.read() as tx:
        found = {p.id: p for i in captures.all_ids(tx) for p in documents.of_capture(tx, i)}
    return {(p.url or "").rpartition("/")[2]: p.article for p in found.values()}


def rows(store: Store) -> list[tuple[str, tuple[Any, ...]]]:
    """Return all that is derived."""
    with store.read() as tx:
        return list(derived.dump(tx))
