"""Who may come in: one one-time link, then a signed cookie. Nothing is kept on disk.

The link's token is held as a hash only, compared in constant time, and gone once used. The cookie holds when it was
given and a random part, signed with the server's secret; the token against cross-site requests is signed from the
cookie, so that it needs no cookie of its own. The cookie's name carries a mark of the secret, because browsers share
the cookies of one host between ports: two Firsthands on one machine must not sign each other out.
"""

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections import deque
from threading import Lock

#: A working month. A restarted server has a new secret, which ends every session anyway.
SESSION_SECONDS = 30 * 24 * 3600
#: docs/SAFETY: at most ten guesses a minute.
GUESSES = 10
GUESS_WINDOW_SECONDS = 60.0


class Door:
    """The lock of one running server: lets the holder of the one-time token in once, then knows its own cookies."""

    def __init__(self, token: str, secret: bytes) -> None:
        self._secret = secret
        self._token: bytes | None = _digest(token)
        self._wrong: deque[float] = deque(maxlen=GUESSES)
        self._lock = Lock()
        self.cookie = f"firsthand_{self._sign('cookie', '')[:8]}"

    def fits(self, token: str) -> bool:
        """Say whether the token is the unused one, without using it up."""
        with self._lock:
            return self._fits(token)

    def open(self, token: str) -> str | None:
        """Use the token up and return the value of a new session cookie, or None where it does not fit."""
        with self._lock:
            if not self._fits(token):
                return None
            self._token = None
        body = f"{int(time.time())}.{secrets.token_urlsafe(16)}"
        return f"{body}.{self._sign('session', body)}"

    @property
    def tired(self) -> bool:
        """Whether there were too many wrong guesses within the last minute."""
        with self._lock:
            full = len(self._wrong) == GUESSES
            return full and time.monotonic() - self._wrong[0] < GUESS_WINDOW_SECONDS

    def knows(self, cookie: str | None) -> bool:
        """Say whether a cookie value was given by this server and is not too old."""
        body, _, signature = (cookie or "").rpartition(".")
        if not _same(signature, self._sign("session", body)):
            return False
        return time.time() - int(body.partition(".")[0]) < SESSION_SECONDS

    def csrf(self, cookie: str) -> str:
        """Return the token that every changing request of this session must carry in a header."""
        return self._sign("csrf", cookie)

    def accepts(self, cookie: str, csrf: str | None) -> bool:
        """Say whether a request of this session carried its token."""
        return _same(csrf or "", self.csrf(cookie))

    def _fits(self, token: str) -> bool:
        good = self._token is not None and hmac.compare_digest(_digest(token), self._token)
        if not good:
            self._wrong.append(time.monotonic())
        return good

    def _sign(self, purpose: str, text: str) -> str:
        message = f"{purpose}:{text}".encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._secret, message, "sha256")).decode().rstrip("=")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
