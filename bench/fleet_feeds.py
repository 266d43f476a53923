"""A made-up fleet of feeds: where each is, what it lists in which round, and how a fifth of them misbehave. Pure.

Every feed but a few has a host of its own (all of 127/8 is this machine); the others share a handful. A good feed lists
20 entries, news-like: teasers, and each tenth with its whole text. In every round after the first half of the feeds list three
new entries, and no longer the three oldest; the others say what they said.
"""

from dataclasses import dataclass
from functools import cache

LISTED, _NEW_A_ROUND = 20, 3
#: How feeds misbehave -> what has to come of it: the cause's code; empty where every entry must be found all the same.
MANNERS = {
    "drips its head": "timeout",
    "drips its body": "timeout",
    "says nothing": "timeout",
    "stops in its body": "timeout",
    "resets at once": "broken",
    "resets in its body": "broken",
    "never ends its body": "too_large",
    "names 50 MB": "too_large",
    "sends 50 MB in chunks": "too_large",
    "is a bomb of gzip": "too_large",
    "names a length too large": "broken",
    "redirects in a circle": "redirects",
    "redirects for ever": "redirects",
    "is not there": "not_found",
    "is gone": "gone",
    "wants its peace": "rate_limited",
    "has a fault": "server_error",
    "is closed for now": "server_error",
    "is a picture": "not_text",
    "is behind a wall": "challenge",
    "is a page": "not-a-feed",
    "is empty": "empty",
    "is a bomb of entities": "",
    "is ill-formed": "",
    "gives its entries new ids": "",
    "gives all its entries one id": "",
    "has its clock wrong": "",
    "has moved": "",
}
#: Those that keep a reader waiting until its patience ends.
SLOW = frozenset(("drips its head", "drips its body", "says nothing", "stops in its body"))
#: Those that named a time before which they are not to be asked again.
PEACE = frozenset(("wants its peace", "is closed for now"))
_WORDS = (
    "harbour board quay ferry council budget bridge storm school teachers rail strike court ruling museum theft "
    "factory union wages river flood farmers drought satellite launch hospital nurses airport runway tram line theatre "
    "festival mayor elections bakery patent vaccine trial mill dam tunnel orchard market prices exports grain inspector "
    "report witness verdict engineers miners lighthouse reef cable outage reserve merger shares auction painting canal"
).split()


@dataclass(frozen=True, slots=True)
class FleetFeed:
    """One feed. ``manner`` is how it misbehaves, empty for a good one."""

    number: int
    host: str
    manner: str

    @property
    def path(self) -> str:
        """Where it lies at its host."""
        return f"/feed/{self.number}"

    @property
    def outcome(self) -> str:
        """The code of what has to come of it; empty where it has to be read."""
        return MANNERS.get(self.manner, "")

    @property
    def moves_on(self) -> bool:
        """Say whether it lists something new in every round."""
        return self.number % 2 == 0


def fleet(count: int) -> list[FleetFeed]:
    """Make so many feeds: a fifth misbehaves in all ways in turn, a thirtieth shares four hosts."""
    return [_feed(number) for number in range(count)]


def _feed(number: int) -> FleetFeed:
    if number % 5 == 4:
        return FleetFeed(number, _own_host(number), list(MANNERS)[number // 5 % len(MANNERS)])
    return FleetFeed(number, f"127.250.0.{1 + number % 4}" if number % 33 == 1 else _own_host(number), "")


def _own_host(number: int) -> str:
    return f"127.{16 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def listed(feed: FleetFeed, round_: int) -> range:
    """Return the numbers of the entries that a feed lists in a round (from 0), the oldest first."""
    start = round_ * _NEW_A_ROUND if feed.moves_on else 0
    return range(start, start + LISTED)


def link(feed: FleetFeed, port: int, entry: int) -> str:
    """Return where an entry leads."""
    return f"http://{feed.host}:{port}/page/{feed.number}/{entry}"


def version(feed: FleetFeed, round_: int) -> int:
    """Return the version of what a feed says: it changes with what it lists."""
    return round_ if feed.moves_on or feed.manner == "gives its entries new ids" else 0


def etag(feed: FleetFeed, round_: int) -> str:
    """Return the ETag as it is sent (latin-1), of many odd kinds; every tenth feed has none."""
    kinds = (
        '"v{0}"',
        'W/"{1}-{0}"',
        "{1}x{0}",
        '"a space {0}"',
        '"ol\xe9 {0}"',
        '"{1}:{0}--gzip"',
        "W/'{0}'",
        '"{0},{1}"',
    )
    return "" if feed.number % 10 == 7 else kinds[feed.number % len(kinds)].format(version(feed, round_), feed.number)


def modified(feed: FleetFeed, round_: int) -> str:
    """Return the Last-Modified as it is sent; a third of the feeds have none, a third write it their own way."""
    minute = version(feed, round_) % 60
    kinds = (f"Mon, 04 May 2026 12:{minute:02}:00 GMT", f"2026-05-04  12:{minute:02}", "")
    return "" if feed.number % 10 == 7 else kinds[feed.number % 3]


# What it says. --------------------------------------------------------------------------------------------------------


def rss(feed: FleetFeed, port: int, round_: int) -> bytes:
    """Write a feed as it is in a round."""
    doctype, note = ("", "") if feed.manner != "is a bomb of entities" else (_BOMB, "&z9;")
    items = "".join(_item(feed, port, round_, entry) for entry in reversed(listed(feed, round_)))
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The {_WORDS[feed.number % len(_WORDS)].title()} Post {feed.number}</title>"
        f"<link>http://{feed.host}:{port}/</link><description>{note}</description>{items}</channel></rss>"
    )
    return (text.replace("</title>", " & more</title>", 3)[:-6] if feed.manner == "is ill-formed" else text).encode()


def _item(feed: FleetFeed, port: int, round_: int, entry: int) -> str:
    seed = feed.number * 1009 + entry * 31
    whole = f"<content:encoded><![CDATA[{_whole(seed)}]]></content:encoded>" if entry % 10 == 3 else ""
    return (
        f"<item><title>{_title(seed)} {feed.number}-{entry}</title><link>{link(feed, port, entry)}</link>"
        f"<guid isPermaLink='false'>{_guid(feed, round_, entry)}</guid><pubDate>{_date(feed, entry)}</pubDate>"
        f"<description>{' '.join(_sentence(seed + n) for n in range(3))}</description>{whole}</item>"
    )


def _guid(feed: FleetFeed, round_: int, entry: int) -> str:
    if feed.manner == "gives its entries new ids":
        return f"{round_}-{feed.number}-{entry}"
    return "1" if feed.manner == "gives all its entries one id" else f"entry-{feed.number}-{entry}"


def _date(feed: FleetFeed, entry: int) -> str:
    if feed.manner == "has its clock wrong":
        return ("Fri, 01 Jan 2038 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "yesterday")[entry % 3]
    return f"{4 + entry // 24 % 20:02} May 2026 {entry % 24:02}:{feed.number % 60:02}:00 GMT"


def _title(seed: int) -> str:
    return " ".join(_WORDS[(seed * (7 + n) + n * n) % len(_WORDS)] for n in range(6)).capitalize()


@cache
def _sentence_at(number: int) -> str:
    some = [_WORDS[(number * (3 + n) + n * 5) % len(_WORDS)] for n in range(16)]
    return f"The {' '.join(some[:8])} said on Monday that {' '.join(some[8:])} stood."


def _sentence(seed: int) -> str:
    return _sentence_at(seed % 997)


def _whole(seed: int) -> str:
    return "".join(f"<p>{' '.join(_sentence(seed * 3 + n * 7 + m) for m in range(4))} {seed}.</p>" for n in range(5))


_BOMB = (
    '<!DOCTYPE rss [<!ENTITY z0 "zzzzzzzzzz">'
    + "".join(f'<!ENTITY z{n} "{f"&z{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
