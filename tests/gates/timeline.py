"""Gate `timeline`: the days and sentences we choose against timelines that people wrote. One setting for all topics.

The set-up is the published one (Martschat and Markert 2018; Ghalandari and Ifrim 2020): of each gold timeline a system is
told the first and last day, the number of days, and the mean number of sentences a day; articles outside those days are
not read. The articles at hand cover four of the nine topics of T17 and none of CRISIS: a timeline of CRISIS on Egypt is
read on the articles of T17 on Egypt, cut to the days of those articles. ``entities`` has its days alone. Constants were
chosen on `TUNED` and on the first half of the entities by name; the rest was only read.

Measured with `aligned`; ``bench/timeline.py`` measures the same with tilse's own evaluation, beside plain rules.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from firsthand.model.document import Document, Role
from firsthand.model.moment import Moment, Precision
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.thread.dated import Dated, dated
from firsthand.thread.timeline import timeline
from tests.gates import aligned
from tests.gates.data import JsonRow, Run
from tests.gates.figures import Figure, Row

OWN = ("story/timeline_articles.jsonl.gz", "story/timeline_gold.jsonl.gz")

Summary = Mapping[date, Sequence[str]]


def measure(run: Run) -> list[Figure]:
    """Tell every timeline and compare it with its gold."""
    articles, gold = (run.rows(path) for path in run.files(*OWN))
    given = list(tasks(articles, gold))
    told = [ours(task) for task in given]
    figures = _figures("timeline.t17", given, told, lambda task: task.set == "t17")
    figures += _figures("timeline.t17.held_out", given, told, lambda task: task.set == "t17" and not is_tuned(task))
    figures += _figures("timeline.crisis_egypt", given, told, lambda task: task.set == "crisis")
    figures += _figures("timeline.entities", given, told, lambda task: task.set == "entities")
    figures += _figures("timeline.entities.held_out", given, told, lambda t: t.set == "entities" and not is_tuned(t))
    return figures


def _figures(
    name: str, given: Sequence["Task"], told: Sequence[Summary], wanted: Callable[["Task"], bool]
) -> list[Figure]:
    pairs = [(task, one) for task, one in zip(given, told, strict=True) if wanted(task)]
    days = [aligned.days(one, task.gold) for task, one in pairs]
    rows = tuple(Row(aligned.f_of([pair]), f"{t.topic} {t.name}") for pair, (t, _) in zip(days, pairs, strict=True))
    figures = [Figure(f"{name}.date_f1", aligned.f_of(days), len(pairs), rows=rows)]
    if pairs and pairs[0][0].set != "entities":
        background = load_background()
        words = [aligned.words(one, task.gold, background) for task, one in pairs]
        figures.append(Figure(f"{name}.ar1_f", aligned.f_of(words), len(pairs)))
    return figures


#: Topics that constants were chosen on.
TUNED = frozenset({"egypt", "haiti"})
#: Days before and after the gold timeline whose articles are read, as published.
EXTENSION = {"entities": 7}


@dataclass(frozen=True)
class Task:
    """One gold timeline and what a system is told of it. Days of ``gold`` have no sentences in the set ``entities``."""

    set: str
    topic: str
    name: str
    gold: Summary
    pages: list[Dated]

    @property
    def count(self) -> int:
        """How many days to tell."""
        return len(self.gold)

    @property
    def lines(self) -> int:
        """How many sentences a day."""
        return max(1, round(sum(map(len, self.gold.values())) / len(self.gold)))

    @cached_property
    def between(self) -> tuple[date, date]:
        """The days between which to tell."""
        days = [page.day for page in self.pages if page.day]
        if self.set == "entities":
            return min(self.gold), max(self.gold)
        return (min(days), max(days)) if self.set == "crisis" else (min(self.gold), max(self.gold))


def tasks(articles: Sequence[JsonRow], gold: Sequence[JsonRow]) -> Iterator[Task]:
    """Give every gold timeline that there are articles for."""
    by_topic: dict[str, list[JsonRow]] = defaultdict(list)
    for row in articles:
        by_topic[row["topic"]].append(row)
    for row in gold:
        name, topic, days = _gold(row)
        task = _task(name, topic, row["source"], days, by_topic.get(topic, []))
        if task:
            yield task


def _gold(row: JsonRow) -> tuple[str, str, Summary]:
    if "rows" in row:
        days = ast.literal_eval(row["rows"][1][0])
        return "entities", row["source"], {date.fromisoformat(day[:10]): [] for day in days}
    collection, topic = row["set"].split("-")
    gold: dict[date, list[str]] = defaultdict(list)
    for day, sentences in row["timeline"]:
        gold[date.fromisoformat(day)] += [s.strip() for s in sentences]
    return {"tl17": "t17"}.get(collection, collection), topic, dict(gold)


def _task(collection: str, topic: str, name: str, gold: Summary, articles: Sequence[JsonRow]) -> Task | None:
    more = EXTENSION.get(collection, 0)
    first, last = min(gold).toordinal() - more, max(gold).toordinal() + more
    known = load_lexicon()
    inside = [a for a in articles if first <= date.fromisoformat(a["date"]).toordinal() <= last]
    pages = [dated(_document(f"doc_{n}", a), f"lin_{n}", known) for n, a in enumerate(inside)]
    days = [page.day for page in pages if page.day]
    if collection == "crisis":
        gold = {day: said for day, said in gold.items() if days and min(days) <= day <= max(days)}
    return Task(collection, topic, name, gold, pages) if pages and gold else None


def _document(name: str, row: JsonRow) -> Document:
    published = Moment(datetime.fromisoformat(row["date"]).replace(tzinfo=UTC), Precision.DAY)
    return Document(name, name, name, Role.MAIN, row["text"], (), published=published, language="en")


def ours(task: Task) -> Summary:
    """Tell the days that `firsthand.thread.timeline` chooses."""
    found = timeline(
        task.pages,
        load_background(),
        count=task.count,
        lines=task.lines,
        days_only=True,
        between=task.between,
    )
    text = {page.document: page.text for page in task.pages}
    return {e.moment.at.date(): [text[s.document][s.start : s.end] for s in e.lines] for e in found}


def is_tuned(task: Task) -> bool:
    """Say whether constants were chosen on a task's topic; of the entities, on those in the first half of the alphabet."""
    return task.topic in TUNED or (task.set == "entities" and task.topic < "I")
