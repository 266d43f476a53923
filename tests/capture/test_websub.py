"""Subscribing to a hub: what is asked of it, what it may ask back, and whose pushes are believed."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

import pytest

from firsthand.capture.arrival import Limits
from firsthand.capture.websub import (
    LEASE_SECONDS,
    Confirmed,
    Intent,
    Refused,
    Topic,
    discover,
    form,
    is_signed,
    renew_at,
    signature_is_good,
    subscribe,
    verify_intent,
)  # fmt: skip
from firsthand.model.errors import UnreachableAddress

TOPIC, HUB, BACK = "https://example.org/feed", "https://hub.example/", "https://me.example/push/abc"
Page = Callable[..., bytes]

FOUND = [
    ((), (), "", None),
    ((("hub", HUB),), (), "", Topic("https://here.example/", (HUB,))),
    ((("hub", HUB), ("self", TOPIC)), ("https://other.example/",), "https://other.example/feed", Topic(TOPIC, (HUB,))),
    ((("self", TOPIC),), (HUB, HUB), "", Topic(TOPIC, (HUB,))),
    ((), (HUB, "ftp://hub.example/", "http://[::1"), TOPIC, Topic(TOPIC, (HUB,))),
    ((), ("javascript:alert(1)",), TOPIC, None),
    ((), (HUB,), "feed.xml", Topic("https://here.example/", (HUB,))),
    ((), tuple(f"https://h{n}.example/" for n in range(99)), TOPIC, Topic(TOPIC, tuple(f"https://h{n}.example/" for n in range(4)))),
]  # fmt: skip


@pytest.mark.parametrize(("links", "hubs", "self_link", "found"), FOUND)
def test_hub_and_topic_are_found_in_the_head_before_the_feed(links, hubs, self_link, found) -> None:
    assert discover(links, hubs, self_link, "https://here.example/") == found


def test_the_form_says_what_is_wanted() -> None:
    assert form("subscribe", TOPIC, BACK, "s3cret", 60) == {
        "hub.mode": "subscribe", "hub.topic": TOPIC, "hub.callback": BACK, "hub.lease_seconds": "300", "hub.secret": "s3cret",
    }  # fmt: skip
    assert form("unsubscribe", TOPIC, BACK, "s3cret", 60) == {
        "hub.mode": "unsubscribe", "hub.topic": TOPIC, "hub.callback": BACK,
    }  # fmt: skip
    with pytest.raises(ValueError, match="199"):
        form("subscribe", TOPIC, BACK, "ä" * 100, 60)


def test_a_hub_is_asked_and_a_secret_does_not_go_over_plain_http(site, answer: Page) -> None:
    hub = site.at("/hub", answer(b"", "202 Accepted"))
    assert subscribe(hub, TOPIC, BACK, "s3cret", allow_hosts=("127.0.0.1",)).status == 202
    said = parse_qs(site.requests[0].partition(b"\r\n\r\n")[2].decode())
    assert said["hub.topic"] == [TOPIC]
    assert "hub.secret" not in said
    assert (is_signed(hub), is_signed("HTTPS://hub.example/")) == (False, True)


def test_a_hub_that_refuses_is_named(site, answer: Page) -> None:
    hub = site.at("/hub", answer(b"no", "400 No"))
    with pytest.raises(UnreachableAddress, match="HTTP 400"):
        subscribe(hub, TOPIC, BACK, "", allow_hosts=("127.0.0.1",), limits=Limits(total_seconds=2))


def asked(**said: str) -> str:
    return urlencode({f"hub.{name}": value for name, value in {"topic": TOPIC, "challenge": "abc", **said}.items()})


WANTED = Intent("subscribe", TOPIC)
INTENTS = [
    (asked(mode="subscribe", lease_seconds="864000"), WANTED, Confirmed("abc", 864_000)),
    (asked(mode="subscribe"), WANTED, Confirmed("abc", LEASE_SECONDS)),
    (asked(mode="subscribe", lease_seconds="1"), WANTED, Confirmed("abc", 300)),
    (asked(mode="subscribe", lease_seconds="9" * 5000), WANTED, Confirmed("abc", 365 * 86_400)),
    (asked(mode="subscribe", lease_seconds="-5"), WANTED, Confirmed("abc", LEASE_SECONDS)),
    (asked(mode="unsubscribe"), Intent("unsubscribe", TOPIC), Confirmed("abc", 0)),
    (asked(mode="unsubscribe"), WANTED, Refused("nobody here asked for this")),
    (asked(mode="subscribe"), None, Refused("nobody here asked for this topic")),
    (asked(mode="subscribe", topic=TOPIC + "/"), WANTED, Refused("nobody here asked for this topic")),
    (asked(mode="subscribe", challenge=""), WANTED, Refused("there is no challenge to answer")),
    (asked(mode="subscribe", challenge="x" * 5000), WANTED, Refused("there is no challenge to answer")),
    (asked(mode="denied", reason="too many\n"), WANTED, Refused("too many\\n", denied=True)),
    (asked(mode="denied"), WANTED, Refused("the hub gives no reason", denied=True)),
    (asked(mode="denied", topic="x"), WANTED, Refused("nobody here asked for this topic")),
    (asked(mode="subscribe") + "&x" * 100, WANTED, Refused("nobody here asked for this topic")),
    (asked(mode="subscribe") + "&x=" + "y" * 20_000, WANTED, Refused("nobody here asked for this topic")),
    (asked(mode="subscribe") + "&hub.challenge=second", WANTED, Confirmed("abc", LEASE_SECONDS)),
    ("", WANTED, Refused("nobody here asked for this topic")),
]


@pytest.mark.parametrize(("query", "expected", "decided"), INTENTS)
def test_only_what_was_asked_for_is_confirmed(
    query: str, expected: Intent | None, decided: Confirmed | Refused
) -> None:
    assert verify_intent(query, expected) == decided


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha384", "sha512"])
def test_a_good_signature_is_believed_and_no_other(name: str) -> None:
    good = hmac.new(b"s3cret", b"body", name).hexdigest()
    assert signature_is_good(f"{name}={good}", b"body", "s3cret")
    assert signature_is_good(f" {name.upper()}={good.upper()} ", b"body", "s3cret")
    assert not signature_is_good(f"{name}={good}", b"body!", "s3cret")
    assert not signature_is_good(f"{name}={good}", b"body", "other")
    assert not signature_is_good(f"{name}={good[:-1]}", b"body", "s3cret")


def test_nonsense_is_no_signature() -> None:
    empty = hmac.new(b"", b"body", hashlib.sha256).hexdigest()
    md5 = hmac.new(b"s3cret", b"body", "md5").hexdigest()
    for header in ("", "sha256", "sha256=", "=", "sha256=ä", "sha256=" + "0" * 9999, f"md5={md5}", f"none={md5}"):
        assert not signature_is_good(header, b"body", "s3cret")
    assert not signature_is_good(f"sha256={empty}", b"body", "")


def test_a_lease_is_renewed_while_a_fifth_is_left_and_two_days_at_most() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert renew_at(now, 1000) == now + timedelta(seconds=800)
    assert renew_at(now, 100 * 86_400) == now + timedelta(days=98)
