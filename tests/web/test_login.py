"""The one-time link, the session, the hosts: who may come in."""

import pytest
from litestar.testing import TestClient

from firsthand import server
from firsthand.web.session import GUESSES, Door

LINK = "/login/a-one-time-token"


def test_looking_at_the_link_does_not_use_it_up(stranger):
    for _ in range(3):
        page = stranger.get(LINK)
        assert page.status_code == 200
        assert '<form method="post" action="/login/a-one-time-token">' in page.text
    assert stranger.post(LINK, follow_redirects=False).status_code == 303
    assert stranger.get("/").status_code == 200


def test_the_link_opens_once_and_says_how_to_get_another(stranger):
    stranger.post(LINK, follow_redirects=False)
    stranger.cookies.clear()
    for answer in (stranger.get(LINK), stranger.post(LINK)):
        assert answer.status_code == 410
        assert "firsthand serve" in answer.text
        assert not answer.cookies


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger):
    cookie = stranger.post(LINK, follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "a-one-time-token" not in cookie


def test_a_stranger_sees_nothing_but_the_way_in(stranger, newsroom, samples):
    for path in ("/", "/about", f"/story/{samples.STORY}", "/api", "/api/stories", "/api/openapi.json"):
        answer = stranger.get(path)
        assert answer.status_code == 401, path
        assert "one-time link" in answer.text
    assert newsroom.asked == []


@pytest.mark.parametrize("path", ["/healthz", "/static/site.css", LINK])
def test_the_door_the_files_and_the_health_check_are_open(stranger, path):
    assert stranger.get(path).status_code == 200


def test_every_route_but_those_is_closed(stranger):
    """A new route is closed unless somebody marks it and adds it here."""
    routes = stranger.app.routes
    public = {route.path for route in routes for h in getattr(route, "route_handlers", []) if h.opt.get("public")}
    hubs = "/push/{source_id:str}/{token:str}"
    app_files = {"/manifest.webmanifest", "/sw.js", "/icon/{size:int}", "/offline"}
    assert public == {"/login/{token:str}", "/healthz", "/static/{file_path:path}", hubs} | app_files


def test_a_made_up_or_altered_cookie_opens_nothing(reader):
    (name, value), *_ = reader.cookies.items()
    for forged in ("", "x", value[:-1], value + "A", "9999999999." + value.partition(".")[2], value.replace(".", "")):
        reader.cookies.clear()
        reader.cookies.set(name, forged)
        assert reader.get("/").status_code == 401, forged


def test_a_cookie_of_another_server_opens_nothing(reader, newsroom):
    mine = dict(reader.cookies.items())
    other = server.build(object(), token="other", secret=b"o" * 32)
    with TestClient(other, base_url="http://127.0.0.1:8001") as client:
        for name, value in mine.items():
            client.cookies.set(name, value)
            client.cookies.set(Door("other", b"o" * 32).cookie, value)
        assert client.get("/").status_code == 401


def test_a_session_ends(monkeypatch):
    door = Door("t", b"s")
    cookie = door.open("t")
    assert door.knows(cookie)
    monkeypatch.setattr("firsthand.web.session.SESSION_SECONDS", -1)
    assert not door.knows(cookie)


def test_guessing_is_slowed_down_but_the_right_link_still_opens(stranger):
    for _ in range(GUESSES):
        assert stranger.get("/login/wrong").status_code == 410
    assert stranger.get("/login/wrong").status_code == 429
    assert stranger.post("/login/wrong").status_code == 429
    assert stranger.post(LINK, follow_redirects=False).status_code == 303


def test_two_presses_at_once_open_one_session():
    door = Door("t", b"s")
    assert [door.open("t") is not None, door.open("t") is not None] == [True, False]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:9", "LOCALHOST", "[::1]", "[::1]:8000"])
def test_it_answers_under_its_own_names(reader, host):
    assert reader.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil", "[::1].evil", "", "evil:80", "127.0.0.2"]
)
def test_it_answers_under_no_other(stranger, host):
    """A page elsewhere may point its own name at this machine (DNS rebinding)."""
    for path in ("/", "/healthz", "/api/stories", LINK):
        assert stranger.get(path, headers={"host": host}).status_code == 400


def test_further_names_are_a_setting(newsroom):
    built = server.build(object(), token="t", secret=b"s", hosts=["desk.example"])
    with TestClient(built, base_url="http://desk.example:8000") as client:
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("token", ["%00", "%ff", "a" * 5000, "..%2f..", "<script>", "é"])
def test_an_odd_token_is_only_a_wrong_one(stranger, token):
    answer = stranger.get(f"/login/{token}")
    assert answer.status_code in (404, 410)
    assert "<script>" not in answer.text
