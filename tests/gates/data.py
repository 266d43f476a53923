"""Where the material lies and how its rows are read. Other people's material: it is read in place and never copied.

It is looked for beside the checkout (``../shared/data``); where it is absent a gate says so and is skipped.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The checkout, and the material beside it.
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"

#: One row as it was written. Which keys a set has is told in the README beside the data.
JsonRow = dict[str, Any]


class Absent(Exception):
    """The material is not on this machine."""


class UnknownFormat(Exception):
    """A file was handed in with ``--data`` whose rows the gate does not know."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a gate is asked: on which files (none: its own), on how many rows of each, with how many processes."""

    data: tuple[Path, ...] = ()
    limit: int | None = None
    workers: int = 2

    def files(self, *own: str) -> list[Path]:
        """Return the files to measure on, or raise `Absent` for the first that is not there."""
        chosen = list(self.data) or [SHARED / path for path in own]
        for path in chosen:
            if not path.exists():
                raise Absent(f"{path} is not on this machine")
        return chosen

    def rows(self, path: Path) -> list[JsonRow]:
        """Read the rows of one file, at most ``limit``."""
        return read_rows(path)[: self.limit]


def read_rows(path: Path) -> list[JsonRow]:
    """Read a file of JSON lines, gzipped or not."""
    if not path.exists():
        raise Absent(f"{path} is not on this machine")
    return list(_lines(path))


def first_row(path: Path) -> JsonRow:
    """Read the first row alone, to know a file's format."""
    return next(_lines(path), {})


def _lines(path: Path) -> Iterator[JsonRow]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
