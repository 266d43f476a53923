"""How numbers, times, codes and addresses are written for a reader. The filters of the templates.

Times are remembered as they were written: the pages that are asked for most name the same few hundred.
"""

import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale
from markupsafe import Markup, escape

from firsthand.model.moment import Moment, Precision, parse_iso

_COARSE = (Precision.YEAR, Precision.MONTH, Precision.WEEK, Precision.DAY)
_ISO = re.compile(r"\b(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z)")

#: What the codes of the records are called on the page, where taking the underscores out is not enough.
_LABELS = {
    "absent_original": "original not here",
    "same": "unchanged",
    "live_item": "live item",
    "round_up": "round-up",
    "house_style": "house style",
    "html_head": "page title and metadata",
    "related": "also on this page",
    "partial": "takes sentences",
    "shared_statement": "prints the same statement",
    "shared_post": "prints the same post",
    "shared_background": "has the same background",
    "main": "the page’s own article",
    "second_source": "second independent source",
}


@lru_cache(maxsize=8192)
def _moment(iso: str) -> Moment | None:
    try:
        return parse_iso(iso)
    except (KeyError, ValueError):
        return None


def _written(moment: Moment) -> str:
    at = moment.at
    if moment.precision is Precision.YEAR:
        return f"{at.year}"
    if moment.precision is Precision.MONTH:
        return f"{at:%B} {at.year}"
    if moment.precision is Precision.WEEK:
        return f"the week of {_date(at)}"
    return _date(at) if moment.precision is Precision.DAY else f"{_date(at)}, {at:%H:%M} UTC"


def _date(at: datetime) -> str:
    return f"{at.day} {at:%B} {at.year}"


@lru_cache(maxsize=8192)
def when(iso: str | None) -> Markup:
    """Write a time as precisely as it is known, as a ``time`` element; nothing for no time.

    >>> str(when("2025-05-28T14:00Z"))
    '<time datetime="2025-05-28T14:00Z">28 May 2025, 14:00 UTC</time>'
    """
    moment = _moment(iso) if iso else None
    return escape(iso or "") if moment is None else _time(iso, _written(moment))


def _time(iso: str | None, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(iso, words)


#: Up to how many of a unit a stretch of time is told in it.
_SPANS = ((60, 59.5, "min"), (3600, 47.5, "h"), (86_400, 13.5, "day"), (604_800, float("inf"), "week"))


def ago(iso: str | None, now: str) -> Markup:
    """Write a time by how far it is from now, as a ``time`` element with the time itself as its title; nothing for no time.

    >>> ago("2025-05-28T14:00:00Z", "2025-05-28T14:04:10Z").striptags()
    '4 min ago'
    >>> [ago(f"2025-05-{then}Z", "2025-05-28T14:01:10Z").striptags() for then in ("30T15:00:00", "28T14:00:50")]
    ['in 2 days', 'just now']
    """
    moment, here = _moment(iso) if iso else None, _moment(now)
    if moment is None or here is None:
        return Markup("{}").format(iso or "")
    seconds = (moment.at - here.at).total_seconds()
    words = _far(abs(seconds))
    told = "just now" if not words else f"in {words}" if seconds > 0 else f"{words} ago"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(iso, _written(moment), told)


def _far(seconds: float) -> str:
    if seconds < 45:
        return ""
    size, name = next((size, name) for size, most, name in _SPANS if seconds / size < most)
    number = max(round(seconds / size), 1)
    return f"{number} {name}{'s' if number > 1 and name not in ('min', 'h') else ''}"


@lru_cache(maxsize=8192)
def hours(first: str | None, last: str | None) -> Markup:
    """Write from when to when for a line that stands under the day of ``last``: the hours alone where that is the day.

    >>> hours("2025-05-28T14:00Z", "2025-05-28T16:10Z").striptags()
    '14:00–16:10'
    """
    start, end = (_moment(t) if t else None for t in (first, last))
    if end is None or end.precision in _COARSE:
        return spell(first, last) if start and end and start.at.date() != end.at.date() else Markup("")
    until = _time(last, f"{end.at:%H:%M}")
    if start is None or start == end:
        return until
    if start.precision in _COARSE or start.at.date() != end.at.date():
        began = f"{start.at.day} {start.at:%b}" if start.at.year == end.at.year else _date(start.at)
        return Markup("since {}, {}").format(_time(first, began), until)
    return Markup("{}–{}").format(_time(first, f"{start.at:%H:%M}"), until)


def told(sentence: str) -> Markup:
    """Write a sentence of the program with its times as a reader writes them.

    >>> told("published 2025-05-28T14:00Z, a day before").striptags()
    'published 28 May 2025, 14:00 UTC, a day before'
    """
    parts = _ISO.split(sentence) if "Z" in sentence else [sentence]
    return Markup("").join(when(part) if n % 2 else part for n, part in enumerate(parts))


@lru_cache(maxsize=8192)
def spell(first: str | None, last: str | None) -> Markup:
    """Write from when to when, the day only once where both lie in one.

    >>> spell("2025-05-28T14:00Z", "2025-05-28T16:10Z").striptags()
    '28 May 2025, 14:00–16:10 UTC'
    """
    start, end = (_moment(t) if t else None for t in (first, last))
    if start is None or end is None or start == end:
        return when(first or last)
    clocks = not {start.precision, end.precision} & set(_COARSE)
    if clocks and start.at.date() == end.at.date():
        began = _time(first, f"{_date(start.at)}, {start.at:%H:%M}")
        return Markup("{}–{}").format(began, _time(last, f"{end.at:%H:%M} UTC"))
    return when(first) + Markup(" – ") + when(last)


def brief(iso: str | None) -> str:
    """Write a time where there is little room; nothing for no time.

    >>> brief("2025-05-28T14:00Z"), brief("2025-05-28"), brief("2025-05"), brief(None)
    ('28 May, 14:00', '28 May 2025', 'May 2025', '')
    """
    moment = _moment(iso) if iso else None
    if moment is None:
        return ""
    if moment.precision in _COARSE:
        return _written(moment)
    return f"{moment.at.day} {moment.at:%b, %H:%M}"


@lru_cache(maxsize=8192)
def day(iso: str | None) -> str:
    """Name the day of a time as a heading: ``Wednesday 28 May 2025``."""
    moment = _moment(iso) if iso else None
    if moment is None:
        return "Undated"
    if moment.precision in (Precision.MONTH, Precision.YEAR):
        return _written(moment)
    return f"{moment.at:%A} {_date(moment.at)}"


@lru_cache(maxsize=1024)
def tongue(code: str) -> str:
    """Name a language in English, by its ISO 639 code; one that has no name goes by its code.

    >>> tongue("ru"), tongue("xx")
    ('Russian', 'xx')
    """
    return str(Locale("en").languages.get(code.partition("-")[0].lower(), code))


def percent(share: float) -> str:
    """Write a share; never a full 100 % for less than all, never 0 % for more than nothing.

    >>> percent(0.974), percent(0.999), percent(0.001), percent(1.0)
    ('97\\xa0%', '99\\xa0%', '1\\xa0%', '100\\xa0%')
    """
    points = round(share * 100)
    if points == 100 and share < 1:
        points = 99
    if points == 0 and share > 0:
        points = 1
    return f"{points}\N{NO-BREAK SPACE}%"


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    >>> count(1, "outlet"), count(1200, "outlet"), count(2, "copy", "copies")
    ('1 outlet', '1,200 outlets', '2 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """Write the place in an order.

    >>> ordinal(1), ordinal(2), ordinal(3), ordinal(11), ordinal(22)
    ('1st', '2nd', '3rd', '11th', '22nd')
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def label(code: str) -> str:
    """Name a code in words."""
    return _LABELS.get(code, code.replace("_", " ").replace(":", ": "))


def outward(url: str | None) -> str | None:
    """Return an address that may stand in a link: http and https only, whatever a page claimed about itself."""
    if not url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def host(url: str | None) -> str:
    """Return the host of an address, without its ``www.``."""
    safe = outward(url)
    return urlsplit(safe).netloc.rpartition("@")[2].removeprefix("www.") if safe else ""


def bare(address: str) -> str:
    """Write an address without what all web addresses have.

    >>> bare("https://www.example.com/feed"), bare("http://a.example/"), bare("/home/ada/pages")
    ('example.com/feed', 'a.example', '/home/ada/pages')
    """
    shown = re.sub(r"^https?://(?:www\.)?", "", address)
    return shown.rstrip("/") if shown != address else address


def behind(cause: str, place: str) -> str:
    """Write a cause without the address that it begins with, where that stands beside it already.

    >>> behind("https://a.example/feed: the server is slow.", "https://a.example/feed")
    'The server is slow.'
    """
    rest = cause.removeprefix(f"{place}: ") if place else cause
    return rest if "://" in rest.partition(" ")[0] else rest[:1].upper() + rest[1:]


def few(number: float) -> str:
    """Write a rate: small ones with a tenth, none as 0.

    >>> few(0.0), few(0.3), few(12.34), few(1234.5)
    ('0', '0.3', '12', '1,234')
    """
    return f"{number:,.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"


def size(number: int) -> str:
    """Write a number of bytes.

    >>> size(310), size(2048), size(5_400_000)
    ('310 B', '2 kB', '5.4 MB')
    """
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:,.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"


def named(outlet: str | None, url: str | None) -> str:
    """Name a page by its outlet, or else by its host."""
    return outlet or host(url) or "Unnamed page"


def passage(document: str, start: int, end: int) -> str:
    """Return the address of a passage in its document's page, which marks it.

    >>> passage("doc_a", 120, 180)
    '/document/doc_a?from=120&to=180#c120-180'
    """
    return f"/document/{document}?from={start}&to={end}#c{start}-{end}"
