"""Feeds, sources and readings, made for tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from firsthand.model.feed import Entry, Feed, FeedKind
from firsthand.model.moment import Moment
from firsthand.model.source import Choices, Source, SourceKind, source_id
from firsthand.refresh.came import Came, Failure, Visited
from firsthand.refresh.deciding import host_of
from firsthand.refresh.keeping import Wrote, keep_sources, keep_visits
from firsthand.store import sources
from firsthand.store.database import Store

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FEED = "https://harbour.example/feed"
LONG = (
    "<p>" + "The harbour board closed the northern quay after divers found cracks in two of its piers. " * 12 + "</p>"
)
SHORT = "<p>Divers found cracks in two piers of the northern quay, the harbour board said on Monday evening.</p>"


def source(address: str = FEED, **chosen: Any) -> Source:
    return Source(source_id(SourceKind.FEED, address), SourceKind.FEED, address, NOON, choices=Choices(**chosen))


def entry(number: int, **said: Any) -> Entry:
    made = Entry(
        id=f"id-{number}",
        link=f"https://harbour.example/news/{number}-quay",
        title=f"Quay report number {number} of the harbour board",
        published=Moment(NOON - timedelta(hours=number)),
        summary=SHORT,
    )
    return replace(made, **said)


def feed(*entries: Entry, **said: Any) -> Feed:
    return Feed(FeedKind.RSS, title="Harbour Post", link="https://harbour.example/", entries=entries, **said)


def came(what: Feed | None = None, minutes: float = 0, **said: Any) -> Came:
    return Came(NOON + timedelta(minutes=minutes), status=200, feed=what, **said)


def failed(code: str, minutes: float = 0, **said: Any) -> Came:
    return Came(NOON + timedelta(minutes=minutes), failure=Failure(code, f"It is {code}.", **said))


def follow(store: Store, *some: Source) -> list[str]:
    """Follow sources; return their ids."""
    with store.write() as tx:
        for one in some or (source(),):
            sources.add(tx, one, host_of(one.address), NOON)
    return [one.id for one in some or (source(),)]


def keep(store: Store, id: str, what: Came, rules: Sequence[str] = ()) -> Wrote:
    with store.write() as tx:
        return keep_sources(tx, {id: what}, rules)


def visit(store: Store, id: str, what: Visited) -> Wrote:
    with store.write() as tx:
        return keep_visits(tx, {id: what})
