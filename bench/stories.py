"""Measure the grouping of pages into stories: BCubed precision, recall and F1 with one setting for all sets, and speed.

    python bench/stories.py [--data ../shared/data] [--titles]

Each page is a lineage of its own. Constants of `firsthand.thread` are chosen on the `tune` halves (events whose hash is
even); `check` halves and whole sets are only read. No set is known to the code.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from time import perf_counter

from firsthand.model.document import Block, BlockKind, Document, Role
from firsthand.model.moment import Moment, Precision
from firsthand.model.story import Lineage
from firsthand.profiles.background import load_background
from firsthand.thread.features import features
from firsthand.thread.pool import score_pairs
from firsthand.thread.stories import group_lineages

SETS = ("event_clusters_giveme5w1h", "event_clusters_ecbplus", "event_triplets_basil")


def document(name: str, headline: str, paragraphs: list[str], date: str | None, url: str | None = None) -> Document:
    """Make a document of a row of a set."""
    text, blocks = "", []
    for paragraph in paragraphs:
        start = len(text)
        text += paragraph
        blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
        text += "\n\n"
    published = Moment(datetime.fromisoformat(date[:10]).replace(tzinfo=UTC), Precision.DAY) if date else None
    return Document(name, name, name, Role.MAIN, text, tuple(blocks), headline=headline, url=url, published=published)


def read(path: Path, titles: bool = False) -> Iterator[tuple[Document, str]]:
    """Give every page of a set with the name of its event."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for at, row in enumerate(map(json.loads, lines)):
            name = f"doc_{at:05d}"
            if "event_id" in row:
                text = [] if titles else row["text"].removeprefix(row["title"]).split("\n")
                yield document(name, row["title"], text, row["date"], row["url"]), str(row["event_id"])
            elif "subtopic" in row:
                text = row["sentences"][:1] if titles else row["sentences"]
                yield document(name, "", text, None), row["subtopic"]
            else:
                text = [] if titles else [" ".join(p) for p in row["body-paragraphs"]]
                yield document(name, row["title"], text, row["date"], row["url"]), row["triplet-uuid"]


def half(event: str) -> bool:
    """Say whether an event is in the tuning half."""
    return blake2b(event.encode()).digest()[0] % 2 == 0


def bcubed(groups: list[frozenset[str]], gold: dict[str, str]) -> tuple[float, float, float]:
    """Return BCubed precision, recall and F1 over the documents in ``gold``."""
    events: dict[str, set[str]] = {}
    for name, event in gold.items():
        events.setdefault(event, set()).add(name)
    precision = recall = 0.0
    for group in groups:
        for name in group:
            same = len(group & events[gold[name]])
            precision += same / len(group)
            recall += same / len(events[gold[name]])
    precision, recall = precision / len(gold), recall / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def stories_of(pages: list[Document]) -> list[frozenset[str]]:
    """Group pages, each a lineage of its own."""
    lineages = [Lineage(f"lin_{d.id}", (d.id,), d.id) for d in pages]
    found = group_lineages(lineages, {d.id: d for d in pages}, load_background())
    return [frozenset(m.document for m in story.members) for story in found]


def measure(rows: list[tuple[Document, str]], kept: Callable[[str], bool]) -> tuple[float, float, float]:
    """Group the pages of some events and compare."""
    chosen = [(d, e) for d, e in rows if kept(e)]
    return bcubed(stories_of([d for d, _ in chosen]), {d.id: e for d, e in chosen})


def main() -> None:
    """Print one line per set and half, then the speed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=Path(__file__).parent.parent.parent / "shared/data")
    asked.add_argument("--titles", action="store_true", help="headlines only")
    given = asked.parse_args()
    pages: list[Document] = []
    for name in SETS:
        rows = list(read(given.data / "story" / f"{name}.jsonl.gz", given.titles))
        pages += [d for d, _ in rows]
        for label, kept in (("tune", half), ("check", lambda e: not half(e)), ("all", lambda e: True)):
            p, r, f = measure(rows, kept)
            print(f"{name:28} {label:6} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
    started = perf_counter()
    made = [features(d, load_background()) for d in pages]
    between = perf_counter()
    count = sum(1 for _ in score_pairs(made))
    ended = perf_counter()
    print(
        f"features {len(pages) / (between - started):.0f} documents/s; {count} pairs {count / (ended - between):.0f}/s"
    )


if __name__ == "__main__":
    main()
