"""What a hostile web server may do: one row for each behaviour, with what it answers and what has to come of it.

``answer`` is bytes, or a function that is given the socket after the request was read. ``outcome`` is the cause's code,
or ``page``; ``content`` are then the very bytes that must arrive (None: those of `PAGE`).
"""

import gzip
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import zstandard

from firsthand.capture.answers import Validators

WORDS = b"Two ships collided off the cape on Monday, and the harbour master said that nobody was hurt at all. "
PAGE = (
    b"<!doctype html><html><head><title>A day</title></head><body><h1>A day</h1>"
    + b"<p>%b</p>" % WORDS * 6
    + b"</body></html>"
)

Answer = bytes | Callable[[socket.socket], None]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One way to answer. ``requests`` is how often the server must be asked; ``large`` needs the full limits.
    ``safely``: asked by https, and answered so in the middle of the handshake.

    ``known``: only for the door that asks whether anything has changed, and asked with these. ``told``: what must be said
    besides, by name of the answer's or the error's field (an address by its path). ``paths``: answers for other paths."""

    name: str
    answer: Answer
    outcome: str
    content: bytes | None = None
    requests: int = 1
    large: bool = False
    safely: bool = False
    known: Validators | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    paths: Mapping[str, Answer] = field(default_factory=dict)


def answer(body: bytes = PAGE, status: str = "200 OK", *lines: str, length: bool = True) -> bytes:
    """Write an answer; ``lines`` are further header lines."""
    head = [f"HTTP/1.1 {status}", *lines, *([f"Content-Length: {len(body)}"] if length else [])]
    if not any(line.lower().startswith("content-type") for line in lines):
        head.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def typed(kind: str, body: bytes = PAGE) -> bytes:
    return answer(body, "200 OK", f"Content-Type: {kind}")


def coded(coding: str, body: bytes, status: str = "200 OK") -> bytes:
    return answer(body, status, f"Content-Encoding: {coding}")


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n", lines: str = "") -> bytes:
    body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + end
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n%b\r\n%b" % (
        lines.encode(),
        body,
    )


# manners of sending -------------------------------------------------------------------------------------------------

#: No server of the bench goes on for longer than this, whoever forgets to hang up.
_SECONDS = 45.0
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def poured(head: bytes, piece: bytes) -> Answer:
    """Send ``head``, then ``piece`` for ever, as quickly as it is taken."""
    block = piece * max(1, 65_536 // len(piece))

    def pour(line: socket.socket) -> None:
        line.sendall(head)
        ends = time.monotonic() + _SECONDS
        while time.monotonic() < ends:
            line.sendall(block)

    return pour


def dripped(head: bytes, data: bytes, pause: float = 0.3) -> Answer:
    """Send ``head`` at once, then ``data`` for ever, a byte at a time."""

    def drip(line: socket.socket) -> None:
        line.sendall(head)
        ends = time.monotonic() + _SECONDS
        while time.monotonic() < ends:
            for byte in data:
                line.sendall(bytes([byte]))
                time.sleep(pause)

    return drip


def held(head: bytes) -> Answer:
    """Send ``head``, then nothing, and keep the line open."""

    def hold(line: socket.socket) -> None:
        line.sendall(head)
        line.settimeout(_SECONDS)
        with suppress(OSError):
            line.recv(1)

    return hold


def reset(head: bytes) -> Answer:
    """Send ``head``, then a reset."""

    def cut(line: socket.socket) -> None:
        line.sendall(head)
        time.sleep(0.05)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return cut


def late(data: bytes, seconds: float) -> Answer:
    def wait(line: socket.socket) -> None:
        time.sleep(seconds)
        line.sendall(data)

    return wait


def in_pieces(data: bytes, size: int) -> Answer:
    def send(line: socket.socket) -> None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(data), size):
            line.sendall(data[start : start + size])
            time.sleep(0.001)

    return send


# the table ----------------------------------------------------------------------------------------------------------


def behaviours() -> list[Behaviour]:
    """All rows. Addresses within are relative, so that the server may stand on any port."""
    groups: Iterable[Iterator[Behaviour]] = (
        _statuses(), _walls(), _redirects(), _slow(), _broken(), _handshakes(), _endless(), _lengths(), _packed(), _kinds(),
        _heads(), _xml(), _unchanged(), _validators(), _later(), _fresh(), _linked(), _moves(),
    )  # fmt: skip
    rows = [row for group in groups for row in group]
    assert len({row.name for row in rows}) == len(rows)
    return rows


_CODES = {401: "forbidden", 402: "forbidden", 403: "forbidden", 404: "not_found", 406: "forbidden", 408: "timeout",
          410: "gone", 429: "rate_limited", 451: "forbidden"}  # fmt: skip


def _statuses() -> Iterator[Behaviour]:
    for status in (200, 201, 202, 203, 206, 226, 299):
        yield Behaviour(f"status {status}", answer(PAGE, f"{status} Yes"), "page")
    for status in (204, 205):
        yield Behaviour(f"status {status}", answer(b"", f"{status} Nothing"), "empty")
    for status in (300, 304, 305, 306, 399, 400, 405, 407, 409, 411, 413, 414, 415, 416, 417, 418, 421, 422, 423, 425, 426,
                   428, 431, 444, 494, 499):  # fmt: skip
        yield Behaviour(f"status {status}", answer(b"" if status == 304 else PAGE, f"{status} No"), "http_status")
    for status, code in _CODES.items():
        yield Behaviour(f"status {status}", answer(PAGE, f"{status} No"), code)
    for status in (500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 525, 530, 598, 599, 600, 999):
        yield Behaviour(f"status {status}", answer(PAGE, f"{status} No"), "server_error")
    for odd in ("099", "20", "2000", "-1", "abc", "", "2x0"):
        yield Behaviour(f"status {odd!r}", answer(PAGE, f"{odd} Odd"), "broken")
    yield Behaviour("status without a reason", answer(PAGE, "200"), "page")
    yield Behaviour("status 101, upgraded", answer(b"", "101 Switch", "Upgrade: h2c", length=False), "http_status")
    for name, value in {"a number": "120", "a date": "Wed, 21 Oct 2099 07:28:00 GMT", "negative": "-5", "no number": "soon",
                        "5,000 digits": "9" * 5000, "a fraction": "0.5", "other digits": "\xb2"}.items():  # fmt: skip
        yield Behaviour(f"retry after: {name}", answer(PAGE, "429 No", f"Retry-After: {value}"), "rate_limited")


def _walls() -> Iterator[Behaviour]:
    yield Behaviour("wall: header", answer(PAGE, "403 No", "cf-mitigated: challenge"), "challenge")
    yield Behaviour("wall: header on 200", answer(PAGE, "200 OK", "cf-mitigated: challenge"), "challenge")
    yield Behaviour("wall: 202", answer(b"", "202 Accepted", "x-amzn-waf-action: challenge"), "challenge")
    for mark in ("captcha-delivery.com", "px-captcha", "_Incapsula_Resource", "/cdn-cgi/challenge-platform/"):
        yield Behaviour(f"wall: {mark}", answer(f"<p>{mark}".encode(), "403 No"), "challenge")
    yield Behaviour("wall: packed", coded("gzip", gzip.compress(b"<p>px-captcha"), "403 No"), "challenge")
    yield Behaviour("wall: mark beyond what is read", answer(b" " * 300_000 + b"px-captcha", "403 No"), "forbidden")


def _moved(to: str, status: int = 302) -> bytes:
    return answer(b"", f"{status} Go", f"Location: {to}")


def _redirects() -> Iterator[Behaviour]:
    for status in (301, 302, 303, 307, 308):
        yield Behaviour(f"redirect {status}", _moved("/page", status), "page", requests=2)
    yield Behaviour("redirect to itself", _moved(""), "redirects", requests=1)
    yield Behaviour("redirect loop", _moved("?again"), "redirects", requests=2)
    yield Behaviour("redirect, another place each time", _moved("on/"), "redirects", requests=9)
    yield Behaviour("redirect without a location", answer(b"", "302 Go"), "http_status")
    yield Behaviour("redirect with a fragment", _moved("/page#part"), "page", requests=2)
    yield Behaviour("redirect, odd letters", _moved("/p\xe4ge/../page"), "page", requests=2)
    yield Behaviour("redirect with a space", _moved("/page? x"), "page", requests=2)
    yield Behaviour(
        "redirect, two locations", answer(b"", "302 Go", "Location: /page", "Location: /page"), "page", requests=2
    )
    yield Behaviour("redirect, 60,000 letters", _moved("/page?" + "x" * 60_000), "page", requests=2)
    yield Behaviour("redirect, bare brackets", _moved("http://[::1"), "bad_address")
    yield Behaviour("redirect, no host", _moved("http://"), "redirects", requests=1)
    yield Behaviour("redirect, wrong port", _moved("http://127.0.0.1:99999/"), "bad_address")
    for scheme in (
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "data:text/html,x",
        "javascript:alert(1)",
        "gopher://x/",
        "about:blank",
    ):
        yield Behaviour(f"redirect to {scheme}", _moved(scheme), "scheme")
    for host in ("127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "localhost", "0.0.0.0", "2130706434", "0x7f.2",
                 "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "192.168.0.1:22", "user@127.0.0.2"):  # fmt: skip
        yield Behaviour(f"redirect to {host}", _moved(f"http://{host}/"), "blocked_address")
    yield Behaviour(
        "redirect, endless body",
        poured(_moved("/page").replace(b"Content-Length: 0\r\n", b""), b"x"),
        "page",
        requests=2,
    )
    yield Behaviour("redirect, body held", held(_moved("/page").replace(b": 0", b": 9")), "page", requests=2)
    yield Behaviour("refresh header", answer(PAGE, "200 OK", "Refresh: 0; url=http://127.0.0.2/"), "page")
    refresh = PAGE.replace(b"<title>", b"<meta http-equiv=refresh content='0; url=http://127.0.0.2/'><title>")
    yield Behaviour("meta refresh", answer(refresh), "page", refresh)
    yield Behaviour("location on a page", answer(PAGE, "200 OK", "Location: http://127.0.0.2/"), "page")


def _slow() -> Iterator[Behaviour]:
    yield Behaviour("silent", held(b""), "timeout")
    yield Behaviour("held in the status line", held(b"HTTP/1.1 2"), "timeout")
    yield Behaviour("held in the headers", held(_HEAD), "timeout")
    yield Behaviour("held before the body", held(_HEAD + b"Content-Length: 500\r\n\r\n"), "timeout")
    yield Behaviour("held in the body", held(answer(PAGE)[:-50]), "timeout")
    yield Behaviour("held at the end, no length", held(answer(PAGE, length=False)), "timeout")
    yield Behaviour("held before the last chunk", held(chunked(PAGE, end=b"")), "timeout")
    yield Behaviour("held in a packed body", held(coded("gzip", gzip.compress(PAGE))[:-20]), "timeout")
    yield Behaviour("held at the end, length known", held(answer(PAGE)), "page")
    yield Behaviour("held after the last chunk", held(chunked(PAGE)), "page")
    yield Behaviour("drip: status line", dripped(b"", b"HTTP/1.1 "), "timeout")
    yield Behaviour("drip: headers", dripped(_HEAD, b"X: y\r\n"), "timeout")
    yield Behaviour("drip: body", dripped(_HEAD + b"\r\n", b"Ships "), "timeout")
    yield Behaviour("drip: chunk sizes", dripped(chunked(end=b""), b"1\r\nx\r\n"), "timeout")
    yield Behaviour("drip: one chunk's extension", dripped(chunked(end=b"1;"), b"x"), "timeout")
    yield Behaviour("drip: trailers", dripped(chunked(PAGE, end=b"0\r\n"), b"X: y\r\n"), "timeout")
    yield Behaviour("drip: packed", dripped(_HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(PAGE)), "timeout")
    yield Behaviour("drip: refusal", dripped(b"HTTP/1.1 404 No\r\n\r\n", b"no "), "timeout")
    yield Behaviour("drip: continue for ever", dripped(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01), "timeout")
    yield Behaviour("slow but in time", late(answer(PAGE), 0.5), "page")
    yield Behaviour("one byte at a time, in time", in_pieces(answer(PAGE), 1), "page")


def _broken() -> Iterator[Behaviour]:
    yield Behaviour("closed at once", b"", "broken")
    yield Behaviour("closed in the status line", b"HTTP/1.1", "broken")
    yield Behaviour("closed in the body", answer(PAGE)[:-50], "broken")
    yield Behaviour("closed in a chunk", chunked(PAGE, end=b"")[:-50], "broken")
    yield Behaviour("closed before the last chunk", chunked(PAGE, end=b""), "broken")
    yield Behaviour("closed in a packed body", coded("gzip", gzip.compress(PAGE))[:-30], "broken")
    yield Behaviour("reset at once", reset(b""), "broken")
    yield Behaviour("reset in the headers", reset(_HEAD), "broken")
    yield Behaviour("reset in the body", reset(answer(PAGE)[:-50]), "broken")
    yield Behaviour("reset in a chunk", reset(chunked(PAGE, end=b"")[:-50]), "broken")
    yield Behaviour("reset where there is no length", reset(answer(PAGE, length=False)), "broken")
    yield Behaviour("noise", b"\x00\x01\xff what?\r\n\r\n", "broken")
    yield Behaviour("another protocol: a shell", b"SSH-2.0-OpenSSH_9.9\r\n", "broken")
    yield Behaviour("another protocol: mail", b"220 mail.example ESMTP\r\n", "broken")
    yield Behaviour("another protocol: radio", b"ICY 200 OK\r\n\r\n" + PAGE, "broken")
    yield Behaviour("another protocol: frames", bytes.fromhex("000012040000000000000300000064000400100000"), "broken")
    yield Behaviour("a page without headers", PAGE, "broken")


def _handshakes() -> Iterator[Behaviour]:
    record, hello = b"\x16\x03\x03", bytes.fromhex("0200004c0303")
    for name, given, outcome in (
        ("answered plainly", answer(), "tls"),
        ("closed", b"", "tls"),
        ("reset", reset(b""), "broken"),
        ("held", held(b""), "timeout"),
        ("held in a record", held(record + b"\x40\x00" + hello), "timeout"),
        ("noise", b"\xff" * 1_000, "tls"),
        ("endless noise", poured(b"", b"\xff"), "tls"),
        ("endless records", poured(b"", record + b"\x00\x01\x02"), "tls"),
        ("empty records for ever", poured(b"", record + b"\x00\x00"), "tls"),
        ("drip", dripped(record + b"\x40\x00", hello + bytes(2_000)), "timeout"),
        ("an alert", b"\x15\x03\x03\x00\x02\x02\x28", "tls"),
        ("warnings for ever", poured(b"", b"\x15\x03\x03\x00\x02\x01\x5a"), "tls"),
        ("an old version", b"\x16\x03\x00\x00\x02\x02\x28", "tls"),
    ):
        yield Behaviour(f"handshake: {name}", given, outcome, safely=True)


def _endless() -> Iterator[Behaviour]:
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    member = gzip.compress(bytes(1_000_000))
    for name, piece in {
        "letters": b"Ships ",
        "spaces": b" ",
        "line ends": b"\r\n",
        "zeros": b"\0",
        "brackets": b"<",
    }.items():
        yield Behaviour(f"endless body: {name}", poured(_HEAD + b"\r\n", piece), "too_large")
    yield Behaviour("endless body, no type", poured(b"HTTP/1.0 200 OK\r\n\r\n", b"x"), "too_large")
    yield Behaviour("endless chunks", poured(chunked(end=b""), chunk), "too_large")
    yield Behaviour("endless small chunks", poured(chunked(end=b""), b"1\r\nx\r\n"), "too_large", large=True)
    yield Behaviour("endless chunk", poured(chunked(end=b"ffffffffff\r\n"), b"x"), "too_large")
    yield Behaviour("endless chunk extension", poured(chunked(end=b"1;"), b"x"), "broken")
    yield Behaviour("endless trailers", poured(chunked(PAGE, end=b"0\r\n"), b"X: y\r\n"), "too_large")
    yield Behaviour("endless status line", poured(b"HTTP/1.1 200 ", b"x"), "broken")
    yield Behaviour("endless header", poured(_HEAD + b"X: ", b"x"), "broken")
    yield Behaviour("endless headers", poured(_HEAD, b"X: y\r\n"), "broken")
    yield Behaviour("endless continues", poured(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "too_large")
    yield Behaviour("endless packed", poured(_HEAD + b"Content-Encoding: gzip\r\n\r\n", member), "too_large")
    yield Behaviour(
        "endless empty packed", poured(_HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")), "too_large"
    )
    yield Behaviour("endless 404", poured(b"HTTP/1.1 404 No\r\n\r\n", b"x"), "not_found")
    yield Behaviour("endless 500", poured(b"HTTP/1.1 500 No\r\n\r\n", b"x"), "server_error")
    yield Behaviour(
        "endless 403, packed", poured(b"HTTP/1.1 403 No\r\nContent-Encoding: gzip\r\n\r\n", member), "forbidden"
    )


def _lengths() -> Iterator[Behaviour]:
    def lengths(*values: str) -> bytes:
        return answer(PAGE, "200 OK", *(f"Content-Length: {value}" for value in values), length=False)

    size = len(PAGE)
    yield Behaviour("length too small", lengths(str(size - 20)), "page", PAGE[:-20])
    yield Behaviour("length too large", lengths(str(size + 20)), "broken")
    yield Behaviour("length 0", lengths("0"), "empty")
    yield Behaviour("length of 50 MB, not sent", lengths("50000000"), "too_large")
    yield Behaviour("length of 30 digits", lengths("9" * 30), "too_large")
    yield Behaviour("length of 5,000 digits", lengths("9" * 5000), "too_large")
    yield Behaviour("length negative", lengths("-1"), "page")
    yield Behaviour("length no number", lengths("many"), "page")
    yield Behaviour("length empty", lengths(""), "page")
    yield Behaviour("length in hex", lengths(hex(size)), "page")
    yield Behaviour("length with a plus", lengths(f"+{size}"), "page")
    yield Behaviour("length with zeros", lengths(f"000{size}"), "page")
    yield Behaviour("two equal lengths", lengths(str(size), str(size)), "page")
    yield Behaviour("two lengths", lengths(str(size), "5"), "broken")
    yield Behaviour("length and chunks", chunked(PAGE, lines="Content-Length: 5\r\n"), "page")
    yield Behaviour("chunks", chunked(PAGE[:9], PAGE[9:]), "page")
    yield Behaviour("chunks of one byte", chunked(*(bytes([byte]) for byte in PAGE)), "page")
    yield Behaviour("chunks with trailers", chunked(PAGE, end=b"0\r\nX: y\r\n\r\n"), "page")
    yield Behaviour("chunk with an extension", chunked(end=b"%x;a=b\r\n%b\r\n0\r\n\r\n" % (size, PAGE)), "page")
    for name, data in {"no number": b"zz\r\nx\r\n", "negative": b"-5\r\nShips\r\n", "empty": b"\r\nShips\r\n", "too small":
                       b"3\r\nShips\r\n0\r\n\r\n"}.items():  # fmt: skip
        yield Behaviour(f"chunk size {name}", chunked(end=data), "broken")
    yield Behaviour("a page of 14 MB", answer(PAGE + b" " * 14_000_000), "page", PAGE + b" " * 14_000_000, large=True)
    yield Behaviour("a page of 16 MB", answer(PAGE + b" " * 16_000_000), "too_large")
    yield Behaviour(
        "a feed of 50 MB",
        typed("application/rss+xml", _feed(b"<item><title>x</title></item>" * 1_725_000)),
        "too_large",
    )
    yield Behaviour(
        "a feed of 50 MB, no length", poured(_HEAD.replace(b"html", b"xml") + b"\r\n<rss>", b"<item/>"), "too_large"
    )


def _packed() -> Iterator[Behaviour]:
    packed, zeros = gzip.compress(PAGE), bytes(1_000_000)
    raw = zlib.compressobj(wbits=-15)
    bare = raw.compress(PAGE) + raw.flush()
    for coding in ("gzip", "GZIP", "x-gzip", " gzip "):
        yield Behaviour(f"packed: {coding!r}", coded(coding, packed), "page")
    for coding in ("identity", ""):
        yield Behaviour(f"packed: {coding!r}", coded(coding, PAGE), "page")
    yield Behaviour("packed: deflate", coded("deflate", zlib.compress(PAGE)), "page")
    yield Behaviour("packed: bare deflate", coded("deflate", bare), "page")
    yield Behaviour("packed in two members", coded("gzip", gzip.compress(PAGE[:90]) + gzip.compress(PAGE[90:])), "page")
    yield Behaviour(
        "packed, a long file name",
        coded("gzip", packed[:3] + b"\x08" + packed[4:10] + b"n" * 60_000 + b"\0" + packed[10:]),
        "page",
    )
    yield Behaviour("packed and in chunks", chunked(packed, lines="Content-Encoding: gzip\r\n"), "page")
    yield Behaviour("packed, cut short", coded("gzip", packed[:-30]), "bad_encoding")
    yield Behaviour("deflate, cut short", coded("deflate", zlib.compress(PAGE)[:-30]), "bad_encoding")
    yield Behaviour("packed, wrong sum", coded("gzip", packed[:-8] + bytes(8)), "bad_encoding")
    yield Behaviour("packed, rubbish after it", coded("gzip", packed + b"rubbish"), "page")
    yield Behaviour("packed, nothing inside", coded("gzip", gzip.compress(b"")), "empty")
    yield Behaviour("packed, no body", coded("gzip", b""), "empty")
    yield Behaviour("packed, not at all", coded("gzip", PAGE), "bad_encoding")
    yield Behaviour("deflate, not at all", coded("deflate", PAGE), "bad_encoding")
    yield Behaviour("packed, unsaid", answer(packed), "page", packed)
    yield Behaviour("packed twice, said once", coded("gzip", gzip.compress(packed)), "page", packed)
    for coding in (
        "gzip, gzip",
        "gzip, identity",
        "compress",
        "nonsense",
        "br",
        "zstd",
        "dcb",
        "aes128gcm",
        "gzip;q=1",
        "\xff",
    ):
        yield Behaviour(f"packed: {coding}", coded(coding, packed), "bad_encoding")
    bombs = {"gzip": gzip.compress(zeros * 60), "deflate": zlib.compress(zeros * 60)}
    for coding, bomb in bombs.items():
        yield Behaviour(f"bomb: {coding}", coded(coding, bomb), "too_large")
        yield Behaviour(f"bomb: {coding} on a 404", coded(coding, bomb, "404 No"), "not_found")
    yield Behaviour("bomb: gzip, 2 GB in members", coded("gzip", gzip.compress(zeros) * 2_000), "too_large")
    yield Behaviour("bomb: gzip in gzip", coded("gzip", gzip.compress(bombs["gzip"])), "page", bombs["gzip"])
    yield Behaviour("bomb: gzip twice, said", coded("gzip, gzip", gzip.compress(bombs["gzip"])), "bad_encoding")
    yield Behaviour("bomb: zstd", coded("zstd", zstandard.compress(zeros * 60)), "bad_encoding")
    yield Behaviour("bomb: br", coded("br", bytes.fromhex("cbffff3f0024e2b20a0c") * 1_000), "bad_encoding")
    yield Behaviour("bomb: br on a 404", coded("br", b"\xcb" * 1_000, "404 No"), "not_found")
    yield Behaviour(
        "bomb: 200,000 empty members", coded("gzip", gzip.compress(b"") * 200_000 + packed), "page", large=True
    )


#: Types that are none, or say their charset oddly: the page is a page.
_ODD_KINDS = (
    "",
    "text",
    "text/",
    ";",
    "text/html;",
    "text/html; charset",
    "text/html; charset=",
    'text/html; charset="utf-8',
    "text/html; charset=nonsense",
    "text/html; charset*=utf-8''%ff",
    "text/html; charset*0=a; charset*1=b",
    "text/html; charset*=nonsense'x'%ff%00",
    "text/html; charset=utf-8; charset=utf-16",
    "application/octet-stream",
    "application/json",
    "text/plain; charset=\xe4",
    "x" * 20_000,
    "text/html; charset=" + "y" * 20_000,
    "text/html" + "; a=b" * 4_000,
    "multipart/mixed; boundary=x",
    "message/rfc822",
)


def _kinds() -> Iterator[Behaviour]:
    for kind in (
        "image/jpeg",
        "audio/mpeg",
        "video/mp4",
        "font/woff2",
        "application/pdf",
        "application/zip",
        "IMAGE/SVG+XML; x=y",
    ):
        yield Behaviour(f"type {kind}", typed(kind), "not_text")
    for kind in _ODD_KINDS:
        yield Behaviour(f"type {kind[:40]!r} ({len(kind)})", typed(kind), "page")
    no_type = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE)
    yield Behaviour("no type", no_type, "page")
    yield Behaviour(
        "two types", answer(PAGE, "200 OK", "Content-Type: text/html", "Content-Type: image/png"), "not_text"
    )
    for name, charset in {
        "utf-16": "utf-16",
        "utf-32": "utf-32",
        "utf-7": "utf-7",
        "koi8-r": "koi8-r",
        "utf-8 mark": "utf-8-sig",
    }.items():
        body = PAGE.decode().encode(charset)
        yield Behaviour(f"charset {name}, unsaid", typed("text/html", body), "page", body)
        yield Behaviour(
            f"charset {name}, said to be another", typed("text/html; charset=shift_jis", body), "page", body
        )
    yield Behaviour("no charset holds it", answer(PAGE + bytes(range(128, 256))), "page", PAGE + bytes(range(128, 256)))
    yield Behaviour("zeros between", answer(PAGE.replace(b" ", b"\0")), "page", PAGE.replace(b" ", b"\0"))
    yield Behaviour("blanks only", answer(b" \r\n\t" * 1000), "empty")


def _heads() -> Iterator[Behaviour]:
    for name, line in {
        "date in 1970": "Date: Thu, 01 Jan 1970 00:00:00 GMT",
        "date in 2099": "Date: Thu, 01 Jan 2099 00:00:00 GMT",
        "date of year 99999": "Date: Fri, 31 Dec 99999 23:59:59 GMT",
        "date no date": "Date: yesterday",
        "changed tomorrow": "Last-Modified: Thu, 01 Jan 2099 00:00:00 GMT",
        "changed never": "Last-Modified: 0",
        "expires -1": "Expires: -1",
        "an entity tag of 60,000 letters": 'ETag: "' + "x" * 60_000 + '"',
        "a folded header": "X: a\r\n b\r\n\tc",
        "a header without a colon": "nonsense",
        "a header without a name": ": x",
        "a zero in a header": "X: a\0b",
        "odd letters in a header": "X-\xe4: \xff\xfe",
        "a link header": "Link: <http://127.0.0.2/>; rel=preload",
        "keep alive": "Connection: keep-alive",
    }.items():
        yield Behaviour(name, answer(PAGE, "200 OK", line), _HIDING.get(name, "page"))
    yield Behaviour("90 cookies", answer(PAGE, "200 OK", *["Set-Cookie: a=b; Domain=.example"] * 90), "page")
    yield Behaviour("200 headers", answer(PAGE, "200 OK", *["X: y"] * 200), "broken")
    yield Behaviour("a header of 70,000 letters", answer(PAGE, "200 OK", "X: " + "y" * 70_000), "broken")
    yield Behaviour(
        "90 headers of 60,000 letters", answer(PAGE, "200 OK", *["X: " + "y" * 60_000] * 90), "page", large=True
    )
    yield Behaviour("HTTP/1.0", answer(PAGE).replace(b"HTTP/1.1", b"HTTP/1.0"), "page")
    yield Behaviour("HTTP/9.9", answer(PAGE).replace(b"HTTP/1.1", b"HTTP/9.9"), "broken")
    yield Behaviour("HTTP/1.5", answer(PAGE).replace(b"HTTP/1.1", b"HTTP/1.5"), "page")
    yield Behaviour("bare line ends", answer(PAGE).replace(b"\r\n", b"\n"), "page")
    yield Behaviour("an empty line first", b"\r\n" + answer(PAGE), "broken")
    yield Behaviour("continue, then the page", b"HTTP/1.1 100 Continue\r\n\r\n" + answer(PAGE), "page")
    yield Behaviour(
        "early hints, then the page", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(PAGE), "http_status"
    )
    yield Behaviour("two answers", answer(PAGE) + answer(PAGE), "page")


#: Where a header hides the length that follows it.
_HIDING: dict[str, str] = {}


def _feed(items: bytes) -> bytes:
    return b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>' + items + b"</channel></rss>"


def _xml() -> Iterator[Behaviour]:
    item = b"<item><title>A day</title><guid>%d</guid><description>" + WORDS + b"</description></item>"
    laughs = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    bodies = {
        "a feed": _feed(b"".join(item % n for n in range(50))),
        "a feed of 10,000 items": _feed(b"".join(item % n for n in range(10_000))),
        "a feed, one id for all": _feed(item % 1 * 50),
        "a feed, ill-formed": _feed(b"<item><title>A & B</titel><item>"),
        "a feed, not ended": _feed(item % 1)[:-30],
        "a feed, rubbish after it": _feed(item % 1) + b"<rss>" * 100,
        "a feed, zeros inside": _feed(item % 1).replace(b"A day", b"A\0day"),
        "a feed in utf-16": _feed(item % 1).decode().encode("utf-16"),
        "a feed that lies about its charset": _feed(item % 1).replace(b'"?>', b'" encoding="utf-32"?>'),
        "a feed without entries": _feed(b""),
        "a billion laughs": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">' + laughs + b"]><rss>&l11;</rss>",
        "quadratic entities": b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 60_000 + b'">]><rss>' + b"&a;" * 60_000 + b"</rss>",
        "an entity from a file": b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>',
        "an entity from the net": b'<!DOCTYPE r [<!ENTITY a SYSTEM "http://127.0.0.2/">]><rss>&a;</rss>',
        "an entity of an entity": b'<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.2/"> %a;]><rss/>',
        "an entity of itself": b'<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]><rss>&a;</rss>',
        "100,000 elements deep": b"<rss>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</rss>",
        "an attribute of 5 MB": b'<rss a="' + b"x" * 5_000_000 + b'"/>',
        "100,000 attributes": b"<rss " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"/>",
        "100,000 name spaces": b"<rss " + b" ".join(b'xmlns:a%d="u"' % n for n in range(100_000)) + b"/>",
        "a stylesheet": b'<?xml-stylesheet type="text/xsl" href="http://127.0.0.2/"?>' + _feed(item % 1),
        "an inclusion": b'<rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="http://127.0.0.2/"/></rss>',
    }
    for name, body in bodies.items():
        yield Behaviour(f"XML: {name}", typed("application/rss+xml", body), "page", body, large=len(body) > 200_000)


# for the door that asks whether anything has changed ----------------------------------------------------------------

_KNOWN = Validators('"a"', "Mon, 02 Mar 2026 12:00:00 GMT")
_NEW = Validators()
_SAME = "304 Not Modified"


def _unchanged() -> Iterator[Behaviour]:
    """Nothing has changed, or so they say."""
    told = {"status": 304, "validators": _KNOWN}
    for name, given in {
        "plain": answer(b"", _SAME, length=False),
        "with a body": answer(PAGE, _SAME),
        "with a length, without a body": answer(b"", _SAME, "Content-Length: 500", length=False),
        "with a length, held": held(answer(b"", _SAME, "Content-Length: 500", length=False)),
        "in chunks": chunked(PAGE).replace(b"200 OK", _SAME.encode()),
        "in chunks, held": held(chunked(PAGE, end=b"").replace(b"200 OK", _SAME.encode())),
        "packed in a way nobody asked for": answer(b"", _SAME, "Content-Encoding: br"),
        "a picture": answer(b"", _SAME, "Content-Type: image/png"),
        "with an endless body": poured(answer(b"", _SAME, length=False), b"x"),
        "with a location": answer(b"", _SAME, "Location: http://127.0.0.2/"),
    }.items():
        yield Behaviour(f"unchanged, {name}", given, "page", b"", known=_KNOWN, told=told)
    renewed = answer(b"", _SAME, 'ETag: W/"b"')
    yield Behaviour("unchanged, new tag", renewed, "page", b"", known=_KNOWN,
                    told={"validators": Validators('W/"b"', _KNOWN.last_modified)})  # fmt: skip
    yield Behaviour("unchanged, held in the headers", held(b"HTTP/1.1 304 No\r\nETag: x\r\n"), "timeout", known=_KNOWN)
    yield Behaviour("unchanged, nobody asked", answer(b"", _SAME), "http_status", known=_NEW, told={"status": 304})
    split = Validators('"a"\r\nX: y', "\n")
    yield Behaviour("unchanged, asked with what cannot be sent", answer(b"", _SAME), "http_status", known=split)
    yield Behaviour("unchanged after a move", _moved("/same", 301), "page", b"", 2, known=_KNOWN,
                    told={**told, "moved_to": "/same"}, paths={"/same": answer(b"", _SAME)})  # fmt: skip
    yield Behaviour("asked, and changed", answer(), "page", known=_KNOWN, told={"status": 200, "validators": _NEW})
    yield Behaviour(
        "asked, and refused for it", answer(b"", "412 No"), "http_status", known=_KNOWN, told={"status": 412}
    )


def _validators() -> Iterator[Behaviour]:
    for name, tag, kept in (
        ("strong", '"a"', '"a"'),
        ("weak", 'W/"a"', 'W/"a"'),
        ("weak, wrong case", 'w/"a"', 'w/"a"'),
        ("without quotes", "a-b", "a-b"),
        ("half quoted", '"a', '"a'),
        ("empty", "", ""),
        ("blank", "   ", ""),
        ("an empty one", '""', '""'),
        ("a list", '"a", "b"', '"a", "b"'),
        ("odd letters", '"\xe4\xff"', '"\xe4\xff"'),
        ("a zero", '"a\0b"', ""),
        ("folded", '"a\r\n b"', '"a b"'),
        ("4,000 letters", '"' + "x" * 4_000 + '"', '"' + "x" * 4_000 + '"'),
        ("60,000 letters", '"' + "x" * 60_000 + '"', ""),
    ):
        given = answer(PAGE, "200 OK", f"ETag: {tag}")
        yield Behaviour(f"tag: {name}", given, "page", known=_NEW, told={"validators": Validators(kept)})
    for date in ("yesterday", "0", "Mon, 99 Foo 99999 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"):
        given = answer(PAGE, "200 OK", f"Last-Modified: {date}")
        yield Behaviour(f"changed: {date}", given, "page", known=_NEW, told={"validators": Validators("", date)})


def _later() -> Iterator[Behaviour]:
    date = "Date: Mon, 02 Mar 2026 12:00:00 GMT"
    for said, seconds in {
        "120": 120.0,
        "0": 0.0,
        "-5": None,
        "1.5": None,
        "9" * 5_000: None,
        "99999999": 2_592_000.0,
        "soon": None,
        "": None,
        "1, 2": None,
        "Mon, 02 Mar 2026 12:05:00 GMT": 300.0,
        "Mon, 02 Mar 2026 11:00:00 GMT": 0.0,
        "Thu, 01 Jan 1970 00:00:00 GMT": 0.0,
        "Thu, 01 Jan 9999 00:00:00 GMT": 2_592_000.0,
        "Fri, 31 Dec 99999 23:59:59 GMT": None,
        "Monday, 02-Mar-26 12:05:00 GMT": 300.0,
        "Mon, 02 Mar 2026 12:05:00 +9999": None,
    }.items():
        for status, code in ((429, "rate_limited"), (503, "server_error")):
            given = answer(b"", f"{status} No", date, f"Retry-After: {said}")
            told = {"status": status, "retry_seconds": seconds}
            yield Behaviour(f"later ({status}): {said[:40]!r} ({len(said)})", given, code, known=_NEW, told=told)
    wall = answer(b"px-captcha", "403 No", "Retry-After: 60")
    yield Behaviour("later: a wall", wall, "challenge", known=_NEW, told={"status": 403, "retry_seconds": 60.0})
    gone = answer(b"", "410 Gone", "Retry-After: 60")
    yield Behaviour("gone, and later", gone, "gone", known=_KNOWN, told={"status": 410, "retry_seconds": 60.0})


def _fresh() -> Iterator[Behaviour]:
    date = "Date: Mon, 02 Mar 2026 12:00:00 GMT"
    for said, seconds in {
        "Cache-Control: max-age=600": 600,
        "Cache-Control: max-age": None,
        "Cache-Control: max-age=-1": None,
        "Cache-Control: max-age=1e9": None,
        "Cache-Control: max-age=" + "9" * 5_000: 31_536_000,
        "Cache-Control: max-age=" + "9" * 500: 31_536_000,
        "Cache-Control: " + "," * 60_000: None,
        "Cache-Control: " + "a=" * 20_000: None,
        'Cache-Control: max-age="600': None,
        "Cache-Control: max-age=600\r\nCache-Control: no-store": 0,
        "Cache-Control: max-age=600\r\nAge: 9999999999999": 0,
        "Cache-Control: max-age=600\r\nAge: -5": 600,
        "Expires: Mon, 02 Mar 2026 12:10:00 GMT": 600,
        "Expires: 0": 0,
        "Expires: Thu, 01 Jan 1970 00:00:00 GMT": 0,
        "Expires: Fri, 31 Dec 99999 23:59:59 GMT": 0,
        "Expires: " + "Mon, " * 10_000: 0,
    }.items():
        given = answer(PAGE, "200 OK", date, *said.split("\r\n"))
        name = f"fresh: {said[:50]!r} ({len(said)})"
        yield Behaviour(name, given, "page", known=_NEW, told={"fresh_seconds": seconds})


def _linked() -> Iterator[Behaviour]:
    hub = (("hub", "http://hub.example/"),)
    for name, said, links in (
        ("one", "<http://hub.example/>; rel=hub", hub),
        ("nonsense", "<<<>>>;;;,,,===", ()),
        ("not closed", "<http://hub.example/; rel=hub", ()),
        ("a script", "<javascript:alert(1)>; rel=hub", ()),
        ("a bracket", "<http://[::1>; rel=hub", ()),
        ("10,000 commas", "," * 10_000 + "<http://hub.example/>; rel=hub", ()),
        ("10,000 quotes", '<http://hub.example/>; a="' + '\\"' * 10_000, ()),
        ("10,000 parameters", "<http://hub.example/>" + "; a=b" * 10_000 + "; rel=hub", ()),
        ("20,000 letters", "<http://hub.example/" + "x" * 20_000 + ">; rel=hub", ()),
        ("3,000 links", "<http://hub.example/>; rel=hub, " * 1_500, hub * 64),
        ("1,000 relations", '<http://hub.example/>; rel="' + "hub " * 1_000 + '"', hub * 8),
    ):
        yield Behaviour(
            f"links: {name}", answer(PAGE, "200 OK", f"Link: {said}"), "page", known=_NEW, told={"links": links}
        )


def _moves() -> Iterator[Behaviour]:
    for name, statuses, moved in (
        ("301", (301,), "/1"),
        ("308", (308,), "/1"),
        ("302", (302,), ""),
        ("301, 302", (301, 302), "/1"),
        ("302, 301", (302, 301), ""),
        ("301, 308, 301", (301, 308, 301), "/3"),
        ("301, 307, 308", (301, 307, 308), "/1"),
        ("301, 303", (301, 303), "/1"),
    ):
        paths: dict[str, Answer] = {f"/{n}": _moved(f"/{n + 1}", status) for n, status in enumerate(statuses) if n}
        paths[f"/{len(statuses)}"] = answer()
        yield Behaviour(f"moved: {name}", _moved("/1", statuses[0]), "page", None, len(statuses) + 1, known=_NEW,
                        told={"moved_to": moved}, paths=paths)  # fmt: skip
    yield Behaviour(
        "moved in a circle", _moved("/1", 301), "redirects", None, 2, known=_NEW, paths={"/1": _moved("/news", 301)}
    )
    yield Behaviour("moved to itself", _moved("/news#here", 308), "redirects", known=_NEW)
    gone = {"/1": answer(b"", "410 Gone")}
    yield Behaviour("moved, and gone", _moved("/1", 301), "gone", None, 2, known=_NEW, told={"status": 410}, paths=gone)
    yield Behaviour("gone", answer(PAGE, "410 Gone"), "gone", known=_KNOWN, told={"status": 410, "retry_seconds": None})
    inside = "http://169.254.169.254/feed"
    yield Behaviour("moved to the metadata service", _moved(inside, 301), "blocked_address", known=_KNOWN)
