"""Events of a story: clauses of several documents that tell the same time and the same thing are one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.model.moment import Moment, Precision
from firsthand.model.story_voices import StoryEvent
from firsthand.model.voices import Event
from firsthand.text.tokens import words
from firsthand.text.vectors import Vector, dot, unit
from firsthand.understand.people import People
from firsthand.understand.summary import Weigh

#: Clauses of one time with a cosine from this on tell the same; those that share a participant from the lower one.
SAME, SAME_WITH_NAME = 0.6, 0.45


@dataclass(slots=True)
class _Told:
    """An event with the clauses that tell it; the first one says what it is compared by."""

    moment: Moment
    vector: Vector
    names: frozenset[str]
    clauses: list[tuple[Event, str]] = field(default_factory=list)


def events_of(people: People, weigh: Weigh) -> tuple[StoryEvent, ...]:
    """Return the events of a story in time, each once."""
    by_time: dict[tuple[datetime, Precision], list[_Told]] = defaultdict(list)
    known: dict[tuple[datetime, Precision, tuple[str, ...]], _Told] = {}
    for i in people.pages.order:
        document = people.pages.documents[i]
        for event in people.understood[i].events:
            text = document.text[event.span.start : event.span.end]
            time = (event.moment.at, event.moment.precision)
            same = (*time, words(text).folded)
            if same not in known:
                vector = unit(weigh(text, document.language or "en"))
                names = frozenset(people.entities[e].id for e in (*event.participants, *event.places))
                known[same] = _found(by_time[time], event.moment, vector, names)
            known[same].clauses.append((event, i))
    found = [_event(people, told) for some in by_time.values() for told in some]
    return tuple(sorted(found, key=lambda e: (e.moment.at, e.moment.precision, -e.sources, e.told)))


def _found(some: list[_Told], moment: Moment, vector: Vector, names: frozenset[str]) -> _Told:
    """Find the event of a time that a clause tells, or begin one."""
    alike = [(dot(told.vector, vector), -at) for at, told in enumerate(some)]
    for cosine, at in sorted(alike, reverse=True):
        if cosine >= (SAME_WITH_NAME if names & some[-at].names else SAME):
            return some[-at]
    some.append(_Told(moment, vector, names))
    return some[-1]


def _event(people: People, told: _Told) -> StoryEvent:
    first: dict[str, Event] = {}
    for event, document in told.clauses:
        first.setdefault(document, event)
    lead = next(iter(first))
    span = first[lead].span
    return StoryEvent(
        told.moment,
        people.pages.documents[lead].text[span.start : span.end],
        tuple(e.span for e in first.values()),
        tuple(e.when for e in first.values()),
        _entities(people, [e.participants for e in first.values()]),
        _entities(people, [e.places for e in first.values()]),
        people.pages.lineages(first),
        people.pages.sources(first),
    )


def _entities(people: People, each: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people.entities[e].id for some in each for e in some))
