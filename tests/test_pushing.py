"""Hubs push: who did not agree on a secret is not believed."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from firsthand import app
from firsthand import contract as out
from firsthand.model.errors import NotFound
from firsthand.model.source import Push
from firsthand.profiles.lexicon import load_lexicon
from firsthand.refresh.asking import Asking
from firsthand.refresh.cycle import follow
from firsthand.refresh.readers import readers
from firsthand.settings import Following
from firsthand.store import sources
from firsthand.store.database import Store
from tests.refresh.made import failed, keep
from tests.refresh.site import ITEM, Site, serving

PUBLIC = Following(allow_hosts=("127.0.0.1",), public_address="https://desk.example/")
HUB = "https://hub.example/"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as made:
        yield made


def followed(store: Store, site: Site) -> str:
    [found] = app.add(store, [f"{site.at}/feed"], allow_hosts=("127.0.0.1",)).added
    return found.id


def subscribed(store: Store, site: Site, hub: str = HUB) -> str:
    """Follow a feed that a hub pushes, as if it had been asked to."""
    id, now = followed(store, site), datetime.now(UTC)
    with store.write() as tx:
        found = sources.get(tx, id)
        push = Push(hub, f"{site.at}/feed", "s" * 43, "t" * 21, now)
        sources.save(tx, [(replace(found, standing=replace(found.standing, push=push)), "127.0.0.1")])
    return id


def confirm(store: Store, id: str, topic: str, token: str = "t" * 21, mode: str = "subscribe") -> str:
    query = f"hub.mode={mode}&hub.topic={topic}&hub.challenge=abc&hub.lease_seconds=864000"
    return app.push_confirmed(store, id, token, query)


def body(site: Site, *numbers: int) -> bytes:
    items = "".join(ITEM.replace("{n}", str(n)).replace("{at}", site.at) for n in numbers)
    return f"<rss version='2.0'><channel><title>Harbour Post</title>{items}</channel></rss>".encode()


def sign(content: bytes, secret: str = "s" * 43) -> dict[str, str]:
    digest = hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
    return {"x-hub-signature": f"sha256={digest}", "content-type": "application/rss+xml"}


def test_a_feed_that_names_a_hub_is_subscribed_to(store: Store, site: Site) -> None:
    site.list(3, more="<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{at}/hub'/>")
    site.paths["/hub"] = (202, "text/plain", "")
    id = followed(store, site)
    with store.write() as tx:
        sources.make_due(tx, [id], datetime.now(UTC))
    site.list(4, more="<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{at}/hub'/>")
    with readers(load_lexicon(), 1) as some:
        follow(store, PUBLIC, Asking(PUBLIC, some), visits=False)
    deadline = datetime.now(UTC) + timedelta(seconds=10)
    while not site.asked["/hub"] and datetime.now(UTC) < deadline:
        pass
    asked = parse_qs(site.bodies[-1].decode())
    with store.read() as tx:
        push = sources.get(tx, id).standing.push
    assert push is not None
    assert push.until is None
    assert asked["hub.callback"] == [f"https://desk.example/push/{id}/{push.token}"]
    assert asked["hub.mode"] == ["subscribe"]
    assert "hub.secret" not in asked  # a secret does not travel in the open


def test_without_a_public_address_nobody_is_asked_to_push(store: Store, site: Site) -> None:
    site.list(3, more="<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{at}/hub'/>")
    id = followed(store, site)
    with store.read() as tx:
        assert sources.get(tx, id).standing.push is None
    assert not site.asked["/hub"]


def test_a_hub_is_told_what_it_asks_for_once_we_asked_it(store: Store, site: Site) -> None:
    id = subscribed(store, site)
    assert confirm(store, id, f"{site.at}/feed") == "abc"
    assert app.source(store, id).source.pushed
    for wrong in ({"topic": "https://other.example/"}, {"topic": f"{site.at}/feed", "token": "x" * 21}):
        with pytest.raises(NotFound):
            confirm(store, id, **wrong)


def test_what_is_pushed_and_signed_is_read(store: Store, site: Site) -> None:
    id = subscribed(store, site)
    confirm(store, id, f"{site.at}/feed")
    content = body(site, 7, 8)
    app.pushed(store, id, "t" * 21, sign(content), content)
    app.pushed(store, id, "t" * 21, sign(content), content)
    page = app.source(store, id)
    assert page.source.entries == 5
    assert [line.outcome for line in page.history][:2] == ["pushed", "pushed"]
    assert site.asked["/feed"] == 1


@pytest.mark.parametrize("head", [{}, {"x-hub-signature": "sha256=00"}, {"x-hub-signature": "md5=00"}])
def test_what_is_not_signed_is_thrown_away(store: Store, site: Site, head: dict[str, str]) -> None:
    id = subscribed(store, site)
    app.pushed(store, id, "t" * 21, head, body(site, 9))
    assert app.source(store, id).source.entries == 3


def test_who_does_not_know_the_token_finds_nothing(store: Store, site: Site) -> None:
    id = subscribed(store, site)
    content = body(site, 9)
    with pytest.raises(NotFound):
        app.pushed(store, id, "x" * 21, sign(content), content)
    with pytest.raises(NotFound):
        app.pushed(store, "src_aaaaaaaaaaaaaaaa", "t" * 21, sign(content), content)


def test_a_hub_without_tls_only_hints(store: Store, site: Site) -> None:
    id = subscribed(store, site, "http://hub.example/")
    content = body(site, 9)
    app.pushed(store, id, "t" * 21, sign(content), content)
    page = app.source(store, id).source
    assert page.entries == 3
    assert page.due is not None
    assert datetime.fromisoformat(page.due) < datetime.now(UTC) + timedelta(minutes=2)


def test_a_source_that_pushes_is_asked_seldom(store: Store, site: Site) -> None:
    id = subscribed(store, site)
    confirm(store, id, f"{site.at}/feed")
    app.refresh(store, [id], allow_hosts=("127.0.0.1",))
    told = app.source(store, id).source
    assert isinstance(told, out.SourceOut)
    assert "pushes" in told.why


def test_what_is_pushed_of_a_paused_source_is_left(store: Store, site: Site) -> None:
    id, content = subscribed(store, site), body(site, 7)
    app.choose(store, id, out.SourceChoices(paused=True))
    app.pushed(store, id, "t" * 21, sign(content), content)
    assert app.source(store, id).source.entries == 3


def test_a_hint_wakes_no_source_that_is_paused_or_waits_after_a_failure(store: Store, site: Site) -> None:
    id = subscribed(store, site, "http://hub.example/")
    keep(store, id, failed("rate_limited", retry_seconds=86400.0))
    waits = app.source(store, id).source.due
    app.pushed(store, id, "t" * 21, {}, b"")
    assert app.source(store, id).source.due == waits
    app.choose(store, id, out.SourceChoices(paused=True))
    app.pushed(store, id, "t" * 21, {}, b"")
    assert app.source(store, id).source.due is None


def test_the_hub_of_a_feed_that_is_new_is_not_taken_for_asked(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTHAND_PUBLIC_ADDRESS", "https://desk.example")
    site.list(3, more="<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{at}/hub'/>")
    id = followed(store, site)
    with store.read() as tx:
        assert sources.get(tx, id).standing.push is None
