"""Fixtures for all tests: an empty store on each database."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that tests find their helpers as `tests.…`

import firsthand
from firsthand.store.database import Store, open_store
from tests import postgres
from tests.fakes import FakeApp

DIALECTS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
Addresses = Callable[[str, bool], str]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server; without one the test is skipped, in CI it fails."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(postgres.server())
        except (postgres.NoServer, ImportError) as reason:
            if os.environ.get("CI") == "true":
                pytest.fail(f"CI tests both databases: {reason}")
            pytest.skip(f"SQLite half only: {reason}")
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with the tables in it, to copy for each test."""
    blobs = tmp_path_factory.mktemp("template")
    with postgres.database(postgres_server) as address:
        open_store(f"{address}?blobs={blobs}").close()
        yield address.rpartition("/")[2]


@pytest.fixture
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Addresses]:
    """A function from a dialect to the address of a new store; with True, of a database without tables."""
    with ExitStack() as stack:

        def new(dialect: str, blank: bool = False) -> str:
            if dialect == "sqlite":
                return str(tmp_path / "store")
            server = request.getfixturevalue("postgres_server")
            template = "template0" if blank else request.getfixturevalue("postgres_template")
            return f"{stack.enter_context(postgres.database(server, template))}?blobs={tmp_path / 'blobs'}"

        yield new


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    name: str = request.param
    return name


@pytest.fixture
def address(addresses: Addresses, dialect: str) -> str:
    """The address of a new store, on each database in turn."""
    return addresses(dialect, False)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A new store, on each database in turn."""
    opened = open_store(address)
    yield opened
    opened.close()


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FakeApp:
    """What the command line asks, faked."""
    fake = FakeApp()
    monkeypatch.delenv("FIRSTHAND_STORE", raising=False)
    monkeypatch.setitem(sys.modules, "firsthand.app", fake)
    monkeypatch.setitem(sys.modules, "firsthand.server", fake)
    monkeypatch.setattr(firsthand, "app", fake, raising=False)
    monkeypatch.setattr(firsthand, "server", fake, raising=False)
    return fake
