"""Measure how often pages that are surely two events would be put together, were they of one day.

    python -m bench.strangers [--data ../shared/data] [--words-only]

Two kinds of pages, none of which the trees were trained on: items of a news wire that were sent four weeks and more apart
(as they were sent, in the wire's own abbreviations, and spelt out without tables and headlines), and pages on US politics
three weeks and more apart (whole, their first words, headlines alone). They are compared as if both were of one day.
Printed is how many of the pairs that share two keys would reach `JOIN_AT_LEAST` and `AFFINITY_FLOOR`.
"""

import argparse
import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from bench.planted_corpus import DATA, NEWSWIRE
from bench.threads import is_table, spelt
from bench.train_same_event import FAR_DAYS, FAR_PAGES, FAR_WORDS, read_far
from firsthand.backends.embedder import Embedder, load_embedder, meaning_of
from firsthand.model.document import Document
from firsthand.model.moment import Moment
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.cluster import JOIN_AT_LEAST
from firsthand.thread.features import features
from firsthand.thread.judge import likelihoods
from firsthand.thread.keys import grouped, near_keys
from firsthand.thread.pool import Pool
from firsthand.thread.score import AFFINITY_FLOOR, SHARED_TERMS_AT_LEAST
from firsthand.thread.vector import Vector, vector
from tests.gates.documents import document_from_fields

SEED = 3
#: Wire items of each side; the days before and after which they were sent; words that an item has at least.
ITEMS, BEFORE, AFTER, WORDS = 700, datetime(1987, 3, 12), datetime(1987, 4, 9), 50
#: The day that all are told to be of.
DAY = Moment(datetime(2025, 3, 2, tzinfo=UTC))

Pair = tuple[int, int]


def wire(data: Path, change: Callable[[str, str], tuple[str, str] | None]) -> tuple[list[Document], list[Document]]:
    """Read wire items of two times that lie weeks apart."""
    sides: tuple[list[Document], list[Document]] = ([], [])
    with gzip.open(data / NEWSWIRE, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = " ".join((row["body"] or "").split())
            sent = datetime.strptime(row["date"].split()[0], "%d-%b-%Y")
            side = 0 if sent < BEFORE else 1 if sent >= AFTER else None
            if (
                side is not None
                and row["title"]
                and len(text.split()) >= WORDS
                and (kept := change(row["title"], text))
            ):
                sides[side].append(document_from_fields(*kept, key=str(row["id"])))
    chance = random.Random(SEED)
    first, second = (chance.sample(some, ITEMS) for some in sides)
    return first, second


def tell(name: str, pages: list[Document], pairs: Iterable[Pair], embedder: Embedder | None) -> None:
    """Print how many of the pairs that share two keys would be put together."""
    known = [vector(features(_of_one_day(p), load_background(), _meaning(p, embedder))) for p in pages]
    some = np.array(sorted(_sharing(known, pairs)), np.int64).reshape(-1, 2)
    pool, values = Pool(known), []
    for one, others in grouped(some[:, 0], some[:, 1]):
        values += likelihoods(pool.rows(one, others)[1], load_judge())
    joined, near = (
        sum(value >= bar for value in values) / max(len(some), 1) for bar in (JOIN_AT_LEAST, AFFINITY_FLOOR)
    )
    way = "model" if embedder else "words"
    print(f"{way} {name:26} {len(some):7,} pairs  joined {joined:.4f}  near {near:.4f}", flush=True)


def _of_one_day(page: Document) -> Document:
    return replace(page, published=DAY, seen=DAY)


def _meaning(page: Document, embedder: Embedder | None):  # type: ignore[no-untyped-def]
    return meaning_of(page, embedder) if embedder else None


def _sharing(known: list[Vector], pairs: Iterable[Pair]) -> Iterator[Pair]:
    keys = [set(near_keys(one)) for one in known]
    return ((a, b) for a, b in pairs if len(keys[a] & keys[b]) >= SHARED_TERMS_AT_LEAST)


def politics(data: Path, words: int) -> tuple[list[Document], list[Pair]]:
    """Read pages that the training has not seen, and which of them lie weeks apart."""
    rows = read_far(data / "story/multi_outlet_us_politics.jsonl.gz", words, start=FAR_PAGES)
    days = [day for _, day in rows]
    far = [(a, b) for a in range(len(rows)) for b in range(a) if abs(days[a] - days[b]) >= timedelta(days=FAR_DAYS)]
    return [page for page, _ in rows], far


def main() -> None:
    """Print a line for each kind of pages and way."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=DATA)
    asked.add_argument("--words-only", action="store_true")
    given = asked.parse_args()
    ways = [None] if given.words_only or load_embedder() is None else [None, load_embedder()]
    for embedder in ways:
        for name, change in (
            ("wire, as sent", lambda title, text: (title, text)),
            ("wire, spelt out", lambda title, text: None if is_table(text) else ("", spelt(text))),
        ):
            first, second = wire(given.data, change)
            pages = first + second
            tell(name, pages, product(range(len(first)), range(len(first), len(pages))), embedder)
        for name, words in FAR_WORDS.items():
            pages, pairs = politics(given.data, words)
            tell(f"politics, {name}", pages, pairs, embedder)


if __name__ == "__main__":
    main()
