"""The HTTP answer inside a WARC record: its status, what it says of itself, and its body, unpacked within a bound.

Crawlers store answers in two ways: as they came over the wire, or with codings undone and the head left as it was. So a
coding that the head names is undone where the body bears it out, and otherwise the body is taken as it is.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

from firsthand.capture import packing
from firsthand.model.errors import UnsupportedInput

_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored answer. ``fields`` have lower-case names; of a field that comes twice the first counts."""

    status: int
    fields: Mapping[str, str]
    body: bytes


def answer(block: bytes) -> Answer | None:
    """Take a stored answer apart; None for what is no HTTP answer."""
    status = _STATUS.match(block)
    if not status:
        return None
    ends = _HEAD_ENDS.search(block)
    head = block[: ends.start()] if ends else block
    fields: dict[str, str] = {}
    for line in head.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("latin-1"))
    return Answer(int(status[1]), fields, block[ends.end() :] if ends else b"")


def media_type(said: str | None) -> tuple[str | None, str | None]:
    """Read a media type and a charset from what a Content-Type field says."""
    if not said:
        return None, None
    message = Message()
    message["content-type"] = said[:500]
    try:
        charset = message.get_content_charset()
    except (LookupError, ValueError):
        charset = None
    return (message.get_content_type() if "/" in said else None), charset


def body_of(found: Answer, most: int, *, cut: bool) -> bytes:
    """Return the body, de-chunked and unpacked. ``cut``: the crawler cut it, and says so; then what there is is taken.

    Raises UnsupportedInput (``bad_encoding``, ``too_large``).
    """
    body = found.body
    if "chunked" in found.fields.get("transfer-encoding", "").lower():
        body = _joined(body)
    codings = [c for c in re.split(r"[,\s]+", found.fields.get("content-encoding", "").lower()) if c]
    for coding in reversed(codings[-3:]):
        body = _unpacked(body, coding, most, cut)
    if len(body) > most:
        raise _too_large(most)
    return body


def _joined(body: bytes) -> bytes:
    """Undo chunks; a body that is not made of chunks, or whose chunks break off, gives what there is."""
    parts: list[bytes] = []
    at = 0
    while head := _CHUNK.match(body, at):
        size = int(head[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        at = head.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else int(body[at : at + 1] == b"\n")
    return b"".join(parts) if parts and at >= len(body) else body


def _unpacked(body: bytes, coding: str, most: int, cut: bool) -> bytes:
    if coding in ("gzip", "x-gzip") and not body.startswith(_GZIP):
        return body  # undone by the crawler already
    if not packing.is_known(coding):
        if _looks_like_markup(body):
            return body
        raise UnsupportedInput(
            "bad_encoding",
            f"it is packed in a way that is not read ({coding[:40]}).",
            "Ask for an archive of plain pages.",
        )
    unpacking = packing.Unpacking(coding)
    try:
        found = unpacking.feed(body, most)
    except zlib.error:
        if coding == "deflate" and _looks_like_markup(body):
            return body
        raise UnsupportedInput("bad_encoding", "it cannot be unpacked.", "The archive may be damaged.") from None
    if len(found) > most:
        raise _too_large(most)
    if not unpacking.whole and not cut:
        raise UnsupportedInput("bad_encoding", "its packed body breaks off.", "The archive may be damaged.")
    return found


def _looks_like_markup(body: bytes) -> bool:
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _too_large(most: int) -> UnsupportedInput:
    return UnsupportedInput("too_large", f"it is larger than {most // 1_000_000} MB.", "Nothing: it is no article.")
