"""The cycle: what is due is asked for by many threads; what comes back is written down by one, some at a time.

The threads only ask and read. Decisions and writing are left to the thread that runs the cycle, so that a turn at the
store is taken seldom and never waits for the network. A store that cannot be written to (a full disk) stops the asking;
what has come meanwhile is kept in hand and written when there is room again.
"""

import logging
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Literal

from firsthand.model.errors import StoreError
from firsthand.model.source import Followed, Planned
from firsthand.refresh.asking import Asking
from firsthand.refresh.came import Came, Failure, Visited
from firsthand.refresh.keeping import Wrote, keep_sources, keep_visits
from firsthand.refresh.plan import Plan, Task
from firsthand.refresh.policy import Clock
from firsthand.refresh.readers import wording
from firsthand.settings import Following
from firsthand.signs import Progress, StopSign
from firsthand.store import documents, hosts, pages, sources, turns, work
from firsthand.store.database import Store, Tx

log = logging.getLogger(__name__)

TURN = "follow"
#: Who follows says so again every third of this; a process that died on this machine is noticed at once.
TURN_LASTS = timedelta(seconds=90)
#: Outcomes that share a transaction, and how long the first of them waits for company, in seconds.
BATCH, _GATHER = 64, 0.1
#: Tasks taken into memory at once, and of one host.
_IN_HAND, _OF_A_HOST = 20_000, 200
#: How often the plan is looked at for what has become due, in seconds; and how long to wait when the store fails.
_LOOK, _RECOVERY = 1.0, 5.0
#: Hosts that have no room now are looked at so often; those that want their peace for longer than this stay due.
_POLL, _PATIENCE = 0.02, 5.0
#: What cannot even be kept as a failure is asked for again after this.
_PUT_OFF = timedelta(hours=6)
#: Of all threads this share may be busy with what failed last time: what hangs again keeps nobody waiting.
_DOUBTFUL_SHARE = 0.5
#: Seconds that the thread that decides and writes keeps the others waiting for Python. With the usual 5 ms a body of 15 MB,
#: which is taken in hundreds of pieces, is not read in its time.
_SWITCH = 0.001


@dataclass
class Round:
    """What following did so far."""

    sources: int = 0
    entries: int = 0
    captures: int = 0
    pages: int = 0
    failed: int = 0
    busy_elsewhere: bool = False

    def add(self, wrote: Wrote) -> None:
        """Add what was written."""
        self.sources += wrote.sources
        self.entries += wrote.entries
        self.captures += wrote.captures
        self.pages += wrote.pages


#: Not in the plan: a hub is asked when a feed's reading has been written down, so that its answer finds what it is about.
_ASK_HUB = Task("source", "", "")


@dataclass(frozen=True)
class _Came:
    task: Task
    what: Came | Visited


def follow(
    store: Store,
    chosen: Following,
    asking: Asking,
    *,
    stop: StopSign | None = None,
    now: Clock = lambda: datetime.now(UTC),
    progress: Progress | None = None,
    visits: bool = True,
) -> Round:
    """Ask for what is due until nothing is (without ``stop``) or until told to. ``visits``: pages too, not feeds alone.

    Raises StoreError where the store fails and there is no ``stop`` to wait for.
    """
    cycle = _Cycle(store, chosen, asking, stop, now, progress, visits)
    try:
        with _quick_to_switch():
            return cycle.run()
    finally:
        cycle.leave()


@contextmanager
def _quick_to_switch() -> Iterator[None]:
    """Have threads that wait for the network wait less for the one that decides: it lets go of Python five times as often."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _SWITCH))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@dataclass
class _Cycle:
    store: Store
    chosen: Following
    asking: Asking
    stop: StopSign | None
    now: Clock
    progress: Progress | None
    visits: bool
    plan: Plan = field(default_factory=Plan)
    came: "SimpleQueue[_Came]" = field(default_factory=SimpleQueue)
    tasks: "SimpleQueue[tuple[Task, Any] | None]" = field(default_factory=SimpleQueue)
    threads: list[Thread] = field(default_factory=list)
    unwritten: list[_Came] = field(default_factory=list)
    round: Round = field(default_factory=Round)
    holder: str = field(default_factory=work.new_lease)
    looked: float = -1e9
    renewed: float = -1e9

    def run(self) -> Round:
        """Go round until there is nothing to do, or the sign is given."""
        while not self._stopped():
            try:
                if not self._turn():
                    if self.stop is None:
                        self.round.busy_elsewhere = True
                        return self.round
                    self.stop.wait(_RECOVERY)
                    continue
                self._look()
                self._hand_out()
                self._write(self._gather())
                if self._idle():
                    if self.stop is None:
                        return self.round
                    self.stop.wait(_LOOK)
            except StoreError as error:
                if self.stop is None:
                    raise
                log.warning("following waits: %s", error)
                self.stop.wait(_RECOVERY)
        return self.round

    def leave(self) -> None:
        """Let the threads go when they are done, write what came, and give the turn back."""
        for _ in self.threads:
            self.tasks.put(None)
        try:
            self._write(self._all_that_came())
            with self.store.write() as tx:
                turns.leave(tx, TURN, self.holder)
        except StoreError as error:
            log.warning("following stopped while the store failed: %s", error)

    def _stopped(self) -> bool:
        return self.stop is not None and self.stop.is_set()

    def _turn(self) -> bool:
        """Have the turn, or take it; hold on to it now and then."""
        if time.monotonic() - self.renewed < TURN_LASTS.total_seconds() / 3:
            return True
        with self.store.write() as tx:
            if not turns.take(tx, TURN, self.holder, self.now(), TURN_LASTS):
                return False
        if self.renewed < 0:
            with self.store.read() as tx:
                self.asking.know(hosts.every(tx, self.now()))
        self.renewed = time.monotonic()
        return True

    # What is due. -------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Take in what has become due, where that was not done just now."""
        if self.plan.waiting > self.chosen.at_once and time.monotonic() - self.looked < _LOOK * 10:
            return
        if time.monotonic() - self.looked < _LOOK and (self.plan.waiting or self.plan.under_way):
            return
        self.looked, now = time.monotonic(), self.now()
        with self.store.read() as tx:
            for due in sources.due(tx, now, _IN_HAND, _OF_A_HOST):
                self.plan.add(Task("source", due.id, due.host, due.failures > 0))
            if self.visits:
                self._look_for_visits(tx, now)

    def _look_for_visits(self, tx: Tx, now: datetime) -> None:
        spent = pages.spent(tx, now)
        budgets: dict[Literal["first", "again"], int] = {
            "first": self.chosen.pages_per_day,
            "again": self.chosen.revisits_per_day,
        }
        for kind, budget in budgets.items():
            self.plan.drop(kind)
            left = budget - spent.get(kind, 0) - self.plan.under_way
            if left > 0:
                for due in pages.due(tx, now, min(left, _IN_HAND), _OF_A_HOST, again=kind == "again"):
                    self.plan.add(Task(kind, due.id, due.host, due.failures > 0))

    # Asking. ------------------------------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Give tasks to threads, as many as there are threads for and hosts have room."""
        ready: list[Task] = []
        doubtful = max(1, int(self.chosen.at_once * _DOUBTFUL_SHARE))
        while self.plan.under_way < self.chosen.at_once and len(self.unwritten) < BATCH * 4:
            task = self.plan.next(self.asking.has_room, doubtful)
            if task is None:
                break
            self.asking.reserve(task.host)
            ready.append(task)
        try:
            if ready:
                self._start(ready)
        except StoreError:  # they are still due
            for task in ready:
                self.asking.release(task.host)
                self.plan.done(task)
            raise

    def _start(self, ready: list[Task]) -> None:
        with self.store.read() as tx:
            followed = sources.many(tx, [t.id for t in ready if t.kind == "source"])
            planned = pages.many(tx, [t.id for t in ready if t.kind != "source"])
            about = sources.many(tx, {p.page.source for p in planned.values()} - followed.keys())
            before = _before(tx, planned.values())
        for task in ready:
            found: Any = followed.get(task.id)
            if task.kind != "source" and (page := planned.get(task.id)) is not None:
                found = (page, about.get(page.page.source), before.get(task.id, ""))
            if found is None:  # no longer followed
                self.asking.release(task.host)
                self.plan.done(task)
                continue
            self.tasks.put((task, found))
        while len(self.threads) < min(self.chosen.at_once, self.plan.under_way):
            thread = Thread(target=self._work, name="follow", daemon=True)
            self.threads.append(thread)
            thread.start()

    def _work(self) -> None:
        """Ask for one thing after another. Whatever goes wrong with one is its outcome."""
        while (handed := self.tasks.get()) is not None:
            task, about = handed
            if task is _ASK_HUB:
                self._ask_hub(about)
                continue
            try:
                self.came.put(_Came(task, self._ask(about)))
            except Exception as error:
                log.exception("asking for %s failed", task.id)
                self.came.put(_Came(task, self._internal(task, error)))
            finally:
                self.asking.release(task.host)

    def _ask(self, about: Any) -> Came | Visited:
        if isinstance(about, Followed):
            return self.asking.source(about, self.now)
        planned, followed, before = about
        return self.asking.page(planned, followed, before, self.now)

    def _ask_hub(self, followed: Followed) -> None:
        try:
            self.asking.subscribe(followed)
        except Exception:
            log.exception("the hub of %s could not be asked", followed.source.id)

    def _internal(self, task: Task, error: Exception) -> Came | Visited:
        failure = Failure("internal", f"{type(error).__name__}: {error}"[:300], "See the log; it will be tried again.")
        if task.kind == "source":
            return Came(self.now(), failure=failure)
        return Visited(self.now(), failure=failure)

    # Writing. -----------------------------------------------------------------------------------------------------

    def _gather(self) -> list[_Came]:
        """Wait a moment for what comes, and take up to a batch of it."""
        if not self.plan.under_way and not self.unwritten:
            return []
        ends = time.monotonic() + _GATHER
        while len(self.unwritten) < BATCH and self.plan.under_way > len(self.unwritten):
            try:
                self.unwritten.append(self.came.get(timeout=max(ends - time.monotonic(), 0.001)))
            except Empty:
                break
        return self.unwritten[:BATCH]

    def _all_that_came(self) -> list[_Came]:
        while True:
            try:
                self.unwritten.append(self.came.get_nowait())
            except Empty:
                return self.unwritten[:]

    def _write(self, batch: list[_Came]) -> None:
        """Write a batch down in one transaction; where that fails for a reason of its own, one by one."""
        if not batch:
            return
        try:
            wrote = self._keep(batch)
        except StoreError:
            raise
        except Exception as error:
            if len(batch) > 1:
                for one in batch:
                    self._write([one])
                return
            log.exception("what came of %s could not be kept", batch[0].task.id)
            wrote = self._put_off(_Came(batch[0].task, self._internal(batch[0].task, error)))
        written = {one.task.id for one in batch}
        self.unwritten = [one for one in self.unwritten if one.task.id not in written]
        for one in batch:
            self.plan.done(one.task)
        for followed in wrote.pushes:
            self.tasks.put((_ASK_HUB, followed))
        self.round.add(wrote)
        self.round.failed += sum(one.what.failure is not None for one in batch)
        if self.progress:
            done = self.round.sources + self.round.pages
            self.progress("follow", done, done + self.plan.waiting + self.plan.under_way)

    def _put_off(self, one: _Came) -> Wrote:
        """Write down that it failed; where not even that can be kept, it is due later, and stops nobody else."""
        try:
            return self._keep([one])
        except StoreError:
            raise
        except Exception:
            log.exception("that %s failed could not be kept", one.task.id)
            with self.store.write() as tx:
                make_due = sources.make_due if one.task.kind == "source" else pages.make_due
                make_due(tx, [one.task.id], self.now() + _PUT_OFF)
            return Wrote()

    def _keep(self, batch: Iterable[_Came]) -> Wrote:
        came = {one.task.id: one.what for one in batch if isinstance(one.what, Came)}
        visited = {one.task.id: one.what for one in batch if isinstance(one.what, Visited)}
        with self.store.write() as tx:
            read = keep_sources(tx, came, self.chosen.rules) if came else Wrote()
            seen = keep_visits(tx, visited) if visited else Wrote()
            learnt = self.asking.courtesy.learnt()
            hosts.save(tx, learnt)
        self.asking.courtesy.wrote(learnt)
        return Wrote(read.sources, read.entries, read.captures + seen.captures, seen.pages, read.pushes)

    def _idle(self) -> bool:
        """Say whether nothing is under way and nothing is due."""
        if self.plan.under_way or self.unwritten:
            return False
        if self.plan.waiting:
            peace = min(map(self.asking.peace, self.plan.hosts), default=0.0)
            if self.stop is None and peace > _PATIENCE:
                return True
            pause = time.sleep if self.stop is None else self.stop.wait
            pause(min(max(peace, _POLL), _LOOK))
            return False
        with self.store.read() as tx:
            due = [sources.next_due(tx), pages.next_due(tx) if self.visits else None]
        return not any(at is not None and at <= self.now() for at in due) or self._over_budget()

    def _over_budget(self) -> bool:
        """Say whether what is due waits for tomorrow."""
        self.looked = -1e9
        self._look()
        return not self.plan.waiting


def _before(tx: Tx, planned: Iterable[Planned]) -> Mapping[str, str]:
    """Return what pages that are visited again said when they were captured last."""
    found = {}
    for one in planned:
        extraction = documents.extraction_of(tx, one.page.capture) if one.page.capture else None
        if extraction is not None:
            found[one.page.id] = wording(extraction)
    return found
