"""Events of a story: clauses of several documents that tell the same time and the same thing are one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from firsthand.model.moment import Precision
from firsthand.model.story_voices import StoryEvent
from firsthand.model.voices import Event
from firsthand.text.tokens import words
from firsthand.text.vectors import Vector, dot, unit
from firsthand.understand.people import People
from firsthand.understand.summary import Weigh

#: Clauses of one time with a cosine from this on tell the same; those that share a participant from the lower one.
SAME, SAME_WITH_NAME = 0.6, 0.45
#: Clauses of an original and its copy with the same words for the time and a cosine from this on are one clause.
CARRIED = 0.8


@dataclass(slots=True)
class _Told:
    """A clause that tells an event, and then all that tell the same; the first one says what it is compared by."""

    text: str
    language: str
    names: frozenset[str]
    clauses: list[tuple[Event, str]]


def events_of(people: People, weigh: Weigh) -> tuple[StoryEvent, ...]:
    """Return the events of a story in time, each once."""
    by_time: dict[tuple[datetime, Precision], dict[tuple[str, ...], _Told]] = defaultdict(dict)
    dated = _Dated(people, weigh)
    for i in people.pages.order:
        document = people.pages.documents[i]
        for read in people.understood[i].events:
            event = dated.as_first(i, read)
            text = document.text[event.span.start : event.span.end]
            same = by_time[event.moment.at, event.moment.precision]
            told = same.get(key := words(text).folded)
            if told is None:
                names = frozenset(people.entities[e].id for e in (*event.participants, *event.places))
                told = same[key] = _Told(text, document.language or "en", names, [])
            told.clauses.append((event, i))
    found = [_event(people, told) for some in by_time.values() for told in _once(list(some.values()), weigh)]
    return tuple(sorted(found, key=lambda e: (e.moment.at, e.moment.precision, -e.sources, e.told)))


@dataclass(slots=True)
class _Dated:
    """What the first page of each lineage dates: a copy of "on Wednesday" means the original's Wednesday.

    A copy counts from its own day, or from the day on which it was seen, where it has none; both may be another one.
    """

    people: People
    weigh: Weigh
    known: dict[tuple[str, tuple[str, ...]], list[tuple[str, Event, Vector]]] = field(default_factory=dict)

    def as_first(self, i: str, event: Event) -> Event:
        """Return an event with the time that an earlier page of its lineage gives to the same clause, if there is one."""
        document = self.people.pages.documents[i]
        named = words(document.text[event.when.start : event.when.end]).folded
        clause = document.text[event.span.start : event.span.end]
        vector = unit(self.weigh(clause, document.language or "en"))
        before = self.known.setdefault((self.people.pages.lineage[i], tuple(named)), [])
        same = [first for page, first, other in before if page != i and dot(vector, other) >= CARRIED]
        before.append((i, event, vector))
        return replace(event, moment=same[0].moment) if same else event


def _once(clauses: list[_Told], weigh: Weigh) -> list[_Told]:
    """Put clauses of one time together that tell the same: each with the first that it is like enough."""
    if len(clauses) == 1:
        return clauses
    found: list[tuple[_Told, Vector]] = []
    for told in clauses:
        vector = unit(weigh(told.text, told.language))
        alike = sorted(((dot(vector, other), -at) for at, (_, other) in enumerate(found)), reverse=True)
        fits = (found[-at][0] for cosine, at in alike if cosine >= _least(told, found[-at][0]))
        home = next(fits, None)
        if home is None:
            found.append((told, vector))
        else:
            home.clauses += told.clauses
    return [told for told, _ in found]


def _least(one: _Told, other: _Told) -> float:
    return SAME_WITH_NAME if one.names & other.names else SAME


def _event(people: People, told: _Told) -> StoryEvent:
    first: dict[str, Event] = {}
    for event, document in told.clauses:
        first.setdefault(document, event)
    lead = next(iter(first))
    span = first[lead].span
    return StoryEvent(
        first[lead].moment,
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
