"""A process that may be killed: it runs functions on what strangers wrote, one input at a time.

Whatever a page does to the parsers happens in here: it may take all its time or memory, or crash the process, and the
one who asked gets a `Failure` that says so, and a new process for the next input. The limits are kept from outside, by
the one who waits for the answer: code that hangs or hoards cannot be trusted to notice. The child stays warm between
inputs, holds no file, no connection and no terminal, opens no socket, and dies with its parent.
"""

import faulthandler
import gc
import multiprocessing
import os
import signal
import stat
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from pathlib import Path
from typing import Any

from firsthand.model.errors import FirsthandError, InputError
from firsthand.stage import Limits

#: How often a child is looked at while it works: parsers were seen to take up to 500 MB/s, which is 5 MB a look.
_LOOK_SECONDS = 0.01
#: A child that keeps more than this share of its room from earlier inputs is replaced, so that each finds nearly all.
_KEPT_AT_MOST = 1 / 8
#: The wall behind the watch, in address space: past it allocations fail, which libraries are too good at hiding.
_WALL = 2
#: Signals by which a process ends through its own fault; the same input would end the next one too.
_CRASHES = frozenset(("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSYS"))
_REFUSED = frozenset(
    ("socket.__new__", "socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
)

Functions = Mapping[str, Callable[[Any, Any], Any]]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a piece of work could not be done; ``permanent`` where another try would fail alike."""

    reason: str
    permanent: bool


def failure_of(error: Exception) -> Failure:
    """Say in one line why something failed, and where in our code it was raised unless it is meant for a person."""
    if isinstance(error, FirsthandError):
        return Failure(str(error), isinstance(error, InputError))
    last = traceback.format_exception_only(error)[-1].strip()
    frames = traceback.extract_tb(error.__traceback__)
    return Failure(f"{last} ({frames[-1].name}, line {frames[-1].lineno})" if frames else last, permanent=False)


class Child:
    """One such process; it starts when it is first needed, and again after each death."""

    def __init__(self, functions: Functions, context: Any) -> None:
        self._functions = functions
        self._context = context
        self._alive: _Alive | None = None
        self._dismissed = False

    def start(self) -> None:
        """Have the process running."""
        if self._alive is None and not self._dismissed:
            self._alive = _start(self._functions, self._context)

    def run(self, name: str, value: Any, limits: Limits | None) -> Any:
        """Run a function by its name; return its output, or a Failure."""
        try:
            self.start()
            if self._alive is None:
                return Failure("The worker was told to stop.", permanent=False)
            return self._ask(self._alive, (name, value, limits), limits)
        except (EOFError, ConnectionError):
            return self._death()
        except Exception as error:  # an input or an output that cannot be sent
            return failure_of(error)

    def dismiss(self) -> None:
        """End the process for good, whatever it is at."""
        self._dismissed = True
        self._end()

    def _ask(self, alive: "_Alive", question: Any, limits: Limits | None) -> Any:
        alive.pipe.send(question)
        if limits:
            failure = alive.watch(limits)
            if failure:
                self._end()
                return failure
        answer = alive.pipe.recv()
        if limits and alive.growth() > limits.memory * _KEPT_AT_MOST:
            self._end()
        return answer

    def _death(self) -> Failure:
        code = self._end(kill=False)
        name = signal.Signals(-code).name if code and code < 0 else ""
        if name in _CRASHES:
            return Failure(
                f"The process that worked on this crashed ({name}). The page is broken, or made to harm.", True
            )
        return Failure("The process that worked on this died.", permanent=False)

    def _end(self, *, kill: bool = True) -> int | None:
        alive, self._alive = self._alive, None
        if alive is None:
            return None
        alive.pipe.close()
        if kill:
            alive.process.kill()
        alive.process.join()
        return alive.process.exitcode


@dataclass(frozen=True, slots=True)
class _Alive:
    """A running process, our end of its pipe, and the memory it had when it was ready."""

    process: multiprocessing.process.BaseProcess
    pipe: "Connection[Any, Any]"
    memory: int

    def watch(self, limits: Limits) -> Failure | None:
        """Wait for an answer (or a death); a Failure when a limit is passed before it comes."""
        ends = time.monotonic() + limits.seconds
        while not self.pipe.poll(_LOOK_SECONDS):
            if time.monotonic() > ends:
                return _over(f"{limits.seconds:g} s")
            if self.growth() > limits.memory:
                return _over_memory(limits)
        return None

    def growth(self) -> int:
        """Return the bytes of memory taken since the start."""
        return _memory(self.process.pid) - self.memory


def _over(what: str) -> Failure:
    return Failure(f"Reading this page took more than {what}: it is broken, or made to harm.", permanent=True)


def _over_memory(limits: Limits) -> Failure:
    return _over(f"{limits.memory // 2**20} MiB of memory")


def _memory(process: int | None) -> int:
    """Return the memory a process has to itself, without files it maps; 0 where the system does not tell."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process or 'self'}/statm").read_text().split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


# How a process starts. ----------------------------------------------------------------------------------------------


def _start(functions: Functions, context: Any) -> _Alive:
    how = _way(functions)
    ours, theirs = how.Pipe()
    arguments = (theirs, functions, context, how.get_start_method() == "fork")
    process = how.Process(target=_serve, args=arguments, name="firsthand-reader", daemon=True)
    with warnings.catch_warnings():
        # Python 3.12 counts the threads of numerical libraries; those restart theirs after a fork.
        warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
        process.start()
    theirs.close()
    ours.recv()
    return _Alive(process, ours, _memory(process.pid))


def _way(functions: Functions) -> ForkContext | ForkServerContext | SpawnContext:
    """Choose how to start: a fork of this process is warm in 10 ms, but only safe where no other thread holds a lock.

    Where there are threads, a server of processes that has none is started once (a second) and forks from then on.
    """
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    how = multiprocessing.get_context("forkserver")
    how.set_forkserver_preload(["__main__", *sorted({function.__module__ for function in functions.values()})])
    return how


# What runs in the process. ------------------------------------------------------------------------------------------


def _serve(pipe: "Connection[Any, Any]", functions: Functions, context: Any, forked: bool) -> None:
    _leave_the_parent(pipe, forked)
    space = _address_space()
    pipe.send(None)
    fresh = set(functions)
    with suppress(EOFError, ConnectionError):
        while True:
            name, value, limits = pipe.recv()
            if limits and space:
                _set_wall(space + _WALL * limits.memory)
            answer = _answer(functions[name], value, context, limits)
            del value
            try:
                pipe.send(answer)
            except (EOFError, ConnectionError):
                raise
            except Exception as error:  # an output that cannot be sent
                pipe.send(failure_of(error))
            del answer
            if name in fresh:
                fresh.discard(name)
                _settle()


def _settle() -> None:
    """Leave what a first run has loaded to itself: looking through it for garbage would cost a tenth of every later run."""
    gc.collect()
    gc.freeze()


def _answer(function: Callable[[Any, Any], Any], value: Any, context: Any, limits: Limits | None) -> Any:
    try:
        return function(value, context)
    except MemoryError as error:
        return _over_memory(limits) if limits else failure_of(error)
    except Exception as error:
        return failure_of(error)


def _leave_the_parent(pipe: "Connection[Any, Any]", forked: bool) -> None:
    """Keep nothing of the parent but the pipe, and die with it."""
    faulthandler.disable()
    gc.freeze()  # what the parent held (connections to a database) is never to be closed from here
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        with suppress(OSError):
            os.setsid()  # Ctrl-C and Ctrl-Z are for the parent, which ends us or waits
        _close_inherited(pipe.fileno(), pipes=not forked)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    sys.addaudithook(_refuse)


def _close_inherited(own: int, *, pipes: bool) -> None:
    """Close what a fork brought along, and turn the standard streams to nothing.

    By one of its pipes the parent of a fork sees that it has ended; by one of its pipes a server of processes lives on
    while any child of its holds it, even when the program that wanted it is gone.
    """
    for number in [int(entry.name) for entry in Path("/dev/fd").iterdir()]:
        with suppress(OSError):
            kind = os.fstat(number).st_mode
            unwanted = stat.S_ISSOCK(kind) or stat.S_ISREG(kind) or (pipes and stat.S_ISFIFO(kind))
            if number > 2 and number != own and unwanted:
                os.close(number)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)


def _refuse(event: str, _arguments: Any) -> None:
    """Let Python code in here open no socket and start no program: there is nothing to fetch for a parser."""
    if event in _REFUSED:
        raise PermissionError(f"A process that reads pages may not do this: {event}")


def _address_space() -> int:
    """Return the bytes of address space in use; 0 where the system does not tell. No crash leaves a core."""
    if sys.platform == "win32":
        return 0
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _set_wall(size: int) -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or size <= most:
        resource.setrlimit(resource.RLIMIT_AS, (size, most))
