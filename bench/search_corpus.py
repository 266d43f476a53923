"""Many documents for measuring search: paragraphs of real pages put together anew, in stories of five, as rows of a store.

What is measured is the index, so that the stages before it are left out: rows are written as they would have written them.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from firsthand.model.document import Block, BlockKind, Document, Part, PartKind, Role
from firsthand.model.ids import derive
from firsthand.model.moment import Moment
from firsthand.model.shelf import Facet, entity_id
from firsthand.model.span import Span
from firsthand.model.story import Lineage, Member, Relation, Story
from firsthand.model.voices import Entity, Form, PartyKind, Quote, SummarySentence, Topic
from firsthand.search.facts import facts_of
from firsthand.shelving import line_of
from firsthand.store import search_changes, shelf, stories
from firsthand.store.database import Store
from firsthand.store.records import encode, shrunk
from firsthand.store.tables import capture, document, story_view, understanding
from firsthand.understand.reading import Understood
from firsthand.understand.topics import MediaTopics

#: Pages of one story, paragraphs of a page, letters of a paragraph: 2,600 letters a page, as the wire has.
_A_STORY, _PARAGRAPHS, _LETTERS = 5, 9, (60, 700)
_START = datetime(2024, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"\b[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b")
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{20,300})[”\"]")
_TOPICS = ("politics", "economy, business and finance", "sport", "health", "science and technology", "weather")
_BATCH = 2_000


@dataclass(frozen=True)
class Made:
    """A made-up document, and what would be understood of it."""

    page: Document
    heard: Understood


def make(pages: Sequence[Document], count: int, seed: int = 3) -> Iterator[list[Made]]:
    """Make documents, story by story."""
    chance = random.Random(seed)
    paragraphs = [p for page in pages for p in page.text.split("\n\n") if _LETTERS[0] <= len(p) <= _LETTERS[1]]
    headlines = [page.headline for page in pages if page.headline]
    outlets = sorted({page.outlet or "" for page in pages})
    for story in range(count // _A_STORY):
        shared = chance.sample(paragraphs, 4)
        yield [_made(story * _A_STORY + n, shared, paragraphs, headlines, outlets, chance) for n in range(_A_STORY)]


def _made(
    number: int,
    shared: list[str],
    paragraphs: list[str],
    headlines: list[str],
    outlets: list[str],
    chance: random.Random,
) -> Made:
    some = [*chance.sample(shared, 2), *chance.choices(paragraphs, k=_PARAGRAPHS - 2)]
    blocks, at = [], 0
    for paragraph in some:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    name, text = derive("doc", "made", str(number)), "\n\n".join(some)
    a, b = chance.choice(headlines).split(), chance.choice(headlines).split()
    when = Moment(_START + timedelta(minutes=5 * number))
    page = Document(
        name,
        derive("cap", name),
        derive("art", name),
        Role.MAIN,
        text,
        tuple(blocks),
        (Part(PartKind.BYLINE, "Ada Byron"),),
        headline=" ".join([*a[:6], *b[-5:]]),
        outlet=chance.choice(outlets),
        url=f"https://outlet{number % 97}.example/{number}",
        published=when,
        seen=when,
        language="en",
    )
    return Made(page, heard_in(page, chance.choice(_TOPICS)))


def heard_in(page: Document, topic: str = "politics") -> Understood:
    """Say what is understood of a page, by the simplest rules: what stands in quotation marks, and pairs of capitals."""
    names = list(dict.fromkeys(_NAME.findall(page.text)))[:12]
    entities = tuple(Entity(f"person:{n}", PartyKind.PERSON, name) for n, name in enumerate(names))
    quotes = tuple(Quote(Form.DIRECT, (Span(page.id, *m.span(1)),)) for m in _QUOTED.finditer(page.text))
    return Understood(quotes, (), 0, (), entities, (), (), (Topic("medtop:1", topic, 0.7),), (), (), ())


def fill(store: Store, made: Iterator[list[Made]]) -> int:
    """Write documents, what is understood of them, their stories and the log, as the stages do; return how many."""
    total, batch = 0, []
    for some in made:
        batch.append(some)
        total += len(some)
        if len(batch) * _A_STORY >= _BATCH:
            write(store, batch)
            batch = []
    write(store, batch)
    return total


def write(store: Store, batch: list[list[Made]]) -> None:
    """Write the documents of some stories as the stages would have written them."""
    if not batch:
        return
    every = [made for some in batch for made in some]
    told = [_story([made.page for made in some]) for some in batch]
    with store.write() as tx:
        tx.conn.execute(
            insert(capture),
            [{"id": m.page.capture, "place": m.page.url, "blob": "", "size": 0, "seen_at": _START} for m in every],
        )
        tx.conn.execute(insert(document), [_row(m.page) for m in every])
        heard = [{"document_id": m.page.id, "record": shrunk(m.heard)} for m in every]
        tx.conn.execute(insert(understanding), heard)
        stories.replace(tx, [], told)
        views = [_view(story, some) for story, some in zip(told, batch, strict=True)]
        tx.conn.execute(insert(story_view), views)
        search_changes.put(tx, {i: facts for story in told for i, facts in facts_of(story).items()})


def _row(page: Document) -> dict[str, object]:
    return {
        "id": page.id,
        "capture_id": page.capture,
        "position": 0,
        "article_id": page.article,
        "role": page.role.value,
        "outlet": page.outlet,
        "url": page.url,
        "language": page.language,
        "published": page.published.at if page.published else None,
        "seen": page.seen.at if page.seen else None,
        "record": encode(page),
    }


def _view(story: Story, some: list[Made]) -> dict[str, object]:
    """Make what the stage `shelve` would have kept of a story, without its page: its line, with sentences and names."""
    first, pages = some[0].page, {made.page.id: made.page for made in some}
    names = tuple(Facet("person", entity_id("person", e.name), e.name) for e in some[0].heard.entities[:5])
    summary = tuple(
        SummarySentence(first.text[b.start : b.end], (Span(first.id, b.start, b.end),)) for b in first.blocks[:2]
    )
    line = replace(line_of(story, pages, None, MediaTopics()), names=names, summary=summary)
    row = {"story_id": story.id, "fresh": True, "version": shelf.VERSION, "sources": line.sources, "corrections": 0}
    return {**row, "news_at": _START, "folded": "", "line": shrunk(line), "page": b"", "facets": b""}


def _story(pages: list[Document]) -> Story:
    lineages = tuple(Lineage(derive("lin", p.id), (p.id,), p.id) for p in pages)
    members = tuple(Member(p.id, derive("lin", p.id), Relation.INDEPENDENT, None) for p in pages)
    outlets = tuple(dict.fromkeys(p.outlet or "" for p in pages))
    first, last = pages[0].published, pages[-1].published
    return Story(derive("sto", pages[0].id), pages[0].headline, lineages, members, outlets, first, last, "en")
