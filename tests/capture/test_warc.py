"""WARC files: every page once, what is broken by its place, and reading goes on from every mark."""

import gzip
import io
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.capture.arrival import Arrival, Limits
from firsthand.capture.volume import Step
from firsthand.capture.warc import read_warc, read_warc_stream
from firsthand.model.errors import InputError
from tests.capture.archives import http, packed, page, record, response

WAYS = ["plain", "gzip", "one", "zstd"]
SMALL = Limits(page_bytes=50_000)


def steps(folder: Path, content: bytes, limits: Limits = SMALL) -> list[Step]:
    """Read an archive, and see that from every mark the rest is the same."""
    path = folder / "a.warc.gz"
    path.write_bytes(content)
    found = list(read_warc(path, limits))
    for number, step in enumerate(found, 1):
        rest = [told(s) for s in read_warc(path, limits, step.mark)]
        assert rest == [told(s) for s in found[number:]]
    return found


def told(step: Step) -> str:
    if isinstance(step.found, InputError):
        return step.found.code
    return step.found.place.rpartition("/")[2] if step.found else step.passed


def names(found: list[Step]) -> list[str]:
    return [told(step) for step in found]


def only(folder: Path, block: bytes, **fields: str) -> Step:
    (step,) = steps(folder, record("response", "https://outlet.example/a", block, **fields))  # type: ignore[arg-type]
    return step


@pytest.mark.parametrize("way", WAYS)
def test_every_page_comes_once_however_the_file_is_packed(tmp_path, way) -> None:
    found = steps(tmp_path, packed([response(n) for n in range(5)], way))
    assert names(found) == ["0", "1", "2", "3", "4"]
    assert found[3].found == Arrival(
        page(3),
        "https://outlet.example/3",
        "text/html",
        "utf-8",
        "https://outlet.example/3",
        datetime(2026, 3, 1, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_pipe_is_read_as_a_file_is(way) -> None:
    class Pipe(io.BytesIO):
        def seek(self, *_: int) -> int:
            raise OSError("a pipe")

    found = list(read_warc_stream(Pipe(packed([response(n) for n in range(3)], way)), SMALL))
    assert names(found) == ["0", "1", "2"]


def test_what_is_no_page_is_counted_by_its_kind(tmp_path) -> None:
    address, plain = "https://outlet.example/x", "text/plain"
    records = [
        record("warcinfo", "", b"software: made up", "application/warc-fields"),
        record("request", address, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        record("metadata", address, b"fetchTimeMs: 1", "application/warc-fields"),
        record("revisit", address, http(b"")),
        record("response", address, http(b"no", "404 Not Found")),
        record("response", address, http(b"", "301 Moved", location="/")),
        record("response", address, http(b"\x89PNG", content_type="image/png")),
        record("response", address, http(b"User-agent: *"), WARC_Target_URI="https://outlet.example/robots.txt"),
        record("response", "dns:outlet.example", b"20260301 1.2.3.4", "text/dns"),
        record("response", address, http(b" \n")),
        record("response", address, http(b"x" * 300_000)),
        record("resource", address + "/r", b"<p>a resource", "text/html; charset=latin-1"),
        record("conversion", address + "/c", b"a conversion", plain),
    ]
    found = steps(tmp_path, packed(records, "gzip"))
    kinds = [
        "warcinfo",
        "request",
        "metadata",
        "revisit",
        "status",
        "status",
        "media",
        "media",
        "media",
        "empty",
        "large",
    ]
    assert names(found) == [*kinds, "r", "c"]
    resource, conversion = (step.found for step in found[-2:])
    assert isinstance(resource, Arrival)
    assert (resource.media_type, resource.charset) == ("text/html", "latin-1")
    assert isinstance(conversion, Arrival)
    assert conversion.content == b"a conversion"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (gzip.compress(page(1), mtime=0), {"content_encoding": "gzip"}),
        (zlib.compress(page(1)), {"content_encoding": "deflate"}),
        (zlib.compress(page(1))[2:-4], {"content_encoding": "deflate"}),
        (page(1), {"content_encoding": "gzip"}),
        (page(1), {"content_encoding": "br"}),
        (b"5\r\n" + page(1)[:5] + b"\r\n%x;a=b\r\n" % (len(page(1)) - 5) + page(1)[5:] + b"\r\n0\r\n\r\n", {"transfer_encoding": "chunked"}),
        (page(1), {"transfer_encoding": "chunked"}),
        (b"%x\n" % len(page(1)) + page(1), {"transfer_encoding": "chunked"}),
    ],
    ids=["gzip", "zlib", "bare", "undone", "br undone", "chunks", "joined already", "chunks that break off"],
)  # fmt: skip
def test_codings_are_undone_where_the_body_bears_them_out(tmp_path, body, fields) -> None:
    found = only(tmp_path, http(body, **fields)).found
    assert isinstance(found, Arrival)
    assert found.content == page(1)


@pytest.mark.parametrize(
    ("body", "coding", "code"),
    [
        (b"\x0b\x02\x80brotli", "br", "bad_encoding"),
        (b"\x1f\x8bgarbage", "gzip", "bad_encoding"),
        (gzip.compress(page(1), mtime=0)[:-20], "gzip", "bad_encoding"),
        (gzip.compress(bytes(10_000_000), mtime=0), "gzip", "too_large"),
    ],
)
def test_what_cannot_be_unpacked_is_told_with_its_address(tmp_path, body, coding, code) -> None:
    found = only(tmp_path, http(body, content_encoding=coding)).found
    assert isinstance(found, InputError)
    assert (found.code, found.place) == (code, "https://outlet.example/a")


def test_what_the_crawler_cut_is_taken_as_far_as_it_goes(tmp_path) -> None:
    cut = http(gzip.compress(page(1), mtime=0)[:-9], content_encoding="gzip")
    found = only(tmp_path, cut, WARC_Truncated="length").found
    assert isinstance(found, Arrival)
    assert page(1).startswith(found.content)


@pytest.mark.parametrize("way", ["plain", "gzip"])
@pytest.mark.parametrize(
    "broken",
    [
        response(2, length=10**15),
        response(2, length=10_000),
        response(2, length=200),
        b"nothing of a record\r\n" * 30,
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx\r\n\r\n",
        b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n\r\n",
    ],
    ids=["endless", "too long", "too short", "garbage", "no length", "endless head"],
)
def test_a_broken_record_is_named_and_the_rest_is_read(tmp_path, way, broken) -> None:
    records = [response(n) for n in range(8)]
    records[2] = broken
    found = steps(tmp_path, packed(records, way))
    assert names(found) == ["0", "1", "broken_record", "3", "4", "5", "6", "7"]
    at = len(packed(records[:2], way))
    assert f"at byte {at}" in f"{found[2].found} {getattr(found[2].found, 'place', '')}"


def test_a_damaged_member_costs_one_page(tmp_path) -> None:
    members = [gzip.compress(response(n)) for n in range(6)]
    for at in (3, 30, 60, -6):
        damaged = bytearray(members[2])
        damaged[at] ^= 0xFF
        found = steps(tmp_path, b"".join([*members[:2], bytes(damaged), *members[3:]]))
        assert names(found) == ["0", "1", "broken_record", "3", "4", "5"]


@pytest.mark.parametrize("way", ["plain", "gzip"])
def test_an_archive_that_breaks_off_gives_all_before(tmp_path, way) -> None:
    whole = packed([response(n) for n in range(4)], way)
    assert names(steps(tmp_path, whole[:-150])) == ["0", "1", "2", "broken_record"]


def test_a_file_packed_as_one_that_breaks_off_gives_all_before(tmp_path) -> None:
    import random

    noise = random.Random(1).randbytes
    records = [record("response", f"https://outlet.example/{n}", http(noise(20_000).hex().encode())) for n in range(9)]
    found = names(steps(tmp_path, packed(records, "one")[:-60_000]))
    assert found[-1] == "broken_record"
    assert found[:-1] == [str(n) for n in range(len(found) - 1)]
    assert len(found) > 3


@pytest.mark.parametrize("content", [b"", b"no archive at all\n" * 100, gzip.compress(b"no archive", mtime=0)])
def test_what_is_no_archive_says_so(tmp_path, content) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(content)
    (step,) = read_warc(path)
    assert isinstance(step.found, InputError)


def test_an_archive_made_of_broken_pieces_is_given_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("firsthand.capture.warc._BROKEN_AT_MOST", 20)
    path = tmp_path / "a.warc"
    path.write_bytes(b"WARC/1.0\r\nx\r\n" * 1000)
    assert names(list(read_warc(path)))[-1] == "broken_archive"
    assert len(list(read_warc(path))) < 50


def test_odd_addresses_and_dates_harm_nothing(tmp_path) -> None:
    records = [
        record("response", "<https://outlet.example/w>", http(page(1)), WARC_Date="yesterday"),
        record("response", "urn:uuid:1", http(page(1)), WARC_Date="2026-03-01T10:00:00.123456789Z"),
        record("response", "", http(page(1))),
        record("response", "https://outlet.example/" + "x" * 9000, http(page(1))),
        record("response", "http://[", http(page(1), content_type="text/html; charset*=x'")),
    ]
    found = steps(tmp_path, packed(records, "gzip"))
    assert names(found) == ["w", "urn:uuid:1", "no_address", "no_address", "["]
    first, second = (step.found for step in found[:2])
    assert isinstance(first, Arrival)
    assert first.seen_at is None
    assert isinstance(second, Arrival)
    assert second.url is None
