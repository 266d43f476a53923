"""Run gates, and tell what came out: a line a figure, a table at the end."""

import time
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from tests.gates.data import Absent, Run, UnknownFormat
from tests.gates.figures import Figure, Floor, is_below, read_floors

#: Name of a gate -> its module, which has ``measure(run) -> list[Figure]``.
GATES = (
    "seeds",
    "pages",
    "text",
    "credit",
    "provenance",
    "families",
    "clusters",
    "threads",
    "times",
    "timeline",
    "names",
    "voices",
    "stances",
    "feeds",
    "search",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a gate gave. ``judged``: it ran on its own data, whole, so that floors apply; else they are only shown."""

    gate: str
    figures: tuple[Figure, ...] = ()
    floors: tuple[tuple[str, Floor], ...] = ()
    skipped: str = ""
    error: str = ""
    judged: bool = True
    seconds: float = 0.0

    @property
    def below(self) -> list[Figure]:
        """The figures under their floors."""
        known = dict(self.floors)
        return [f for f in self.figures if is_below(f, known.get(f.name))] if self.judged else []

    @property
    def missing(self) -> list[str]:
        """Floors whose figure was not measured: a figure must not vanish silently either."""
        measured = {f.name for f in self.figures}
        return (
            [name for name, floor in self.floors if name not in measured and floor.can_be_measured()]
            if self.judged and not (self.skipped or self.error)
            else []
        )


def run_gate(name: str, run: Run) -> Outcome:
    """Run one gate; absent data makes it skipped, with the reason; an error in it fails it and no other."""
    floors = tuple((full, floor) for full, floor in read_floors().items() if full.startswith(f"{name}."))
    outcome = Outcome(name, floors=floors, judged=not run.data and run.limit is None)
    started = time.monotonic()
    try:
        figures = tuple(import_module(f"tests.gates.{name}").measure(run))
    except Absent as absent:
        return replace(outcome, skipped=str(absent))
    except UnknownFormat:
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return replace(outcome, error=f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})")
    return replace(outcome, figures=figures, seconds=time.monotonic() - started)


def holds(outcome: Outcome, must_be_here: bool) -> bool:
    """Say whether a gate passes; under CI it must not be skipped."""
    if outcome.skipped:
        return not must_be_here
    return not (outcome.error or outcome.below or outcome.missing)


def lines(outcome: Outcome) -> list[str]:
    """Write a line a figure: ``pages.news.f1 0.9512 (floor 0.9480, goal 0.968, n=138)``."""
    if outcome.skipped:
        return [f"{outcome.gate} skipped: {outcome.skipped}"]
    if outcome.error:
        return [f"{outcome.gate} FAILED: {outcome.error}"]
    known, below = dict(outcome.floors), {f.name for f in outcome.below}
    told = [_line(f, known.get(f.name)) + ("  BELOW" if f.name in below else "") for f in outcome.figures]
    return told + [f"{name} was not measured, and has a floor  MISSING" for name in outcome.missing]


def worst_lines(outcome: Outcome, count: int) -> list[str]:
    """Write the worst rows of each figure, those that are not perfect."""
    told = []
    for figure in outcome.figures if count else ():
        rows = sorted((r for r in figure.rows if r.score < 1), key=lambda r: (r.score, r.id))[:count]
        told += [f"{figure.name}: {len(rows)} worst"] * bool(rows)
        told += [f"  {row.score:.3f} {row.id} {row.note}".rstrip() for row in rows]
    return told


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Write the table at the end."""
    table = [("gate", "figures", "below floor", "below goal", "seconds")]
    for outcome in outcomes:
        if outcome.skipped or outcome.error:
            table.append((outcome.gate, "skipped" if outcome.skipped else "failed", "", "", ""))
            continue
        failed = len(outcome.below) + len(outcome.missing)
        goals = _below_goal(outcome)
        shown = str(failed) if outcome.judged else "not judged"
        table.append((outcome.gate, str(len(outcome.figures)), shown, str(goals), f"{outcome.seconds:.1f}"))
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    return [
        "",
        *("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table),
    ]


def told(outcome: Outcome) -> dict[str, object]:
    """Give an outcome as plain values, for ``--json``."""
    known = dict(outcome.floors)
    return {
        "gate": outcome.gate,
        "skipped": outcome.skipped or None,
        "error": outcome.error or None,
        "judged": outcome.judged,
        "seconds": round(outcome.seconds, 2),
        "missing": outcome.missing,
        "figures": [_figure(f, known.get(f.name), outcome.below) for f in outcome.figures],
    }


def _figure(figure: Figure, floor: Floor | None, below: Iterable[Figure]) -> dict[str, object]:
    return {
        "name": figure.name,
        "value": round(figure.value, 6),
        "n": figure.n,
        "floor": floor.floor if floor else None,
        "goal": floor.goal if floor else None,
        "below": figure.name in {f.name for f in below},
    }


def _line(figure: Figure, floor: Floor | None) -> str:
    held = [f"floor {floor.floor:.4f}"] if floor and figure.pinned else []
    held += [f"goal {floor.goal:g}"] if floor and floor.goal is not None else []
    if figure.pinned and not floor:
        held = ["no floor yet"]
    return f"{figure.name} {figure.value:.4f} ({', '.join([*held, f'n={figure.n}'])})"


def _below_goal(outcome: Outcome) -> int:
    known = dict(outcome.floors)
    goals = [(f, known[f.name].goal) for f in outcome.figures if f.name in known]
    return sum(goal is not None and f.value < goal - 1e-9 for f, goal in goals)
