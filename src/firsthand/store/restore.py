"""A backup is read back: checked from its first byte to its last, then put into an empty store in one transaction.

    pass one: every hash, every count, the manifest at the end      -> refused with the cause, nothing touched
    pass two: bytes beside the database, rows in one transaction    -> all of it, or none

Nothing in the file is trusted: names of members must have the shape that we write, sizes are bounded, and what is unpacked
never becomes a path.
"""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import zstandard
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import SQLAlchemyError

from firsthand.model.errors import InputError, StoreError, UnreadableInput
from firsthand.store import captures, migrations, search_changes
from firsthand.store import work as queue
from firsthand.store.backup import FORMAT, HEADER, MANIFEST, SETTINGS, Count, Header, Manifest, Progress, unpacked
from firsthand.store.blobs import unpacked as unpacked_blob
from firsthand.store.database import Store
from firsthand.store.derived import DROPPED
from firsthand.store.statements import insert_rows
from firsthand.store.tables import handed_in, metadata, turn, work
from firsthand.store.transaction import Tx

_ROWS = re.compile(r"rows/([a-z_]{1,60})/(\d{6})", re.ASCII)
_BLOB = re.compile(r"blobs/([0-9a-f]{2})/([0-9a-f]{62})\.zst", re.ASCII)
#: Rows of these name processes, and files of the machine that are read and then removed: no backup brings any.
_NEVER = frozenset({turn.name, handed_in.name})
#: No member is larger: a row may have a whole record in it, a blob a whole page.
_LARGEST = 1 << 28

#: Blobs that wait for the disk together, and rows that go to the database at a time.
_TOGETHER, _TOGETHER_BYTES = 256, 32_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that is whole."""

    header: Header
    manifest: Manifest
    settings: bytes | None


def check(path: Path, progress: Progress | None = None) -> Checked:
    """Read a backup through and compare all of it with what it says of itself. Raises InputError with the cause."""
    tell = progress or (lambda *_: None)
    with _told(path), path.open("rb") as file:
        checking = _Checking()
        for number, (name, content) in enumerate(_members(file), 1):
            checking.take(name, content)
            if number % _TOGETHER == 0:
                tell("check", file.tell(), path.stat().st_size)
        return checking.whole()


class _Checking:
    """What was seen of a backup so far."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self.manifest: Manifest | None = None
        self.settings: bytes | None = None
        self.seen: dict[str, tuple[int, Any]] = {}
        self.blobs = self.blob_bytes = 0

    def take(self, name: str, content: bytes) -> None:
        """Look at one member. ValueError where it is not what belongs there."""
        if self.header is None:
            self._begin(name, content)
        elif self.manifest is not None:
            raise ValueError(f"{name} stands behind its end")
        elif name == MANIFEST:
            self.manifest = msgspec.json.decode(content, type=Manifest)
        elif name == SETTINGS:
            self.settings = content
        elif (match := _ROWS.fullmatch(name)) and match[1] not in _NEVER:
            rows, digest = self.seen.setdefault(match[1], (0, hashlib.sha256()))
            digest.update(content)
            self.seen[match[1]] = (rows + sum(1 for _ in unpacked(content)), digest)
        elif match := _BLOB.fullmatch(name):
            size = zstandard.frame_content_size(content)
            if not 0 <= size <= _LARGEST or unpacked_blob(match[1] + match[2], content, size) is None:
                raise ValueError(f"{name} is damaged")
            self.blobs += 1
            self.blob_bytes += len(content)
        else:
            raise ValueError(f"{name[:80]!r} is in it, which no backup has")

    def _begin(self, name: str, content: bytes) -> None:
        if name != HEADER:
            raise ValueError("it does not begin as a backup does")
        self.header = msgspec.json.decode(content, type=Header)
        if self.header.format > FORMAT:
            raise ValueError(f"it was written by a newer version of Firsthand ({self.header.program})")

    def whole(self) -> Checked:
        """Say that all is there. ValueError where it is not."""
        if self.header is None or self.manifest is None:
            raise ValueError("it was cut off")
        for table, count in self.manifest.tables.items():
            rows, digest = self.seen.get(table, (0, hashlib.sha256()))
            if Count(rows, digest.hexdigest()) != count:
                raise ValueError(f"the rows of {table} are not those that were written")
        if set(self.seen) - set(self.manifest.tables) or set(self.manifest.tables) - set(self.header.tables):
            raise ValueError("it has tables that it does not list")
        if (self.blobs, self.blob_bytes) != (self.manifest.blobs, self.manifest.blob_bytes):
            raise ValueError(f"it has the bytes of {self.blobs} captures, and lists {self.manifest.blobs}")
        return Checked(self.header, self.manifest, self.settings)


def is_empty(tx: Tx) -> bool:
    """Say whether a store has nothing that a restored one would be mixed with."""
    return not any(
        tx.conn.execute(select(table).limit(1)).first() for table in metadata.sorted_tables if table is not turn
    )


def load(store: Store, path: Path, checked: Checked, progress: Progress | None = None) -> int:
    """Put a backup that was checked into an empty store, in one transaction; return how many captures are to be read.

    Raises StoreError where the store is not empty or cannot be written to; then nothing has changed in it.
    """
    tell = progress or (lambda *_: None)
    with _told(path), path.open("rb") as file, store.write() as tx:
        if not is_empty(tx):
            raise StoreError(
                f"The store at {store.address} is not empty.", "A backup goes into an empty one: --store NEW."
            )
        _as_it_was(tx, checked.header.schema)
        loading = _Loading(tx, checked, tell)
        for name, content in _members(file):
            loading.take(name, content)
        loading.flush()
        migrations.upgrade(tx.conn)
        if loading.derived:
            tx.conn.execute(update(work).values(lease=None, leased_until=0))
            search_changes.begin_anew(tx)
            return 0
        ids = captures.all_ids(tx)
        queue.enqueue_many(tx, [("extract", capture) for capture in ids])
        return len(ids)


def _as_it_was(tx: Tx, revision: str) -> None:
    """Give an empty store the tables of a backup's time; they are brought up to date with the rows in them."""
    if revision != migrations.HEAD:
        metadata.drop_all(tx.conn)
        migrations.forget(tx.conn)
        migrations.upgrade(tx.conn, revision)


class _Loading:
    """Puts members where they belong. Captures whose bytes could not be had are left out, and all derived rows with them."""

    def __init__(self, tx: Tx, checked: Checked, tell: Progress) -> None:
        self._tx, self._tell = tx, tell
        self._columns = checked.header.tables
        self._lost = frozenset(checked.manifest.lost)
        self.derived = checked.header.everything and not self._lost
        self._left_out = frozenset() if self.derived else frozenset(table.name for table in DROPPED)
        self._known = {name: {c["name"] for c in inspect(tx.conn).get_columns(name)} for name in self._columns}
        self._blobs: dict[str, bytes] = {}
        self._waiting = self._done = self._rows = 0
        self._all = checked.manifest.blobs

    def take(self, name: str, content: bytes) -> None:
        """Put one member."""
        if (match := _ROWS.fullmatch(name)) and match[1] not in self._left_out:
            self._put_rows(match[1], content)
        elif match := _BLOB.fullmatch(name):
            self._blobs[match[1] + match[2]] = content
            self._waiting += len(content)
            if len(self._blobs) >= _TOGETHER or self._waiting >= _TOGETHER_BYTES:
                self.flush()

    def _put_rows(self, table: str, content: bytes) -> None:
        columns = self._columns[table]
        if set(columns) != self._known[table]:
            raise ValueError(f"the columns of {table} are not those of its schema")
        rows = list(unpacked(content))
        if table == "capture" and self._lost:
            at = columns.index("blob")
            rows = [row for row in rows if row[at] not in self._lost]
        insert_rows(self._tx, table, columns, rows)
        self._rows += len(rows)
        self._tell("rows", self._rows, None)

    def flush(self) -> None:
        """Keep the blobs that wait."""
        self._tx.blobs.put_packed(self._blobs)
        self._done += len(self._blobs)
        self._tell("bytes", self._done, self._all)
        self._blobs, self._waiting = {}, 0


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Name what is wrong with a file, whichever way it shows."""
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise _broken(path, "it was cut off, or is damaged") from error
    except (ValueError, msgspec.MsgspecError) as error:
        raise _broken(path, str(error)) from error
    except zstandard.ZstdError as error:
        raise _broken(path, "it is damaged, or no backup at all") from error
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).partition("\n")[0]
        raise StoreError(f"The backup {path} does not fit into the store: {said}.") from error
    except OSError as error:
        raise UnreadableInput("unreadable", f"{path} cannot be read ({error.strerror}).", "Check the path.") from error


def _broken(path: Path, why: str) -> InputError:
    return InputError(
        "broken_backup",
        f"The backup {path} cannot be used: {why}.",
        "Nothing was restored. Use another backup.",
        str(path),
    )


def _members(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a backup, one in memory at a time, and read to the very end, where the frame's checksum is."""
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(file, closefd=False)
    with reader, tarfile.open(mode="r|", fileobj=reader, bufsize=1 << 18) as tar:
        while (member := tar.next()) is not None:
            tar.members = []  # type: ignore[attr-defined]  # it would remember every one
            if not member.isreg() or member.size > _LARGEST:
                raise ValueError(f"{member.name[:80]!r} is in it, which no backup has")
            stream = tar.extractfile(member)
            content = stream.read() if stream else b""
            if len(content) != member.size:
                raise ValueError("it was cut off")
            yield member.name, content
        while reader.read(1 << 16):
            pass
