"""What came in: bytes seen at a place at a time. Append-only, the only truth beside what people do."""

from dataclasses import dataclass
from datetime import datetime

from firsthand.model.ids import content_hash, derive


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes seen at ``place`` (an address; ``file://`` and ``stdin:`` for local ones) at ``seen_at`` (UTC).

    ``id`` is derived from content and place, so that the same bytes at the same place are one capture, whenever seen.
    ``seen_at`` is None only for content handed to the library without saying when: then nothing can be said of its age.
    ``url`` is the public address where one is known (a dropped file has none until its page names one).
    """

    id: str
    place: str
    blob: str
    size: int
    seen_at: datetime | None
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None


def make_capture(
    content: bytes,
    place: str,
    seen_at: datetime | None,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
) -> Capture:
    """Describe ``content`` as a Capture; the bytes themselves are kept under ``blob``."""
    blob = content_hash(content)
    return Capture(derive("cap", place, blob), place, blob, len(content), seen_at, media_type, charset, url)
