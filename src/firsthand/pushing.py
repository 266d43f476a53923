"""What hubs do to us (WebSub): they ask whether we wanted their pushes, and they push.

Who does not know a source's token is told that nothing is there. What is pushed is read only with the signature that the
secret of the subscription makes. A hub without TLS was told no secret: its push is a hint, and the feed itself is asked.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from firsthand.capture import websub
from firsthand.model.errors import NotFound
from firsthand.model.source import Followed, Push
from firsthand.refresh.asking import Asking
from firsthand.refresh.deciding import host_of
from firsthand.refresh.keeping import keep_sources
from firsthand.store import sources
from firsthand.store.database import Store, Tx

_NOBODY = "There is nothing under this address."
#: A hint makes a feed due no sooner than this after it was asked last.
_NOT_SOONER = timedelta(minutes=1)


def confirmed(tx: Tx, source_id: str, token: str, query: str, now: datetime) -> str:
    """Take note of what a hub says of a subscription; return what it is to be sent back. Raises NotFound."""
    followed, push = _followed(tx, source_id, token)
    answer = websub.verify_intent(query, websub.Intent("subscribe", push.topic))
    if isinstance(answer, websub.Refused):
        if answer.denied:
            _save(tx, followed, replace(push, until=None, asked=now))
        raise NotFound(answer.reason)
    _save(tx, followed, replace(push, until=now + timedelta(seconds=answer.lease_seconds)))
    return answer.challenge


def signed(
    tx: Tx, source_id: str, token: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> Followed | None:
    """Return the source that a push is for; None where it is not signed, or wrongly. Raises NotFound."""
    followed, push = _followed(tx, source_id, token)
    if followed.source.choices.paused:
        return None
    if not websub.is_signed(push.hub):
        _hint(tx, followed, now)
        return None
    good = websub.signature_is_good(headers.get("x-hub-signature", ""), body, push.secret)
    return followed if good else None


def _hint(tx: Tx, followed: Followed, now: datetime) -> None:
    """Make a feed due; one that fails, or is gone, keeps its wait: anybody could say that there is something new."""
    tried = followed.standing.tried
    at = max(now, tried + _NOT_SOONER) if tried else now
    if followed.due is not None and followed.due > at and not followed.standing.failures:
        sources.make_due(tx, [followed.source.id], at)


def take(store: Store, asking: Asking, followed: Followed, headers: Mapping[str, str], body: bytes) -> None:
    """Read what was pushed, and keep what is new."""
    came = asking.pushed(body, headers, followed.source.address, lambda: datetime.now(UTC))
    if came.failure is None:
        with store.write() as tx:
            keep_sources(tx, {followed.source.id: came}, asking.rules)


def _save(tx: Tx, followed: Followed, push: Push) -> None:
    changed = replace(followed, standing=replace(followed.standing, push=push))
    sources.save(tx, [(changed, host_of(followed.source.address))])


def _followed(tx: Tx, source_id: str, token: str) -> tuple[Followed, Push]:
    followed = sources.held(tx, [source_id]).get(source_id)
    push = followed.standing.push if followed else None
    if followed is None or push is None or not compare_digest(push.token.encode(), token.encode()):
        raise NotFound(_NOBODY)
    return followed, push
