"""Web archives (WARC, plain or packed with gzip, zstd or lz4; so CC-NEWS): each page in them becomes an arrival.

    records | the one before is whole? | responses, resources, conversions | 2xx | a page or a text | unpacked | arrival

One record is held at a time, and none that is larger than a page may be. A record is given out only when the next one was
found where it should be: a wrong length makes a page of two halves. What is broken is named with its place, and reading
goes on at the next record, where the file can be entered at it.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord

from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.volume import START, Mark, Step
from firsthand.capture.warc_frames import Frames
from firsthand.capture.warc_http import answer, body_of, media_type
from firsthand.model.errors import InputError, UnreadableInput, UnsupportedInput

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
_KINDS = frozenset({"response", "resource", "conversion"})
#: Room for the head of an answer beside its body.
_HEAD_BYTES = 1 << 17
#: No article has a longer address.
_ADDRESS_CHARS = 4_000
#: After so many broken places the file is damaged beyond use, or made to harm: finding each costs a restart.
_BROKEN_AT_MOST = 1_000
#: gzip packs no tighter.
_TIGHTEST = 1_100
_AGAIN = "Get the archive again, or ask who made it."


def read_warc(path: Path, limits: Limits = DEFAULT_LIMITS, start: Mark = START) -> Iterator[Step]:
    """Read the pages of a WARC file from ``start`` on, a step a record.

    Passed over are (as `Step.passed`) ``request``, ``metadata`` and other kinds by their names, ``revisit``, answers with an
    error (``status``) and what is no page (``media``). OSError when the file cannot be read.
    """
    with closing(Frames(path)) as frames:
        yield from _Reading(path, frames, limits).steps(start)


def read_warc_stream(stream: BinaryIO, limits: Limits = DEFAULT_LIMITS) -> Iterator[Step]:
    """Read the pages of a WARC that comes through a pipe: where it is broken the rest is lost, for nothing goes back."""
    held: _Held | None = None
    try:
        for record in _records(stream):
            if held:
                yield Step(held.found, START, held.passed)
            held = _look(record, record.stream_pos, limits)
    except UnreadableInput as error:
        yield Step(error, START)
        return
    if held:
        yield Step(held.found, START, held.passed)


@dataclass(frozen=True, slots=True)
class _Held:
    """A record that was looked at and waits for the next one: where it begins, and how long it says it is."""

    at: int
    length: int
    found: Arrival | InputError | None
    passed: str = ""


class _Reading:
    """One file being read: the last place it can be entered at, and how many records were seen since."""

    def __init__(self, path: Path, frames: Frames, limits: Limits) -> None:
        self._path, self._frames, self._limits = path, frames, limits
        self._entry, self._since, self._broken = 0, 0, 0

    def steps(self, start: Mark) -> Iterator[Step]:
        here, leave_out = start.offset, start.records
        while True:
            held, failure = None, False
            self._entry, self._since = here, 0
            with self._path.open("rb") as stream:
                stream.seek(here)
                try:
                    for record in _records(stream):
                        self._pass(record.stream_pos)
                        if held:
                            yield self._step(held)
                        held = None
                        if leave_out:
                            leave_out -= 1
                        elif self._fits(record):
                            held = _look(record, record.stream_pos, self._limits)
                        else:
                            held, failure = _Held(record.stream_pos, record.content_length, None), True
                            break
                except UnreadableInput:
                    failure = True
            going_on = self._after(here, held, failure)
            yield from going_on.steps
            if going_on.at is None:
                return
            here = going_on.at

    def _pass(self, at: int) -> None:
        """Take note that a record begins at ``at``, as the reader of the stream believes."""
        if at > self._entry and self._frames.begins(at):
            self._entry, self._since = at, 0
        self._since += 1

    def _step(self, held: _Held) -> Step:
        """Give out a record; reading can go on at the one after it, which was passed already."""
        return Step(held.found, Mark(self._entry, self._since - 1), held.passed)

    def _fits(self, record: WarcRecord) -> bool:
        """Say whether a record can be as long as it says. Where the file was packed as one, its place in it is unknown."""
        if self._frames.packed:
            return record.content_length <= (self._frames.size - self._entry) * _TIGHTEST
        return record.content_length <= self._frames.size - record.stream_pos

    def _after(self, here: int, held: _Held | None, failure: bool) -> "_GoingOn":
        """Say what to do when the records came to an end: the file's, or because something is broken."""
        size = self._frames.size
        if held is None and not failure:
            return _GoingOn(() if here else (Step(_no_records(), Mark(size)),))
        end = self._frames.end_of(held.at, held.length) if held else None
        if held and end is not None and not failure:
            return _GoingOn((Step(held.found, Mark(size), held.passed),))
        self._broken += 1
        if self._broken > _BROKEN_AT_MOST:
            return _GoingOn((Step(_beyond_use(), Mark(size)),))
        at = held.at if held else self._entry
        following = self._frames.next(max(at, here))
        mark = Mark(size if following is None else following)
        if held and end is not None:
            if end == following:  # that one is broken, and will say so itself
                return _GoingOn((Step(held.found, mark, held.passed),), following)
            return _GoingOn((Step(held.found, Mark(end), held.passed), Step(_broken(end), mark)), following)
        place = held.found.place if held and held.found else ""
        return _GoingOn((Step(_broken(at, place), mark),), following)


@dataclass(frozen=True, slots=True)
class _GoingOn:
    """What is given out now, and where to enter the file again; None when it is over."""

    steps: tuple[Step, ...]
    at: int | None = None


def _records(stream: BinaryIO) -> Iterator[WarcRecord]:
    """Yield records. Raises UnreadableInput (``broken_record``) for whatever goes wrong in them, a panic included."""
    try:
        yield from ArchiveIterator(stream, parse_http=False)
    except (OSError, ValueError, OverflowError, RuntimeError, MemoryError) as error:
        raise UnreadableInput("broken_record", f"the archive is broken ({str(error)[:100]}).", _AGAIN) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a fault of the reader's Rust code looks like from here
            raise
        raise UnreadableInput("broken_record", "the archive is broken.", _AGAIN) from None


def _look(record: WarcRecord, at: int, limits: Limits) -> _Held:
    """Look at one record, and read it if it may be a page."""
    length = record.content_length
    kind = str(record.record_type)
    if kind not in _KINDS:
        return _Held(at, length, None, kind)
    address = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    if _path_of(address) == "/robots.txt":
        return _Held(at, length, None, "media")
    try:
        found = _page(record, address, limits)
    except InputError as error:
        error.place = address[:_ADDRESS_CHARS] or f"the record at byte {at}"
        return _Held(at, length, error)
    return _Held(at, length, None, found) if isinstance(found, str) else _Held(at, length, found)


def _page(record: WarcRecord, address: str, limits: Limits) -> Arrival | str:
    """Make an arrival of a record, or say in a word why it is passed over. Raises InputError."""
    said, charset = media_type(record.headers.get("Content-Type"))
    stored_answer = said == "application/http"
    if not stored_answer and said not in _PAGES:
        return "media"
    if not address or len(address) > _ADDRESS_CHARS:
        raise UnsupportedInput("no_address", "a record says no address, or one that is too long.", _AGAIN)
    if record.content_length > limits.page_bytes + _HEAD_BYTES:
        return "large"
    block = _block(record)
    if stored_answer:
        found = answer(block)
        if found is None or not 200 <= found.status < 300 or found.status in (204, 205):
            return "status"
        said, charset = media_type(found.fields.get("content-type"))
        if said and said not in _PAGES:
            return "media"
        block = body_of(found, limits.page_bytes, cut=bool(record.headers.get("WARC-Truncated")))
    if not block.strip():
        return "empty"
    public = address if address.lower().startswith(("http://", "https://")) else None
    return Arrival(block, address, said, charset, public, _date(record.headers.get("WARC-Date")))


def _block(record: WarcRecord) -> bytes:
    """Read what a record holds. Raises UnreadableInput where it is shorter than it says."""
    try:
        block: bytes = record.reader.read(record.content_length) if record.content_length else b""
    except (OSError, ValueError):
        block = b""
    if len(block) != record.content_length:
        raise UnreadableInput("broken_record", "the record breaks off.", _AGAIN)
    return block


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _date(said: str | None) -> datetime | None:
    """Read a WARC-Date; None where it says none, or one before there was a web."""
    try:
        date = datetime.fromisoformat((said or "").strip())
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return date if 1990 <= date.year < 2100 else None


def _broken(at: int, place: str = "") -> UnreadableInput:
    where = f"the record at byte {at}"
    return UnreadableInput("broken_record", f"{where} is broken.", _AGAIN, place or where)


def _beyond_use() -> UnreadableInput:
    return UnreadableInput("broken_archive", f"more than {_BROKEN_AT_MOST} places are broken; reading stops.", _AGAIN)


def _no_records() -> UnreadableInput:
    return UnreadableInput("no_records", "it holds no record.", "Check that the download was complete.")
