"""Several processes that do one thing until they are told to stop: started, looked after, and ended together.

One that dies is started again, so that a page that kills its process costs that one answer. They end with their parent,
however that ends: each watches it.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import FrameType

LOG = logging.getLogger(__name__)

#: A process that lives for less than this has not begun well: after so many of these in a row, all is given up.
_SHORT_LIFE, _BAD_STARTS = 10.0, 3
#: How long those that were told to stop may finish what they are at.
_FAREWELL = 15.0

#: What one of them does: it calls what it is handed once it is ready. A function of a module, or a `partial` of one.
Task = Callable[[Callable[[], None]], None]


class GaveUp(Exception):
    """The processes die as soon as they are started; their own messages say why."""


def run(task: Task, count: int, ready: Callable[[], None]) -> None:
    """Run ``count`` processes of a task until this one is interrupted or terminated; call ``ready`` when the first is ready.

    Raises GaveUp.
    """
    context = _context(task)
    begun = context.Event()
    started: dict[BaseProcess, float] = {}

    def start() -> None:
        process: BaseProcess = context.Process(target=_one, args=(task, begun), daemon=True)
        process.start()
        started[process] = time.monotonic()

    stop = threading.Event()
    before = signal.signal(signal.SIGTERM, _setting(stop))
    try:
        for _ in range(count):
            start()
        _look_after(started, start, stop, begun.is_set, ready)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(list(started))


def _context(task: Task) -> SpawnContext | ForkServerContext:
    """Return what makes processes: copies of one that has read the task's module, or (where there are none) new ones.

    A copy begins at once and shares its memory with the others; and what it is copied from has no threads.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([(task.func if isinstance(task, partial) else task).__module__])
    return context


def _look_after(
    started: dict[BaseProcess, float],
    start: Callable[[], None],
    stop: threading.Event,
    begun: Callable[[], bool],
    ready: Callable[[], None],
) -> None:
    told, bad = False, 0
    while not stop.is_set():
        if not told and begun():
            told = True
            ready()
        gone = wait([process.sentinel for process in started], timeout=0.2 if told else 0.05)
        for process in [p for p in started if p.sentinel in gone]:
            lived = time.monotonic() - started.pop(process)
            bad = bad + 1 if lived < _SHORT_LIFE else 0
            if bad >= _BAD_STARTS:
                raise GaveUp
            LOG.error("a process ended (%s), and is started again", process.exitcode)
            start()


def _setting(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    return told


def _end(processes: list[BaseProcess]) -> None:
    """Let them finish; whoever does not is killed."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + _FAREWELL
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def _one(task: Task, begun: "threading.Event") -> None:
    """Do the task in a process of its own, which ends when its parent does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(KeyboardInterrupt):  # Ctrl+C reaches all of them
        task(begun.set)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
