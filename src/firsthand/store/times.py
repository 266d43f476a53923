"""How the store keeps a time: microseconds since 1970 in UTC, as one integer that sorts alike on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

#: What stands in a column that orders by time where no time is known: such rows come last in newest-first lists.
UNKNOWN = datetime.min.replace(tzinfo=UTC)


def to_micros(value: datetime) -> int:
    """Return microseconds since 1970; the time must carry its zone."""
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone: {value!r}")
    return (value - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """Return the UTC time of `to_micros`."""
    return _EPOCH + timedelta(microseconds=value)


class UtcTime(TypeDecorator[datetime]):
    """A datetime column on either database, exact to the microsecond."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Write as an integer."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read the integer."""
        return None if value is None else from_micros(value)
