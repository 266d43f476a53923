"""One's own account and all accounts, as pages: what stands on them, and what their forms do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from tests import entering
from tests.web.test_pages import outline

PASSWORD, OTHER = "four words nobody joins", "another four words"
EVIL = "<script>alert(1)</script>\"'{{7*7}}"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    entering.hash_cheaply(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[app.Store]:
    opened = app.open_store(str(tmp_path / "store"))
    app.add_account(opened, "Ada", "administrator", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def client(store: app.Store) -> Iterator[TestClient]:
    built = server.build(store)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        entering.enter(opened, store, name="Ada")
        yield opened


def send(client: TestClient, path: str, page: str = "/account", **fields: str):
    data = {"csrf": entering.csrf(client.get(page).text), **fields}
    return client.post(path, data=data)


def test_every_page_is_well_formed_and_escapes_what_people_wrote(store, client):
    app.rename_account(store, app.account_of(store, "ada").id, EVIL.replace(":", ""))
    app.add_app_password(store, app.account_of(store, EVIL).id, EVIL)
    app.link_for(store, ben := app.add_account(store, "Ben", "reader").id)
    app.invite(store, "editor")
    client.headers["user-agent"] = EVIL
    entering.enter(client, store, name=EVIL)
    app.disable_account(store, app.add_account(store, "Cleo", "editor").id)
    for path in ("/account", "/account?did=password", "/admin/accounts", f"/admin/accounts/{ben}/remove"):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["cache-control"] in ("no-store", "private, no-cache")
        found = outline(page.text)
        assert not found.faults, path
        assert not found.open, path
        assert len(found.ids) == len(set(found.ids)), path
        assert found.levels[0] == 1
        assert found.levels.count(1) == 1
        assert not [attrs for tag, attrs in found.tags if "style" in attrs or any(a.startswith("on") for a in attrs)]
        named = {attrs["for"] for tag, attrs in found.tags if tag == "label" and "for" in attrs}
        fields = {
            a.get("id")
            for t, a in found.tags
            if t in ("input", "select")
            and a.get("type") not in ("hidden", "checkbox")
            and not {"hidden", "aria-label"} & a.keys()
        }
        assert fields == named, path
        assert "<script>alert" not in page.text
        assert "49" not in re.sub(r"[\w-]{10,}", "", page.text)


def test_choices_are_kept_and_shown(store, client):
    chosen = {
        "theme": "dark",
        "density": "headlines",
        "text_size": "XL",
        "order": "top",
        "languages": "en, DE",
        "has_keys": "1",
    }
    page = send(client, "/account/preferences", **chosen)
    assert "Your choices are kept." in page.text
    assert '<option value="dark" selected>' in page.text
    assert 'value="en, de"' in page.text
    found = app.preferences(store, app.account_of(store, "ada").id)
    assert (found.theme, found.text_size, found.languages, found.keys) == ("dark", "XL", ("en", "de"), False)
    send(client, "/account/preferences", theme="light")
    assert app.preferences(store, app.account_of(store, "ada").id).text_size == "XL", "what a form has not stays"
    wrong = send(client, "/account/preferences", theme="sepia")
    assert wrong.status_code == 422
    assert "That is no theme." in wrong.text


def test_a_name_and_a_password_are_changed(store, client):
    assert "what you are called now" in send(client, "/account/name", name="Ada Lovelace").text
    assert send(client, "/account/name", name=" ").status_code == 422
    wrong = send(client, "/account/password", old="wrong", new=OTHER)
    assert wrong.status_code == 422
    assert "The present password is wrong." in wrong.text
    before = dict(client.cookies.items())
    assert "The password is changed." in send(client, "/account/password", old=PASSWORD, new=OTHER).text
    assert client.get("/account").status_code == 200, "this browser stays signed in, by a new session"
    client.cookies.clear()
    client.cookies.update(before)
    assert client.get("/account").status_code == 401
    assert app.sign_in(store, "ada lovelace", OTHER)


def test_who_has_no_password_chooses_one_without_an_old_one(store, client):
    entering.enter(client, store, "reader", "Ben")
    assert "only a one-time link lets you in" in client.get("/account").text
    assert "The password is changed." in send(client, "/account/password", new=PASSWORD).text


def test_a_password_for_a_program_is_shown_once(store, client):
    page = send(client, "/account/programs", name="my phone")
    password = re.search(r"<code>([\w-]{43})</code>", page.text)
    assert password
    assert page.headers["cache-control"] == "no-store"
    assert password[1] not in client.get("/account").text
    program = {"authorization": f"Bearer {password[1]}"}
    client.cookies.clear()
    assert client.get("/api/session", headers=program).json() == {"csrf": "", "name": "Ada", "role": "administrator"}
    entering.enter(client, store, name="Ada")
    (made,) = app.own_account(store, app.account_of(store, "ada").id).app_passwords
    assert "comes in no more" in send(client, f"/account/programs/{made.id}/remove").text
    client.cookies.clear()
    assert client.get("/api/session", headers=program).status_code == 401


def test_signing_out_elsewhere(store, client):
    ada = app.account_of(store, "ada").id
    other, third = (app.enter_as(store, ada, f"Browser {n}") for n in (2, 3))
    page = client.get("/account").text
    one = re.search(r'action="(/account/sessions/ses_\w+/end)"', page)
    assert one
    assert "Signed out there." in send(client, one[1]).text
    assert sum(app.Sessions(store).by_cookie(s.token) is not None for s in (other, third)) == 1
    send(client, "/account/sessions/end")
    assert not [s for s in (other, third) if app.Sessions(store).by_cookie(s.token)]
    assert client.get("/account").status_code == 200


def test_an_administrator_looks_after_accounts(store, client):
    page = send(client, "/admin/accounts/invite", "/admin/accounts", role="editor")
    link = re.search(r"<code>http://127\.0\.0\.1:8000(/login/[\w-]{43})</code>", page.text)
    assert link
    assert link[1] not in client.get("/admin/accounts").text
    ben = app.open_link(store, link[1].rpartition("/")[2], name="Ben", password=PASSWORD).account
    at = f"/admin/accounts/{ben}"
    assert "The role is changed." in send(client, f"{at}/role", "/admin/accounts", role="reader").text
    assert 'lets <b dir="auto">Ben</b> in' in send(client, f"{at}/link", "/admin/accounts").text
    (open_,) = app.accounts(store).invites
    assert "opens nothing" in send(client, f"/admin/accounts/links/{open_.id}/remove", "/admin/accounts").text
    assert "lets nobody in" in send(client, f"{at}/disable", "/admin/accounts").text
    assert send(client, f"{at}/link", "/admin/accounts").status_code == 422
    assert "open again" in send(client, f"{at}/enable", "/admin/accounts").text
    assert "gone" in send(client, f"{at}/remove", f"{at}/remove").text
    assert send(client, f"{at}/role", "/admin/accounts", role="reader").status_code == 404
    ada = f"/admin/accounts/{app.account_of(store, 'ada').id}"
    for act, fields in (("disable", {}), ("remove", {}), ("role", {"role": "reader"}), ("role", {"role": "king"})):
        assert send(client, f"{ada}/{act}", "/admin/accounts", **fields).status_code == 422
    assert send(client, "/admin/accounts/invite", "/admin/accounts", role="king").status_code == 422


def test_the_head_of_a_page_offers_what_somebody_may(store, client):
    assert "Accounts</a>" in client.get("/about").text
    entering.enter(client, store, "editor", "Ben")
    page = client.get("/about").text
    assert "Accounts</a>" not in page
    assert "/sources" in page
    entering.enter(client, store, "reader", "Cleo")
    page = client.get("/about").text
    assert "/sources" not in page
    assert "Cleo" in page
