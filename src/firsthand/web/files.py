"""Our own files: where they lie, and addresses that change with their content, so that they may be kept for ever."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

FILES = Path(__file__).parent / "static"


@cache
def asset(name: str) -> str:
    """Return the address of one of our files, below the path that we are served under."""
    return f"/static/{name}?v={_hash((FILES / name).read_bytes())}"


@cache
def mark() -> str:
    """Return what changes with any of our files."""
    return _hash(b"".join(path.read_bytes() for path in sorted(FILES.iterdir())))


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=4).hexdigest()
