"""Figures and their floors. A floor may be raised by the tool, and lowered only by hand and with a reason.

``floors.toml`` holds, for each figure: ``floor`` (below it the gate fails), ``best`` (the highest value ever pinned),
``goal`` where an issue names one, and ``reason`` where the floor lies further below ``best`` than the noise margin.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import distributions
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")

#: How far below the measured value a floor is pinned. Everything here is deterministic; what moves is the libraries
#: we stand on: between trafilatura 2.0 and 2.3 the page F1 moved by .001 to .002. Facts (1 or 0) have no margin.
MARGIN = 0.002

_HEADER = """\
# The quality floors, written by `python -m tests.gates --pin`, which raises them and refuses to lower one.
# To lower a floor: edit `floor` by hand and add `reason = "..."` to the same line; leave `best` as it is.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row's part in a figure, for ``--worst``."""

    score: float
    id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, higher is better, over ``n`` things. ``pinned`` False: told, not held to a floor.

    ``needs``: the optional package without which it is not measured.
    """

    name: str
    value: float
    n: int
    margin: float = MARGIN
    pinned: bool = True
    rows: tuple[Row, ...] = ()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """What a figure must not fall below. Where the package it ``needs`` is not installed, it is not missed."""

    floor: float
    best: float
    goal: float | None = None
    reason: str = ""
    needs: str = ""

    def is_lowered(self, margin: float = MARGIN) -> bool:
        """Say whether this floor lies further below the best value than noise and rounding explain."""
        return self.floor < self.best - margin - 1.5e-4

    def can_be_measured(self) -> bool:
        """Say whether what it needs is installed."""
        return not self.needs or any(True for _ in distributions(name=self.needs))

    def needs_reason(self) -> bool:
        """Say whether this floor was lowered and nobody said why."""
        return self.is_lowered() and not self.reason


class Refused(Exception):
    """The tool was asked to lower a floor."""


def read_floors(path: Path = FLOORS) -> dict[str, Floor]:
    """Read floors by the full name of their figure (``pages.news.f1``)."""
    if not path.is_file():
        return {}
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{gate}.{name}": Floor(**entry) for gate, table in tables.items() for name, entry in table.items()}


def write_floors(floors: Mapping[str, Floor], path: Path = FLOORS) -> None:
    """Write floors in the order of their names, a figure a line."""
    lines = [_HEADER]
    gate = ""
    for full in sorted(floors):
        table, name = full.split(".", 1)
        if table != gate:
            lines.append(f"{'' if not gate else chr(10)}[{table}]")
            gate = table
        lines.append(f'"{name}" = {_entry(floors[full])}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _entry(floor: Floor) -> str:
    fields = [f"floor = {floor.floor:.4f}", f"best = {floor.best:.4f}"]
    if floor.goal is not None:
        fields.append(f"goal = {floor.goal:g}")
    if floor.needs:
        fields.append(f'needs = "{floor.needs}"')
    if floor.reason:
        escaped = floor.reason.replace("\\", "\\\\").replace('"', '\\"')
        fields.append(f'reason = "{escaped}"')
    return "{ " + ", ".join(fields) + " }"


def is_below(figure: Figure, floor: Floor | None) -> bool:
    """Say whether a figure is under its floor; without a floor it cannot be."""
    return figure.pinned and floor is not None and figure.value < floor.floor - 1e-9


def raise_floor(figure: Figure, known: Floor | None) -> Floor:
    """Give the floor to keep for a measured figure: never a lower one.

    Raises `Refused` when the figure is below its floor. A value above it but within the margin leaves it where it is.
    """
    if is_below(figure, known):
        raise Refused(
            f"{figure.name} is {figure.value:.4f}, below its floor {known.floor:.4f}: ask why, or edit by hand"
        )
    pinned = math.floor((figure.value - figure.margin) * 10_000 + 1e-6) / 10_000
    if known is None:
        return Floor(max(pinned, 0.0), round(figure.value, 4), needs=figure.needs)
    best = max(known.best, round(figure.value, 4))
    raised = replace(known, floor=max(pinned, known.floor), best=best)
    return raised if raised.is_lowered(figure.margin) else replace(raised, reason="")


def pin(figures: Iterable[Figure], path: Path = FLOORS) -> list[str]:
    """Raise the floors of measured figures and write them; return a line for each one refused."""
    floors, refusals = read_floors(path), []
    for figure in figures:
        if not figure.pinned:
            continue
        try:
            floors[figure.name] = raise_floor(figure, floors.get(figure.name))
        except Refused as refused:
            refusals.append(str(refused))
    write_floors(floors, path)
    return refusals
