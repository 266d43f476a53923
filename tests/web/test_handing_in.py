"""Handing in on the site: without a script, by somebody who may, and told when nothing was given."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from firsthand.front import front_of
from firsthand.settings import Server
from tests import entering


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """A browser on an empty store."""
    store = app.open_store(str(tmp_path / "store"))
    built = server.build(store, front=front_of(Server(upload_megabytes=1)))
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        entering.enter(client, store)
        yield client
    store.close()


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/reading").text)
    assert found
    return found[1]


def test_an_empty_store_invites_in_three_ways(empty: TestClient) -> None:
    page = empty.get("/").text
    assert [action for action in ("/demo", "/sources", "/reading") if f'action="{action}"' in page] == [
        "/demo",
        "/sources",
        "/reading",
    ]
    assert page.count('name="csrf"') == 3


def test_what_is_handed_in_is_told_at_once_and_the_page_asks_again_by_itself(empty: TestClient) -> None:
    assert "refresh" not in empty.get("/reading").headers
    some = {"csrf": token(empty), "text": "<script>alert(1)</script>\nA text"}
    files = [("file", ("<b>a.txt", b"Some text", "text/plain")), ("file", ("b.html", b"<p>more", "text/html"))]
    answer = empty.post("/reading", data=some, files=files, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reading")
    page = empty.get("/reading")
    assert page.headers["refresh"] == "2"
    assert page.text.count("waits") == 3
    assert "&lt;script&gt;" in page.text
    assert "<b>a.txt" not in page.text


def test_nothing_is_said_to_be_nothing(empty: TestClient) -> None:
    answer = empty.post("/reading", data={"csrf": token(empty), "text": " "}, files=[("file", ("", b"", "text/plain"))])
    assert answer.status_code == 422
    assert "Nothing was handed in." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_what_is_too_large_is_refused_with_a_cause(empty: TestClient) -> None:
    answer = empty.post("/reading", data={"csrf": token(empty)}, files=[("file", ("a.warc", b"x" * 1_100_000, ""))])
    assert answer.status_code == 413
    assert "larger than" in answer.text


def test_a_form_without_its_token_changes_nothing(empty: TestClient) -> None:
    for path in ("/reading", "/demo", "/demo/remove"):
        assert empty.post(path, data={"text": "x"}).status_code == 403
    assert "Handed in" not in empty.get("/reading").text


def test_the_sample_is_a_button(empty: TestClient) -> None:
    answer = empty.post("/demo", data={"csrf": token(empty)}, follow_redirects=False)
    assert answer.headers["location"] == "/reading"
    assert "The sample archive" in empty.get("/reading").text
    assert empty.post("/demo/remove", data={"csrf": token(empty)}).text.count("The sample is not in this store.") == 1
