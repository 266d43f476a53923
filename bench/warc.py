"""Read a made-up web archive and measure it: pages a second and core, and whether memory stays as it is. ``./dev bench warc``.

    python -m bench.warc [--pages 10000] [--small] [--workers 1] [--keep FOLDER]

Timed in one run each: reading the records alone; capture with extract, print and resolve; and the whole line. "A core" is a
second of processor time of all processes. Memory is what the program and its children hold in RAM, read at every batch.
"""

import argparse
import os
import resource
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.warc_pages import write_archive
from firsthand.capture.warc import read_warc
from firsthand.intake import Reading, read_at_volume
from firsthand.stages import STAGES, Context
from firsthand.store.database import open_store

PAGES, SMALL = 10_000, 500
#: What a WARC of 10,000 pages must reach through capture, extract and resolve, in pages a second and core.
FLOOR = 15.0
_RESOLVED = ("extract", "embed", "print", "resolve")


@dataclass
class Watched:
    """Memory at every batch: pages worked off so far, bytes of the program and of its children."""

    seen: list[tuple[int, int, int]] = field(default_factory=list)

    def __call__(self, reading: Reading) -> None:
        """Look once."""
        own = os.getpid()
        self.seen.append((reading.pages, held(own), sum(held(child) for child in children(own))))

    def quarter(self, number: int) -> tuple[int, int]:
        """Return the median of both in a quarter (0 to 3) of the pages, in MiB."""
        most = self.seen[-1][0]
        inside = [s for s in self.seen if most * number / 4 <= s[0] <= most * (number + 1) / 4]
        own, others = (median(s[which] for s in inside) for which in (1, 2))
        return round(own / 2**20), round(others / 2**20)

    def peak(self) -> int:
        """Return the most that all held together, in MiB."""
        return round(max(own + others for _, own, others in self.seen) / 2**20)


def held(process: int) -> int:
    """Return the bytes a process holds that are its own (what it shares with files is left out)."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text().split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def children(process: int) -> list[int]:
    """Return the processes that a process has started, with theirs."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    found = [int(child) for child in listed]
    return found + [below for child in found for below in children(child)]


def processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def records(path: Path, pages: int) -> None:
    """Time the reading of the records alone."""
    began = processor_seconds()
    found = sum(step.found is not None for step in read_warc(path))
    assert found == pages, f"{found} of {pages} pages"
    print(f"{'records alone':32} {pages / (processor_seconds() - began):10,.0f} pages/s a core")


def line(path: Path, pages: int, name: str, stages: Sequence[str], workers: int) -> float:
    """Time a line of stages on the archive, into a new store; return pages a second and core."""
    chosen = [stage for stage in STAGES if stage.name in stages]
    with tempfile.TemporaryDirectory() as folder, closing(open_store(folder)) as store:
        watched = Watched()
        began, wall = processor_seconds(), perf_counter()
        told = read_at_volume(store, [str(path)], Context(), watch=watched, stages=chosen, workers=workers)
        used, wall = processor_seconds() - began, perf_counter() - wall
        assert (told.captures, told.archives[0].state) == (pages, "read"), told
    rate = pages / used
    print(f"{name:32} {rate:10.1f} pages/s a core {pages / wall:8.1f} pages/s by the clock", flush=True)
    for number in (0, 3):
        own, others = watched.quarter(number)
        print(f"    memory, {('first', '', '', 'last')[number]} quarter: {own} MiB, children {others} MiB")
    print(f"    peak of all: {watched.peak()} MiB; {told.documents} documents, {told.stories} stories")
    print("    problems: " + (", ".join(f"{c.code} {c.count}" for c in told.problems) or "none"), flush=True)
    return rate


def main() -> None:
    """Make the archive and read it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pages", type=int)
    asked.add_argument("--small", action="store_true", help=f"{SMALL} pages instead of {PAGES:,}")
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="where to make the archive, and to leave it")
    given = asked.parse_args()
    pages = given.pages or (SMALL if given.small else PAGES)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        path = folder / f"made-{pages}.warc.gz"
        if not path.exists():
            size = write_archive(path, pages)
            print(f"{path.name}: {pages:,} pages, {size / 1e6:,.0f} MB packed")
        records(path, pages)
        rate = line(path, pages, "capture + extract + resolve", _RESOLVED, given.workers)
        line(path, pages, "the whole line", [stage.name for stage in STAGES], given.workers)
    print(f"at least {FLOOR:g} pages/s a core through resolve: {'yes' if rate >= FLOOR else 'NO'}")


if __name__ == "__main__":
    main()
