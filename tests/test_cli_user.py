"""The commands about accounts, over a real store."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from firsthand import app, passwords
from firsthand.cli.commands import cli
from tests.entering import CHEAP

PASSWORD = "four words nobody joins"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    return str(tmp_path / "store")


def run(place: str, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["user", *words, "--store", place], input=typed)


def opened_by(place: str, link: str) -> str:
    """Say who comes in by a link."""
    store = app.open_store(place)
    try:
        return app.look_at_link(store, link.rpartition("/")[2]).name or ""
    finally:
        store.close()


def test_an_account_is_made_with_a_link_that_opens_it(place: str) -> None:
    assert "nobody yet" in run(place, "list").stdout
    made = run(place, "add", "Ada Lovelace", "--role", "administrator", "--site", "https://news.example/desk/")
    assert made.exit_code == 0
    link = made.stdout.split()[-1]
    assert link.startswith("https://news.example/desk/login/")
    assert opened_by(place, link) == "Ada Lovelace"
    listed = run(place, "list").stdout
    assert "Ada Lovelace  administrator  acc_" in listed
    assert "a one-time link for Ada Lovelace" in listed
    assert link not in listed
    told = json.loads(run(place, "list", "--json").stdout)
    assert [account["name"] for account in told["accounts"]] == ["Ada Lovelace"]


def test_a_password_is_typed_or_read_never_an_argument(place: str) -> None:
    made = json.loads(run(place, "add", "Ada", "--password", "--json", typed=f"{PASSWORD}\n").stdout)
    assert (made["account"]["has_password"], made["link"]) == (True, None)
    assert run(place, "password", "ada", typed="short\n").exit_code == 1
    assert "by password" in run(place, "password", "ada", typed=f"{PASSWORD}!\r\n").stdout
    store = app.open_store(place)
    assert app.sign_in(store, "ada", f"{PASSWORD}!").account == made["account"]["id"]
    store.close()


def test_roles_disabling_and_removing(place: str) -> None:
    for name, role in (("Ada", "administrator"), ("Ben", "reader")):
        run(place, "add", name, "--role", role)
    assert "Ben  editor" in run(place, "role", "ben", "editor").stdout
    assert "disabled since" in run(place, "disable", "ben").stdout
    refused = run(place, "link", "ben")
    assert (refused.exit_code, "Enable the account first" in refused.stderr) == (1, True)
    assert "link only" in run(place, "enable", "ben").stdout
    assert opened_by(place, json.loads(run(place, "link", "ben", "--json").stdout)["link"]) == "Ben"
    assert json.loads(run(place, "disable", "ben", "--json").stdout)["disabled"]
    assert "Ben is removed." in run(place, "remove", "ben").stdout
    for words in (("remove", "ben"), ("remove", "ada"), ("role", "ada", "king"), ("add", "ADA"), ("add", "a:b")):
        refused = run(place, *words)
        assert refused.exit_code == 1, words
        assert refused.stderr.startswith("firsthand: ")
        assert len(refused.stderr.splitlines()) == 1
