"""Manners with a memory: turns with hosts, their robots.txt, and how long they want to be left alone, kept over restarts.

A person who follows a feed has asked for it, and a feed is published to be polled: robots.txt is asked before pages, and
before feeds only where that was chosen (note 026). What it says is kept for as long as it holds, a day at most.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

from firsthand.capture import robots
from firsthand.capture.manners import Manners, Policy
from firsthand.capture.robots import Rules
from firsthand.store.hosts import Known

Clock = Callable[[], datetime]
#: Asks an origin (``https://host``) for its robots.txt, within so many seconds, in turn with its host.
AskRobots = Callable[[str, float], Rules]


class Courtesy:
    """What all threads share: manners, and what is known of hosts. ``learnt`` is what is to be written down."""

    def __init__(self, per_host: int, ask_robots: AskRobots, now: Clock = lambda: datetime.now(UTC)) -> None:
        self.manners = Manners(most=per_host)
        self._ask = ask_robots
        self._now = now
        self._lock = Lock()
        self._asking: dict[str, Lock] = {}
        self._rules: dict[str, Rules] = {}
        self._known: dict[str, Known] = {}
        self._learnt: dict[str, Known] = {}
        self._reserved: dict[str, int] = {}
        self._per_host = per_host

    def know(self, hosts: Mapping[str, Known]) -> None:
        """Take over what was known before a restart; names are of hosts, or of origins for their robots.txt."""
        now = self._now()
        for name, known in hosts.items():
            if known.robots is not None and known.robots_until and known.robots_until > now:
                self._rules[name] = robots.read(known.robots)
            if known.not_before and known.not_before > now:
                self.manners.not_before(name, (known.not_before - now).total_seconds())
            self._known[name] = known

    def learnt(self) -> dict[str, Known]:
        """Return what is not written down yet."""
        with self._lock:
            return dict(self._learnt)

    def wrote(self, hosts: Mapping[str, Known]) -> None:
        """Take note that this is written down."""
        with self._lock:
            for name, known in hosts.items():
                if self._learnt.get(name) == known:
                    del self._learnt[name]

    # Turns. -------------------------------------------------------------------------------------------------------

    def has_room(self, host: str) -> bool:
        """Say whether something may be asked of a host at once: what was handed out counts, though it has not begun."""
        return self._reserved.get(host, 0) < self._per_host and self.manners.has_room(host)

    def reserve(self, host: str) -> None:
        """Hold a place for something that is handed to a thread."""
        with self._lock:
            self._reserved[host] = self._reserved.get(host, 0) + 1

    def release(self, host: str) -> None:
        """Give the place back."""
        with self._lock:
            left = self._reserved.get(host, 0) - 1
            if left > 0:
                self._reserved[host] = left
            else:
                self._reserved.pop(host, None)

    def policy(self, *, mind_robots: bool) -> Policy:
        """Return the policy that one request goes by."""
        return _Minding(self) if mind_robots else _Polite(self)

    def heard(self, host: str, status: int, retry_seconds: float | None) -> None:
        """Take note of what a host answered, and remember it where it wants to be left alone."""
        self.manners.heard(host, status, retry_seconds)
        until = self.manners.blocked_until(host)
        if until is not None and status in (429, 503):
            wait = max(until - monotonic(), 0.0)
            self._learn(host, not_before=self._now() + timedelta(seconds=wait))

    # Robots. ------------------------------------------------------------------------------------------------------

    def rules(self, url: str, within: float) -> Rules:
        """Return what robots.txt says for the origin of an address; it is asked for by one thread at a time."""
        origin = origin_of(url)
        with self._lock:
            lock = self._asking.setdefault(origin, Lock())
        if not lock.acquire(timeout=max(within, 0.001)):
            return robots.unknown("its robots.txt did not come in time")
        try:
            rules = self._rules.get(origin)
            if rules is None or rules.until <= self._now():
                rules = self._rules[origin] = self._ask(origin, within)
                self._learn(origin, robots=robots.written(rules), robots_until=rules.until)
            return rules
        finally:
            lock.release()
            with self._lock:
                self._asking.pop(origin, None)

    def _learn(self, name: str, **what: object) -> None:
        with self._lock:
            known = replace(self._known.get(name, Known()), **what)  # type: ignore[arg-type]
            self._known[name] = self._learnt[name] = known


class _Polite:
    """A policy without robots.txt."""

    def __init__(self, courtesy: Courtesy) -> None:
        self._courtesy = courtesy

    def admit(self, url: str, within: float) -> None:
        """Every address may be asked for."""

    def turn(self, host: str, within: float) -> AbstractContextManager[None]:
        """Wait for a turn."""
        return self._courtesy.manners.turn(host, within)

    def heard(self, host: str, status: int, retry_seconds: float | None) -> None:
        """Take note."""
        self._courtesy.heard(host, status, retry_seconds)


class _Minding(_Polite):
    """A policy that asks robots.txt first."""

    def admit(self, url: str, within: float) -> None:
        """Let an address be asked for, unless robots.txt asks programs not to."""
        rules = self._courtesy.rules(url, within)
        if rules.delay:
            self._courtesy.manners.slow_down(urlsplit(url).hostname or "", rules.delay)
        robots.check(url, rules)


def origin_of(url: str) -> str:
    """Return the scheme and host (and port) of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
