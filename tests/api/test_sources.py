"""The routes of what is followed, over a real store and a small outlet on this machine."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from litestar.testing import TestClient

from firsthand import app, contract, server
from firsthand.model.errors import StoreError
from firsthand.model.source import Push
from firsthand.store import sources
from firsthand.store.database import Store, open_store
from tests import entering
from tests.refresh import made
from tests.refresh.site import ITEM, Site, serving

OPML = """<opml version="2.0"><body><outline text="Harbours"><outline text="Post" xmlUrl="https://a.example/feed"/>
<outline title="Gazette" xmlUrl="https://b.example/feed"/></outline></body></opml>"""
HUB, TOKEN, SECRET = "https://hub.example/", "t" * 21, "s" * 43


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("FIRSTHAND_ALLOW_HOSTS", "127.0.0.1")
    with serving(Site()) as outlet:
        yield outlet


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store"))
    yield opened
    opened.close()


@pytest.fixture
def inbox(kept: Store) -> Iterator[app.Inbox]:
    box = app.inbox(kept)
    yield box
    box.close()


@pytest.fixture
def client(kept: Store, inbox: app.Inbox) -> Iterator[TestClient]:
    built = server.build(kept, hub_host="desk.example", inbox=inbox)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def desk(client: TestClient, kept: Store) -> TestClient:
    """A session that sends its token with every request."""
    entering.enter(client, kept)
    client.headers["x-csrf-token"] = client.get("/api/session").json()["csrf"]
    return client


def add(desk: TestClient, *inputs: str, **choices: object) -> contract.AddOut:
    answer = desk.post("/api/sources", json={"inputs": inputs, "choices": choices})
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=contract.AddOut)


def test_a_site_is_added_listed_chosen_for_and_followed_no_more(desk: TestClient, site: Site) -> None:
    [found] = add(desk, site.at, tags=["ports"]).added
    assert (found.what, found.title) == ("source", "Harbour Post")
    listed = msgspec.json.decode(desk.get("/api/sources?tag=ports").content, type=contract.SourcesOut)
    assert [s.id for s in listed.sources] == [found.id]
    assert desk.get("/api/sources?tag=other").json()["sources"] == []
    page = msgspec.json.decode(desk.get(f"/api/sources/{found.id}").content, type=contract.SourcePageOut)
    assert len(page.entries) == 3
    chosen = desk.patch(f"/api/sources/{found.id}", json={"rules": ["Mute title:lottery"], "interval_minutes": 90})
    assert chosen.json()["rules"] == ["mute title: lottery"]
    assert chosen.json()["tags"] == ["ports"]
    assert desk.delete(f"/api/sources/{found.id}").json() == {"id": found.id}
    assert desk.get(f"/api/sources/{found.id}").status_code == 404


def test_a_refresh_only_makes_due(desk: TestClient, kept: Store) -> None:
    [id] = made.follow(kept)
    made.keep(kept, id, made.came(made.feed(made.entry(1))))
    for path in (f"/api/sources/{id}/refresh", "/api/refresh"):
        answer = desk.post(path)
        assert (answer.status_code, answer.json()) == (202, {"due": 1})
    due = desk.get(f"/api/sources/{id}").json()["source"]["due"]
    assert datetime.fromisoformat(due) <= datetime.now(UTC)
    assert desk.post("/api/sources/src_aaaaaaaaaaaaaaaa/refresh").status_code == 404


def test_what_is_named_from_afar_is_never_a_file_of_this_machine(
    desk: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The harbour board closed the northern quay after divers found cracks in two of its piers. " * 9)
    (tmp_path / "feeds.opml").write_text(OPML)
    (tmp_path / "host.localhost").write_text("A file that is called as a site could be.")
    monkeypatch.chdir(tmp_path)
    named = [str(secret), secret.as_uri(), "./feeds.opml", "~", str(tmp_path), "-", "", "/dev/zero"]
    named += ["imaps://ada@mail.example/News", "IMAP://ada@mail.example", "ftp://a.example/", f"feed:{secret.as_uri()}"]
    told = add(desk, *named, "host.localhost")
    assert told.added == []
    assert {problem.code for problem in told.problems[: len(named)]} == {"not_from_here"}
    assert told.problems[-1].code != "not_from_here"
    assert "https://host.localhost/" in told.problems[-1].detail, "a bare name is a site, whatever lies here"
    assert desk.get("/api/sources").json()["sources"] == []
    assert desk.get("/api/stories").json()["stories"] == []


def test_private_addresses_stay_shut(desk: TestClient) -> None:
    told = add(desk, "http://127.0.0.1:9/feed", "http://169.254.169.254/latest", "http://[::1]/")
    assert {problem.code for problem in told.problems} == {"blocked_address"}
    assert "following.allow_hosts" in told.problems[0].next_try


def test_the_name_of_a_password_is_not_chosen_from_afar(desk: TestClient, kept: Store) -> None:
    body = {"inputs": [made.FEED], "choices": {"password_env": "HOME"}}
    assert desk.post("/api/sources", json=body).status_code == 422
    [id] = made.follow(kept)
    assert desk.patch(f"/api/sources/{id}", json={"password_env": "HOME"}).status_code == 422


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"rules": ["nonsense"]}, "no rule"),
        ({"retention": "for a while"}, "for a while"),
        ({"full_text": "maybe"}, "never, short, always"),
        ({"robots": "x"}, "none, pages, all"),
        ({"interval_minutes": 99999}, "99999"),
        ({"interval_minutes": -1}, "-1"),
    ],
)
def test_a_choice_that_is_none_is_422_and_changes_nothing(
    desk: TestClient, kept: Store, choices: dict[str, object], said: str
) -> None:
    [id] = made.follow(kept)
    before = desk.get(f"/api/sources/{id}").json()["source"]
    answer = desk.patch(f"/api/sources/{id}", json={"title": "New", **choices})
    assert answer.status_code == 422
    assert said in answer.json()["cause"] + answer.json()["next_try"]
    after = desk.get(f"/api/sources/{id}").json()["source"]
    assert (after["title"], after["rules"], after["due"]) == (before["title"], before["rules"], before["due"])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"inputs": "x"}', b'{"inputs": ["x"], "choices": {"tags": "a"}}', b'{"inputs": [1]}']
)
def test_what_is_no_order_is_400(desk: TestClient, body: bytes) -> None:
    assert desk.post("/api/sources", content=body).status_code == 400


@pytest.mark.parametrize("inputs", [[], ["x.example"] * 51, ["x" * 2001]])
def test_what_is_too_much_at_once_is_422(desk: TestClient, inputs: list[str]) -> None:
    assert desk.post("/api/sources", json={"inputs": inputs}).status_code == 422


def test_changing_needs_the_token(desk: TestClient) -> None:
    del desk.headers["x-csrf-token"]
    for method, path in (
        ("POST", "/api/sources"),
        ("POST", "/api/sources/opml"),
        ("POST", "/api/refresh"),
        ("PATCH", "/api/sources/src_aaaaaaaaaaaaaaaa"),
        ("DELETE", "/api/sources/src_aaaaaaaaaaaaaaaa"),
        ("POST", "/api/sources/src_aaaaaaaaaaaaaaaa/refresh"),
    ):
        assert desk.request(method, path, json={}).status_code == 403, (method, path)


def test_a_stranger_is_told_nothing(client: TestClient) -> None:
    for path in ("/api/sources", "/api/sources.opml", "/api/packs", "/sources", "/sources/packs"):
        assert client.get(path).status_code == 401


def test_lists_go_in_and_out(desk: TestClient) -> None:
    first = desk.post("/api/sources/opml", content=OPML.encode())
    assert [one["state"] for one in first.json()["added"]] == ["new", "new"]
    written = desk.get("/api/sources.opml")
    assert written.headers["content-type"].startswith("text/x-opml")
    assert "attachment" in written.headers["content-disposition"]
    again = desk.post("/api/sources/opml", content=written.content)
    assert [one["state"] for one in again.json()["added"]] == ["known", "known"]
    assert desk.get("/api/sources").json()["tags"] == {"Harbours": 2}


@pytest.mark.parametrize("content", [b"", b"x", b"<rss version='2.0'/>", b"<html><p>A page.</p></html>", b"\xff" * 99])
def test_what_is_no_list_is_422(desk: TestClient, content: bytes) -> None:
    answer = desk.post("/api/sources/opml", content=content)
    assert answer.status_code == 422
    assert "OPML" in answer.json()["cause"]


def test_packs_are_listed_and_followed_by_their_language_without_fetching(desk: TestClient) -> None:
    packs = msgspec.json.decode(desk.get("/api/packs").content, type=list[contract.PackOut])
    german = next(pack for pack in packs if pack.language == "de")
    assert len(add(desk, "pack:de").added) == len(german.feeds)
    assert {s["state"] for s in desk.get("/api/sources").json()["sources"]} == {"new"}


# health -------------------------------------------------------------------------------------------------------------


def test_health_is_red_while_the_store_cannot_be_written_to_and_green_again(
    client: TestClient, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    with monkeypatch.context() as broken:
        broken.setattr(kept, "trouble", StoreError("The disk is full.", "Make room."))
        broken.setattr(type(kept), "write", _full)
        answer = client.get("/healthz")
        assert answer.status_code == 503
        kept.trouble = StoreError("The disk is full.", "Make room.")
        assert client.get("/healthz").status_code == 503
    kept.trouble = StoreError("The disk is full.", "Make room.")
    assert client.get("/healthz").status_code == 200
    assert kept.trouble is None


def _full(_: Store) -> object:
    raise StoreError("The disk is full.", "Make room.")


def test_a_store_that_refuses_a_write_turns_health_red_by_itself(client: TestClient, kept: Store) -> None:
    with pytest.raises(StoreError), kept.write() as tx:
        raise_full(tx)
    assert kept.trouble is not None
    assert client.get("/healthz").status_code == 200, "it was tried again, and it works"


def raise_full(_: object) -> None:
    raise StoreError("The disk is full.", "Make room.") from sqlite3.OperationalError("database or disk is full")


# pushes -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def id(desk: TestClient, kept: Store) -> str:
    """The id of a feed with three entries, of which a made-up hub was asked to push. The session is forgotten: a hub has none."""
    [id] = made.follow(kept)
    made.keep(kept, id, made.came(made.feed(made.entry(1), made.entry(2), made.entry(3))))
    with kept.write() as tx:
        one = sources.get(tx, id)
        push = Push(HUB, made.FEED, SECRET, TOKEN, datetime.now(UTC))
        due = datetime.now(UTC) + timedelta(hours=1)
        sources.save(tx, [(replace(one, standing=replace(one.standing, push=push), due=due), "harbour.example")])
    desk.cookies.clear()
    del desk.headers["x-csrf-token"]
    return id


def pushed(*numbers: int) -> tuple[bytes, dict[str, str]]:
    """Return what a hub pushes, and the heads it sends with it, signed."""
    items = "".join(ITEM.replace("{n}", str(n)).replace("{at}", "https://harbour.example") for n in numbers)
    body = f"<rss version='2.0'><channel><title>Harbour Post</title>{items}</channel></rss>".encode()
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return body, {"host": "desk.example", "x-hub-signature": f"sha256={digest}", "content-type": "application/rss+xml"}


def entries(kept: Store, id: str) -> int:
    return app.source(kept, id).source.entries


def test_a_hub_is_answered_with_its_challenge_as_plain_text(client: TestClient, kept: Store, id: str) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.topic": made.FEED,
        "hub.challenge": "<b>1",
        "hub.lease_seconds": "900",
    }
    answer = client.get(f"/push/{id}/{TOKEN}", params=query, headers={"host": "desk.example"})
    assert (answer.status_code, answer.text) == (200, "<b>1")
    assert answer.headers["content-type"].startswith("text/plain")
    assert app.source(kept, id).source.pushed
    for path, asked in ((f"/push/{id}/{TOKEN}", {**query, "hub.topic": "x"}), (f"/push/{id}/{'x' * 21}", query)):
        assert client.get(path, params=asked).status_code == 404


def test_a_hub_that_ends_it_is_believed_and_answered_with_nothing(client: TestClient, kept: Store, id: str) -> None:
    topic = made.FEED
    client.get(f"/push/{id}/{TOKEN}", params={"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "1"})
    assert app.source(kept, id).source.pushed
    denied = client.get(f"/push/{id}/{TOKEN}", params={"hub.mode": "denied", "hub.topic": topic, "hub.reason": "tired"})
    assert (denied.status_code, denied.text) == (200, "")
    assert not app.source(kept, id).source.pushed


def test_what_is_pushed_is_read_after_the_answer_which_tells_nothing(
    client: TestClient, kept: Store, id: str, inbox: app.Inbox
) -> None:
    body, heads = pushed(7, 8)
    for _ in range(3):
        answer = client.post(f"/push/{id}/{TOKEN}", content=body, headers=heads)
        assert (answer.status_code, answer.content) == (202, b"")
    inbox.settle()
    assert entries(kept, id) == 5


def test_a_wrong_signature_gets_the_same_answer_and_is_thrown_away(
    client: TestClient, kept: Store, id: str, inbox: app.Inbox
) -> None:
    body, heads = pushed(9)
    for head in ({}, {"x-hub-signature": "sha256=00"}):
        answer = client.post(f"/push/{id}/{TOKEN}", content=body, headers={**heads, "x-hub-signature": "", **head})
        assert (answer.status_code, answer.content) == (202, b"")
    inbox.settle()
    assert entries(kept, id) == 3


def test_who_does_not_know_the_token_finds_nothing(client: TestClient, kept: Store, id: str) -> None:
    body, heads = pushed(9)
    for path in (f"/push/{id}/{'x' * 21}", f"/push/src_aaaaaaaaaaaaaaaa/{TOKEN}", f"/push/x/{TOKEN}", f"/push/{id}"):
        assert client.post(path, content=body, headers=heads).status_code == 404


def test_a_push_has_its_limit(client: TestClient, kept: Store, id: str, inbox: app.Inbox) -> None:
    assert client.post(f"/push/{id}/{TOKEN}", content=b"x" * (5 * 1024 * 1024 + 1)).status_code == 413
    assert entries(kept, id) == 3


def test_what_does_not_fit_the_inbox_is_asked_for_instead(
    client: TestClient, kept: Store, id: str, inbox: app.Inbox
) -> None:
    before = app.source(kept, id).source.due
    inbox.close()
    body, heads = pushed(9)
    assert client.post(f"/push/{id}/{TOKEN}", content=body, headers=heads).status_code == 202
    after = app.source(kept, id).source.due
    assert after is not None
    assert before is not None
    assert after < before


def test_a_paused_source_takes_no_push(client: TestClient, kept: Store, id: str, inbox: app.Inbox) -> None:
    app.choose(kept, id, contract.SourceChoices(paused=True))
    body, heads = pushed(9)
    assert client.post(f"/push/{id}/{TOKEN}", content=body, headers=heads).status_code == 202
    inbox.settle()
    assert entries(kept, id) == 3


def test_the_name_that_hubs_know_is_good_for_pushes_alone(desk: TestClient) -> None:
    for path in ("/", "/sources", "/api/sources", "/healthz", "/static/site.css"):
        assert desk.get(path, headers={"host": "desk.example"}).status_code == 400, path
    assert desk.get(f"/push/src_aaaaaaaaaaaaaaaa/{TOKEN}", headers={"host": "other.example"}).status_code == 400
    assert desk.get(f"/push/src_aaaaaaaaaaaaaaaa/{TOKEN}", headers={"host": "Desk.Example:443"}).status_code == 404
