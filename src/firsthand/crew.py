"""Who runs the stages' functions: this process, or several others when there is enough to do.

A batch goes out as loaded inputs and comes back as outcomes. What a function raises is an outcome too: a failure,
permanent where the input itself is at fault. A process that dies (out of memory, a crash in C) takes its batch with
it; the batch is then run one by one, so that the one that kills is found and the others are done.
"""

import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any, Protocol

from firsthand.model.errors import FirsthandError, InputError
from firsthand.stage import Stage
from firsthand.store.work import Work

#: Below so many inputs a process costs more to start (a second) than it saves.
_WORTH_A_PROCESS = 8


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a piece of work could not be done; ``permanent`` where another try would fail alike."""

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A piece of work with what it is at: first the loaded input, then the output. A None means the item is gone."""

    work: Work
    value: Any = None
    failure: Failure | None = None


Ran = tuple[Sequence[Outcome], float]


class Job(Protocol):
    """A batch under way."""

    def result(self) -> Ran:
        """Wait for its outcomes, and the seconds they took."""
        ...


class Crew(Protocol):
    """Those who run batches; ``width`` says how many batches to have under way at a time."""

    width: int

    def start(self, stage: Stage[Any, Any], loaded: Sequence[Outcome]) -> Job:
        """Run a batch of loaded inputs."""
        ...


def failure_of(error: Exception) -> Failure:
    """Say in one line why something failed, and where in our code it was raised unless it is meant for a person."""
    if isinstance(error, FirsthandError):
        return Failure(str(error), isinstance(error, InputError))
    last = traceback.format_exception_only(error)[-1].strip()
    frames = traceback.extract_tb(error.__traceback__)
    return Failure(f"{last} ({frames[-1].name}, line {frames[-1].lineno})" if frames else last, permanent=False)


@contextmanager
def hire(stages: Sequence[Stage[Any, Any]], context: Any, processes: int) -> Iterator[Crew]:
    """Have a crew while the block runs; its processes start when the first large batch comes."""
    if processes <= 1:
        yield _Alone(context)
        return
    pool = _Pool({stage.name: stage.run for stage in stages if not stage.exclusive}, context, processes)
    try:
        yield pool
    finally:
        pool.dismiss()


def _run(function: Callable[[Any, Any], Any], context: Any, loaded: Sequence[Outcome]) -> Ran:
    started = time.monotonic()
    return [_run_one(function, context, outcome) for outcome in loaded], time.monotonic() - started


def _run_one(function: Callable[[Any, Any], Any], context: Any, outcome: Outcome) -> Outcome:
    if outcome.failure is not None or outcome.value is None:
        return outcome
    try:
        return replace(outcome, value=function(outcome.value, context))
    except Exception as error:
        return Outcome(outcome.work, failure=failure_of(error))


@dataclass(frozen=True)
class _Done:
    ran: Ran

    def result(self) -> Ran:
        return self.ran


@dataclass
class _Alone:
    """This process runs everything itself, at once."""

    context: Any
    width: int = 1

    def start(self, stage: Stage[Any, Any], loaded: Sequence[Outcome]) -> Job:
        return _Done(_run(stage.run, self.context, loaded))


class _Pool:
    """Several processes; they get the functions and the context once, when they start."""

    def __init__(self, functions: Mapping[str, Callable[[Any, Any], Any]], context: Any, processes: int) -> None:
        self.width = processes + 1
        self._functions = functions
        self._context = context
        self._processes = processes
        self._executor: ProcessPoolExecutor | None = None

    def start(self, stage: Stage[Any, Any], loaded: Sequence[Outcome]) -> Job:
        if self._executor is None and len(loaded) < _WORTH_A_PROCESS:
            return _Done(_run(stage.run, self._context, loaded))
        return _Batch(self, stage.name, loaded, self.submit(stage.name, loaded))

    def submit(self, stage: str, loaded: Sequence[Outcome]) -> "Future[Ran]":
        """Hand a batch to a process, starting the processes if there are none."""
        if self._executor is None:
            self._executor = self._open(self._processes)
        try:
            return self._executor.submit(_run_batch, stage, loaded)
        except BrokenProcessPool:
            self.dismiss()
            self._executor = self._open(self._processes)
            return self._executor.submit(_run_batch, stage, loaded)

    def run_apart(self, stage: str, loaded: Sequence[Outcome]) -> list[Outcome]:
        """Run a batch whose process died input by input, to see which it was; a new process after each death."""
        outcomes: list[Outcome] = []
        left = deque(loaded)
        while left:
            with self._open(1) as apart:
                try:
                    while left:
                        outcomes += apart.submit(_run_batch, stage, [left[0]]).result()[0]
                        left.popleft()
                except BrokenProcessPool:
                    failure = Failure("The process that worked on this died.", permanent=False)
                    outcomes.append(Outcome(left.popleft().work, failure=failure))
        return outcomes

    def dismiss(self) -> None:
        """Let the processes go."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _open(self, processes: int) -> ProcessPoolExecutor:
        # Spawned, not forked: a server has threads, and a fork would copy their locks.
        arguments = (self._functions, self._context)
        return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_enlist, initargs=arguments)


@dataclass(frozen=True)
class _Batch:
    pool: _Pool
    stage: str
    loaded: Sequence[Outcome]
    future: "Future[Ran]"

    def result(self) -> Ran:
        try:
            return self.future.result()
        except BrokenProcessPool:
            return self.pool.run_apart(self.stage, self.loaded), 0.0


# What a process of the pool holds: set once when it starts, since a context (word lists) is too large for every batch.
_functions: Mapping[str, Callable[[Any, Any], Any]] = {}
_context: Any = None


def _enlist(functions: Mapping[str, Callable[[Any, Any], Any]], context: Any) -> None:
    global _functions, _context
    _functions, _context = functions, context


def _run_batch(stage: str, loaded: Sequence[Outcome]) -> Ran:
    return _run(_functions[stage], _context, loaded)
