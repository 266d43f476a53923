"""Measure Compare on two texts of 3,000 words, one an edited copy of the other, beside difflib on the same words.

    python -m bench.compare [--words 3000] [--data ../shared/data]

Times are of the processor, the median of several runs: with both documents read anew, and with documents that were
compared before, as when one original is held against all its copies.
"""

import argparse
import random
from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from time import process_time

from bench.planted_corpus import DATA, Text, document, read_items
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.compare import compare
from firsthand.text.tokens import words

SEED = 11
RUNS = 15


def pair(items: list[Text], length: int, edited: float, chance: random.Random) -> tuple[Text, Text]:
    """Make a long text of several items, and a copy: words edited, one paragraph in ten dropped, moved or put in."""
    original: Text = []
    pool = iter(chance.sample(items, len(items)))
    while sum(len(p.split()) for p in original) < length:
        original += next(pool)
    copy = []
    for paragraph in original:
        some = [
            w if chance.random() >= edited else chance.choice(("otherwise", "", f"{w} indeed"))
            for w in paragraph.split()
        ]
        how = chance.random()
        if how < 0.05:
            continue
        copy.insert(chance.randrange(len(copy) + 1) if how < 0.08 else len(copy), " ".join(w for w in some if w))
        if how > 0.95:
            copy += next(pool)[:1]
    return original, copy


def milliseconds(job: Callable[[], object]) -> float:
    """Return the median of some runs."""
    spent = []
    for _ in range(RUNS):
        started = process_time()
        job()
        spent.append(process_time() - started)
    return 1000 * median(spent)


def main() -> None:
    """Print a line a pair."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=DATA)
    asked.add_argument("--words", type=int, default=3_000)
    given = asked.parse_args()
    items, chance, lexicon = read_items(given.data), random.Random(SEED), load_lexicon()
    print("edited     words   read anew        known   difflib (words only)   ratio, read anew")
    for edited in (0.0, 0.03, 0.1, 0.25, 1.0):
        left, right = (document(n, text) for n, text in enumerate(pair(items, given.words, edited, chance)))
        if edited == 1.0:
            right = document(1, pair(items, given.words, 0, chance)[0])
        ours = milliseconds(lambda a=left, b=right: compare(replace(a), replace(b), lexicon))  # type: ignore[misc]
        known = milliseconds(lambda a=left, b=right: compare(a, b, lexicon))  # type: ignore[misc]
        one, other = words(left.text).folded, words(right.text).folded
        theirs = milliseconds(lambda a=one, b=other: SequenceMatcher(None, a, b, False).get_opcodes())  # type: ignore[misc]
        told = "other text" if edited == 1.0 else f"{edited:.0%}"
        print(f"{told:10}{len(one):6}{ours:9.1f} ms {known:9.1f} ms{theirs:20.1f} ms{theirs / ours:19.1f}")


if __name__ == "__main__":
    main()
