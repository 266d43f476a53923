"""Measure timelines against those that people wrote, with the field's own measures, beside two plain rules.

    python -m bench.timeline [--rouge original|reimpl] [--each]

The tasks are those of the gate (`tests.gates.timeline` says how they are set up). Measured are Date-F1 and
alignment-based ROUGE-1 and -2 ("align+ m:1") by `tilse.evaluation` itself (version 0.2.1, MIT: its Perl ROUGE-1.5.5 with
stemming, without stop words; ``reimpl`` is its own quicker approximation), averaged over timelines as tilse averages them.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

from tests.gates import aligned
from tests.gates.data import SHARED, read_rows
from tests.gates.timeline import OWN, Summary, Task, is_tuned, ours, tasks

System = Callable[[Task], Summary]


# --- plain rules ---


def by_mentions(task: Task) -> Summary:
    """Tell the days that most sentences name, each by the first sentences that name it: a plain rule."""
    told: dict[date, list[str]] = defaultdict(list)
    for page in task.pages:
        for sentence in page.sentences:
            for day in {t.day for t in sentence.times if t.day}:
                told[day].append(page.words(sentence))
    return _plain(task, told, {day: len(said) for day, said in told.items()})


def by_publication(task: Task) -> Summary:
    """Tell the days on which most was published, each by what its first pages begin with: another plain rule."""
    told: dict[date, list[str]] = defaultdict(list)
    for page in task.pages:
        if page.day:
            told[page.day] += [page.words(s) for s in page.sentences[:1]]
    return _plain(task, told, Counter(page.day for page in task.pages if page.day))


def _plain(task: Task, told: Mapping[date, list[str]], weights: Mapping[date, float]) -> Summary:
    first, last = task.between
    days = sorted((d for d in told if first <= d <= last), key=lambda d: (-weights[d], d))
    return {day: told[day][: task.lines] for day in days[: task.count]}


SYSTEMS: dict[str, System] = {"firsthand": ours, "mentions": by_mentions, "publication": by_publication}


# --- measures ---


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of days, and of words (ROUGE-1, ROUGE-2) where the gold has sentences."""

    days: tuple[float, float]
    one: tuple[float, float] | None = None
    two: tuple[float, float] | None = None


def measure(task: Task, told: Summary, evaluator: Any) -> Score:
    """Compare one timeline with its gold; an empty one has nothing right."""
    days = aligned.days(told, task.gold)
    if evaluator is None or task.set == "entities" or not told:
        return Score(days)
    from tilse.data.timelines import GroundTruth, Timeline

    reference = GroundTruth([Timeline(task.gold)])
    found = evaluator.evaluate_align_date_content_costs_many_to_one(Timeline(told), reference)
    one, two = ((found[name]["precision"], found[name]["recall"]) for name in ("rouge_1", "rouge_2"))
    return Score(days, one, two)


def evaluator(kind: str) -> Any:
    """Return tilse's evaluator with the original ROUGE or its own quick one."""
    from tilse.evaluation.rouge import TimelineRougeEvaluator

    return TimelineRougeEvaluator(measures=["rouge_1", "rouge_2"], rouge_computation=kind)


def main() -> None:
    """Print a line a set and system."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rouge", default="original", choices=("original", "reimpl", "none"))
    parser.add_argument("--each", action="store_true")
    asked = parser.parse_args()
    started = perf_counter()
    given = list(tasks(*(read_rows(SHARED / path) for path in OWN)))
    print(
        f"{len(given)} timelines, {sum(len(t.pages) for t in given)} articles read in {perf_counter() - started:.1f} s"
    )
    judge = None if asked.rouge == "none" else evaluator(asked.rouge)
    for name, system in SYSTEMS.items():
        started = perf_counter()
        told = [system(task) for task in given]
        seconds = perf_counter() - started
        scores = [measure(task, one, judge) for task, one in zip(given, told, strict=True)]
        print(f"{name} ({seconds:.1f} s)")
        _table(given, scores, asked.each)


def _table(given: Sequence[Task], scores: Sequence[Score], each: bool) -> None:
    pairs = list(zip(given, scores, strict=True))
    groups: dict[str, list[Score]] = defaultdict(list)
    for task, score in pairs:
        groups[task.set].append(score)
        if task.set in ("t17", "crisis"):
            groups["t17 and crisis"].append(score)
        groups[f"{task.set} {'tuned on' if is_tuned(task) else 'held out'}"].append(score)
        if each:
            groups[f"  {task.set} {task.topic} {task.name}"].append(score)
    for name, some in groups.items():
        figures = f"Date-F1 {aligned.f_of([s.days for s in some]):.3f}"
        one, two = ([p for p in pairs if p] for pairs in ([s.one for s in some], [s.two for s in some]))
        if one:
            figures += f"  AR1-F {aligned.f_of(one):.3f}  AR2-F {aligned.f_of(two):.3f}"
        print(f"  {name:24} n={len(some):2}  {figures}")


if __name__ == "__main__":
    main()
