"""How tests come in: by a session that is simply begun, or through the page of a one-time link as a person does."""

import re
from typing import Any

from argon2 import PasswordHasher
from litestar.testing import TestClient

from firsthand import app, passwords
from firsthand.model.errors import NotFound
from firsthand.store.database import Store
from firsthand.web.cookies import Cookies

#: Hashing that takes no time.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def account(store: Store, role: str = "administrator", name: str = "") -> str:
    """Return the account of this name (the role, where none is given); made where there is none. It has no password."""
    try:
        return app.account_of(store, name or role).id
    except NotFound:
        return app.add_account(store, name or role, role).id


def enter(client: TestClient[Any], store: Store, role: str = "administrator", name: str = "") -> str:
    """Sign a browser in as an account of this role, and return the account's id."""
    id = account(store, role, name)
    client.cookies.clear()
    cookies = Cookies(app.signing_key(store), secure=str(client.base_url).startswith("https"))
    client.cookies.set(cookies.session, app.enter_as(store, id).token, domain=client.base_url.host)
    return id


def csrf(page: str) -> str:
    """Return the token that the forms of a page carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return found[1]


def hash_cheaply(monkeypatch: Any) -> None:
    """Let passwords take no time."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
