"""Handing in through the site: text, files of any size and the sample wait in the store, and are read in the background.

What was handed in is written down before the answer: a server that is stopped, or killed, goes on with it when it is
started again. A file lies beside the blobs under the hash of its bytes until it is read, so that one that is handed in
twice is known again.
"""

import logging
import re
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from firsthand import contract as out
from firsthand import following
from firsthand.app.at_work import Store, drain
from firsthand.app.followed import UPLOAD_LIMIT, add_content
from firsthand.app.taking_in import load_demo, read_archives, read_content
from firsthand.capture.archive import demo_arrivals
from firsthand.capture.files import kind_of
from firsthand.intake import Reading
from firsthand.model.capture import make_capture
from firsthand.model.errors import FirsthandError, InputError, StoreError
from firsthand.model.moment import stamp
from firsthand.signs import StopSign
from firsthand.store import captures, handed_in, work
from firsthand.store.handed_in import HandedIn, Outcome

log = logging.getLogger(__name__)

#: A pasted text: some hundred pages of a book. What is longer is a file.
LONGEST_TEXT = 500_000
_FOLDER = ".incoming"
_LISTED, _TOLD, _NAME = 50, 5, 120
_PIECE = 1 << 20
_IDLE, _RECOVERY, _SECONDS_A_WORD = 0.5, 5.0, 1.0
_ODD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def hand_in_text(store: Store, account: str, text: str) -> None:
    """Have a pasted text read. Raises InputError for one that is empty or too long."""
    if not text.strip():
        raise InputError(
            "empty", "There is no text.", "Paste the text of an article, with its headline and its byline."
        )
    if len(text) > LONGEST_TEXT:
        raise InputError("too_large", f"The text is longer than {LONGEST_TEXT:,} characters.", "Save it as a file.")
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    _hand_in(store, account, "text", first[:_NAME], _kept(store, _Bytes(text.encode("utf-8", "replace")), "pasted.txt"))


def hand_in_file(store: Store, account: str, name: str, content: BinaryIO) -> None:
    """Have a file read: a page, a text, a letter, a list of feeds, a feed, an archive. Raises StoreError."""
    shown = name.replace("\x00", "").strip()[:_NAME] or "a file without a name"
    _hand_in(store, account, "file", shown, _kept(store, content, name))


def hand_in_demo(store: Store, account: str) -> None:
    """Have the sample archive read."""
    _hand_in(store, account, "demo", "The sample archive", Path())


def handed_in_list(store: Store) -> out.HandedInListOut:
    """Tell what was handed in last, and whether the sample is in the store."""
    with store.read() as tx:
        things = handed_in.newest(tx, _LISTED)
        demo = bool(captures.many(tx, _demo_ids()[:1]))
    told = [_told(thing) for thing in things]
    return out.HandedInListOut(told, any(t.state in ("waiting", "reading") for t in told), demo)


def remove_demo(store: Store) -> int:
    """Forget the pages of the sample and what was made of them; return how many there were. What people said stays."""
    with store.write() as tx:
        here = list(captures.many(tx, _demo_ids()))
        freed = following.forget(tx, here)
    for blob in freed:
        store.blobs.drop(blob)
    drain(store, None, len(here))
    return len(here)


def serve_handed_in(store: Store, stop: StopSign) -> None:
    """Read in the background what was handed in, one thing after the other, until told to stop."""
    holder = work.new_lease()
    while not stop.is_set():
        try:
            with store.read() as tx:
                busy = any(t.state in ("waiting", "reading") for t in handed_in.newest(tx, _LISTED))
            thing = _take(store, holder) if busy else None
            if thing is None:
                stop.wait(_IDLE)
            else:
                _read(store, thing)
        except StoreError as error:
            log.warning("what was handed in waits: %s", error)
            stop.wait(_RECOVERY)
        except Exception:
            log.exception("reading what was handed in failed, and starts again")
            stop.wait(_RECOVERY)


def _take(store: Store, holder: str) -> HandedIn | None:
    with store.write() as tx:
        handed_in.forget(tx, datetime.now(UTC) - handed_in.KEPT)
        return handed_in.take(tx, holder)


def _read(store: Store, thing: HandedIn) -> None:
    """Read one thing; whatever comes of it is told, and its file is removed."""
    state = "done"
    try:
        if not _lies_here(store, thing):
            raise InputError("gone", "Its file is not where files wait.", "Hand it in again.")
        outcome = _READERS[thing.kind](store, thing, _Teller(store, thing.id))
    except StoreError:
        raise  # the disk: it is read when there is room
    except FirsthandError as error:
        outcome = Outcome("", problems=[(error.cause, error.next_try)])
    except Exception:
        log.exception("%s could not be read", thing.id)
        outcome = Outcome("", problems=[("Firsthand met an error of its own.", "The terminal it runs in says more.")])
    if outcome.problems and not outcome.said:
        state = "failed"
    with store.write() as tx:
        handed_in.end(tx, thing.id, state, outcome, datetime.now(UTC))
        wanted = handed_in.is_wanted(tx, thing.path)
    if thing.kind != "demo" and not wanted and _lies_here(store, thing):
        shutil.rmtree(Path(thing.path).parent, ignore_errors=True)


def _lies_here(store: Store, thing: HandedIn) -> bool:
    """Say whether a file waits where we put files: no other is ever read, or removed, by what a row says."""
    return thing.kind == "demo" or Path(thing.path).parent.parent == store.blobs.folder / _FOLDER


class _Teller:
    """Writes down how far a reading is, once a second."""

    def __init__(self, store: Store, id: str) -> None:
        self._store, self._id, self._told = store, id, 0.0

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._told < _SECONDS_A_WORD:
            return
        self._told = time.monotonic()
        with self._store.write() as tx:
            handed_in.progress(tx, self._id, done, total)


def _read_demo(store: Store, _thing: HandedIn, tell: _Teller) -> Outcome:
    new = load_demo(store, lambda _phase, done, total: tell(done, total or 0))
    return Outcome(f"{new} pages of invented news were read." if new else "It was read before.")


def _read_text(store: Store, thing: HandedIn, _tell: _Teller) -> Outcome:
    read = read_content(store, Path(thing.path).read_bytes(), media_type="text/plain")
    wrong = [(p.detail, p.next_try) for p in read.problems if not p.is_idle]
    if not read.documents:
        return Outcome("", problems=wrong[:_TOLD] or [("No article was found in it.", "Paste its whole text.")])
    return Outcome("It was read.", [(d.id, d.headline) for d in read.documents[:_TOLD]], wrong[:_TOLD])


def _read_file(store: Store, thing: HandedIn, tell: _Teller) -> Outcome:
    path = Path(thing.path)
    if not path.is_file():
        raise InputError("gone", "The file is gone before it was read.", "Hand it in again.")
    if kind_of(path) in ("warc", "mbox", "mail"):
        return _read_archive(store, path, tell)
    if path.stat().st_size > UPLOAD_LIMIT:
        most = UPLOAD_LIMIT // 1024 // 1024
        raise InputError(
            "too_large", f"A page or a list is at most {most} MiB.", "Archives (WARC, mbox) may be of any size."
        )
    added = add_content(store, path.read_bytes(), thing.name)
    wrong = [(p.detail, p.next_try) for p in added.problems]
    pages = [(a.id, a.title or a.address) for a in added.added if a.what != "source" and a.id]
    followed = sum(a.what == "source" for a in added.added)
    said = added.added[0].said if added.added else ""
    said = f"{followed} sources are followed from now on." if followed > 1 else said
    return Outcome(said, pages[:_TOLD], wrong[:_TOLD])


def _read_archive(store: Store, path: Path, tell: _Teller) -> Outcome:
    def watch(reading: Reading) -> None:
        tell(reading.done, reading.size)

    read = read_archives(store, [str(path)], watch=watch)
    wrong = [(c.example.detail, c.example.next_try) for c in read.problems if not c.example.is_idle]
    if not read.documents and not any(a.state == "read_before" for a in read.archives):
        return Outcome(
            "", problems=wrong[:_TOLD] or [("No page was found in it.", "Is it a WARC, an mbox or a letter?")]
        )
    count = "An article was" if read.documents == 1 else f"{read.documents} articles were"
    said = f"{count} read." if read.documents else "It was read before."
    return Outcome(said, problems=wrong[:_TOLD])


_READERS: dict[str, Callable[[Store, HandedIn, _Teller], Outcome]] = {
    "demo": _read_demo,
    "text": _read_text,
    "file": _read_file,
}


def _hand_in(store: Store, account: str, kind: str, name: str, path: Path) -> None:
    with store.write() as tx:
        handed_in.add(tx, f"hnd_{uuid4().hex[:16]}", account, kind, name, str(path), datetime.now(UTC))


class _Bytes:
    """Bytes that are read as a file is."""

    def __init__(self, content: bytes) -> None:
        self._left = content

    def read(self, most: int = -1) -> bytes:
        """Give so many."""
        given, self._left = (self._left, b"") if most < 0 else (self._left[:most], self._left[most:])
        return given


def _kept(store: Store, content: "BinaryIO | _Bytes", name: str) -> Path:
    """Keep a file beside the blobs until it is read, piece by piece, in a folder named by its bytes."""
    safe = _ODD.sub("_", name.rpartition("/")[2].rpartition("\\")[2]).strip(" .")[-_NAME:] or "file"
    digest = blake2b(digest_size=16)
    try:
        incoming = store.blobs.folder / _FOLDER
        incoming.mkdir(exist_ok=True)
        part = incoming / f"{uuid4().hex}.part"
        try:
            with part.open("xb") as file:
                while piece := content.read(_PIECE):
                    digest.update(piece)
                    file.write(piece)
            folder = incoming / digest.hexdigest()
            folder.mkdir(exist_ok=True)
            return part.replace(folder / safe)
        finally:
            part.unlink(missing_ok=True)  # what could not be kept whole
    except OSError as error:
        raise StoreError(f"The file cannot be kept: {error.strerror}.", "Make room, and hand it in again.") from error


def _demo_ids() -> list[str]:
    return [make_capture(a.content, a.place, a.seen_at).id for a in demo_arrivals()]


def _told(thing: HandedIn) -> out.HandedInOut:
    outcome = thing.outcome or Outcome("")
    return out.HandedInOut(
        id=thing.id,
        kind=thing.kind,
        name=thing.name,
        state=thing.state,
        share=min(1.0, thing.done / thing.total) if thing.total else None,
        asked=stamp(thing.asked),
        ended=stamp(thing.ended) if thing.ended else None,
        said=outcome.said,
        documents=[out.HandedPageOut(id, headline) for id, headline in outcome.documents],
        problems=[out.ProblemOut("", cause, next_try, "") for cause, next_try in outcome.problems],
    )
