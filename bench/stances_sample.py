"""Choose the 40 articles of PolNeAR that are read by hand for the gate `stances`.

    python -m bench.stances_sample [--data ../shared/data] [--read ID]

Of the articles of middling length those are taken whose text has words of a wide list, kind by kind (see `WANTED`), then
one with none of them; within a kind in the order of the checksum of the name, so that nobody's taste chooses. Half
are ``seen``, from what the rules of gate `voices` are tuned on; half are ``unseen``, from what it keeps out.
Prints a line an article: half, kind it was taken for, name. With ``--read`` it prints that article.
"""

import argparse
import re
from pathlib import Path
from zlib import crc32

from tests.gates.data import SHARED, JsonRow, read_rows
from tests.gates.voices import half

POLNEAR = "story/quotes_polnear_en.jsonl.gz"
#: Characters of an article: long enough that people speak in it, short enough to be read with care.
LENGTH = range(1_200, 5_001)
_NOT = r"\b(?:did|does|do|has|have|had|was|were|would|will)(?: not|n[’']t) (?:\w+ly )?"
TRIGGERS = {
    kind: "|".join(words)
    for kind, words in {
        "declines": (
            r"\bdeclin(?:e[sd]?|ing) (?:to|comment|requests?|interview)",
            _NOT + r"(?:respond|repl|return|answer|comment|say|elaborate|available|discuss)",
            r"\bno (?:comment|response|repl)",
            r"\bnot (?:immediately |\w+ )?be reached",
            r"\brefus(?:e[sd]?|ing) to (?:say|comment|answer|discuss|speak|talk|give)",
            r"\bunavailable",
            r"\bcould not be reached",
        ),
        "denies": (
            r"\bden(?:y|ies|ied|ying|ials?)\b",
            r"\breject(?:s|ed|ing)?\b",
            r"\bdismiss(?:e[sd]|ing)?\b",
            r"\bdisput(?:e[sd]?|ing)\b",
            r"\b(?:refut|rebut|disavow)",
            r"\b(?:not true|untrue|baseless|false|no truth)\b",
            r"\bpush(?:ed|es|ing)? back\b",
        ),
        "demands": (
            r"\b(?:demand|insist|appeal|plead)",
            r"\bcall(?:s|ed|ing)? (?:on|for|upon)\b",
            r"\burg(?:e[sd]?|ing)\b",
            r"\bask(?:s|ed|ing)? \w+(?: \w+)? to\b",
            r"\bpress(?:ed|es|ing) (?:for|\w+ to)\b",
            r"\bmust\b",
        ),
        "anonymous": (
            r"\banonym",
            r"\b(?:sources?|aides?|insiders?)\b",
            r"\bofficials?\b[^.]{0,40}\b(?:said|says|told|who)\b",
            r"\bon (?:the )?condition",
            r"\b(?:people|person) (?:familiar|close|with)",
            r"\bfamiliar with",
            r"\bauthori[sz]ed to\b",
        ),
    }.items()
}
#: How many articles of each half are taken for a kind. Those with more words of its list go first.
WANTED = {"declines": 8, "denies": 5, "demands": 1, "anonymous": 5, "none": 1}
HALVES = {"tune": "seen", "kept": "unseen"}


def chosen(rows: list[JsonRow]) -> list[tuple[str, str, JsonRow]]:
    """Choose the articles: (half, kind it was taken for, row)."""
    taken = []
    for part, name in HALVES.items():
        left = sorted(
            (r for r in rows if half(r) == part and len(r["text"]) in LENGTH), key=lambda r: crc32(r["id"].encode())
        )
        for kind, count in WANTED.items():
            words = {r["id"]: _words(r["text"], kind) for r in left}
            some = sorted((r for r in left if words[r["id"]]), key=lambda r: -words[r["id"]])[:count]
            taken += [(name, kind, row) for row in some]
            left = [r for r in left if r not in some]
    return taken


def _words(text: str, kind: str) -> int:
    """Count the words of a kind's list, up to four; for ``none`` it is 1 where no list has any."""
    if kind == "none":
        return int(not any(re.search(words, text, re.I) for words in TRIGGERS.values()))
    return min(4, len(re.findall(TRIGGERS[kind], text, re.I)))


def main() -> None:
    """Print the choice, or one article."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--read")
    asked = parser.parse_args()
    rows = read_rows(asked.data / POLNEAR)
    if asked.read:
        print(next(r["text"] for r in rows if r["id"] == asked.read))
        return
    for name, kind, row in chosen(rows):
        print(f"{name:7} {kind:9} {row['id']}")


if __name__ == "__main__":
    main()
