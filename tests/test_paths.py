"""Two paths, one result: documents in memory and documents that come into a store one batch after another."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand import library, worker
from firsthand.model.capture import make_capture
from firsthand.model.document import Document, Extraction
from firsthand.model.story import Lineage, Link
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.candidates import CROWDED_ABOVE
from firsthand.resolve.lineages import lineages
from firsthand.stages import STAGES, Context
from firsthand.store import captures, derived, documents, links, work
from firsthand.store import lineages as lineage_store
from firsthand.store.database import Store, open_store
from tests.made import OTHER, SEEN, STRIKE, document

RESOLVING = [stage for stage in STAGES if stage.name in ("print", "resolve")]
FOOT = (
    "The Alden Courier has told the stories of this harbour and of its people since the first crane was put up here.",
    "Do you know more than we do? Write to our desk in confidence, and one of the editors will answer you the same day.",
)


def corpus() -> list[Document]:
    """A wire story in several outlets, versions of a page, and an outlet with more pages than its foot may pair."""
    made = [
        document(*STRIKE, url=f"https://paper{n}.example/strike", seen=SEEN + timedelta(minutes=n)) for n in range(6)
    ]
    made += [document(*STRIKE[n:], *OTHER, url="https://paper0.example/live", seen=SEEN) for n in range(3)]
    made.append(document(*STRIKE[1:4], url="https://brief.example/1"))
    for n in range(CROWDED_ABOVE + 3):
        own = " ".join(f"w{n}x{place}" for place in range(40))
        made.append(document(own, *FOOT, url=f"https://courier.example/{n}", seen=SEEN + timedelta(hours=n)))
    return made


def take_in(store: Store, some: Sequence[Document]) -> None:
    with store.write() as tx:
        for one in some:
            capture = make_capture(one.id.encode(), one.url or "", SEEN)
            captures.add(tx, capture, one.id.encode())
            kept = Document(**{field: getattr(one, field) for field in one.__slots__} | {"capture": capture.id})
            documents.save_extraction(tx, Extraction(capture.id, "", (kept,)))
        work.enqueue_many(tx, [("print", one.id) for one in some])
    assert worker.drain(store, RESOLVING, Context()).failed == 0


def found(store: Store, some: Sequence[Document]) -> tuple[list[Link], list[Lineage]]:
    ids = [one.id for one in some]
    with store.read() as tx:
        return links.touching(tx, ids), lineage_store.of_documents(tx, ids)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    made = [open_store(str(tmp_path / str(number))) for number in range(3)]
    yield made
    for store in made:
        store.close()


def test_memory_and_store_give_the_same_links_and_lineages(stores: list[Store]) -> None:
    some = corpus()
    expected = sorted(library.link_documents(some), key=lambda link: (link.original, link.copy))
    take_in(stores[0], some)
    assert found(stores[0], some) == (expected, lineages({d.id: d for d in some}, expected, load_lexicon()))
    assert len(expected) > 15


def test_neither_order_nor_batches_change_a_row(stores: list[Store]) -> None:
    some = corpus()
    dumps = []
    for store, size in zip(stores, (len(some), 1, 7), strict=True):
        for start in range(0, len(some), size):
            take_in(store, some[start : start + size])
        with store.read() as tx:
            dumps.append(list(derived.dump(tx)))
        random.Random(size).shuffle(some)
    assert dumps[0] == dumps[1] == dumps[2]
    assert any(table == "crowded_fingerprint" for table, _ in dumps[0])


def test_what_an_outlet_puts_on_every_page_makes_no_copies() -> None:
    courier = [d for d in corpus() if d.url and "courier" in d.url]
    assert library.link_documents(courier) == []
    assert library.link_documents(courier[:3]) == [], "nor on a few, of which the foot is as much as the story"


def test_a_story_that_very_many_outlets_carry_is_still_found() -> None:
    many = [document(*STRIKE, url=f"https://paper{n}.example/strike") for n in range(CROWDED_ABOVE + 8)]
    assert len(library.link_documents(many)) == len(many) * (len(many) - 1) // 2
