"""The only door to the network: one address becomes one Arrival, one Answer, or an error that names the cause.

    address | check and spell it | may it be asked for, and is it its host's turn? | exchange, through the gate
            | follow redirects, each the same way | Answer

`fetch` reads a page at a person's request, `fetch_picture` what a page shows; `ask` reads for the schedule: it asks
whether anything changed, minds its manners, and keeps all that says when to ask again; `post_form` is for hubs, and `send`
for a configured service.

Nothing is retried, no cookie is kept, no proxy variable is looked at. The bounds (`Limits`) hold for the bytes on the
wire, the unpacked bytes and the time together, whatever the server does.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlencode, urljoin
from weakref import finalize

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from firsthand import __version__
from firsthand.capture import answers, causes, packing
from firsthand.capture.addresses import allowed
from firsthand.capture.answers import Validators
from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.exchange import PORTS, REDIRECTS, Bounds, Question, Reply, exchange, too_large
from firsthand.capture.gate import Gate
from firsthand.capture.manners import Policy
from firsthand.capture.room import ROOM
from firsthand.capture.watchdog import Watchdog
from firsthand.model.errors import InputError, UnreachableAddress, UnsupportedInput

#: What the heads of all answers of one address may have on the wire, over and above the page.
_HEAD_BYTES = 131_072
#: What asking a service may cost (a language model's answer, for one).
ANSWER_LIMITS = Limits(page_bytes=1_000_000, connect_seconds=5.0, total_seconds=30.0)
PAGES = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
#: A page at a feed's address may name the feed's new one, so a page is welcome too.
FEEDS = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml;q=0.9,application/xml;q=0.8,"
    "text/xml;q=0.8,application/json;q=0.7,text/html;q=0.6,*/*;q=0.5"
)
PICTURES = "image/avif,image/webp,image/png,image/jpeg,image/gif"
_FOR_GOOD = frozenset({301, 308})
#: The redirects after which a form is posted again; after the others it would become a question for a page.
_SAME_METHOD = frozenset({307, 308})
#: What stands before the host of an address: who asks, and the password. A scheme is short, and begins where no letter
#: stands before it: else 60,000 letters would take half a minute.
_NAMED = re.compile(r"((?<![a-z0-9])[a-z][a-z0-9+.-]{0,30}:[/\\]{2}|^[/\\]{2})[^/?#\\]*@", re.IGNORECASE)
_CONTACT_LETTERS = 200
_NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Answer:
    """What an address answered: ``status`` is 200 to 299, or 304 with no content where nothing has changed.

    ``url`` is where the answer came from. ``moved_to`` is where permanent redirects, one after another from the first
    address, lead; empty where there were none. ``validators`` are to be given when asking again. ``fresh_seconds``:
    the server sees no use in asking earlier. ``links``: (relation, address). ``sent_bytes`` came over the wire, heads
    and all. An answer of more than 1 MB holds one of a few places while it is kept: take from it what is needed, and
    let it go.
    """

    url: str
    status: int
    content: bytes
    media_type: str | None = None
    charset: str | None = None
    validators: Validators = _NOTHING_KNOWN
    fresh_seconds: int | None = None
    moved_to: str = ""
    links: tuple[tuple[str, str], ...] = ()
    sent_bytes: int = 0


def user_agent(contact: str = "") -> str:
    """Say honestly who asks, and where to complain. ``contact`` is an address of a page or a mailbox."""
    kept = "".join(letter for letter in contact if "!" <= letter <= "~" and letter not in "()\\")[:_CONTACT_LETTERS]
    return f"Firsthand/{__version__} ({f'+{kept}; ' if kept else ''}news reader)"


def ask(
    address: str,
    *,
    known: Validators = _NOTHING_KNOWN,
    accept: str = FEEDS,
    limits: Limits = DEFAULT_LIMITS,
    allow_hosts: Sequence[str] = (),
    agent: str = "",
    manners: Policy | None = None,
    cut: bool = False,
) -> Answer:
    """Ask an http(s) address for what it has, or whether that has changed since ``known``.

    The time of `limits` covers all redirects and the waiting for turns. With ``cut``, what is longer than the limit is
    cut off there instead of refused. Raises `UnreachableAddress`; its text begins with the address.
    """
    headers = {**_headers(agent, accept), **answers.conditions(known)}
    way = _Way(address)
    with way.telling(), _bounds(limits, allow_hosts) as bounds:
        reply = _travel(way, Question(headers=headers, cut=cut), bounds, manners, REDIRECTS)
        answer = _answer(way, reply, bounds, known, cut)
        if bounds.place.taken:  # who keeps the answer keeps the place
            finalize(answer, bounds.place.hand_on().give_back).atexit = False
        return answer


def fetch(address: str, *, limits: Limits = DEFAULT_LIMITS, allow_hosts: Sequence[str] = ()) -> Arrival:
    """Read one http(s) address. The arrival's place is the address that gave the page, after all redirects.

    Raises `UnreachableAddress`, or `UnsupportedInput` for an empty page; their text begins with the address.
    """
    way = _Way(address)
    with way.telling(), _bounds(limits, allow_hosts) as bounds:
        reply = _travel(way, Question(headers=_headers("", PAGES)), bounds, None, REDIRECTS)
        _check(reply, limits)
        if not reply.body.strip():
            raise UnsupportedInput("empty", "the page is empty.", "Open it in a browser, save it, and read the file.")
        return Arrival(reply.body, way.url, *answers.kind(reply.headers), way.url)


def fetch_picture(address: str, *, limits: Limits, allow_hosts: Sequence[str] = ()) -> bytes:
    """Read what an http(s) address has for a picture; whether it is one is for the caller to see.

    No cookie and no referrer goes with it. Raises `UnreachableAddress`.
    """
    way, question = _Way(address), Question(headers=_headers("", PICTURES), picture=True)
    with way.telling(), _bounds(limits, allow_hosts) as bounds:
        reply = _travel(way, question, bounds, None, REDIRECTS)
        _check(reply, limits)
        return reply.body


def post_form(
    address: str,
    fields: Mapping[str, str],
    *,
    limits: Limits = ANSWER_LIMITS,
    allow_hosts: Sequence[str] = (),
    agent: str = "",
    manners: Policy | None = None,
) -> Answer:
    """Post a form to an http(s) address, as a WebSub hub wants it, and return what it answers.

    Redirects that keep the method (307, 308) are followed, from https to https only, for a form may hold a secret.
    Raises `UnreachableAddress`.
    """
    way, headers = _Way(address, guarded=True), _headers(agent, "*/*")
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    question = Question("POST", headers, urlencode(dict(fields)).encode())
    with way.telling(), _bounds(limits, allow_hosts) as bounds:
        reply = _travel(way, question, bounds, manners, _SAME_METHOD)
        return _answer(way, reply, bounds, _NOTHING_KNOWN, False)


def send(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    allow_hosts: Sequence[str] = (),
    limits: Limits = ANSWER_LIMITS,
) -> bytes:
    """Post ``body`` to an http(s) address and return what it answers, through the same gate and within the same bounds.

    No redirect is followed: headers may hold a secret, and it is for this host alone. Raises `UnreachableAddress`.
    """
    way, question = _Way(address), Question("POST", {**_headers("", PAGES), **headers}, body)
    with way.telling(), _bounds(limits, allow_hosts) as bounds:
        reply = _travel(way, question, bounds, None, ())
        _check(reply, limits)
        return reply.body


def spell(address: str) -> str:
    """Write an address as it is stored: no fragment, no user name, percent-encoded. Raises `UnreachableAddress`."""
    try:
        url = parse_url(address.strip())
    except LocationParseError:
        raise UnreachableAddress("bad_address", "not a well-formed address.", "Check its spelling.") from None
    if url.scheme not in PORTS:
        raise UnreachableAddress("scheme", "neither http nor https.", "Save the page and read the file.")
    if not url.host:
        raise UnreachableAddress("bad_address", "no host is named.", "Check its spelling.")
    return Url(url.scheme, None, url.host, url.port, url.path or "/", url.query).url


def shown(address: str) -> str:
    """Write an address for a person: what is odd in it becomes escapes, and a name with its password is left out."""
    address = _NAMED.sub(r"\1", address)
    return address.encode("unicode_escape").decode() if not address.isprintable() else address


class _Way:
    """The way from an address to what answers in the end. ``guarded``: it may not lead from https to http."""

    def __init__(self, address: str, guarded: bool = False) -> None:
        self.url = self.moved_to = ""
        self._address = self._where = shown(address)
        self._given = address
        self._guarded = guarded
        self._for_good = True
        self._been: set[str] = set()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Begin, and let every error say which address it is about."""
        try:
            self.url = spell(self._given)
            yield
        except UnreachableAddress as error:
            raise UnreachableAddress(
                error.code,
                f"{self._where}: {error.cause}",
                error.next_try,
                status=error.status,
                retry_seconds=error.retry_seconds,
            ) from error.__cause__
        except InputError as error:
            raise type(error)(error.code, f"{self._where}: {error.cause}", error.next_try) from error.__cause__

    def lead(self, status: int, target: str) -> None:
        """Follow a redirect. Raises `UnreachableAddress` for one that leads nowhere."""
        self._where = f"{self._address} (redirected to {shown(target)})"
        self._been.add(self.url)
        before, self.url = self.url, _led_to(self.url, target)
        if self.url in self._been:
            raise UnreachableAddress("redirects", "its redirects lead in a circle.", "Give the final address.")
        if self._guarded and before.startswith("https:") and not self.url.startswith("https:"):
            raise UnreachableAddress("scheme", "leads from https to http.", "Give the final address.")
        self._for_good = self._for_good and status in _FOR_GOOD
        if self._for_good:
            self.moved_to = self.url


def _led_to(url: str, target: str) -> str:
    """Where a redirect leads, seen from ``url``. Raises `UnreachableAddress`."""
    try:
        return spell(urljoin(url, target))
    except ValueError:  # brackets that do not close
        raise UnreachableAddress("bad_address", "not a well-formed address.", "Check its spelling.") from None


def _travel(way: _Way, question: Question, bounds: Bounds, policy: Policy | None, follow: Collection[int]) -> Reply:
    """Ask, and follow where it leads; each hop is a new address that must be admitted, and waits its turn."""
    for _ in range(bounds.limits.redirects + 1):
        reply = _hop(way.url, question, bounds, policy)
        target = reply.headers.get("location") if reply.status in follow else None
        if target is None:
            return reply
        way.lead(reply.status, target)
    raise UnreachableAddress("redirects", f"more than {bounds.limits.redirects} redirects.", "Give the final address.")


def _hop(url: str, question: Question, bounds: Bounds, policy: Policy | None) -> Reply:
    if policy is None:
        return exchange(url, question, bounds)
    host = str(parse_url(url).host)
    policy.admit(url, bounds.watchdog.left)
    with policy.turn(host, bounds.watchdog.left):
        reply = exchange(url, question, bounds)
    if reply.status >= 400:
        policy.heard(host, reply.status, answers.retry_seconds(reply.headers, _now()))
    return reply


def _answer(way: _Way, reply: Reply, bounds: Bounds, known: Validators, cut: bool) -> Answer:
    unchanged = reply.status == 304 and bool(answers.conditions(known))
    if not unchanged:
        _check(reply, bounds.limits, cut)
    now, head = _now(), reply.headers
    return Answer(
        way.url,
        reply.status,
        reply.body,
        *answers.kind(head),
        answers.validators(head, known if unchanged else _NOTHING_KNOWN),
        answers.fresh_seconds(head, now),
        way.moved_to,
        answers.links(head, way.url),
        bounds.gate.taken,
    )


def _check(reply: Reply, limits: Limits, cut: bool = False) -> None:
    """Raise the cause where a reply is no page."""
    cause = causes.of_answer(reply.status, reply.headers, reply.body, _now())
    if cause:
        raise cause
    if not reply.whole and not cut:
        raise too_large(limits)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _bounds(limits: Limits, allow_hosts: Sequence[str]) -> Iterator[Bounds]:
    place = ROOM.place()
    try:
        with Watchdog(limits.total_seconds) as watchdog:
            yield Bounds(limits, watchdog, _gate(allow_hosts, watchdog, limits), place)
    finally:
        place.give_back()


def _gate(allow_hosts: Sequence[str], watchdog: Watchdog, limits: Limits) -> Gate:
    return Gate(_allowed(tuple(allow_hosts)), watchdog, limits.connect_seconds, limits.page_bytes + _HEAD_BYTES)


_allowed = lru_cache(64)(allowed)


def _headers(agent: str, accept: str) -> dict[str, str]:
    return {
        "User-Agent": agent or user_agent(),
        "Accept": accept,
        "Accept-Encoding": packing.ASKED_FOR,
        "Connection": "close",
    }
