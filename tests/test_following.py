"""Sources as a person handles them."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from firsthand import app, following
from firsthand import contract as out
from firsthand.model.errors import InputError, NotFound
from firsthand.profiles.lexicon import load_lexicon
from firsthand.settings import Following
from firsthand.store import captures, entries, hosts, pages, sources
from firsthand.store.database import Store
from tests.refresh.made import LONG, NOON, came, entry, failed, feed, follow, keep, source
from tests.refresh.site import Site, serving

HERE = ("127.0.0.1",)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as made:
        yield made


def choose(store: Store, id: str, **chosen: object) -> out.SourceOut:
    return app.choose(store, id, out.SourceChoices(**chosen))  # type: ignore[arg-type]


def test_sources_in_trouble_are_listed_first(store: Store) -> None:
    good, bad, new = follow(
        store, source("https://a.example/f"), source("https://b.example/f"), source("https://c.example/f")
    )
    keep(store, good, came(feed(entry(1))))
    keep(store, bad, failed("timeout"))
    listed = app.sources(store).sources
    assert [(s.id, s.state) for s in listed] == [(bad, "failing"), (new, "new"), (good, "ok")]
    assert listed[0].problem is not None
    assert listed[0].problem.code == "timeout"


def test_a_paused_source_is_not_due_and_one_that_goes_on_is_due_at_once(store: Store) -> None:
    [id] = follow(store)
    assert choose(store, id, paused=True).due is None
    with store.read() as tx:
        assert sources.due(tx, datetime.now(UTC) + timedelta(days=99), 10, 10) == []
    assert choose(store, id, paused=False).due is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"full_text": "often"},
        {"robots": "maybe"},
        {"interval_minutes": -1},
        {"rules": ["mute maybe"]},
        {"retention": "long"},
    ],
)
def test_a_choice_that_does_not_exist_is_refused_with_what_may_be(store: Store, wrong: dict[str, object]) -> None:
    [id] = follow(store)
    with pytest.raises(InputError):
        choose(store, id, **wrong)
    assert app.source(store, id).source.rules == []


def test_sources_are_found_by_their_tags(store: Store) -> None:
    a, b = follow(store, source("https://a.example/f", tags=("ports", "daily")), source("https://b.example/f"))
    choose(store, b, tags=["ports", "  ports ", ""])
    assert {s.id for s in app.sources(store, "ports").sources} == {a, b}
    assert app.sources(store).tags == {"daily": 1, "ports": 2}
    choose(store, a, tags=[])
    assert app.sources(store).tags == {"ports": 1}


def test_what_was_read_of_a_source_stays_when_it_is_no_longer_followed(store: Store, site: Site) -> None:
    [added] = app.add(store, [f"{site.at}/feed"], allow_hosts=HERE).added
    app.refresh(store, allow_hosts=HERE)
    app.unfollow(store, added.id)
    with store.read() as tx:
        assert captures.count(tx) == 3
        assert entries.count(tx) == 0
        assert pages.waiting(tx, datetime.now(UTC) + timedelta(days=99)) == (0, 0)
    with pytest.raises(NotFound):
        app.source(store, added.id)


def test_what_a_rule_forgets_is_gone_everywhere_and_does_not_come_back(store: Store, site: Site) -> None:
    site.list(0, 1, 2)
    [added] = app.add(store, [f"{site.at}/feed"], allow_hosts=HERE).added
    app.refresh(store, allow_hosts=HERE)
    site.list(2, 3)
    app.refresh(store, [added.id], allow_hosts=HERE)
    choose(store, added.id, retention="keep at most 1 entry")
    later = datetime.now(UTC) + timedelta(days=1)
    assert following.tidy(store, later) == 2  # two are in the feed, and would come back as new
    app.refresh(store, [added.id], allow_hosts=HERE)
    page = app.source(store, added.id)
    assert sorted(e.title for e in page.entries) == ["Quay report 2 of the board", "Quay report 3 of the board"]
    with store.read() as tx:
        assert captures.count(tx) == 2
    before = dump(store)
    app.rebuild(store)
    assert dump(store) == before


def test_what_a_person_judged_is_never_forgotten(store: Store, site: Site) -> None:
    [added] = app.add(store, [f"{site.at}/feed"], allow_hosts=HERE).added
    app.refresh(store, allow_hosts=HERE)
    page = app.source(store, added.id)
    held, other = (next(e for e in page.entries if e.title.startswith(f"Quay report {n}")) for n in (0, 1))
    app.judge(store, "different_event", held.documents[0], other.documents[0])
    site.list(7)
    site.list(5, 6)
    app.refresh(store, [added.id], allow_hosts=HERE)
    choose(store, added.id, retention="keep at most 1 entry")
    following.tidy(store, datetime.now(UTC))
    assert {held.id, other.id} <= {e.id for e in app.source(store, added.id).entries}


def dump(store: Store) -> list[object]:
    with store.read() as tx:
        return list(store.dump(tx))


def test_a_whole_text_in_a_feed_is_a_document_with_its_own_address(store: Store) -> None:
    [id] = follow(store)
    keep(store, id, came(feed(entry(1, content=LONG.replace("quay", "quay, it is said,", 3)))))
    app.make_due(store)
    with store.write() as tx:
        sources.choose(tx, source(paused=True), None)
    app.refresh(store)
    [line] = app.source(store, id).entries
    assert line.state == "read"
    document = app.document(store, line.documents[0])
    assert document.url == "https://harbour.example/news/1-quay"
    assert document.outlet == "Harbour Post"


def test_starter_packs_are_offered_and_nothing_is_fetched(store: Store) -> None:
    for pack in app.packs():
        assert pack.feeds
    assert app.sources(store).sources == []


def test_retention_after_a_push_keeps_what_the_feed_lists(store: Store) -> None:
    [id] = follow(store, source(retention="keep at most 1 entry"))
    keep(store, id, came(feed(entry(1), entry(2), entry(3))))
    keep(store, id, came(feed(entry(9)), minutes=5, pushed=True))
    following.tidy(store, NOON + timedelta(hours=1))
    with store.read() as tx:
        assert entries.count(tx, id) == 4
    assert keep(store, id, came(feed(entry(9), entry(1), entry(2), entry(3)), minutes=60)).entries == 0


def test_following_goes_on_where_tidying_up_fails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "tidy", lambda *_: 1 / 0)
    assert not following._Hourly(threading.Event(), store).wait(0.01)


def test_what_is_to_be_forgotten_is_while_a_host_wants_its_peace(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/feed", "/one", "/two", "/three"):
        site.paths[path] = (429, "text/plain", "no", {"Retry-After": "7200"})
        follow(store, source(f"{site.at}{path}"))
    stop, tidied = threading.Event(), threading.Event()
    monkeypatch.setattr(following, "tidy", lambda *_: (tidied.set(), stop.set()))
    timer = threading.Timer(10, stop.set)
    timer.start()
    following.serve(store, lambda: Following(allow_hosts=HERE), load_lexicon(), stop)
    timer.cancel()
    assert tidied.is_set()


def test_what_hosts_asked_for_once_is_forgotten(store: Store) -> None:
    now = datetime.now(UTC)
    known = {
        name: hosts.Known(not_before=now + timedelta(hours=h)) for name, h in (("old.example", -1), ("new.example", 1))
    }
    with store.write() as tx:
        hosts.save(tx, known)
    following.tidy(store, now)
    with store.read() as tx:
        assert set(hosts.every(tx, now - timedelta(days=1))) == {"new.example"}
