"""Remake the background table (`src/firsthand/profiles/data/background.txt.gz`): how rare words are in general.

    python bench/background.py --function-words stopwords-iso.json [--data ../shared/data]

Counted over the sets whose licence allows it: multi_outlet_us_politics and timeline_articles (Apache-2.0), Wikinews
MEANTIME and WCXB bodies (CC-BY). These are lopsided (American politics, sixteen affairs), so that plain counts would
call `egypt` and `armstrong` common words. Hence a word's frequency is the mean over TOPICS of its share of the topic's
documents, each topic counting alike; a set without topics is cut into slices the size of a topic. Words in fewer than
three documents or two topics are left out.

Function words come from `stopwords-iso.json` of the package `stopwordsiso` (MIT, (c) 2020 Gene Diaz and contributors).
The lists of the languages counted here are cut down to words that are also common in the counts.
"""

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from firsthand.thread.features import term, tokens

HERE = Path(__file__).parent.parent
TARGET = HERE / "src/firsthand/profiles/data/background.txt.gz"
LANGUAGES = "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it lt lv nl no pl pt ro ru sk sl sv tr uk vi"
#: Documents of a slice of a set that has no topics, and the fewest a topic may have.
SLICE = 12
#: Steps of idf that the file keeps: a quarter is far below what changes a score.
STEP = 0.25
#: Documents and topics a word must be seen in: rarer ones have the highest idf anyway.
DOCUMENTS_AT_LEAST = 3
TOPICS_AT_LEAST = 2
#: A word of a function-word list must stand in this share of documents, in a language that is counted here.
COMMON = 0.04


def rows(path: Path) -> Iterator[dict[str, object]]:
    """Read one set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """Give every document as (topic, text)."""
    story = data / "story"
    for row in rows(story / "multi_outlet_us_politics.jsonl.gz"):
        yield f"politics {row['topic']}", f"{row['title']}\n{row.get('content_original') or ''}"
    for row in rows(story / "timeline_articles.jsonl.gz"):
        yield f"timeline {row['topic']}", str(row["text"]).replace("\\/", "/")
    counts: Counter[str] = Counter()
    for row in rows(story / "wikinews_meantime_multilingual.jsonl.gz"):
        counts[str(row["lang"])] += 1
        yield f"wikinews {row['lang']} {counts[str(row['lang'])] // (2 * SLICE)}", "\n".join(row["sentences"])  # type: ignore[arg-type]
    for at, row in enumerate(rows(data / "extract/pages_articles_wcxb.jsonl.gz")):
        yield f"web {at // SLICE}", f"{row.get('title') or ''}\n{row.get('body') or ''}"


def count(data: Path) -> tuple[dict[str, float], Counter[str], dict[str, int], int]:
    """Return each term's mean share over topics, the documents and topics it was seen in, and the number of topics."""
    sizes: Counter[str] = Counter()
    by_topic: dict[str, Counter[str]] = defaultdict(Counter)
    for topic, text in texts(data):
        sizes[topic] += 1
        by_topic[topic].update({t.term for t in tokens(text[:20000])})
    topics = [t for t in by_topic if sizes[t] >= SLICE // 2]
    share: dict[str, float] = defaultdict(float)
    documents: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for topic in topics:
        for word, seen in by_topic[topic].items():
            share[word] += seen / sizes[topic] / len(topics)
            documents[word] += seen
            spread[word] += 1
    return share, documents, dict(spread), sum(sizes.values())


def main() -> None:
    """Count and write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=HERE.parent / "shared/data")
    asked.add_argument("--function-words", type=Path, required=True)
    asked.add_argument("--to", type=Path, default=TARGET)
    given = asked.parse_args()
    share, documents, spread, total = count(given.data)
    kept = {
        w: s
        for w, s in share.items()
        if documents[w] >= DOCUMENTS_AT_LEAST and spread[w] >= TOPICS_AT_LEAST and not w[0].isdigit() and len(w) < 25
    }
    highest = -math.log(min(kept.values()))
    levels: dict[float, list[str]] = defaultdict(list)
    for word, s in kept.items():
        levels[min(round(-math.log(s) / STEP) * STEP, LIMIT)].append(word)
    lines = [
        f"# documents {total}; terms {len(kept)}; highest {LIMIT}; made by bench/background.py",
        f"highest\t{LIMIT}",
    ]
    lists = json.loads(given.function_words.read_text(encoding="utf-8"))
    for code in LANGUAGES.split():
        words = sorted({term(w) for w in lists[code] if w.isalpha()})
        if code in ("en", "es", "it", "nl"):
            words = [w for w in words if share.get(w, 0) >= (COMMON if code == "en" else COMMON / 10)]
        lines.append(f"function {code}\t{' '.join(words)}")
    lines += [f"idf {level:g}\t{' '.join(sorted(words))}" for level, words in sorted(levels.items()) if level < LIMIT]
    blob = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    given.to.write_bytes(blob)
    print(f"{len(kept)} terms of {total} documents, rarest idf {highest:.2f}, {len(blob)} bytes -> {given.to}")


#: The idf of everything that is not in the file.
LIMIT = 8.5

if __name__ == "__main__":
    main()
