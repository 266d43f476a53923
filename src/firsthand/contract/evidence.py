"""Places in texts, and the reasons that point at them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceOut:
    """A stretch of the reading of a capture."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpanOut:
    """A stretch of one document's text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PassageOut:
    """Words and their place in one document's text: the copy's for added, the original's for dropped."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReasonOut:
    """Evidence in words, with its places in document texts."""

    code: str
    text: str
    weight: float
    spans: list[SpanOut]


@dataclass(frozen=True, slots=True)
class CoverageOut:
    """Shares 0..1."""

    of_original: float
    of_copy: float


@dataclass(frozen=True, slots=True)
class RewordingOut:
    """Words that changed: ``original`` and ``copy`` are the two sides; ``rule`` names the house style, if it is one."""

    original: PassageOut | None
    copy: PassageOut | None
    rule: str
