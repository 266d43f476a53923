"""When things are said to have been: every expression of a day, week, month or year in running text, with its value.

    text -> expressions, by one pattern a language -> parts (number, unit, name, year) -> a time, seen from the text's day

"May 28, 2010" stands for itself (FULL). "May 28", "Wednesday", "yesterday", "last June", "two months ago" count from the
day of the text (FROM_TEXT); "two days later", "the next day" from the day named before (FROM_BEFORE). News looks back:
a name without a year is the last such day, unless the words before it say that it is yet to come. What nobody
can place (a season, "recently", "for two weeks") is no time here. Stamps of pages (clocks, ages) are read by `dates`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from firsthand.model.lexicon import TimeWords
from firsthand.model.moment import Moment, Precision
from firsthand.text.dates import small


class Counted(StrEnum):
    """From where a time is counted: from nothing, from the day of its text, from the day named before it."""

    FULL = "full"
    FROM_TEXT = "from_text"
    FROM_BEFORE = "from_before"


@dataclass(frozen=True, slots=True)
class Time:
    """``text[start:end]`` names a ``moment``, which is no more precise than what was said."""

    start: int
    end: int
    moment: Moment
    counted: Counted

    @property
    def day(self) -> date | None:
        """The day, where it is said to the day."""
        return self.moment.at.date() if self.moment.precision is Precision.DAY else None


#: How far back before a name the words stand that say that it is yet to come ("will meet again on Friday").
AHEAD_REACH = 60
#: A day to come is this much further away than one that was: of "January 25" written in December, the coming one.
AHEAD_COSTS = 3

_YEAR = r"(?:19|20)\d\d(?![\d%-])"
_BLANK = r"[ \u00a0]{1,2}"
_COMMA = r"(?:[ \u00a0]?,)?[ \u00a0]{1,2}"
_OF = rf"(?:of{_BLANK}|de{_BLANK}|del{_BLANK})?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d|[.,:]\d)"
_NEVER = r"(?!)"


def find_times(text: str, today: date | None, words: TimeWords, start: int = 0, end: int | None = None) -> list[Time]:
    """Return every time that ``text[start:end]`` names, in order, none overlapping.

    ``today`` is the day of the text; without it only what stands for itself is found.

    >>> english = TimeWords(days={"yesterday": -1}, months={"may": 5}, capital=True)
    >>> [str(t.moment) for t in find_times("It fell yesterday, as on May 2, 2009.", date(2010, 3, 1), english)]
    ['2010-02-28', '2009-05-02']
    """
    stop = len(text) if end is None else end
    found: list[Time] = []
    before: date | None = None
    year: date | None = None
    folded = small(text)
    for match in _pattern(words).finditer(folded, start, stop):
        read = _read(match, _Page(text, folded, today, before, year, words))
        if read:
            found.append(read)
            before = read.day or before
            year = read.moment.at.date() if read.moment.precision is Precision.YEAR else None
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """What a time is read against: ``folded`` is the text in small letters, ``before`` the day named last.

    ``year`` begins the year that was named last, if nothing nearer was: "eleven years later" counts from it.
    """

    text: str
    folded: str
    today: date | None
    before: date | None
    year: date | None
    words: TimeWords


@lru_cache(maxsize=16)
def _pattern(words: TimeWords) -> re.Pattern[str]:
    """Build the one pattern of a language; an alternative's last group names what it is (`_READERS`)."""
    month, weekday = _any(words.months), _any(words.weekdays)
    shift, unit, after = _any(words.shifts), _any(words.units), _any(words.shifts_after)
    number = rf"(?:\d{{1,3}}|{_any(words.numbers)})"
    on = rf"(?:(?:{weekday}){_COMMA})?"
    later = _any((*words.ago, *words.before, *words.later))
    year = rf"(?:{_COMMA}{_OF}(?P<year#>{_YEAR})|{_BLANK}(?P<shift#>{shift}){_BLANK}{unit}\b)"
    year_1, year_2, year_3 = (year.replace("#", place) for place in "123")
    return re.compile(
        rf"\b(?={_start(words)})(?:"
        r"(?P<y0>\d{4})-(?P<m0>\d\d)-(?P<d0>\d\d)(?![\d-])(?P<iso>)"
        rf"|(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<y1>{_YEAR})(?P<figures>)"
        rf"|{on}(?P<d1>{_DAY})(?:st|nd|rd|th|\.|er|º)?{_BLANK}{_OF}(?P<m1>{month})\b\.?(?:{year_1})?(?P<day_month>)"
        rf"|{on}(?P<m2>{month})\b\.?{_BLANK}(?P<d2>{_DAY})(?:st|nd|rd|th)?\b(?:{year_2})?(?P<month_day>)"
        rf"|(?P<m3>{month})\b(?:\.?{year_3})?(?P<month>)"
        rf"|(?P<shift4>{shift}){_BLANK}(?P<m4>{month})\b(?P<shifted_month>)"
        rf"|(?:(?P<shift6>{shift}){_BLANK})?(?P<w6>{weekday})\b(?:{_BLANK}(?P<after6>{after})\b)?(?P<weekday>)"
        rf"|(?P<phrase>{_any((*words.days, *words.leaning))})\b(?P<named>)"
        rf"|(?P<n7>{number}){_BLANK}(?P<u7>{unit}){_BLANK}(?P<back7>{later})\b(?P<counted>)"
        rf"|(?:{_any(words.ago_first)}){_BLANK}(?P<n8>{number}){_BLANK}(?P<u8>{unit})\b(?P<counted_first>)"
        rf"|(?P<shift9>{shift}){_BLANK}(?P<u9>{unit})\b(?P<shifted>)"
        rf"|(?P<u11>{unit}){_BLANK}(?P<after11>{after})\b(?P<shifted_after>)"
        rf"|(?P<y10>{_YEAR})\b(?P<in_year>)"
        r")"
    )


#: So many letters of the words that an expression can begin with keep the pattern from trying anything elsewhere.
_FIRST = 4


def _start(words: TimeWords) -> str:
    """Match where an expression can begin: four words in five cannot, and cost one look."""
    one = (words.months, words.weekdays, words.shifts, words.days, words.leaning, words.ago_first)
    units = words.units if words.shifts_after else ()
    begins = _any({word[:_FIRST] for some in (*one, units) for word in some})
    return rf"\d|{begins}|{_any(words.numbers)}{_BLANK}{_any({unit[:2] for unit in words.units})}"


def _any(words: Iterable[str]) -> str:
    """Match any of some words, the longest that fits; nothing where there are none."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest)) + ")" if longest else _NEVER


def _read(match: re.Match[str], page: _Page) -> Time | None:
    """Give the value of what matched; None where it is no time after all ("may", the 31st of June)."""
    try:
        found = _READERS[match.lastgroup or ""](match, page)
    except (ValueError, OverflowError):
        return None
    if found is None:
        return None
    start, end, moment, counted = found
    return Time(start, end, moment, counted)


_Found = tuple[int, int, Moment, Counted] | None


def _moment(day: date, precision: Precision) -> Moment:
    if precision is Precision.WEEK:
        day -= timedelta(days=day.weekday())
    elif precision is Precision.MONTH:
        day = day.replace(day=1)
    elif precision is Precision.YEAR:
        day = day.replace(month=1, day=1)
    return Moment(datetime.combine(day, time(), UTC), precision, zone_known=False)


def _whole(match: re.Match[str], day: date, precision: Precision, counted: Counted) -> _Found:
    return match.start(), match.end(), _moment(day, precision), counted


# --- names of months ---


def _iso(match: re.Match[str], page: _Page) -> _Found:
    return _whole(match, date(int(match["y0"]), int(match["m0"]), int(match["d0"])), Precision.DAY, Counted.FULL)


def _figures(match: re.Match[str], page: _Page) -> _Found:
    """Read 5/6/2025 in the order of its language; where only the other order makes a date, in that."""
    first, second = int(match["a"]), int(match["b"])
    swapped = second > 12 or (page.words.month_first and match["sep"] == "/" and first <= 12)
    day, month = (second, first) if swapped else (first, second)
    return _whole(match, date(int(match["y1"]), month, day), Precision.DAY, Counted.FULL)


def _day_month(match: re.Match[str], page: _Page) -> _Found:
    return _of_month(match, page, 1, int(match["d1"]))


def _month_day(match: re.Match[str], page: _Page) -> _Found:
    return _of_month(match, page, 2, int(match["d2"]))


def _month(match: re.Match[str], page: _Page) -> _Found:
    return _of_month(match, page, 3, None)


def _of_month(match: re.Match[str], page: _Page, place: int, day: int | None) -> _Found:
    """Read a month with its year ("2010", "last year") or without, and maybe a day of it."""
    name = f"m{place}"
    if not _is_name(match, name, page):
        return None
    month, precision = _number_of(match[name], page), Precision.DAY if day else Precision.MONTH
    if match[f"year{place}"]:
        return _whole(match, date(int(match[f"year{place}"]), month, day or 1), precision, Counted.FULL)
    if page.today is None:
        return None
    if shift := match[f"shift{place}"]:
        year = page.today.year + page.words.shifts[shift]
        return _whole(match, date(year, month, day or 1), precision, Counted.FROM_TEXT)
    if day is None and not _is_within(page, match.start()):
        return None
    return _whole(match, _nearest(page, match.start(), month, day or 1), precision, Counted.FROM_TEXT)


def _shifted_month(match: re.Match[str], page: _Page) -> _Found:
    """Read "last June": of the one that was, the one now, or the one to come."""
    if page.today is None or not _is_name(match, "m4", page):
        return None
    month, shift = _number_of(match["m4"], page), page.words.shifts[match["shift4"]]
    year = page.today.year
    if shift < 0 and month >= page.today.month:
        year -= 1
    if shift > 0 and month <= page.today.month:
        year += 1
    return _whole(match, date(year, month, 1), Precision.MONTH, Counted.FROM_TEXT)


def _is_within(page: _Page, at: int) -> bool:
    """Say whether a word before a month or a year makes it a time: "in May", "since early 2008"."""
    return _within(page.words).search(page.folded, max(0, at - _WITHIN_REACH), at) is not None


_WITHIN_REACH = 24


@lru_cache(maxsize=16)
def _within(words: TimeWords) -> re.Pattern[str]:
    return re.compile(rf"\b{_any(words.within)}[ \u00a0-]{{1,2}}(?:(?:mid|early|late|the|year)[ -])?\Z")


def _is_name(match: re.Match[str], group: str, page: _Page) -> bool:
    """Say whether a word is written like the name it could be: "May", not "may"."""
    return not page.words.capital or page.text[match.start(group)].isupper()


def _number_of(name: str, page: _Page) -> int:
    return page.words.months[name]


def _nearest(page: _Page, at: int, month: int, day: int) -> date:
    """Return the day of that name which is nearest to the text's own; past ones are nearer (`AHEAD_COSTS`)."""
    today = page.today or date.min
    ahead = _is_ahead(page, at)
    near = [known for year in (today.year - 1, today.year, today.year + 1) if (known := _known(year, month, day))]
    if not ahead and _is_past(page, at):
        near = [known for known in near if known <= today + _EDITION]
    if not near:
        raise ValueError(f"no year near {today.year} has a day {day} of month {month}")
    return min(near, key=lambda d: (today - d).days if d <= today else (d - today).days * (1 if ahead else AHEAD_COSTS))


def _known(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_ahead(page: _Page, at: int) -> bool:
    """Say whether the words before, in the same sentence, say that what follows is yet to come."""
    head = page.folded[max(0, at - AHEAD_REACH) : at]
    return _ahead(page.words).search(head[head.rfind("\n") + 1 :]) is not None


@lru_cache(maxsize=16)
def _ahead(words: TimeWords) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any(words.ahead)}(?!\w)[^.!?;,]*\Z")


#: A page may be dated before its edition: what "was said on Saturday, April 25" can be the day after.
_EDITION = timedelta(days=3)
#: How far back before a name the verb stands that says that it was ("reported in January").
_PAST_REACH = 60
#: So many words may stand between "was" and "in March"; "agreed a vote in March" may be of a vote to come.
_PAST_GAP = 4


def _is_past(page: _Page, at: int) -> bool:
    """Say whether a verb right before says that what follows was: "reported in January", "was tried in March"."""
    head = page.folded[max(0, at - _PAST_REACH) : at]
    verb = _past(page.words).search(head[head.rfind("\n") + 1 :])
    return verb is not None and verb["verb"] not in page.words.not_past


@lru_cache(maxsize=16)
def _past(words: TimeWords) -> re.Pattern[str]:
    link, other = _any(words.past_links), _any(words.not_past)
    between = rf"(?:[ \u00a0](?!{other}[ \u00a0])[\w’'-]+){{0,{_PAST_GAP}}}"
    regular = rf"\w+{_any(words.past_ends)}" if words.past_ends else _NEVER
    return re.compile(rf"(?<!\w)(?:(?P<verb>{regular})|{_any(words.past)}{between})[ \u00a0]{link}[ \u00a0]\Z")


# --- weekdays and phrases ---


#: "This Thursday" is the last one up to so many days back; said on a Wednesday it is tomorrow.
_THIS_BACK = 5


def _weekday(match: re.Match[str], page: _Page) -> _Found:
    """Read "Wednesday": today or the last one, or the coming one where that is said."""
    if page.today is None or not _is_name(match, "w6", page):
        return None
    back = (page.today.weekday() - page.words.weekdays[match["w6"]]) % 7
    shift = page.words.shifts[match["shift6"]] if match["shift6"] else None
    if match["after6"]:
        shift = page.words.shifts_after[match["after6"]]
    if shift is not None and shift < 0:
        back = back or 7
    elif (shift or 0) > 0 or (shift == 0 and back > _THIS_BACK) or (back and _is_ahead(page, match.start())):
        back -= 7
    return _whole(match, page.today - timedelta(days=back), Precision.DAY, Counted.FROM_TEXT)


def _named(match: re.Match[str], page: _Page) -> _Found:
    """Read "yesterday" and "the next day"."""
    phrase = match["phrase"]
    if page.today is None or _is_loud(page, match.start(), match.end()):
        return None
    if phrase in page.words.days:
        day = page.today + timedelta(days=page.words.days[phrase])
        return _whole(match, day, Precision.DAY, Counted.FROM_TEXT)
    if page.before is None:
        return None
    day = page.before + timedelta(days=page.words.leaning[phrase])
    return _whole(match, day, Precision.DAY, Counted.FROM_BEFORE)


#: What stands around a word says whether the line is in capitals.
_AROUND = 40


def _is_loud(page: _Page, start: int, end: int) -> bool:
    """Say whether a phrase alone is in capitals in its line: "TODAY" is a name there, and not the day."""
    around = page.text[max(0, start - _AROUND) : start] + page.text[end : end + _AROUND]
    small_letters = sum(letter.islower() for letter in around)
    return page.text[start:end].isupper() and small_letters > sum(letter.isupper() for letter in around)


# --- counted units ---


def _counted(match: re.Match[str], page: _Page) -> _Found:
    """Read "two months ago", and "two days later", which needs a day named before."""
    way = match["back7"]
    ago = way in page.words.ago
    unit = page.words.units[match["u7"]]
    before = page.year or page.before if unit == "year" and way in page.words.later else page.before
    origin = page.today if ago else before
    if page.today is None or origin is None:
        return None
    number = _count(match["n7"], page) * (1 if way in page.words.later else -1)
    counted = Counted.FROM_TEXT if ago else Counted.FROM_BEFORE
    return _whole(match, *_moved(origin, number, unit), counted)


def _counted_first(match: re.Match[str], page: _Page) -> _Found:
    if page.today is None:
        return None
    unit = page.words.units[match["u8"]]
    return _whole(match, *_moved(page.today, -_count(match["n8"], page), unit), Counted.FROM_TEXT)


def _shifted(match: re.Match[str], page: _Page) -> _Found:
    """Read "last week", "next year"."""
    if page.today is None:
        return None
    shift, unit = page.words.shifts[match["shift9"]], page.words.units[match["u9"]]
    return _whole(match, *_moved(page.today, shift, unit), Counted.FROM_TEXT)


def _shifted_after(match: re.Match[str], page: _Page) -> _Found:
    """Read "la semaine dernière"."""
    if page.today is None:
        return None
    shift, unit = page.words.shifts_after[match["after11"]], page.words.units[match["u11"]]
    return _whole(match, *_moved(page.today, shift, unit), Counted.FROM_TEXT)


def _in_year(match: re.Match[str], page: _Page) -> _Found:
    if not _is_within(page, match.start()):
        return None
    return _whole(match, date(int(match["y10"]), 1, 1), Precision.YEAR, Counted.FULL)


def _count(number: str, page: _Page) -> int:
    return int(number) if number.isdigit() else page.words.numbers[number]


def _moved(day: date, number: int, unit: str) -> tuple[date, Precision]:
    """Go so many units on from a day: the answer is as precise as the unit."""
    if unit == "day":
        return day + timedelta(days=number), Precision.DAY
    if unit == "week":
        return day + timedelta(weeks=number), Precision.WEEK
    if unit == "year":
        return day.replace(year=day.year + number, month=1, day=1), Precision.YEAR
    months = day.year * 12 + day.month - 1 + number
    return day.replace(year=months // 12, month=months % 12 + 1, day=1), Precision.MONTH


_READERS = {
    "iso": _iso,
    "figures": _figures,
    "day_month": _day_month,
    "month_day": _month_day,
    "month": _month,
    "shifted_month": _shifted_month,
    "weekday": _weekday,
    "named": _named,
    "counted": _counted,
    "counted_first": _counted_first,
    "shifted": _shifted,
    "shifted_after": _shifted_after,
    "in_year": _in_year,
}


def times_by_sentence(times: Iterable[Time], ends: Iterable[int]) -> Iterator[list[Time]]:
    """Deal times (in order) out to stretches that end at ``ends`` (in order)."""
    left = iter(times)
    one = next(left, None)
    for end in ends:
        mine: list[Time] = []
        while one is not None and one.start < end:
            mine.append(one)
            one = next(left, None)
        yield mine
