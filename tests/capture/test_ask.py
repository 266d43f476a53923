"""Asking for the schedule: whether anything changed, where it moved to, when to ask again. All servers are on loopback."""

import gc
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from firsthand.capture import http, room
from firsthand.capture.arrival import Limits
from firsthand.capture.http import Answer, Validators, ask, post_form, user_agent
from firsthand.capture.manners import Manners
from firsthand.model.errors import UnreachableAddress

HERE = ("127.0.0.1", "localhost")
SMALL = Limits(page_bytes=3_000_000, connect_seconds=1, total_seconds=1, redirects=3)
FEED = b"<rss><channel><title>Days</title></channel></rss>"
Page = Callable[..., bytes]


def read(address: str, **named: Any) -> Answer:
    return ask(address, **{"limits": SMALL, "allow_hosts": HERE, **named})


def failure(address: str, **named: Any) -> UnreachableAddress:
    with pytest.raises(UnreachableAddress) as caught:
        read(address, **named)
    assert "\n" not in str(caught.value)
    assert caught.value.cause.startswith(address)
    return caught.value


def test_an_answer_has_all_that_says_when_to_ask_again(site, answer: Page) -> None:
    address = site.at(
        "/feed",
        answer(FEED, content_type="application/rss+xml; charset=UTF-8", etag='W/"\xe41"', last_modified="Monday",
               cache_control="max-age=600", link="</hub>; rel=hub"),
    )  # fmt: skip
    found = read(address)
    assert (found.url, found.status, found.content) == (address, 200, FEED)
    assert (found.media_type, found.charset) == ("application/rss+xml", "utf-8")
    assert found.validators == Validators('W/"\xe41"', "Monday")
    assert (found.fresh_seconds, found.moved_to) == (600, "")
    assert found.links == (("hub", address.replace("/feed", "/hub")),)
    assert found.sent_bytes == len(site.answers["/feed"])


def test_several_link_headers_are_one_list(site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nLink: </a>; rel=hub\r\nLink: </b>; rel=self\r\n\r\n"
    assert [relation for relation, _ in read(site.at("/", head)).links] == ["hub", "self"]


def test_what_the_server_gave_is_sent_back_byte_for_byte(site, answer: Page) -> None:
    address = site.at("/", answer(b"", "304 Not Modified", etag="new", cache_control="max-age=5"))
    found = read(address, known=Validators("W/ \xe4'", "yesterday"))
    assert (found.status, found.content, found.fresh_seconds) == (304, b"", 5)
    assert found.validators == Validators("new", "yesterday")
    assert b"If-None-Match: W/ \xe4'\r\n" in site.requests[0]
    assert b"If-Modified-Since: yesterday\r\n" in site.requests[0]


def test_an_answer_that_nothing_changed_has_no_content_whatever_follows_it(site, answer: Page) -> None:
    address = site.at("/", answer(FEED, "304 Not Modified"))
    assert read(address, known=Validators("x")).content == b""


@pytest.mark.parametrize("known", [Validators(), Validators("a\r\nX: y")])
def test_nothing_changed_is_no_answer_to_who_did_not_ask(site, answer: Page, known: Validators) -> None:
    error = failure(site.at("/", answer(b"", "304 Not Modified")), known=known)
    assert (error.code, error.status) == ("http_status", 304)
    assert b"X: y" not in site.requests[0]


def test_who_asks_says_so_with_a_contact(site, answer: Page) -> None:
    read(site.at("/", answer(FEED)), agent=user_agent("https://example.org/bot (us)\r\nX: y"))
    assert b"User-Agent: Firsthand/0.1.0 (+https://example.org/botusX:y; news reader)\r\n" in site.requests[0]
    assert user_agent() == "Firsthand/0.1.0 (news reader)"


MOVES = [
    ((301, 308), "/2"),
    ((301, 302, 301), "/1"),
    ((302, 301), ""),
    ((307,), ""),
    ((308,), "/1"),
]


@pytest.mark.parametrize(("statuses", "moved"), MOVES)
def test_where_an_address_moved_for_good(site, answer: Page, statuses: tuple[int, ...], moved: str) -> None:
    for at, status in enumerate(statuses):
        site.at(f"/{at}", answer(b"", f"{status} Go", location=f"/{at + 1}"))
    last = site.at(f"/{len(statuses)}", answer(FEED))
    base = last.rpartition("/")[0]
    found = read(f"{base}/0")
    assert found.url == last
    assert found.moved_to == (base + moved if moved else "")


def test_a_circle_is_seen_at_its_first_repetition(site, answer: Page) -> None:
    error = failure(site.at("/", answer(b"", "301 Moved", location="#x")))
    assert (error.code, len(site.requests)) == ("redirects", 1)
    assert "circle" in error.cause


@pytest.mark.parametrize(
    ("status", "after", "code", "seconds"),
    [
        (410, "", "gone", None),
        (429, "120", "rate_limited", 120.0),
        (503, "7", "server_error", 7.0),
        (404, "60", "not_found", 60.0),
        (429, "9" * 5000, "rate_limited", None),
        (429, "Thu, 01 Jan 1970 00:00:00 GMT", "rate_limited", 0.0),
    ],
)
def test_a_refusal_has_its_status_and_its_time(site, answer: Page, status, after, code, seconds) -> None:
    error = failure(site.at("/", answer(b"no", f"{status} No", retry_after=after)))
    assert (error.code, error.status, error.retry_seconds) == (code, status, seconds)


def test_a_wall_has_them_too(site, answer: Page) -> None:
    error = failure(site.at("/", answer(b"px-captcha", "403 No", retry_after="60")))
    assert (error.code, error.status, error.retry_seconds) == ("challenge", 403, 60.0)


def test_what_failed_on_the_way_has_no_status(site) -> None:
    error = failure(site.at("/", b""))
    assert (error.code, error.status, error.retry_seconds) == ("broken", None, None)


def test_an_empty_answer_is_an_answer(site) -> None:
    assert read(site.at("/", b"HTTP/1.1 204 No Content\r\n\r\n")).content == b""


def test_what_is_too_long_is_refused_or_cut(site, answer: Page) -> None:
    few = Limits(page_bytes=10)
    address = site.at("/", answer(FEED))
    assert failure(address, limits=few).code == "too_large"
    assert read(address, limits=few, cut=True).content == FEED[:10]


# manners ------------------------------------------------------------------------------------------------------------


class Told(Manners):
    """Writes down what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, Any]] = []

    def admit(self, url: str, within: float) -> None:
        self.told.append(("admit", url))
        if "forbidden" in url:
            raise UnreachableAddress("robots", "not this one.", "Leave it.")

    @contextmanager
    def turn(self, host: str, within: float = 30.0) -> Iterator[None]:
        self.told.append(("turn", host))
        yield
        self.told.append(("over", host))


def test_every_hop_is_admitted_and_has_its_turn(site, answer: Page) -> None:
    told = Told()
    first = site.at("/", answer(b"", "302 Go", location=f"http://localhost:{site.port}/forbidden"))
    error = failure(first, manners=told)
    assert error.code == "robots"
    assert [name for name, _ in told.told] == ["admit", "turn", "over", "admit"]
    assert len(site.requests) == 1


def test_a_host_that_is_asked_too_often_is_left_alone(site, answer: Page) -> None:
    manners = Manners()
    failure(site.at("/", answer(b"", "429 No", retry_after="50")), manners=manners)
    assert not manners.has_room("127.0.0.1")
    error = failure(site.at("/", answer(FEED)), manners=manners)
    assert error.code == "busy_host"
    assert error.retry_seconds is not None
    assert 45 < error.retry_seconds <= 50
    assert len(site.requests) == 1


def test_never_more_at_once_than_manners_allow(site, answer: Page) -> None:
    now, most, lock = [0], [0], threading.Lock()

    def slow(line: socket.socket) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.03)
        with lock:
            now[0] -= 1
        line.sendall(answer(FEED))

    address, manners = site.at("/", slow), Manners(most=2)
    threads = [threading.Thread(target=read, args=(address,), kwargs={"manners": manners}) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
    assert len(site.requests) == 12


# room for large bodies ----------------------------------------------------------------------------------------------


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> room.Room:
    one = room.Room(places=1)
    monkeypatch.setattr(http, "ROOM", one)
    return one


def test_a_large_answer_holds_its_place_while_it_is_kept(site, answer: Page, one_place: room.Room) -> None:
    large, small = site.at("/large", answer(b"x" * 1_500_000)), site.at("/small", answer(FEED))
    kept = read(large)
    error = failure(large)
    assert (error.code, error.next_try) == ("busy", "Try again later.")
    assert read(small).content == FEED
    del kept, error
    gc.collect()
    assert len(read(large).content) == 1_500_000


def test_a_page_at_a_persons_request_gives_its_place_back(site, answer: Page, one_place: room.Room) -> None:
    large = site.at("/large", answer(b"x" * 1_500_000))
    kept = [http.fetch(large, limits=SMALL, allow_hosts=HERE) for _ in range(3)]
    assert len(kept) == 3


def test_a_large_body_that_comes_without_a_length_or_breaks_off_gives_its_place_back(site, one_place) -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 4_000_000
    broken = b"HTTP/1.1 200 OK\r\nContent-Length: 2900000\r\n\r\n" + b"x" * 2_000_000
    for _ in range(2):
        assert failure(site.at("/endless", endless)).code == "too_large"
        assert failure(site.at("/broken", broken)).code == "broken"


# forms --------------------------------------------------------------------------------------------------------------


def form(address: str, **fields: str) -> Answer:
    return post_form(address, fields, limits=SMALL, allow_hosts=HERE)


def test_a_form_is_posted_again_where_the_method_stays(site, answer: Page) -> None:
    site.at("/last", answer(b"", "202 Accepted"))
    site.at("/second", answer(b"", "308 Go", location="/last"))
    assert form(site.at("/", answer(b"", "307 Go", location="/second")), a="ä &=", b="c").status == 202
    assert [request.split(b" ", 1)[0] for request in site.requests] == [b"POST"] * 3
    assert all(b"Content-Type: application/x-www-form-urlencoded\r\n" in request for request in site.requests)
    assert site.requests[2].endswith(b"a=%C3%A4+%26%3D&b=c")


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_form_goes_nowhere_else(site, answer: Page, status: int) -> None:
    with pytest.raises(UnreachableAddress) as caught:
        form(site.at("/", answer(b"", f"{status} Go", location="/last")), a="b")
    assert (caught.value.code, len(site.requests)) == ("http_status", 1)


def test_a_form_does_not_leave_https() -> None:
    way = http._Way("https://hub.example/", guarded=True)
    with pytest.raises(UnreachableAddress, match="from https to http"), way.telling():
        way.lead(307, "http://hub.example/")
