"""What a host asks of programs in its robots.txt (RFC 9309). Pure; `guest` is who asks for it and heeds it.

    robots.txt | the groups that mean us | Rules (a row can hold them) | may this address be read? how far apart?

A file that is not there asks nothing. One that cannot be read asks to be left alone for now: what was known before it
became unreadable holds on, and after thirty days of silence it counts as not there. Only what concerns us is parsed,
for twenty thousand agents with twenty thousand rules in common would take gigabytes.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from firsthand.model.errors import UnreachableAddress

#: By this name a robots.txt calls us.
PRODUCT = "Firsthand"
#: What is beyond is not read: the least that the RFC asks for is 500 KiB.
MOST_BYTES = 512_000
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
#: For how long a host whose robots.txt cannot be read is taken at its last word, or left alone.
_SILENCE = timedelta(days=30)
_SITEMAPS, _ADDRESS_LETTERS = 100, 2000
_AGENT = re.compile(r"user[-\s]?agent\s*[:\s]\s*(\S.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)
_SITEMAP = re.compile(r"site-?maps?\s*:\s*(\S+)", re.IGNORECASE)
#: Parsed rules are kept for texts up to so many letters; larger ones are rare, and parsed each time.
_PARSED_LETTERS = 16_384


class Verdict(StrEnum):
    """What is known of a host: its rules, that it has none, or that it wants to be left alone for now."""

    RULES = "rules"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt asks of us, in a form that a row can hold.

    ``text`` are the lines that concern us. ``until``: then it is to be read again. ``unread_since``: since when it could
    not be read, with ``cause``; None when it was read the last time.
    """

    verdict: Verdict
    text: str
    until: datetime
    unread_since: datetime | None = None
    cause: str = ""

    def allows(self, url: str) -> bool:
        """Say whether we may read this address."""
        if self.verdict is Verdict.RULES:
            return _parsed(self.text).can_fetch(url, PRODUCT)
        return self.verdict is Verdict.ALL

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests; 0 when it does not say."""
        if self.verdict is not Verdict.RULES:
            return 0.0
        parsed = _parsed(self.text)
        rate = parsed.request_rate(PRODUCT)
        return max(parsed.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the site's maps, a hundred at most."""
        found = (match[1] for match in map(_SITEMAP.match, self.text.splitlines()) if match)
        fit = (url for url in found if url.lower().startswith(("http://", "https://")) and len(url) <= _ADDRESS_LETTERS)
        return tuple(dict.fromkeys(fit))[:_SITEMAPS]

    def fresh_seconds(self, now: datetime) -> int:
        """For how many seconds it need not be read again; a day at most."""
        return max(int((min(self.until, now + _DAY) - now).total_seconds()), 0)


def rules_of(
    status: int,
    content: bytes,
    now: datetime,
    *,
    fresh_seconds: int | None = None,
    retry_seconds: float | None = None,
    before: Rules | None = None,
) -> Rules:
    """Return what an answer to the question for robots.txt means. ``before``: what was known of the host until now.

    429 counts as "not now", though it is a client's error: who is asked too often says nothing of what may be read.
    """
    if 200 <= status < 300:
        wait = _DAY if fresh_seconds is None else timedelta(seconds=fresh_seconds)
        text = _ours(content[:MOST_BYTES].decode("utf-8-sig", "replace"))
        return Rules(Verdict.RULES, text, now + min(max(wait, _HOUR), _DAY))
    if status >= 500 or status == 429:
        return unread(f"HTTP {status}", now, retry_seconds, before)
    return Rules(Verdict.ALL, "", now + _DAY)


def unread(cause: str, now: datetime, retry_seconds: float | None = None, before: Rules | None = None) -> Rules:
    """Return what holds while a robots.txt cannot be read: what held before, else nothing may be read, for thirty days."""
    since = (before.unread_since if before else None) or now
    again = now + min(max(timedelta(seconds=retry_seconds or 0.0), _HOUR), _DAY)
    if now - since >= _SILENCE:
        return Rules(Verdict.ALL, "", again, since, cause)
    if before is not None and before.verdict is not Verdict.NONE:
        return Rules(before.verdict, before.text, again, since, cause)
    return Rules(Verdict.NONE, "", again, since, cause)


def check(url: str, rules: Rules, now: datetime) -> None:
    """Let an address be read, or raise `UnreachableAddress`: ``robots``, or ``robots_unread`` where nobody knows."""
    if rules.allows(url):
        return
    host = urlsplit(url).hostname or url
    if rules.verdict is Verdict.NONE:
        wait = max((rules.until - now).total_seconds(), 1.0)
        raise UnreachableAddress(
            "robots_unread",
            f"the robots.txt of {host} cannot be read now ({rules.cause}), and without it nothing there is.",
            f"Try again in {wait:.0f} seconds.",
            retry_seconds=wait,
        )
    raise UnreachableAddress(
        "robots",
        f"{host} asks programs not to read this address.",
        "Open it in a browser, save the page, and read the saved file.",
    )


def origin(url: str) -> str:
    """The scheme, host and port that a robots.txt speaks for: ``https://example.org``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _ours(text: str) -> str:
    """Keep the groups that mean us or everybody, and the sitemaps; name the agents of a group once."""
    kept: list[str] = []
    agents: set[str] = set()
    naming = False
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        if agent := _AGENT.match(line):
            agents = agents if naming else set()
            naming, name = True, _agent(agent[1])
            if name and name not in agents:
                agents.add(name)
                kept.append(f"User-agent: {name}")
        elif _SITEMAP.match(line):
            kept.append(line)
        elif line:
            naming = False
            if agents:
                kept.append(line)
    return "\n".join(kept)


def _agent(value: str) -> str:
    """Who is meant: ourselves, everybody, or nobody we know (empty)."""
    token = _TOKEN.match(value)
    if token and token[0].lower() == PRODUCT.lower():
        return PRODUCT
    return "*" if value.strip() == "*" else ""


def _parsed(text: str) -> Protego:
    return _parsed_before(text) if len(text) <= _PARSED_LETTERS else Protego.parse(text)


@lru_cache(256)
def _parsed_before(text: str) -> Protego:
    return Protego.parse(text)
