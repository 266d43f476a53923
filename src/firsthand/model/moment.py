"""A time that knows how precise it is: a date that is only a day says so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How much of a time was really said."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_WIDTH = {
    Precision.SECOND: timedelta(seconds=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.HOUR: timedelta(hours=1),
    Precision.DAY: timedelta(days=1),
    Precision.WEEK: timedelta(days=7),
    Precision.MONTH: timedelta(days=31),
    Precision.YEAR: timedelta(days=366),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A UTC time and its precision; ``zone_known`` is False where the page gave a wall clock without a zone."""

    at: datetime
    precision: Precision = Precision.SECOND
    zone_known: bool = True

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.at.utcoffset() != timedelta(0):
            raise ValueError(f"not a UTC time: {self.at!r}")

    @property
    def earliest(self) -> datetime:
        """The earliest instant this can mean."""
        return self.at - self._slack

    @property
    def latest(self) -> datetime:
        """The first instant after the last one this can mean."""
        return self.at + _WIDTH[self.precision] + self._slack

    @property
    def _slack(self) -> timedelta:
        return timedelta(0) if self.zone_known else timedelta(hours=14)

    def surely_before(self, other: "Moment") -> bool:
        """Say whether every reading of this time lies before every reading of the other."""
        return self.latest <= other.earliest

    def __str__(self) -> str:
        """Write as ISO 8601, cut to what is known: ``2025-05-28T14:00Z``, ``2025-05-28``."""
        if self.precision is Precision.YEAR:
            return f"{self.at:%Y}"
        if self.precision is Precision.MONTH:
            return f"{self.at:%Y-%m}"
        if self.precision is Precision.WEEK:
            return f"{self.at:%G-W%V}"
        if self.precision is Precision.DAY:
            return f"{self.at:%Y-%m-%d}"
        return f"{self.at:%Y-%m-%dT%H:%M:%S}Z" if self.precision is Precision.SECOND else f"{self.at:%Y-%m-%dT%H:%M}Z"


def utc(value: datetime, precision: Precision = Precision.SECOND) -> Moment:
    """Make a Moment of a datetime; one without a zone is taken as UTC and marked so."""
    if value.tzinfo is None:
        return Moment(value.replace(tzinfo=UTC), precision, zone_known=False)
    return Moment(value.astimezone(UTC), precision)


def stamp(at: datetime) -> str:
    """Write a time of UTC as records have it, to the second.

    >>> stamp(datetime(2026, 3, 3, 10, 5, 7, tzinfo=UTC))
    '2026-03-03T10:05:07Z'
    """
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


def parse_iso(text: str) -> Moment:
    """Read what `Moment.__str__` wrote (the zone is then known).

    >>> str(parse_iso("2025-05-28T14:00Z")), str(parse_iso("2025-05"))
    ('2025-05-28T14:00Z', '2025-05')
    """
    precision, full = _WRITTEN[len(text)]
    return Moment(datetime.fromisoformat(text + full).replace(tzinfo=UTC), precision)


#: By length: what a written time is precise to, and what makes it a whole day.
_WRITTEN = {
    4: (Precision.YEAR, "-01-01"),
    7: (Precision.MONTH, "-01"),
    8: (Precision.WEEK, "-1"),
    10: (Precision.DAY, ""),
    17: (Precision.MINUTE, ""),
    20: (Precision.SECOND, ""),
}
