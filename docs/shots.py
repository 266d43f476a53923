"""Draw the screens of the site from the demo archive: ``./dev shots``.

    python -m docs.shots [NAME ...]

Ten pictures in ``docs/screens``, of which the README shows the story. They are drawn again whenever a page has changed;
nothing compares them, for fonts differ between machines.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bench.browsing import chromium, serving, signed_in, site_of
from bench.screens import found

FOLDER = Path(__file__).parent / "screens"
#: A picture is for a page of text: larger ones are cut down by showing less of the screen.
MOST_BYTES = 250_000
DESK, PHONE = (1200, 800), (390, 780)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the screen, light or dark, how large; ``keys`` are pressed and ``at`` scrolled to before."""

    name: str
    screen: str
    scheme: str = "light"
    size: tuple[int, int] = DESK
    keys: str = ""
    at: str = ""


SHOTS = (
    Shot("river", "river", keys="jj"),
    Shot("river-dark", "river-summary", "dark"),
    Shot("river-phone", "river", size=PHONE),
    Shot("story", "story"),
    Shot("compare", "compare"),
    Shot("voices", "voices"),
    Shot("timeline", "timeline"),
    Shot("capture", "capture", at=".strips, .capture h2"),
    Shot("search", "search-found"),
    Shot("sources", "person", "dark"),
)
#: What is drawn where a screen is not there.
INSTEAD = {"timeline": "thread", "person": "sources"}


def draw(browser: Browser, cookies: Any, at: str, paths: dict[str, str], shot: Shot) -> Path:
    """Draw one picture."""
    width, height = shot.size
    window = browser.new_context(
        storage_state=cookies,
        base_url=at,
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        service_workers="block",
    )
    page = window.new_page()
    page.goto(paths.get(shot.screen) or paths[INSTEAD[shot.screen]])
    if shot.at and page.locator(shot.at).count():
        page.locator(shot.at).first.scroll_into_view_if_needed()
    for key in shot.keys:
        page.keyboard.press(key)
    drawn = FOLDER / f"{shot.name}.png"
    for cut in (1.0, 0.85, 0.7, 0.55):
        page.screenshot(path=drawn, clip={"x": 0, "y": 0, "width": width, "height": height * cut})
        if drawn.stat().st_size <= MOST_BYTES:
            break
    window.close()
    return drawn


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    wanted = set(sys.argv[1:])
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        serving(Path(folder) / "store", "--demo") as link,
    ):
        cookies = signed_in(browser, link)
        with browser.new_context(storage_state=cookies, base_url=site_of(link)) as window:

            def fetch(path: str) -> tuple[int, str]:
                answer = window.request.get(path)
                return answer.status, answer.text()

            paths, _ = found(fetch)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                drawn = draw(browser, cookies, site_of(link), paths, shot)
                print(f"{drawn.name}: {drawn.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
