"""Look up the addresses of a host, within a time, though the system's resolver knows none.

    a number? | kept from a minute ago? | being looked up for somebody else? | a thread of a small pool asks

What is kept saves the name server ten thousand questions for one host; it opens nothing. Whoever connects checks each
answer against the table of addresses anew, and connects to the very number that was checked.
"""

import socket
from collections import deque
from collections.abc import Callable
from threading import Condition, Event, Lock, Thread
from time import monotonic
from typing import Any

from firsthand.model.errors import UnreachableAddress

#: Family and socket address, as `socket.getaddrinfo` gives them; the first field of the latter is the numeric address.
Address = tuple[int, tuple[Any, ...]]

#: Enough that some dozens of names whose servers are silent do not hold up the others; most days two are at work.
_THREADS = 64
_IDLE_SECONDS = 30.0
#: For how long an answer holds, and for how long the lack of one.
_KEPT_SECONDS, _MISSING_SECONDS = 60.0, 10.0
_MOST_KEPT = 4096


class _Question:
    """One lookup, for all who wait for it."""

    def __init__(self) -> None:
        self.over = Event()
        self.begun = False
        self.waiting = 0
        self.until = float("inf")
        self.found: tuple[Address, ...] = ()


class Names:
    """What names resolve to: a bounded number of lookups at once, each shared, and kept for a minute."""

    def __init__(self, threads: int = _THREADS, clock: Callable[[], float] = monotonic) -> None:
        self._most = threads
        self._clock = clock
        self._changed = Condition(Lock())
        self._kept: dict[str, _Question] = {}
        self._due: deque[tuple[str, _Question]] = deque()
        self._threads = self._idle = 0

    def addresses(self, host: str, port: int, within: float) -> list[Address]:
        """Return the addresses of a host, at least one. Raises `UnreachableAddress` (``dns``, ``busy``)."""
        found = _number(host) or self._looked_up(host, within)
        if not found:
            raise UnreachableAddress(
                "dns", f"no host has the name {host}.", "Check the spelling, and the network connection."
            )
        return [(family, (address[0], port, *address[2:])) for family, address in found]

    def forget(self, host: str = "") -> None:
        """Ask anew for this name the next time, or for all of them: its addresses may have changed."""
        with self._changed:
            if host:
                self._kept.pop(host, None)
            else:
                self._kept.clear()

    def _looked_up(self, host: str, within: float) -> tuple[Address, ...]:
        question = self._question(host)
        try:
            if question.over.wait(within):
                return question.found
        finally:
            with self._changed:
                question.waiting -= 1
        if not question.begun:
            raise UnreachableAddress("busy", "too many names are being looked up at once.", "Try again later.")
        raise UnreachableAddress(
            "dns", f"the name {host} could not be looked up in time.", "Check the network connection, or try again."
        )

    def _question(self, host: str) -> _Question:
        with self._changed:
            question = self._kept.get(host)
            if question is None or question.until <= self._clock():
                question = self._kept[host] = _Question()
                self._due.append((host, question))
                self._trim()
                self._call_somebody()
            question.waiting += 1
        return question

    def _trim(self) -> None:
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    def _call_somebody(self) -> None:
        if len(self._due) > self._idle and self._threads < self._most:
            self._threads += 1
            Thread(target=self._work, name="names", daemon=True).start()
        else:
            self._changed.notify()

    def _work(self) -> None:
        while (due := self._next()) is not None:
            host, question = due
            question.found = _ask(host)
            question.until = self._clock() + (_KEPT_SECONDS if question.found else _MISSING_SECONDS)
            question.over.set()

    def _next(self) -> tuple[str, _Question] | None:
        """Wait for a lookup that somebody still waits for; None when there has been none for a while."""
        with self._changed:
            while True:
                while self._due:
                    host, question = self._due.popleft()
                    if question.waiting:
                        question.begun = True
                        return host, question
                    if self._kept.get(host) is question:
                        del self._kept[host]
                self._idle += 1
                called = self._changed.wait(_IDLE_SECONDS)
                self._idle -= 1
                if not called and not self._due:
                    self._threads -= 1
                    return None


def _number(host: str) -> tuple[Address, ...]:
    """Read a numeric host, in whatever spelling the system takes, without asking anybody; () for a name."""
    if not (host[:1].isdigit() or ":" in host):
        return ()
    return _ask(host, socket.AI_NUMERICHOST)


def _ask(host: str, flags: int = 0) -> tuple[Address, ...]:
    try:
        found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM, flags=flags)
    except (OSError, UnicodeError):
        return ()
    return tuple((int(family), address) for family, _, _, _, address in found)


#: Those of the process.
NAMES = Names()
