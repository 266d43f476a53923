"""A guest asks what it may read, once, and heeds it on every hop. All servers are on loopback."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.capture.arrival import Limits
from firsthand.capture.guest import Guest
from firsthand.capture.http import ask, user_agent
from firsthand.capture.manners import Manners
from firsthand.capture.robots import Rules, rules_of
from firsthand.model.errors import UnreachableAddress

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = ("127.0.0.1",)
DAY = timedelta(days=1)
Page = Callable[..., bytes]


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
    monkeypatch.setattr("firsthand.capture.guest._KEPT_LETTERS", 2_000)
    policy = guest()
    for n in range(50):
        policy._remember(f"https://h{n}.example", rules_of(404, b"", NOW))
        policy._remember(f"https://h{n}.example", rules_of(404, b"", NOW))
    assert 0 < len(policy._known) < 10
    assert 0 < policy._letters <= 2_000
