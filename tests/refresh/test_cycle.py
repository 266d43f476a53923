"""Following, end to end: a server on this machine, a store, and nothing made up in between."""

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from firsthand.model.errors import StoreError
from firsthand.model.source import Source, SourceKind, source_id
from firsthand.profiles.lexicon import load_lexicon
from firsthand.refresh import cycle
from firsthand.refresh.asking import Asking
from firsthand.refresh.came import Came
from firsthand.refresh.cycle import Round, follow
from firsthand.refresh.deciding import host_of
from firsthand.refresh.keeping import Wrote
from firsthand.refresh.readers import readers
from firsthand.settings import Following
from firsthand.store import entries, hosts, pages, sources, turns
from firsthand.store.database import Store, Tx
from tests.refresh.site import Site, serving

CHOSEN = Following(allow_hosts=("127.0.0.1",), at_once=8)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.paths["/robots.txt"] = (200, "text/plain", "User-agent: *\nDisallow: /page/2\n")
    with serving(made):
        yield made


def followed(store: Store, site: Site, path: str = "/feed") -> str:
    address = f"{site.at}{path}"
    source = Source(source_id(SourceKind.FEED, address), SourceKind.FEED, address, datetime.now(UTC))
    with store.write() as tx:
        sources.add(tx, source, host_of(address), datetime.now(UTC))
    return source.id


def go(store: Store, *, visits: bool = True) -> Round:
    with readers(load_lexicon(), 1) as some:
        return follow(store, CHOSEN, Asking(CHOSEN, some), visits=visits)


def due_again(store: Store, id: str) -> None:
    with store.write() as tx:
        sources.make_due(tx, [id], datetime.now(UTC))


def test_a_feed_is_read_and_its_pages_are_visited_as_robots_allows(store: Store, site: Site) -> None:
    id = followed(store, site)
    done = go(store)
    assert (done.sources, done.entries, done.pages, done.captures) == (1, 3, 3, 2 + 1)  # one falls back to the feed
    assert site.asked == {"/feed": 1, "/robots.txt": 1, "/page/0": 1, "/page/1": 1}
    with store.read() as tx:
        listed = {e.entry.id: e for e in entries.of_source(tx, id)}
        planned = pages.many(tx, [e.page for e in listed.values()])
        assert planned[listed["2"].page].page.code == "robots"
        assert sources.get(tx, id).source.title == "Harbour Post"


def test_what_has_not_changed_is_asked_for_with_what_the_server_gave(store: Store, site: Site) -> None:
    id = followed(store, site)
    go(store, visits=False)
    due_again(store, id)
    again = go(store, visits=False)
    assert again.entries == 0
    assert site.heads[-1]["if-none-match"].startswith("W/")
    with store.read() as tx:
        stands = sources.get(tx, id).standing
    assert (stands.fetches, stands.unchanged, stands.failures) == (2, 1, 0)


def test_robots_are_asked_for_once_a_day_over_restarts(store: Store, site: Site) -> None:
    id = followed(store, site)
    go(store)
    site.list(5)
    due_again(store, id)
    go(store)
    assert site.asked["/robots.txt"] == 1
    assert site.asked["/page/4"] == 1


def test_a_server_that_wants_its_peace_has_it_after_a_restart_too(store: Store, site: Site) -> None:
    site.paths["/feed"] = (429, "text/plain", "no", {"Retry-After": "7200"})
    id = followed(store, site)
    assert go(store).failed == 1
    with store.read() as tx:
        due = sources.get(tx, id).due
        known = hosts.every(tx, datetime.now(UTC))
    assert due is not None
    assert (due - datetime.now(UTC)).total_seconds() > 7000
    assert known["127.0.0.1"].not_before is not None


def test_somebody_else_who_follows_is_left_to_it(store: Store, site: Site) -> None:
    followed(store, site)
    now = datetime.now(UTC)
    with store.write() as tx:
        assert turns.take(tx, "follow", "elsewhere:1:x", now, timedelta(seconds=90))
    assert go(store).busy_elsewhere
    assert not site.asked


def test_the_budget_of_a_day_is_kept_to(store: Store, site: Site) -> None:
    followed(store, site)
    chosen = Following(allow_hosts=("127.0.0.1",), pages_per_day=1)
    with readers(load_lexicon(), 1) as some:
        done = follow(store, chosen, Asking(chosen, some))
    assert done.pages == 1


def test_a_refresh_does_not_wait_for_a_host_that_wants_its_peace(store: Store, site: Site) -> None:
    refused = (429, "text/plain", "no", {"Retry-After": "7200"})
    for path in ("/feed", "/one", "/two", "/three"):
        site.paths[path] = refused
        followed(store, site, path)
    done = go(store)
    assert 1 <= done.failed <= 3
    with store.read() as tx:
        assert sources.due(tx, datetime.now(UTC), 10, 10)  # what was not asked for is still due


def test_a_turn_that_lasts_longer_than_any_is_none(store: Store) -> None:
    with store.write() as tx:
        assert turns.take(tx, "follow", "elsewhere:1:x", datetime.now(UTC) + timedelta(days=900), timedelta(seconds=90))
        assert turns.take(tx, "follow", "here:1:x", datetime.now(UTC), timedelta(seconds=90))


def test_a_store_that_fails_while_tasks_are_handed_out_loses_none(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(store, site)
    many, fails = sources.many, [True]

    def once_not(*given: Any) -> Any:
        if fails:
            fails.pop()
            raise StoreError("The server is gone.")
        return many(*given)

    monkeypatch.setattr(sources, "many", once_not)
    monkeypatch.setattr(cycle, "_RECOVERY", 0.01)
    assert until(store, CHOSEN, sources=1).sources == 1


def test_a_hub_that_breaks_what_asks_it_costs_no_thread(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.list(3, more="<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{at}/hub'/>")
    site.list(4, path="/other")
    followed(store, site)
    followed(store, site, "/other")
    monkeypatch.setattr(Asking, "subscribe", lambda *_: 1 / 0)
    public = Following(allow_hosts=("127.0.0.1",), at_once=1, public_address="https://desk.example/")
    assert until(store, public, sources=2).sources == 2


def until(store: Store, chosen: Following, *, sources: int) -> Round:
    """Follow until so many sources were read, for some seconds at most."""
    stop = threading.Event()
    timer = threading.Timer(10, stop.set)
    timer.start()
    with readers(load_lexicon(), 1) as some:
        done = follow(
            store,
            chosen,
            Asking(chosen, some),
            stop=stop,
            progress=lambda _, done, whole: stop.set() if done >= sources else None,
            visits=False,
        )
    timer.cancel()
    return done


def test_what_cannot_even_be_kept_as_a_failure_stops_nobody_else(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.list(4, path="/other")
    bad, _ = followed(store, site), followed(store, site, "/other")
    keep = cycle.keep_sources

    def poisoned(tx: Tx, came: Mapping[str, Came], *given: Any) -> Wrote:
        if bad in came:
            raise ValueError("poison")
        return keep(tx, came, *given)

    monkeypatch.setattr(cycle, "keep_sources", poisoned)
    assert go(store, visits=False).sources == 1
    with store.read() as tx:
        due = sources.get(tx, bad).due
    assert due is not None
    assert due > datetime.now(UTC) + timedelta(hours=1)


def test_an_index_of_sitemaps_that_stays_as_it_is_is_looked_into_again(store: Store, site: Site) -> None:
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    index = f"<sitemapindex {space}><sitemap><loc>{{at}}/map.xml</loc></sitemap></sitemapindex>"
    pages_ = [f"<url><loc>{site.at}/page/{n}</loc><lastmod>2026-05-0{n}</lastmod></url>" for n in (1, 2)]
    site.paths["/index.xml"] = (200, "text/xml", index)
    site.paths["/map.xml"] = (200, "text/xml", f"<urlset {space}>{pages_[0]}</urlset>")
    id = followed(store, site, "/index.xml")
    assert go(store, visits=False).entries == 1
    site.paths["/map.xml"] = (200, "text/xml", f"<urlset {space}>{''.join(pages_)}</urlset>")
    due_again(store, id)
    assert go(store, visits=False).entries == 1


def test_a_redirect_is_told_without_the_password_in_it(store: Store, site: Site) -> None:
    site.paths["/feed"] = (301, "text/plain", "", {"Location": "http://mara:hunter2@127.0.0.1:1/feed"})
    id = followed(store, site)
    assert go(store).failed == 1
    with store.read() as tx:
        told = str(sources.get(tx, id))
    assert "127.0.0.1:1/feed" in told
    assert "hunter2" not in told
