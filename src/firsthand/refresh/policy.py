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
from typing import Any

from firsthand.capture.guest import Guest
from firsthand.capture.manners import Manners, Policy
from firsthand.capture.robots import Rules
from firsthand.store.hosts import Known
from firsthand.store.records import decode, encode

#: Letters of robots.txt that are kept in memory over all hosts: thirty thousand of the usual size.
_KEPT_LETTERS = 20_000_000

Clock = Callable[[], datetime]


class Courtesy:
    """What all threads share: manners, and what is known of hosts (by name) and of origins' robots.txt (by origin).

    `learnt` is what is to be written down; `wrote` says that it was.
    """

    def __init__(
        self, per_host: int, agent: str, allow_hosts: tuple[str, ...], now: Clock = lambda: datetime.now(UTC)
    ) -> None:
        self.manners = Manners(most=per_host)
        self._guest = Guest(
            self.manners, agent=agent, allow_hosts=allow_hosts, load=self._rules_of, keep=self._rules_are, clock=now
        )
        self._polite = _Polite(self)
        self._minding = _Minding(self, self._guest)
        self._now = now
        self._lock = Lock()
        self._known: dict[str, Known] = {}
        self._learnt: dict[str, Known] = {}
        self._reserved: dict[str, int] = {}

    def policy(self, *, mind_robots: bool) -> Policy:
        """Return the policy that a request goes by."""
        return self._minding if mind_robots else self._polite

    def know(self, hosts: Mapping[str, Known]) -> None:
        """Take over what was known before a restart."""
        now = self._now()
        for name, known in hosts.items():
            if known.not_before and known.not_before > now:
                self.manners.not_before(name, (known.not_before - now).total_seconds())
            with self._lock:
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
            self._forget()

    def _forget(self) -> None:
        """Keep no more in memory than so many letters: what was written first goes first, and is asked for again."""
        letters = sum(len(known.robots or "") for known in self._known.values())
        for name in [name for name in self._known if name not in self._learnt]:
            if letters <= _KEPT_LETTERS:
                break
            letters -= len(self._known.pop(name).robots or "")

    # Turns. -------------------------------------------------------------------------------------------------------

    def has_room(self, host: str) -> bool:
        """Say whether something may be asked of a host at once: what was handed out counts, though it has not begun."""
        return self._reserved.get(host, 0) < self.manners.at_once(host) and self.manners.has_room(host)

    def peace(self, host: str) -> float:
        """Say for how many seconds a host still wants to be left alone."""
        return self.manners.free_at(host) - monotonic()

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

    def heard(self, host: str, status: int, retry_seconds: float | None) -> None:
        """Take note of what a host answered, and remember it where it wants to be left alone."""
        self.manners.heard(host, status, retry_seconds)
        until = self.manners.blocked_until(host) if status in (429, 503) else None
        if until is not None:
            self._learn(host, not_before=self._now() + timedelta(seconds=max(until - monotonic(), 0.0)))

    # Robots. ------------------------------------------------------------------------------------------------------

    def _rules_of(self, origin: str) -> Rules | None:
        with self._lock:
            known = self._known.get(origin)
        return decode(Rules, known.robots) if known is not None and known.robots is not None else None

    def _rules_are(self, origin: str, rules: Rules) -> None:
        self._learn(origin, robots=encode(rules), robots_until=rules.until)

    def _learn(self, name: str, **what: Any) -> None:
        with self._lock:
            known = replace(self._known.get(name, Known()), **what)
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

    def __init__(self, courtesy: Courtesy, guest: Guest) -> None:
        super().__init__(courtesy)
        self._guest = guest

    def admit(self, url: str, within: float) -> None:
        """Let an address be asked for, unless robots.txt asks programs not to."""
        self._guest.admit(url, within)
