"""What a robots.txt asks, how long it holds, and the guest who heeds it. All servers are on loopback."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.capture.arrival import Limits
from firsthand.capture.http import ask, user_agent
from firsthand.capture.manners import Manners
from firsthand.capture.robots import Guest, Rules, Verdict, check, origin, rules_of, unread
from firsthand.model.errors import UnreachableAddress

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = ("127.0.0.1",)
DAY = timedelta(days=1)
Page = Callable[..., bytes]


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


# the guest ----------------------------------------------------------------------------------------------------------


def guest(**named: object) -> Guest:
    return Guest(Manners(), allow_hosts=HERE, **named)  # type: ignore[arg-type]


def read(address: str, policy: Guest) -> bytes:
    return ask(address, limits=Limits(total_seconds=2), allow_hosts=HERE, manners=policy).content


def refusal(address: str, policy: Guest) -> UnreachableAddress:
    with pytest.raises(UnreachableAddress) as caught:
        read(address, policy)
    return caught.value


def paths(site) -> list[str]:
    return [request.split(b" ")[1].decode() for request in site.requests]


def test_a_guest_asks_once_what_it_may_read(site, answer: Page) -> None:
    site.at("/robots.txt", answer(b"User-agent: Firsthand\nDisallow: /private"))
    good, bad, policy = (
        site.at("/feed", answer(b"feed")),
        site.at("/private/feed", answer(b"no")),
        guest(agent=user_agent("x@y")),
    )
    assert read(good, policy) == b"feed"
    assert refusal(bad, policy).code == "robots"
    assert read(good, policy) == b"feed"
    assert paths(site) == ["/robots.txt", "/feed", "/feed"]
    assert user_agent("x@y").encode() in site.requests[0]


def test_every_hop_is_asked_about(site, answer: Page) -> None:
    site.at("/robots.txt", answer(b"User-agent: *\nDisallow: /private"))
    address = site.at("/feed", answer(b"", "301 Moved", location="/private/feed"))
    error = refusal(address, guest())
    assert (error.code, "redirected to" in error.cause) == ("robots", True)
    assert paths(site) == ["/robots.txt", "/feed"]


def test_a_robots_txt_may_be_elsewhere_and_forbids_not_itself(site, answer: Page) -> None:
    site.at("/robots.txt", answer(b"", "302 Found", location="/rules"))
    site.at("/rules", answer(b"User-agent: *\nDisallow: /"))
    assert refusal(site.at("/feed", answer(b"feed")), guest()).code == "robots"
    assert paths(site) == ["/robots.txt", "/rules"]


@pytest.mark.parametrize("status", ["404 No", "403 No", "401 No"])
def test_without_one_all_may_be_read(site, answer: Page, status: str) -> None:
    site.at("/robots.txt", answer(b"px-captcha", status))
    assert read(site.at("/feed", answer(b"feed")), guest()) == b"feed"


def test_redirects_without_an_end_and_pictures_are_no_robots_txt(site, answer: Page) -> None:
    feed = site.at("/feed", answer(b"feed"))
    site.at("/robots.txt", answer(b"", "302 Found", location="/robots.txt"))
    assert read(feed, guest()) == b"feed"
    site.at("/robots.txt", answer(b"User-agent: *\nDisallow: /", content_type="image/png"))
    assert read(feed, guest()) == b"feed"


def test_one_that_is_too_long_is_read_as_far_as_it_counts(site, answer: Page) -> None:
    site.at("/robots.txt", answer(b"User-agent: *\nDisallow: /feed\n" + b"#" * 2_000_000))
    assert refusal(site.at("/feed", answer(b"feed")), guest()).code == "robots"


def test_a_host_whose_robots_txt_fails_is_left_alone_for_now(site, answer: Page) -> None:
    site.at("/robots.txt", answer(b"", "500 Oh"))
    feed, policy = site.at("/feed", answer(b"feed")), guest()
    assert [refusal(feed, policy).code for _ in range(2)] == ["robots_unread"] * 2
    assert paths(site) == ["/robots.txt"]


def test_a_host_that_does_not_answer_is_told_as_that(site) -> None:
    site.at("/robots.txt", b"")
    error = refusal(site.at("/feed", b""), guest())
    assert error.code == "broken"
    assert "robots.txt" not in error.cause


def test_what_is_stored_is_used_and_renewed_when_it_is_old(site, answer: Page) -> None:
    rows: dict[str, Rules] = {}
    now = [NOW]
    site.at("/robots.txt", answer(b"User-agent: *\nDisallow: /a"))
    feed = site.at("/feed", answer(b"feed"))

    def one() -> Guest:
        return guest(load=rows.get, keep=rows.__setitem__, clock=lambda: now[0])

    read(feed, one())
    assert list(rows) == [feed.removesuffix("/feed")]
    read(feed, one())
    assert paths(site).count("/robots.txt") == 1
    now[0] += DAY
    policy = one()
    read(feed, policy)
    now[0] += DAY
    site.at("/robots.txt", b"")
    read(feed, policy)
    assert paths(site).count("/robots.txt") == 3
    assert next(iter(rows.values())).cause == "broken"


def test_many_who_wait_for_one_robots_txt_ask_once(site, answer: Page) -> None:
    def slow(line) -> None:
        time.sleep(0.1)
        line.sendall(answer(b""))

    site.at("/robots.txt", slow)
    feed, policy = site.at("/feed", answer(b"feed")), guest()
    threads = [threading.Thread(target=read, args=(feed, policy)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert paths(site).count("/robots.txt") == 1
    assert paths(site).count("/feed") == 8
    assert not policy._asking


def test_a_crawl_delay_is_kept(site, answer: Page) -> None:
    site.at("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 30"))
    feed, manners = site.at("/feed", answer(b"feed")), Manners()
    policy = Guest(manners, allow_hosts=HERE)
    assert read(feed, policy) == b"feed"
    assert not manners.has_room("127.0.0.1")
    assert 25 < (refusal(feed, policy).retry_seconds or 0) <= 30
    assert paths(site) == ["/robots.txt", "/feed"]


def test_what_a_guest_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.capture.robots._KEPT_LETTERS", 2_000)
    policy = guest()
    for n in range(50):
        policy._remember(f"https://h{n}.example", rules("", 404))
        policy._remember(f"https://h{n}.example", rules("", 404))
    assert 0 < len(policy._known) < 10
    assert 0 < policy._letters <= 2_000
