"""The search index of this machine follows the log of the store.

    changes after the number that the index holds -> documents, what was understood of them -> rows -> commit with the number

At least once: what was put in and not committed is put in again, in its own place. One process on a machine writes; the others
find the lock taken and read what it commits. An index that followed another log (a rebuild, another store) or that does not
hold as many documents as it should begins anew.
"""

import logging
import time
from dataclasses import dataclass, field

from firsthand.model.errors import StoreError
from firsthand.search.rows import Heard, row
from firsthand.signs import Progress, StopSign
from firsthand.store import search_changes, search_rows
from firsthand.store.database import Store
from firsthand.store.fulltext.files import Broken, Files, Ledger, Writing, files_of
from firsthand.store.search_changes import Change

log = logging.getLogger(__name__)

#: Changes that are read in one snapshot, and rows that are committed together: each commit makes a file of its own.
BATCH, COMMIT = 256, 20_000
#: From so many changes on the writer is given more memory.
_BULK = 2_000
#: Seconds between two looks, and after a failure.
_EVERY, _RECOVERY = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Followed:
    """What following did: documents looked at, those that wait, and whether another process is at it."""

    done: int
    left: int
    busy: bool = False


def follow(store: Store, progress: Progress | None = None, seconds: float = float("inf")) -> Followed:
    """Bring the index of this machine up to date; stop after some seconds. Raises StoreError where it cannot be kept."""
    files = files_of(store.search_folder)
    left = behind(store, files)
    if not left and not _doubtful(store, files):
        return Followed(0, 0)
    try:
        with files.writing(bulk=left > _BULK) as writing:
            if writing is None:
                return Followed(0, left, busy=True)
            followed = _Follower(store, writing, progress, time.monotonic() + seconds).go()
    except (Broken, OSError) as error:
        files.report()
        raise StoreError(f"The search index in {files.folder} cannot be kept: {error}.", "It is made anew.") from error
    if not followed.left:
        _checked.add(_key(store, files))
    return followed


def behind(store: Store, files: Files) -> int:
    """Count the changes that the index has not followed; where it followed another log, all."""
    try:
        ledger = files.ledger()
    except Broken:
        files.report()
        ledger = Ledger()
    with store.read() as tx:
        epoch, last = search_changes.epoch(tx), search_changes.last(tx)
        if epoch is None and ledger.epoch is None:
            return 0
        same = epoch == ledger.epoch and ledger.sequence <= last
        if same and ledger.sequence == last:
            return 0
        return max(search_changes.count_after(tx, ledger.sequence if same else 0), 1)


#: Indexes whose documents were counted, with their logs: once a process is enough.
_checked: set[tuple[str, str | None]] = set()


def _key(store: Store, files: Files) -> tuple[str, str | None]:
    with store.read() as tx:
        return str(files.folder), search_changes.epoch(tx)


def _doubtful(store: Store, files: Files) -> bool:
    """Say whether nobody has counted the documents of this index yet."""
    return (files.folder / "lock").exists() and _key(store, files) not in _checked


@dataclass
class _Follower:
    """One go: what it writes to, and until when."""

    store: Store
    writing: Writing
    progress: Progress | None
    until: float
    done: int = 0
    pending: int = 0
    fresh_to: int = field(default=0)

    def go(self) -> Followed:
        """Follow to the end, or until time is up."""
        with self.store.read() as tx:
            epoch, last = search_changes.epoch(tx), search_changes.last(tx)
            held = search_changes.count_indexed(tx) if self.writing.ledger.sequence == last else None
        ledger = self.writing.ledger
        if ledger.epoch != epoch or ledger.sequence > last or (held is not None and held != self.writing.held()):
            self.writing.clear(epoch)
            self.fresh_to = last
            self.writing.commit(Ledger(epoch))
        total = self._left(self.writing.ledger.sequence)
        ledger = self.writing.ledger
        while time.monotonic() < self.until and (reached := self._some(ledger)) is not None:
            ledger = reached
            if self.progress:
                self.progress("index", self.done, total)
            if self.pending >= COMMIT:
                self._commit(ledger)
        self._commit(ledger)
        return Followed(self.done, self._left(ledger.sequence))

    def _left(self, sequence: int) -> int:
        with self.store.read() as tx:
            return search_changes.count_after(tx, sequence)

    def _commit(self, ledger: Ledger) -> None:
        if self.pending:
            self.writing.commit(ledger)
            self.pending = 0

    def _some(self, ledger: Ledger) -> Ledger | None:
        """Put in what changed next; return how far that is, None at the end."""
        with self.store.read() as tx:
            if search_changes.epoch(tx) != ledger.epoch:
                return None  # a rebuild has begun: the next go begins anew
            changes = search_changes.after(tx, ledger.sequence, BATCH)
            wanted = [change.document for change in changes if change.facts]
            pages, heard = search_rows.pages(tx, wanted), search_rows.heard(tx, wanted)
        for change in changes:
            page = pages.get(change.document)
            if change.facts is None or page is None:
                self.writing.drop(change.document)
            else:
                made = row(page, heard.get(change.document, Heard()), change.facts)
                self.writing.put(made, new=self._is_new(change))
        self.done += len(changes)
        self.pending += len(changes)
        return Ledger(ledger.epoch, changes[-1].sequence) if changes else None

    def _is_new(self, change: Change) -> bool:
        """Say whether a document cannot be there yet: this go began with an empty index, and it did not change since."""
        return change.sequence <= self.fresh_to


def serve(store: Store, stop: StopSign) -> None:
    """Follow in the background until told to stop."""
    while not stop.is_set():
        try:
            followed = follow(store, seconds=_RECOVERY)
            if not followed.left or followed.busy:
                stop.wait(_EVERY)
        except StoreError as error:
            log.warning("the search index waits: %s", error)
            stop.wait(_RECOVERY)
        except Exception:
            log.exception("the search index failed, and starts again")
            stop.wait(_RECOVERY)
