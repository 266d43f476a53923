"""News time stamps in any text: "May 28, 20252:00 PM UTC", "05.06.2025 um 14:46", "2 часа назад", "2025年5月28日".

A stamp is found from its anchor outwards: a year for dates, a number for ages. So the work grows with the digits of a
text, not
with the number of languages, and a stamp is found even where it is glued to its neighbours. Month names, ages
and zones come from the lexicon. What is only a day says so, and a wall clock without a zone is marked as such.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment, Precision


class StampKind(StrEnum):
    """DATE: a day, maybe with a clock. AGE: so long before the page was seen."""

    DATE = "date"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Stamp:
    """``text[start:end]`` says ``moment``; an age has none when nobody knows when the page was seen."""

    start: int
    end: int
    kind: StampKind
    moment: Moment | None


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,3}")
#: How far a date reaches back from its year ("28. de septiembre del"): the longest month name and two short words.
_REACH = 34

_MONTH_DAY = re.compile(r"([^\d\s.,()]{3,24})\.?[ ]{0,2}(\d{1,2})(?:st|nd|rd|th|\.)?,?[ ]{0,2}\Z")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|er|º|°|th|st|nd|rd)?[ \-]{0,2}(?:de |of |d')?"
    r"([^\d\s.,()\-]{3,14})\.?,?(?: de| del)?[ ,\-]{0,2}\Z"
)
_NUMERIC_BEFORE = re.compile(r"(?<!\d)(\d{1,2})([./\-])[ ]?(\d{1,2})[./\-][ ]?\Z")
_NUMERIC_AFTER = re.compile(r"([\-/.]|年|년)[ ]?(\d{1,2})(?:[\-/.]|月|월)[ ]?(\d{1,2})(?:日|일)?\.?(?!\d[^:])")
_CLOCK = re.compile(
    r"(?:[t ,|·•–—\-/]{0,4}|\)? ?\S{1,6} (?:las )?)"
    r"(\d{1,2})(?:[:：h]|\.(?=\d\d ?(?:uhr|[ap]\.?m|h\b))|時)(\d{2})(?!\d)(?::(\d{2})(?:\.\d{1,6})?)?分?"
    r"(?: ?([ap])\.? ?m\b\.?| ?([ap])\.?m\.?)?(?: ?(?:uhr|hrs?|h)(?![a-z]))?"
)
_CLOCK_BEFORE = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})(?: ?([ap])\.?m\.?)?(?: uhr)?[ ,|·•–\-]{1,3}(?:[^\d\s]{2,12},? )?\Z"
)
_OFFSET = re.compile(r" ?(?:utc|gmt)?([+\-])(\d{2}):?(\d{2})(?!\d)")
_ZONE = re.compile(r" ?\(?([A-Z]{2,5})")


def find_stamps(text: str, lexicon: Lexicon, seen_at: datetime | None = None) -> tuple[Stamp, ...]:
    """Return every date and age of ``text`` in order, none overlapping. ``seen_at`` (UTC) turns ages into times.

    >>> words = Lexicon(months={"may": 5}, zones={"utc": 0})
    >>> [str(s.moment) for s in find_stamps("By Guy FMay 28, 20252:00 PM UTCUpdated", words)]
    ['2025-05-28T14:00Z']
    """
    folded = small(text)
    found = sorted((*_dates(text, folded, lexicon), *_ages(folded, lexicon, seen_at)), key=lambda s: (s.start, -s.end))
    kept: list[Stamp] = []
    for stamp in found:
        if not kept or stamp.start >= kept[-1].end:
            kept.append(stamp)
    return tuple(kept)


def small(text: str) -> str:
    """Return small letters at unchanged offsets: ``İ`` alone grows when it is made small."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# ---------------------------------------------------------------------------------------------------------- dates


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    year: int
    month: int
    day: int


def _dates(text: str, folded: str, lexicon: Lexicon) -> Iterator[Stamp]:
    # Only an English-style clock says that 5/6/2025 is a date of May; elsewhere the day stands first.
    month_first = " am" in folded or " pm" in folded or "a.m." in folded or "p.m." in folded
    reached = 0
    for match in _YEAR.finditer(folded):
        if match.start() < reached:
            continue
        day = _day_at(folded, match.start(), reached, lexicon, month_first)
        if day is None:
            continue
        stamp = _with_clock(text, folded, day, reached, lexicon)
        if stamp is not None:
            reached = stamp.end
            yield stamp


def _day_at(folded: str, at: int, reached: int, lexicon: Lexicon, month_first: bool) -> _Day | None:
    """Return the day whose year stands at ``at``, written in one of four orders."""
    year, since = int(folded[at : at + 4]), max(reached, at - _REACH)
    head = folded[since:at]
    if match := _NUMERIC_AFTER.match(folded, at + 4):
        if not (at and folded[at - 1].isdigit()):
            return _Day(at, match.end(), year, int(match[2]), int(match[3]))
        return None
    if match := _NUMERIC_BEFORE.search(head):
        first, second = int(match[1]), int(match[3])
        swap = second > 12 or (month_first and match[2] == "/" and first <= 12)
        day, month = (second, first) if swap else (first, second)
        return _Day(since + match.start(), at + 4, year, month, day)
    if match := _DAY_MONTH.search(head):
        number = lexicon.months.get(match[2])
        if number:
            return _Day(since + match.start(), at + 4, year, number, int(match[1]))
    if match := _MONTH_DAY.search(head):
        length, number = _month_at_end(match[1], lexicon)
        if number:
            return _Day(since + match.end(1) - length, at + 4, year, number, int(match[2]))
    return None


def _month_at_end(word: str, lexicon: Lexicon) -> tuple[int, int]:
    """Return length and number of the longest month name that ends ``word``, which may be glued to a name before it."""
    for length in range(min(len(word), 14), 2, -1):
        number = lexicon.months.get(word[-length:])
        if number:
            return length, number
    return 0, 0


def _with_clock(text: str, folded: str, day: _Day, reached: int, lexicon: Lexicon) -> Stamp | None:
    """Return the stamp of a day with the clock that stands after or else before it; None for a 31st of February."""
    start, end, minutes, second, offset = day.start, day.end, None, None, None
    after = _CLOCK.match(folded, day.end)
    if after and (clock := _clock(after[1], after[2], after[4] or after[5])) is not None:
        minutes, second, end = clock, after[3], after.end()
        end, offset = _zone(text, folded, end, lexicon)
    else:
        since = max(reached, day.start - _REACH)
        before = _CLOCK_BEFORE.search(folded[since : day.start])
        if before and (clock := _clock(before[1], before[2], before[3])) is not None:
            minutes, start = clock, since + before.start()
    moment = _moment(day, minutes, second, offset)
    return Stamp(start, end, StampKind.DATE, moment) if moment else None


def _clock(hours: str, minutes: str, half: str | None) -> int | None:
    hour, minute = int(hours), int(minutes)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _zone(text: str, folded: str, at: int, lexicon: Lexicon) -> tuple[int, int | None]:
    """Return where the zone after a clock ends and its minutes east; a name may be glued to the word after it."""
    if match := _OFFSET.match(folded, at):
        east = int(match[2]) * 60 + int(match[3])
        return match.end(), east if match[1] == "+" else -east
    if folded[at : at + 1] == "z" and not folded[at + 1 : at + 2].isalpha():
        return at + 1, 0
    if match := _ZONE.match(text, at):
        for length in range(len(match[1]), 1, -1):
            name = match[1][:length].lower()
            if name in lexicon.zones:
                return match.start(1) + length, lexicon.zones[name]
    return at, None


def _moment(day: _Day, minutes: int | None, second: str | None, offset: int | None) -> Moment | None:
    try:
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    except ValueError:
        return None
    if minutes is None:
        return Moment(at, Precision.DAY, zone_known=False)
    at += timedelta(minutes=minutes - (offset or 0), seconds=int(second or 0) % 60)
    return Moment(at, Precision.SECOND if second else Precision.MINUTE, zone_known=offset is not None)


# ----------------------------------------------------------------------------------------------------------- ages

_PRECISION = {"minute": Precision.MINUTE, "hour": Precision.HOUR, "day": Precision.DAY}
_UNIT = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
#: Tails are looked up by their first characters, so that a number costs one look-up and not one per language.
_KEY = 2


@lru_cache(maxsize=4)
def _age_templates(lexicon: Lexicon) -> tuple[dict[str, list[tuple[str, str, str]]], list[tuple[str, str]]]:
    numbered: dict[str, list[tuple[str, str, str]]] = {}
    fixed: list[tuple[str, str]] = []
    for unit, templates in lexicon.ages.items():
        for template in templates:
            if "#" in template:
                head, tail = template.split("#", 1)
                numbered.setdefault(tail[:_KEY], []).append((head, tail, unit))
            else:
                fixed.append((template, unit))
    for choices in numbered.values():
        choices.sort(key=lambda choice: -len(choice[0]) - len(choice[1]))
    return numbered, fixed


def _ages(folded: str, lexicon: Lexicon, seen_at: datetime | None) -> Iterator[Stamp]:
    numbered, fixed = _age_templates(lexicon)
    for match in _NUMBER.finditer(folded):
        start, end = match.span()
        for head, tail, unit in numbered.get(folded[end : end + _KEY], ()):
            if (
                folded.startswith(tail, end)
                and folded.endswith(head, 0, start)
                and not _goes_on(folded, end + len(tail))
            ):
                if start and folded[start - 1] in "0123456789.,:":
                    break
                moment = _before(seen_at, int(match[0]), unit)
                yield Stamp(start - len(head), end + len(tail), StampKind.AGE, moment)
                break
    for template, unit in fixed:
        at = folded.find(template)
        while at >= 0:
            if not _goes_on(folded, at + len(template)) and not (at and folded[at - 1].isalpha()):
                yield Stamp(at, at + len(template), StampKind.AGE, _before(seen_at, 1, unit))
            at = folded.find(template, at + len(template))


def _goes_on(folded: str, at: int) -> bool:
    """Say whether the word goes on: "# min" is no age in "5 minutes"; a template that ends in "ago" may be glued."""
    return folded[at : at + 1].isalpha() and not folded.endswith(("ago", "前", "전"), 0, at)


def _before(seen_at: datetime | None, number: int, unit: str) -> Moment | None:
    if seen_at is None:
        return None
    at = (seen_at.astimezone(UTC) - number * _UNIT[unit]).replace(second=0, microsecond=0)
    return Moment(at.replace(hour=0, minute=0) if unit == "day" else at, _PRECISION[unit])
