"""The folder of the index: who reads it, who alone writes it, and what becomes of it when it is no good.

    search/lock        held by the one process that writes
    search/broken      put there by a reader that could not read: the next writer begins anew
    search/v1/...      the engine's files; of another version are thrown away

How far the index is, and which log it followed, is a document of its own (the ledger), so that it changes in the same commit
as all else. Readers look once a question whether there was a commit. What is read while it is made anew stays readable: the
engine's files are never changed, and those that are gone live on as long as somebody has them open.
"""

import fcntl
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from tantivy import Document, Index, IndexWriter, Query, Searcher

from firsthand.model.ids import number
from firsthand.search.rows import Row
from firsthand.store.fulltext.schema import LEDGER, VERSION, analyzer, document_of, schema

log = logging.getLogger(__name__)

#: Bytes that new rows may take in memory before they are written: the engine wants 15 MB, more makes fewer, larger files.
_HEAP, _BULK_HEAP = 24_000_000, 128_000_000


class Broken(Exception):
    """The index cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which log an index followed (None: none yet), and up to which number."""

    epoch: str | None = None
    sequence: int = 0


@cache
def files_of(folder: Path) -> "Files":
    """Return the index of a folder, one object a process."""
    return Files(folder)


class Files:
    """The index in one folder. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index: Index | None = None
        self._searcher: Searcher | None = None
        self._ledger = Ledger()
        self._seen: tuple[int, ...] = ()
        self._lock = threading.Lock()

    @property
    def _data(self) -> Path:
        return self.folder / f"v{VERSION}"

    # Reading.

    def searcher(self) -> Searcher | None:
        """Return what answers questions, up to the last commit; None where there is no index yet. Raises Broken."""
        with self._lock:
            stamp = self._stamp()
            if not stamp:
                self._index = self._searcher = None
                self._ledger = Ledger()
            elif stamp != self._seen or self._searcher is None:
                with guarded():
                    self._index = _open(self._data)
                    self._searcher = self._index.searcher()
                    self._ledger = _ledger(self._searcher)
            self._seen = stamp
            return self._searcher

    def _stamp(self) -> tuple[int, ...]:
        """Return what changes with every commit; empty where there was none."""
        try:
            found = (self._data / "meta.json").stat()
        except OSError:
            return ()
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def ledger(self) -> Ledger:
        """Say how far the index is."""
        self.searcher()
        return self._ledger

    def sizes(self) -> tuple[int, int]:
        """Return how many documents the index holds, and its bytes on disk. Raises Broken."""
        searcher = self.searcher()
        held = max(searcher.num_docs - 1, 0) if searcher else 0
        return held, sum(path.stat().st_size for path in self._data.glob("*") if path.is_file())

    def report(self) -> None:
        """Ask for an index to be made anew: this one cannot be read."""
        with suppress(OSError):
            (self.folder / "broken").touch()

    # Writing.

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator["Writing | None"]:
        """Open the index for writing; None while another process, or thread, does. What is broken or old is thrown away."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _alone(self.folder / "lock") as mine:
            if not mine:
                yield None
                return
            self._throw_away_others()
            writing = Writing(self._opened(), _BULK_HEAP if bulk else _HEAP)
            try:
                yield writing
            finally:
                writing.close()

    def _throw_away_others(self) -> None:
        broken = self.folder / "broken"
        for path in self.folder.iterdir():
            if path.is_dir() and (path != self._data or broken.exists()):
                shutil.rmtree(path, ignore_errors=True)
        broken.unlink(missing_ok=True)

    def _opened(self) -> Index:
        try:
            with guarded():
                found = _open(self._data)
                _ledger(found.searcher())
                return found
        except Broken as error:
            if self._data.exists():
                log.warning("the search index is made anew: %s", error)
                shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(parents=True)
        made = Index(schema(), str(self._data))
        made.register_tokenizer("words", analyzer())
        return made


class Writing:
    """An index open for writing: rows go in and out, and are there for readers after `commit`."""

    def __init__(self, index: Index, heap: int) -> None:
        self._index = index
        self._heap = heap
        self._writer: IndexWriter | None = None
        self.ledger = _ledger(index.searcher())

    def _open(self) -> IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(self._heap, 1)
        return self._writer

    def clear(self, epoch: str | None) -> None:
        """Throw every row away, to follow a log from its beginning."""
        with guarded():
            self._open().delete_all_documents()
        self.ledger = Ledger(epoch)

    def put(self, row: Row, *, new: bool = False) -> None:
        """Put a row in the place of the one that its document had; ``new``: it had none."""
        if not new:
            self.drop(row.document)
        self._open().add_document(document_of(row, number(row.facts.story)))

    def drop(self, document: str) -> None:
        """Take the row of a document out."""
        self._open().delete_documents_by_term("id", document)

    def commit(self, ledger: Ledger) -> None:
        """Keep what came and went, and how far the index now is, in one."""
        writer = self._open()
        with guarded():
            writer.delete_documents_by_term("id", LEDGER)
            state = Document()
            state.add_text("id", LEDGER)
            state.add_text("state", f"{ledger.sequence} {ledger.epoch or ''}")
            writer.add_document(state)
            writer.commit()
        self.ledger = ledger

    def held(self) -> int:
        """Count the rows that are kept."""
        with guarded():
            self._index.reload()
            return max(self._index.searcher().num_docs - 1, 0)

    def close(self) -> None:
        """Forget what was not committed; wait until small files are merged into larger ones."""
        if self._writer is not None:
            with suppress(Broken), guarded():
                self._writer.rollback()
                self._writer.wait_merging_threads()
            self._writer = None


def _open(folder: Path) -> Index:
    if not (folder / "meta.json").exists():
        raise Broken("there is none")
    found = Index.open(str(folder))
    found.register_tokenizer("words", analyzer())
    return found


def _ledger(searcher: Searcher) -> Ledger:
    hits = searcher.search(Query.term_query(schema(), "id", LEDGER, "basic"), 1, count=False).hits
    if not hits:
        return Ledger()
    sequence, _, epoch = str(searcher.doc(hits[0][1]).get_first("state")).partition(" ")
    return Ledger(epoch or None, int(sequence))


@contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever the engine raises into Broken; it is written in Rust, and its panics are no Exceptions."""
    try:
        yield
    except Broken:
        raise
    except (ValueError, OSError) as error:
        raise Broken(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Broken(str(error)) from error


#: Locks of files do not keep threads of one process apart.
_threads = threading.Lock()
_held: set[Path] = set()


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Hold a file's lock, if nobody else does. It goes with the process, however that ends."""
    with _threads:
        free = path not in _held
        _held.add(path)
    if not free:
        yield False
        return
    try:
        with path.open("w") as file:
            mine = _locked(file)
            yield mine
    finally:
        with _threads:
            _held.discard(path)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    file.write(str(os.getpid()))
    file.flush()
    return True
