"""WebSub, the subscriber's side (W3C Recommendation of 2018): a hub tells us when a feed has something new.

    discover (hub, topic) | subscribe | the hub asks back: verify_intent | it pushes: signature_is_good | renew in time

Whoever knows a callback can call it, so each has its own unguessable address and its own secret; a push whose signature
is not good is thrown away, and one without a secret is no more than a hint to ask the feed. A challenge is answered as
plain text, never as a page. All that a hub says is bounded here.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import parse_qsl

from firsthand.capture.arrival import Limits
from firsthand.capture.http import ANSWER_LIMITS, Answer, post_form, shown, spell
from firsthand.capture.manners import Policy
from firsthand.model.errors import UnreachableAddress

Mode = Literal["subscribe", "unsubscribe"]

#: Ten days, as the Recommendation suggests to hubs.
LEASE_SECONDS = 864_000
#: A hub may grant what it likes; shorter leases would have us renew all the time, longer ones are not believed.
_SHORTEST_LEASE, _LONGEST_LEASE = 300, 365 * 86_400
_SECRET_BYTES = 199
_HUBS, _ADDRESS_LETTERS = 4, 2000
_QUERY_LETTERS, _FIELDS, _CHALLENGE_LETTERS, _REASON_LETTERS = 16_384, 32, 4096, 200
_SIGNATURE_LETTERS = 200
_METHODS: dict[str, Callable[..., "hashlib._Hash"]] = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}


@dataclass(frozen=True, slots=True)
class Topic:
    """What may be subscribed to, and by which hubs, in order of preference."""

    topic: str
    hubs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """What we asked a hub for, and therefore expect it to ask back."""

    mode: Mode
    topic: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Answer the hub with ``challenge``, as plain text, status 200. ``lease_seconds`` is 0 for the end of a subscription."""

    challenge: str
    lease_seconds: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Answer the hub with status 404. ``denied``: it is the hub that ends it, for this reason."""

    reason: str
    denied: bool = False


def discover(
    links: Iterable[tuple[str, str]], hubs: Sequence[str] = (), self_link: str = "", address: str = ""
) -> Topic | None:
    """Find hub and topic: in an answer's Link headers, else in what the feed says itself; None without a hub.

    A feed that does not name itself is its own ``address``.
    """
    links = tuple(links)
    found = [url for relation, url in links if relation == "hub"] or list(hubs)
    named = [url for relation, url in links if relation == "self"] or [self_link]
    fit = tuple(dict.fromkeys(filter(None, map(_spelt, found))))[:_HUBS]
    topic = named[0] if _spelt(named[0]) else address
    return Topic(topic, fit) if fit and topic else None


def subscribe(
    hub: str,
    topic: str,
    callback: str,
    secret: str,
    lease_seconds: int = LEASE_SECONDS,
    *,
    mode: Mode = "subscribe",
    limits: Limits = ANSWER_LIMITS,
    allow_hosts: Sequence[str] = (),
    agent: str = "",
    manners: Policy | None = None,
) -> Answer:
    """Ask a hub to push a topic to our callback, or to stop. It will ask back whether we meant it.

    The secret goes over https only (see `is_signed`). Raises `UnreachableAddress` where the hub refuses or cannot be reached.
    """
    fields = form(mode, topic, callback, secret if is_signed(hub) else "", lease_seconds)
    return post_form(hub, fields, limits=limits, allow_hosts=allow_hosts, agent=agent, manners=manners)


def is_signed(hub: str) -> bool:
    """Say whether this hub is told the secret, so that its pushes are signed; others are no more than a hint."""
    return hub.lower().startswith("https:")


def form(mode: Mode, topic: str, callback: str, secret: str, lease_seconds: int) -> dict[str, str]:
    """Write the form of a request. Raises ValueError for a secret that the Recommendation does not allow."""
    if len(secret.encode()) > _SECRET_BYTES:
        raise ValueError("a secret has at most 199 bytes")
    fields = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    if mode == "subscribe":
        fields["hub.lease_seconds"] = str(_lease(lease_seconds))
        if secret:
            fields["hub.secret"] = secret
    return fields


def verify_intent(query: str, expected: Intent | None) -> Confirmed | Refused:
    """Decide on a hub's question (the query of its GET) whether we want what it says that we do.

    ``expected`` is what we asked it for; None where we asked for nothing.
    """
    said = _said(query)
    if expected is None or said.get("hub.topic") != expected.topic:
        return Refused("nobody here asked for this topic")
    if said.get("hub.mode") == "denied":
        reason = shown(said.get("hub.reason", ""))[:_REASON_LETTERS]
        return Refused(reason or "the hub gives no reason", denied=True)
    if said.get("hub.mode") != expected.mode:
        return Refused("nobody here asked for this")
    challenge = said.get("hub.challenge", "")
    if not challenge or len(challenge) > _CHALLENGE_LETTERS:
        return Refused("there is no challenge to answer")
    if expected.mode == "unsubscribe":
        return Confirmed(challenge, 0)
    seconds = said.get("hub.lease_seconds", "")
    number = seconds.isascii() and seconds.isdigit()
    return Confirmed(challenge, _lease(int(seconds[:12])) if number else LEASE_SECONDS)


def signature_is_good(header: str, body: bytes, secret: str) -> bool:
    """Say whether a push (its X-Hub-Signature and its body) comes from who knows the secret. Takes the same time either way."""
    name, mark, digest = header.strip()[:_SIGNATURE_LETTERS].partition("=")
    method = _METHODS.get(name.strip().lower())
    if not secret or not mark or method is None or not digest.isascii():
        return False
    return hmac.compare_digest(hmac.new(secret.encode(), body, method).hexdigest(), digest.strip().lower())


def renew_at(confirmed_at: datetime, lease_seconds: int) -> datetime:
    """When to subscribe again: when a fifth of the lease is left, two days at most."""
    left = min(timedelta(seconds=lease_seconds) / 5, timedelta(days=2))
    return confirmed_at + timedelta(seconds=lease_seconds) - left


def _said(query: str) -> dict[str, str]:
    """Read a query; the first of several fields counts, and one that is too long says nothing."""
    if len(query) > _QUERY_LETTERS:
        return {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def _lease(seconds: int) -> int:
    return min(max(seconds, _SHORTEST_LEASE), _LONGEST_LEASE)


def _spelt(url: str) -> str:
    try:
        return spell(url) if len(url) <= _ADDRESS_LETTERS else ""
    except UnreachableAddress:
        return ""
