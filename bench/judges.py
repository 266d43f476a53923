"""Ask outside judges what is wrong with every screen of the site, and print it.

    python -m bench.judges [axe pa11y html lighthouse] [--screen NAME ...] [--link LINK]

axe looks at every screen in both themes and at three widths, pa11y in both themes, the Nu Html Checker at the HTML, and
Lighthouse at what most people see, as a slow phone has it. They are installed by npm from `bench/judges/package-lock.json`
into ``.bench``; the checker needs Java. ``--link``: the one-time link of a server that runs already. Ends with 1 where
anything is wrong: an error of a judge, less than 100 of Lighthouse, a first paint after more than a second.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench import judges_axe
from bench.browsing import CHROMIUM, FLAGS, chromium, serving, signed_in, site_of
from bench.screens import MAIN, found

HERE = Path(__file__).parent / "judges"
HOME = Path(".bench/judges")
WIDTHS = (1440, 768, 390)
SCHEMES = ("light", "dark")
#: Milliseconds to the first paint on Lighthouse's slow phone.
FIRST_PAINT = 1000
Issue = dict[str, Any]


def install() -> Path:
    """Put the judges into ``.bench`` and return where their packages are."""
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "pa11y.mjs", "lighthouse.mjs"):
        shutil.copy(HERE / name, HOME / name)
    stamp = HOME / "stamp"
    lock = (HERE / "package-lock.json").read_bytes()
    if not stamp.exists() or stamp.read_bytes() != lock:
        environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=HOME, check=True, env=environment)
        stamp.write_bytes(lock)
    return HOME / "node_modules"


class Site:
    """A running site, somebody signed in, and its screens."""

    def __init__(self, browser: Browser, link: str, names: tuple[str, ...]) -> None:
        self.browser, self.at, self.cookies = browser, site_of(link), signed_in(browser, link)
        with self.window() as window:

            def fetch(path: str) -> tuple[int, str]:
                answer = window.request.get(path)
                return answer.status, answer.text()

            self.paths, self.absent = found(fetch, names)
            self.texts = {name: fetch(path)[1] for name, path in self.paths.items()}

    @contextmanager
    def window(self, **options: Any) -> Iterator[BrowserContext]:
        """Open a window of whoever is signed in."""
        made = self.browser.new_context(
            storage_state=self.cookies, base_url=self.at, service_workers="block", **options
        )
        yield made
        made.close()

    @property
    def cookie(self) -> str:
        """The cookies as a header."""
        return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in self.cookies["cookies"])

    def asked(self, pages: list[Any]) -> str:
        """What a judge that runs on Node is told."""
        return json.dumps({"cookie": self.cookie, "chromium": CHROMIUM, "flags": FLAGS, "pages": pages})


def axe(site: Site, packages: Path) -> list[Issue]:
    """Every screen, both themes, three widths."""
    issues = []
    for scheme in SCHEMES:
        for width in WIDTHS:
            with site.window(color_scheme=scheme, viewport={"width": width, "height": 900}) as window:
                page = window.new_page()
                for name, path in site.paths.items():
                    page.goto(path)
                    seen = judges_axe.judge(page, packages / "axe-core/axe.min.js")
                    issues += [{"screen": name, "scheme": f"{scheme} {width}", **issue} for issue in seen]
    return issues


def pa11y(site: Site, packages: Path) -> list[Issue]:
    """Every screen, both themes, as HTML_CodeSniffer reads WCAG 2 AA."""
    names = {site.at + path: name for name, path in site.paths.items()}
    pages = [{"url": url, "scheme": scheme} for url in names for scheme in SCHEMES]
    return [{"screen": names[issue["url"]], **issue} for issue in _node(site, "pa11y.mjs", pages)]


def html(site: Site, packages: Path) -> list[Issue]:
    """The HTML of every screen."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in site.texts.items():
            (Path(folder) / f"{name}.html").write_text(text, encoding="utf-8")
        checker = packages / "vnu-jar/build/dist/vnu.jar"
        command = [
            "java",
            "-Xmx512m",
            "-jar",
            str(checker),
            "--format",
            "json",
            "--stdout",
            "--exit-zero-always",
            folder,
        ]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [
        {
            "screen": Path(message["url"]).stem,
            "code": message["type"],
            "what": message["message"],
            "where": f"line {message.get('lastLine', '?')}: {message.get('extract', '')}",
        }
        for message in told["messages"]
        if message["type"] == "error"
    ]


def lighthouse(site: Site, packages: Path) -> list[Issue]:
    """What most people see, on a slow phone."""
    names = {site.at + site.paths[name]: name for name in MAIN if name in site.paths}
    issues = []
    for page in _node(site, "lighthouse.mjs", list(names)):
        name = names[page["url"]]
        print(
            f"  {name:14} accessibility {page['accessibility']:3}, best practices {page['practices']:3}, performance "
            f"{page['performance']:3}, first paint {page['fcp']:5} ms, largest {page['lcp']:5} ms, shift {page['cls']:.3f}, "
            f"{page['bytes'] / 1000:.0f} kB"
        )
        issues += [{"screen": name, "code": audit, "what": "an audit failed", "where": ""} for audit in page["failed"]]
        if page["fcp"] > FIRST_PAINT:
            issues.append({"screen": name, "code": "first-paint", "what": f"{page['fcp']} ms", "where": ""})
    return issues


def _node(site: Site, script: str, pages: list[Any]) -> list[Any]:
    done = subprocess.run(["node", script], cwd=HOME, input=site.asked(pages), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return list(json.loads(done.stdout))


JUDGES: dict[str, Callable[[Site, Path], list[Issue]]] = {
    "axe": axe,
    "pa11y": pa11y,
    "html": html,
    "lighthouse": lighthouse,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judges", nargs="*", default=[], help="which; all without any")
    parser.add_argument("--screen", action="append", default=[], help="only these screens")
    parser.add_argument("--link", help="the one-time link of a server that runs already")
    given = parser.parse_args()
    packages = install()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        if given.link:
            wrong = _ask(Site(browser, given.link, tuple(given.screen)), packages, given.judges)
        else:
            with serving(Path(folder) / "store", "--demo") as link:
                wrong = _ask(Site(browser, link, tuple(given.screen)), packages, given.judges)
    return int(wrong > 0)


def _ask(site: Site, packages: Path, names: list[str]) -> int:
    print(f"{len(site.paths)} screens; not there: {', '.join(site.absent) or 'none'}")
    wrong = 0
    for name in names or JUDGES:
        issues = JUDGES[name](site, packages)
        wrong += len(issues)
        print(f"{name}: {len(issues)} findings on {len(site.paths)} screens")
        for (screen, code), count in Counter((i["screen"], i["code"]) for i in issues).items():
            first = next(i for i in issues if (i["screen"], i["code"]) == (screen, code))
            print(
                f"  {screen} ({count}x {first.get('scheme', '')}) {code}: {first['what']}\n    {first['where'][:300]}"
            )
            print("".join(f"    {line}\n" for line in first.get("why", "").splitlines()[:6]), end="")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
