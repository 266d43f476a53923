"""A timeline: what is said to have happened when, and who reported it when. Every line stands somewhere in a document."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.moment import Moment
from firsthand.model.span import Span


class Happening(StrEnum):
    """What an entry tells. EVENT: what the texts date. The others are the reporting itself.

    FIRST_REPORT: nobody here was earlier. SECOND_SOURCE: the first page of another independent source.
    CORRECTION: a page says that it was wrong.
    """

    EVENT = "event"
    FIRST_REPORT = "first_report"
    SECOND_SOURCE = "second_source"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Entry:
    """One time and what is told of it: ``lines`` are sentences where they stand.

    ``sources`` counts the independent sources that name an event's time, ``weight`` is what it was chosen by, and
    ``named`` are the words (one place a source) that give the time. A report has none of them.
    """

    moment: Moment
    happening: Happening
    lines: tuple[Span, ...]
    sources: int = 0
    weight: float = 0.0
    named: tuple[Span, ...] = ()
