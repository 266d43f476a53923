"""What came of a backup, and of reading one back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackupOut:
    """A backup that was written. ``damaged`` are the captures' blobs whose bytes could not be had; ``rows`` are all rows.

    ``schema`` is the revision of the tables, ``everything`` says whether derived rows are in it.
    """

    file: str
    bytes: int
    made: str
    schema: str
    everything: bool
    captures: int
    rows: int
    blobs: int
    blob_bytes: int
    damaged: list[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class RestoredOut:
    """A backup that was read back. ``left_out`` captures had no bytes in it; ``to_read`` wait to be read again.

    ``moved`` is where the store that was there before is now; None where there was none.
    """

    store: str
    made: str
    program: str
    schema: str
    captures: int
    rows: int
    blobs: int
    left_out: int
    to_read: int
    moved: str | None
    seconds: float
