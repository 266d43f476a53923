"""Known items: questions made from headlines and quotations of real pages, and which pages answer them.

The pages are `story/odu_stories` (4,855 pages of American outlets, November 2016), put in as documents: their text is out of
the page already. Half of the questions come from headlines, half from words in quotation marks: three to six informative
words of it, in their order; every fifth question has one slip (two letters swapped, one dropped, doubled or replaced). A
question's answer is its page; just as good is a page that carries the same text (nine tenths of the shorter one's stretches
of eight words), since nobody can tell which of the two was meant.
"""

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from firsthand.model.document import Block, BlockKind, Document, Part, PartKind, Role
from firsthand.model.ids import derive
from firsthand.model.moment import Moment, parse_iso
from firsthand.text.tokens import words

DATA = Path(__file__).parent.parent.parent / "shared/data"
PAGES = "story/odu_stories.jsonl.gz"
SEED = 20_161_108
#: Letters of a page that a question may be made of; shorter ones are log-in pages and indexes.
_SHORTEST = 800
#: A word is informative that stands on at most this part of the pages, and has so many letters.
_PART, _LETTERS = 0.05, 3
_QUOTATION = re.compile(r"[“\"]([^“”\"\n]{30,400})[”\"]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: Part of the stretches of eight words of the shorter text that makes two pages the same.
_SAME = 0.9
_STRETCH, _EVERY = 8, 4


@dataclass(frozen=True)
class Question:
    """A question, the document it was made from, and the documents that answer it as well (itself too)."""

    text: str
    page: str
    equal: frozenset[str]
    kind: str
    slip: bool


def read_pages(file: Path | None = None) -> list[Document]:
    """Read the pages as documents."""
    with gzip.open(file or DATA / PAGES, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [_document(number, row) for number, row in enumerate(rows) if row["text"]]


def _document(number: int, row: dict[str, Any]) -> Document:
    text = row["text"].replace("\x00", " ")
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    parts = [(PartKind.STANDFIRST, row["description"]), (PartKind.BYLINE, row["author"])]
    seen = datetime.strptime(row["captured"] or "20161130000000", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    url = row["canonical"] or row["url"] or ""
    url = url[url.index("http", 8) :] if "http" in url[8:] else url
    name = derive("doc", "known", str(number))
    return Document(
        name,
        derive("cap", name),
        derive("art", url),
        Role.MAIN,
        text,
        tuple(blocks),
        tuple(Part(kind, words) for kind, words in parts if words),
        headline=row["title"] or "",
        outlet=row["sitename"],
        url=url,
        published=_moment(row["date"]),
        seen=Moment(seen),
        language="en",
    )


def _moment(written: str | None) -> Moment | None:
    try:
        return parse_iso(written) if written else None
    except (KeyError, ValueError):
        return None


def questions(pages: Sequence[Document], count: int = 500, seed: int = SEED) -> list[Question]:
    """Make questions, half of them from headlines; a page is asked for once at most."""
    chance = random.Random(seed)
    frequent = _frequent(pages)
    equal = equals(pages)
    candidates = [page for page in pages if len(page.text) >= _SHORTEST]
    chance.shuffle(candidates)
    made: list[Question] = []
    slips = set(chance.sample(range(count), count // 5))
    for page in candidates:
        if len(made) == count:
            break
        kind = "headline" if len(made) % 2 == 0 else "quotation"
        chosen = _informative(_source(page, kind, chance), frequent)
        if len(chosen) < 3:
            continue
        some = sorted(chance.sample(range(len(chosen)), min(chance.randint(3, 6), len(chosen))))
        asked = [chosen[n] for n in some]
        slip = len(made) in slips
        if slip:
            asked = _slipped(asked, chance)
        made.append(Question(" ".join(asked), page.id, frozenset(equal.get(page.id, {page.id})), kind, slip))
    return made


def _source(page: Document, kind: str, chance: random.Random) -> str:
    if kind == "headline":
        return re.split(r" [|–—-] ", page.headline)[0]
    found = [m[1] for m in _QUOTATION.finditer(page.text)]
    return chance.choice(found) if found else ""


def _frequent(pages: Sequence[Document]) -> set[str]:
    counts = Counter(word for page in pages for word in set(words(page.text).folded))
    return {word for word, count in counts.items() if count > _PART * len(pages)}


def _informative(text: str, frequent: set[str]) -> list[str]:
    found = [w for w in _WORD.findall(text) if len(w) >= _LETTERS]
    return [w for w in found if not set(words(w).folded) & frequent]


def _slipped(asked: list[str], chance: random.Random) -> list[str]:
    """Make one slip in one of the longer words."""
    longest = sorted(range(len(asked)), key=lambda n: -len(asked[n]))[:2]
    n = chance.choice(longest)
    word = asked[n]
    at = chance.randrange(1, max(len(word) - 1, 2))
    ways = (
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
    )
    return [*asked[:n], chance.choice(ways), *asked[n + 1 :]]


def equals(pages: Sequence[Document]) -> dict[str, set[str]]:
    """Return, for each page that others carry the text of, all of those."""
    prints = {page.id: _prints(page.text) for page in pages}
    holders: dict[int, list[str]] = defaultdict(list)
    for name, some in prints.items():
        for one in some:
            holders[one].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if 1 < len(names) <= 40:
            shared.update((a, b) for n, a in enumerate(names) for b in names[n + 1 :])
    found: dict[str, set[str]] = {}
    for (a, b), count in shared.items():
        if count >= _SAME * min(len(prints[a]), len(prints[b])):
            found.setdefault(a, {a}).add(b)
            found.setdefault(b, {b}).add(a)
    return found


def _prints(text: str) -> set[int]:
    folded = words(text).folded
    stretches = (" ".join(folded[n : n + _STRETCH]) for n in range(max(len(folded) - _STRETCH + 1, 1)))
    return {p for s in stretches if (p := crc32(s.encode())) % _EVERY == 0}
