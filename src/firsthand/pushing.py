"""What hubs do to us (WebSub): they ask whether we wanted their pushes, and they push.

Who does not know a source's token is told that nothing is there. What is pushed counts only with the signature that the
secret of the subscription makes; it is read like what we ask for ourselves, and matched with what is known.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from firsthand.capture import websub
from firsthand.model.errors import NotFound
from firsthand.model.source import Followed
from firsthand.refresh.asking import Asking
from firsthand.refresh.deciding import host_of
from firsthand.refresh.keeping import keep_sources
from firsthand.store import sources
from firsthand.store.database import Store, Tx

_NOBODY = "There is nothing under this address."


def confirmed(tx: Tx, source_id: str, token: str, query: Mapping[str, str], now: datetime) -> str:
    """Take note of what a hub says of a subscription; return what it is to be sent back. Raises NotFound."""
    followed = _followed(tx, source_id, token)
    push = followed.standing.push
    assert push is not None
    intent = websub.verify_intent(query, push.topic)
    if intent.refused:
        return ""
    lease = timedelta(seconds=intent.lease_seconds)
    standing = replace(followed.standing, push=replace(push, until=now + lease))
    sources.save(tx, [(replace(followed, standing=standing), host_of(followed.source.address))])
    return str(intent.challenge)


def signed(tx: Tx, source_id: str, token: str, headers: Mapping[str, str], body: bytes) -> Followed | None:
    """Return the source that a push is for; None where its signature is missing or wrong. Raises NotFound."""
    followed = _followed(tx, source_id, token)
    push = followed.standing.push
    good = push is not None and websub.signature_is_good(headers.get("x-hub-signature", ""), body, push.secret)
    return followed if good else None


def take(store: Store, asking: Asking, followed: Followed, headers: Mapping[str, str], body: bytes) -> None:
    """Read what was pushed, and keep what is new."""
    came = asking.pushed(body, headers, followed.source.address, lambda: datetime.now(UTC))
    if came.failure is None:
        with store.write() as tx:
            keep_sources(tx, {followed.source.id: came}, asking.rules)


def _followed(tx: Tx, source_id: str, token: str) -> Followed:
    followed = sources.many(tx, [source_id]).get(source_id)
    push = followed.standing.push if followed else None
    if followed is None or push is None or not compare_digest(push.token.encode(), token.encode()):
        raise NotFound(_NOBODY)
    return followed
