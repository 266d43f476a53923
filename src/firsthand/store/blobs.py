"""The bytes of captures: files named by the hash of what they hold, compressed, never changed.

A blob is written under a temporary name, flushed to disk, renamed, and its folder flushed, before the row that names
it is committed: a row without its blob cannot be. It is checked on every read, and grows no larger than the caller
says.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import zstandard

from firsthand.model.errors import StoreError
from firsthand.model.ids import content_hash

#: 3 is zstd's own default: web pages shrink to a quarter at some hundred MB a second.
_LEVEL = 3
#: Files that are written at once: file systems flush what waits together in one go, so that 16 take little longer than one.
_AT_ONCE = 16
_SETTLED_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Blobs:
    """A folder of blobs: ``ab/cdef….zst`` for the hash ``abcdef…``."""

    folder: Path

    def path(self, name: str) -> Path:
        """Say where the blob of this hash lies."""
        return self.folder / name[:2] / f"{name[2:]}.zst"

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its name. A damaged blob of the same name is replaced by the good bytes."""
        return self.put_many([content])[0]

    def put_many(self, contents: Sequence[bytes]) -> list[str]:
        """Keep several, as `put` does, and return their names.

        They wait for the disk together, and each folder is flushed once for all: one by one, a hundred take seconds.
        """
        names = [content_hash(content) for content in contents]
        new = {name: content for name, content in zip(names, contents, strict=True) if not self._has(name, content)}
        try:
            _together(self._write, new.items())
            _together(_flush_folder, {self.path(name).parent for name in new})
        except OSError as error:
            raise StoreError(f"The bytes of a capture cannot be kept in {self.folder}: {error.strerror}.") from error
        return names

    def _has(self, name: str, content: bytes) -> bool:
        """Say whether a blob is there and sound; then it is touched."""
        path = self.path(name)
        if not path.exists():
            return False
        with suppress(StoreError):
            self.get(name, len(content))
            self._touch(path)
            return True
        return False

    def get(self, name: str, size: int) -> bytes:
        """Return the bytes of a blob that holds ``size`` bytes; StoreError when it is not there or not what it was."""
        return self._read(name, size)[1]

    def get_packed(self, name: str, size: int) -> bytes:
        """Return a blob as it lies on the disk, after the same checks."""
        return self._read(name, size)[0]

    def _read(self, name: str, size: int) -> tuple[bytes, bytes]:
        try:
            packed = self.path(name).read_bytes()
        except OSError as error:
            raise StoreError(f"The bytes of a capture are gone: {self.path(name)}.", "Restore the folder.") from error
        content = unpacked(name, packed, size)
        if content is None:
            raise StoreError(
                f"The bytes of a capture are damaged: {self.path(name)}.", "Restore the file, or read the page again."
            )
        return packed, content

    def put_packed(self, some: Mapping[str, bytes]) -> None:
        """Keep blobs that come packed, by their names, and were checked (`unpacked`); all wait for the disk together."""
        try:
            _together(self._write_packed, some.items())
            _together(_flush_folder, {self.path(name).parent for name in some})
        except OSError as error:
            raise StoreError(f"The bytes of a capture cannot be kept in {self.folder}: {error.strerror}.") from error

    def drop(self, name: str) -> bool:
        """Remove a blob that nothing names any more; one that was put within a day may be about to be named, and stays."""
        path = self.path(name)
        with suppress(OSError):
            if _is_old(path):
                path.unlink()
                return True
        return False

    def sweep(self) -> int:
        """Remove what writers that were killed have left behind: temporary files a day old; return how many."""
        left = [path for path in self.folder.glob("??/.*.tmp") if _is_old(path)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    @staticmethod
    def _touch(path: Path) -> None:
        with suppress(OSError):
            os.utime(path)

    def sizes(self) -> tuple[int, int]:
        """Count the blobs and their bytes on disk."""
        found = [path.stat().st_size for path in self._files()]
        return len(found), sum(found)

    def _files(self) -> Iterator[Path]:
        return self.folder.glob("??/*.zst")

    def _write(self, new: tuple[str, bytes]) -> None:
        """Write one file, flushed, under its name; its folder is for the caller to flush."""
        name, content = new
        self._write_packed((name, zstandard.ZstdCompressor(level=_LEVEL).compress(content)))

    def _write_packed(self, new: tuple[str, bytes]) -> None:
        name, packed = new
        path = self.path(name)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            _flush_folder(path.parent.parent)
        temporary = path.with_name(f".{uuid4().hex}.tmp")
        try:
            with temporary.open("wb") as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def unpacked(name: str, packed: bytes, size: int) -> bytes | None:
    """Return what a packed blob holds; None where that is not ``size`` bytes with the hash that is its name."""
    try:
        # The frame says how much it holds: look before unpacking, since a bomb would say so too.
        if zstandard.frame_content_size(packed) != size:
            return None
        content = zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError:
        return None
    return content if content_hash(content) == name else None


def _together(do: Callable[[Any], None], some: Iterable[Any]) -> None:
    """Do something for each, many at once where there are many; raises what the first that failed did, when all have ended."""
    each = list(some)
    if len(each) < 2:
        for one in each:
            do(one)
        return
    with ThreadPoolExecutor(min(len(each), _AT_ONCE)) as pool:
        for done in [pool.submit(do, one) for one in each]:
            done.result()


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):  # another process may have been quicker
        return path.stat().st_mtime < time.time() - _SETTLED_SECONDS
    return False


def _flush_folder(folder: Path) -> None:
    """Make a rename or a new folder durable (Windows has no such call and does it itself)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
