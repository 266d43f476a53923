"""One real server over the demo archive, one Chromium, a fresh window a test. What a page complains of fails its test.

Without a browser the tests are skipped and say so; in CI they fail.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from bench import browsing
from bench.browsing import CHROMIUM, chromium, serving

#: A test waits so long for what it expects; the machine may be busy with other tests.
PATIENCE = 15_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        reason = "there is no Chromium on this machine (Debian: apt install chromium)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def link(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one-time link of a server with the demo archive. Used up by `signed_in`."""
    with serving(tmp_path_factory.mktemp("browser") / "store", "--demo") as printed:
        yield printed


@pytest.fixture(scope="session")
def signed_in(browser: Browser, link: str) -> StorageState:
    """The cookies of whoever followed the link first."""
    return browsing.signed_in(browser, link)


@pytest.fixture
def site(link: str) -> str:
    """Where the server is."""
    return browsing.site_of(link)


@pytest.fixture
def window(browser: Browser, signed_in: StorageState, site: str) -> Iterator[BrowserContext]:
    """A window of somebody signed in, as large as a desk's."""
    with opened(browser, storage_state=signed_in, base_url=site) as made:
        yield made


@pytest.fixture
def page(window: BrowserContext) -> Page:
    return window.new_page()


@contextmanager
def opened(browser: Browser, **options: object) -> Iterator[BrowserContext]:
    """A window in which nothing may go wrong: no script fails, nothing is refused, and nobody else is asked."""
    made = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "service_workers": "block", **options})
    made.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    made.on("weberror", lambda error: complaints.append(str(error.error)))
    made.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    made.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(_ours(options)) else None)
    yield made
    made.close()
    assert [complaint for complaint in complaints if "ERR_INTERNET_DISCONNECTED" not in complaint] == []


def _ours(options: dict[str, object]) -> tuple[str, ...]:
    return (
        (str(options["base_url"]), "data:", "blob:")
        if "base_url" in options
        else ("http://127.0.0.1:", "data:", "blob:")
    )
