"""Following, end to end: a server on this machine, a store, and nothing made up in between."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from firsthand.model.source import Source, SourceKind, source_id
from firsthand.profiles.lexicon import load_lexicon
from firsthand.refresh.asking import Asking
from firsthand.refresh.cycle import Round, follow
from firsthand.refresh.deciding import host_of
from firsthand.refresh.readers import readers
from firsthand.settings import Following
from firsthand.store import entries, hosts, pages, sources, turns
from firsthand.store.database import Store

CHOSEN = Following(allow_hosts=("127.0.0.1",), at_once=8)
ITEM = "<item><guid>{n}</guid><title>Quay report {n} of the board</title><link>{at}/page/{n}</link><description>Divers found cracks in two piers of the northern quay, the board said on Monday evening.</description></item>"
PAGE = (
    "<html><head><title>Quay report {n}</title></head><body><article><h1>Quay report {n}</h1>"
    + "<p>The harbour board closed the northern quay after divers found cracks in two of its piers.</p>" * 4
    + "</article></body></html>"
)


class Site:
    """A small outlet: a feed, its pages, robots.txt; ``asked`` counts what was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.seen: list[dict[str, str]] = []
        self.count = 3
        self.status = 200
        self.robots = "User-agent: *\nDisallow: /page/2\n"
        self.at = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        self.asked[path] += 1
        self.seen.append(dict(handler.headers))
        if path == "/robots.txt":
            return self.send(handler, 200, "text/plain", self.robots)
        if path.startswith("/page/"):
            return self.send(handler, 200, "text/html", PAGE.format(n=path.rpartition("/")[2]))
        if self.status != 200:
            return self.send(handler, self.status, "text/plain", "no", {"Retry-After": "7200"})
        if handler.headers.get("If-None-Match") == f'W/"{self.count}"':
            return self.send(handler, 304, "", "")
        items = "".join(ITEM.format(n=n, at=self.at) for n in range(self.count))
        feed = f"<rss version='2.0'><channel><title>Harbour Post</title>{items}</channel></rss>"
        return self.send(handler, 200, "application/rss+xml", feed, {"ETag": f'W/"{self.count}"'})

    def send(self, handler, status: int, kind: str, body: str, more: dict[str, str] | None = None) -> None:
        content = body.encode()
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(more or {})}.items():
            if status != 304 or name == "ETag":
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def serving(site: Site) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.at = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site.at
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with serving(made):
        yield made


def followed(store: Store, site: Site) -> str:
    address = f"{site.at}/feed"
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
    assert site.seen[-1]["If-None-Match"] == 'W/"3"'
    with store.read() as tx:
        stands = sources.get(tx, id).standing
    assert (stands.fetches, stands.unchanged, stands.failures) == (2, 1, 0)


def test_robots_are_asked_for_once_a_day_over_restarts(store: Store, site: Site) -> None:
    id = followed(store, site)
    go(store)
    site.count = 5
    due_again(store, id)
    go(store)
    assert site.asked["/robots.txt"] == 1
    assert site.asked["/page/4"] == 1


def test_a_server_that_wants_its_peace_has_it_after_a_restart_too(store: Store, site: Site) -> None:
    site.status = 429
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
        assert turns.take(tx, "follow", "elsewhere:1:x", now, now - now.replace(year=now.year - 1))
    assert go(store).busy_elsewhere
    assert not site.asked


def test_the_budget_of_a_day_is_kept_to(store: Store, site: Site) -> None:
    followed(store, site)
    chosen = Following(allow_hosts=("127.0.0.1",), pages_per_day=1)
    with readers(load_lexicon(), 1) as some:
        done = follow(store, chosen, Asking(chosen, some))
    assert done.pages == 1
