"""One address: what comes back, and every way in which it does not. All servers are on loopback."""

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from firsthand.capture import gate
from firsthand.capture.arrival import Arrival, Limits
from firsthand.capture.http import fetch, shown, spell, user_agent
from firsthand.model.errors import InputError, UnreachableAddress

HERE = ("127.0.0.1",)
SMALL = Limits(page_bytes=100_000, connect_seconds=1, total_seconds=1, redirects=3)
PAGE = b"<html><p>Ships collided off the cape on Monday.</p></html>"
Page = Callable[..., bytes]


def read(address: str) -> Arrival:
    return fetch(address, limits=SMALL, allow_hosts=HERE)


def failure(address: str, allow: tuple[str, ...] = HERE, limits: Limits = SMALL) -> InputError:
    with pytest.raises(InputError) as caught:
        fetch(address, limits=limits, allow_hosts=allow)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_page_comes_with_its_place_and_what_the_server_said_of_it(site, answer: Page) -> None:
    address = site.at("/news?id=1", answer(PAGE, content_type='text/html; charset="ISO-8859-2"'))
    assert read(address + "#top") == Arrival(PAGE, address, "text/html", "iso-8859-2", address)


def test_the_program_says_who_asks_and_asks_for_what_it_can_unpack(site, answer: Page) -> None:
    read(site.at("/", answer(PAGE)))
    assert user_agent().encode() in site.requests[0]
    assert b"Accept-Encoding: gzip, deflate\r\n" in site.requests[0]


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_packed_pages_are_unpacked(site, answer: Page, pack: Callable[[bytes], bytes]) -> None:
    name = "gzip" if pack is gzip.compress else "deflate"
    assert read(site.at("/", answer(pack(PAGE), content_encoding=name))).content == PAGE


def test_chunked_pages_and_pages_without_a_length_are_read_to_the_end(site) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nShips\r\n3\r\n ok\r\n0\r\n\r\n"
    assert read(site.at("/chunked", chunked)).content == b"Ships ok"
    assert read(site.at("/open", b"HTTP/1.0 200 OK\r\n\r\nShips ok")).content == b"Ships ok"


def test_redirects_are_followed_and_the_last_address_is_the_place(site, answer: Page) -> None:
    last = site.at("/last", answer(PAGE))
    site.at("/second", answer(b"", "302 Found", location=last + "#x"))
    first = site.at("/first", answer(b"", "301 Moved", location="second"))
    assert read(first).place == last


STATUSES = [
    (401, "forbidden"),
    (403, "forbidden"),
    (404, "not_found"),
    (410, "gone"),
    (418, "http_status"),
    (429, "rate_limited"),
    (451, "forbidden"),
    (500, "server_error"),
    (503, "server_error"),
]


@pytest.mark.parametrize(("status", "code"), STATUSES)
def test_a_refusal_is_named_with_its_next_try(site, answer: Page, status: int, code: str) -> None:
    error = failure(site.at("/", answer(b"no", f"{status} No")))
    assert error.code == code
    assert str(status) in error.cause
    assert error.next_try


def test_retry_after_is_passed_on(site, answer: Page) -> None:
    assert "120 seconds" in failure(site.at("/", answer(b"", "503 No", retry_after="120"))).next_try


@pytest.mark.parametrize("after", ["9" * 5000, "soon", "-5", "²"])
def test_a_retry_after_that_is_no_advice_is_left_out(site, answer: Page, after: str) -> None:
    error = failure(site.at("/", answer(b"", "429 No", retry_after=after)))
    assert (error.code, error.next_try) == ("rate_limited", "Try again later.")


WALLS = [
    ("403 No", {"cf_mitigated": "challenge"}, b"Just a moment...", "Cloudflare"),
    ("200 OK", {"cf_mitigated": "challenge"}, b"Just a moment...", "Cloudflare"),
    ("503 No", {}, b"<script src='/cdn-cgi/challenge-platform/h/b'></script>", "Cloudflare"),
    ("202 Accepted", {"x_amzn_waf_action": "challenge"}, b"", "AWS WAF"),
    ("403 No", {}, b"<iframe src='https://geo.captcha-delivery.com/'>", "DataDome"),
    ("403 No", {}, b"<div id='px-captcha'>", "PerimeterX"),
]


@pytest.mark.parametrize(("status", "headers", "body", "vendor"), WALLS)
def test_a_challenge_page_is_called_by_its_name(site, answer: Page, status, headers, body, vendor) -> None:
    error = failure(site.at("/", answer(body, status, **headers)))
    assert (error.code, vendor in error.cause) == ("challenge", True)


def test_a_page_that_only_loads_a_vendors_script_is_a_page(site, answer: Page) -> None:
    body = PAGE + b"<script src='/cdn-cgi/challenge-platform/x'></script><div class='g-recaptcha'></div>"
    assert read(site.at("/", answer(body))).content == body


def test_too_much_is_refused_by_its_length_before_it_is_read(site, answer: Page) -> None:
    assert failure(site.at("/", answer(b"x", content_length="99999999"))).code == "too_large"


def test_an_endless_body_is_cut_off(site) -> None:
    def pour(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not site.over.is_set():
            line.sendall(b"x" * 65_536)

    assert failure(site.at("/", pour)).code == "too_large"


@pytest.mark.parametrize("name", ["gzip", "deflate"])
def test_a_bomb_is_cut_off_at_the_limit(site, answer: Page, name: str) -> None:
    packed = zlib.compressobj(wbits=31 if name == "gzip" else 15)
    bomb = packed.compress(bytes(50_000_000)) + packed.flush()
    assert failure(site.at("/", answer(bomb, content_encoding=name))).code == "too_large"


def test_packing_nobody_asked_for_is_named(site, answer: Page) -> None:
    for name in ("br", "zstd", "gzip, gzip", "nonsense"):
        assert failure(site.at("/", answer(PAGE, content_encoding=name))).code == "bad_encoding"
    assert failure(site.at("/", answer(b"not packed at all", content_encoding="gzip"))).code == "bad_encoding"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_packed_page_that_breaks_off_is_not_taken_for_a_page(site, answer: Page, pack) -> None:
    name = "gzip" if pack is gzip.compress else "deflate"
    assert failure(site.at("/", answer(pack(PAGE)[:-12], content_encoding=name))).code == "bad_encoding"


@pytest.mark.parametrize(
    ("head", "again"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"", mtime=0)),
    ],
    ids=["interim answers", "trailers", "empty members"],
)
def test_what_never_becomes_a_page_is_bounded_too(site, head: bytes, again: bytes) -> None:
    def pour(line: socket.socket) -> None:
        line.sendall(head)
        while not site.over.is_set():
            line.sendall(again * 3_000)

    assert failure(site.at("/", pour)).code == "too_large"


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf", "Video/MP4; codecs=x"])
def test_what_is_no_text_is_not_read(site, answer: Page, kind: str) -> None:
    assert failure(site.at("/", answer(PAGE, content_type=kind))).code == "not_text"


def test_an_empty_page_is_named(site, answer: Page) -> None:
    assert failure(site.at("/", answer(b" \n"))).code == "empty"
    assert failure(site.at("/none", b"HTTP/1.1 204 No Content\r\n\r\n")).code == "empty"


def test_a_page_that_breaks_off_is_not_taken_for_a_page(site, answer: Page) -> None:
    assert failure(site.at("/short", answer(PAGE, content_length="1000"))).code == "broken"
    assert (
        failure(site.at("/chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nShips")).code == "broken"
    )
    assert failure(site.at("/nothing", b"")).code == "broken"
    assert failure(site.at("/noise", b"\x00\x01 what?\r\n\r\n")).code == "broken"


def _slow_status(line: socket.socket) -> None:
    _drip(line, b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100)


def _slow_body(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    _drip(line, b"Ships collided " * 100)


def _silent(line: socket.socket) -> None:
    line.recv(1)


def _drip(line: socket.socket, data: bytes) -> None:
    for byte in data:
        line.sendall(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize("manner", [_slow_status, _slow_body, _silent])
def test_a_server_that_takes_its_time_is_hung_up_on(site, manner) -> None:
    started = time.monotonic()
    assert failure(site.at("/", manner)).code == "timeout"
    assert time.monotonic() - started < 2


def test_a_loop_of_redirects_ends(site, answer: Page) -> None:
    address = site.at("/loop", answer(b"", "302 Found", location="/again"))
    site.at("/again", answer(b"", "301 Found", location="/loop"))
    error = failure(address)
    assert (error.code, "circle" in error.cause) == ("redirects", True)
    assert len(site.requests) == 2


def test_redirects_that_lead_ever_on_end_too(site, answer: Page) -> None:
    for number in range(9):
        site.at(f"/{number}", answer(b"", "302 Found", location=f"/{number + 1}"))
    assert failure(site.at("/0", site.answers["/0"])).code == "redirects"
    assert len(site.requests) == SMALL.redirects + 1


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "blocked_address"),
        ("http://[::1]/", "blocked_address"),
        ("http://localhost:1/", "blocked_address"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1/", "scheme"),
        ("http://a b/", "bad_address"),
        ("http://[::1", "bad_address"),
    ],
)
def test_a_redirect_out_of_bounds_is_refused_and_tells_where_it_came_from(site, answer: Page, target, code) -> None:
    address = site.at("/", answer(b"", "302 Found", location=target))
    error = failure(address)
    assert error.code == code
    assert error.cause.startswith(f"{address} (redirected to {target}): ")


PRIVATE_SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "localhost",
    "LOCALHOST.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::127.0.0.1]",
    "①②⑦.0.0.1",
    "user:pw@127.0.0.1",
]


@pytest.mark.parametrize("host", PRIVATE_SPELLINGS)
def test_no_spelling_of_a_private_host_gets_through(site, answer: Page, host: str) -> None:
    site.at("/", answer(PAGE))
    error = failure(f"http://{host}:{site.port}/", allow=())
    assert error.code in ("blocked_address", "dns", "bad_address")
    assert not site.requests


def test_a_public_name_with_a_private_address_is_refused_though_that_address_is_allowed(
    site, answer: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.at("/", answer(PAGE))
    monkeypatch.setattr(gate.socket, "getaddrinfo", _resolving("127.0.0.1", site.port))
    assert failure(f"http://evil.example:{site.port}/").code == "blocked_address"
    assert not site.requests


def test_the_socket_goes_to_the_address_that_was_checked(site, answer: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time (rebinding) is asked only once."""
    answers = iter(["192.0.2.1", "127.0.0.1"])
    monkeypatch.setattr(gate.socket, "getaddrinfo", lambda *a, **k: _resolving(next(answers), site.port)())
    assert failure(f"http://rebind.example:{site.port}/").code == "blocked_address"
    assert not site.requests


def _resolving(address: str, port: int):
    return lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


def test_proxy_variables_are_not_looked_at(site, answer: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    assert read(site.at("/", answer(PAGE))).content == PAGE


def test_an_unknown_name_a_closed_port_and_a_slow_resolver_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert failure(f"http://127.0.0.1:{port}/").code == "refused"
    assert failure("http://nobody.invalid/").code == "dns"
    done = threading.Event()
    monkeypatch.setattr(gate.socket, "getaddrinfo", lambda *a, **k: done.wait(5) and [])
    assert failure("http://slow.example/", limits=Limits(connect_seconds=0.1, total_seconds=1)).code == "dns"
    done.set()


def test_plain_http_behind_https_is_a_tls_error(site, answer: Page) -> None:
    assert failure(site.at("/", answer(PAGE)).replace("http:", "https:")).code == "tls"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key in the same file."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command")
    both = tmp_path / "both.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=here -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*command.split(), "-keyout", both, "-out", tmp_path / "cert"], check=True, capture_output=True)
    both.write_text(both.read_text() + (tmp_path / "cert").read_text())
    return both


@pytest.fixture
def safe_address(certificate: Path, answer: Page) -> Iterator[str]:
    """A server that answers one https request with the page."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve() -> None:
        with suppress(OSError):
            line, _ = door.accept()
            line.settimeout(5)
            with line, context.wrap_socket(line, server_side=True) as safe:
                safe.recv(65_536)
                safe.sendall(answer(PAGE))

    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(5)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{door.getsockname()[1]}/"
        thread.join(5)


def test_a_certificate_nobody_vouches_for_is_a_tls_error(safe_address: str) -> None:
    error = failure(safe_address)
    assert error.code == "tls"
    assert "certificate" in error.cause


def test_a_certificate_the_system_trusts_is_accepted(
    safe_address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert read(safe_address).content == PAGE


def test_an_address_is_shown_in_one_line() -> None:
    assert failure("http://a\n\tb\x1b[1m/").cause.startswith(r"http://a\n\tb\x1b[1m/: ")
    assert shown("http://exämple.org/") == "http://exämple.org/"


def test_addresses_are_spelled_one_way() -> None:
    assert spell("HTTP://Exämple.COM/ä b?q=1#part") == "http://xn--exmple-cua.com/%C3%A4%20b?q=1"
    assert spell("https://user:secret@example.com") == "https://example.com/"
    for bad in ("http://", "http://a b/", "http://h:99999/"):
        with pytest.raises(UnreachableAddress):
            spell(bad)


@pytest.mark.parametrize("letters", ["a" * 60_000, "http://" + "a" * 60_000, "a." * 30_000, "a://" * 15_000])
def test_an_endless_address_is_shown_at_once(letters: str) -> None:
    began = time.monotonic()
    shown(letters)
    assert time.monotonic() - began < 1


def test_who_asks_is_not_shown() -> None:
    assert shown("see -http://ada:secret@host.example/x") == "see -http://host.example/x"
