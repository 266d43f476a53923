"""Reading without a connection: what was opened is there, what was not is told, and signing out leaves nothing."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened


def installed(page: Page) -> None:
    """Wait until the service worker looks after this page."""
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")


def test_what_was_opened_is_read_without_a_connection(browser: Browser, signed_in, site) -> None:
    with opened(browser, storage_state=signed_in, base_url=site, service_workers="allow") as window:
        page = window.new_page()
        installed(page)
        page.reload()
        story = page.locator("[data-story] a").first
        words = story.inner_text()
        story.click()
        expect(page.locator("h1")).to_contain_text(words)
        window.set_offline(True)
        page.goto("/")
        expect(page.locator(".offline")).to_contain_text("No connection")
        page.locator("[data-story] a").first.click()
        expect(page.locator("h1")).to_contain_text(words)
        page.goto("/threads")
        expect(page.locator("h1")).to_have_text("No connection")
        window.set_offline(False)
        page.goto("/threads")
        expect(page.locator("h1")).to_have_text("Threads")


def test_signing_out_empties_what_was_kept(browser: Browser, signed_in, site) -> None:
    with opened(browser, storage_state=signed_in, base_url=site, service_workers="allow") as window:
        page = window.new_page()
        installed(page)
        page.reload()
        page.wait_for_function("async () => Boolean(await caches.match(location.href))")
        page.evaluate("navigator.serviceWorker.controller.postMessage({ forget: true })")
        page.wait_for_function("async () => !(await caches.match(location.href))")


def test_the_cookie_gone_everything_kept_goes(browser: Browser, signed_in, site) -> None:
    with browser.new_context(storage_state=signed_in, base_url=site) as window:
        page = window.new_page()
        installed(page)
        page.reload()
        page.wait_for_function("async () => Boolean(await caches.match(location.href))")
        window.clear_cookies()
        page.goto("/about")
        page.wait_for_function("async () => !(await caches.match(location.origin + '/'))")
