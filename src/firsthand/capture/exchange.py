"""One exchange with one server: a question goes out through the gate, and a reply comes in within all bounds.

    connect through the gate | ask | look at the head | read the body, unpacking, to the limit | hang up | Reply

Nothing is followed, retried or kept. What fails becomes an `UnreachableAddress` that names the cause.
"""

import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from io import BytesIO

from urllib3.connection import HTTPConnection
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from firsthand.capture import causes, packing
from firsthand.capture.arrival import Limits
from firsthand.capture.gate import Gate, GuardedConnection, GuardedTlsConnection
from firsthand.capture.room import LARGE_BYTES, Place
from firsthand.capture.watchdog import Watchdog
from firsthand.model.errors import UnreachableAddress

PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: What is asked of a line in one go; of a large body more, for hundreds of threads wait for each other at every piece.
_CHUNK, _LARGE_CHUNK = 65_536, 1_000_000
#: Of a refusal only so much is read as is needed to know a wall by its marks.
_REFUSAL_BYTES = 131_072
#: Media types that can hold no article. What is not listed goes on to whoever reads the bytes.
_NOT_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip")
#: Headers that mean one list however many lines they come in. Of all others the last line counts.
_LISTS = ("cache-control", "link")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``cut``: a body beyond the limit is cut off there, instead of refused unread.

    ``picture``: a picture is wanted, and no page.
    """

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    cut: bool = False
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came. ``headers`` have lower-case names; ``whole`` is False where the body is longer than the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds for one address with all its redirects."""

    limits: Limits
    watchdog: Watchdog
    gate: Gate
    place: Place


def exchange(url: str, question: Question, bounds: Bounds) -> Reply:
    """Ask one address. Raises `UnreachableAddress`."""
    seconds = bounds.limits.total_seconds
    try:
        reply = _exchange(parse_url(url), question, bounds)
    except (OSError, HTTPError, HTTPException, ValueError, zlib.error) as failure:
        if bounds.gate.overrun:
            raise too_large(bounds.limits) from failure
        raise causes.of_failure(failure, seconds, out_of_time=bounds.watchdog.bitten) from failure
    if bounds.watchdog.bitten:  # a page without a length looks complete when the watchdog hangs up
        raise causes.of_failure(TimeoutError(), seconds, out_of_time=True)
    return reply


def too_large(limits: Limits) -> UnreachableAddress:
    """Say that there is more than may be read."""
    size = limits.page_bytes // 1_000_000
    return UnreachableAddress("too_large", f"larger than {size} MB.", "Give the address of one article.")


def _exchange(url: Url, question: Question, bounds: Bounds) -> Reply:
    connection = _connection(url, bounds)
    try:
        connection.request(
            question.method, url.request_uri, body=question.body, headers=question.headers, preload_content=False
        )
        with closing(connection.getresponse()) as response:
            return _reply(response, question, bounds)
    finally:
        connection.close()


def _reply(response: BaseHTTPResponse, question: Question, bounds: Bounds) -> Reply:
    headers = _head(response)
    if response.status in REDIRECTS or response.status == 304:  # neither has a body that says anything
        return Reply(response.status, headers, b"", whole=True)
    packed = headers.get("content-encoding", "").strip().lower()
    if 200 <= response.status < 300:
        _check_head(packed, headers, question, bounds.limits)
        body, whole = _read(response, packed, bounds.limits.page_bytes, bounds)
    else:
        body, whole = _read_refusal(response, packed, bounds)
    return Reply(response.status, headers, body, whole)


def _connection(url: Url, bounds: Bounds) -> HTTPConnection:
    host, port = str(url.host).strip("[]"), url.port or PORTS[str(url.scheme)]
    kind = GuardedTlsConnection if url.scheme == "https" else GuardedConnection
    return kind(host, port, bounds.gate, bounds.limits.total_seconds)


def _head(response: BaseHTTPResponse) -> dict[str, str]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return headers | {name: ", ".join(response.headers.getlist(name)) for name in _LISTS if name in headers}


def _check_head(packed: str, headers: Mapping[str, str], question: Question, limits: Limits) -> None:
    """Refuse before reading what the head already gives away."""
    if not packing.is_known(packed):
        raise UnreachableAddress(
            "bad_encoding", f"packed in a way nobody asked for ({packed}).", "Save the page and read the file."
        )
    kind = headers.get("content-type", "").strip().lower()
    if question.picture:
        if kind.startswith("text/"):
            raise UnreachableAddress("not_a_picture", f"holds {kind.split(';')[0]}, not a picture.", "Open its page.")
    elif kind.startswith(_NOT_TEXT):
        raise UnreachableAddress(
            "not_text", f"holds {kind.split(';')[0]}, not a page.", "Give the address of the article."
        )
    length = headers.get("content-length", "").lstrip("0")
    most = str(limits.page_bytes)  # compared as text: thousands of digits are no number for Python
    if not question.cut and length.isascii() and length.isdigit() and (len(length), length) > (len(most), most):
        raise too_large(limits)


def _read(response: BaseHTTPResponse, packed: str, most: int, bounds: Bounds) -> tuple[bytes, bool]:
    """Read at most ``most`` unpacked bytes; the second value says whether that was all."""
    body, unpacking = _Body(bounds), packing.Unpacking(packed)
    if (response.length_remaining or 0) > LARGE_BYTES:
        body.make_room()  # who waits should not hold a megabyte meanwhile
    while chunk := _next(response, _LARGE_CHUNK if body.is_large else _CHUNK):
        for piece in unpacking.pieces(chunk):
            body.add(piece)
            if body.size > most:
                break
        if body.size > most or response.tell() > most:
            return body.content(most), False
    if not unpacking.whole:
        raise DecodeError("the packed page breaks off")
    return body.content(), True


def _next(response: BaseHTTPResponse, size: int) -> bytes:
    try:
        return response.read(size, decode_content=False)
    except ValueError as failure:  # a chunk of less than no bytes
        raise HTTPException("an ill-formed body") from failure


class _Body:
    """What was read. A large one has its place."""

    def __init__(self, bounds: Bounds) -> None:
        self.size = 0
        self._bounds = bounds
        self._read = BytesIO()  # gives out what it holds without a copy

    @property
    def is_large(self) -> bool:
        return self.size > LARGE_BYTES

    def add(self, piece: bytes) -> None:
        """Take in a piece. Raises `UnreachableAddress` where that makes a large body and there is no place for it."""
        self.size += len(piece)
        if self.size > LARGE_BYTES:
            self.make_room()
        self._read.write(piece)

    def make_room(self) -> None:
        """Wait for a place, where there is none yet."""
        self._bounds.place.take(self._bounds.watchdog.left)

    def content(self, most: int | None = None) -> bytes:
        if most is not None:
            self._read.truncate(most)
        return self._read.getvalue()


def _read_refusal(response: BaseHTTPResponse, packed: str, bounds: Bounds) -> tuple[bytes, bool]:
    """Read the beginning of a refusal. One that cannot be unpacked is a refusal all the same."""
    try:
        return _read(response, packed, _REFUSAL_BYTES, bounds) if packing.is_known(packed) else (b"", True)
    except (DecodeError, zlib.error):
        return b"", True
