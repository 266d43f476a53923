"""Open every page that shows what came from outside in a real browser, with payloads in all of it, and count what runs.

    python -m bench.xss [--payloads 1500] [--list brs_kb-….whl] [--chromium /usr/bin/chromium]

Asked: 0 of 1,500 run, with the Content-Security-Policy and (the first wall alone) without it. "Run" is a call that a
payload makes, a dialog, a page that leaves for elsewhere, a request to another host; "marks" are elements or attributes
in the page that only a payload can have made. ``--list`` names a wheel with a public list of payloads (MIT: brs-kb, by
``pip download --no-deps``), which is parsed and never run; without it all payloads are our own.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from playwright.sync_api import Error as BrowserError

from bench import xss_doors, xss_people
from bench.xss_payloads import batches, generated, listed
from firsthand import app
from firsthand.web.cookies import Cookies

CHROMIUM = "/usr/bin/chromium"
#: No name but this machine's is looked up: a payload that asks elsewhere is heard, and reaches nobody.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

#: Stands in every frame before anything else: what payloads call is heard, and what the policy stopped is counted.
_EARS = """
window.__stopped = window.__stopped || 0;
for (const name of ['hit', 'alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...words) => { console.log('XSS ' + name + '(' + words.join() + ')'); };
document.addEventListener('securitypolicyviolation', () => { window.__stopped++; }, true);
"""
#: What runs is told on the console, which is heard in every frame and until the page is left; scripts and what loads with the
#: page have run when it is looked at, but for pictures, which wait for outlets that nobody reaches here.
_SETTLED = """() => new Promise(done => {
  if (document.readyState === 'complete') return setTimeout(done, 20);
  addEventListener('load', () => setTimeout(done, 20));
  setTimeout(done, 250);
})"""
#: What only a payload can have made, and which of our payloads stand on the page as words.
_LOOK = """() => {
  const FOREIGN = /^(iframe|object|embed|base|math|marquee|isindex|xss|animate|set|foreignobject|audio|video|template|image)$/;
  const ADDRESS = /^(href|src|action|formaction|xlink:href|data|poster|background)$/i;
  const marks = [];
  for (const e of document.querySelectorAll('*')) {
    const name = e.localName;
    if (FOREIGN.test(name))
      marks.push('<' + name + '>');
    if (name === 'script' && !e.nonce && !e.src.startsWith(location.origin + '/')) marks.push('<script>');
    if (name === 'meta' && e.httpEquiv) marks.push('<meta http-equiv>');
    if (name === 'img' && !e.src.startsWith(location.origin + '/')) marks.push('<img>');
    for (const a of e.attributes) {
      if (/^on/i.test(a.name)) marks.push(name + ' ' + a.name);
      if (ADDRESS.test(a.name) && /^[\\x00-\\x20]*(javascript|data|vbscript|feed):/i.test(a.value))
        marks.push(name + ' ' + a.name + '=' + a.value.slice(0, 40));
      if (a.name === 'style') marks.push(name + ' style');
    }
  }
  const fields = [...document.querySelectorAll('input, textarea')].map(e => e.value);
  const words = document.documentElement.textContent + fields.join(' ');
  return {stopped: window.__stopped, marks, words};
}"""


@dataclass
class Heard:
    """What was heard while pages were open."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    stopped: int = 0
    unseen: set[str] = field(default_factory=set)

    @property
    def sound(self) -> bool:
        """Whether nothing ran, nothing was made or asked for, and no page was refused or broke."""
        return not (self.ran or self.marks or self.left or self.elsewhere or self.broken)


@contextlib.contextmanager
def browser_page(opened: Browser, heard: Heard, home: str, policy: bool) -> Iterator[tuple[BrowserContext, Page]]:
    """Give a page whose every sign of life is heard; ``policy``: whether the Content-Security-Policy holds."""

    def asked_for(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            heard.elsewhere.append(request.url[:120])

    def said(message: ConsoleMessage) -> None:
        if message.text.startswith("XSS "):
            heard.ran.append(f"{urlsplit(message.location.get('url', '')).path}: {message.text[4:]}")

    context = opened.new_context(bypass_csp=not policy, service_workers="block")
    context.add_init_script(_EARS)
    page = context.new_page()
    page.on("request", asked_for)
    page.on("console", said)
    page.on("dialog", lambda dialog: (heard.ran.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: (heard.left.append(popup.url), popup.close()))
    try:
        yield context, page
    finally:
        context.close()


def look(page: Page, heard: Heard, home: str, path: str) -> None:
    """Look at a page that is open: what ran, what was made, where it is."""
    if not page.url.startswith(home):
        heard.left.append(f"{path}: {page.url[:80]}")
        return
    page.evaluate(_SETTLED)
    told: dict[str, Any] = page.evaluate(_LOOK)
    heard.pages += 1
    heard.marks += [f"{path}: {mark}" for mark in told["marks"]]
    heard.stopped += told["stopped"]
    words = " ".join(told["words"].split())
    heard.unseen -= {payload for payload in heard.unseen if payload in words}


def canary(page: Page, heard: Heard) -> None:
    """Make sure that what runs would be heard, in a page that lets everything run. Raises RuntimeError."""
    page.goto("about:blank")
    page.set_content(
        "<title>x</title><img src=x onerror=hit(1)><svg onload=alert(2)></svg><a href='javascript:hit(3)'>x</a>"
        '<iframe srcdoc="<script>hit(4)</script>"></iframe>'
    )
    page.wait_for_timeout(200)
    told = page.evaluate(_LOOK)
    ran = sorted(line.rpartition(" ")[2] for line in heard.ran)
    if ran != ["alert(2)", "hit(1)", "hit(4)"] or len(told["marks"]) < 3:
        raise RuntimeError(f"what runs is not heard: {heard.ran} {told}")
    heard.ran.clear()
    heard.elsewhere.clear()


def walk(page: Page, heard: Heard, home: str, paths: Iterable[str]) -> None:
    """Open pages one after the other."""
    for path in paths:
        try:
            answer = page.goto(home + path, wait_until="domcontentloaded", timeout=20_000)
        except BrowserError as error:
            if "ERR_ABORTED" not in str(error) and "ERR_INVALID" not in str(error):
                heard.left.append(f"{path}: {str(error).splitlines()[0]}")
            continue
        if (
            answer is None
            or answer.status in (401, 403)
            or answer.status >= 500
            or page.url.startswith(f"{home}/login?")
        ):
            heard.broken.append(f"{path[:80]}: {answer and answer.status}")
        look(page, heard, home, path)


def type_in(page: Page, heard: Heard, home: str, payloads: list[str]) -> None:
    """Type payloads into forms that show again what was wrong in them."""
    for batch in batches(payloads, 40):
        words = [word for text in batch for word in text.split() if "//" not in word]
        page.goto(f"{home}/sources", wait_until="domcontentloaded")
        for details in page.query_selector_all("details.add"):
            details.evaluate("e => e.open = true")
        page.fill("#inputs", " ".join(words[:49]))
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("form.adding button >> nth=-1")
        look(page, heard, home, "POST /sources")


def measure(store: str, payloads: list[str], browser: Browser, policy: bool, few: bool = False) -> Heard:
    """Serve a store that payloads were put into, open its pages, and return what was heard."""
    heard = Heard(unseen={" ".join(p.split()) for p in payloads})
    start = "from firsthand.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "--store", store, "--port", "0", "--no-follow"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            home = f"http://{urlsplit(process.stdout.readline().strip()).netloc}"
            with closing(app.open_store(store)) as opened:
                reads, mutes = (_cookie(opened, name, home) for name in (xss_people.READS, xss_people.MUTES))
                paths = [*xss_doors.shown(opened), *xss_people.shown(opened, *([1] if few else []))]
            paths += [*xss_doors.asked(payloads), *xss_people.asked(payloads)]
            with browser_page(browser, heard, home, policy) as (context, page):
                canary(page, heard)
                context.add_cookies([reads])
                walk(page, heard, home, paths)
                type_in(page, heard, home, payloads[: 40 if few else 200])
                context.add_cookies([mutes])
                walk(
                    page,
                    heard,
                    home,
                    ("/muted", "/", "/account", "/?language=%3Csvg%20onload=hit()%3E&topic=%22%3E%3Cx"),
                )
        finally:
            process.terminate()
            process.wait(30)
    return heard


def _alone(store: str, payloads: list[str], chromium: str, policy: bool) -> Heard:
    """Measure with a browser of one's own, as a thread must."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            return measure(store, payloads, browser, policy)
        finally:
            browser.close()


def _cookie(store: app.Store, name: str, home: str) -> Any:
    """Sign somebody in; the name shows on every page."""
    entered = app.enter_as(store, app.account_of(store, name).id)
    return {"name": Cookies(app.signing_key(store)).session, "value": entered.token, "url": home}


def told(name: str, heard: Heard, payloads: int, seconds: float) -> None:
    """Print what was heard."""
    seen = payloads - len(heard.unseen)
    print(
        f"{name}: {heard.pages} pages in {seconds:.0f} s; {seen} of {payloads} payloads stood on one as words",
        flush=True,
    )
    print(
        f"  run {len(heard.ran)} (asked: 0), marks {len(heard.marks)}, left {len(heard.left)}, "
        f"asked elsewhere {len(heard.elsewhere)}, refused or broken {len(heard.broken)}; stopped by the policy {heard.stopped}",
        flush=True,
    )
    for line in [*heard.ran, *heard.marks, *heard.left, *heard.elsewhere, *heard.broken][:20]:
        print("   ", line)


def main() -> int:
    """Measure with the policy and without it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payloads", type=int, default=1500)
    parser.add_argument("--list", type=Path)
    parser.add_argument("--chromium", default=CHROMIUM)
    given = parser.parse_args()
    others = listed(given.list, given.payloads // 2) if given.list else []
    payloads = [*generated(given.payloads - len(others)), *others]
    print(f"{len(payloads)} payloads, {len(others)} of them from a public list", flush=True)
    sound = True
    with tempfile.TemporaryDirectory(prefix="firsthand-xss-") as folder:
        began = perf_counter()
        with closing(app.open_store(folder)) as store:
            xss_doors.fill(store, payloads)
            xss_people.fill(store, payloads)
        print(f"put through every door in {perf_counter() - began:.0f} s", flush=True)
        began = perf_counter()
        with ThreadPoolExecutor(2) as both:
            walks = {
                name: both.submit(_alone, folder, payloads, given.chromium, policy)
                for name, policy in (("with the policy", True), ("without it", False))
            }
            for name, walked in walks.items():
                heard = walked.result()
                told(name, heard, len(payloads), perf_counter() - began)
                sound = sound and heard.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
