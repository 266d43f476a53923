"""The store: where all state lives, opened by one address, used in transactions.

A folder is an embedded SQLite store; ``postgresql://...`` is a server. Opening brings the tables up to date, and
refuses a store that a newer version of the program has written.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Engine, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, OperationalError

from firsthand.model.errors import InputError, StoreError
from firsthand.store import derived, migrations, postgres, sqlite
from firsthand.store.blobs import Blobs
from firsthand.store.tables import metadata
from firsthand.store.transaction import Tx

__all__ = ["Store", "StoreDescription", "Tx", "open_store", "take_turn"]

_DIALECTS: Mapping[str, ModuleType] = {sqlite.NAME: sqlite, postgres.NAME: postgres}


@dataclass(frozen=True, slots=True)
class StoreDescription:
    """What `firsthand doctor` says of the store. Sizes are bytes; the address shows no password."""

    address: str
    dialect: str
    library: str
    revision: str
    database_bytes: int
    blob_folder: str
    blobs: int
    blob_bytes: int
    rows: Mapping[str, int]


class Store:
    """All state behind one address. Threads may share it: every `write` and `read` is a transaction of its own.

    ``trouble`` is why the last transaction that wrote could not be kept (a full disk); None since one could.
    """

    def __init__(self, address: str, dialect: str, engine: Engine, blobs: Blobs) -> None:
        self.address = address
        self.dialect = dialect
        self.trouble: StoreError | None = None
        self.blobs = blobs
        self._module = _DIALECTS[dialect]
        self._engine = engine
        self._open = threading.local()
        self._writing: Engine = self._module.writing(engine)
        self._reading: Engine = self._module.reading(engine)

    @property
    def search_folder(self) -> Path:
        """Where this machine keeps the search index: beside the blobs, named after them."""
        name = self.blobs.folder.name
        return self.blobs.folder.with_name("search" if name == "blobs" else f"search-{name.removeprefix('blobs-')}")

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Open one write transaction: all of it is kept on exit, nothing of it after an exception."""
        try:
            with self._transaction(self._writing) as tx:
                yield tx
        except StoreError as error:
            self.trouble = error
            raise
        self.trouble = None

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open one consistent snapshot, or join the one that this thread has open; writing in it is an error."""
        joined: Tx | None = getattr(self._open, "snapshot", None)
        if joined is not None:
            yield joined
            return
        with self._transaction(self._reading) as tx:
            yield tx

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Have every `read` of this thread see the store at one moment: a page that asks several things agrees with itself."""
        with self.read() as tx:
            before, self._open.snapshot = getattr(self._open, "snapshot", None), tx
            try:
                yield
            finally:
                self._open.snapshot = before

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Tx]:
        try:
            with engine.begin() as conn:
                yield Tx(conn, self.blobs, self.dialect)
        except IntegrityError:
            raise  # a bug of ours, not a matter of the machine
        except DataError as error:
            if "NUL" in str(error.orig):  # what is looked for by it is nowhere: `records.key` writes another sign
                raise InputError("nul", "There is a NUL sign in it, which no text has.", "Leave it out.") from error
            raise
        except (OperationalError, DatabaseError) as error:
            if self._module.is_of_what_was_written(error):
                raise
            if isinstance(error, OperationalError) or "malformed" in str(error) or "not a database" in str(error):
                raise self._module.explain(error) from error
            raise

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def dump(self, tx: Tx) -> Iterable[tuple[str, tuple[Any, ...]]]:
        """Tell every derived row in a canonical order: two stores that hold the same give the same."""
        return derived.dump(tx)

    def versions(self, tx: Tx) -> tuple[str, str]:
        """Name the database with its version, and the revision of the tables."""
        return self._module.library(tx.conn), migrations.revision_of(tx.conn) or "none"

    def database_bytes(self, tx: Tx) -> int:
        """Return how large the database is."""
        size: int = self._module.size(tx.conn)
        return size

    def describe(self) -> StoreDescription:
        """Look at the store from outside: versions, sizes, rows."""
        count, size = self.blobs.sizes()
        with self.read() as tx:
            return StoreDescription(
                address=self.address,
                dialect=self.dialect,
                library=self._module.library(tx.conn),
                revision=migrations.revision_of(tx.conn) or "none",
                database_bytes=self._module.size(tx.conn),
                blob_folder=str(self.blobs.folder),
                blobs=count,
                blob_bytes=size,
                rows={
                    table.name: tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
                    for table in metadata.sorted_tables
                },
            )


def open_store(address: str) -> Store:
    """Open the store at ``address``, making it or bringing it up to date. StoreError says why it cannot be."""
    store = _on_server(address) if "://" in address else _in_folder(Path(address).expanduser())
    try:
        with store.write() as tx:
            take_turn(tx, "migrate")
            migrations.upgrade(tx.conn)
    except BaseException:
        store.close()
        raise
    return store


def take_turn(tx: Tx, name: str) -> None:
    """Wait until no other transaction is in the turn called ``name``; the turn ends with this transaction."""
    _DIALECTS[tx.dialect].take_turn(tx.conn, name)


def _in_folder(folder: Path) -> Store:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "blobs").mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The store cannot be kept in {folder}: {error.strerror}.", "Choose another folder."
        ) from error
    return Store(str(folder), sqlite.NAME, sqlite.connect(folder), Blobs(folder / "blobs"))


def _on_server(address: str) -> Store:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StoreError("The store's address cannot be read.", "Write postgresql://user@host/database") from error
    if url.drivername not in ("postgresql", "postgres"):
        raise StoreError(f"A store cannot be kept at {url.drivername}://", "Give a folder or postgresql://...")
    folder = url.query.get("blobs")
    blobs = Path(folder).expanduser() if isinstance(folder, str) else _default_blobs(url)
    try:
        blobs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Bytes cannot be kept in {blobs}: {error.strerror}.", "Add ?blobs=FOLDER") from error
    engine = postgres.connect(url.difference_update_query(["blobs"]))
    return Store(url.render_as_string(hide_password=True), postgres.NAME, engine, Blobs(blobs))


def _default_blobs(url: URL) -> Path:
    return user_data_path("firsthand") / f"blobs-{url.database or 'firsthand'}"
