"""Pictures of pages on pages of ours: through this server, and only those that a page of ours has named.

The browser asks nobody but us, so that no outlet learns who reads what. An address is signed when a page is made, or
anybody with a session (and any page that guesses our name) could have the server fetch what they please. What comes
back is shown as a picture and as nothing else.
"""

import hmac
from base64 import urlsafe_b64encode
from collections import deque
from threading import Lock
from time import monotonic
from typing import Annotated
from urllib.parse import urlencode

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation

from firsthand import app
from firsthand.model.errors import InputError
from firsthand.web.asked import Asked, who

#: Longer addresses are not signed: nobody's picture has one.
LONGEST = 2000
#: Pictures that one account may ask for within a minute; a page has one to thirty.
PER_MINUTE = 240
_MINUTE = 60.0
_ALONE = {
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline",
    "cache-control": "private, max-age=86400",
}
_STATUSES = {"not_found": 404, "gone": 404, "not_a_picture": 415, "too_large": 413}
Store = NamedDependency[SkipValidation[app.Store]]
Address = Annotated[str, QueryParameter(min_length=1, max_length=LONGEST)]
Mark = Annotated[str, QueryParameter(min_length=1, max_length=100)]


class Pictures:
    """Signs addresses of pictures with the server's secret, knows them again, and counts who asks."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._asked: dict[str, deque[float]] = {}
        self._lock = Lock()

    def link(self, address: str) -> str:
        """Return the path under which a picture is shown; empty for an address that is none of the web's."""
        if not address.startswith(("http://", "https://")) or len(address) > LONGEST:
            return ""
        return "/image?" + urlencode({"u": address, "s": self._sign(address)})

    def knows(self, address: str, signature: str) -> bool:
        """Say whether a page of ours named this address."""
        return hmac.compare_digest(signature.encode(), self._sign(address).encode())

    def may(self, account: str) -> bool:
        """Say whether somebody may ask for one more now."""
        now = monotonic()
        with self._lock:
            if len(self._asked) > 10_000:  # nobody has so many readers at once
                self._asked.clear()
            times = self._asked.setdefault(account, deque(maxlen=PER_MINUTE))
            full = len(times) == PER_MINUTE and now - times[0] < _MINUTE
            if not full:
                times.append(now)
            return not full

    def _sign(self, address: str) -> str:
        digest = hmac.digest(self._secret, f"picture:{address}".encode("utf-8", "surrogatepass"), "sha256")
        return urlsafe_b64encode(digest[:18]).decode()


@get("/image", sync_to_thread=True)
def image(
    store: Store, request: Asked, pictures: NamedDependency[SkipValidation[Pictures]], u: Address, s: Mark
) -> Response[bytes]:
    """Give a picture that a page of ours shows."""
    if not pictures.knows(u, s):
        return _without(403, "No page of ours shows this picture.")
    if not pictures.may(who(request).id):
        return _without(429, "That were many pictures within a minute.")
    try:
        found = app.picture(store, u)
    except InputError as error:
        return _without(_STATUSES.get(error.code, 502), error.cause)
    return Response(found.content, media_type=found.media_type, headers=_ALONE)


def _without(status: int, cause: str) -> Response[bytes]:
    return Response(
        cause.encode(), status_code=status, media_type=MediaType.TEXT, headers={"cache-control": "no-store"}
    )


PICTURES = [image]
