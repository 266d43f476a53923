"""Lineages that come to a store in any order, some at a time, end in the stories that grouping them in memory gives."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand import app, worker
from firsthand.model.document import Document, Extraction, Role
from firsthand.model.moment import Moment
from firsthand.model.story import Lineage, Story
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.stages import STAGES, Context
from firsthand.store import captures, documents, lineages, stories, work
from firsthand.store.database import Store
from firsthand.thread.stories import group_lineages
from tests.portable import made
from tests.taken import story_ids

START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = [
    f"{a}{b}" for a in ("Oak", "Bren", "Tol", "Vesp", "Quill", "Marl", "Ost") for b in ("haven", "dle", "ley", "er")
]
PLAIN = "ferry harbour council budget orchard blight library museum theft strike storm flood bridge tunnel vote".split()
LATER = [stage for stage in STAGES if stage.name in ("weigh", "thread")]


def page(number: int, chance: random.Random) -> Document:
    """Make a page of a few names and words: many pages are a little alike. One in five is dated months away."""
    start = chance.randrange(len(NAMES))
    words = [*chance.sample((NAMES + NAMES)[start : start + 5], 4), chance.choice(NAMES), *chance.sample(PLAIN, 5)]
    text = "It was said that " + " and ".join(words)
    when = Moment(START + timedelta(hours=number * 3, days=chance.choice([0, 0, 0, 0, 150])))
    name = f"{number:04}"
    return Document(f"doc_{name}", "", f"art_{name}", Role.MAIN, text, (), published=when, seen=Moment(START))


def alone(one: Document) -> Lineage:
    return Lineage(f"lin_{one.id[4:]}", (one.id,), one.id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = app.open_store(str(tmp_path))
    yield opened
    opened.close()


def arrive(store: Store, some: list[Document]) -> None:
    with store.write() as tx:
        for number, one in enumerate(some, captures.count(tx)):
            capture, content = made.capture(number)
            captures.add(tx, capture, content)
            documents.save_extraction(tx, Extraction(capture.id, "", (replace(one, capture=capture.id),)))
        lineages.replace(tx, [], [alone(one) for one in some])
        work.enqueue_many(tx, [("weigh", alone(one).id) for one in some])
    worker.drain(store, LATER, Context())


def forget(store: Store, some: list[Document]) -> None:
    with store.write() as tx:
        lineages.replace(tx, [alone(one).id for one in some], [])
        work.enqueue_many(tx, [("weigh", alone(one).id) for one in some])
    worker.drain(store, LATER, Context())


def told(store: Store) -> list[Story]:
    with store.read() as tx:
        return list(stories.many(tx, story_ids(tx)).values())


def expected(some: list[Document]) -> list[Story]:
    return group_lineages([alone(one) for one in some], {one.id: one for one in some}, load_background(), load_judge())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_store_gives_what_memory_gives(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    some = [page(number, chance) for number in range(90)]
    gone = chance.sample(some, 15)
    kept = sorted((one for one in some if one not in gone), key=lambda one: one.id)
    waiting = chance.sample(some, len(some))
    while waiting:
        size = chance.choice([1, 3, 40])
        arrive(store, waiting[:size])
        waiting = waiting[size:]
    whole = expected(some)
    assert told(store) == whole
    assert sum(len(story.lineages) > 1 for story in whole) >= 3
    forget(store, gone)
    assert told(store) == expected(kept)
