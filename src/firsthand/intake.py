"""What comes in is kept and worked off: at volume in rounds, so that memory stays as it is however much comes.

    steps of an archive -> a batch -> captures, what is due, and how far it is read, in one transaction
                        -> a round of batches -> worked off -> counted -> forgotten

Killed at any instant, the next reading goes on behind the last batch that was kept; what was due is in the queue.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from firsthand import contract as out
from firsthand import judging, present
from firsthand.capture.inputs import Archive, Arrival, Mark, Step, pieces, steps
from firsthand.extract.cascade import refuse_what_is_no_text
from firsthand.model.capture import Capture, make_capture
from firsthand.model.errors import InputError, UnreadableInput, UnsupportedInput
from firsthand.model.story import Story
from firsthand.resolve import kept
from firsthand.stages import STAGES, Context
from firsthand.steps.extract import take_in
from firsthand.store import archives, captures, documents, stories, work
from firsthand.store import judgements as judgements_store
from firsthand.store.archives import ArchiveProgress
from firsthand.store.database import Store
from firsthand.store.transaction import Tx
from firsthand.worker import AnyStage, drains

#: Captures saved in one transaction. Fewer make a fsync of each, more hold up other writers; and they are held in memory.
BATCH, _BATCH_BYTES = 50, 32_000_000
#: Records after which it is written down how far an archive is read, though none of them was a page.
_RECORDS = 5_000
#: Captures that are worked off together. What grouping costs is shared by all that come together, up to a thousand.
_ROUND = 1_000
#: The first bytes of a file that tell it from another of its name and size.
_HEAD_BYTES = 1 << 20
#: Stories told at the end, and how many are kept in view until then: what is big at last was big before.
_BIGGEST, _IN_VIEW = 10, 50


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading is: ``done`` of ``size`` bytes of the archive of that name; ``pages`` of all were worked off."""

    name: str
    done: int
    size: int
    pages: int
    seconds: float


Watch = Callable[[Reading], None]


def keep(tx: Tx, batch: Iterable[Arrival], now: datetime) -> tuple[dict[str, bool], list[tuple[UnsupportedInput, str]]]:
    """Save captures and make them due; return whether each was new, by its id, and what is no text, with its place."""
    some: list[tuple[Capture, bytes]] = []
    refused: list[tuple[UnsupportedInput, str]] = []
    for arrival in batch:
        try:
            refuse_what_is_no_text(arrival.content)
        except UnsupportedInput as error:
            refused.append((error, arrival.place))
            continue
        seen = (arrival.seen_at or now).astimezone(UTC)
        capture = make_capture(arrival.content, arrival.place, seen, arrival.media_type, arrival.charset, arrival.url)
        some.append((capture, arrival.content))
    new = set(take_in(tx, some))
    return {capture.id: capture.id in new for capture, _ in some}, refused


def processes(pages: int) -> int:
    """More than one process pays off from some dozens of pages on: each has to load the extractors first."""
    return min(os.cpu_count() or 1, 4) if pages >= 2 * BATCH else 1


def problem(error: InputError, place: str) -> out.ProblemOut:
    """Tell of an error as a value."""
    return out.ProblemOut(error.code, error.cause, error.next_try, place)


def read_at_volume(
    store: Store,
    inputs: Sequence[str],
    context: Context,
    *,
    stdin: BinaryIO | None = None,
    seen_at: datetime | None = None,
    allow_hosts: Sequence[str] = (),
    again: bool = False,
    watch: Watch | None = None,
    stages: Sequence[AnyStage] = STAGES,
    workers: int | None = None,
) -> out.ArchivesOut:
    """Read archives, and whatever else is given with them; go on where an archive was left.

    ``again``: read anew what was read to its end before. One bad input or record is a problem in the answer and stops nothing.
    ``stages`` are those that are worked off now, by so many ``workers`` (as many as pay off).
    """
    intake = _Intake(store, seen_at, again, watch)
    crew = workers or processes(_ROUND)
    with drains(store, stages, context, progress=intake.worked, processes=crew) as work_off:
        intake.work_off = work_off
        for piece in pieces(inputs, stdin=stdin, allow_hosts=allow_hosts):
            intake.take(piece)
        intake.flush()
        intake.close_round()
    return intake.told()


@dataclass
class _Intake:
    """One reading under way: the batch and the round that are open, and what was counted of those that are closed."""

    store: Store
    seen_at: datetime | None
    again: bool
    watch: Watch | None
    work_off: Callable[[], object] = lambda: None
    began: float = field(default_factory=monotonic)
    batch: list[Arrival] = field(default_factory=list)
    batch_bytes: int = 0
    round: list[str] = field(default_factory=list)
    archives: list[out.ArchiveOut] = field(default_factory=list)
    captures: int = 0
    new: int = 0
    documents: int = 0
    pages: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    causes: dict[str, out.CauseOut] = field(default_factory=dict)
    in_view: dict[str, tuple[int, int]] = field(default_factory=dict)
    at: tuple[str, int, int] = ("", 0, 0)

    def __post_init__(self) -> None:
        with self.store.read() as tx:
            self.stories_before = stories.count(tx)

    # What comes in.

    def take(self, piece: Arrival | InputError | Archive | Step) -> None:
        """Take in one piece of the input."""
        if isinstance(piece, Archive):
            self.flush()
            self._archive(piece)
        elif isinstance(piece, Step):
            self._step(piece)
            self._when_full()
        else:
            self._step(Step(piece, Mark()))
            self._when_full()

    def _step(self, step: Step, archive: str = "") -> None:
        if step.passed:
            self.passed[step.passed] += 1
        if isinstance(step.found, InputError):
            place = step.found.place
            self._problem(problem(step.found, f"{archive}: {place}" if archive and place else place or archive))
        elif step.found:
            self.batch.append(step.found)
            self.batch_bytes += len(step.found.content)

    def _is_full(self) -> bool:
        return len(self.batch) >= BATCH or self.batch_bytes >= _BATCH_BYTES

    def _when_full(self) -> None:
        if self._is_full():
            self.flush()

    def flush(self, progress: ArchiveProgress | None = None) -> ArchiveProgress | None:
        """Keep the batch, and with it how far the archive is read."""
        now = datetime.now(UTC)
        with self.store.write() as tx:
            saved, refused = keep(tx, self.batch, self.seen_at or now)
            if progress:
                progress = replace(progress, captures=progress.captures + len(saved), at=now)
                archives.put(tx, progress)
        self.batch, self.batch_bytes = [], 0
        self.captures += len(saved)
        self.new += sum(saved.values())
        self.round.extend(saved)
        for error, place in refused:
            self._problem(problem(error, place))
        if len(self.round) >= _ROUND:
            self.close_round()
        return progress

    def _archive(self, archive: Archive) -> None:
        """Read an archive from where it was left, to its end."""
        try:
            progress = self._known(archive.path)
            if progress.done and not self.again:
                return self._tell(progress, "read_before")
            if progress.done:
                progress = replace(progress, offset=0, records=0, captures=0, done=False)
            state = "resumed" if progress.offset or progress.records else "read"
            progress, since = self._open(progress), 0
            for step in steps(archive, start=Mark(progress.offset, progress.records)):
                self._step(step, archive.path.name)
                since += 1
                progress = replace(progress, offset=step.mark.offset, records=step.mark.records)
                if self._is_full() or since >= _RECORDS:
                    progress, since = self.flush(progress) or progress, 0
                    self.at = (archive.path.name, progress.offset, progress.size)
                    self._show()
            progress = self.flush(replace(progress, offset=progress.size, records=0, done=True)) or progress
        except OSError as failure:
            self.flush()
            reason = failure.strerror or type(failure).__name__
            self._problem(problem(_unreadable(archive.path, reason), str(archive.path)))
            return None
        return self._tell(progress, state)

    def _open(self, progress: ArchiveProgress) -> ArchiveProgress:
        self.at = (progress.place.rpartition("/")[2], progress.offset, progress.size)
        self._show()
        return progress

    def _known(self, path: Path) -> ArchiveProgress:
        """Look up how far a file was read; a new one was read to its beginning."""
        real = path.resolve()
        with real.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            head = hashlib.sha256(stream.read(_HEAD_BYTES)).hexdigest()
        place = real.as_uri()
        with self.store.read() as tx:
            known = archives.get(tx, place, size, head)
        return known or ArchiveProgress(place, size, head, 0, 0, 0, datetime.now(UTC), done=False)

    def _tell(self, progress: ArchiveProgress, state: str) -> None:
        at = progress.at.isoformat(timespec="seconds").replace("+00:00", "Z")
        self.archives.append(out.ArchiveOut(progress.place, state, progress.size, progress.captures, at))

    # What becomes of it.

    def close_round(self) -> None:
        """Work off what is due, count what came of this round, and forget it."""
        self.work_off()
        with self.store.read() as tx:
            found = self._count(tx)
            self._view(stories.of_documents(tx, found))
        self.round = []
        kept.forget()

    def _count(self, tx: Tx) -> list[str]:
        known = captures.many(tx, self.round)
        given_up = work.given_up(tx, "extract", self.round)
        found: list[str] = []
        for capture_id in self.round:
            place = known[capture_id].place
            extraction = documents.extraction_of(tx, capture_id)
            if extraction:
                found.extend(document.id for document in extraction.documents)
                for odd in extraction.problems:
                    self._problem(out.ProblemOut(odd.code, odd.detail, odd.next_try, place))
            elif capture_id in given_up:
                self._problem(out.ProblemOut("quarantined", given_up[capture_id], "See firsthand doctor.", place))
            else:
                self._problem(out.ProblemOut("failed", "It was not read yet.", "It will be tried again.", place))
        self.documents += len(found)
        return found

    def _view(self, touched: Iterable[Story]) -> None:
        """Keep the biggest stories in view, each by a page of it: its own id changes as it grows."""
        for story in touched:
            self.in_view[story.members[0].document] = _rank(story)
        self.in_view = dict(sorted(self.in_view.items(), key=lambda one: (one[1], one[0]), reverse=True)[:_IN_VIEW])

    def _problem(self, told: out.ProblemOut) -> None:
        known = self.causes.get(told.code)
        self.causes[told.code] = replace(known, count=known.count + 1) if known else out.CauseOut(told.code, 1, told)

    def worked(self, stage: str, pieces: int) -> None:
        """Hear of pages that were worked off."""
        if stage == "extract":
            self.pages += pieces
        self._show()

    def _show(self) -> None:
        if self.watch:
            self.watch(Reading(*self.at, self.pages, monotonic() - self.began))

    def told(self) -> out.ArchivesOut:
        """Sum up."""
        with self.store.read() as tx:
            biggest = sorted(stories.of_documents(tx, self.in_view), key=lambda s: (_rank(s), s.id), reverse=True)
            names = judging.one_name(judgements_store.of_outlets(tx))
            return out.ArchivesOut(
                archives=self.archives,
                captures=self.captures,
                new=self.new,
                documents=self.documents,
                stories=stories.count(tx),
                stories_before=self.stories_before,
                seconds=round(monotonic() - self.began, 3),
                passed=[out.PassedOut(what, count) for what, count in sorted(self.passed.items())],
                problems=sorted(self.causes.values(), key=lambda cause: (-cause.count, cause.code)),
                biggest=[present.story_line(story, names) for story in biggest[:_BIGGEST]],
            )


def _rank(story: Story) -> tuple[int, int]:
    return story.independent_sources, len(story.members)


def _unreadable(path: Path, reason: str) -> InputError:
    return UnreadableInput("unreadable", f"{path.name} cannot be read ({reason}).", "Check the path and the disk.")
