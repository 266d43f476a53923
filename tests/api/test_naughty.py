"""Whatever a program sends to any route of the API, on each database, the answer is no failure of ours.

The routes and the shapes of what they take come from our own OpenAPI: a new route is among them by that.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from firsthand.store.database import Store
from tests import entering
from tests.made import STRIKE
from tests.taken import Page, take_in

NAUGHTY = [
    "",
    " ",
    "\x00",
    "\u2028\u202e\ufeff\U0001f6a2",
    "e\u0301" * 90,
    "' OR 1=1; --",
    '"\\%_*?[(',
    "../../etc/passwd",
    "-1",
    "99999999999999999999",
    "NaN",
    "x" * 3_000,
    "{{7*7}}${7*7}",
    "\r\nSet-Cookie: a=b",
    "ent_aaaaaaaaaaaaaaaa",
    "9" * 25 + ".sto_a",
]
#: Pages are parsed, and addresses asked for, by these: tests of their own send them everything.
ELSEWHERE = {"POST /api/read", "POST /api/sources", "POST /api/sources/opml", "POST /api/refresh"}


@pytest.fixture
def client(store: Store) -> Iterator[TestClient[Any]]:
    take_in(store, [Page("wire", "one.example", "Port Alden strike ends", STRIKE, 0)])
    app.index_now(store)
    with TestClient(server.build(store), base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        yield opened


def test_no_word_anywhere_in_the_api_makes_the_server_fail(client: TestClient[Any], store: Store) -> None:
    me = entering.enter(client, store)
    known = _known(store, me)
    token = {"x-csrf-token": client.get("/api/session").json()["csrf"]}
    api = client.get("/api/openapi.json").json()
    asked = 0
    for path, methods in api["paths"].items():
        for method, told in methods.items():
            if not path.startswith("/api/") or f"{method.upper()} {path}" in ELSEWHERE:
                continue
            for word in NAUGHTY:
                for at, query, body in _ways(api, path, told, known, word):
                    answer = client.request(method, at, params=query, content=body, headers=token)
                    assert answer.status_code < 500, (method, at, query, body, answer.text)
                    asked += 1
    assert asked > 500


def _known(store: Store, me: str) -> dict[str, str]:
    """Ids of what is there, by the names of parameters and fields that take them."""
    (line,) = app.river(store).stories
    (member,) = app.story(store, line.id).documents
    note = app.write_note(store, me, line.id, "Ask the harbour master.")
    outlet = app.names(store, "outlet").names[0]
    return {
        "story_id": line.id,
        "document_id": member.id,
        "original_id": member.id,
        "copy_id": member.id,
        "note_id": note.id,
        "workspace_id": note.workspace,
        "member_id": me,
        "name_id": outlet.id,
        "capture_id": app.document(store, member.id).capture,
        "on": line.id,
        "kind": "outlet",
        "story": line.id,
        "item": member.id,
        "subject": member.id,
        "parent": note.id,
    }


def _ways(
    api: dict[str, Any], path: str, told: dict[str, Any], known: dict[str, str], word: str
) -> Iterator[tuple[str, dict[str, str], bytes | None]]:
    """Yield address, query and body of requests with the word in every place, and alone in each beside what is known."""
    named = [one for one in told.get("parameters", []) if one["in"] == "query"]
    ids = [one["name"] for one in told.get("parameters", []) if one["in"] == "path"]
    right, wrong = path, path
    for name in ids:
        right = right.replace(f"{{{name}}}", known.get(name, f"{name[:3]}_aaaaaaaaaaaaaaaa"))
        wrong = wrong.replace(f"{{{name}}}", quote(word, safe="") or "x")
    fields = _fields(api, told)
    every = dict.fromkeys([one["name"] for one in named], word)
    needed = {one["name"]: known.get(one["name"], "") for one in named if one.get("required")}
    yield wrong, every, _written(dict.fromkeys(fields, word)) if fields else None
    if not fields:
        yield right, every, None
        for one in named:
            yield right, {**needed, one["name"]: word}, None
        return
    least = {name: known.get(name, "outlet") for name, needs in fields.items() if needs}
    for name in fields:
        for value in (word, 7, None, [word], {word: word}):
            yield right, {}, _written({**least, name: value})
    yield right, {}, _written(word)
    yield right, {}, word.encode()


def _fields(api: dict[str, Any], told: dict[str, Any]) -> dict[str, bool]:
    """Return the fields of a body, and whether each must be there."""
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    ref = content.get("schema", {}).get("$ref", "")
    shape = api["components"]["schemas"].get(ref.rpartition("/")[2], {})
    return {name: name in shape.get("required", []) for name in shape.get("properties", {})}


def _written(body: object) -> bytes:
    return json.dumps(body).encode()
