"""The cookies: what they are called, how they are set, and the tokens against cross-site requests made from them.

A browser shares the cookies of a host between its ports, so the names carry a mark of the store's key: two Firsthands on one
machine do not sign each other out. Over https they have the prefix ``__Host-``, under which no other host and no plain
http may plant one; under a base path, to which a cookie is kept, it can only be ``__Secure-``. The token that every form
carries is signed from the cookie, so that it needs no cookie of its own; before anybody is signed in a cookie of random
letters stands in, or a stranger could sign somebody in as himself.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from litestar.datastructures import Cookie

#: How long what is sealed in a cookie is good: somebody looks for their telephone to confirm that it is them.
_SEALED_SECONDS = 15 * 60
_LONGEST = 8192


class Cookies:
    """The cookies of one store, over https (``secure``) or not, of a site under a ``base`` path or not."""

    def __init__(self, key: bytes, *, secure: bool = False, base: str = "") -> None:
        self._key = key
        self._secure = secure
        prefix = "" if not secure else "__Secure-" if base else "__Host-"
        mark = f"{prefix}firsthand_{self._sign('cookie', '')[:8]}"
        self.session, self.before, self.sealed = mark, f"{mark}_before", f"{mark}_sealed"

    def csrf(self, value: str) -> str:
        """Return the token that every changing request must carry beside a cookie of this value."""
        return self._sign("csrf", value)

    def accepts(self, value: str, token: str | None) -> bool:
        """Say whether a request carried its token."""
        return _same(token or "", self.csrf(value))

    def new_before(self) -> str:
        """Return the value of the cookie of somebody who is not signed in."""
        return secrets.token_urlsafe(16)

    def make(self, name: str, value: str, seconds: int | None) -> Cookie:
        """Return a cookie to set; without ``seconds`` it lasts as long as the browser is open."""
        return Cookie(
            key=name, value=value, path="/", max_age=seconds, httponly=True, samesite="lax", secure=self._secure
        )

    def gone(self, name: str) -> Cookie:
        """Return the cookie that takes one away."""
        return self.make(name, "", 0)

    def seal(self, facts: Mapping[str, Any]) -> Cookie:
        """Return a cookie that holds facts for some minutes, which only we can have written."""
        body = urlsafe_b64encode(json.dumps({**facts, "at": int(time.time())}).encode()).decode()
        return self.make(self.sealed, f"{body}.{self._sign('seal', body)}", _SEALED_SECONDS)

    def unseal(self, value: str | None) -> dict[str, Any] | None:
        """Return what was sealed, or None for what was not, or too long ago."""
        body, _, signature = (value or "")[:_LONGEST].rpartition(".")
        if not _same(signature, self._sign("seal", body)):
            return None
        facts: dict[str, Any] = json.loads(urlsafe_b64decode(body))
        return facts if 0 <= time.time() - facts["at"] <= _SEALED_SECONDS else None

    def _sign(self, purpose: str, text: str) -> str:
        message = f"{purpose}:{text}".encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._key, message, "sha256")).decode().rstrip("=")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
