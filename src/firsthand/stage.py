"""What a stage is: how its input is loaded, the pure function it runs, and how its output is saved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from firsthand.store.transaction import Tx

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one input may cost: seconds by the clock, and bytes of memory beyond what the process began with."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Stage(Generic[In, Out]):
    """One step of the line. The worker calls load, run and save; stages.py lists them all.

    ``load`` gives what ``run`` needs for an item, or None when the item is gone and nothing is left to do. ``run`` is
    pure; it may run in another process, so it is a function of a module. ``save`` writes the outcome and returns what
    is now due, as (stage, item). An ``exclusive`` stage must see what every earlier save wrote: its load, run and
    save are one transaction, and no two of them run at a time. An exclusive stage may take its items ``together``:
    load and save are then handed all claimed items at once, as a sequence, and the outcome must not depend on how items
    happen to come together. A stage with ``limits`` parses what strangers wrote: its
    ``run`` always goes to a process that can be killed, and an input that passes a limit is given up.
    """

    name: str
    version: str
    load: Callable[[Tx, Any], In | None]
    run: Callable[[In, Any], Out]
    save: Callable[[Tx, Any, Out], Iterable[tuple[str, str]]]
    exclusive: bool = False
    limits: Limits | None = None
    together: bool = False
