"""Gate `threads`: stories of one affair together, all others apart. BCubed over pages, precision above all.

Two sets, one setting:

- `timeline`: articles of seventeen affairs and people, each taken in its densest 120 days, as if each had been seen on its day.
  The topic is the affair. That is generous to recall's denominator (a person's four months may be several affairs), so
  recall is a lower bound; precision is exact.
- `ecbplus`: topics of two events of one kind each (two rehabs, two heists, two quakes of one place). The two are taken as
  reported sixty days apart, and are NOT one affair: what threads add to stories must not lower precision.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from firsthand.model.document import Document
from firsthand.model.moment import Moment, Precision
from firsthand.model.story import Story
from firsthand.model.thread import Thread
from tests.gates import metrics
from tests.gates.clusters import story_of_each
from tests.gates.data import JsonRow, Run, UnknownFormat
from tests.gates.documents import document_from_fields
from tests.gates.figures import Figure, Row
from tests.gates.pool import run_all

OWN = ("story/timeline_articles.jsonl.gz", "story/event_clusters_ecbplus.jsonl.gz")
#: Days of a topic that are looked at, and articles of it: more of the four topics that are affairs by themselves.
DAYS, OF_AFFAIR, OF_PERSON = 120, 60, 28
#: Days between the two events of one kind of an ECB+ topic.
APART = 60


class Task(NamedTuple):
    """One stream: its name, its documents by row id, and the gold affair of each row."""

    name: str
    documents: dict[str, Document]
    gold: dict[str, str]


class Found(NamedTuple):
    """The story and the affair of each row (a story that is in no thread is its own), and the numbers of both."""

    story: dict[str, str]
    affair: dict[str, str]
    threads: int
    longest: int


def measure(run: Run) -> list[Figure]:
    """Group each set into stories, and these into threads."""
    tasks = [_task(run.rows(path)) for path in run.files(*OWN)]
    found = run_all(affairs, tasks, run.workers)
    return [figure for task, one in zip(tasks, found, strict=True) for figure in figures_of(task, one)]


def affairs(task: Task) -> Found:
    """Group a stream, and give the story and the affair of each row."""
    import firsthand

    stories = firsthand.group(list(task.documents.values()))
    return found_in(task, stories, firsthand.threads(stories, task.documents.values()))


def found_in(task: Task, stories: Sequence[Story], threads: Sequence[Thread]) -> Found:
    """Turn stories and threads into maps of rows."""
    story = story_of_each(stories, task.documents)
    thread = {step.story: one.id for one in threads for step in one.steps}
    affair = {row: thread.get(name, name) for row, name in story.items()}
    return Found(story, affair, len(threads), max((len(one.steps) for one in threads), default=0))


def figures_of(task: Task, found: Found) -> list[Figure]:
    """Give BCubed precision and F1 of the affairs, held to floors, and what stories alone give."""
    alone, joined = metrics.bcubed(found.story, task.gold), metrics.bcubed(found.affair, task.gold)
    prefix, n = f"threads.{task.name}", len(task.gold)
    return [
        Figure(f"{prefix}.precision", joined.precision, n, rows=_mixed(found.affair, task.gold)),
        Figure(f"{prefix}.f1", joined.f1, n),
        Figure(f"{prefix}.recall", joined.recall, n, pinned=False),
        Figure(f"{prefix}.stories_precision", alone.precision, n, pinned=False),
        Figure(f"{prefix}.stories_recall", alone.recall, n, pinned=False),
        Figure(f"{prefix}.threads", found.threads, n, pinned=False),
        Figure(f"{prefix}.longest", found.longest, n, pinned=False),
    ]


def _mixed(found: Mapping[str, str], gold: Mapping[str, str]) -> tuple[Row, ...]:
    """Give the affairs that hold pages of several gold affairs, for ``--worst``."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row, name in found.items():
        groups[name].append(gold[row])
    return tuple(
        Row(max(labels.count(x) for x in labels) / len(labels), name, ", ".join(sorted(set(labels))))
        for name, labels in sorted(groups.items())
        if len(set(labels)) > 1
    )


def _task(rows: Sequence[JsonRow]) -> Task:
    if rows and "topic" in rows[0] and "date" in rows[0]:
        return _timeline(rows)
    if rows and "subtopic" in rows[0]:
        return _ecbplus(rows)
    raise UnknownFormat("threads: rows must have topic and date, or subtopic")


def _timeline(rows: Sequence[JsonRow]) -> Task:
    topics: dict[str, list[tuple[int, str, JsonRow]]] = defaultdict(list)
    for at, row in enumerate(rows):
        topics[row["topic"]].append((date.fromisoformat(row["date"]).toordinal(), f"{row['topic']}/{at}", row))
    documents, gold = {}, {}
    for topic, some in topics.items():
        for day, name, row in _sample(some):
            made = document_from_fields("", row["text"], date=row["date"], key=name)
            seen = Moment(datetime.fromordinal(day).replace(tzinfo=UTC))
            documents[name], gold[name] = replace(made, seen=seen), topic
    return Task("timeline", documents, gold)


def _sample(some: list[tuple[int, str, JsonRow]]) -> list[tuple[int, str, JsonRow]]:
    """Take the densest days of a topic, and of these as many articles as wanted, by the hash of their text."""
    days = sorted(day for day, _, _ in some)
    first = max(days, key=lambda d: (sum(d <= other < d + DAYS for other in days), -d))
    inside = [one for one in some if first <= one[0] < first + DAYS]
    most = OF_AFFAIR if some[0][2].get("set") == "t17" else OF_PERSON
    return sorted(inside, key=lambda one: blake2b(one[2]["text"].encode()).digest())[:most]


def _ecbplus(rows: Sequence[JsonRow]) -> Task:
    documents, gold = {}, {}
    for row in rows:
        sentences = [s for s in row["sentences"] if not s.startswith(("http :", "https :"))] or [""]
        day = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=APART if row["subtopic"].endswith("plus") else 0)
        made = document_from_fields(sentences[0], "\n".join(sentences[1:]), key=row["id"])
        documents[row["id"]] = replace(made, published=Moment(day, Precision.DAY), seen=Moment(day))
        gold[row["id"]] = row["subtopic"]
    return Task("ecbplus", documents, gold)
