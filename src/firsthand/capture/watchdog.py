"""Hang up when the time for an address is over: one thread for all requests, however many there are.

    set an alarm | sleep until the earliest | hang up the lines of those that are due

A time-out on each read does not bound a server that sends a byte a second, nor one that never ends its headers.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from heapq import heapify, heappop, heappush
from threading import Condition, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

#: Below so many alarms nobody tidies up; above, when more than half of them were called off.
_FEW = 64


class _Alarm:
    """Something to be called at a moment; called off, it is nothing."""

    __slots__ = ("at", "ring")

    def __init__(self, at: float, ring: Callable[[], None]) -> None:
        self.at = at
        self.ring: Callable[[], None] | None = ring

    def __lt__(self, other: "_Alarm") -> bool:
        return self.at < other.at


class _Alarms:
    """All alarms of the process, rung by one thread that is started when it is needed."""

    def __init__(self) -> None:
        self._changed = Condition(Lock())
        self._heap: list[_Alarm] = []
        self._off = 0
        self._thread: Thread | None = None

    def set(self, at: float, ring: Callable[[], None]) -> _Alarm:
        """Have ``ring`` called at that moment of the monotonic clock."""
        alarm = _Alarm(at, ring)
        with self._changed:
            heappush(self._heap, alarm)
            if self._thread is None or not self._thread.is_alive():  # never started, or left behind by a fork
                self._thread = Thread(target=self._run, name="watchdog", daemon=True)
                self._thread.start()
            elif self._heap[0] is alarm:
                self._changed.notify()
        return alarm

    def call_off(self, alarm: _Alarm) -> None:
        """Forget an alarm. The heap is tidied when half of it is forgotten."""
        with self._changed:
            if alarm.ring is None:
                return
            alarm.ring = None
            self._off += 1
            if len(self._heap) > _FEW and self._off * 2 > len(self._heap):
                self._heap = [alarm for alarm in self._heap if alarm.ring]
                heapify(self._heap)
                self._off = 0

    def _run(self) -> None:
        while True:
            self._next()()

    def _next(self) -> Callable[[], None]:
        """Wait for the next alarm that is due, and hand out what it calls."""
        with self._changed:
            while True:
                first = self._heap[0] if self._heap else None
                if first is not None and first.ring is None:
                    heappop(self._heap)
                    self._off -= 1
                elif first is not None and first.at <= monotonic():
                    ring, first.ring = first.ring, None
                    heappop(self._heap)
                    assert ring
                    return ring
                else:
                    self._changed.wait(first.at - monotonic() if first is not None else None)


_ALARMS = _Alarms()


class Watchdog:
    """Hangs up the open socket when the time for an address is over."""

    def __init__(self, seconds: float) -> None:
        self.bitten = False
        self._seconds = seconds
        self._ends = monotonic() + seconds
        self._lock = Lock()
        self._line: socket.socket | None = None
        self._alarm: _Alarm | None = None

    @property
    def left(self) -> float:
        """Seconds until the end, never quite zero (a socket time-out of 0 means non-blocking)."""
        return max(self._ends - monotonic(), 0.001)

    def watch(self, line: socket.socket) -> None:
        """Take over this socket instead of the last. The duplicate outlives a TLS wrapping of the original."""
        with self._lock:
            self._let_go()
            self._line = line.dup()
            if self.bitten:
                _hang_up(self._line)

    def __enter__(self) -> Self:
        self._alarm = _ALARMS.set(self._ends, self._bite)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._alarm:
            _ALARMS.call_off(self._alarm)
        with self._lock:
            self._let_go()

    def _bite(self) -> None:
        with self._lock:
            self.bitten = True
            if self._line is not None:
                _hang_up(self._line)

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # the other side may have been quicker
        line.shutdown(socket.SHUT_RDWR)
