"""One real server over the demo archive, one Chromium, a fresh window a test. What a page complains of fails its test.

Without a browser the tests are skipped and say so; in CI they fail.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

#: Debian's, which `.ci/run` installs; elsewhere whichever is on the path.
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
#: A test waits so long for what it expects; the machine may be busy with other tests.
PATIENCE = 15_000


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[str]:
    """Run ``firsthand serve`` as a person would, and yield its one-time link."""
    program = [sys.executable, "-c", "from firsthand.cli import main; main()", "serve", *options]
    command = [*program, "--store", str(folder), "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTHAND_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout
            link = next((word for line in server.stdout for word in line.split() if "/login/" in word), "")
            assert link, "the server printed no link"
            yield link
        finally:
            server.terminate()
            server.communicate(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        reason = "there is no Chromium on this machine (Debian: apt install chromium)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def link(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one-time link of a server with the demo archive. Used up by `signed_in`."""
    with serving(tmp_path_factory.mktemp("browser") / "store", "--demo") as printed:
        yield printed


@pytest.fixture(scope="session")
def signed_in(browser: Browser, link: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the cookies of whoever followed the link first."""
    window = browser.new_context()
    come_in(window.new_page(), link)
    kept = tmp_path_factory.mktemp("browser") / "cookies.json"
    window.storage_state(path=kept)
    window.close()
    return kept


def come_in(page: Page, link: str) -> None:
    """Follow the one-time link to the river."""
    page.goto(link)
    for name in page.locator("main form input:not([type=hidden])").all():
        name.fill("a long enough pass phrase" if name.get_attribute("type") == "password" else "mara")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.fixture
def site(link: str) -> str:
    """Where the server is."""
    return link.partition("/login/")[0]


@pytest.fixture
def window(browser: Browser, signed_in: Path, site: str) -> Iterator[BrowserContext]:
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
