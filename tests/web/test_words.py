"""Numbers, times and addresses as a reader reads them."""

import doctest

import pytest

from firsthand.model.span import Range
from firsthand.web import marks, words
from firsthand.web.marks import fragments


@pytest.mark.parametrize("module", [words, marks])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2025", "2025"),
        ("2025-05", "May 2025"),
        ("2025-05-08", "8 May 2025"),
        ("2025-05-08T04:05Z", "8 May 2025, 04:05 UTC"),
        ("2025-05-08T04:05:06Z", "8 May 2025, 04:05 UTC"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_a_time_is_written_as_precisely_as_it_is_known(iso, written):
    assert words.when(iso).striptags() == written


def test_a_time_that_is_none_is_escaped():
    assert str(words.when("<b>")) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2025-05-28T14:00Z", "2025-05-28T14:00Z", "28 May 2025, 14:00 UTC"),
        ("2025-05-27T14:00Z", "2025-05-28T16:10Z", "27 May 2025, 14:00 UTC – 28 May 2025, 16:10 UTC"),
        ("2025-05-28", "2025-05-28T16:10Z", "28 May 2025 – 28 May 2025, 16:10 UTC"),
        (None, "2025-05-28", "28 May 2025"),
        (None, None, ""),
    ],
)
def test_from_when_to_when(first, last, written):
    assert words.spell(first, last).striptags() == written


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2025-05-27T14:00Z", "2025-05-28T16:10Z", "since 27 May, 16:10"),
        ("2024-05-27", "2025-05-28T16:10Z", "since 27 May 2024, 16:10"),
        ("2025-05-28", "2025-05-28", ""),
        ("2025-05-27", "2025-05-28", "27 May 2025 – 28 May 2025"),
        (None, "2025-05-28T16:10Z", "16:10"),
        (None, None, ""),
    ],
)
def test_hours_under_a_day(first, last, written):
    assert words.hours(first, last).striptags() == written


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x",
        "http://",
        "http://[",
        "https://a\nb",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(address):
    assert words.outward(address) is None
    assert words.host(address) == ""


def test_a_web_address_is_kept_as_it_is():
    assert words.outward("HTTPS://www.nap.example/a?b=c#d") == "HTTPS://www.nap.example/a?b=c#d"
    assert words.host("https://user:pw@www.nap.example/a") == "nap.example"


def test_fragments_lose_nothing():
    text = "one two three"
    for mark in (None, Range(0, 3), Range(4, 99), Range(0, 13), Range(20, 30)):
        for start, end in ((0, 13), (2, 6), (5, 5)):
            assert "".join(f.text for f in fragments(text, start, end, mark)) == text[start:end]
