"""From a document and what was understood of it to its row in the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from firsthand.model.document import Part, PartKind
from firsthand.model.moment import Moment
from firsthand.model.voices import Entity, PartyKind, Quote, Topic
from firsthand.search.facts import Facts
from firsthand.search.reading import bare_address

#: Letters of a text that are indexed: longer is no article, but a book or a bomb.
LONGEST = 200_000
#: What a page says around its running text and is found by all the same.
_BESIDE = (PartKind.STANDFIRST, PartKind.BULLET, PartKind.CAPTION, PartKind.BYLINE, PartKind.TOPIC)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """What the index needs of a document: a part of its record."""

    id: str
    text: str
    headline: str = ""
    parts: tuple[Part, ...] = ()
    outlet: str | None = None
    url: str | None = None
    published: Moment | None = None
    seen: Moment | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a document that was found: a part of its record."""

    id: str
    text: str
    headline: str = ""
    outlet: str | None = None
    url: str | None = None
    published: Moment | None = None
    seen: Moment | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the index needs of what was understood of a document: a part of that record."""

    quotes: tuple[Quote, ...] = ()
    entities: tuple[Entity, ...] = ()
    topics: tuple[Topic, ...] = ()
    own_topics: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the index: words by field, and what is compared as it is. ``at`` are seconds, ``day`` days since 1970."""

    document: str
    facts: Facts
    words: dict[str, list[str]]
    exact: dict[str, list[str]]
    at: int
    day: int


_KINDS = {
    PartyKind.PERSON: "person",
    PartyKind.ORGANISATION: "organisation",
    PartyKind.PLACE: "place",
}


def row(page: Page, heard: Heard, facts: Facts) -> Row:
    """Make the row of a document. Its time is when it was published, or else first seen."""
    text = page.text[:LONGEST]
    beside = [part.text for part in page.parts if part.kind in _BESIDE]
    words = {
        "headline": [page.headline],
        "text": [page.headline, *beside, page.outlet or "", text],
        "said": _said(text, heard.quotes),
        "outlet": [page.outlet or ""],
        "byline": [part.text for part in page.parts if part.kind is PartKind.BYLINE],
        "topic": _topics(page.parts, heard),
        "person": [],
        "organisation": [],
        "place": [],
    }
    for entity in heard.entities:
        if entity.kind in _KINDS:
            words[_KINDS[entity.kind]] += [entity.name, *entity.aliases]
    moment = page.published or page.seen
    seconds = int((moment.at - _FIRST).total_seconds()) if moment else 0
    language = (page.language or "").partition("-")[0].lower()
    exact = {"language": [language], "mark": list(facts.marks), **_places(page.url)}
    filled = {name: [w for w in some if w.strip()] for name, some in words.items()}
    return Row(
        page.id, facts, filled, {n: [v for v in some if v] for n, some in exact.items()}, seconds, seconds // 86_400
    )


def _said(text: str, quotes: Iterable[Quote]) -> list[str]:
    """Return the words inside quotations; of one within another only the outer."""
    return [text[s.start : s.end] for quote in quotes if quote.inside is None for s in quote.content]


def _topics(parts: Iterable[Part], heard: Heard) -> list[str]:
    given = [part.text for part in parts if part.kind in (PartKind.TOPIC, PartKind.SECTION)]
    return list(dict.fromkeys([*(topic.label for topic in heard.topics), *heard.own_topics, *heard.hashtags, *given]))


def _places(url: str | None) -> dict[str, list[str]]:
    """Return the address of a page, and its host with those that it is part of: ``news.bbc.co.uk`` is of ``bbc.co.uk``."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return {}
    labels = host.split(".")
    hosts = [".".join(labels[n:]) for n in range(max(len(labels) - 1, 1))]
    return {"host": hosts, "address": [bare_address(url)] if url and host else []}
