"""A store of 200,000 pages in 40,000 stories for `bench.site`: some hundred stories made by the program, and copied.

Each is made of real wire items by the functions of the stages (lineages, story, voices, page, line, facets) and kept under
many ids: ids have one length, so that a record is copied by writing other ids into it. Sizes are as in the news: most
stories are one page, a few are forty.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from bench.planted_corpus import SEED, read_items
from firsthand import shelving
from firsthand.library import link_documents
from firsthand.model.document import Block, BlockKind, Document, Part, PartKind, Role
from firsthand.model.ids import derive
from firsthand.model.moment import Moment
from firsthand.model.shelf import Facet, News, StoryLine, entity_id
from firsthand.model.story import Story
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.words import load_words
from firsthand.resolve.lineages import lineages
from firsthand.store import shelf, tables
from firsthand.store.database import Store
from firsthand.store.records import encode, pack, shrunk
from firsthand.thread.rank import rank
from firsthand.thread.stories import make_stories
from firsthand.understand.reading import Understood, understand

#: Pages of a story, and how many of a hundred stories have so many.
SIZES = ((1, 53), (2, 19), (5, 11), (10, 8), (20, 5), (40, 4))
STORIES, PROTOTYPES = 40_000, 300
START = datetime(2026, 9, 1, tzinfo=UTC)
_IDS = re.compile(rb"(doc|art|lin|sto|cap)_[a-z2-7]{4}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_LANGUAGES = ("en",) * 6 + ("de", "fr", "es", "ru")


@dataclass(frozen=True)
class Prototype:
    """A story with all that is kept of it."""

    story: Story
    record: bytes
    line: StoryLine
    facets: tuple[Facet, ...]
    page: bytes
    documents: list[Document]
    records: list[bytes]
    understood: list[bytes]


def make(store: Store, stories: int = STORIES) -> tuple[int, int]:
    """Fill an empty store; return how many stories and pages it has."""
    prototypes = list(_prototypes())
    chance, names, pages = random.Random(SEED), Counter[tuple[str, str, str]](), 0
    for first in range(0, stories, 500):
        rows: dict[str, list[dict[str, object]]] = {}
        for number in range(first, min(first + 500, stories)):
            chosen = prototypes[number % len(prototypes)]
            pages += len(chosen.documents)
            _copy(chosen, number, chance, rows, names)
        with store.write() as tx:
            for name, some in rows.items():
                tx.conn.execute(insert(tables.metadata.tables[name]), some)
    counted = [{"kind": k, "value": v, "name": n, "stories": count} for (k, v, n), count in sorted(names.items())]
    with store.write() as tx:
        tx.conn.execute(insert(tables.facet_name), counted)
    return stories, pages


def _prototypes() -> Iterator[Prototype]:
    chance = random.Random(SEED)
    items = read_items()
    chance.shuffle(items)
    texts = iter(items)
    sizes = [size for size, share in SIZES for _ in range(share * PROTOTYPES // 100)]
    chance.shuffle(sizes)
    for number, size in enumerate(sizes):
        sources = max(1, min(6, size // 3))
        some = [next(texts) for _ in range(sources)]
        yield _prototype([_document(number, n, some[n % sources], n < sources, chance) for n in range(size)])


def _document(story: int, number: int, text: list[str], original: bool, chance: random.Random) -> Document:
    paragraphs = text if original else [p for p in text if chance.random() > 0.15] or text
    headline = " ".join(text[0].split()[: 8 + number % 3])
    joined, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, len(joined), len(joined) + len(paragraph)))
        joined += paragraph + "\n\n"
    name, outlet = (
        f"{story}.{number}",
        f"The {('Post', 'Herald', 'Courier', 'Tribune', 'Echo')[number % 5]} {story * 7 % 97}",
    )
    when = Moment(START + timedelta(hours=story, minutes=9 * number))
    return Document(
        derive("doc", name),
        derive("cap", name),
        derive("art", name),
        Role.MAIN,
        joined,
        tuple(blocks),
        parts=(Part(PartKind.HEADLINE, headline, ()),),
        headline=headline,
        outlet=outlet,
        url=f"https://outlet{number}-{story}.example/{name}",
        published=when,
        seen=when,
        language="en",
    )


def _prototype(pages: list[Document]) -> Prototype:
    known, words = {d.id: d for d in pages}, load_words()
    made = lineages(known, link_documents(pages), load_lexicon())
    (story,) = make_stories(made, known, [frozenset(x.id for x in made)], [], lambda *_: (), {})
    said: dict[str, Understood] = {d.id: understand(d, words) for d in pages}
    voices = shelving.voices_of(story, known, said, words)
    return Prototype(
        story,
        encode(story).encode(),
        shelving.line_of(story, known, voices, words.topics),
        shelving.facets_of(story, voices, words.topics),
        pack(shelving.page_of(story, known, voices, words, load_background())),
        pages,
        [encode(d).encode() for d in pages],
        [shrunk(said[d.id]) for d in pages],
    )


def _copy(
    one: Prototype, number: int, chance: random.Random, rows: dict[str, list[dict[str, object]]], names: Counter
) -> None:
    code = "".join(_LETTERS[number >> shift & 31] for shift in (15, 10, 5, 0))
    put = _IDS

    def other(name: str) -> str:
        return f"{name[:4]}{code}{name[8:]}"

    def renamed(record: bytes) -> bytes:
        return put.sub(rb"\1_" + code.encode(), record)

    def add(table: str, **row: object) -> None:
        rows.setdefault(table, []).append(row)

    story, line = other(one.story.id), one.line
    last = START + timedelta(seconds=number * 180 + chance.randrange(170))
    ranked = last + (rank(one.story).at - max(n.at for n in line.news))
    shift = last - max(n.at for n in line.news)
    news = tuple(News(n.at + shift, last, n.outlets, n.sources, n.corrections) for n in line.news)
    headline = f"{line.headline} {number}"
    told = replace(line, id=story, document=other(line.document), news=news, headline=headline)
    told = replace(told, first=str(Moment(min(n.at for n in news))), last=str(Moment(last)))
    facets = _varied(one.facets, number)
    add("story", id=story, last_at=last, ranked_at=ranked, record=renamed(one.record).decode())
    for facet in facets:
        add("story_facet", kind=facet.kind, value=facet.value, last_at=last, story_id=story, ranked_at=ranked)
        if facet.name:
            names[facet.kind, facet.value, facet.name] += 1
    add(
        "story_view",
        story_id=story,
        fresh=True,
        version=shelf.VERSION,
        sources=line.sources,
        corrections=line.corrections,
        news_at=last,
        folded=shelving.folded(headline),
        line=shrunk(told),
        facets=pack(facets),
        page=_squeezed(renamed(one.page)),
    )
    for document, record, understood in zip(one.documents, one.records, one.understood, strict=True):
        own, capture = other(document.id), other(document.capture)
        add("capture", id=capture, place=document.url, blob="", size=0, seen_at=last)
        add("story_document", document_id=own, story_id=story)
        add("understanding", document_id=own, record=understood)
        add(
            "document",
            id=own,
            capture_id=capture,
            position=0,
            article_id=other(document.article),
            role="main",
            outlet=document.outlet,
            url=document.url,
            language="en",
            published=last,
            seen=last,
            record=renamed(record).decode(),
        )


def _varied(facets: tuple[Facet, ...], number: int) -> tuple[Facet, ...]:
    """Spread copies over languages and names, so that some filters are common and some are rare."""
    found = {f for f in facets if f.kind != "language"}
    found.add(Facet("language", _LANGUAGES[number % len(_LANGUAGES)]))
    found.add(Facet("tag", f"desk {number % 7}"))
    if number % 3 == 0:
        name = f"Ada Quill {number % 5000}"
        found.add(Facet("person", entity_id("person", name), name))
    if number % 200 == 0:
        found.add(Facet("place", entity_id("place", "Oakhaven"), "Oakhaven"))
    return tuple(sorted(found))


def _squeezed(packed: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(packed)
