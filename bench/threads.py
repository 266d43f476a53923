"""Measure how fast lineages become stories, on line into a new SQLite store and in memory, and how that grows.

    python -m bench.threads [--lineages N] [--a-day 2000] [--with-model] [--data ../shared/data]

Every document is a lineage of its own. Documents are wire items, so many a day. A real wire brings some three hundred a day,
with affairs that go on; so the stream is made of runs of three hundred in the order they were sent, and in each run every
word is exchanged for one that is about as rare: chance matches come as often as among real texts, and no run tells of
what another tells. Every tenth item has four more reports within two days, each with half of its words, and as many from
twelve other items. Timed are the stages weigh and thread: features, look up, score, keep affinities, cluster, save stories;
one process.
"""

import argparse
import random
import re
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count, islice
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import func, select

from bench.planted_corpus import DATA, Text, document, read_items, save
from firsthand import worker
from firsthand.model.document import Document
from firsthand.model.moment import Moment
from firsthand.model.story import Lineage
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.stages import STAGES, Context
from firsthand.store import lineages as lineage_store
from firsthand.store import work
from firsthand.store.database import Store, open_store
from firsthand.store.tables import affinity, story
from firsthand.thread.features import term
from firsthand.thread.stories import group_lineages

SEED = 7
#: Where the curve is read, in lineages.
READINGS = (1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000)
#: Lineages a day, and how many events have more than one report, how many more, and within how many days.
A_DAY, ONE_IN, REPORTS, WITHIN = 2_000, 10, 4, 2
#: Items of one run; other items that a report has words from.
RUN, _FROM = 300, 12
#: Rarity below which a word stays; words that are exchanged with each other; unknown words rarer than this are made up.
_COMMON, _BAND, _SEVERAL = 2.5, 60, 5
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
#: What this wire abbreviates, in the words that other papers use: the background counts those.
_SPELT = {
    "mln": "million",
    "bln": "billion",
    "dlr": "dollar",
    "dlrs": "dollars",
    "pct": "percent",
    "vs": "versus",
    "cts": "cents",
    "shr": "share",
    "shrs": "shares",
    "stg": "sterling",
    "qtr": "quarter",
    "oper": "operating",
    "mths": "months",
    "mth": "month",
    "ec": "Community",
    "revs": "revenues",
    "inc": "company",
    "corp": "company",
}
#: Items with more numbers than this, of all words, are tables.
_NUMBERS_AT_MOST = 0.12
_EMBED = [stage for stage in STAGES if stage.name == "embed"]
_STAGES = [stage for stage in STAGES if stage.name in ("weigh", "thread")]


def prose(data: Path) -> list[Text]:
    """Read the wire items that are no tables, without the wire's own abbreviations."""
    items = read_items(data, at_least=50)
    return [[spelt(p) for p in item] for item in items if not is_table(" ".join(item))]


def is_table(text: str) -> bool:
    """Say whether an item is mostly numbers."""
    words = _WORD.findall(text)
    return sum(word[0].isdigit() for word in words) > _NUMBERS_AT_MOST * len(words)


def spelt(text: str) -> str:
    """Write out what this wire abbreviates."""
    return _WORD.sub(lambda found: _SPELT.get(found.group().lower(), found.group()), text)


def volume(items: list[Text], a_day: int = A_DAY, seed: int = SEED) -> Iterator[Document]:
    """Give documents without end, in the order of their dates."""
    chance = random.Random(seed)
    later: list[tuple[int, int, Text]] = []
    number, order = count(), count()
    for text in told(items, chance):
        at = next(number)
        yield dated(at, text, a_day)
        if at % ONE_IN == 0:
            for _ in range(REPORTS):
                report = [half(text, chance), filler(items, text, chance)]
                heappush(later, (at + chance.randrange(WITHIN * a_day), next(order), report))
        while later and later[0][0] <= at:
            yield dated(next(number), heappop(later)[2], a_day)


def dated(number: int, text: Text, a_day: int) -> Document:
    """Make the document, published and seen in its turn."""
    made = document(number, text)
    assert made.seen is not None
    when = Moment(made.seen.at + number * (timedelta(days=1) / a_day - timedelta(minutes=1)))
    return replace(made, seen=when, published=when)


def half(text: Text, chance: random.Random) -> str:
    """Take half of the words, by chance."""
    return " ".join(word for p in text for word in p.split() if chance.random() < 0.5)


def filler(items: list[Text], text: Text, chance: random.Random) -> str:
    """Take half as many words as a text has, a few from each of some others."""
    size = max(1, sum(len(p.split()) for p in text) // (2 * _FROM))
    others = [" ".join(chance.choice(items)).split() for _ in range(_FROM)]
    return " ".join(word for words in others for word in chance.sample(words, min(size, len(words))))


def told(items: list[Text], chance: random.Random) -> Iterator[Text]:
    """Give runs of the items, each with words of its own, without end."""
    counted = Counter(term(word) for text in items for p in text for word in _WORD.findall(p))
    for turn in count(1):
        other = exchanged(counted, turn, chance)
        start = (turn - 1) * RUN % len(items)
        for text in items[start : start + RUN]:
            yield [_WORD.sub(lambda found, other=other: reworded(found.group(), other), p) for p in text]


def exchanged(counted: Mapping[str, int], turn: int, chance: random.Random) -> dict[str, str]:
    """Say which word stands for which this turn: one of the same rarity, or a new one where it was the only one."""
    rarity = load_background().rarity
    known = sorted((rarity[t], t) for t in counted if rarity.get(t, 0.0) >= _COMMON)
    named = sorted((n, t) for t, n in counted.items() if t not in rarity and n >= _SEVERAL and not t[0].isdigit())
    numbers = sorted((n, t) for t, n in counted.items() if t[0].isdigit() and n >= _SEVERAL)
    other = {t: f"{t}{turn}" for t, n in counted.items() if t not in rarity and n < _SEVERAL}
    for row in ([t for _, t in some] for some in (known, named, numbers)):
        for start in range(0, len(row), _BAND):
            band = row[start : start + _BAND]
            other |= dict(zip(band, chance.sample(band, len(band)), strict=True))
    return other


def reworded(word: str, other: Mapping[str, str]) -> str:
    """Exchange one word, and keep its capital."""
    new = other.get(term(word), word)
    return new.capitalize() if word[0].isupper() else new


def alone(one: Document) -> Lineage:
    """Make a lineage of one document."""
    return Lineage(f"lin_{one.id[4:]}", (one.id,), one.id)


def fill(store: Store, some: list[Document]) -> None:
    """Save documents and lineages as if they had just been resolved, and make them due."""
    with store.write() as tx:
        save(tx, some)
        lineage_store.replace(tx, [], [alone(d) for d in some])
        work.enqueue_many(tx, [("embed", d.id) for d in some])
        work.enqueue_many(tx, [("weigh", alone(d).id) for d in some])


def on_line(items: list[Text], most: int, a_day: int, folder: Path, with_model: bool) -> None:
    """Print the curve: lineages a second since the reading before, and what the store has grown to."""
    context, made, done = Context(), volume(items, a_day), 0
    store = open_store(str(folder))
    load_background()
    stages = "embed + weigh + thread" if with_model else "weigh + thread"
    print(f"\non line into SQLite ({stages}), {a_day:,} lineages a day")
    print("  lineages  lineages/s  per CPU second  MiB of store  (of documents)  MiB of memory  affinities  stories")
    for reading in [r for r in READINGS if r < most] + [most]:
        spent = busy = 0.0
        wanted = reading - done
        while done < reading:
            fill(store, some := list(islice(made, min(10_000, reading - done))))
            started, began = perf_counter(), process_time()
            if with_model:
                worker.drain(store, _EMBED, context)
            worker.drain(store, _STAGES, context)
            spent += perf_counter() - started
            busy += process_time() - began
            done += len(some)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        input_size, whole = sizes(store)
        with store.read() as tx:
            pairs, groups = (
                tx.conn.execute(select(func.count()).select_from(t)).scalar_one() for t in (affinity, story)
            )
        print(
            f"{done:10,} {wanted / spent:11,.0f} {wanted / busy:15,.0f} {whole:13,.0f} {input_size:15,.0f}"
            f" {memory:14,.0f} {pairs:11,} {groups:8,}",
            flush=True,
        )
    per = 100_000 / done
    print(f"100,000 such lineages: {(whole - input_size) * per:,.0f} MiB of store beside their documents")
    store.close()


def sizes(store: Store) -> tuple[float, float]:
    """Return the MiB that captures, documents and their lineages take (filled pages), and those of the whole file."""
    tables = ("capture", "document", "extraction", "lineage", "lineage_document")
    with store.read() as tx:
        page_size = tx.conn.exec_driver_sql("PRAGMA page_size").scalar_one()
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        try:
            rows = tx.conn.exec_driver_sql(
                "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m USING (name) GROUP BY 1"
            ).all()
            theirs = sum(size for name, size in rows if name in tables) / 2**20
        except Exception:  # this SQLite was built without dbstat
            theirs = float("nan")
    return theirs, pages * page_size / 2**20


def in_memory(items: list[Text], most: int) -> None:
    """Print lineages a second of the whole way in memory, from documents to stories."""
    print("\nin memory (features to stories), the best of two\n  lineages  per CPU second")
    for reading in [r for r in READINGS if r < most] + [most]:
        some = list(islice(volume(items), reading))
        known = {d.id: d for d in some}
        lineages = [alone(d) for d in some]
        rate = best(lambda: group_lineages(lineages, known, load_background(), load_judge()), reading)  # noqa: B023
        print(f"{reading:10,} {rate:15,.0f}", flush=True)


def best(job: Callable[[], object], size: int, runs: int = 2) -> float:
    """Return how many a second of the processor the quickest run did: others may be at work."""
    spent = []
    for _ in range(runs):
        started = process_time()
        job()
        spent.append(process_time() - started)
    return size / min(spent)


def main() -> None:
    """Print both."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=DATA)
    asked.add_argument("--lineages", type=int, default=200_000, help="how far the curve goes")
    asked.add_argument("--memory", type=int, default=10_000, help="how far the curve in memory goes")
    asked.add_argument("--a-day", type=int, default=A_DAY, help="how many lineages a day: the density of the stream")
    asked.add_argument("--with-model", action="store_true", help="have the small model read every page as well")
    given = asked.parse_args()
    items = prose(given.data)
    if given.memory:
        in_memory(items, min(given.memory, given.lineages))
    with tempfile.TemporaryDirectory() as folder:
        on_line(items, given.lineages, given.a_day, Path(folder), given.with_model)


if __name__ == "__main__":
    main()
