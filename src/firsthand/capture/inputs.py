"""What a person hands in becomes arrivals: files, folders, ``-`` for standard input, and addresses, told apart here.

One bad input never stops the rest: its error is yielded as a value, in its turn.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.files import count_folder, is_folder, read_file, read_folder, too_large
from firsthand.model.errors import InputError, UnsupportedInput
from firsthand.model.ids import content_hash

__all__ = ["Arrival", "Limits", "arrivals", "count"]

_STANDARD_INPUT = "-"


def arrivals(
    inputs: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    limits: Limits = DEFAULT_LIMITS,
    allow_hosts: Sequence[str] = (),
) -> Iterator[Arrival | InputError]:
    """Read every input in order. ``allow_hosts`` are private hosts that may be read nevertheless."""
    for text in inputs:
        for found in _read(text, stdin, limits, allow_hosts):
            if isinstance(found, InputError):
                found.place = found.place or text
            yield found


def _read(
    text: str, stdin: BinaryIO | None, limits: Limits, allow_hosts: Sequence[str]
) -> Iterator[Arrival | InputError]:
    try:
        if text == _STANDARD_INPUT:
            yield _read_stdin(stdin, limits)
        elif _scheme(text) in ("http", "https"):
            from firsthand.capture.http import fetch  # a TLS stack that reading files does not need

            yield fetch(text, limits=limits, allow_hosts=allow_hosts)
        elif is_folder(path := _path(text)):
            yield from read_folder(path, limits)
        else:
            yield read_file(path, limits)
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


def _read_stdin(stdin: BinaryIO | None, limits: Limits) -> Arrival:
    """Read standard input. Its place carries a hash of the bytes: two texts piped in are two pages, not versions."""
    if stdin is None:
        import sys

        stdin = sys.stdin.buffer
    content = stdin.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise too_large("Standard input", limits)
    if not content.strip():
        raise UnsupportedInput("empty", "Standard input is empty.", "Pipe a page or a text into it.")
    return Arrival(content, f"stdin:{content_hash(content)[:16]}")
