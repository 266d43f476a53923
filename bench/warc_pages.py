"""Made-up news pages for the archive's bench: many outlets and days, copies among them, furniture around each.

All words are made of syllables and come as often as words do (Zipf); an event has words of its own. Three pages of ten tell
an event that was told before: half of them copy its text, with a credit line and a paragraph left out, half say it anew.
"""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

SEED, OUTLETS, DAYS = 2026, 60, 20
BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
_SMALL = (
    "the of and to a in that it was on for as with by at from his her its not be has had have an said would were which "
    "are this their been but after who or will they more one two over about also than out up last first when year into"
).split()
_VERBS = "said told asked announced denied reported warned added".split()


@dataclass(frozen=True, slots=True)
class Story:
    """What an event's first report says: when, its headline and its paragraphs."""

    at: datetime
    headline: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be served: its address, when it was seen, its HTML."""

    address: str
    at: datetime
    html: bytes


def pages(count: int) -> Iterator[Page]:
    """Make ``count`` pages in the order they were seen; the same for the same number."""
    chance = random.Random(SEED)
    step = timedelta(days=DAYS) / count
    told: list[tuple[Story, str]] = []
    for number in range(count):
        at, outlet = BEGINS + number * step, chance.randrange(OUTLETS)
        again = chance.random() < 0.3 and told
        if again:
            story, first = chance.choice(told[-400:])
            story = _copied(story, first, chance) if chance.random() < 0.5 else _retold(story, at, chance)
        else:
            story = _new(at, chance)
            told.append((story, outlet_name(outlet)))
        yield Page(f"https://www.{_host(outlet)}/{at:%Y/%m/%d}/{number}.html", at, _html(story, outlet, number, at))


def write_archive(path: Path, count: int) -> int:
    """Write the pages as a WARC file of packed records, each with its request; return its size in bytes."""
    with path.open("wb") as archive:
        for page in pages(count):
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.html
            for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", answer)):
                archive.write(gzip.compress(_record(kind, page, block), 6, mtime=0))
    return path.stat().st_size


def _record(kind: str, page: Page, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {page.address}\r\nWARC-Date: {page.at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    chance = random.Random(SEED)
    words = {"".join(_syllable(chance) for _ in range(chance.randint(2, 4))) for _ in range(30_000)}
    every = _SMALL + sorted(words)
    chance.shuffle(every[len(_SMALL) :])
    return every, list(accumulate(1 / (rank + 3) for rank in range(len(every))))


def _syllable(chance: random.Random) -> str:
    return chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") + chance.choice(("", "", "n", "r", "s", "l"))


def _new(at: datetime, chance: random.Random) -> Story:
    names = tuple("".join(_syllable(chance) for _ in range(3)).title() for _ in range(8))
    headline = f"{names[0]} {chance.choice(_VERBS)} {names[1]} {' '.join(_words(chance, 4))}"
    return Story(at, headline, tuple(_paragraph(names, chance) for _ in range(chance.randint(8, 16))), names)


def _retold(story: Story, at: datetime, chance: random.Random) -> Story:
    fresh = _new(at, chance)
    texts = tuple(_paragraph(story.names, chance) for _ in fresh.paragraphs)
    return Story(at, f"{story.names[1]} and {story.names[0]}: {' '.join(_words(chance, 4))}", texts, story.names)


def _copied(story: Story, first: str, chance: random.Random) -> Story:
    left = list(story.paragraphs)
    left.pop(chance.randrange(1, len(left)))
    return Story(story.at, story.headline, (*left, f"This report was first published by {first}."), story.names)


def _paragraph(names: tuple[str, ...], chance: random.Random) -> str:
    return " ".join(_sentence(names, chance) for _ in range(chance.randint(2, 4)))


def _sentence(names: tuple[str, ...], chance: random.Random) -> str:
    words = _words(chance, chance.randint(9, 20))
    words.insert(chance.randrange(len(words)), chance.choice(names))
    text = " ".join(words)
    if chance.random() < 0.15:
        return f"“{text[0].upper()}{text[1:]},” {chance.choice(_VERBS)} {chance.choice(names)} {chance.choice(names)}."
    return f"{text[0].upper()}{text[1:]}."


def _words(chance: random.Random, count: int) -> list[str]:
    words, weights = _vocabulary()
    return chance.choices(words, cum_weights=weights, k=count)


def outlet_name(outlet: int) -> str:
    """Name an outlet."""
    chance = random.Random(f"outlet {outlet}")
    return f"{''.join(_syllable(chance) for _ in range(2)).title()} {chance.choice(('Herald', 'Post', 'Courier', 'Gazette'))}"


def _host(outlet: int) -> str:
    return f"{outlet_name(outlet).lower().replace(' ', '-')}-{outlet}.example"


@cache
def _furniture(outlet: int) -> tuple[str, str, str]:
    """What stands around every page of an outlet: style and scripts, the head with its menu, the foot."""
    chance = random.Random(f"furniture {outlet}")
    rules = "".join(
        f".c{n}{{margin:{chance.randrange(40)}px;color:#{chance.randrange(16**6):06x}}}" for n in range(500)
    )
    script = "".join(f"var v{n}={chance.random()};" for n in range(400))
    menu = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in _words(chance, 40))
    foot = "".join(f'<li><a href="/about/{word}">{word}</a></li>' for word in _words(chance, 30))
    banner = f"<div class=consent><p>We use cookies. {' '.join(_words(chance, 40))}</p><button>Accept</button></div>"
    return (
        f"<style>{rules}</style><script>{script}</script>",
        f"{banner}<header><nav><ul>{menu}</ul></nav></header>",
        f"<footer><ul>{foot}</ul><p>© {outlet_name(outlet)}</p></footer>",
    )


def _html(story: Story, outlet: int, number: int, at: datetime) -> bytes:
    chance = random.Random(number)
    head, top, foot = _furniture(outlet)
    by, name = " ".join(word.title() for word in _words(chance, 2)), outlet_name(outlet)
    data = json.dumps(
        {"@type": "NewsArticle", "headline": story.headline, "datePublished": at.isoformat(), "author": by}
    )
    body = "".join(f"<p>{text}</p>" for text in story.paragraphs)
    more = "".join(
        f'<li><a href="/x/{n}"><img src="/{n}.jpg" alt=""><h3>{" ".join(_words(chance, 8)).title()}</h3></a></li>'
        for n in range(12)
    )
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{story.headline} | {name}</title>"
        f'<meta property="og:site_name" content="{name}"><script type="application/ld+json">{data}</script>{head}</head>'
        f"<body>{top}<main><article><h1>{story.headline}</h1><p class=byline>By {by}</p><time datetime={at.isoformat()}>"
        f"{at:%d %B %Y}</time>{body}</article><aside><h2>Most read</h2><ul>{more}</ul></aside></main>{foot}</body></html>"
    ).encode()
