"""The policy of a guest: heed each host's robots.txt, on every hop, and keep to its turns and its pauses.

    admit(url): rules of its origin (in memory | stored | asked for, once for all who wait) | may it be read? | how far apart?

A host that does not answer at all is told as that, and is no matter of its robots.txt.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import urlsplit

from firsthand.capture.arrival import Limits
from firsthand.capture.http import ask
from firsthand.capture.manners import Manners
from firsthand.capture.robots import MOST_BYTES, Rules, Verdict, check, origin, rules_of, unread
from firsthand.model.errors import UnreachableAddress

#: A robots.txt may take half of the time of the request that waits for it, and five redirects (RFC 9309).
_SECONDS, _REDIRECTS = 15.0, 5
#: Letters of rules that a guest keeps in memory over all hosts.
_KEPT_LETTERS = 20_000_000
#: What a redirect without an end or to nowhere, or a picture in its place, says of a robots.txt: there is none.
_NOT_THERE = frozenset({"redirects", "scheme", "bad_address", "not_text"})


class Guest:
    """A `Policy`: every address is checked against its host's robots.txt, and every host has its turns and its pauses.

    ``load`` and ``keep`` reach what is stored of an origin; without them it is kept in memory alone. Thread-safe; a
    robots.txt is asked for once, however many wait for it, and without asking itself whether that is allowed.
    """

    def __init__(
        self,
        manners: Manners,
        *,
        agent: str = "",
        allow_hosts: tuple[str, ...] = (),
        load: Callable[[str], Rules | None] = lambda _: None,
        keep: Callable[[str, Rules], None] = lambda origin, rules: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._manners = manners
        self._agent = agent
        self._allow_hosts = allow_hosts
        self._load, self._keep = load, keep
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, Rules] = {}
        self._letters = 0
        self._asking: dict[str, tuple[Lock, int]] = {}

    def admit(self, url: str, within: float) -> None:
        """Let an address be asked for that its host does not mind. Raises `UnreachableAddress`."""
        rules = self.rules(origin(url), within)
        check(url, rules, self._clock())
        if rules.delay:
            self._manners.slow_down(urlsplit(url).hostname or "", rules.delay)

    def turn(self, host: str, within: float) -> AbstractContextManager[None]:
        """Hold a turn with a host."""
        return self._manners.turn(host, within)

    def heard(self, host: str, status: int, retry_seconds: float | None) -> None:
        """Take note of what a host answered."""
        self._manners.heard(host, status, retry_seconds)

    def rules(self, origin: str, within: float = _SECONDS) -> Rules:
        """Return what holds for an origin now, asking for its robots.txt where nothing is known or it is too old.

        Raises `UnreachableAddress` where the host cannot be reached at all, and nothing was known of it.
        """
        known = self._remembered(origin)
        if known is not None and known.until > self._clock():
            return known
        with self._alone(origin, within):
            known = self._remembered(origin) or self._load(origin)
            if known is None or known.until <= self._clock():
                known = self._asked(origin, within, known)
                self._keep(origin, known)
            self._remember(origin, known)
            return known

    def _asked(self, origin: str, within: float, before: Rules | None) -> Rules:
        seconds = min(within, _SECONDS)
        limits = Limits(page_bytes=MOST_BYTES, total_seconds=seconds, redirects=_REDIRECTS)
        try:
            answer = ask(
                f"{origin}/robots.txt",
                accept="text/plain,*/*;q=0.5",
                limits=limits,
                allow_hosts=self._allow_hosts,
                agent=self._agent,
                manners=self._manners,
                cut=True,
            )
        except UnreachableAddress as error:
            return self._refused(origin, error, before)
        return rules_of(answer.status, answer.content, self._clock(), fresh_seconds=answer.fresh_seconds)

    def _refused(self, origin: str, error: UnreachableAddress, before: Rules | None) -> Rules:
        status = 404 if error.code in _NOT_THERE else error.status
        if status is not None:
            return rules_of(status, b"", self._clock(), retry_seconds=error.retry_seconds, before=before)
        if before is None or before.verdict is Verdict.NONE:
            cause = error.cause.removeprefix(
                f"{origin}/robots.txt: "
            )  # no matter of robots.txt: the host does not answer
            raise UnreachableAddress(error.code, cause, error.next_try, retry_seconds=error.retry_seconds) from error
        return unread(error.code, self._clock(), error.retry_seconds, before)

    def _remembered(self, origin: str) -> Rules | None:
        with self._lock:
            return self._known.get(origin)

    def _remember(self, origin: str, rules: Rules) -> None:
        with self._lock:
            self._forget(origin)
            self._known[origin] = rules
            self._letters += _size(origin, rules)
            while self._letters > _KEPT_LETTERS:
                self._forget(next(iter(self._known)))

    def _forget(self, origin: str) -> None:
        rules = self._known.pop(origin, None)
        self._letters -= _size(origin, rules) if rules else 0

    @contextmanager
    def _alone(self, origin: str, within: float) -> Iterator[None]:
        """Be the only one who asks this origin; the others wait for what comes of it."""
        with self._lock:
            lock, count = self._asking.get(origin, (Lock(), 0))
            self._asking[origin] = (lock, count + 1)
        try:
            if not lock.acquire(timeout=within):
                raise UnreachableAddress("busy_host", "its robots.txt is still being read.", "Try again later.")
            try:
                yield
            finally:
                lock.release()
        finally:
            with self._lock:
                lock, count = self._asking.pop(origin)
                if count > 1:
                    self._asking[origin] = (lock, count - 1)


def _size(origin: str, rules: Rules) -> int:
    return len(origin) + len(rules.text) + 200
