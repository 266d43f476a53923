"""Times as pages write them in their metadata become Moments: how precise, and was the zone said."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment, Precision, utc

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and who gave it."""

    value: T
    given_by: str


_ISO = re.compile(
    r"\s*(?P<year>(?:19|20)\d\d)[-/.]?(?P<month>\d\d?)[-/.]?(?P<day>\d\d?)"
    r"(?:[T\s,]+(?:at\s+)?(?P<hour>\d\d?):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d?:?(?:\d\d)?)?)?",
    re.I,
)
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*$")
_EARLIEST, _LATEST = 1990, 2100


def read_time(text: str, lexicon: Lexicon) -> Moment | None:
    """Read an ISO 8601 time (also sloppily written), a mail date or an epoch; None for anything else.

    >>> str(read_time("2025-05-28T16:00:00+02:00", Lexicon())), str(read_time("2025-05-28", Lexicon()))
    ('2025-05-28T14:00:00Z', '2025-05-28')
    """
    text = text.strip()[:80]
    epoch = _EPOCH.match(text)
    if epoch:
        return utc(datetime.fromtimestamp(int(epoch[1]), UTC))
    match = _ISO.match(text)
    if match:
        return _from_iso(match)
    return _from_mail(text)


def _from_iso(match: re.Match[str]) -> Moment | None:
    part = match.groupdict()
    try:
        day = datetime(int(part["year"]), int(part["month"]), int(part["day"]))
        if part["hour"] is None:
            return utc(day.replace(tzinfo=UTC), Precision.DAY)
        when = day.replace(
            hour=int(part["hour"]) % 24, minute=int(part["minute"]), second=int(part["second"] or 0) % 60
        )
    except ValueError:
        return None
    if not _EARLIEST <= when.year < _LATEST:
        return None
    precision = Precision.MINUTE if part["second"] is None else Precision.SECOND
    if part["zone"] is None:
        return utc(when, precision)
    return utc(when.replace(tzinfo=_zone(part["zone"])), precision)


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:4] or 0)
    offset = timedelta(hours=min(hours, 14), minutes=minutes % 60)
    return timezone(-offset if text[0] == "-" else offset)


def _from_mail(text: str) -> Moment | None:
    try:
        when = parsedate_to_datetime(text)
        return utc(when) if _EARLIEST <= when.year < _LATEST else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
