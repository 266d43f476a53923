"""Who runs the stages' functions: this process, a child that can be killed, or several of them when there is enough to do.

A batch goes out as loaded inputs and comes back as outcomes. What a function raises is an outcome too: a failure,
permanent where the input itself is at fault. So is what a function does to the process it runs in: a child that dies,
or that is killed because an input passed the limits of its stage, takes only that one input with it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any, Protocol

from firsthand.child import Child, Failure, failure_of
from firsthand.stage import Stage
from firsthand.store.work import Work

#: Below so many inputs several processes cost more to start than they save.
_WORTH_A_CROWD = 8


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


@contextmanager
def hire(stages: Sequence[Stage[Any, Any]], context: Any, processes: int) -> Iterator["Crew"]:
    """Have a crew while the block runs; its processes start when there is something for them to do."""
    crew = Crew(stages, context, processes)
    try:
        yield crew
    finally:
        crew.dismiss()


class Crew:
    """Those who run batches; ``width`` says how many batches to have under way at a time.

    One process: what has limits runs in a child, the rest here. Several: all goes to children, each behind a thread of
    ours that hands it one input after the other.
    """

    def __init__(self, stages: Sequence[Stage[Any, Any]], context: Any, processes: int) -> None:
        self.width = processes + 1 if processes > 1 else 1
        self._context = context
        self._guarded = any(stage.limits for stage in stages)
        functions = {stage.name: stage.run for stage in stages if not stage.exclusive}
        self._children = [Child(functions, context) for _ in range(max(1, processes))]
        self._idle: SimpleQueue[Child] = SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._threads: ThreadPoolExecutor | None = None

    def warm(self) -> None:
        """Start the first child now, where one will be needed: so that who comes first does not wait for it."""
        if self._guarded:
            self._children[0].start()

    def start(self, stage: Stage[Any, Any], loaded: Sequence[Outcome]) -> Job:
        """Run a batch of loaded inputs."""
        if len(self._children) > 1 and (self._threads or len(loaded) >= _WORTH_A_CROWD):
            return self._crowd().submit(self._run_in_child, stage, loaded)
        if stage.limits:
            return _Done(self._run_in_child(stage, loaded))
        return _Done(_run(loaded, lambda value: stage.run(value, self._context)))

    def dismiss(self) -> None:
        """Let the processes go, whatever they are at."""
        for child in self._children:
            child.dismiss()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._threads = None
        for child in self._children:
            child.dismiss()  # one that was about to start

    def _crowd(self) -> ThreadPoolExecutor:
        if self._threads is None:
            for child in self._children:
                child.start()  # before our threads do, while it is cheap
            self._threads = ThreadPoolExecutor(len(self._children), thread_name_prefix="crew")
        return self._threads

    def _run_in_child(self, stage: Stage[Any, Any], loaded: Sequence[Outcome]) -> Ran:
        child = self._idle.get()
        try:
            return _run(loaded, lambda value: child.run(stage.name, value, stage.limits))
        finally:
            self._idle.put(child)


@dataclass(frozen=True)
class _Done:
    ran: Ran

    def result(self) -> Ran:
        return self.ran


def _run(loaded: Sequence[Outcome], run: Callable[[Any], Any]) -> Ran:
    started = time.monotonic()
    return [_run_one(run, outcome) for outcome in loaded], time.monotonic() - started


def _run_one(run: Callable[[Any], Any], outcome: Outcome) -> Outcome:
    if outcome.failure is not None or outcome.value is None:
        return outcome
    try:
        value = run(outcome.value)
    except Exception as error:
        value = failure_of(error)
    if isinstance(value, Failure):
        return Outcome(outcome.work, failure=value)
    return replace(outcome, value=value)
