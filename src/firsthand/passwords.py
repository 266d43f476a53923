"""Passwords: made into argon2id hashes, compared in the same time whether there is one or not, and tokens.

What people choose is guessed at, so it is hashed slowly. What we make ourselves (cookies, links, passwords of programs)
has 256 bits that nobody guesses: its SHA-256 is kept, so that who reads the store comes in by none of it.
"""

import hashlib
import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from firsthand.model.account import name_key
from firsthand.model.errors import InputError, TooManyTries

#: Letters of the shortest password: beside a bound of ten tries a minute it holds for longer than the store will.
SHORTEST = 10
#: Bytes of the longest. Hashing takes as long for one letter as for these; a longer one is somebody's novel.
LONGEST = 1024
#: RFC 9106, for where memory is short: 64 MiB and three passes, 0.2 s of one core where this was measured.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
#: Hashes that are made at once in a process (64 MiB each), and how long one more waits for its place, in seconds.
_AT_ONCE = threading.BoundedSemaphore(4)
_PATIENCE = 10.0


def check(password: str, name: str = "") -> None:
    """Raise InputError for a password that is too short, too long, or as good as told."""
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST:
        raise InputError("bad_password", f"The password has more than {LONGEST} bytes.", "Choose a shorter one.")
    if len(_spelt(password)) < SHORTEST:
        raise InputError(
            "bad_password",
            f"The password has fewer than {SHORTEST} letters.",
            "Four words that nobody puts together do.",
        )
    if len(set(password)) < 4 or (name and name_key(password).replace(" ", "") == name_key(name).replace(" ", "")):
        raise InputError("bad_password", "Anybody would try that password first.", "Choose another.")


def hashed(password: str) -> str:
    """Return the hash to keep. The caller has `check`ed the password."""
    with _Place():
        return HASHER.hash(_spelt(password))


def fits(kept: str | None, password: str) -> bool:
    """Say whether a password is the one whose hash is kept; where none is, say no after as long a time."""
    if len(password) > LONGEST:
        password = ""  # no password is as long, and normalising a novel takes its time
    with _Place():
        nobodys = _nobodys(HASHER)  # made before it is needed, or the first unknown name would take twice as long
        try:
            return HASHER.verify(kept or nobodys, _spelt(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_dated(kept: str) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def new_token() -> str:
    """Return a token of 256 bits that may stand in an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _spelt(password: str) -> str:
    """Return one spelling for what looks alike: keyboards compose letters differently."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_hex())


class _Place:
    """One of a few places to hash at. Raises TooManyTries where none is free in time."""

    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_PATIENCE):
            raise TooManyTries("Too many people are signing in at once.", "Try again in a moment.", 10)

    def __exit__(self, *_: object) -> None:
        _AT_ONCE.release()
