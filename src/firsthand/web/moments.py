"""A story's timeline as its page tells it: events and reports in time, the silence between them, dates in dispute. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand.contract import SpanOut, StoryEventOut, StoryVoicesOut, TimelineEntryOut, TimelineLineOut, TimelineOut
from firsthand.model.moment import Precision, parse_iso
from firsthand.web.words import count

#: Silence shorter than this is none; a weekend is two days.
_GAP_DAYS = 3
#: Entries of the short form, on the story's own page.
_FEW = 8
#: Two clauses tell the same thing at two dates if they share so many long words, and so large a part of all that they have.
#: Of 218 stories read for it (note 031), two are told so, both worth a look; of five that share less none is one event.
_SHARED_WORDS, _SHARED_PART = 4, 0.4
#: Dates further apart than this are of two events that were told alike: a yearly summit, a quarter's results.
_NEAR_DAYS = 10
_LONG = 4


@dataclass(frozen=True, slots=True)
class Instant:
    """One entry. ``gap`` is the silence before it, in words. A report has the page's headline for its words."""

    when: str
    happening: str
    sources: int
    lines: list[TimelineLineOut]
    named: list[SpanOut]
    gap: str

    @property
    def is_event(self) -> bool:
        """Whether it happened, rather than was reported."""
        return self.happening == "event"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing that independent sources date differently: each date with who gives it, and the clause."""

    sides: tuple[StoryEventOut, ...]


def instants(timeline: TimelineOut) -> list[Instant]:
    """Return the entries in time, a report without the words that an event before it has already."""
    found: list[Instant] = []
    before: TimelineEntryOut | None = None
    for entry in timeline.entries:
        gap = _gap(before.when, entry.when) if before else ""
        found.append(Instant(entry.when, entry.happening, entry.sources, entry.lines, entry.named, gap))
        before = entry
    return found


def short(all_of_them: Sequence[Instant]) -> list[Instant]:
    """Return the entries that most sources name, and the reporting, in time."""
    ranked = sorted(range(len(all_of_them)), key=lambda n: (all_of_them[n].is_event, -all_of_them[n].sources, n))
    return [all_of_them[n] for n in sorted(ranked[:_FEW])]


def _gap(before: str, after: str) -> str:
    """Write the time from one entry to the next, if it is long enough to be told.

    >>> _gap("2025-05-02", "2025-05-14T10:00Z"), _gap("2007", "2014"), _gap("2025-05-02", "2025-05-03")
    ('12 days later', '7 years later', '')
    """
    one, other = parse_iso(before), parse_iso(after)
    years = other.at.year - one.at.year
    if Precision.YEAR in (one.precision, other.precision):
        return f"{count(years, 'year')} later" if years > 1 else ""
    days = (other.at.date() - one.at.date()).days
    if Precision.MONTH in (one.precision, other.precision) and days < 62:
        return ""
    if days >= 730:
        return f"{count(round(days / 365.25), 'year')} later"
    if days >= 62:
        return f"{count(round(days / 30.44), 'month')} later"
    return f"{count(days, 'day')} later" if days >= _GAP_DAYS else ""


def disputes(voices: StoryVoicesOut | None) -> list[Dispute]:
    """Return what sources without a lineage in common date to different days, though they tell the same in like words."""
    if voices is None:
        return []
    dated = [event for event in voices.events if event.precision == Precision.DAY]
    words = {id(event): _long_words(event.text) for event in dated}
    taken: set[int] = set()
    found: list[Dispute] = []
    for one, other in combinations(dated, 2):
        if {id(one), id(other)} & taken or not _apart(one, other):
            continue
        if _alike(words[id(one)], words[id(other)]):
            taken |= {id(one), id(other)}
            found.append(Dispute((one, other)))
    return found


def _apart(one: StoryEventOut, other: StoryEventOut) -> bool:
    """Say whether two events have near but different dates, from different sources."""
    days = abs((parse_iso(other.date).at.date() - parse_iso(one.date).at.date()).days)
    return 0 < days <= _NEAR_DAYS and not {*one.lineages} & {*other.lineages}


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _SHARED_WORDS and shared >= _SHARED_PART * len(one | other)


def _long_words(text: str) -> frozenset[str]:
    return frozenset(_folded(text.split()))


def _folded(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        bare = word.strip(".,;:!?\"'“”‘’()[]").casefold()
        if len(bare) >= _LONG and not any(c.isdigit() for c in bare):
            yield bare
