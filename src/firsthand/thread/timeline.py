"""The timeline of a set of documents (a story, a thread): which times matter, and the sentences that tell them.

    documents -> sentences with times -> weight of each time -> the heaviest -> of each, the sentences nearest its centre

A time weighs what the independent sources that name it weigh: a source counts 1 if it names it in a sentence about the
matter (one with a central term), else `ASIDE`; copies add nothing. How the formulas were chosen, what was tried and did
not help: docs/notes/014-timelines.md; measured by `bench/timeline.py`, which is to be run again when changing them.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from firsthand.model.moment import Moment, Precision
from firsthand.model.span import Span
from firsthand.model.timeline import Entry, Happening
from firsthand.text.times import Counted, Time
from firsthand.thread.central import central_terms, nearest, vector
from firsthand.thread.dated import Dated, Sentence
from firsthand.thread.features import Background

#: A source that names a time only in a sentence without a central term counts so much.
ASIDE = 0.2
#: What is published on a day or the day after, and names no time, is about the day: so many first sentences of a page.
LEAD_SENTENCES = 5
LEAD_DAYS = 2
#: A sentence that can stand alone: shorter ones are fragments, longer ones were not cut.
SHORTEST, LONGEST = 8, 400
#: Without a number given: at most so many times, none lighter than this share of the heaviest.
MOST = 20
LIGHTEST = 0.2

_DAYS = frozenset({Precision.DAY})
#: Weeks are left out: "last week" is mostly said of prices and polls.
_TELLING = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})


@dataclass(slots=True)
class _Named:
    """What is known of one time: each source's best sentence for it, and every sentence that may tell it."""

    weights: dict[str, float] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    told: dict[str, tuple[Dated, Sentence]] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        return math.fsum(self.weights.values())


def timeline(
    pages: Iterable[Dated],
    background: Background,
    *,
    count: int | None = None,
    lines: int = 1,
    days_only: bool = False,
    between: tuple[date, date] | None = None,
) -> list[Entry]:
    """Return the entries of a set of documents, in time: the times that matter and the ``lines`` that tell each.

    ``pages``: of words that stand in several of them, the first is cited. ``count``: how many times; without it, a rule
    (`MOST`, `LIGHTEST`). ``between``: no others than those that begin from the one day to the other.
    """
    given = list(pages)
    central = central_terms(given, background)
    named = _named(given, central, background, _DAYS if days_only else _TELLING)
    ranked = sorted((m for m in named if _is_between(m, between)), key=lambda m: (-named[m].weight, m.at, m.precision))
    leads = _leads(given)
    found: list[Entry] = []
    used: set[Span] = set()
    for moment in ranked[: _enough(ranked, named) if count is None else None]:
        if len(found) == (MOST if count is None else count):
            break
        entry = _entry(moment, named[moment], leads, background, lines, used)
        if entry.lines:
            found.append(entry)
            used.update(entry.lines)
    return sorted(found, key=lambda e: (e.moment.at, -e.moment.latest.timestamp()))


def _is_between(moment: Moment, between: tuple[date, date] | None) -> bool:
    return between is None or between[0] <= moment.at.date() <= between[1]


def _enough(ranked: Sequence[Moment], named: Mapping[Moment, _Named]) -> int:
    """Say how many times are heavy enough to be told."""
    floor = LIGHTEST * named[ranked[0]].weight if ranked else 0.0
    return sum(1 for moment in ranked if named[moment].weight >= floor)


def _named(
    pages: Iterable[Dated], central: Collection[str], background: Background, kinds: Collection[Precision]
) -> dict[Moment, _Named]:
    """Gather what is said of each time, page by page."""
    found: dict[Moment, _Named] = defaultdict(_Named)
    for page in pages:
        for sentence in page.sentences:
            said = {t.moment: t for t in reversed(sentence.times) if _tells(t, kinds)}
            if not said:
                continue
            weight = 1.0 if central & vector(page.words(sentence), page.language, background).keys() else ASIDE
            for moment, words in said.items():
                known = found[moment]
                if weight > known.weights.get(page.source, 0.0):
                    known.weights[page.source] = weight
                    known.places[page.source] = Span(page.document, words.start, words.end)
                known.told.setdefault(_same(page.words(sentence)), (page, sentence))
    return found


def _tells(said: Time, kinds: Collection[Precision]) -> bool:
    """Say whether a time is one that a timeline tells: a year only where it is written out."""
    kind = said.moment.precision
    return kind in kinds and (kind is not Precision.YEAR or said.counted is Counted.FULL)


def _same(words: str) -> str:
    """Level what does not make another sentence of it."""
    return " ".join(words.lower().split())


def _leads(pages: Iterable[Dated]) -> dict[date, dict[str, tuple[Dated, Sentence]]]:
    """Gather by day what pages of that day and the next begin with, without naming a time."""
    found: dict[date, dict[str, tuple[Dated, Sentence]]] = defaultdict(dict)
    for page in pages:
        for sentence in page.sentences[:LEAD_SENTENCES] if page.day else ():
            if not any(t.day for t in sentence.times):
                for back in range(LEAD_DAYS):
                    day = (page.day or date.min) - timedelta(days=back)
                    found[day].setdefault(_same(page.words(sentence)), (page, sentence))
    return found


def _entry(
    moment: Moment,
    named: _Named,
    leads: Mapping[date, dict[str, tuple[Dated, Sentence]]],
    background: Background,
    lines: int,
    used: Collection[Span],
) -> Entry:
    """Tell a time by the sentences nearest to the centre of all that is said of it, those that name it first.

    No sentence tells two times.
    """
    may_tell = dict(named.told)
    if moment.precision is Precision.DAY:
        may_tell = {**leads.get(moment.at.date(), {}), **named.told}
    candidates = [(page, s) for page, s in may_tell.values() if stands_alone(page, s) and _span(s) not in used]
    vectors = [vector(page.words(s), page.language, background) for page, s in candidates]
    naming = [any(t.moment == moment for t in s.times) for _, s in candidates]
    chosen = [candidates[i] for i in nearest(vectors, lines, naming)]
    spans = tuple(_span(s) for _, s in chosen)
    places = tuple(named.places[source] for source in sorted(named.places))
    return Entry(moment, Happening.EVENT, spans, len(named.weights), named.weight, places)


def _span(sentence: Sentence) -> Span:
    return Span(sentence.document, sentence.start, sentence.end)


def stands_alone(page: Dated, sentence: Sentence) -> bool:
    """Say whether a sentence tells something by itself: neither a fragment nor a stretch that was not cut."""
    words = page.words(sentence)
    return len(words) <= LONGEST and words.count(" ") >= SHORTEST - 1
