"""What people do on the site, in a real browser: by hand, by keyboard, on a phone, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.browsing import come_in, serving
from tests.browser.conftest import opened

SINKING = "Zemrin suspends fisheries pact"


def at(page: Page) -> str:
    """The story that has the focus."""
    return page.evaluate("document.activeElement.closest('[data-story]')?.dataset.story || ''")


def told(page: Page) -> str:
    """What a screen reader was told last."""
    return page.locator("#told").inner_text()


def to_story(page: Page, words: str = SINKING) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(words)).first.click()
    expect(page.locator("h1")).to_contain_text(words)
    page.wait_for_load_state()  # keys are heard from then on


def test_first_run_goes_from_the_printed_link_to_the_first_story(browser: Browser, tmp_path) -> None:
    with serving(tmp_path / "store", "--no-follow") as link, opened(browser) as window:
        page = window.new_page()
        come_in(page, link)
        expect(page.locator("h1")).to_contain_text("Nothing here yet")
        expect(page.locator("main")).to_contain_text("demo")


def test_the_river_is_walked_and_read_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    stories = page.locator("[data-story]").evaluate_all("all => all.map(each => each.dataset.story)")
    page.keyboard.press("j")
    assert at(page) == stories[0]
    page.keyboard.press("j")
    page.keyboard.press("n")
    assert at(page) == stories[2]
    page.keyboard.press("p")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert at(page) == stories[0]
    assert told(page) == "The first here."
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/story/{stories[1]}*")
    page.keyboard.press("j")
    page.wait_for_url(f"**/story/{stories[2]}*")
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/$"))
    page.wait_for_function("document.activeElement.matches('[data-story]')")
    assert at(page) == stories[2]


def test_going_back_keeps_the_place_in_the_river(page: Page) -> None:
    page.goto("/")
    for _ in range(4):
        page.keyboard.press("j")
    was = at(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/**")
    page.go_back()
    page.wait_for_function("document.activeElement.closest('[data-story]')")
    assert at(page) == was


def test_the_end_of_a_list_is_told(page: Page) -> None:
    page.goto("/")
    count = page.locator("[data-story]").count()
    for _ in range(count):
        page.keyboard.press("n")
    last = at(page)
    page.keyboard.press("j")
    assert (at(page), told(page)) == (last, "The last here.")


def test_the_help_lists_every_key_and_chords_go_places(page: Page) -> None:
    page.goto("/about")
    page.keyboard.press("?")
    box = page.get_by_role("dialog", name="Keyboard")
    expect(box).to_be_visible()
    for words in ("Next story", "Voices", "Timeline", "Save", "Search", "Go to Stories", "Go to Sources"):
        expect(box).to_contain_text(words)
    page.keyboard.press("j")
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/sources")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r"/$"))


def test_keys_do_nothing_while_somebody_writes_or_holds_another_key(page: Page) -> None:
    page.goto("/sources")
    field = page.locator("#inputs")
    field.fill("")
    field.press_sequentially("gho?j/")
    expect(field).to_have_value("gho?j/")
    page.goto("/")
    for keys in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(keys)
    assert at(page) == ""


def test_a_story_is_opened_compared_and_left_again(page: Page) -> None:
    to_story(page)
    page.keyboard.press("e")
    assert page.locator("details.copy:not([open])").count() == 0
    page.keyboard.press("e")
    assert page.locator("details.copy[open]").count() == 0
    page.keyboard.press("d")
    page.wait_for_url("**/story/*/compare")
    page.locator("main a[href^='/compare/']").first.click()
    expect(page.locator("ins, del, .rew").first).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/story/\w+$"))


def test_the_voices_of_a_story_are_one_key_away(page: Page) -> None:
    to_story(page)
    page.keyboard.press("v")
    page.wait_for_url("**/voices")
    expect(page.locator(".voice").first).to_be_visible()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.matches('.voice')")


def test_full_text_leads_to_the_page_and_on_to_its_capture(page: Page) -> None:
    to_story(page)
    page.keyboard.press("f")
    page.wait_for_url("**/document/**")
    page.keyboard.press("f")
    page.wait_for_url("**/capture/**")


def test_a_file_is_added_and_becomes_a_story(page: Page) -> None:
    page.goto("/sources")
    words = "<p>The harbour board of Quillmouth closed the eastern pier after divers found cracks.</p>" * 4
    saved = (
        f"<html><head><title>Pier shut</title></head><body><article><h1>Pier shut</h1>{words}</article></body></html>"
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "pier.html", "mimeType": "text/html", "buffer": saved.encode()}
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("main")).to_contain_text(re.compile("pier", re.IGNORECASE))


def test_a_correction_is_said_and_taken_back(page: Page) -> None:
    to_story(page)
    page.keyboard.press("e")
    page.get_by_role("button", name=re.compile("^Not a copy")).first.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("not a copy")
    undo = page.get_by_role("button", name=re.compile("^Undo")).first
    undo.click()
    page.wait_for_load_state()
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)


def test_saved_and_looked_at_without_leaving_the_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("j")
    story = at(page)
    page.keyboard.press("s")
    expect(page.locator("#told")).not_to_be_empty()
    assert at(page) == story
    page.keyboard.press("m")
    expect(page.locator(f"[data-story={story}].read")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**saved=1")
    expect(page.locator(f"[data-story={story}]")).to_be_visible()


def test_all_is_marked_as_read_and_taken_back(page: Page) -> None:
    page.goto("/?unread=1")
    unread = page.locator("[data-story].unread, [data-story].new")
    count = unread.count()
    page.goto("/")
    page.keyboard.press("A")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(unread).to_have_count(0)
    page.keyboard.press("z")
    expect(unread).to_have_count(count)


def test_keys_are_switched_off_for_good(page: Page) -> None:
    try:
        page.goto("/account")
        page.get_by_label("Single keys do things").uncheck()
        page.get_by_role("button", name="Keep these choices").click()
        page.goto("/")
        page.keyboard.press("j")
        assert at(page) == ""
    finally:
        page.goto("/account")
        page.get_by_label("Single keys do things").check()
        page.get_by_role("button", name="Keep these choices").click()


def test_a_second_reader_sees_only_what_is_theirs(page: Page, browser: Browser, site: str) -> None:
    to_story(page)
    story = page.url
    page.locator("form[action$='/notes'] textarea").first.fill("For my eyes alone.")
    page.locator("form[action$='/notes'] button").first.click()
    expect(page.get_by_text("For my eyes alone.")).to_be_visible()
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("#told")).not_to_be_empty()
    page.goto("/admin/accounts")
    page.locator("form[action$='/invite'] button").first.click()
    invitation = re.search(r"http\S+/login/[\w-]+", page.locator("main").inner_html())
    assert invitation
    with opened(browser, base_url=site) as window:
        other = window.new_page()
        come_in(other, invitation[0].replace("&amp;", "&"), "theo")
        other.goto("/?saved=1")
        expect(other.locator("[data-story]")).to_have_count(0)
        other.goto("/")
        expect(other.locator("[data-story].read")).to_have_count(0)
        other.goto(story)
        expect(other.locator("article.note")).to_have_count(0)
        assert other.request.get("/admin/accounts").status == 403


def test_searching_begins_with_the_slash(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("fisheries pact")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=fisheries*")
    expect(page.locator("main")).to_contain_text("Zemrin")


def test_a_note_is_written_under_a_story(page: Page) -> None:
    to_story(page)
    page.locator("form[action$='/notes'] textarea").first.fill("Ask the **ministry** again. <script>alert(1)</script>")
    page.locator("form[action$='/notes'] button").first.click()
    expect(page.locator("main strong", has_text="ministry")).to_be_visible()
    page.locator("article.note").first.get_by_role("link", name="Answer").click()
    page.get_by_label("Answer").fill("It says *no*.")
    page.get_by_role("button", name="Answer").click()
    answer = page.locator("article.note", has=page.locator("em", has_text="no"))
    expect(answer).to_have_class(re.compile(r"\bd1\b"))
    answer.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("This note was deleted.")).to_have_count(0)
    expect(page.locator("main strong", has_text="ministry")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/threads", "/sources", "/about"])
def test_everything_is_there_without_scripts_on_the_smallest_phone(browser: Browser, signed_in, site, path) -> None:
    with opened(
        browser,
        storage_state=signed_in,
        base_url=site,
        java_script_enabled=False,
        viewport={"width": 320, "height": 640},
    ) as window:
        page = window.new_page()
        page.goto(path)
        expect(page.get_by_role("navigation", name="Site").get_by_role("link", name="Threads")).to_be_visible()
        assert page.locator("html").bounding_box()["width"] == 320


def test_without_scripts_a_story_is_opened_and_corrected(browser: Browser, signed_in, site) -> None:
    with opened(browser, storage_state=signed_in, base_url=site, java_script_enabled=False) as window:
        page = window.new_page()
        to_story(page, "Ferry group Brant")
        page.locator("details.copy summary").first.click()
        page.get_by_role("button", name=re.compile("^This is the original")).first.click()
        page.get_by_role("button", name=re.compile("^Undo")).first.click()
        expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    to_story(page)
    for path in (page.url, "/", "/threads", "/sources", "/about"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_theme_is_followed(browser: Browser, signed_in, site) -> None:
    for scheme, paper in (("light", "rgb(252, 251, 248)"), ("dark", "rgb(22, 23, 25)")):
        with opened(browser, storage_state=signed_in, base_url=site, color_scheme=scheme) as window:
            page = window.new_page()
            page.goto("/about")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
