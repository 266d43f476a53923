"""The worker: claim what is due, load it, run it, save it and say what is due next, until nothing is.

    claim -> load -> run -> (save, enqueue next, finish)

A stage that runs alone on its item claims in one transaction, loads in a snapshot, runs outside any (in other processes
where asked), and does the rest in one write transaction: killed at any instant, either all of it or nothing has
happened. Finishing comes first in that transaction, and fails where the lease was lost; then nothing is saved. An
exclusive stage does all five in one write transaction, one at a time over all workers.

Several items share a transaction, since each commit waits for the disk. Where one of them fails, it fails alone.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from firsthand.child import failure_of
from firsthand.crew import Crew, Job, Outcome, hire
from firsthand.model.errors import StoreError
from firsthand.signs import StopSign
from firsthand.stage import Stage
from firsthand.store import work as queue
from firsthand.store.database import Store, Tx, take_turn
from firsthand.store.work import Work

log = logging.getLogger(__name__)

#: A lease must outlast a batch, even of 64 inputs that each take their 10 s. A worker that died on this machine is noticed
#: at once; one elsewhere costs this wait.
LEASE_SECONDS = 900.0
#: Items that share a transaction: enough that the wait for the disk is a sixtieth an item, but few enough that a batch
#: runs for about half a second, so that progress is seen, the crew shares evenly, and a lost batch is soon redone.
BATCH, _FIRST_BATCH, _BATCH_SECONDS = 64, 8, 0.5
#: Items that a stage takes together: what all of them share (statements, pages of an index) is then paid once.
TOGETHER = 1024
#: A turn of these may last longer: much of what it costs does not depend on how many they are (what is near a busy day is
#: read for 256 lineages as for 1,024), so that smaller turns would keep others out for longer in all: with two seconds
#: grouping takes half as long again. Only bulk loads come near it.
_TOGETHER_SECONDS = 5.0
#: An exclusive stage keeps every other writer out: it makes room after so many seconds, for so many.
LONGEST_TURN, GAP = 0.25, 0.004
#: How often to look whether others are done, or something has come in.
POLL, IDLE = 0.02, 0.25
_RECOVERY = 5.0

AnyStage = Stage[Any, Any]
Progress = Callable[[str, int], None]
Due = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Drained:
    """What a drain did: pieces of work done, failures that will be tried again, pieces given up."""

    done: int
    failed: int
    quarantined: int


def drain(
    store: Store,
    stages: Sequence[AnyStage],
    context: Any,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress | None = None,
    processes: int = 1,
) -> Drained:
    """Work until nothing is due at any of ``stages``, earlier stages first.

    Work that other workers hold is waited for; work that waits for its next try is left. ``progress`` is told a stage's
    name and how many pieces of it were done, after each commit.
    """
    with drains(store, stages, context, now=now, progress=progress, processes=processes) as once:
        return once()


@contextmanager
def drains(
    store: Store,
    stages: Sequence[AnyStage],
    context: Any,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Progress | None = None,
    processes: int = 1,
) -> Iterator[Callable[[], Drained]]:
    """Give a `drain` that may be called again and again, with one crew: what comes in at length is worked off as it goes."""
    with hire(stages, context, processes) as crew:

        def once() -> Drained:
            with _Shift(store, stages, context, now, crew, progress) as shift:
                while shift.go_round() or shift.others_at_work():
                    pass
            return shift.drained()

        yield once


def serve(
    store: Store,
    stages: Sequence[AnyStage],
    context: Any,
    stop: StopSign,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    processes: int = 1,
) -> None:
    """Work in the background until told to stop. A store that fails (a full disk) is tried again every few seconds."""
    with hire(stages, context, processes) as crew:
        crew.warm()
        while not stop.is_set():
            try:
                with _Shift(store, stages, context, now, crew, None, stop) as shift:
                    while not stop.is_set():
                        if not shift.go_round():
                            stop.wait(IDLE)
            except StoreError as error:
                log.warning("the worker waits: %s", error)
                stop.wait(_RECOVERY)
            except Exception:
                log.exception("the worker failed, and starts again")
                stop.wait(_RECOVERY)


@dataclass
class _Shift:
    """One worker's run: what it works with, the lease it holds everything by, and what it has done."""

    store: Store
    stages: Sequence[AnyStage]
    context: Any
    now: Callable[[], datetime]
    crew: Crew
    progress: Progress | None = None
    stop: StopSign | None = None
    lease: str = field(default_factory=queue.new_lease)
    done: int = 0
    failed: int = 0
    quarantined: int = 0

    def __enter__(self) -> "_Shift":
        with self.store.write() as tx:
            queue.release_dead(tx)
        return self

    def __exit__(self, *exception: object) -> None:
        """Give back what was claimed and not done: after an exception, or when told to stop."""
        with suppress(StoreError, SQLAlchemyError), self.store.write() as tx:  # what went wrong before says more
            queue.release(tx, self.lease)

    def drained(self) -> Drained:
        """Tell what was done."""
        return Drained(self.done, self.failed, self.quarantined)

    def go_round(self) -> bool:
        """Do what is due at each stage, one after the other; say whether there was anything."""
        worked = False
        for stage in self.stages:
            with self.store.read() as tx:
                due = queue.is_due(tx, self.now(), stage.name)
            if due and not self._stopped():
                worked = True
                if stage.exclusive:
                    self._take_turns(stage)
                else:
                    self._spread(stage)
        return worked

    def others_at_work(self) -> bool:
        """Say whether to wait for what other workers hold, after waiting a little."""
        with self.store.read() as tx:
            held = queue.is_leased(tx, self.now(), [stage.name for stage in self.stages])
        if held:
            time.sleep(POLL)
        return held

    def _stopped(self) -> bool:
        return self.stop is not None and self.stop.is_set()

    # A stage that runs alone on its item.

    def _spread(self, stage: AnyStage) -> None:
        """Keep the crew busy: while it runs some batches, the one before is saved and the next is loaded."""
        running: deque[Job] = deque()
        size = _FIRST_BATCH
        while True:
            while len(running) < self.crew.width and not self._stopped():
                claimed = self._claim(stage, size)
                if not claimed:
                    break
                running.append(self.crew.start(stage, self._load(stage, claimed)))
            if not running:
                return
            outcomes, seconds = running.popleft().result()
            self._keep(stage, outcomes)
            size = _next_size(size, seconds)

    def _claim(self, stage: AnyStage, size: int) -> list[Work]:
        with self.store.write() as tx:
            return queue.claim_many(tx, self.now(), LEASE_SECONDS, stage.name, size, self.lease)

    def _load(self, stage: AnyStage, claimed: Iterable[Work]) -> list[Outcome]:
        loaded: list[Outcome] = []
        left = deque(claimed)
        while left:
            with self.store.read() as tx:
                while left:
                    work = left.popleft()
                    try:
                        loaded.append(Outcome(work, stage.load(tx, work.item)))
                    except Exception as error:
                        loaded.append(Outcome(work, failure=failure_of(error)))
                        break  # a statement that failed has spoilt this snapshot
        return loaded

    def _keep(self, stage: AnyStage, outcomes: Sequence[Outcome]) -> None:
        """Save a batch in one transaction; where that fails, one by one, to see which it is."""
        try:
            with self.store.write() as tx:
                kept = self._close(tx, stage, outcomes)
                queue.enqueue_many(tx, [due for o in kept if o.failure is None for due in _saved(tx, stage, o)])
        except Exception as error:
            if len(outcomes) > 1:
                for outcome in outcomes:
                    self._keep(stage, [outcome])
            elif outcomes[0].failure is None:
                self._keep(stage, [Outcome(outcomes[0].work, failure=failure_of(error))])
            else:
                raise  # not even the failure can be written down: it is the store
        else:
            self._count(stage, kept)

    # An exclusive stage.

    def _take_turns(self, stage: AnyStage) -> None:
        """Take turns until nothing is due, making room for other writers now and then.

        A turn in which something fails is undone and taken again, carefully: each item under a savepoint of its own.
        """
        started, careful, size = time.monotonic(), False, _FIRST_BATCH if stage.together else BATCH
        while not self._stopped():
            began = time.monotonic()
            try:
                with self.store.write() as tx:
                    take_turn(tx, stage.name)
                    kept = self._one_turn(tx, stage, size, careful)
            except Exception:
                if careful:
                    raise
                careful = True
                continue
            careful = False
            if not kept:
                return
            self._count(stage, kept)
            if stage.together:
                size = _next_size(size, time.monotonic() - began, _TOGETHER_SECONDS, TOGETHER)
            if time.monotonic() > started + LONGEST_TURN:
                time.sleep(GAP)
                started = time.monotonic()

    def _one_turn(self, tx: Tx, stage: AnyStage, size: int, careful: bool) -> list[Outcome]:
        ends = time.monotonic() + LONGEST_TURN
        claimed = queue.claim_many(tx, self.now(), LEASE_SECONDS, stage.name, size, self.lease)
        together = stage.together and not careful
        kept: list[Outcome] = []
        due: list[Due] = []
        for some in [claimed] if together and claimed else [[work] for work in claimed]:
            try:
                with tx.conn.begin_nested() if careful else nullcontext():
                    due.extend(self._done(tx, stage, [work.item for work in some]))
                kept.extend(Outcome(work) for work in some)
            except Exception as error:
                if not careful:
                    raise
                kept.extend(Outcome(work, failure=failure_of(error)) for work in some)
            if time.monotonic() > ends:
                break
        self._close(tx, stage, kept)
        queue.enqueue_many(tx, due)
        queue.release(tx, self.lease)
        return kept

    def _done(self, tx: Tx, stage: AnyStage, items: list[str]) -> Iterable[Due]:
        """Load, run and save some items (one, unless the stage takes them together); return what is due by it."""
        what = items if stage.together else items[0]
        loaded = stage.load(tx, what)
        return [] if loaded is None else stage.save(tx, what, stage.run(loaded, self.context))

    # Both.

    def _close(self, tx: Tx, stage: AnyStage, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Finish what was done and put back what failed; return what is ours to save: its lease was not lost."""
        held = queue.finish_many(tx, stage.name, [outcome.work for outcome in outcomes if outcome.failure is None])
        for outcome in outcomes:
            if outcome.failure is not None:
                queue.fail(tx, outcome.work, outcome.failure.reason, self.now(), outcome.failure.permanent)
        return [outcome for outcome in outcomes if outcome.failure is not None or outcome.work.item in held]

    def _count(self, stage: AnyStage, kept: Sequence[Outcome]) -> None:
        for outcome in kept:
            if outcome.failure is None:
                self.done += 1
            elif outcome.failure.permanent or outcome.work.attempts > len(queue.BACKOFF):
                self.quarantined += 1
            else:
                self.failed += 1
        if self.progress is not None and kept:
            self.progress(stage.name, len(kept))


def _saved(tx: Tx, stage: AnyStage, outcome: Outcome) -> Iterable[Due]:
    """Save an outcome and return what is due by it; an item that is gone leaves nothing to save."""
    return [] if outcome.value is None else stage.save(tx, outcome.work.item, outcome.value)


def _next_size(size: int, seconds: float, longest: float = _BATCH_SECONDS, most: int = BATCH) -> int:
    """Say how many items the next batch shall have, after one of ``size`` ran for ``seconds``."""
    if seconds > longest:
        return max(1, size // 2)
    return min(most, size * 2) if seconds < longest / 2 else size
