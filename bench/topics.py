"""Measure Media Topics on material that has labels of its own kinds, mapped by hand, and what a writer's check lets through.

    python -m bench.topics [--part 0..3] [--checks]

A page counts as right when a topic given for it is a label of its page or lies below one. No set labels all topics of a page,
so this is no precision. While cues were written, counts of misses by label were looked at, on about a quarter of the rows.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from time import process_time

from firsthand.model.document import Block, BlockKind, Document, Role
from firsthand.model.voices import SummarySentence
from firsthand.profiles.topics import load_topics
from firsthand.profiles.words import checks
from firsthand.understand.topics import topics
from firsthand.understand.writer import Said, objection
from tests.gates.data import SHARED, JsonRow, read_rows

PARTS = 4
KNOWN = load_topics()

#: Label of a set -> Media Topics that it stands for, by label.
REUTERS = {
    "earn": ("corporate earnings", "corporate dividends", "business reporting and performance", "financial statement"),
    "acq": ("merger or acquisition",),
    "money-fx": ("foreign exchange market", "central bank", "monetary policy"),
    "grain": ("commodity market",),
    "trade": ("international trade",),
    "crude": ("energy market",),
    "interest": ("interest rate", "central bank"),
    "wheat": ("commodity market",),
    "sugar": ("commodity market",),
    "coffee": ("commodity market",),
    "gold": ("metal",),
    "nat-gas": ("energy market",),
    "jobs": ("unemployment", "labour"),
    "cpi": ("inflation",),
}
POLITICS = {
    "elections": ("election",),
    "immigration": ("immigration", "migration policy", "refugees and internally displaced people"),
    "supreme_court": ("supreme and high court", "judiciary"),
    "gun_control_and_gun_rights": ("personal weapon control policy", "shootings"),
    "trade": ("international trade",),
    "north_korea": ("international relations", "nuclear policy", "conflict, war and peace"),
    "healthcare": ("health", "healthcare policy"),
    "education": ("education",),
    "environment": ("environment",),
    "sports": ("sport",),
    "taxes": ("taxation",),
    "sexual_misconduct": ("sex crime",),
    "federal_budget": ("government budget", "government debt"),
    "free_speech": ("censorship and freedom of speech",),
    "politics": ("politics",),
    "white_house": ("politics",),
    "us_senate": ("politics",),
}
CLASSES = {
    "world": (
        "conflict, war and peace",
        "politics",
        "disaster, accident and emergency incident",
        "crime, law and justice",
    ),
    "entertainment": ("arts, culture, entertainment and media", "human interest"),
    "science": ("science and technology", "environment", "health", "disaster, accident and emergency incident"),
    "technology": ("science and technology", "economy, business and finance"),
    "sports": ("sport",),
    "business": ("economy, business and finance",),
}


def page(headline: str, text: str) -> Document:
    """Make a document of a row: one block."""
    return Document(
        "doc", "cap", "art", Role.MAIN, text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), headline=headline
    )


def reuters() -> Iterator[tuple[Document, str]]:
    for row in read_rows(SHARED / "story/newswire_reuters21578.jsonl.gz"):
        if len(row["topics"]) == 1 and row["topics"][0] in REUTERS and row["body"]:
            yield page(row["title"] or "", row["body"]), row["topics"][0]


def labelled(path: str, text: str, label: str, known: Mapping[str, object]) -> Iterator[tuple[Document, str]]:
    for row in read_rows(SHARED / path):
        if row[label] in known and row[text]:
            yield page(row["title"] or "", row[text]), row[label]


def above(topic: str) -> set[str]:
    """Return the labels of a topic and of all above it."""
    labels = {KNOWN.labels[topic]}
    while topic := KNOWN.wider.get(topic, ""):
        labels.add(KNOWN.labels[topic])
    return labels


def measure(name: str, rows: list[tuple[Document, str]], mapped: Mapping[str, tuple[str, ...]]) -> None:
    """Print how often nothing is said, and of the rest how often the first topic, or some topic, is right."""
    began = process_time()
    found = [(topics(document, KNOWN), set(mapped[label])) for document, label in rows]
    took = process_time() - began
    right = [[bool(above(t.id.removeprefix("medtop:")) & wanted) for t in given] for given, wanted in found if given]
    said = max(len(right), 1)
    print(
        f"{name:24} {len(rows):5} pages  silent {1 - len(right) / max(len(rows), 1):.2f}"
        f"  first right {sum(r[0] for r in right) / said:.2f}  some right {sum(map(any, right)) / said:.2f}"
        f"  {len(rows) / max(took, 1e-9):.0f}/s"
    )


def measure_checks(rows: list[JsonRow]) -> None:
    """Print what becomes of each sentence of MRPC, taken as a rewording of its partner."""
    english = checks("en")
    reasons = {label: Counter[str | None]() for label in (0, 1)}
    for row in rows:
        reasons[int(row["label"])][objection(Said(row["b"], (1,)), [SummarySentence(row["a"], ())], english)] += 1
    for label, counts in reasons.items():
        print("paraphrases" if label else "others", f"{counts[None] / counts.total():.3f} pass;", counts.most_common())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=int, default=0, choices=range(PARTS))
    parser.add_argument("--checks", action="store_true")
    asked = parser.parse_args()
    if asked.checks:
        measure_checks(read_rows(SHARED / "story/paraphrase_mrpc.jsonl.gz"))
        return
    politics = "story/multi_outlet_us_politics.jsonl.gz"
    measure("Reuters-21578", list(reuters())[asked.part :: PARTS], REUTERS)
    told = list(labelled(politics, "content_original", "topic", POLITICS))
    measure("US politics", told[asked.part :: PARTS], POLITICS)
    classes = labelled("story/event_clusters_giveme5w1h.jsonl.gz", "text", "category", CLASSES)
    measure("Giveme5W1H, all", list(classes), CLASSES)


if __name__ == "__main__":
    main()
