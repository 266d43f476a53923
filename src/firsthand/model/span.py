"""Where something stands: offsets in characters (code points), end exclusive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A half-open stretch of one text; the holder says of which text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a range: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of ``text`` that stand here."""
        return text[self.start : self.end]

    def overlaps(self, other: "Range") -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one document's ``text``: the evidence that every derived value points at."""

    document: str
    start: int
    end: int
