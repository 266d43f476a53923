"""The administrator's pages, and the figures for Prometheus: what they tell, and to whom."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families

from firsthand import app, server
from firsthand.front import front_of
from firsthand.settings import Server
from firsthand.store import work
from tests import entering

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[app.Store]:
    opened = app.open_store(str(tmp_path / "store"))
    app.read_content(opened, b"A text\n\nWith two paragraphs of some words.", media_type="text/plain")
    app.add_content(opened, b"<opml><body><outline text='P' xmlUrl='https://a.example/f'/></body></opml>", "a.opml")
    with opened.write() as tx:
        work.enqueue(tx, "extract", f"cap_{HOSTILE}")
        (taken,) = work.claim_many(tx, datetime.now(UTC), 60, "extract", 1, "me")
        work.fail(tx, taken, HOSTILE, datetime.now(UTC), permanent=True)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: app.Store) -> Iterator[TestClient]:
    built = server.build(store)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        entering.enter(client, store)
        yield client


def test_the_page_tells_what_was_given_up_and_what_there_is(desk: TestClient) -> None:
    page = desk.get("/admin").text
    assert "1 capture, " in page
    assert "1 new" in page
    assert "1 piece of work failed again and again" in page
    assert HOSTILE not in page
    assert page.count("&lt;script&gt;") >= 2


def test_given_up_work_has_two_buttons(desk: TestClient, store: app.Store) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', desk.get("/admin").text)
    assert token
    said = {"csrf": token[1], "stage": "extract", "item": f"cap_{HOSTILE}"}
    assert "1 piece of work will be tried again." in desk.post("/admin/quarantine", data={**said, "do": "again"}).text
    assert app.quarantined(store) == []
    assert desk.post("/admin/quarantine", data={**said, "do": "drop"}).status_code == 404
    assert desk.post("/admin/quarantine", data={**said, "do": "all"}).status_code == 422
    assert desk.post("/admin/quarantine", data={"csrf": token[1], "stage": "extract", "do": "drop"}).status_code == 422
    assert desk.post("/admin/quarantine", data={"stage": "", "do": "again"}).status_code == 403


def test_checks_and_settings_have_a_page(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_CONTACT", "desk@a.example")
    assert "quarantine: extract" in desk.get("/admin/checks").text
    page = desk.get("/admin/settings").text
    assert "desk@a.example" in page
    assert "FIRSTHAND_CONTACT" in page


def seen_from(client: str, built: Any) -> Any:
    """Return the site as somebody at an address meets it."""
    inner = built.asgi_handler

    async def handler(scope: Any, receive: Any, send: Any) -> None:
        await inner({**scope, "client": (client, 5)}, receive, send)

    built.asgi_handler = handler
    return built


def figures(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(v for _, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_figures_are_those_of_the_store_and_of_the_requests(desk: TestClient) -> None:
    for path in ("/story/sto_aaaaaaaaaaaaaaaa", "/story/sto_bbbbbbbbbbbbbbbb", f"/{HOSTILE}", "/nothing/at/all"):
        desk.get(path)
    answer = desk.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = figures(answer.text)
    assert found["firsthand_store_up",] == 1
    assert found["firsthand_captures",] == 1
    assert found["firsthand_sources", "new"] == 1
    assert found["firsthand_queue", "extract", "given_up"] == 1
    assert found["firsthand_store_bytes", "database"] > 0
    assert found["firsthand_requests_total", "GET", "/story/{story_id}", "404"] == 2
    assert found["firsthand_requests_total", "GET", "none", "404"] == 2
    assert found["firsthand_request_seconds_count", "/story/{story_id}"] == 2
    assert found["process_resident_memory_bytes",] > 0
    assert "alert" not in answer.text, "no label holds what somebody typed"


def test_the_figures_are_for_administrators_and_for_addresses_that_are_named(store: app.Store) -> None:
    front = front_of(Server(metrics_from=("10.0.0.0/8",)))
    for client, status in (("10.1.2.3", 200), ("127.0.0.1", 401)):
        built = server.build(store, front=front)
        with TestClient(seen_from(client, built), base_url="http://127.0.0.1:8000") as stranger:
            assert stranger.get("/metrics").status_code == status
            assert stranger.get("/admin").status_code == 401
            assert stranger.get("/metrics", headers={"x-forwarded-for": "10.0.0.1"}).status_code == 401


def test_a_store_that_does_not_answer_is_a_figure(store: app.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_store: app.Store) -> None:
        raise app.StoreError("The disk is full.")

    monkeypatch.setattr(app, "health", broken)
    built = server.build(store, front=front_of(Server(metrics_from=("10.0.0.1",))))
    with TestClient(seen_from("10.0.0.1", built), base_url="http://127.0.0.1:8000") as scraper:
        assert "firsthand_store_up 0.0" in scraper.get("/metrics").text
