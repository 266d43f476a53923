"""Backups: a store into one file, and back into an empty store on either database."""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from firsthand import __version__
from firsthand import contract as out
from firsthand.app.at_work import Progress, Store, default_store, drain, open_store
from firsthand.model.errors import FirsthandError, InputError, StoreError
from firsthand.model.moment import stamp
from firsthand.settings import FILE
from firsthand.store import backup as backups
from firsthand.store import captures
from firsthand.store import restore as restoring


def backup(
    store: Store, file: str, *, everything: bool = False, replace: bool = False, progress: Progress | None = None
) -> out.BackupOut:
    """Write one file with all that cannot be made again, of one instant, while others go on reading and writing.

    ``everything``: with the derived rows too, so that nothing need be made again. ``replace``: a file of that name is
    replaced when the new one is whole. Raises InputError, FirsthandError where it cannot be written.
    """
    path, began = Path(file).expanduser(), monotonic()
    if path.is_dir():
        raise InputError("is_folder", f"{path} is a folder.", "Name a file in it.", file)
    if path.exists() and not replace:
        raise InputError("exists", f"{path} is there already.", "Choose another name, or add --replace.", file)
    written = backups.write(
        store,
        path,
        program=__version__,
        now=datetime.now(UTC),
        everything=everything,
        settings=_settings_of(store.address),
        progress=progress,
    )
    tables = written.manifest.tables
    return out.BackupOut(
        file=str(path),
        bytes=written.file_bytes,
        made=stamp(written.header.made),
        schema=written.header.schema,
        everything=everything,
        captures=tables["capture"].rows,
        rows=sum(count.rows for count in tables.values()),
        blobs=written.manifest.blobs,
        blob_bytes=written.manifest.blob_bytes,
        damaged=written.damaged,
        seconds=round(monotonic() - began, 3),
    )


def restore(
    file: str, address: str | None = None, *, aside: bool = False, work: bool = True, progress: Progress | None = None
) -> out.RestoredOut:
    """Read a backup into an empty store, all of it or nothing; then make what is derived again, unless not ``work``.

    ``aside``: a folder that has a store in it is moved aside first. Raises InputError for a file that is broken, before
    anything is touched, and StoreError where the store is not empty or cannot be written to.
    """
    path, began = Path(file).expanduser(), monotonic()
    address = address or default_store()
    checked = restoring.check(path, progress)
    moved = _move_aside(address) if aside else None
    with closing(open_store(address)) as store:
        waiting = restoring.load(store, path, checked, progress)
        _put_settings(store.address, checked.settings)
        if waiting and work:
            drain(store, progress, waiting)
        with store.read() as tx:
            kept = captures.count(tx)
        return out.RestoredOut(
            store=store.address,
            made=stamp(checked.header.made),
            program=checked.header.program,
            schema=checked.header.schema,
            captures=kept,
            rows=sum(count.rows for count in checked.manifest.tables.values()),
            blobs=checked.manifest.blobs,
            left_out=checked.manifest.tables["capture"].rows - kept,
            to_read=0 if work else waiting,
            moved=moved,
            seconds=round(monotonic() - began, 3),
        )


def _settings_of(address: str) -> bytes | None:
    path = Path(address) / FILE
    return path.read_bytes() if "://" not in address and path.is_file() else None


def _put_settings(address: str, settings: bytes | None) -> None:
    """Put the settings file back where there is none."""
    path = Path(address) / FILE
    if settings is None or "://" in address or path.exists():
        return
    part = path.with_name(f".{FILE}.part")
    part.write_bytes(settings)
    part.replace(path)


def _move_aside(address: str) -> str | None:
    """Give a folder that has something in it another name; return that. Raises StoreError."""
    if "://" in address:
        raise StoreError("A database on a server is not moved aside.", "Make an empty one, and name it with --store.")
    folder = Path(address).expanduser()
    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    aside = folder.with_name(f"{folder.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise FirsthandError(f"{folder} cannot be moved aside: {error.strerror}.", "Name another folder.") from error
    return str(aside)
