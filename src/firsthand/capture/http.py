"""The only door to the network: one address becomes one Arrival, or an error that names the cause and the next try.

    address | check and spell it | ask through the gate | follow redirects, each through the gate | read | Arrival

Nothing is retried, no cookie is kept, no proxy variable is looked at. The bounds (`Limits`) hold for the bytes on the
wire, the unpacked bytes and the time together, whatever the server does.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from firsthand import __version__
from firsthand.capture import causes, packing
from firsthand.capture.addresses import allowed
from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.gate import Gate, GuardedConnection, GuardedTlsConnection, Watchdog
from firsthand.model.errors import InputError, UnreachableAddress, UnsupportedInput

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
#: What the heads of all answers of one address may have on the wire, over and above the page.
_HEAD_BYTES = 131_072
#: Of a refusal only so much is read as is needed to know a wall by its marks.
_REFUSAL_BYTES = 131_072
#: What asking a service may cost (a language model's answer, for one).
ANSWER_LIMITS = Limits(page_bytes=1_000_000, connect_seconds=5.0, total_seconds=30.0)
#: Media types that can hold no article. What is not listed goes on to `extract`, which looks at the bytes.
_NOT_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip")


@dataclass(frozen=True, slots=True)
class _Question:
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


_GET = _Question()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool


def fetch(address: str, *, limits: Limits = DEFAULT_LIMITS, allow_hosts: Sequence[str] = ()) -> Arrival:
    """Read one http(s) address. The arrival's place is the address that gave the page, after all redirects.

    Raises `UnreachableAddress`, or `UnsupportedInput` for an empty page; their text begins with the address.
    """
    where = shown(address)
    try:
        url = spell(address)
        with Watchdog(limits.total_seconds) as watchdog:
            gate = _gate(allow_hosts, watchdog, limits)
            for _ in range(limits.redirects + 1):
                answer = _guarded_ask(url, gate, watchdog, limits)
                target = answer.headers.get("location") if answer.status in _REDIRECTS else None
                if target is None:
                    return _arrival(url, answer, limits)
                where = f"{shown(address)} (redirected to {shown(target)})"
                url = _led_to(url, target)
        raise UnreachableAddress("redirects", f"more than {limits.redirects} redirects.", "Give the final address.")
    except InputError as error:
        raise type(error)(error.code, f"{where}: {error.cause}", error.next_try) from error.__cause__


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
    try:
        url = spell(address)
        with Watchdog(limits.total_seconds) as watchdog:
            gate = _gate(allow_hosts, watchdog, limits)
            answer = _guarded_ask(url, gate, watchdog, limits, _Question("POST", headers, body))
        cause = causes.of_answer(answer.status, answer.headers, answer.body)
        if cause:
            raise cause
        if not answer.whole:
            raise _too_large(limits)
    except UnreachableAddress as error:
        raise UnreachableAddress(error.code, f"{shown(address)}: {error.cause}", error.next_try) from error.__cause__
    return answer.body


def spell(address: str) -> str:
    """Write an address as it is stored: no fragment, no user name, percent-encoded. Raises `UnreachableAddress`."""
    try:
        url = parse_url(address.strip())
    except LocationParseError:
        raise UnreachableAddress("bad_address", "not a well-formed address.", "Check its spelling.") from None
    if url.scheme not in _PORTS:
        raise UnreachableAddress("scheme", "neither http nor https.", "Save the page and read the file.")
    if not url.host:
        raise UnreachableAddress("bad_address", "no host is named.", "Check its spelling.")
    return Url(url.scheme, None, url.host, url.port, url.path or "/", url.query).url


def _led_to(url: str, target: str) -> str:
    """Where a redirect leads, seen from ``url``. Raises `UnreachableAddress`."""
    try:
        return spell(urljoin(url, target))
    except ValueError:  # brackets that do not close
        raise UnreachableAddress("bad_address", "not a well-formed address.", "Check its spelling.") from None


def shown(address: str) -> str:
    """Write an address for a person: what is odd in it becomes escapes."""
    return address.encode("ascii", "backslashreplace").decode() if not address.isprintable() else address


def user_agent() -> str:
    """Say honestly who asks."""
    return f"Firsthand/{__version__} (news reader; one page at a person's request)"


def _gate(allow_hosts: Sequence[str], watchdog: Watchdog, limits: Limits) -> Gate:
    return Gate(allowed(allow_hosts), watchdog, limits.connect_seconds, limits.page_bytes + _HEAD_BYTES)


def _guarded_ask(url: str, gate: Gate, watchdog: Watchdog, limits: Limits, question: _Question = _GET) -> _Answer:
    try:
        answer = _ask(parse_url(url), gate, limits, question)
    except (OSError, HTTPError, HTTPException, ValueError, zlib.error) as failure:
        if gate.overrun:
            raise _too_large(limits) from failure
        raise causes.of_failure(failure, limits.total_seconds, out_of_time=watchdog.bitten) from failure
    if watchdog.bitten:  # a page without a length looks complete when the watchdog hangs up
        raise causes.of_failure(TimeoutError(), limits.total_seconds, out_of_time=True)
    return answer


def _ask(url: Url, gate: Gate, limits: Limits, question: _Question) -> _Answer:
    connection = _connection(url, gate, limits.total_seconds)
    try:
        headers = {**_headers(), **question.headers}
        connection.request(question.method, url.request_uri, body=question.body, headers=headers, preload_content=False)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.headers.items()}
        if response.status in _REDIRECTS:
            return _Answer(response.status, headers, b"", whole=True)
        packed = headers.get("content-encoding", "").strip().lower()
        if not 200 <= response.status < 300:
            body, whole = _read_refusal(response, packed)
        else:
            _check_headers(packed, headers, limits)
            body, whole = _read(response, packed, limits.page_bytes)
        return _Answer(response.status, headers, body, whole)
    finally:
        connection.close()


def _connection(url: Url, gate: Gate, timeout: float) -> HTTPConnection:
    host, port = str(url.host).strip("[]"), url.port or _PORTS[str(url.scheme)]
    kind = GuardedTlsConnection if url.scheme == "https" else GuardedConnection
    return kind(host, port, gate, timeout)


def _headers() -> dict[str, str]:
    return {
        "User-Agent": user_agent(),
        "Accept": "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
        "Accept-Encoding": packing.ASKED_FOR,
        "Connection": "close",
    }


def _check_headers(packed: str, headers: Mapping[str, str], limits: Limits) -> None:
    """Refuse before reading what the headers already give away."""
    if not packing.is_known(packed):
        raise UnreachableAddress(
            "bad_encoding", f"packed in a way nobody asked for ({packed}).", "Save the page and read the file."
        )
    kind = headers.get("content-type", "").strip().lower()
    if kind.startswith(_NOT_TEXT):
        raise UnreachableAddress(
            "not_text", f"holds {kind.split(';')[0]}, not a page.", "Give the address of the article."
        )
    length = headers.get("content-length", "").lstrip("0")
    most = str(limits.page_bytes)  # compared as text: thousands of digits are no number for Python
    if length.isascii() and length.isdigit() and (len(length), length) > (len(most), most):
        raise _too_large(limits)


def _read(response: BaseHTTPResponse, packed: str, most: int) -> tuple[bytes, bool]:
    """Read at most ``most`` unpacked bytes; the second value says whether that was all."""
    body, unpacking = bytearray(), packing.Unpacking(packed)
    while chunk := response.read1(_CHUNK, decode_content=False):
        body += unpacking.feed(chunk, most - len(body))
        if len(body) > most or response.tell() > most:
            return bytes(body[:most]), False
    if not unpacking.whole:
        raise DecodeError("the packed page breaks off")
    return bytes(body), True


def _read_refusal(response: BaseHTTPResponse, packed: str) -> tuple[bytes, bool]:
    """Read the beginning of a refusal. One that cannot be unpacked is a refusal all the same."""
    try:
        return _read(response, packed, _REFUSAL_BYTES) if packing.is_known(packed) else (b"", True)
    except (DecodeError, zlib.error):
        return b"", True


def _arrival(url: str, answer: _Answer, limits: Limits) -> Arrival:
    cause = causes.of_answer(answer.status, answer.headers, answer.body)
    if cause:
        raise cause
    if not answer.whole:
        raise _too_large(limits)
    if not answer.body.strip():
        raise UnsupportedInput("empty", "the page is empty.", "Open it in a browser, save it, and read the file.")
    kind = Message()
    kind["content-type"] = answer.headers.get("content-type") or "application/octet-stream"
    media_type = kind.get_content_type() if answer.headers.get("content-type") else None
    return Arrival(answer.body, url, media_type, kind.get_content_charset(), url)


def _too_large(limits: Limits) -> UnreachableAddress:
    size = limits.page_bytes // 1_000_000
    return UnreachableAddress("too_large", f"larger than {size} MB.", "Give the address of one article.")
