"""The pages over the made-up newsroom of `samples`, opened as a person opens them."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from litestar.testing import TestClient

from firsthand import app, server
from tests import entering


def load_samples() -> ModuleType:
    """Load the module next door; pytest's importlib mode keeps the test folders off the path."""
    name = "firsthand_web_samples"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "samples.py")
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    return load_samples()


@pytest.fixture
def newsroom(samples: ModuleType, monkeypatch: pytest.MonkeyPatch) -> object:
    room = samples.Newsroom()
    for use_case in (
        "river",
        "shelves",
        "look",
        "is_saved",
        "look_at_all",
        "undo_look_at_all",
        "save",
        "mute",
        "unmute",
        "muted",
        "story",
        "story_page",
        "document",
        "notes",
        "reading",
        "comparison",
        "read_content",
        "judge",
        "withdraw",
        "judgement",
        "judgements",
        "notes",
        "related",
        "versions",
        "graph",
        "why",
        "timeline",
        "threads",
        "thread",
        "positions",
        "health",
    ):
        monkeypatch.setattr(app, use_case, getattr(room, use_case))
    return room


@pytest.fixture(scope="session")
def accounts_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[app.Store]:
    """A store with an account of each role and nothing to read, for all pages of a session: the newsroom has the rest."""
    store = app.open_store(str(tmp_path_factory.mktemp("accounts")))
    for role in ("administrator", "editor", "reader"):
        entering.account(store, role)
    yield store
    store.close()


@pytest.fixture
def stranger(newsroom: object, accounts_only: app.Store) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    built = server.build(accounts_only)
    with TestClient(built, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(stranger: TestClient, accounts_only: app.Store) -> TestClient:
    """A browser that is: an administrator's, who may read everything."""
    entering.enter(stranger, accounts_only)
    return stranger
