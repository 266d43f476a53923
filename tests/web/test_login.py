"""The way in and out: passwords, one-time links, sessions, hosts, and what a page elsewhere may not do."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from tests import entering

PASSWORD, OTHER = "four words nobody joins", "another four words"
HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    entering.hash_cheaply(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[app.Store]:
    """A store that nobody has come into yet."""
    opened = app.open_store(str(tmp_path / "store"))
    yield opened
    opened.close()


def browser(store: app.Store, address: str = "http://127.0.0.1:8000", **options: object) -> TestClient:
    return TestClient(server.build(store, **options), base_url=address, raise_server_exceptions=False)


@pytest.fixture
def client(store: app.Store) -> Iterator[TestClient]:
    with browser(store) as opened:
        yield opened


@pytest.fixture
def ada(store: app.Store) -> str:
    return app.add_account(store, "Ada", "administrator", PASSWORD).id


def first(store: app.Store) -> str:
    return f"/login/{app.starting_link(store)}"


def send(client: TestClient, path: str, page: str = "", **fields: str):
    """Fill the form of a page and send it off."""
    shown = client.get(page or path)
    data = {"csrf": entering.csrf(shown.text), **fields}
    return client.post(path, data=data, follow_redirects=False)


# The first run, and one-time links. ---------------------------------------------------------------------------------


def test_the_first_visitor_chooses_name_and_password_and_is_the_administrator(store, client):
    answer = send(client, first(store), way="password", name="Ada", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/api/session").json().items() >= {"name": "Ada", "role": "administrator"}.items()
    assert app.starting_link(store) is None


def test_the_first_visitor_may_go_in_without_a_password(store, client):
    page = client.get(link := first(store))
    assert "Open Firsthand without a password" in page.text
    assert send(client, link).status_code == 303
    assert client.get("/api/session").json()["name"] == "You"
    assert app.starting_link(store), "the next start prints a link again"


def test_looking_at_a_link_does_not_use_it_up(store, client):
    link = first(store)
    for _ in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert f'<form class="ask" method="post" action="{link}">' in page.text
    assert send(client, link, name="", way="password", password="").status_code == 422
    assert send(client, link).status_code == 303
    assert client.get("/").status_code == 200


def test_a_link_opens_once_and_says_how_to_get_another(store, client):
    link = first(store)
    with browser(store) as other:
        token = entering.csrf(other.get(link).text)
        assert send(client, link).status_code == 303
        for answer in (other.get(link), other.post(link, data={"csrf": token})):
            assert answer.status_code == 410
            assert "firsthand user link" in answer.text


def test_an_invitation_makes_an_account_of_its_role(store, client, ada):
    link = app.invite(store, "editor").path
    assert "as an editor" in client.get(link).text
    assert "called Ada already" in send(client, link, name="ADA", password=PASSWORD).text
    assert send(client, link, name="Ben", password=PASSWORD).status_code == 303
    assert client.get("/api/session").json()["role"] == "editor"


def test_a_link_for_a_forgotten_password_lets_one_choose_another(store, client, ada):
    page = client.get(link := app.link_for(store, ada).path)
    assert "Come in, <span" in page.text
    assert send(client, link, way="password", password=OTHER).status_code == 303
    assert app.sign_in(store, "Ada", OTHER).account == ada


@pytest.mark.parametrize("token", ["%00", "%ff", "a" * 5000, "..%2f..", "<script>", "é"])
def test_an_odd_token_is_only_a_wrong_one(client, token):
    answer = client.get(f"/login/{token}")
    assert answer.status_code in (404, 410)
    assert "<script>" not in answer.text


# Name and password. -------------------------------------------------------------------------------------------------


def test_signing_in_leads_on_to_what_was_wanted(store, client, ada):
    wanted = "/about?a=b&c=d"
    answer = client.get(wanted, headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={quote(wanted, safe='/')}")
    page = client.get(answer.headers["location"])
    assert 'name="next" value="/about?a=b&amp;c=d"' in page.text
    answer = send(client, "/login", name="ada", password=PASSWORD, next=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)
    assert client.get("/login?next=/about", follow_redirects=False).headers["location"] == "/about"


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/\t/evil", "javascript:alert(1)"),
        *("/x\r\nset-cookie: a=b", "/" + "a" * 3000, "evil", "", "///evil", "/é", "/login", "/logout", "http:/x"),
    ],
)
def test_it_leads_to_no_other_site(store, client, ada, path):
    assert send(client, "/login", name="Ada", password=PASSWORD, next=path).headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(store, client, ada):
    pages = [send(client, "/login", name=name, password="wrong") for name in ("Ada", "Nobody")]
    assert {page.status_code for page in pages} == {422}
    told = [re.sub(r'value="(Ada|Nobody)"', "", page.text) for page in pages]
    assert "The name or the password is wrong." in told[0]
    assert re.sub('nonce="[^"]+"', "", told[0]) == re.sub('nonce="[^"]+"', "", told[1])


def test_too_many_tries_are_told_with_the_time_to_wait(store, client, ada):
    for _ in range(10):
        send(client, "/login", name="Ada", password="guess")
    answer = send(client, "/login", name="Ada", password=PASSWORD)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "too many tries" in answer.text


def test_where_nobody_has_a_password_the_page_says_where_the_link_is(store, client):
    page = client.get("/login").text
    assert "printed in its terminal" in page
    assert 'type="password"' not in page


def test_registration_is_closed_unless_a_setting_opens_it(store, client, ada, monkeypatch):
    assert client.get("/register").status_code == 403
    assert send(client, "/register", page="/login", name="Ben", password=PASSWORD).status_code == 403
    monkeypatch.setenv("FIRSTHAND_REGISTRATION", "reader")
    assert "/register" in client.get("/login").text
    assert send(client, "/register", name="Ben", password="short").status_code == 422
    assert send(client, "/register", name="Ben", password=PASSWORD).status_code == 303
    assert client.get("/api/session").json()["role"] == "reader"


# Sessions and cookies. ----------------------------------------------------------------------------------------------


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(store, client, ada):
    set_cookie = send(client, "/login", name="Ada", password=PASSWORD).headers.get_list("set-cookie")[0]
    assert re.match(r"firsthand_[\w-]{8}=[\w-]{43};", set_cookie)
    for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"):
        assert word in set_cookie
    assert "Secure" not in set_cookie


def test_over_https_no_other_host_can_plant_a_cookie(store, ada):
    with browser(store, "https://127.0.0.1") as client:
        set_cookie = send(client, "/login", name="Ada", password=PASSWORD).headers.get_list("set-cookie")[0]
        assert set_cookie.startswith("__Host-firsthand_")
        assert "Secure" in set_cookie
        assert "Domain" not in set_cookie


def test_signing_in_ends_the_session_that_the_browser_had(store, client, ada):
    """Whoever planted a session does not share the one that is signed in."""
    entering.enter(client, store, name="Ada")
    (planted,) = client.cookies.values()
    send(client, "/login", page=app.link_for(store, ada).path, name="Ada", password=PASSWORD)
    assert app.Sessions(store).by_cookie(planted) is None
    assert planted not in client.cookies.values()
    assert client.get("/").status_code == 200


def test_signing_out_is_a_form_and_ends_the_session(store, client, ada):
    entering.enter(client, store, name="Ada")
    kept = dict(client.cookies.items())
    assert client.get("/logout").status_code == 405
    answer = send(client, "/logout", page="/account")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    client.cookies.update(kept)
    assert client.get("/").status_code == 401


def test_a_made_up_or_altered_cookie_opens_nothing(store, client, ada):
    entering.enter(client, store, name="Ada")
    ((name, value),) = client.cookies.items()
    for forged in ("", "x", value[:-1], value + "A", value.swapcase(), "%00", "a.b.c", "x" * 5000):
        client.cookies.clear()
        assert client.get("/", headers={"cookie": f"{name}={forged}"}).status_code == 401, forged


def test_a_session_outlives_the_server_and_opens_no_other_store(store, client, ada, tmp_path):
    entering.enter(client, store, name="Ada")
    mine = dict(client.cookies.items())
    with browser(store) as again:
        again.cookies.update(mine)
        assert again.get("/").status_code == 200
    other = app.open_store(str(tmp_path / "other"))
    with browser(other) as elsewhere:
        elsewhere.cookies.update(mine)
        assert elsewhere.get("/").status_code == 401
        assert next(iter(mine)) not in elsewhere.get("/login").headers["set-cookie"], "their names tell them apart"
    other.close()


def test_who_is_disabled_or_demoted_is_so_with_the_next_page(store, client, ada):
    ben = entering.enter(client, store, "editor", "Ben")
    assert client.get("/sources", headers=HTML).status_code == 200
    app.set_role(store, ben, "reader")
    refused = client.get("/sources", headers=HTML)
    assert refused.status_code == 403
    assert "This needs an editor, and Ben is a reader." in refused.text
    app.disable_account(store, ben)
    assert client.get("/", headers=HTML, follow_redirects=False).status_code == 303


# Strangers, and pages elsewhere. ------------------------------------------------------------------------------------


def test_a_stranger_sees_nothing_but_the_way_in(stranger, newsroom, samples):
    for path in ("/", "/about", f"/story/{samples.STORY}", "/api", "/api/stories", "/api/openapi.json"):
        answer = stranger.get(path)
        assert answer.status_code == 401, path
        assert "one-time link" in answer.text
    assert newsroom.asked == []


@pytest.mark.parametrize("path", ["/healthz", "/static/site.css", "/login"])
def test_the_door_the_files_and_the_health_check_are_open(stranger, path):
    assert stranger.get(path).status_code == 200


def test_a_form_at_the_door_needs_the_token_of_its_cookie(store, client, ada):
    """Else a page elsewhere could sign somebody in as a stranger, and read what they then write."""
    fields = {"name": "Ada", "password": PASSWORD}
    assert client.post("/login", data=fields).status_code == 403
    token = entering.csrf(client.get("/login").text)
    with browser(store) as other:
        other.get("/login")
        assert other.post("/login", data={**fields, "csrf": token}).status_code == 403
    link = app.link_for(store, ada).path
    for path in ("/login", link):
        assert client.post(path, data={**fields, "csrf": token[:-1]}).status_code == 403
    assert client.post(link, data={**fields, "csrf": token}, follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "null"},
    ],
)
def test_what_another_site_or_port_sends_is_refused_even_with_the_token(store, client, ada, headers):
    entering.enter(client, store, name="Ada")
    data = {"csrf": entering.csrf(client.get("/account").text), "name": "Eve"}
    assert client.post("/account/name", data=data, headers=headers).status_code == 403
    ours = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
    assert client.post("/account/name", data=data, headers=ours, follow_redirects=False).status_code == 303


def test_who_asks_is_not_told_by_headers(store, client, ada):
    """Only a proxy that is trusted says where a request came from, and nobody says whom it is from."""
    spoofed = {"x-forwarded-for": "1.1.1.1", "x-forwarded-user": "Ada", "remote-user": "Ada", "x-real-ip": "1.1.1.1"}
    assert client.get("/", headers=spoofed).status_code == 401
    for number in range(60):
        with pytest.raises(Exception, match="wrong"):
            app.sign_in(store, f"name {number}", "guess", address="testclient")
    token = entering.csrf(client.get("/login").text)
    form = {"csrf": token, "name": "Ada", "password": PASSWORD}
    assert client.post("/login", data=form, headers=spoofed).status_code == 429


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:9", "LOCALHOST", "[::1]", "[::1]:8000"])
def test_it_answers_under_its_own_names(reader, host):
    assert reader.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil", "[::1].evil", "", "evil:80", "127.0.0.2"]
)
def test_it_answers_under_no_other(stranger, host):
    """A page elsewhere may point its own name at this machine (DNS rebinding)."""
    for path in ("/", "/healthz", "/api/stories", "/login"):
        assert stranger.get(path, headers={"host": host}).status_code == 400


def test_further_names_are_a_setting(accounts_only, newsroom):
    with browser(accounts_only, "http://desk.example:8000", hosts=["desk.example"]) as client:
        assert client.get("/healthz").status_code == 200
