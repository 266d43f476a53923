"""Makes WARC records and mails, well-formed or not, for tests."""

import gzip
from collections.abc import Iterable, Mapping

import zstandard


def page(number: int, words: str = "made-up words") -> bytes:
    """Make the body of a page."""
    return f"<html><title>Page {number}</title><p>{words} {number}".encode() * 20


def http(body: bytes, status: str = "200 OK", **fields: str) -> bytes:
    """Make an HTTP answer (``content_type="text/plain"``)."""
    given = {"content_type": "text/html; charset=utf-8", **fields}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def record(
    kind: str,
    address: str,
    block: bytes,
    media: str = "application/http; msgtype=response",
    length: int | None = None,
    **fields: str,
) -> bytes:
    """Make a record; ``length`` is what it says of its length, if that is not true."""
    head: Mapping[str, str] = {
        "WARC-Type": kind,
        "WARC-Target-URI": address,
        "WARC-Date": "2026-03-01T10:00:00Z",
        "WARC-Record-ID": f"<urn:made:{address}>",
        "Content-Type": media,
        "Content-Length": str(len(block) if length is None else length),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(number: int, **given: int) -> bytes:
    """Make the record of a page."""
    return record("response", f"https://outlet.example/{number}", http(page(number)), **given)  # type: ignore[arg-type]


def packed(records: Iterable[bytes], way: str) -> bytes:
    """Write records as a file: ``plain``, ``gzip`` and ``zstd`` (a frame a record), ``one`` (all in one member)."""
    if way == "plain":
        return b"".join(records)
    if way == "one":
        return gzip.compress(b"".join(records), mtime=0)
    if way == "zstd":
        return b"".join(zstandard.compress(one) for one in records)
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def mail(body: str = "Words of a letter.\n", kind: str = "text/plain", **fields: str) -> bytes:
    """Make a mail; ``fields`` come instead of the usual ones (``Message_ID="<x>"``), empty ones are left out."""
    given = {
        "From": "Harbour Letter <letter@harbour.example>",
        "Subject": "Ferries run again",
        "Date": "Tue, 03 Mar 2026 06:30:00 +0100",
        "Message-ID": "<one@harbour.example>",
        "MIME-Version": "1.0",
        "Content-Type": f'{kind}; charset="utf-8"',
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    return "".join(f"{name}: {value}\n" for name, value in given.items() if value).encode() + b"\n" + body.encode()


def several(kind: str, *parts: bytes, boundary: str = "cut", **fields: str) -> bytes:
    """Make a mail of several parts (``alternative``, ``mixed``), each with its own head."""
    body = b"".join(b"--" + boundary.encode() + b"\n" + part + b"\n" for part in parts) + f"--{boundary}--\n".encode()
    head = mail("", Content_Type=f'multipart/{kind}; boundary="{boundary}"', **fields)
    return head + body


def part(kind: str, body: bytes, **fields: str) -> bytes:
    """Make a part of a mail."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"Content-Type: {kind}\n{lines}\n".encode() + body
