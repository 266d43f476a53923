"""Bytes from the file system: one file, or every file of a folder that may hold an article.

Nothing is opened before it is known to be a plain file within the limit, so that a pipe cannot hang the program and a
huge file costs nothing. An archive of many pages or mails is only named here, and read where it can be read at length.
A folder is walked in the order of names; hidden entries and linked folders are left out (so a
loop of links cannot catch us), and what its name gives away as no article is counted, not read.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from firsthand.capture import kinds
from firsthand.capture.arrival import Arrival, Limits
from firsthand.capture.mail import read_mail
from firsthand.capture.volume import Archive
from firsthand.model.errors import InputError, UnreadableInput, UnsupportedInput

_MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
}
#: What files of these names hold, in the words of the report on a folder. A file named by itself is read anyway.
_OTHER_KINDS = {
    suffix: kind
    for kind, suffixes in {
        "images": ".jpg .jpeg .png .gif .webp .avif .svg .ico .bmp .tif .tiff .heic",
        "archives": ".zip .gz .tgz .bz2 .xz .zst .7z .rar .tar .warc .iso .jar",
        "sound and film": ".mp3 .mp4 .m4a .m4v .mov .avi .mkv .webm .wav .ogg .flac",
        "office files": ".pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .epub .rtf",
        "data": ".json .jsonl .csv .tsv .toml .yaml .yml .ini .cfg .db .sqlite .sqlite3 .parquet .npy .pickle",
        "code": ".css .js .mjs .map .py .pyc .so .dll .exe .class .o .wasm .woff .woff2 .ttf .otf .eot",
    }.items()
    for suffix in suffixes.split()
}


def read_path(path: Path, limits: Limits) -> Iterator[Arrival | InputError | Archive]:
    """Read one plain file: a page gives one arrival, a mail itself and what it forwards; an archive is named."""
    kind = kind_of(path)
    if kind in ("warc", "mbox"):
        yield Archive(path, kind)
    elif kind == "mail":
        yield from read_mail(read_bytes(path, limits), shown(path), limits).found
    else:
        yield read_file(path, limits)


def kind_of(path: Path) -> str:
    """Tell the kind of a plain file: ``warc``, ``mbox``, ``mail`` or ``page``; what cannot be looked at is a ``page``.

    A file is opened for that only where its name does not tell.
    """
    if is_in_maildir(path):
        return "mail"
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "page"
        if kind := kinds.by_name(path):
            return kind
        if path.suffix.lower() in _MEDIA_TYPES:
            return "page"
        with path.open("rb") as stream:
            return kinds.by_bytes(stream.read(kinds.ENOUGH)) or "page"
    except (OSError, ValueError):
        return "page"


def is_in_maildir(path: Path) -> bool:
    """Say whether a file lies where a folder of mails (Maildir) has its mails."""
    box = path.parent.parent
    return path.parent.name in ("cur", "new") and all((box / name).is_dir() for name in ("cur", "new", "tmp"))


def read_file(path: Path, limits: Limits) -> Arrival:
    """Read one plain file; its place is the ``file://`` address of the real file. Raises `InputError`."""
    content = read_bytes(path, limits)
    return Arrival(content, path.resolve().as_uri(), _MEDIA_TYPES.get(path.suffix.lower()))


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Read the bytes of one plain file that holds something. Raises `InputError`."""
    name = shown(path)
    try:
        status = path.stat()
        _check(name, status, limits)
        with path.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
    except (OSError, ValueError) as failure:
        raise unreadable(name, failure) from failure
    if len(content) > limits.file_bytes:  # it grew, or is one of those that report no size
        raise too_large(name, limits)
    if not content.strip():
        raise UnsupportedInput("empty", f"{name} is empty.", "Check that the file was saved completely.")
    return content


def read_folder(folder: Path, limits: Limits) -> Iterator[Arrival | InputError | Archive]:
    """Read every file of a folder that may hold an article; what was left out is told in one line at the end."""
    found, skipped = 0, Counter[str]()
    for entry in _walk(folder):
        if isinstance(entry, InputError):
            yield entry
        elif kind := other_kind(entry):
            skipped[kind] += 1
        else:
            found += 1
            try:
                yield from read_path(entry, limits)
            except InputError as error:
                yield error
    others = f"{skipped.total()} by their names ({', '.join(f'{kind} {n}' for kind, n in sorted(skipped.items()))})"
    if not found:
        only = f", only {others}" if skipped else ""
        yield UnreadableInput(
            "empty_folder", f"{shown(folder)} holds no page or text{only}.", "Save the pages as HTML or as text."
        )
    elif skipped:
        yield UnsupportedInput(
            "skipped", f"{shown(folder)}: skipped {others}.", "A file named by itself is read anyway."
        )


def count_folder(folder: Path) -> int:
    """Count the files that `read_folder` would read."""
    return sum(isinstance(entry, Path) and not other_kind(entry) for entry in _walk(folder))


def holds_archive(folder: Path) -> bool:
    """Say whether one of the files that `read_folder` would read is an archive."""
    files = (entry for entry in _walk(folder) if isinstance(entry, Path) and not other_kind(entry))
    return any(kind_of(entry) in ("warc", "mbox") for entry in files)


def other_kind(path: Path) -> str | None:
    """Name what a file holds whose name gives it away as no article; None for what is worth reading."""
    return None if kinds.by_name(path) or is_in_maildir(path) else _OTHER_KINDS.get(path.suffix.lower())


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files that `read_folder` would read."""
    return (entry for entry in _walk(folder) if isinstance(entry, Path) and not other_kind(entry))


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder; one that cannot be looked at is none, and reading it tells why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def shown(path: Path) -> str:
    """Write a path for a person: bytes that are no text become escapes, for they can be neither shown nor encoded."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def unreadable(name: str, failure: Exception) -> InputError:
    """Name the reason for which the system does not give out a file."""
    if isinstance(failure, FileNotFoundError | NotADirectoryError):
        hint = f"For a web page write https://{name}" if _looks_like_a_site(name) else "Check the path."
        return UnreadableInput("no_file", f"{name} does not exist.", hint)
    if isinstance(failure, PermissionError):
        return UnreadableInput("no_permission", f"{name} may not be read by this user.", "Change its permissions.")
    reason = getattr(failure, "strerror", None) or failure
    return UnreadableInput("unreadable", f"{name} cannot be read ({reason}).", "Check the path and the disk.")


def too_large(name: str, limits: Limits) -> InputError:
    """The error for whatever is over the limit."""
    return UnsupportedInput(
        "too_large", f"{name} is larger than {limits.file_bytes // 1_000_000} MB.", "Give one article a file."
    )


def _check(name: str, status: os.stat_result, limits: Limits) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device, not a file"
        raise UnsupportedInput("special_file", f"{name} is {kind}.", "To read from a pipe: ... | firsthand read -")
    if status.st_size > limits.file_bytes:
        raise too_large(name, limits)


def _walk(folder: Path) -> Iterator[Path | InputError]:
    """Yield the plain files of a folder and its folders, in the order of names, depth first."""
    due = [folder]
    while due:
        here = due.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as failure:
            yield unreadable(shown(here), failure)
            continue
        names = {entry.name for entry in entries}
        visible = [e for e in entries if not e.name.startswith(".") and not _is_saved_assets(e.name, names)]
        yield from (here / entry.name for entry in visible if _is_plain(entry))
        due.extend(here / entry.name for entry in reversed(visible) if entry.is_dir(follow_symlinks=False))


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """Links to files count; a link that leads nowhere is let through, so that reading it tells of it."""
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:
        return True


def _is_saved_assets(name: str, names: set[str]) -> bool:
    """Browsers save ``page.html`` with its images and frames beside it in ``page_files``."""
    stem = name.removesuffix("_files")
    return stem != name and (f"{stem}.html" in names or f"{stem}.htm" in names)


def _looks_like_a_site(name: str) -> bool:
    host, slash, _ = name.partition("/")
    return "." in host.strip(".") and " " not in host and (bool(slash) or host.startswith("www."))
