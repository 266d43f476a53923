"""Copies planted among real wire items, each of a kind, so that who carries whom is known.

Every kind takes items of its own; text that a kind adds comes from items that stand nowhere else in the corpus. All
choices come from one seed.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from firsthand.model.document import Block, BlockKind, Document, Extraction, Role
from firsthand.model.moment import Moment
from firsthand.store import documents
from firsthand.store.tables import capture as captures
from firsthand.store.transaction import Tx

DATA = Path(__file__).parent.parent.parent / "shared/data"
NEWSWIRE = "story/newswire_reuters21578.jsonl.gz"
SEED = 20_240_601
#: Items that can be planted: shorter ones are flashes, of which a paragraph or an excerpt cannot be taken.
_SHORTEST = 70
#: Items used as other people's text for one planted copy, at most.
_FILLERS = 6
_START = datetime(2026, 1, 1, tzinfo=UTC)

Text = list[str]
"""Paragraphs."""


@dataclass(frozen=True)
class Planted:
    """A corpus: documents, and for every planted one its kind and the documents whose text it carries.

    ``items`` says of every document which wire items it is made of.
    """

    documents: list[Document]
    kind: dict[str, str]
    sources: dict[str, tuple[str, ...]]
    items: dict[str, tuple[str, ...]]


def save(tx: Tx, some: list[Document]) -> None:
    """Keep made-up documents as if they had been captured and extracted."""
    rows = [
        {"id": d.capture, "place": d.url, "blob": "", "size": 0, "seen_at": d.seen.at if d.seen else None} for d in some
    ]
    tx.conn.execute(insert(captures), rows)
    for d in some:
        documents.save_extraction(tx, Extraction(d.capture, "", (d,)))


def read_items(data: Path = DATA, at_least: int = _SHORTEST) -> list[Text]:
    """Read the wire items of at least so many words, as paragraphs; of equal ones the first."""
    found: dict[str, Text] = {}
    with gzip.open(data / NEWSWIRE, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            paragraphs = [" ".join(p.split()) for p in (row["body"] or "").split("\n    ")]
            text = [p for p in paragraphs if p and p.casefold() not in ("reuter", "reuters")]
            if sum(len(p.split()) for p in text) >= at_least:
                found.setdefault(" ".join(text), text)
    return list(found.values())


def plant(items: list[Text], count: int, seed: int = SEED) -> Planted:
    """Make a corpus of about ``count`` documents: sources, and one planted copy of each."""
    chance = random.Random(seed)
    some = items[:]
    chance.shuffle(some)
    share = min(count // (2 * len(KINDS)), len(some) // (len(KINDS) * 2 + sum(_NEEDS.values())))
    made = Planted([], {}, {}, {})
    fillers = iter(some[share * (len(KINDS) + 1) :])
    sources = iter(some)
    vocabulary = sorted({word for text in some for p in text for word in p.split()})
    for kind, change in KINDS.items():
        for _ in range(share):
            carried = [next(sources) for _ in range(2 if kind == TWO else 1)]
            names = tuple(_add(made, text, [text]) for text in carried)
            others = [*carried[1:], *(next(fillers) for _ in range(_NEEDS.get(kind, 0)))]
            copy = _add(made, change(chance, carried[0], others, vocabulary), [carried[0], *others])
            made.kind[copy], made.sources[copy] = kind, names
    return made


def document(number: int, text: Text, house: str | None = None) -> Document:
    """Make a document of paragraphs; it was seen ``number`` minutes after the first, at a place of its own.

    Without a house it is one of many outlets'.
    """
    joined, blocks = "", []
    for paragraph in text:
        start = len(joined)
        joined += paragraph
        blocks.append(Block(BlockKind.PARAGRAPH, start, len(joined)))
        joined += "\n\n"
    name = f"{number:08x}"
    seen = Moment(_START + timedelta(minutes=number))
    url = f"https://{house or f'outlet{number % 97}.example'}/{name}"
    return Document(f"doc_{name}", f"cap_{name}", f"art_{name}", Role.MAIN, joined, tuple(blocks), url=url, seen=seen)


def _add(made: Planted, text: Text, items: list[Text]) -> str:
    site = next((place for place, (above, _) in enumerate(_SITES) if above[0] == text[0]), None)
    one = document(len(made.documents), text, None if site is None else f"site{site}.example")
    made.documents.append(one)
    made.items[one.id] = tuple(" ".join(item) for item in items)
    return one.id


# --- the kinds ---

Change = Callable[[random.Random, Text, list[Text], list[str]], Text]


def _exact(_chance: random.Random, text: Text, _others: list[Text], _vocabulary: list[str]) -> Text:
    return text


def _edited(share: float) -> Change:
    """Replace (half), drop (a quarter) or put in (a quarter) words, each word with one chance in ``1 / share``."""

    def change(chance: random.Random, text: Text, _others: list[Text], vocabulary: list[str]) -> Text:
        def edit(word: str) -> Iterator[str]:
            if chance.random() >= share:
                yield word
                return
            how = chance.randrange(4)
            if how == 3:
                yield word
            if how != 2:
                yield chance.choice(vocabulary)

        return [" ".join(new for word in p.split() for new in edit(word)) for p in text]

    return change


def _dropped(chance: random.Random, text: Text, _others: list[Text], _vocabulary: list[str]) -> Text:
    paragraphs = text if len(text) > 1 else _halved(text[0])
    gone = chance.randrange(len(paragraphs))
    return [p for place, p in enumerate(paragraphs) if place != gone]


def _added(chance: random.Random, text: Text, others: list[Text], _vocabulary: list[str]) -> Text:
    place = chance.randrange(len(text) + 1)
    return [*text[:place], *others[0][:3], *text[place:]]


def _glued(chance: random.Random, text: Text, others: list[Text], _vocabulary: list[str]) -> Text:
    """Put the item between two unrelated ones, as a page does whose next stories follow below."""
    place = chance.randrange(len(others) + 1)
    return [p for item in (*others[:place], text, *others[place:]) for p in item]


def _boilerplate(chance: random.Random, text: Text, _others: list[Text], _vocabulary: list[str]) -> Text:
    above, below = chance.choice(_SITES)
    return [*above, *text, *below]


def _excerpt(chance: random.Random, text: Text, _others: list[Text], _vocabulary: list[str]) -> Text:
    """Take a fifth to a third of the words, in one piece: 25 to 60 of them."""
    return [_passage(chance, text, 0.2, 0.33, 25, 60)]


def _inside(chance: random.Random, text: Text, others: list[Text], _vocabulary: list[str]) -> Text:
    """Put two to three fifths of the words (30 to 90), in one piece, into a long page of other stories."""
    passage = _passage(chance, text, 0.4, 0.6, 30, 90)
    page = [p for item in others for p in item]
    place = chance.randrange(len(page) + 1)
    return [*page[:place], passage, *page[place:]]


def _passage(chance: random.Random, text: Text, low: float, high: float, least: int, most: int) -> str:
    words = [word for p in text for word in p.split()]
    length = max(least, min(most, round(len(words) * chance.uniform(low, high))))
    start = chance.randrange(max(1, len(words) - length))
    return " ".join(words[start : start + length])


def _halved(paragraph: str) -> Text:
    words = paragraph.split()
    return [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]


TWO = "two articles glued together"
KINDS: dict[str, Change] = {
    "exact": _exact,
    "3 % of words edited": _edited(0.03),
    "10 % edited": _edited(0.10),
    "25 % edited": _edited(0.25),
    "paragraph dropped": _dropped,
    "paragraphs added": _added,
    "glued page": _glued,
    "boilerplate": _boilerplate,
    "excerpt": _excerpt,
    "quoted inside a long page": _inside,
    TWO: _glued,
}
_NEEDS = {"paragraphs added": 1, "glued page": 2, "quoted inside a long page": 5}

#: What made-up sites put above and below every page.
_SITES: tuple[tuple[Text, Text], ...] = tuple(
    (
        [f"{name} is read every day by people who want to know what happens in {place} and far beyond it."],
        [
            f"Do you know more about this? Write to the desk in {place}, in confidence, and an editor will answer you.",
            f"All rights reserved. What {name} prints may not be copied, sold or sent on without leave of the publisher.",
        ],
    )
    for name, place in (("The Harbour Ledger", "Port Alden"), ("The Courier", "Kestrel Bay"), ("The Post", "Tolley"))
)
