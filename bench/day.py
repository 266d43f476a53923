"""Days of real front pages of eleven outlets, read end to end: which of the stories that come out are wrong?

    python -m bench.day [--data ../shared/data/story] [--first 2016-12-09] [--days 2] [--sample 100] [--json]

The pages go in as they were saved, HTML and all. Of a fixed sample of them each is printed with its story, and with the
stories nearest to it, for a person to read. `day_read.jsonl` holds what a reader said: is a page of another event in the
story (wrong merge), is there another story of the same event (wrong split). A line counts as long as the page stands
with the pages it was read with. One reader, who knew our answer: no gold.
"""

import argparse
import gzip
import json
import random
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import zstandard

import firsthand
from firsthand.model.document import Document
from firsthand.model.story import Story
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.features import Features, features
from firsthand.thread.score import score
from tests.gates.data import SHARED

_DATA = SHARED / "story"
_READ = Path(__file__).parent / "day_read.jsonl"
SEED = 20_161_209
#: Stories printed beside a page's own, and how alike they must be.
_NEAR, _ALIKE = 4, 0.02


@dataclass(frozen=True, slots=True)
class Sampled:
    """A page, the other pages of its story, and the nearest pages of other stories with their scores."""

    page: Document
    together: tuple[Document, ...]
    near: tuple[tuple[float, Document], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader said of a page's story: ``merged`` and ``split`` name pages that are wrongly in it or out of it."""

    page: str
    together: frozenset[str]
    merged: tuple[str, ...]
    split: tuple[str, ...]
    why: str


def pages(data: Path, first: date, days: int) -> Iterator[Document]:
    """Read the saved pages of some days, in the order of the archive; a page without an article gives none."""
    wanted = {str(first + timedelta(days=n)) for n in range(days)}
    rows = {row["path"]: row for row in _rows(data) if row["day"] in wanted}
    with (
        (data / "odu_stories_html_2016-11_12.tar.zst").open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        for member in archive:
            row = rows.get(member.name)
            held = archive.extractfile(member) if row else None
            if row and held:
                yield from _documents(row, held.read())


def _rows(data: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(data / "odu_stories.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _documents(row: Mapping[str, Any], html: bytes) -> Sequence[Document]:
    seen = datetime.strptime(row["captured"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return firsthand.extract(html, url=row["url"], media_type="text/html", seen_at=seen).documents


def sample(found: Sequence[Story], known: Mapping[str, Document], count: int) -> list[Sampled]:
    """Take a fixed sample of the pages, each with its story and what is nearest outside it."""
    story_of = {member.document: story for story in found for member in story.members}
    chosen = random.Random(SEED).sample(sorted(story_of), min(count, len(story_of)))
    about = {i: features(known[i], load_background()) for i in story_of}
    return [_sampled(i, story_of, known, about) for i in chosen]


def _sampled(
    page: str, story_of: Mapping[str, Story], known: Mapping[str, Document], about: Mapping[str, Features]
) -> Sampled:
    inside = {member.document for member in story_of[page].members}
    scored = sorted(
        ((score(about[page], about[i], load_judge()).value, i) for i in about if i not in inside), reverse=True
    )
    near = tuple((value, known[i]) for value, i in scored[:_NEAR] if value >= _ALIKE)
    return Sampled(known[page], tuple(known[i] for i in sorted(inside - {page})), near)


def readings(path: Path = _READ) -> dict[str, Reading]:
    """Read what was said, by page."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = []
    for row in map(json.loads, lines):
        told = (row["page"], frozenset(row["together"]), tuple(row["merged"]), tuple(row["split"]), row["why"])
        found.append(Reading(*told))
    return {reading.page: reading for reading in found}


def verdict(one: Sampled, read: Mapping[str, Reading]) -> tuple[str, str]:
    """Return what was said of a page, and why; "unread" for one that stands with other pages than it was read with."""
    reading = read.get(one.page.id)
    if reading is None or reading.together != {page.id for page in one.together}:
        return "unread", ""
    wrong = [name for name, pages in (("wrong merge", reading.merged), ("wrong split", reading.split)) if pages]
    return " and ".join(wrong) or "right", reading.why


def _line(page: Document) -> str:
    told = str(page.published) if page.published else "no date"
    return f"{page.id}  {page.outlet or page.url} [{told}]  {page.headline}"


def main() -> None:
    """Print the stories of the sample and the count of what was said of them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=_DATA)
    asked.add_argument("--first", type=date.fromisoformat, default=date(2016, 12, 9))
    asked.add_argument("--days", type=int, default=2)
    asked.add_argument("--sample", type=int, default=100)
    given = asked.parse_args()
    known = {page.id: page for page in pages(given.data, given.first, given.days)}
    found = firsthand.group(known.values())
    several = sum(len({m.lineage for m in story.members}) > 1 for story in found)
    print(f"{len(known)} documents, {len(found)} stories, {several} of them with several sources\n")
    read, counted = readings(), Counter[str]()
    for one in sample(found, known, given.sample):
        said, why = verdict(one, read)
        counted[said] += 1
        print(f"{said:12} {_line(one.page)}{f'  ({why})' if why else ''}")
        for page in one.together:
            print(f"       with  {_line(page)}")
        for value, page in one.near:
            print(f"      {value:5.3f}  {_line(page)}")
    print("\n" + ", ".join(f"{count} {name}" for name, count in sorted(counted.items())))


if __name__ == "__main__":
    main()
