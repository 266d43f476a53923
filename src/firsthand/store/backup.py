"""A backup: one file with all that cannot be made again, of one instant, and readable by either database.

    snapshot -> its rows, table by table -> the snapshot is let go -> the bytes its captures name -> the manifest

The file is a tar in one zstd frame. Rows travel as plain values (whole numbers, text, bytes), each packed by itself, so
that memory stays as it is however many there are. The manifest comes last: a file without it was cut. While rows are read
writers go on, since the snapshot is of the database; blobs never change, and are copied after it.

Bytes that are gone by then were forgotten meanwhile by a person's rule: their captures are left out when the backup is
read. Bytes that are gone or damaged and still named are told: the rest is worth keeping.
"""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import time
from typing import IO, Any, BinaryIO
from uuid import uuid4

import msgspec
import zstandard
from sqlalchemy import BigInteger, Table, select, type_coerce

from firsthand.model.errors import FirsthandError, StoreError
from firsthand.store import captures, migrations
from firsthand.store.database import Store
from firsthand.store.derived import DROPPED
from firsthand.store.tables import capture, handed_in, metadata, turn
from firsthand.store.times import UtcTime
from firsthand.store.transaction import Tx

FORMAT = 1
HEADER, MANIFEST, SETTINGS = "firsthand-backup.json", "manifest.json", "firsthand.toml"
ROWS, BLOBS = "rows/", "blobs/"
#: Bytes of rows in a member. A single row may be larger.
CHUNK = 1 << 20
#: Rows that are asked of the database at a time.
_FETCHED = 200
#: zstd's level for rows: 3 is its own default. Blobs are packed already, and pass at the speed of copying.
_LEVEL = 3
_LEFT_BEHIND_SECONDS = 24 * 3600

#: Hears a phase, how many are done, and of how many (None: not known).
Progress = Callable[[str, int, int | None], None]


class Header(msgspec.Struct, frozen=True):
    """What stands first: how to read the rest. ``tables`` has the columns of each, in the order of its rows."""

    format: int
    program: str
    schema: str
    dialect: str
    made: datetime
    everything: bool
    tables: dict[str, list[str]]


class Count(msgspec.Struct, frozen=True):
    """How many rows of a table there are, and the hash of their members' bytes."""

    rows: int
    hash: str


class Manifest(msgspec.Struct, frozen=True):
    """What stands last: what there must be. ``lost`` are blobs whose bytes could not be had."""

    tables: dict[str, Count]
    blobs: int
    blob_bytes: int
    lost: list[str]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: ``damaged`` are the blobs that captures name whose bytes could not be had."""

    header: Header
    manifest: Manifest
    damaged: list[str]
    file_bytes: int


def write(
    store: Store,
    path: Path,
    *,
    program: str,
    now: datetime,
    everything: bool = False,
    settings: bytes | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write a backup of a store; the file is there under its name when it is whole, or not at all.

    ``everything``: with the derived rows and the queue, so that nothing need be made again. ``settings`` is the settings file.
    Raises FirsthandError where it cannot be written.
    """
    try:
        with _whole_or_nothing(path) as file, _packed(file) as tar, tempfile.TemporaryFile() as named:
            writing = _Writing(store, tar, progress or (lambda *_: None), named)
            header = writing.rows(program, now, _tables(everything), everything)
            if settings is not None:
                _add(tar, SETTINGS, settings)
            writing.blobs()
            manifest = writing.manifest()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FirsthandError(f"The backup cannot be written to {path}: {reason}.", "Choose another place.") from error
    return Written(header, manifest, writing.damaged, path.stat().st_size)


def _tables(everything: bool) -> list[Table]:
    """Return what goes in, what others point at first; but turns, which are a process's, and what waits beside the blobs."""
    left_out = {turn, handed_in} if everything else {turn, handed_in, *DROPPED}
    return [table for table in metadata.sorted_tables if table not in left_out]


@dataclass
class _Writing:
    """A backup under way."""

    store: Store
    tar: tarfile.TarFile
    progress: Progress
    named: IO[bytes]
    captures: int = 0
    counts: dict[str, Count] = field(default_factory=dict)
    kept: int = 0
    kept_bytes: int = 0
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def rows(self, program: str, now: datetime, tables: list[Table], everything: bool) -> Header:
        """Write the header and all rows of one snapshot; note which blobs it names."""
        columns = {str(table.name): [str(column.name) for column in table.columns] for table in tables}
        with self.store.read() as tx:
            revision = migrations.revision_of(tx.conn) or ""
            header = Header(FORMAT, program, revision, tx.dialect, now, everything, columns)
            _add(self.tar, HEADER, msgspec.json.encode(header))
            for table in tables:
                self.counts[str(table.name)] = self._table(tx, table)
            for blob, size in tx.conn.execute(
                select(capture.c.blob, capture.c.size).distinct().order_by(capture.c.blob),
                execution_options={"yield_per": _FETCHED},
            ):
                self.named.write(f"{blob} {size}\n".encode())
                self.captures += 1
        return header

    def _table(self, tx: Tx, table: Table) -> Count:
        digest, rows, number = hashlib.sha256(), 0, 0
        for chunk, count in _chunks(tx, table):
            _add(self.tar, f"{ROWS}{table.name}/{number:06d}", chunk)
            digest.update(chunk)
            rows, number = rows + count, number + 1
            self.progress(table.name, rows, None)
        return Count(rows, digest.hexdigest())

    def blobs(self) -> None:
        """Write the bytes that the snapshot names."""
        self.named.seek(0)
        for done, line in enumerate(self.named, 1):
            name, size = line.decode().split()
            packed = self._bytes_of(name, int(size))
            if packed is not None:
                _add(self.tar, f"{BLOBS}{name[:2]}/{name[2:]}.zst", packed)
                self.kept += 1
                self.kept_bytes += len(packed)
            self.progress("bytes", done, self.captures)

    def _bytes_of(self, name: str, size: int) -> bytes | None:
        try:
            return self.store.blobs.get_packed(name, size)
        except StoreError:
            self.lost.append(name)
            with self.store.read() as tx:
                if captures.holds(tx, name):
                    self.damaged.append(name)
            return None

    def manifest(self) -> Manifest:
        """Write what there must be."""
        manifest = Manifest(self.counts, self.kept, self.kept_bytes, self.lost)
        _add(self.tar, MANIFEST, msgspec.json.encode(manifest))
        return manifest


def _chunks(tx: Tx, table: Table) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a table as members, each with its number of rows, in the order of the primary key."""
    plain = [type_coerce(c, BigInteger) if isinstance(c.type, UtcTime) else c for c in table.columns]
    query = select(*plain).order_by(*table.primary_key.columns)
    pack = msgspec.msgpack.Encoder().encode
    chunk, count = bytearray(), 0
    for row in tx.conn.execute(query, execution_options={"yield_per": _FETCHED}):
        packed = pack(tuple(row))
        chunk += len(packed).to_bytes(4, "big") + packed
        count += 1
        if len(chunk) >= CHUNK:
            yield bytes(chunk), count
            chunk, count = bytearray(), 0
    if chunk:
        yield bytes(chunk), count


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))
    tar.members = []  # type: ignore[attr-defined]  # it would remember every one


@contextmanager
def _packed(file: BinaryIO) -> Iterator[tarfile.TarFile]:
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    with (
        packer.stream_writer(file, closefd=False) as stream,
        tarfile.open(mode="w|", fileobj=stream, format=tarfile.USTAR_FORMAT, bufsize=1 << 18) as tar,
    ):
        yield tar


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that gets its name when it is whole and on the disk; what killed ones left behind is removed."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        with suppress(OSError):
            if left.stat().st_mtime < time() - _LEFT_BEHIND_SECONDS:
                left.unlink()
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            part.chmod(0o600)  # accounts are in it
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        flush_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Make a rename durable, where the system has a call for it."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def unpacked(chunk: bytes) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a member. ValueError where it does not come out even."""
    unpack = msgspec.msgpack.Decoder(tuple[Any, ...]).decode
    at = 0
    while at < len(chunk):
        end = at + 4 + int.from_bytes(chunk[at : at + 4], "big")
        if end > len(chunk):
            raise ValueError("a row goes beyond its member")
        yield unpack(chunk[at + 4 : end])
        at = end
