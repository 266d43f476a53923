"""Score rows in several processes. Nothing is kept on disk: a figure is always of the code that stands here."""

import logging
import multiprocessing
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from tests.gates.data import ROOT

In = TypeVar("In")
Out = TypeVar("Out")


def run_all(function: Callable[[In], Out], items: Sequence[In], workers: int) -> list[Out]:
    """Apply a module-level function to every item, in order. One worker: in this process, where a debugger can see it.

    Processes are spawned, not forked, so that they do not inherit the threads or warning filters of a test run.
    """
    if workers <= 1 or len(items) <= 1:
        return [function(item) for item in items]
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))  # spawned processes look where we look
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(items)), mp_context=spawn, initializer=hush) as pool:
        return list(pool.map(function, items, chunksize=max(1, min(8, len(items) // (workers * 4)))))


def hush() -> None:
    """Keep the extractors' chatter about odd pages out of the table."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def gather(scored: Iterable[dict[str, list[float]]], name: str) -> list[float]:
    """Collect every row's values of one figure; a row may have none, one or many."""
    return [value for row in scored for value in row.get(name, ())]
