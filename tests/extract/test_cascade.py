"""The front door: what is read, what is refused and how it is said."""

from datetime import UTC, datetime

import pytest

from firsthand.extract.cascade import LARGEST_INPUT, extract_capture, is_markup
from firsthand.model.capture import make_capture
from firsthand.model.document import Extraction
from firsthand.model.errors import UnsupportedInput
from firsthand.profiles.lexicon import load_lexicon
from tests.extract.pages import BODY, HEADLINE, page, paragraphs


def extract(content: bytes, media_type: str | None = None) -> Extraction:
    capture = make_capture(content, "file:///made/up", datetime(2031, 5, 7, tzinfo=UTC), media_type)
    return extract_capture(capture, content, load_lexicon())


@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\x00\x00\x00", "\u00a0\u2003 ".encode()])
def test_nothing_is_refused_as_empty(content: bytes) -> None:
    with pytest.raises(UnsupportedInput) as caught:
        extract(content)
    assert caught.value.code == "empty_input"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x1f\x8b\x08....", "gzip"),
        (b"\x00\x00\x00 ftypheic....", "video"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_binary_is_refused_by_name(content: bytes, name: str) -> None:
    with pytest.raises(UnsupportedInput, match=name) as caught:
        extract(content)
    assert caught.value.code == "binary_input"


def test_too_much_is_refused() -> None:
    with pytest.raises(UnsupportedInput) as caught:
        extract(b"a" * (LARGEST_INPUT + 1))
    assert caught.value.code == "too_large"


def test_a_page_is_read_as_a_page() -> None:
    extraction = extract(page().encode())
    assert extraction.media_type == "text/html"
    assert extraction.main is not None
    assert extraction.main.headline == HEADLINE


def test_plain_text_is_read_as_plain_text() -> None:
    text = f"{HEADLINE}\n\n" + "\n\n".join(BODY)
    extraction = extract(text.encode())
    assert extraction.media_type == "text/plain"
    assert extraction.reading == text


def test_a_page_without_an_article_is_a_problem_and_no_error() -> None:
    extraction = extract(b"<html><body><nav><a href=/>Home</a></nav></body></html>")
    assert extraction.documents == ()
    assert "no_article" in [problem.code for problem in extraction.problems]


def test_a_wrongly_declared_encoding_is_repaired_and_reported() -> None:
    extraction = extract(page(head='<meta charset="iso-8859-1">').encode())
    assert extraction.main is not None
    assert "“We would rather lose a summer" in extraction.main.text
    assert "wrong_encoding" in [problem.code for problem in extraction.problems]


@pytest.mark.parametrize(
    ("content", "media_type", "expected"),
    [
        (b"<p>Hello</p>", None, True),
        (b"Hello <world>", None, False),
        (b"plain", "text/html; charset=utf-8", True),
        (b"<!doctype html><html><head><title>x", "text/plain", True),
        (b"We write <p> for a paragraph.", "text/plain", False),
        ("<html><body><p>wide</p>".encode("utf-16"), None, True),
    ],
)
def test_markup_is_known_by_its_type_or_its_tags(content: bytes, media_type: str | None, expected: bool) -> None:
    assert is_markup(content, media_type) is expected


def test_the_same_capture_gives_the_same_extraction() -> None:
    assert extract(page().encode()) == extract(page().encode())


def test_lines_that_say_where_a_story_is_from_are_kept_though_they_are_no_text() -> None:
    more = '<p><a href="https://sun.example">More from The Sun:</a></p>'
    first = "<p><em>This story originally appeared on The Sun.</em></p>"
    found = extract(page(paragraphs(BODY[:2]) + more + paragraphs(BODY[2:]) + first).encode()).main
    assert found
    section = "More from Coast"  # the name of no outlet, so that it decides nothing
    assert found.origins == ("More from The Sun:", "This story originally appeared on The Sun.", section)
    assert "More from" not in found.text
