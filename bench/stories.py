"""Measure the grouping of pages into stories: precision, recall and F1 with one setting for all sets, and speed.

    python -m bench.stories [SET ...] [--words-only]

The sets, and how they are grouped and scored, are those of the gate `clusters`: BCubed over one stream a set, yes or no
for pairs. What is fitted (`bench.train_same_event`) is fitted on the `tune` halves; `check` halves and whole sets are
only read. No set is known to the code.
"""

import argparse
from collections.abc import Iterable
from hashlib import blake2b
from time import perf_counter

from firsthand.backends.embedder import load_embedder, meaning_of
from firsthand.model.document import Document
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.features import Features, features, index_terms
from firsthand.thread.pool import score_pairs
from firsthand.thread.score import SHARED_TERMS_AT_LEAST
from tests.gates.clusters import Task, figures_of, membership, read_tasks
from tests.gates.data import Run

HALVES = ("tune", "check", "all")


def affair(task: str, event: str, row: str) -> str:
    """Name what must not be cut in two by a half: an event; in ECB+ the two events of a topic; in a set of pairs a pair."""
    if task.startswith("ecbplus"):
        return f"ecb{event.partition('_')[0]}"
    return row.partition(".")[0] if task == "tgcontest" else event


def half(task: str, event: str, row: str) -> bool:
    """Say whether a row is in the tuning half: a hash of its affair is even, or the number of its pair."""
    name = affair(task, event, row)
    return (int(name) if task == "tgcontest" else blake2b(name.encode()).digest()[0]) % 2 == 0


def part(task: Task, label: str) -> Task:
    """Keep one half of a set."""
    kept = [r for r, e in task.gold.items() if label == "all" or half(task.name, e, r) == (label == "tune")]
    documents, gold = {r: task.documents[r] for r in kept}, {r: task.gold[r] for r in kept}
    return task._replace(documents=documents, gold=gold)


def main() -> None:
    """Print one line a set and half, and way; then across languages, then the speed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sets", nargs="*")
    asked.add_argument("--words-only", action="store_true")
    given = asked.parse_args()
    tasks = [task for task in read_tasks(Run()) if not given.sets or task.name in given.sets]
    for way in (False, True) if load_embedder() and not given.words_only else (False,):
        for task in tasks:
            for label in HALVES:
                tell(part(task._replace(with_model=way), label), label)
    pages = [page for task in tasks for page in task.documents.values()]
    for task in tasks:
        if task.name == "wikinews_undated":
            across(task)
    speed(pages[:1000])


def tell(task: Task, label: str) -> None:
    """Group one half and print what came out."""
    f1, precision, recall, *_ = (figure.value for figure in figures_of(task, membership(task)))
    way = "model" if task.with_model else "words"
    print(f"{way} {task.name:18} {label:6} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}", flush=True)


def across(task: Task) -> None:
    """Say how many pairs of one article in two languages are compared at all, by words, and with keys of meaning."""
    for way in (False, True) if load_embedder() else (False,):
        keys = {
            row: set(index_terms(page))
            for row, page in zip(task.documents, read(task.documents.values(), way), strict=True)
        }
        pairs = [(a, b) for a in keys for b in keys if a < b]
        met = {pair for pair in pairs if len(keys[pair[0]] & keys[pair[1]]) >= SHARED_TERMS_AT_LEAST}
        same = [pair for pair in pairs if task.gold[pair[0]] == task.gold[pair[1]]]
        found = sum(pair in met for pair in same) / len(same)
        print(
            f"{'model' if way else 'words'}: {found:.3f} of {len(same)} pairs found, {len(met) / len(pairs):.3f} of all"
        )


def read(pages: Iterable[Document], with_model: bool) -> list[Features]:
    """Say what pages are about."""
    embedder = load_embedder() if with_model else None
    return [features(p, load_background(), meaning_of(p, embedder) if embedder else None) for p in pages]


def speed(pages: list[Document]) -> None:
    """Print documents a second through the model and through `features`, and pairs scored a second."""
    if embedder := load_embedder():
        embedder.embed(["warm"])
        started = perf_counter()
        for page in pages:
            meaning_of(page, embedder)
        print(f"model {len(pages) / (perf_counter() - started):.0f} documents/s")
    for way in (False, True) if embedder else (False,):
        made = read(pages, way)
        started = perf_counter()
        count = sum(1 for _ in score_pairs(made, load_judge()))
        seconds = perf_counter() - started
        print(f"{'model' if way else 'words'}: {count} of {len(pages)} pages' pairs above the floor in {seconds:.1f} s")
    started = perf_counter()
    read(pages, False)
    print(f"features {len(pages) / (perf_counter() - started):.0f} documents/s")


if __name__ == "__main__":
    main()
