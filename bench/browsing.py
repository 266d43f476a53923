"""A Firsthand with the demo archive and a Chromium to look at it: for the journeys, the judges and the pictures."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

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


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def come_in(page: Page, link: str, name: str = "mara") -> None:
    """Follow a one-time link to the river, naming the account where it is new."""
    page.goto(link)
    for field in page.locator("main form").first.locator("input:visible").all():
        field.fill("a long enough pass phrase" if field.get_attribute("type") == "password" else name)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


def signed_in(browser: Browser, link: str) -> Any:
    """Use the one-time link up and return the cookies."""
    window = browser.new_context()
    come_in(window.new_page(), link)
    kept = window.storage_state()
    window.close()
    return kept


def site_of(link: str) -> str:
    """Return where the site of a one-time link is."""
    return link.partition("/login/")[0]
