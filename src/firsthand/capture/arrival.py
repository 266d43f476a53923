"""What the capture room hands on: bytes with their place, before anybody has looked inside them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes as they came in. ``place`` is where they were seen; ``seen_at`` is None when that is simply now.

    ``media_type`` and ``charset`` are what the sender said (or the file's name suggests): a hint, not a fact.
    """

    content: bytes
    place: str
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost.

    ``page_bytes`` holds for the bytes on the wire and for what they unpack to. ``total_seconds`` covers one address
    with all its redirects, whatever the server does.
    """

    file_bytes: int = 20_000_000
    page_bytes: int = 15_000_000
    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    redirects: int = 8


#: What holds where nobody says otherwise.
DEFAULT_LIMITS = Limits()
