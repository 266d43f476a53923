"""Positions: what each party says on a subject, over time, across the stories of a thread. Pure.

    the voices of stories -> parties joined across them -> each one's claims -> subjects -> statements in time -> what changed

Only parties with a name are followed from story to story: "the ministry" is another one tomorrow. A statement's time is that
of its first report, or the one its own clause gives. What is not sure to be a change is only listed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

from firsthand.model.positions import Position, Statement
from firsthand.model.span import Span
from firsthand.model.story_voices import StoryClaim, StoryParty, StoryVoices
from firsthand.model.voices import Entity, Form, PartyKind, Stance
from firsthand.text.tokens import words as words_of
from firsthand.text.vectors import Vector, unit
from firsthand.understand.aliases import merged
from firsthand.understand.changes import Read, changes, pieces
from firsthand.understand.once import RETOLD, TOLD_WORDS
from firsthand.understand.position_subjects import Small, label, subjects
from firsthand.understand.reading import Words
from firsthand.understand.wording import levels_of

_ENTITY = re.compile(r"ent_\w+")
_NEVER = datetime.max.replace(tzinfo=UTC)
#: A word in the statements of this part of the stories, and of so many, is what the whole thread is about.
USUAL, MANY = 0.25, 4
#: Weighed words that a statement must have to be about anything.
TELLS = 2


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A claim of a party in a story, as it is sorted and compared."""

    statement: Statement
    vector: Vector
    language: str

    @property
    def order(self) -> tuple[datetime, str, Span, Span]:
        """Time first, and then whatever tells two statements apart."""
        at = self.statement.at.at if self.statement.at else _NEVER
        return at, self.statement.story, self.statement.words[0], self.statement.cue


@dataclass(frozen=True, slots=True)
class _Party:
    """A party of a thread, with all that names it."""

    id: str
    kind: PartyKind
    name: str
    own: frozenset[str]


def positions(voices: Iterable[StoryVoices], words: Words) -> tuple[Position, ...]:
    """Return the positions of all named parties, those with changes and of most stories first.

    ``voices`` are those of a thread's stories, in any order. What is only asserted, and only once, is no position yet.
    """
    stories = sorted(voices, key=lambda v: v.story)
    entities = _joined(stories)
    spoken: dict[str, list[_Spoken]] = defaultdict(list)
    parties: dict[str, _Party] = {}
    for story in stories:
        by_id = {p.id: p for p in story.parties}
        for claim in story.claims:
            party = _party(by_id.get(claim.party or ""), entities)
            if party is not None:
                parties.setdefault(party.id, party)
                spoken[party.id] += _spoken(story, claim, parties[party.id], by_id, words)
    usual = _usual(some for some in spoken.values()) if len(stories) >= MANY else frozenset[str]()
    found = [p for i, some in spoken.items() for p in _positions(parties[i], some, usual, words)]
    return tuple(sorted(found, key=_order))


def _usual(spoken: Iterable[Sequence[_Spoken]]) -> frozenset[str]:
    """Return the words that many stories of a thread have in their statements: its own name is no subject in it."""
    stories: dict[str, set[str]] = defaultdict(set)
    for one in chain.from_iterable(spoken):
        for term in one.vector:
            stories[term].add(one.statement.story)
    count = len(set().union(*stories.values()))
    return frozenset(term for term, found in stories.items() if len(found) >= max(MANY, USUAL * count))


def _order(position: Position) -> tuple[int, int, int, str, Span]:
    """What changed first, then what is followed longest."""
    return (
        -len(position.changes),
        -len(position.stories),
        -len(position.statements),
        position.name,
        position.label,
    )


# --- parties across stories ---


def _joined(stories: Sequence[StoryVoices]) -> Mapping[str, Entity]:
    """Join the names of all stories: an id of any of them -> the entity it belongs to."""
    return merged(sorted((n.entity for s in stories for n in s.names), key=lambda e: (e.id, e.name, e.aliases)))


def _party(party: StoryParty | None, entities: Mapping[str, Entity]) -> _Party | None:
    """Return who a party of a story is in the thread; None for one that no name tells from others."""
    if party is None or party.kind is PartyKind.ANONYMOUS or not _ENTITY.search(party.id):
        return None
    known = [entities[i] for i in _ENTITY.findall(party.id) if i in entities]
    i = _ENTITY.sub(lambda m: entities[m[0]].id if m[0] in entities else m[0], party.id)
    forms = {party.name, *(form for e in known for form in (e.name, *e.aliases))}
    name = entities[i].name if i in entities else party.name
    return _Party(i, party.kind, name, frozenset(w for form in forms for w in words_of(form).folded))


# --- statements ---


def _spoken(
    story: StoryVoices, claim: StoryClaim, party: _Party, by_id: Mapping[str, StoryParty], words: Words
) -> Iterator[_Spoken]:
    """Yield a claim as a statement, if it is about something."""
    places = claim.told[0].words
    if claim.stance is Stance.DECLINES or not places:
        return
    weighed = words.weigh(claim.text, claim.language or "en")
    vector = unit({term: weight for term, weight in weighed.items() if term not in party.own})
    if len(vector) < TELLS and claim.stance is not Stance.DEMANDS:
        return
    if not vector:
        return
    cues = [told.cue for told in claim.told if told.cue]
    statement = Statement(
        story.story,
        claim.stance,
        claim.text,
        tuple(places),
        cues[0] if cues else places[0],
        claim.dated or claim.reported,
        claim.dated is not None,
        claim.sources,
        claim.lineages,
        claim.negated,
        claim.conditional,
        tuple(by_id[i].name for i in claim.according_to if i in by_id),
        None,
        claim.dropped,
        any(q.form is Form.DIRECT and q.told[0].words == places for q in story.quotes if q.party == claim.party),
    )
    yield _Spoken(statement, vector, claim.language)


def _positions(party: _Party, spoken: Iterable[_Spoken], usual: frozenset[str], words: Words) -> Iterator[Position]:
    """Yield the positions of one party: its statements by subject, in time. ``usual`` words make no subject."""
    levels, small = levels_of(words.lexicon), _small(words)
    ordered = sorted(spoken, key=lambda s: s.order)
    rare = [_without(s.vector, usual) for s in ordered]
    for places in subjects(rare):
        some = [ordered[i] for i in places]
        if len(some) == 1 and some[0].statement.stance is Stance.ASSERTS:
            continue
        texts = [piece for s in some for piece in pieces(s.statement)]
        read = _repeated([Read(s.statement, s.vector, levels.wording([s.statement.text])) for s in some])
        named = label(texts, [rare[i] for i in places], small)
        yield Position(
            party.id,
            party.kind,
            party.name,
            next(t[named.start - w.start : named.end - w.start] for t, w in texts if _holds(w, named)),
            named,
            tuple(r.statement for r in read),
            changes(read, levels),
        )


def _without(vector: Vector, usual: frozenset[str]) -> Vector:
    """Take usual words out of a vector, if enough is left to be about something."""
    left = {term: weight for term, weight in vector.items() if term not in usual}
    return unit(left) if len(left) >= TELLS else vector


def _small(words: Words) -> Small:
    """Return the small words of all languages by which things are told from verbs and phrases end."""

    def listed(*names: str) -> frozenset[str]:
        each = words.lexicon.voices.values()
        return frozenset().union(*(v.words.get(name, frozenset()) for v in each for name in names))

    ends = listed("infinitive", "joining", "relatives", "subordinators", "auxiliaries", "modals")
    return Small(listed("determiners", "prepositions") - ends, ends)


def _holds(one: Span, other: Span) -> bool:
    return one.document == other.document and one.start <= other.start and other.end <= one.end


def _repeated(read: Sequence[Read]) -> list[Read]:
    """Say of each statement which earlier one it repeats in nearly the same words."""
    found: list[Read] = []
    for now in read:
        earlier = (at for at, was in enumerate(found) if was.statement.repeats is None and _repeats(was, now))
        first = next(earlier, None)
        found.append(replace(now, statement=replace(now.statement, repeats=first)) if first is not None else now)
    return found


def _repeats(was: Read, now: Read) -> bool:
    if was.statement.stance is not now.statement.stance or was.statement.negated is not now.statement.negated:
        return False
    if was.wording.words == now.wording.words or was.wording.holds(now.wording) or now.wording.holds(was.wording):
        return min(len(was.wording), len(now.wording)) >= TOLD_WORDS or was.wording.words == now.wording.words
    return min(len(was.wording), len(now.wording)) >= TOLD_WORDS and was.wording.likeness(now.wording) >= RETOLD
