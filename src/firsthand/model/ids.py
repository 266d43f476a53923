"""Ids are derived from content, so that reading the same thing twice is a no-op and a rebuild gives the same rows."""

from base64 import b32encode
from hashlib import blake2b

#: 80 bits: a million ids collide with a chance of about 4e-13 (birthday bound n**2 / 2**81).
_DIGEST_BYTES = 10


def derive(kind: str, *parts: str | bytes) -> str:
    """Return the id of a thing: ``kind`` and 16 letters hashed from ``parts``, which are told apart by their lengths.

    >>> derive("doc", "cap_x", "main", "0")
    'doc_th3wzczdkpomnppl'
    """
    digest = blake2b(digest_size=_DIGEST_BYTES, person=kind.encode()[:16])
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{kind}_{b32encode(digest.digest()).decode().lower()}"


def number(name: str) -> int:
    """Number a thing by its id, in 64 bits with a sign: rows of an index are half as long, and fit a database integer.

    Of ten million, two share one with a chance of 3e-6.
    """
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


def content_hash(data: bytes) -> str:
    """Return the name under which bytes are kept: the hex blake2b-256 of them."""
    return blake2b(data, digest_size=32).hexdigest()
