"""What a head says, and what nonsense in it says: nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand.capture.answers import Validators, conditions, fresh_seconds, links, retry_seconds, validators

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DATE = "Mon, 02 Mar 2026 12:00:00 GMT"
LATER = "Mon, 02 Mar 2026 12:05:00 GMT"


@pytest.mark.parametrize(
    "etag", ['"a"', 'W/"a"', "unquoted", '"\xe4\xff"', '"a", "b"', 'w/"', '"' + "x" * 4000 + '"', '"a b\tc"']
)
def test_validators_are_echoed_as_they_came_malformed_or_not(etag: str) -> None:
    known = validators({"etag": etag, "last-modified": "yesterday"})
    assert conditions(known) == {"If-None-Match": etag, "If-Modified-Since": "yesterday"}


@pytest.mark.parametrize("bad", ["", '"a\r\nX: y"', '"a\nb"', '"a\0"', '"' + "x" * 60_000 + '"', "€"])
def test_what_cannot_stand_in_a_header_is_not_sent(bad: str) -> None:
    assert conditions(Validators(bad, bad)) == {}
    assert not validators({"etag": bad})


def test_an_answer_that_nothing_changed_keeps_what_it_does_not_renew() -> None:
    known = Validators('"a"', "Monday")
    assert validators({"etag": '"b"'}, known) == Validators('"b"', "Monday")


FRESH = [
    ({}, None),
    ({"cache-control": "max-age=600"}, 600),
    ({"cache-control": 'public, MAX-AGE="600"'}, 600),
    ({"cache-control": "max-age=600, s-maxage=60"}, 60),
    ({"cache-control": "max-age=600", "age": "200"}, 400),
    ({"cache-control": "max-age=600", "age": "900"}, 0),
    ({"cache-control": "max-age=600", "age": "old"}, 600),
    ({"cache-control": "max-age=600, no-store"}, 0),
    ({"cache-control": "no-cache, max-age=600"}, 0),
    ({"cache-control": 'no-cache="Set-Cookie", max-age=600'}, 600),
    ({"cache-control": "max-age=" + "9" * 5000}, 365 * 86_400),
    ({"cache-control": "max-age=" + "9" * 500}, 365 * 86_400),
    ({"cache-control": "max-age=-5"}, None),
    ({"cache-control": "max-age=soon"}, None),
    ({"cache-control": "max-age=²"}, None),
    ({"cache-control": ",;==\"',,max-age"}, None),
    ({"cache-control": "max-age=1.5", "expires": LATER, "date": DATE}, 300),
    ({"expires": LATER, "date": DATE}, 300),
    ({"expires": LATER}, 300),
    ({"expires": DATE, "date": LATER}, 0),
    ({"expires": "0"}, 0),
    ({"expires": "-1"}, 0),
    ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 365 * 86_400),
    ({"expires": "Fri, 31 Dec 99999 23:59:59 GMT"}, 0),
]


@pytest.mark.parametrize(("head", "seconds"), FRESH)
def test_for_how_long_an_answer_is_fresh(head: dict[str, str], seconds: int | None) -> None:
    assert fresh_seconds(head, NOW) == seconds


RETRIES = [
    ("", None),
    ("120", 120.0),
    (" 0 ", 0.0),
    ("99999999", 30 * 86_400.0),
    ("9" * 5000, None),
    ("-5", None),
    ("1.5", None),
    ("²", None),
    ("soon", None),
    (LATER, 300.0),
    ("Sun, 01 Mar 2026 00:00:00 GMT", 0.0),
    ("Thu, 01 Jan 2099 00:00:00 GMT", 30 * 86_400.0),
    ("Mon, 02 Mar 2026 12:05:00 +9999", None),
]


@pytest.mark.parametrize(("said", "seconds"), RETRIES)
def test_when_to_come_back(said: str, seconds: float | None) -> None:
    assert retry_seconds({"retry-after": said}, NOW) == seconds


def test_a_date_is_measured_by_the_clock_of_who_wrote_it() -> None:
    """A server whose clock is a year late means five minutes all the same."""
    assert retry_seconds({"retry-after": LATER, "date": DATE}, NOW + timedelta(days=365)) == 300.0


BASE = "https://example.org/feeds/all"
LINKS = [
    ("", ()),
    ('<https://hub.example/>; rel="hub"', (("hub", "https://hub.example/"),)),
    ("<https://hub.example/>; rel=HUB", (("hub", "https://hub.example/"),)),
    ('</feed>; rel="self alternate"', (("self", "https://example.org/feed"), ("alternate", "https://example.org/feed"))),
    ('<a,b;c>; title="x, y; rel=hub"; rel=self', (("self", "https://example.org/feeds/a,b;c"),)),
    ("<a>; rel=self; rel=hub, <b>; rel=hub", (("self", "https://example.org/feeds/a"), ("hub", "https://example.org/feeds/b"))),
    ("<javascript:alert(1)>; rel=hub", ()),
    ("<http://[::1>; rel=hub", ()),
    ("no link at all, <a>; rel=hub", ()),
    ('<a; rel="hub"', ()),
    ("<a>", ()),
    ('<a>; rel="hub', ()),
]  # fmt: skip


@pytest.mark.parametrize(("header", "found"), LINKS)
def test_links_of_a_head(header: str, found: tuple[tuple[str, str], ...]) -> None:
    assert links({"link": header}, BASE) == found


def test_links_are_bounded() -> None:
    assert len(links({"link": "<a>; rel=hub," * 100_000}, BASE)) <= 64
    assert len(links({"link": '<a>; rel="' + "x " * 10_000 + '"'}, BASE)) <= 8
