"""Measure how fast copies are found, on line into a new SQLite store and in memory, and how that grows.

    python -m bench.resolve [--documents N] [--data ../shared/data]

Documents are wire items, already extracted: first as they are, then with every rarer word marked anew, so that volume
grows and chance matches grow with it as they do among real texts. One in ten is followed by an edited copy in another
outlet. Timed are the stages print and resolve: fingerprint, look up, compare, link, save lineages; one process.
Beside them, in the same run, datasketch (MinHash with 128 permutations and LSH) where it is installed.
"""

import argparse
import random
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from time import perf_counter, process_time

from bench.planted_corpus import DATA, Text, document, read_items, save
from firsthand import worker
from firsthand.model.document import Document
from firsthand.resolve.candidates import candidates, printed
from firsthand.stages import STAGES, Context
from firsthand.store import work
from firsthand.store.database import Store, open_store
from firsthand.store.tables import crowded_fingerprint, fingerprint, fingerprint_holder

SEED = 7
#: Where the curve is read, in documents.
READINGS = (1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000)
#: Words that stay as they are when an item is marked anew.
_COMMON = 300
_ONE_STAGE = [stage for stage in STAGES if stage.name in ("print", "resolve")]


def volume(items: list[Text], seed: int = SEED) -> Iterator[Document]:
    """Give documents without end; every tenth is followed by a copy with one word in twenty replaced."""
    chance = random.Random(seed)
    counted = Counter(word for text in items for p in text for word in p.split())
    common = {word for word, _ in counted.most_common(_COMMON)}
    number = count()
    for mark in count():
        for place, item in enumerate(items):
            text = item if not mark else [_marked(p, common, mark) for p in item]
            yield document(next(number), text)
            if place % 10 == 9:
                yield document(next(number), [_edited(p, chance) for p in text])


def _marked(paragraph: str, common: set[str], mark: int) -> str:
    return " ".join(word if word in common else f"{word}{mark}" for word in paragraph.split())


def _edited(paragraph: str, chance: random.Random) -> str:
    return " ".join("otherwise" if chance.random() < 0.05 else word for word in paragraph.split())


def fill(store: Store, some: list[Document]) -> None:
    """Save documents as if they had just been extracted, and make them due."""
    with store.write() as tx:
        save(tx, some)
        work.enqueue_many(tx, [("print", d.id) for d in some])


def on_line(items: list[Text], most: int, folder: Path) -> None:
    """Print the curve: documents a second since the reading before, and what the store has grown to."""
    context, made, done = Context(), volume(items), 0
    store = open_store(str(folder))
    print("\non line into SQLite (print + resolve)")
    print(" documents  documents/s  per CPU second  MiB of index  MiB of store  MiB of memory")
    for reading in [r for r in READINGS if r < most] + [most]:
        spent = busy = 0.0
        wanted = reading - done
        while done < reading:
            fill(store, some := list(islice(made, min(2_000, reading - done))))
            started, began = perf_counter(), process_time()
            worker.drain(store, _ONE_STAGE, context)
            spent += perf_counter() - started
            busy += process_time() - began
            done += len(some)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        index, whole = sizes(store)
        print(
            f"{done:10,} {wanted / spent:12,.0f} {wanted / busy:12,.0f} {index:14,.0f} {whole:14,.0f} {memory:15,.0f}",
            flush=True,
        )
    per = 1_000_000 / done / 1024
    print(f"a million such documents: {index * per:.1f} GiB of index, {whole * per:.1f} GiB of store in all")
    store.close()


def sizes(store: Store) -> tuple[float, float]:
    """Return the MiB of the index (as the rows take, filled pages) and of the whole file."""
    tables = (fingerprint, fingerprint_holder, crowded_fingerprint)
    names = {str(name) for t in tables for name in (t.name, *(index.name for index in t.indexes))}
    with store.read() as tx:
        page_size = tx.conn.exec_driver_sql("PRAGMA page_size").scalar_one()
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        try:
            rows = tx.conn.exec_driver_sql("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").all()
            index = sum(size for name, size in rows if name in names) / 2**20
        except Exception:  # this SQLite was built without dbstat
            index = float("nan")
    return index, pages * page_size / 2**20


def in_memory(items: list[Text], most: int) -> None:
    """Print documents a second of shingling, indexing and asking for all pairs, ours and datasketch's."""
    some = list(islice(volume(items), most))
    printed(some[:100])
    print(f"\nin memory (shingle + index + query), {len(some):,} documents, the best of three\n  ours        ", end="")
    ours = best(lambda: candidates(printed(some)), len(some))
    print(f"{ours:8,.0f} documents/s")
    if (other := datasketch(some[:2_000])) is not None:
        print(f"  datasketch  {other:8,.0f} documents/s\n  ratio       {ours / other:8.1f}")


def best(job: Callable[[], object], size: int) -> float:
    """Return how many documents a second of the processor the quickest of three runs did: others may be at work."""
    spent = []
    for _ in range(3):
        started = process_time()
        job()
        spent.append(process_time() - started)
    return size / min(spent)


def datasketch(some: list[Document]) -> float | None:
    """Time datasketch's usual recipe: shingles of three words, 128 permutations, LSH at .5, asked before each insert."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        print("  datasketch is not installed")
        return None

    def job() -> None:
        index = MinHashLSH(threshold=0.5, num_perm=128)
        for one in some:
            words = one.text.lower().split()
            sketch = MinHash(num_perm=128)
            sketch.update_batch([" ".join(words[at : at + 3]).encode() for at in range(len(words) - 2)])
            index.query(sketch)
            index.insert(one.id, sketch)

    return best(job, len(some))


def main() -> None:
    """Print both."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=DATA)
    asked.add_argument("--documents", type=int, default=200_000, help="how far the curve goes")
    given = asked.parse_args()
    items = read_items(given.data, at_least=50)
    in_memory(items, min(given.documents, 10_000))
    with tempfile.TemporaryDirectory() as folder:
        on_line(items, given.documents, Path(folder))


if __name__ == "__main__":
    main()
