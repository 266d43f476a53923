"""What stands before the site: whom a request is taken to come from, and where links and cookies are put."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from firsthand.front import Front, front_of, stand_before
from firsthand.settings import Server

BEHIND = front_of(Server(trusted_proxies=("127.0.0.1", "10.0.0.0/8"), public_address="https://desk.example"))


def passed(
    front: Front, headers: Iterable[tuple[str, str]] = (), *, client: str = "127.0.0.1", path: str = "/", **answer: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """Send a request through the front; return it as the site got it, and the headers that came back."""
    got: dict[str, Any] = {}
    sent: dict[str, str] = {}

    async def site(scope: Any, receive: Any, send: Any) -> None:
        got.update(scope)
        said = [(name.replace("_", "-").encode(), value.encode()) for name, value in answer.items()]
        await send({"type": "http.response.start", "status": 200, "headers": said})

    async def send(message: Any) -> None:
        sent.update({name.decode(): value.decode() for name, value in message["headers"]})

    raw = [(name.encode(), value.encode()) for name, value in (("host", "127.0.0.1:8321"), *headers)]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "client": (client, 5), "headers": raw}
    asyncio.run(stand_before(site, front)(scope, None, send))
    return got, sent


def header(scope: dict[str, Any], name: str) -> str | None:
    return next((value.decode() for key, value in scope["headers"] if key == name.encode()), None)


SPOKEN_FOR = [
    ("x-forwarded-for", "203.0.113.9, 198.51.100.7, 10.1.1.1"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-host", "desk.example"),
]


def test_a_trusted_proxy_says_whom_it_speaks_for() -> None:
    scope, _ = passed(BEHIND, SPOKEN_FOR)
    assert (scope["client"][0], scope["scheme"], header(scope, "host")) == ("198.51.100.7", "https", "desk.example")
    assert header(scope, "x-forwarded-for") is None


@pytest.mark.parametrize("client", ["198.51.100.7", "11.0.0.1", "::1", "unix", ""])
def test_nobody_else_is_believed(client: str) -> None:
    scope, _ = passed(BEHIND, SPOKEN_FOR, client=client)
    assert (scope["client"][0], scope["scheme"], header(scope, "host")) == (client, "http", "127.0.0.1:8321")
    assert header(scope, "x-forwarded-host") is None


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("198.51.100.7:4711", "198.51.100.7"),
        ("[2001:db8::1]:99", "2001:db8::1"),
        ("1.2.3.4, nonsense", "127.0.0.1"),
        ("10.0.0.1, 127.0.0.1", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_last_that_is_not_ours_is_who_asks(said: str, taken: str) -> None:
    """What stands further left was written by whoever asked."""
    assert passed(BEHIND, [("x-forwarded-for", said)])[0]["client"][0] == taken


def test_an_address_of_ipv4_in_ipv6_is_one_of_ipv4() -> None:
    assert passed(BEHIND, SPOKEN_FOR, client="::ffff:10.2.3.4")[0]["scheme"] == "https"


@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("/news", "/"),
        ("/news/", "/"),
        ("/news/story/a", "/story/a"),
        ("/story/a", "/story/a"),
        ("/newsroom", "/newsroom"),
    ],
)
def test_the_base_path_is_taken_off_where_the_proxy_left_it_on(path: str, within: str) -> None:
    assert passed(Front(base="/news"), path=path)[0]["path"] == within


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        ("/", "/news/"),
        ("/story/a?x=1#y", "/news/story/a?x=1#y"),
        ("https://b.example/", "https://b.example/"),
        ("//b", "//b"),
    ],
)
def test_a_redirect_of_the_site_is_put_under_the_base_path(location: str, sent: str) -> None:
    assert passed(Front(base="/news"), location=location)[1]["location"] == sent
    assert passed(Front(), location=location)[1]["location"] == location


def test_cookies_stay_under_the_base_path_and_on_https() -> None:
    cookie = {"set_cookie": "a=b; HttpOnly; Path=/; SameSite=lax"}
    assert passed(Front(), **cookie)[1]["set-cookie"] == "a=b; HttpOnly; Path=/; SameSite=lax"
    assert passed(Front(base="/news"), **cookie)[1]["set-cookie"] == "a=b; HttpOnly; Path=/news; SameSite=lax"
    assert passed(BEHIND, SPOKEN_FOR, **cookie)[1]["set-cookie"].endswith("; Secure")


def test_a_name_that_is_only_there_by_https_is_secure_though_the_proxy_does_not_say_so() -> None:
    front = front_of(Server(public_address="https://desk.example"))
    assert front.is_secure("http", "desk.example")
    assert not front.is_secure("http", "127.0.0.1:8321")
    assert front.names == ("desk.example",)


def test_who_may_measure_is_a_matter_of_the_address_and_of_nobody_in_between() -> None:
    front = front_of(Server(metrics_from=("127.0.0.0/8",)))
    assert front.may_measure(passed(front)[0])
    assert not front.may_measure(passed(front, client="10.0.0.1")[0])
    assert not front.may_measure(passed(front, [("x-forwarded-for", "203.0.113.9")])[0]), "a proxy that nobody named"
    assert not front.may_measure(passed(front, [("via", "1.1 somebody")])[0])


def test_it_tells_of_every_answer_by_its_route() -> None:
    heard = []
    front = front_of(Server(), lambda *told: heard.append(told))
    passed(front, path="/anything/at/all")
    ((route, method, status, seconds),) = heard
    assert (route, method, status) == ("none", "GET", 200)
    assert seconds >= 0
