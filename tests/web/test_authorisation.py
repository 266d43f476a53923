"""Who may do what: every route, every role, one's own and another's.

The table names for every route the least role that it is open to. A route without a row fails the test, and so does a row
without a route. To add a route, add its line. ``own`` makes something of somebody's own, in the store, for the account that
is given, and returns the values of the path's parameters: to everybody else, administrators too, it is as if it were not
there.

Allowed is whatever is neither 401 nor 403: what then comes of it is for other tests.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from tests import entering
from tests.made import STRIKE
from tests.taken import Page, take_in

Own = Callable[[app.Store, str], Mapping[str, str]]

ANYBODY, HUBS, READER, EDITOR, ADMINISTRATOR = "anybody", "hubs", "reader", "editor", "administrator"
ROLES = (READER, EDITOR, ADMINISTRATOR)
#: What is there for the programs of an account, by a password of their own.
FOR_PROGRAMS = "/api/"


@dataclass(frozen=True)
class Row:
    """The least role of a route, how to make what is somebody's own under it, and what its form holds."""

    least: str
    own: Own | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def a_session(store: app.Store, account: str) -> Mapping[str, str]:
    found = app.Sessions(store).by_cookie(app.enter_as(store, account).token)
    assert found
    return {"session_id": found.session}


def a_program(store: app.Store, account: str) -> Mapping[str, str]:
    return {"app_password_id": app.add_app_password(store, account, "phone").id}


def a_search(store: app.Store, account: str) -> Mapping[str, str]:
    return {"search_id": app.keep_search(store, account, "ferry").id}


def a_note(store: app.Store, account: str) -> Mapping[str, str]:
    (story,) = app.river(store).stories
    return {"note_id": app.write_note(store, account, story.id, "Ask the harbour master.").id}


def a_workspace(store: app.Store, account: str) -> Mapping[str, str]:
    return {"workspace_id": next(w.id for w in app.make_workspace(store, account, "Desk") if w.name == "Desk")}


def a_shared_workspace(store: app.Store, account: str) -> Mapping[str, str]:
    """With somebody in it who can be taken out."""
    guest = entering.account(store, READER, "guest")
    made = a_workspace(store, account)["workspace_id"]
    app.invite_member(store, account, made, "guest")
    return {"workspace_id": made, "member_id": guest}


ROUTES: dict[str, Row] = {
    # The door.
    "GET /login": Row(ANYBODY),
    "POST /login": Row(ANYBODY),
    "GET /login/{token}": Row(ANYBODY),
    "POST /login/{token}": Row(ANYBODY),
    "GET /login/provider": Row(ANYBODY),
    "GET /login/provider/back": Row(ANYBODY),
    "GET /register": Row(ANYBODY),
    "POST /register": Row(ANYBODY),
    "GET /healthz": Row(ANYBODY),
    "GET /static/{file_path}": Row(ANYBODY),
    "GET /sheet/{sheets}": Row(ANYBODY),
    "GET /push/{source_id}/{token}": Row(HUBS),
    "POST /push/{source_id}/{token}": Row(HUBS),
    "POST /logout": Row(READER),
    "GET /icon/{size}": Row(ANYBODY),
    "GET /manifest.webmanifest": Row(ANYBODY),
    "GET /offline": Row(ANYBODY),
    "GET /sw.js": Row(ANYBODY),
    # Reading.
    "GET /": Row(READER),
    "GET /about": Row(READER),
    "GET /capture/{capture_id}": Row(READER),
    "GET /compare/{original_id}/{copy_id}": Row(READER),
    "GET /document/{document_id}": Row(READER),
    "GET /story/{story_id}": Row(READER),
    "GET /story/{story_id}/voices": Row(READER),
    "GET /thread/{thread_id}": Row(READER),
    "GET /threads": Row(READER),
    "GET /why": Row(READER),
    "GET /story/{story_id}/compare": Row(READER),
    "GET /story/{story_id}/evidence": Row(READER),
    "GET /story/{story_id}/thread": Row(READER),
    "GET /story/{story_id}/timeline": Row(READER),
    "GET /organisations": Row(READER),
    "GET /outlets": Row(READER),
    "GET /people": Row(READER),
    "GET /places": Row(READER),
    "GET /topics": Row(READER),
    "GET /organisation/{name_id}": Row(READER),
    "GET /outlet/{name_id}": Row(READER),
    "GET /person/{name_id}": Row(READER),
    "GET /place/{name_id}": Row(READER),
    "GET /topic/{name_id}": Row(READER),
    "GET /organisation/{name_id}/said": Row(READER),
    "GET /person/{name_id}/said": Row(READER),
    "GET /place/{name_id}/said": Row(READER),
    "GET /image": Row(READER),
    "GET /reading": Row(READER),
    "GET /search": Row(READER),
    "GET /api/search": Row(READER),
    "GET /api/shelves": Row(READER),
    "GET /api/names": Row(READER),
    "GET /api/names/{name_id}": Row(READER),
    "GET /api/names/{name_id}/said": Row(READER),
    "GET /api/stories/{story_id}/related": Row(READER),
    # What somebody looked at, saved, muted, searches for, and writes.
    "POST /looked": Row(READER),
    "POST /looked/all": Row(READER),
    "POST /looked/all/undo": Row(READER),
    "POST /saved": Row(READER),
    "GET /muted": Row(READER),
    "POST /muted": Row(READER),
    "POST /api/looked": Row(READER),
    "POST /api/looked/all": Row(READER),
    "POST /api/looked/all/undo": Row(READER),
    "POST /api/saved": Row(READER),
    "GET /api/muted": Row(READER),
    "POST /api/muted": Row(READER),
    "POST /search/kept": Row(READER),
    "POST /search/kept/{search_id}": Row(READER, a_search, {"name": "Ferries"}),
    "POST /search/kept/{search_id}/looked": Row(READER, a_search),
    "POST /search/kept/{search_id}/remove": Row(READER, a_search),
    "GET /notes/{on_id}": Row(READER),
    "POST /notes": Row(READER),
    "POST /notes/{note_id}/edit": Row(READER, a_note, {"text": "Ask again."}),
    "POST /notes/{note_id}/delete": Row(READER, a_note),
    "GET /mentions": Row(READER),
    "POST /mentions/seen": Row(READER),
    "GET /workspaces": Row(READER),
    "POST /workspaces": Row(READER),
    "POST /workspaces/{workspace_id}": Row(READER, a_workspace, {"do": "named", "name": "Night desk"}),
    "GET /api/notes": Row(READER),
    "POST /api/notes": Row(READER),
    "GET /api/notes/{note_id}": Row(READER, a_note),
    "PUT /api/notes/{note_id}": Row(READER, a_note, {"text": "Ask again."}),
    "DELETE /api/notes/{note_id}": Row(READER, a_note),
    "GET /api/mentions": Row(READER),
    "GET /api/workspaces": Row(READER),
    "POST /api/workspaces": Row(READER),
    "POST /api/workspaces/{workspace_id}/members": Row(READER, a_shared_workspace, {"name": "guest"}),
    "DELETE /api/workspaces/{workspace_id}/members/{member_id}": Row(READER, a_shared_workspace),
    "PUT /api/workspaces/{workspace_id}/current": Row(READER, a_workspace),
    "GET /api": Row(READER),
    "GET /api/openapi.json": Row(READER),
    "GET /api/schema": Row(READER),
    "GET /api/schema/openapi.json": Row(READER),
    "GET /api/schema/{path}": Row(READER),
    "GET /api/captures/{capture_id}/reading": Row(READER),
    "GET /api/compare/{original_id}/{copy_id}": Row(READER),
    "GET /api/documents/{document_id}": Row(READER),
    "GET /api/documents/{document_id}/versions": Row(READER),
    "GET /api/judgements": Row(READER),
    "GET /api/session": Row(READER),
    "GET /api/stories": Row(READER),
    "GET /api/stories/{story_id}": Row(READER),
    "GET /api/stories/{story_id}/graph": Row(READER),
    "GET /api/stories/{story_id}/timeline": Row(READER),
    "GET /api/threads": Row(READER),
    "GET /api/threads/{thread_id}": Row(READER),
    "GET /api/threads/{thread_id}/positions": Row(READER),
    "GET /api/why": Row(READER),
    # One's own account.
    "GET /account": Row(READER),
    "POST /account/name": Row(READER),
    "POST /account/password": Row(READER),
    "POST /account/preferences": Row(READER),
    "POST /account/sessions/end": Row(READER),
    "POST /account/sessions/{session_id}/end": Row(READER, a_session),
    "POST /account/programs": Row(READER),
    "POST /account/programs/{app_password_id}/remove": Row(READER, a_program),
    # Correcting, and what is followed.
    "POST /judgements": Row(EDITOR),
    "POST /judgements/{judgement_id}/withdraw": Row(EDITOR),
    "POST /api/judgements": Row(EDITOR),
    "DELETE /api/judgements/{judgement_id}": Row(EDITOR),
    "POST /api/read": Row(EDITOR),
    "GET /speaker/{document_id}": Row(EDITOR),
    "POST /reading": Row(EDITOR),
    "POST /demo": Row(EDITOR),
    "POST /demo/remove": Row(EDITOR),
    "GET /sources": Row(EDITOR),
    "GET /sources/packs": Row(EDITOR),
    "POST /sources": Row(EDITOR),
    "POST /sources/refresh": Row(EDITOR),
    "GET /sources/{source_id}": Row(EDITOR),
    "POST /sources/{source_id}": Row(EDITOR),
    "POST /sources/{source_id}/refresh": Row(EDITOR),
    "POST /sources/{source_id}/pause": Row(EDITOR),
    "POST /sources/{source_id}/resume": Row(EDITOR),
    "GET /sources/{source_id}/remove": Row(EDITOR),
    "POST /sources/{source_id}/remove": Row(EDITOR),
    "GET /api/sources.opml": Row(EDITOR),
    "POST /api/sources/opml": Row(EDITOR),
    "GET /api/packs": Row(EDITOR),
    "GET /api/sources": Row(EDITOR),
    "POST /api/sources": Row(EDITOR),
    "POST /api/refresh": Row(EDITOR),
    "GET /api/sources/{source_id}": Row(EDITOR),
    "PATCH /api/sources/{source_id}": Row(EDITOR),
    "DELETE /api/sources/{source_id}": Row(EDITOR),
    "POST /api/sources/{source_id}/refresh": Row(EDITOR),
    # The store, and all accounts.
    "GET /admin": Row(ADMINISTRATOR),
    "GET /admin/checks": Row(ADMINISTRATOR),
    "GET /admin/settings": Row(ADMINISTRATOR),
    "POST /admin/quarantine": Row(ADMINISTRATOR),
    "GET /metrics": Row(ADMINISTRATOR),
    "GET /admin/accounts": Row(ADMINISTRATOR),
    "POST /admin/accounts/invite": Row(ADMINISTRATOR),
    "POST /admin/accounts/links/{invite_id}/remove": Row(ADMINISTRATOR),
    "POST /admin/accounts/{account_id}/role": Row(ADMINISTRATOR),
    "POST /admin/accounts/{account_id}/disable": Row(ADMINISTRATOR),
    "POST /admin/accounts/{account_id}/enable": Row(ADMINISTRATOR),
    "POST /admin/accounts/{account_id}/link": Row(ADMINISTRATOR),
    "GET /admin/accounts/{account_id}/remove": Row(ADMINISTRATOR),
    "POST /admin/accounts/{account_id}/remove": Row(ADMINISTRATOR),
}


def path_of(route: str, values: Mapping[str, str]) -> str:
    """Fill a route's parameters in: what is not given is an id that nobody has."""
    _, _, path = route.partition(" ")
    given = {name: f"{name.removesuffix('_id')[:3]}_aaaaaaaaaaaaaaaa" for name in re.findall(r"\{(\w+)\}", path)}
    return path.format(**{**given, "file_path": "site.css", "sheets": "site.css", "size": "180", **values})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[app.Store]:
    """A store with one story, an account of each role, and another of each."""
    opened = app.open_store(str(tmp_path_factory.mktemp("matrix")))
    take_in(opened, [Page("wire", "one.example", "Port Alden strike ends", STRIKE, 0)])
    for role in ROLES:
        entering.account(opened, role)
        entering.account(opened, role, f"another {role}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: app.Store) -> Iterator[TestClient]:
    built = server.build(store)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        yield opened


def routes(client: TestClient) -> set[str]:
    """Every method of every route that the application has."""
    found = set()
    for route in client.app.routes:
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        methods = {str(getattr(method, "value", method)) for method in route.methods}
        found |= {f"{method} {path}" for method in methods - {"OPTIONS", "HEAD"}}
    return found


def knock(client: TestClient, route: str, values: Mapping[str, str], token: str = "", **headers: str) -> int:
    """Ask for a route with what it may want, and return the status of its answer."""
    method, _, _ = route.partition(" ")
    if token:
        headers["x-csrf-token"] = token
    told = dict(ROUTES[route].fields)
    fields = (
        {"json": told}
        if "/api/" in route and told
        else {"data": told}
        if method == "POST" and "/api/" not in route
        else {}
    )
    asked = client.request(method, path_of(route, values), headers=headers, follow_redirects=False, **fields)
    assert asked.status_code < 500, (route, asked.text)
    return asked.status_code


def refused(status: int) -> bool:
    return status in (401, 403)


def test_every_route_has_a_row_and_every_row_a_route(client: TestClient) -> None:
    """A new route is for readers until it says otherwise; whoever adds one says here whom it is for."""
    there = routes(client)
    assert not there - ROUTES.keys(), "routes without a row: who may ask for them?"
    assert not ROUTES.keys() - there, "rows without a route"


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_comes_in_but_by_the_door(client: TestClient, store: app.Store, route: str) -> None:
    client.cookies.clear()
    row, values = ROUTES[route], {}
    if row.own:
        values = row.own(store, entering.account(store, row.least))
    is_open = row.least in (ANYBODY, HUBS)
    if is_open and not route.startswith("GET"):
        return  # changing needs the token of the door's cookie: below
    status = knock(client, route, values)
    if is_open:
        assert status != 401
    else:
        assert status == 401
        assert knock(client, route, values, authorization="Bearer made-up") == 401
        assert knock(client, route, values, token="made-up") == 401


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [r for r, row in ROUTES.items() if row.least not in (ANYBODY, HUBS)])
def test_a_role_may_what_it_may_and_no_more(client: TestClient, store: app.Store, route: str, role: str) -> None:
    row = ROUTES[route]
    me, may = entering.enter(client, store, role), ROLES.index(role) >= ROLES.index(row.least)
    values = row.own(store, me) if row.own else {}
    token = client.get("/api/session").json()["csrf"]
    if not route.startswith("GET"):
        assert refused(knock(client, route, values)), "without the token of the session"
        assert refused(knock(client, route, values, token[:-1]))
        assert refused(knock(client, route, values, token, origin="https://evil.example"))
    if row.own and may:
        for other in ROLES:
            entering.enter(client, store, other, f"another {other}")
            theirs = client.get("/api/session").json()["csrf"]
            status = knock(client, route, values, theirs)
            assert status in (403, 404), f"another {other} reached what is {role}'s"
        entering.enter(client, store, role)
        token = client.get("/api/session").json()["csrf"]
    status = knock(client, route, values, token)
    assert refused(status) is not may, status
    if row.own and may:
        assert status not in (404, 410), "it is one's own"


@pytest.mark.parametrize("route", [r for r, row in ROUTES.items() if row.least not in (ANYBODY, HUBS)])
def test_who_is_disabled_is_nobody(client: TestClient, store: app.Store, route: str) -> None:
    gone = entering.enter(client, store, ADMINISTRATOR, "gone")
    token = client.get("/api/session").json()["csrf"]
    made = app.add_app_password(store, gone, "phone")
    program = made.password
    app.disable_account(store, gone)
    assert knock(client, route, {}, token) == 401
    assert knock(client, route, {}, authorization=f"Bearer {program}") == 401
    app.remove_app_password(store, gone, made.id)
    app.enable_account(store, gone)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [r for r, row in ROUTES.items() if row.least not in (ANYBODY, HUBS)])
def test_a_program_comes_in_at_the_api_alone(client: TestClient, store: app.Store, route: str, role: str) -> None:
    row = ROUTES[route]
    me = entering.account(store, role)
    password = app.add_app_password(store, me, "phone")
    client.cookies.clear()
    pair = b64encode(f"{role}:{password.password}".encode()).decode()
    for authorization in (f"Bearer {password.password}", f"Basic {pair}"):
        status = knock(client, route, {}, authorization=authorization)
        if not route.partition(" ")[2].startswith(FOR_PROGRAMS):
            assert status == 401
        else:
            assert refused(status) is (ROLES.index(role) < ROLES.index(row.least)), status
    assert (
        knock(
            client,
            route,
            {},
            authorization=f"Basic {b64encode(f'another {role}:{password.password}'.encode()).decode()}",
        )
        == 401
    )
    app.remove_app_password(store, me, password.id)


@pytest.mark.parametrize("route", [r for r, row in ROUTES.items() if row.least == ANYBODY and not r.startswith("GET")])
def test_the_door_too_wants_its_token(client: TestClient, route: str) -> None:
    client.cookies.clear()
    page = client.get("/login/x" if "{token}" in route else "/login")
    assert page.cookies or client.cookies
    assert knock(client, route, {}) == 403
    assert knock(client, route, {}, token="made-up") == 403
