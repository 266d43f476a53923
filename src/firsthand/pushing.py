"""What hubs do to us (WebSub): they ask whether we wanted their pushes, and they push.

Who does not know a source's token is told that nothing is there. What is pushed is read only with the signature that the
secret of the subscription makes. A hub without TLS was told no secret: its push is a hint, and the feed itself is asked.

    a push -> its source and token | signed? | the inbox | one thread reads it | what is new is kept
                                     a hint  | its source is due
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from threading import Lock, Thread

from firsthand.capture import websub
from firsthand.model.errors import NotFound
from firsthand.model.source import Followed, Push
from firsthand.refresh.asking import Asking
from firsthand.refresh.deciding import host_of
from firsthand.refresh.keeping import keep_sources
from firsthand.store import sources
from firsthand.store.database import Store, Tx

log = logging.getLogger(__name__)

_NOBODY = "There is nothing under this address."
#: A hint makes a feed due no sooner than this after it was asked last.
_NOT_SOONER = timedelta(minutes=1)
#: Pushes that wait to be read, in bytes: what is beyond is asked for instead.
_WAITING_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push that is signed, for its source."""

    followed: Followed
    headers: Mapping[str, str]
    body: bytes


class Inbox:
    """Pushes that wait to be read. A thread reads them one after another, and ends when there is no more."""

    def __init__(self, store: Store, asking: Callable[[], AbstractContextManager[Asking]]) -> None:
        self._store, self._asking = store, asking
        self._waiting: deque[Pushed] = deque()
        self._bytes = 0
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closed = False

    def put(self, pushed: Pushed) -> bool:
        """Take a push; False where there is no room for it."""
        with self._lock:
            if self._closed or self._bytes + len(pushed.body) > _WAITING_BYTES:
                return False
            self._waiting.append(pushed)
            self._bytes += len(pushed.body)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="pushes", daemon=True)
                self._thread.start()
        return True

    def settle(self) -> None:
        """Wait until what waits is read."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Take no more; the push in hand is finished, and what waits is asked for another time."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self.settle()

    def _work(self) -> None:
        try:
            with self._asking() as asking:
                while (pushed := self._next()) is not None:
                    self._read(asking, pushed)
        except Exception:
            log.exception("what hubs pushed could not be read")
            with self._lock:
                self._thread, self._bytes = None, 0
                self._waiting.clear()

    def _next(self) -> Pushed | None:
        """Return the next push; where there is none, the thread is done for, and the next push starts another."""
        with self._lock:
            if not self._waiting:
                self._thread, self._bytes = None, 0
                return None
            pushed = self._waiting.popleft()
            self._bytes -= len(pushed.body)
            return pushed

    def _read(self, asking: Asking, pushed: Pushed) -> None:
        try:
            take(self._store, asking, pushed.followed, pushed.headers, pushed.body)
        except Exception:
            log.exception("what was pushed of %s could not be kept", pushed.followed.source.address)


def confirmed(tx: Tx, source_id: str, token: str, query: str, now: datetime) -> str:
    """Take note of what a hub says of a subscription; return what it is to be sent back. Raises NotFound.

    A hub that ends a subscription is sent nothing back.
    """
    followed, push = _pushed(sources.held(tx, [source_id]).get(source_id), token)
    answer = websub.verify_intent(query, websub.Intent("subscribe", push.topic))
    if isinstance(answer, websub.Refused):
        if not answer.denied:
            raise NotFound(_NOBODY)
        log.info("the hub of %s pushes no more: %s", followed.source.address, answer.reason)
        _save(tx, followed, replace(push, until=None, asked=now))
        return ""
    _save(tx, followed, replace(push, until=now + timedelta(seconds=answer.lease_seconds)))
    return answer.challenge


def received(
    store: Store, inbox: Inbox, source_id: str, token: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> None:
    """Put a push into the inbox where it is signed; a mere hint makes its source due. Raises NotFound."""
    with store.read() as tx:
        followed, push = _pushed(sources.many(tx, [source_id]).get(source_id), token)
    if followed.due is None:
        return
    if not websub.is_signed(push.hub):
        _hint(store, followed, now)
    elif websub.signature_is_good(headers.get("x-hub-signature", ""), body, push.secret) and not inbox.put(
        Pushed(followed, headers, body)
    ):
        _due_by(store, followed, now)


def _due_by(store: Store, followed: Followed, at: datetime) -> None:
    if followed.due is not None and followed.due > at:
        with store.write() as tx:
            sources.make_due(tx, [followed.source.id], at)


def _hint(store: Store, followed: Followed, now: datetime) -> None:
    """Make a feed due; one that fails keeps its wait: anybody could say that there is something new."""
    tried = followed.standing.tried
    if not followed.standing.failures:
        _due_by(store, followed, max(now, tried + _NOT_SOONER) if tried else now)


def take(store: Store, asking: Asking, followed: Followed, headers: Mapping[str, str], body: bytes) -> None:
    """Read what was pushed, and keep what is new."""
    came = asking.pushed(body, headers, followed.source.address, lambda: datetime.now(UTC))
    if came.failure is None:
        with store.write() as tx:
            keep_sources(tx, {followed.source.id: came}, asking.rules)


def _save(tx: Tx, followed: Followed, push: Push) -> None:
    changed = replace(followed, standing=replace(followed.standing, push=push))
    sources.save(tx, [(changed, host_of(followed.source.address))])


def _pushed(followed: Followed | None, token: str) -> tuple[Followed, Push]:
    """Return a source with its subscription, to who knows the token. Raises NotFound."""
    push = followed.standing.push if followed else None
    if followed is None or push is None or not compare_digest(push.token.encode(), token.encode()):
        raise NotFound(_NOBODY)
    return followed, push
