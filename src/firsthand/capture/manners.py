"""How often one host may be asked, and how many times at once: per-host turns, gaps, and silence when it asks for it.

    has_room(host)? free_at(host)     a scheduler asks first, and gives its thread to another host
    with turn(host, within): ...      an exchange waits its turn, within its own time
    not_before(host, seconds)         the host said: later (429 or 503 with Retry-After)

A host is a name as the address has it. What is known of a host that is idle is forgotten, so memory is bounded.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Condition, Lock
from time import monotonic
from typing import Protocol

from firsthand.model.errors import UnreachableAddress

#: A browser opens six lines to one host; a guest who comes every hour needs no more than two.
_AT_ONCE = 2
#: One address's wish for silence does not silence its whole host for longer (the address itself is the scheduler's).
_SILENCE_SECONDS = 3600.0
#: "Too many requests", without saying for how long.
_UNSAID_SECONDS = 60.0
#: A longer delay between two requests would shut out a host with many feeds, which is what `Disallow` is for.
_GAP_SECONDS = 300.0
_MOST_HOSTS = 20_000


class Policy(Protocol):
    """What stands between the door and a host: whether an address may be asked for, and when."""

    def admit(self, url: str, within: float) -> None:
        """Let this address be asked for, or raise `UnreachableAddress`, within so many seconds."""

    def turn(self, host: str, within: float) -> AbstractContextManager[None]:
        """Wait for a turn with a host for at most so many seconds. Raises `UnreachableAddress`."""

    def heard(self, host: str, status: int, retry_seconds: float | None) -> None:
        """Take note of what a host answered."""


class _Host:
    """What is known of one host. All under the one lock of its `Manners`."""

    __slots__ = ("blocked", "changed", "gap", "next_start", "running", "waiting")

    def __init__(self, lock: Lock, gap: float) -> None:
        self.changed = Condition(lock)
        self.gap = gap
        self.running = self.waiting = 0
        self.next_start = self.blocked = 0.0

    def free_at(self, now: float) -> float:
        """The earliest start, were nobody else running or waiting."""
        return max(self.next_start, self.blocked, now)

    def idle(self, now: float) -> bool:
        return not self.running and not self.waiting and self.free_at(now) <= now


class Manners:
    """Per-host limits for the whole process: ``most`` at once, ``gap`` seconds between two starts. Thread-safe."""

    def __init__(
        self,
        most: int = _AT_ONCE,
        gap: float = 0.0,
        clock: Callable[[], float] = monotonic,
        most_hosts: int = _MOST_HOSTS,
    ) -> None:
        self._most = most
        self._gap = gap
        self._clock = clock
        self._most_hosts = most_hosts
        self._lock = Lock()
        self._hosts: dict[str, _Host] = {}
        self._tidy_at = most_hosts

    def admit(self, url: str, within: float) -> None:
        """Manners alone know no address that may not be asked for."""

    @contextmanager
    def turn(self, host: str, within: float = 30.0) -> Iterator[None]:
        """Hold a turn with ``host``, waiting at most ``within`` seconds for it. Raises `UnreachableAddress` (``busy_host``)."""
        known = self._enter(_plain(host), within)
        try:
            yield
        finally:
            self._leave(known)

    def has_room(self, host: str) -> bool:
        """Say whether a turn with ``host`` would begin at once."""
        with self._lock:
            known, now = self._hosts.get(_plain(host)), self._clock()
            return known is None or (known.running + known.waiting < self._most and known.free_at(now) <= now)

    def at_once(self, host: str) -> int:
        """How many may be asked of a host at once: one where it wants time between two, for the others would only wait."""
        with self._lock:
            known = self._hosts.get(_plain(host))
            return 1 if known is not None and known.gap > self._gap else self._most

    def free_at(self, host: str) -> float:
        """The moment of the clock before which no turn begins, now at the earliest.

        Where all turns are taken, nobody can say when one ends: it is now all the same, and `has_room` says no.
        """
        with self._lock:
            known, now = self._hosts.get(_plain(host)), self._clock()
            return now if known is None else known.free_at(now)

    def not_before(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds, an hour at most; a longer wish that is in force stays."""
        with self._lock:
            known = self._known(_plain(host))
            known.blocked = max(known.blocked, self._clock() + min(max(seconds, 0.0), _SILENCE_SECONDS))
            known.changed.notify_all()  # who cannot wait so long gives up now

    def blocked_until(self, host: str) -> float | None:
        """The moment of the clock until which a host wants to be left alone; None when it does not."""
        with self._lock:
            known = self._hosts.get(_plain(host))
            return known.blocked if known is not None and known.blocked > self._clock() else None

    def slow_down(self, host: str, gap: float) -> None:
        """From the next start on, keep ``gap`` seconds after each with this host (its crawl delay), five minutes at most.

        It is learnt from robots.txt, whose own request does not count: nobody waits for the first page.
        """
        with self._lock:
            self._known(_plain(host)).gap = min(max(gap, self._gap), _GAP_SECONDS)

    def heard(self, host: str, status: int, retry_seconds: float | None) -> None:
        """Leave a host alone that says it is asked too often, for as long as it says."""
        if status == 429 or (status == 503 and retry_seconds):
            self.not_before(host, _UNSAID_SECONDS if retry_seconds is None else retry_seconds)

    def _enter(self, host: str, within: float) -> _Host:
        with self._lock:
            known = self._known(host)
            known.waiting += 1
            try:
                self._wait(known, host, self._clock() + within)
            finally:
                known.waiting -= 1
            known.running += 1
            known.next_start = self._clock() + known.gap
            return known

    def _wait(self, known: _Host, host: str, ends: float) -> None:
        while True:
            now = self._clock()
            start = known.free_at(now)
            if start <= now and known.running < self._most:
                return
            if start >= ends or now >= ends:
                known.changed.notify()  # a turn that was offered to this one is the next one's
                raise _busy(host, start - now)
            known.changed.wait(min(ends, start if start > now else ends) - now)

    def _leave(self, known: _Host) -> None:
        with self._lock:
            known.running -= 1
            known.changed.notify()

    def _known(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            if len(self._hosts) >= self._tidy_at:
                self._tidy()
            known = self._hosts[host] = _Host(self._lock, self._gap)
        return known

    def _tidy(self) -> None:
        """Forget who is idle; where most are not, look again only when there are a quarter more."""
        now = self._clock()
        self._hosts = {name: host for name, host in self._hosts.items() if not host.idle(now)}
        self._tidy_at = max(self._most_hosts, len(self._hosts) * 5 // 4)


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _busy(host: str, seconds: float) -> UnreachableAddress:
    wait = max(seconds, 1.0)
    return UnreachableAddress(
        "busy_host", f"{host} was asked as often as it wants.", f"Try again in {wait:.0f} seconds.", retry_seconds=wait
    )
