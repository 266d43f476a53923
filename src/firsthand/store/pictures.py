"""Pictures of pages, kept for a while in a folder beside the blobs: no truth, to be emptied at any time, in no backup.

A file a picture, named by the hash of its address; what could not be had is a file too, with the cause in it, so that
nobody is asked for it again at every look. The folder grows to a bound; what was not looked at for longest goes first.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import uuid4

#: A month of a busy desk: some thousand pictures of 50 to 100 KB.
MOST_BYTES = 250_000_000
#: When the bound is passed, room is made for a while.
_DOWN_TO = 0.9
#: Who said no an hour ago may say yes now.
_REFUSED_SECONDS = 3600.0


class Pictures:
    """The folder. Threads and processes may share it: every file appears whole, and a miss is only a miss."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most_bytes
        self._lock = Lock()
        self._size: int | None = None

    def get(self, address: str) -> bytes | None:
        """Return a picture that is kept, and note that it was looked at."""
        path = self._path(address)
        with suppress(OSError):
            content = path.read_bytes()
            os.utime(path)
            return content
        return None

    def refusal(self, address: str) -> str | None:
        """Return why a picture could not be had within the last hour."""
        path = self._path(address, "no")
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < _REFUSED_SECONDS:
                return path.read_text(encoding="utf-8")
        return None

    def keep(self, address: str, content: bytes) -> None:
        """Keep a picture. A full disk keeps none, and that is all."""
        self._write(self._path(address), content)

    def refuse(self, address: str, cause: str) -> None:
        """Keep why there is none."""
        self._write(self._path(address, "no"), cause.encode())

    def _path(self, address: str, end: str = "picture") -> Path:
        return self._folder / f"{sha256(address.encode('utf-8', 'surrogatepass')).hexdigest()}.{end}"

    def _write(self, path: Path, content: bytes) -> None:
        temporary = path.with_name(f".{uuid4().hex}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            return
        with self._lock:
            self._size = (self._size if self._size is not None else self._counted()) + len(content)
            if self._size > self._most:
                self._size = self._cleared()

    def _counted(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _cleared(self) -> int:
        """Remove what was looked at least lately, and what a killed writer left; return how much stays."""
        files = sorted(self._files())
        size = sum(each for _, each, _ in files)
        for _, each, path in files:
            if size <= self._most * _DOWN_TO:
                break
            path.unlink(missing_ok=True)
            size -= each
        return size

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    seen = entry.stat()
                    yield seen.st_mtime, seen.st_size, Path(entry.path)
