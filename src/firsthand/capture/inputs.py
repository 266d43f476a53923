"""What a person hands in becomes arrivals: files, folders, ``-`` for standard input, and addresses, told apart here.

One bad input never stops the rest: its error is yielded as a value, in its turn.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from firsthand.capture import kinds
from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.files import count_folder, holds_archive, is_folder, kind_of, read_folder, read_path, too_large
from firsthand.capture.mail import read_mail
from firsthand.capture.mbox import read_mbox, read_mbox_stream
from firsthand.capture.volume import START, Archive, Mark, Step
from firsthand.model.errors import InputError, UnsupportedInput
from firsthand.model.ids import content_hash

__all__ = ["Archive", "Arrival", "Limits", "Mark", "Step", "arrivals", "count", "have_archives", "pieces", "steps"]

_STANDARD_INPUT = "-"


def arrivals(
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    limits: Limits = DEFAULT_LIMITS,
    allow_hosts: Sequence[str] = (),
) -> Iterator[Arrival | InputError]:
    """Read every input in order, archives to their end. ``allow_hosts`` are private hosts that may be read nevertheless."""
    for piece in pieces(inputs, stdin=stdin, limits=limits, allow_hosts=allow_hosts):
        if isinstance(piece, Archive):
            yield from (step.found for step in steps(piece, limits) if step.found)
        elif isinstance(piece, Step):
            if piece.found:
                yield piece.found
        else:
            yield piece


def pieces(
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    limits: Limits = DEFAULT_LIMITS,
    allow_hosts: Sequence[str] = (),
) -> Iterator[Arrival | InputError | Archive | Step]:
    """Read every input in order; an archive is only named. One that comes through standard input is read, in steps."""
    for text in inputs:
        for found in _read(text, stdin, limits, allow_hosts):
            if isinstance(found, InputError):
                found.place = found.place or text
            yield found


def steps(archive: Archive, limits: Limits = DEFAULT_LIMITS, start: Mark = START) -> Iterator[Step]:
    """Read an archive from ``start`` on. OSError when the file cannot be read."""
    if archive.kind == "mbox":
        return read_mbox(archive.path, limits, start)
    from firsthand.capture.warc import read_warc  # compiled, and seldom needed

    return read_warc(archive.path, limits, start)


def have_archives(inputs: Sequence[str], stdin: BinaryIO | None = None) -> bool:
    """Say whether there is an archive among the inputs, in the folders among them, or waiting in standard input."""
    return any(_waits_in(stdin) if text == _STANDARD_INPUT else _has_archive(text) for text in inputs)


def _waits_in(stdin: BinaryIO | None) -> bool:
    if stdin is None:
        import sys

        stdin = sys.stdin.buffer
    peek = getattr(stdin, "peek", None)  # what is looked at this way is not taken
    return peek is not None and kinds.by_bytes(peek(kinds.ENOUGH)[: kinds.ENOUGH]) in ("warc", "mbox")


def _has_archive(text: str) -> bool:
    try:
        path = _path(text)
    except InputError:
        return False
    return holds_archive(path) if is_folder(path) else kind_of(path) in ("warc", "mbox")


def _read(
    text: str, stdin: BinaryIO | None, limits: Limits, allow_hosts: Sequence[str]
) -> Iterator[Arrival | InputError | Archive | Step]:
    try:
        if text == _STANDARD_INPUT:
            yield from _read_stdin(stdin, limits)
        elif _scheme(text) in ("http", "https"):
            from firsthand.capture.http import fetch  # a TLS stack that reading files does not need

            yield fetch(text, limits=limits, allow_hosts=allow_hosts)
        elif is_folder(path := _path(text)):
            yield from read_folder(path, limits)
        else:
            yield from read_path(path, limits)
    except InputError as error:
        yield error


def count(inputs: Sequence[str]) -> int:
    """Count what `arrivals` will read, for a progress bar. Folders are walked, nothing is opened or fetched."""
    return sum(_count(text) for text in inputs)


def _count(text: str) -> int:
    try:
        path = _path(text)
    except InputError:
        return 1
    return count_folder(path) if is_folder(path) else 1


def _scheme(text: str) -> str:
    """The scheme of an address; empty for a path. One letter is a Windows drive."""
    scheme, mark, _ = text.strip().partition("://")
    return scheme.lower() if mark and len(scheme) > 1 and scheme.replace("+", "").isalnum() else ""


def _path(text: str) -> Path:
    scheme = _scheme(text)
    if not scheme:
        return Path(text)
    if scheme == "file":
        return Path(url2pathname(urlsplit(text).path))
    raise UnsupportedInput("scheme", f"{text}: {scheme} addresses are not read.", "Save the page and read the file.")


def _read_stdin(stdin: BinaryIO | None, limits: Limits) -> Iterator[Arrival | InputError | Step]:
    """Read standard input. Its place carries a hash of the bytes: two texts piped in are two pages, not versions."""
    if stdin is None:
        import sys

        stdin = sys.stdin.buffer
    start = stdin.read(min(kinds.ENOUGH, limits.file_bytes + 1))
    kind = kinds.by_bytes(start)
    whole = _Rejoined(start, stdin)
    if kind == "warc":
        from firsthand.capture.warc import read_warc_stream

        yield from read_warc_stream(whole, limits)
    elif kind == "mbox":
        yield from read_mbox_stream(io.BufferedReader(whole), limits)
    else:
        content = start + stdin.read(limits.file_bytes + 1 - len(start))
        if len(content) > limits.file_bytes:
            raise too_large("Standard input", limits)
        if not content.strip():
            raise UnsupportedInput("empty", "Standard input is empty.", "Pipe a page or a text into it.")
        if kind == "mail":
            yield from read_mail(content, "standard input", limits).found
        else:
            yield Arrival(content, f"stdin:{content_hash(content)[:16]}")


class _Rejoined(io.RawIOBase, BinaryIO):
    """A stream whose first bytes were looked at already."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start, self._rest, self._given = start, rest, 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def tell(self) -> int:
        """How many bytes were given out."""
        return self._given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, from what was looked at first."""
        found = self._start[: len(buffer)]
        self._start = self._start[len(found) :]
        found = found or self._rest.read(len(buffer))
        buffer[: len(found)] = found
        self._given += len(found)
        return len(found)
