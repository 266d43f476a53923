"""What archives are read in: steps, each with the place at which reading can go on after it.

An archive holds more than a memory, and reading it outlasts a night: so nothing is listed, and whoever keeps what a step
gave keeps its mark in the same breath.
"""

from dataclasses import dataclass
from pathlib import Path

from firsthand.capture.arrival import Arrival
from firsthand.model.errors import InputError


@dataclass(frozen=True, slots=True)
class Mark:
    """Where reading can go on: at ``offset`` bytes of the file, leaving out the ``records`` that come first there.

    Most formats can be entered at every record. One that is packed as a whole can only be entered at its beginning.
    """

    offset: int = 0
    records: int = 0


#: Where reading begins.
START = Mark()


@dataclass(frozen=True, slots=True)
class Step:
    """One record that was looked at, and where to go on after it.

    ``found`` is what it gave; None for what was passed over, and ``passed`` says why in a word that can be counted.
    """

    found: Arrival | InputError | None
    mark: Mark
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that holds many pages or mails: its ``kind`` is ``warc`` or ``mbox``."""

    path: Path
    kind: str
