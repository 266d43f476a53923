"""Days as people write them in a question: a year, a month, a day, ``yesterday``, ``7d``."""

import re
from datetime import date

_EPOCH = date(1970, 1, 1)
_WRITTEN = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_AGO = re.compile(r"(\d{1,5})(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?(?:[ -]?ago)?", re.ASCII)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_NAMED = {"today": 0, "yesterday": 1}


def number_of(day: date) -> int:
    """Return the days since 1970.

    >>> number_of(date(1970, 1, 3))
    2
    """
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """Return the day of `number_of`; one outside the calendar is its first or last."""
    return date.fromordinal(min(max(number + _EPOCH.toordinal(), 1), date.max.toordinal()))


def first_day(written: str, today: date) -> int | None:
    """Return the first day of what somebody wrote, as days since 1970; None where it is no day.

    >>> day_of(first_day("2016-12", date(2026, 1, 1))).isoformat()
    '2016-12-01'
    >>> day_of(first_day("7d", date(2026, 1, 10))).isoformat()
    '2026-01-03'
    """
    text = written.strip().lower()
    if text in _NAMED:
        return number_of(today) - _NAMED[text]
    if ago := _AGO.fullmatch(text):
        return max(number_of(today) - int(ago[1]) * _DAYS[ago[2]], number_of(date.min))
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    try:
        return number_of(date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return None
