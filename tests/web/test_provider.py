"""Signing in by a provider of identities: whom it may let in, and what of it is not believed."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from tests import entering, provider
from tests.provider import FakeProvider

pytest.importorskip("joserfc")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProvider]:
    """A provider that the settings name."""
    with provider.serving() as serving:
        monkeypatch.setenv("FIRSTHAND_OIDC_ISSUER", serving.issuer)
        monkeypatch.setenv("FIRSTHAND_OIDC_CLIENT_ID", "firsthand")
        monkeypatch.setenv("FIRSTHAND_OIDC_NAME", "Ravensport College")
        monkeypatch.setenv("FIRSTHAND_OIDC_ROLE", "reader")
        yield serving


@pytest.fixture
def store(tmp_path: Path) -> Iterator[app.Store]:
    opened = app.open_store(str(tmp_path / "store"))
    app.add_account(opened, "Boss", "administrator")
    yield opened
    opened.close()


@pytest.fixture
def client(store: app.Store) -> Iterator[TestClient]:
    built = server.build(store)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as opened:
        yield opened


def come(client: TestClient, known: FakeProvider, next: str = ""):
    """Go to the provider, agree there, and come back."""
    out = client.get(f"/login/provider?next={next}", follow_redirects=False)
    assert out.status_code == 303, out.text
    return client.get(known.agree(out.headers["location"]), follow_redirects=False)


def name(client: TestClient) -> str:
    return client.get("/api/session").json().get("name", "")


def test_whom_the_provider_knows_comes_in_as_the_same_account_each_time(client, known, store):
    assert "Sign in with Ravensport College" in client.get("/login").text
    answer = come(client, known, "/about")
    assert (answer.status_code, answer.headers["location"]) == (303, "/about")
    assert name(client) == "Ada Lovelace"
    known.name = "Somebody Else"
    client.cookies.clear()
    come(client, known)
    assert name(client) == "Ada Lovelace"
    ada = app.account_of(store, "ada lovelace")
    assert (ada.role, ada.provider, ada.has_password) == ("reader", True, False)


def test_it_is_the_subject_that_counts_and_names_are_only_names(client, known, store):
    come(client, known)
    known.subject = "ada-2"
    client.cookies.clear()
    come(client, known)
    assert name(client) == "Ada Lovelace 2"
    known.subject, known.name = "boss-1", "Boss"
    client.cookies.clear()
    come(client, known)
    assert name(client) == "Boss 2", "who calls himself as the administrator is not the administrator"
    assert client.get("/api/session").json()["role"] == "reader"


def test_without_a_role_for_new_people_only_connected_accounts_come_in(client, known, store, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_OIDC_ROLE", "")
    assert come(client, known).status_code == 403
    boss = entering.enter(client, store, name="Boss")
    assert come(client, known, "/account").headers["location"] == "/account?did=linked"
    client.cookies.clear()
    assert come(client, known).status_code == 303
    assert name(client) == "Boss"
    app.add_account(store, "Other", "administrator")
    app.disable_account(store, boss)
    client.cookies.clear()
    assert come(client, known).status_code == 403


def test_an_identity_belongs_to_one_account(client, known, store):
    come(client, known)
    client.cookies.clear()
    entering.enter(client, store, name="Boss")
    answer = come(client, known)
    assert answer.status_code == 422
    assert "belongs to Ada Lovelace" in answer.text


def test_what_did_not_begin_in_this_browser_is_refused(client, known):
    """Else a page elsewhere could sign somebody in as somebody else."""
    out = client.get("/login/provider", follow_redirects=False).headers["location"]
    back = known.agree(out)
    kept = dict(client.cookies.items())
    for tampered in ({}, {n: v[:-1] for n, v in kept.items()}, {n: v for n, v in kept.items() if "sealed" not in n}):
        client.cookies.clear()
        client.cookies.update(tampered)
        assert client.get(back, follow_redirects=False).status_code == 422
    client.cookies.clear()
    client.cookies.update(kept)
    wrong = back.replace("state=", "state=x")
    assert client.get(wrong, follow_redirects=False).status_code == 422
    assert (
        client.get(f"/login/provider/back?state={parse_qs(urlsplit(back).query)['state'][0]}&error=denied").status_code
        == 422
    )
    assert client.get(back, follow_redirects=False).status_code == 303
    assert client.get(back, follow_redirects=False).status_code == 422, "and it comes back once"


NOW = time.time()


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["firsthand", "another"], "azp": "another"},
        {"aud": ["firsthand", "another"]},
        {"azp": "another"},
        {"aud": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": NOW - 120},
        {"exp": None},
        {"exp": "tomorrow"},
        {"nbf": NOW + 9999},
        {"iat": NOW + 9999},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(client, known, claims):
    known.claims = claims
    answer = come(client, known)
    assert answer.status_code == 422
    assert "cannot be trusted" in answer.text
    assert name(client) == ""


def test_a_token_that_is_not_signed_by_the_provider_lets_nobody_in(client, known):
    forged = [
        ("none", None),
        ("HS256", provider.shared_key(known)),
        ("ES256", provider.other_key()),
        ("RS256", provider.rsa_key()),
    ]
    for algorithm, key in forged:
        known.algorithm, known.signs_with = algorithm, key
        assert come(client, known).status_code == 422, algorithm
    assert name(client) == ""
    assert known.asked.count("/keys") == 1, "nobody makes us ask the provider again and again"


def test_new_keys_of_the_provider_are_asked_for(client, known, monkeypatch):
    come(client, known)
    known.key = provider.ECKey.generate_key("P-256", {"kid": "two", "alg": "ES256"})
    client.cookies.clear()
    monkeypatch.setattr("firsthand.oidc._KEYS_AGAIN", 0.0)
    assert come(client, known).status_code == 303


def test_the_clients_secret_is_told_to_the_token_endpoint_alone(client, known, monkeypatch):
    known.secret = "s3cret &?"
    monkeypatch.setenv("FIRSTHAND_OIDC_CLIENT_SECRET_ENV", "RAVENSPORT_SECRET")
    assert client.get("/login/provider").status_code == 400
    monkeypatch.setenv("RAVENSPORT_SECRET", "s3cret+%26%3F")
    out = client.get("/login/provider", follow_redirects=False).headers["location"]
    assert "s3cret" not in out
    assert out.startswith(f"{known.issuer}/authorize?")


@pytest.mark.parametrize(
    "facts",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://127.0.0.1/"},
        {"authorization_endpoint": None},
        {"jwks_uri": 7},
    ],
)
def test_a_provider_that_is_not_what_it_should_be_is_not_used(client, known, facts):
    known.facts = facts
    out = client.get("/login/provider", follow_redirects=False)
    if out.status_code == 303:
        out = client.get(known.agree(out.headers["location"]), follow_redirects=False)
    assert out.status_code == 422
    assert name(client) == ""


def test_a_provider_that_does_not_answer_is_told(client, known, monkeypatch):
    monkeypatch.setenv("FIRSTHAND_OIDC_ISSUER", "http://127.0.0.1:9")
    answer = client.get("/login/provider")
    assert answer.status_code == 422
    assert "refuses connections" in answer.text


def test_without_a_provider_there_is_no_such_way(client):
    assert client.get("/login/provider").status_code == 403
    assert "provider" not in client.get("/login").text
