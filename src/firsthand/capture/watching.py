"""A watched folder: which of its files are new or changed since the last look.

    walk | same size and time as before? known | still being written? next time | its bytes seen under another name? known
         | read | remembered

What was found does not depend on how often one looks. The state is plain data: whoever keeps it writes it with the captures.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from firsthand.capture.arrival import DEFAULT_LIMITS, Arrival, Limits
from firsthand.capture.files import is_folder, kind_of, read_path, shown, unreadable, walk
from firsthand.capture.volume import Archive
from firsthand.model.errors import InputError, UnreadableInput

#: A file that was changed later than this before a look may still be being written.
SETTLED_NS = 2_000_000_000
#: Of a larger file (only an archive is) its first bytes and its size stand for all.
_HASHED = 20_000_000


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file as it was seen: when it was changed (nanoseconds), its bytes, and a hash that other names of it share."""

    changed: int
    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class FolderState:
    """The files of a folder by their path below it."""

    files: Mapping[str, FileSeen] = field(default_factory=dict)


#: A folder that was never looked at.
NEVER_LOOKED = FolderState()


@dataclass(frozen=True, slots=True)
class LookLimits:
    """What one look may give; the next finds what is left over. Of a folder with more ``entries`` the rest is not seen."""

    files: int = 500
    all_bytes: int = 64_000_000
    entries: int = 200_000


DEFAULT_LOOK_LIMITS = LookLimits()


@dataclass(frozen=True, slots=True)
class Look:
    """What is new in a folder, and what is known of it now. ``more``: look again soon; something waits or was left over."""

    found: tuple[Arrival | InputError | Archive, ...]
    state: FolderState
    more: bool = False


def look(
    folder: Path,
    known: FolderState,
    now_ns: int,
    limits: LookLimits = DEFAULT_LOOK_LIMITS,
    of_files: Limits = DEFAULT_LIMITS,
) -> Look:
    """Read what is new or changed in a folder since ``known``. ``now_ns`` is the clock of the file system.

    A file under a new name is not new, and neither is its copy. A folder that cannot be listed is an error, and what is known
    of it stays: a disk that is not mounted is not an empty one.
    """
    if not is_folder(folder):
        error = unreadable(shown(folder), FileNotFoundError())
        return Look((error,), known)
    looking = _Looking(folder, known, now_ns, limits, of_files)
    looking.over(walk(folder))
    return looking.outcome()


class _Looking:
    """One look under way."""

    def __init__(self, folder: Path, known: FolderState, now_ns: int, limits: LookLimits, of_files: Limits) -> None:
        self._folder, self._known, self._now, self._limits, self._of_files = folder, known, now_ns, limits, of_files
        self._hashes = {seen.hash for seen in known.files.values()}
        self._files: dict[str, FileSeen] = {}
        self._found: list[Arrival | InputError | Archive] = []
        self._read, self._bytes, self._more = 0, 0, False

    def over(self, paths: Iterable[Path]) -> None:
        """Look at each file, within the limits."""
        for number, path in enumerate(paths):
            if number >= self._limits.entries:
                most = f"more than {self._limits.entries:,} files in {shown(self._folder)}; the rest is not seen."
                self._found.append(UnreadableInput("too_many_files", most, "Watch its folders one by one."))
                return
            try:
                self._at(path, _name(path.relative_to(self._folder)))
            except OSError:
                continue  # it is gone again, or may not be looked at: the next look will see

    def _at(self, path: Path, name: str) -> None:
        status = path.stat()
        before = self._known.files.get(name)
        if before and (before.changed, before.size) == (status.st_mtime_ns, status.st_size):
            self._files[name] = before
            return
        if before:
            self._files[name] = before  # until the new bytes are read
        settles = status.st_mtime_ns + SETTLED_NS
        if self._now < settles <= self._now + SETTLED_NS or self._is_enough():
            self._more = True
            return
        if not status.st_size:
            return  # nothing is in it yet
        seen = FileSeen(status.st_mtime_ns, status.st_size, _hash_of(path, status.st_size))
        self._files[name] = seen
        if seen.hash not in self._hashes:
            self._hashes.add(seen.hash)
            self._take(path, status.st_size)

    def _is_enough(self) -> bool:
        return self._read >= self._limits.files or self._bytes >= self._limits.all_bytes

    def _take(self, path: Path, size: int) -> None:
        self._read += 1
        is_archive = kind_of(path) in ("warc", "mbox")
        self._bytes += self._limits.all_bytes if is_archive else size  # nobody knows what it holds: one a look
        try:
            self._found.extend(read_path(path, self._of_files))
        except InputError as error:
            error.place = error.place or shown(path)
            self._found.append(error)

    def outcome(self) -> Look:
        """Tell what was found. Names that are gone are forgotten, when all was seen and nothing waits."""
        files = self._files if not self._more else {**self._known.files, **self._files}
        return Look(tuple(self._found), replace(self._known, files=files), self._more)


def _name(path: Path) -> str:
    """Return a name that can be written down; bytes in it that are no letters are told as numbers."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _hash_of(path: Path, size: int) -> str:
    with path.open("rb") as stream:
        return hashlib.sha256(stream.read(_HASHED) + str(size).encode()).hexdigest()
