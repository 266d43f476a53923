"""A mailbox in one file (mbox) is read mail by mail, however large it is.

A mail begins at a line "From …" with a time in it, after a blank line: a sentence may begin with that word too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand.capture.arrival import DEFAULT_LIMITS, Limits
from firsthand.capture.mail import read_mail
from firsthand.capture.volume import START, Mark, Step
from firsthand.model.errors import UnsupportedInput

_LINE = 1 << 16
_FROM = re.compile(
    rb"From \S.{0,200}?\b\d{1,2}:\d\d.{0,60}\b(?:19|20)\d\d\b|From \S.{0,200}?\b(?:19|20)\d\d\b.{0,60}\d{1,2}:\d\d"
)
_QUOTED = re.compile(rb"^>(>*From )", re.M)


def is_mbox(start: bytes) -> bool:
    """Say whether a file that begins so is a mailbox."""
    return bool(_FROM.match(start[:400].partition(b"\n")[0]))


def read_mbox(path: Path, limits: Limits = DEFAULT_LIMITS, start: Mark = START) -> Iterator[Step]:
    """Read the mails of a mailbox from ``start`` on, one held at a time. OSError when the file cannot be read."""
    with path.open("rb") as stream:
        stream.seek(start.offset)
        yield from read_mbox_stream(stream, limits, start.offset)


def read_mbox_stream(stream: BinaryIO, limits: Limits = DEFAULT_LIMITS, offset: int = 0) -> Iterator[Step]:
    """Read the mails of a mailbox that begins, or goes on with a mail, where the stream stands."""
    for begins, ends, content in _mails(stream, limits, offset):
        place = f"the mail at byte {begins}"
        if content is None:
            error = UnsupportedInput(
                "too_large", f"{place} is larger than {limits.file_bytes // 1_000_000} MB.", "", place
            )
            yield Step(error, Mark(ends))
            continue
        mail = read_mail(content, place, limits)
        steps = [*((one, "") for one in mail.found), *[(None, "attachment")] * mail.attachments]
        for number, (found, passed) in enumerate(steps, 1):
            yield Step(found, Mark(ends if number == len(steps) else begins), passed)


def _mails(stream: BinaryIO, limits: Limits, at: int) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield where each mail begins and ends, and its bytes; None for one that is too large to be held."""
    begins, held, size, blank, inside = at, bytearray(), 0, True, False
    fresh = True  # the next piece begins a line
    while line := stream.readline(_LINE):
        if fresh and blank and line.startswith(b"From ") and _FROM.match(line[:400]):
            if inside:
                yield begins, at, _content(held, size)
            begins, held, size, inside = at, bytearray(), 0, True
        elif inside or line.strip():
            inside = True
            size += len(line)
            if size <= limits.file_bytes:
                held += line
        blank = fresh and not line.strip()
        fresh = line.endswith(b"\n")
        at += len(line)
    if inside:
        yield begins, at, _content(held, size)


def _content(held: bytearray, size: int) -> bytes | None:
    return _QUOTED.sub(rb"\1", bytes(held)) if size == len(held) else None
