"""Where the records of a WARC file begin: by which bytes, and how to find the next one behind a broken stretch.

A packed WARC is one frame (a gzip member, a zstd or lz4 frame) a record, so that it can be entered at each. Where the frames
are something else (one for the whole file), or a dictionary at the head is needed to unpack them, only the head will do.
"""

import os
import zlib
from pathlib import Path
from typing import BinaryIO

_PLAIN, _GZIP, _ZSTD, _LZ4 = b"WARC/", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_CHUNK = 1 << 20
#: A head of a record is not longer than this, packed or not.
_HEAD = 1 << 16


def kind_of(start: bytes) -> bytes | None:
    """Tell by its first bytes how a WARC file is packed; None for what is none. The name says nothing."""
    if start.startswith(_PLAIN):
        return _PLAIN
    if start.startswith(_GZIP):
        return _GZIP if _inflated(start, len(_PLAIN)) == _PLAIN else None
    if start.startswith(_DICTIONARY):
        return _DICTIONARY
    return next((magic for magic in (_ZSTD, _LZ4) if start.startswith(magic)), None)


def holds_warc(start: bytes) -> bool:
    """Say whether a file that begins so is a WARC file, as far as that can be told without its name."""
    return kind_of(start) in (_PLAIN, _GZIP)


def _inflated(start: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(start, most)
    except zlib.error:
        return b""


class Frames:
    """The bytes of one file, looked at without disturbing whoever reads it."""

    def __init__(self, path: Path) -> None:
        self._stream: BinaryIO = path.open("rb")
        self._file = self._stream.fileno()
        self.size = os.fstat(self._file).st_size
        self._magic = kind_of(self._at(0, 4096)) or _GZIP

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    @property
    def packed(self) -> bool:
        """Say whether lengths of records are not lengths in the file."""
        return self._magic != _PLAIN

    def begins(self, offset: int) -> bool:
        """Say whether a record that can be read without what is before it begins at ``offset``."""
        if self._magic == _DICTIONARY:
            return offset == 0
        start = self._at(offset, 512 if self._magic == _GZIP else len(self._magic))
        return start.startswith(self._magic) and (self._magic != _GZIP or kind_of(start) is not None)

    def next(self, after: int) -> int | None:
        """Find the next record that begins after ``after``, however far that is."""
        if self._magic == _DICTIONARY:
            return None
        mark = b"\n" + _PLAIN if self._magic == _PLAIN else self._magic
        lead = len(mark) - len(self._magic)  # the line break before a plain one
        at = after + 1 - lead
        while chunk := self._at(at, _CHUNK):
            found = chunk.find(mark)
            while found >= 0:
                if self.begins(at + found + lead):
                    return at + found + lead
                found = chunk.find(mark, found + 1)
            if len(chunk) < _CHUNK:
                return None
            at += len(chunk) - len(mark) + 1
        return None

    def end_of(self, offset: int, length: int) -> int | None:
        """Say where the record at ``offset`` ends, which says that its block has ``length`` bytes; None where it does not
        end as it should. Where that cannot be known it ends where the next one begins.
        """
        if self._magic == _PLAIN:
            head = _head_length(self._at(offset, _HEAD))
            end = offset + head + length
            after = self._at(end, 4)
            ends = bool(head) and end <= self.size and after in (b"\r\n\r\n", b"", b"\r\n", b"\n\n")
            return end + len(after) if ends else None
        if self._magic != _GZIP or not self.begins(offset):
            following = self.next(offset)
            return self.size if following is None else following
        return self._end_of_member(offset, length)

    def _end_of_member(self, offset: int, length: int) -> int | None:
        """Unpack one member, keeping only its head and its last bytes."""
        engine, head, tail, total = zlib.decompressobj(31), b"", b"", 0
        try:
            while not engine.eof and (packed := self._at(offset, _CHUNK)):
                offset += len(packed)
                while packed and not engine.eof:
                    found = engine.decompress(packed, _CHUNK)
                    packed = engine.unconsumed_tail
                    head = head or found[:_HEAD]
                    tail, total = (tail + found)[-4:], total + len(found)
                    if total > length + 2 * _HEAD:
                        return None
        except zlib.error:
            return None
        blank = len(tail) - len(tail.rstrip(b"\r\n"))
        rest = total - _head_length(head) - length
        return offset - len(engine.unused_data) if engine.eof and 0 <= rest <= blank else None

    def _at(self, offset: int, size: int) -> bytes:
        return os.pread(self._file, size, max(offset, 0))


def _head_length(start: bytes) -> int:
    """Return the length of a record's head with the blank line after it; 0 where it does not end."""
    for blank in (b"\r\n\r\n", b"\n\n"):
        found = start.find(blank)
        if found >= 0:
            return found + len(blank)
    return 0
