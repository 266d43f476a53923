"""What a robots.txt asks, and how long it holds."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.capture.robots import Rules, Verdict, check, origin, rules_of, unread
from firsthand.model.errors import UnreachableAddress

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def rules(text: str | bytes, status: int = 200) -> Rules:
    return rules_of(status, text.encode() if isinstance(text, str) else text, NOW)


ASKED = [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: FIRSTHAND/2.0 (x)\nDisallow: /a", "/a", False),
    ("User-agent: First\nDisallow: /", "/a", True),
    ("User-agent: Firsthander\nDisallow: /", "/a", True),
    ("User-agent: Firsthand\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
    ("User-agent: other\nUser-agent: firsthand\nDisallow: /a", "/a", False),
    ("User-agent: firsthand\nUser-agent: other\nDisallow: /a", "/a", False),
    ("User-agent: firsthand\n# between\n\nDisallow: /a # why\n", "/a", False),
    ("User-agent: *\nDisallow: /a\nUser-agent: other\nDisallow: /b", "/b", True),
    ("User-agent: *\nDisallow: /a\n\nUser-agent: other\nDisallow: /c\n\nUser-agent: *\nDisallow: /b", "/b", False),
    ("User-agent: *\nSitemap: https://example.org/map\nDisallow: /a", "/a", False),
    ("User-agent: *\nDisallow: /*.xml$\nAllow: /feed.xml", "/feed.xml", True),
    ("User-agent: *\nDisallow: /*.xml$", "/other.xml", False),
    ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/feed", True),
    ("User-agent: *\r\nDisallow: /\r\n", "/robots.txt", True),
    ("Disallow: /", "/a", True),
    ("<html><body>Not found</body></html>", "/a", True),
]


@pytest.mark.parametrize(("text", "path", "may"), ASKED)
def test_what_may_be_read(text: str, path: str, may: bool) -> None:
    assert rules(text).allows(f"https://example.org{path}") is may


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "rules"), (204, "rules"), (301, "all"), (401, "all"), (403, "all"), (404, "all"), (410, "all"),
     (429, "none"), (500, "none"), (503, "none")],
)  # fmt: skip
def test_what_a_status_means(status: int, verdict: str) -> None:
    assert rules("User-agent: *\nDisallow: /a", status).verdict == verdict


def test_delays_rates_and_sitemaps() -> None:
    found = rules(
        "Sitemap: https://example.org/map.xml\nsitemap:ftp://example.org/x\nSitemap: https://example.org/map.xml\n"
        "User-agent: *\nCrawl-delay: 7\nRequest-rate: 1/10\nSite-map: https://example.org/news.xml"
    )
    assert found.delay == 10
    assert found.sitemaps == ("https://example.org/map.xml", "https://example.org/news.xml")
    assert rules("User-agent: *\nCrawl-delay: nan").delay == 0
    assert rules("User-agent: *\nCrawl-delay: -1").delay == 0
    assert rules("", 404).delay == 0


@pytest.mark.parametrize(("said", "hours"), [(None, 24), (0, 1), (7200, 2), (10**7, 24)])
def test_it_holds_for_an_hour_to_a_day(said: int | None, hours: int) -> None:
    found = rules_of(200, b"", NOW, fresh_seconds=said)
    assert found.fresh_seconds(NOW) == hours * 3600
    assert found.fresh_seconds(NOW + 2 * DAY) == 0


def test_only_the_first_500_kib_count() -> None:
    text = b"User-agent: *\n" + b"#" * 512_000 + b"\nDisallow: /"
    assert rules(text).allows("https://example.org/a")


def test_files_made_to_take_long_do_not() -> None:
    started = time.monotonic()
    many = "".join(f"User-agent: a{n}\n" for n in range(16_000)) + "Disallow: /x\n" * 16_000
    same = "User-agent: *\nUser-agent: firsthand\n" * 6_000 + "Disallow: /x\n" * 16_000
    stars = "User-agent: *\nDisallow: /" + "*a" * 200_000 + "b"
    for text in (many, same, stars, "User agent x " * 39_000, "User-agent: *\nDisallow: /$\n" * 18_000):
        rules(text).allows("https://example.org/" + "a" * 4_000)
    assert time.monotonic() - started < 8


def test_one_that_cannot_be_read_leaves_what_was_known_then_nothing_then_all() -> None:
    before = rules("User-agent: *\nDisallow: /a")
    later = rules_of(503, b"", NOW, before=before)
    assert (later.verdict, later.text, later.unread_since) == (Verdict.RULES, before.text, NOW)
    first = rules_of(503, b"", NOW, retry_seconds=7200)
    assert (first.verdict, first.until, first.cause) == (Verdict.NONE, NOW + timedelta(hours=2), "HTTP 503")
    still = unread("timeout", NOW + 29 * DAY, before=first)
    assert (still.verdict, still.unread_since) == (Verdict.NONE, NOW)
    after = unread("timeout", NOW + 30 * DAY, before=still)
    assert (after.verdict, after.unread_since) == (Verdict.ALL, NOW)
    assert rules_of(200, b"", NOW, before=after).unread_since is None


def test_a_refusal_is_told_with_the_next_try() -> None:
    check("https://example.org/b", rules("User-agent: *\nDisallow: /a"), NOW)
    with pytest.raises(
        UnreachableAddress, match=r"^example\.org asks programs not to read this address\. Open"
    ) as caught:
        check("https://example.org/a", rules("User-agent: *\nDisallow: /a"), NOW)
    assert caught.value.code == "robots"
    with pytest.raises(UnreachableAddress, match=r"cannot be read now \(HTTP 500\)") as caught:
        check("https://example.org/a", rules("", 500), NOW)
    assert (caught.value.code, caught.value.retry_seconds) == ("robots_unread", 3600)


def test_an_origin_has_scheme_host_and_port() -> None:
    assert origin("https://example.org:8443/a?b") == "https://example.org:8443"
