"""What changed between two statements of one party on one subject. Where it is not sure, nothing is said.

A change needs two times, of which one is surely earlier. Words that were only reported by others ("sources say he wants") are
compared with words reported in the same way alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.model.positions import Change, Statement, Turn
from firsthand.model.span import Span
from firsthand.model.voices import Stance
from firsthand.text.tokens import words
from firsthand.text.vectors import Vector, shared
from firsthand.understand.story_said import BETWEEN
from firsthand.understand.wording import Levels, Wording

#: Part of the weight of a demand that must stand in no earlier statement, and the words of it; words that begin with the
#: same letters are the same ("cancel", "canceled").
NEW, NEW_WORDS, STEM = 0.6, 2, 5
#: Part of the weight of the shorter that two opposite statements must share, and the words of it.
OPPOSITE, OPPOSITE_WORDS = 0.75, 3
#: Likeness of two statements but for a "not", or but for one figure, and words beside those.
REPEATED, BESIDE = 0.8, 4
#: The same where two figures or more are of the same things; and how far behind a figure stands what it counts.
COUNTED, BEHIND = 0.4, 3

_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CAPITAL = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]\w+")
_POSITIVE = frozenset({Stance.ASSERTS, Stance.PROMISES, Stance.WARNS})


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as it is compared: its weighed words and its wording."""

    statement: Statement
    vector: Vector
    wording: Wording


def pieces(statement: Statement) -> list[tuple[str, Span]]:
    """Return the words of a statement piece by piece, each with its place."""
    found, at = [], 0
    for span in statement.words:
        end = at + span.end - span.start
        found.append((statement.text[at:end], span))
        at = end + len(BETWEEN)
    return found


def changes(read: Sequence[Read], levels: Levels) -> tuple[Change, ...]:
    """Return what changed among the statements of a position, given in time; of each kind the nearest two, once."""
    found: list[Change] = []
    for after, now in enumerate(read):
        if now.statement.dropped:
            found.append(Change(Turn.DROPS, _dropped(read, after), after, None, now.statement.dropped))
        elif now.statement.repeats is None and not now.statement.dated:
            earlier = [b for b in range(after) if _is_before(read[b].statement, now.statement)]
            found += _turns(read, earlier, after, levels)
    return tuple(found)


def _turns(read: Sequence[Read], earlier: Sequence[int], after: int, levels: Levels) -> Iterator[Change]:
    now = read[after]
    for before in reversed(earlier):
        was = read[before]
        turn = _turn(was, now, levels)
        if turn is not None:
            yield turn_of(turn, before, after, was, now)
            return
        figures = _figures(was, now, levels)
        if figures:
            yield Change(Turn.FIGURE, before, after, *figures)
            return
    if now.statement.stance is Stance.DEMANDS and not now.statement.negated and _is_new(read, earlier, now):
        yield turn_of(Turn.NEW_DEMAND, earlier[-1], after, read[earlier[-1]], now)


def turn_of(turn: Turn, before: int, after: int, was: Read, now: Read) -> Change:
    """Make a change of two whole statements."""
    return Change(turn, before, after, _first(was.statement), _first(now.statement))


def _first(statement: Statement) -> Span:
    return statement.words[0] if statement.words else statement.cue


def _is_before(one: Statement, other: Statement) -> bool:
    """Say whether a statement was surely made before another, and is known in the same way."""
    if one.at is None or other.at is None or one.story == other.story:
        return False
    apart = one.at.surely_before(other.at) or one.at.at.date() < other.at.at.date()
    return apart and bool(one.according_to) == bool(other.according_to)


def _dropped(read: Sequence[Read], after: int) -> int | None:
    """Find the last statement in which the party asked for or promised what it now gives up."""
    kinds = (Stance.DEMANDS, Stance.PROMISES)
    before = [b for b in range(after) if read[b].statement.stance in kinds and not read[b].statement.dropped]
    return before[-1] if before else None


def _turn(was: Read, now: Read, levels: Levels) -> Turn | None:
    """Say whether two statements are opposites: one denied, or nearly the same words with a "not" more or less."""
    if was.statement.conditional or now.statement.conditional:
        return None
    one, other = _sign(was.statement), _sign(now.statement)
    if one and other and one != other and _is_same_matter(was.vector, now.vector):
        if _nots(was, levels) == _nots(now, levels):
            return Turn.DENIES if other < 0 else Turn.ADMITS
        return None
    if one == other == 1 and (_nots(was, levels) + _nots(now, levels)) % 2 and _is_repeated(was, now, levels.negations):
        return Turn.DENIES
    return None


def _sign(statement: Statement) -> int:
    """Return 1 for what is asserted, -1 for what is denied, 0 for any other."""
    sign = 1 if statement.stance in _POSITIVE else -1 if statement.stance is Stance.DENIES else 0
    return -sign if statement.negated else sign


def _nots(one: Read, levels: Levels) -> int:
    return sum(word in levels.negations for word in one.wording.words)


def _is_same_matter(one: Vector, other: Vector) -> bool:
    common = one.keys() & other.keys()
    return len(common) >= OPPOSITE_WORDS and shared(one, other) >= OPPOSITE


def _is_repeated(was: Read, now: Read, without: frozenset[str]) -> bool:
    """Say whether two statements are nearly the same, but for some words."""
    none = Levels({}, frozenset())
    one, other = (none.of([tuple(w for w in r.wording.words if w not in without)]) for r in (was, now))
    return min(len(one), len(other)) >= BESIDE and one.likeness(other) >= REPEATED


def _is_new(read: Sequence[Read], earlier: Sequence[int], now: Read) -> bool:
    """Say whether a demand asks for what no earlier statement on the subject speaks of."""
    if not earlier:
        return False
    known = {term[:STEM] for b in earlier for term in read[b].vector}
    new = {term: weight for term, weight in now.vector.items() if term[:STEM] not in known}
    weight = sum(now.vector.values())
    return len(new) >= NEW_WORDS and sum(new.values()) >= NEW * weight


def _figures(was: Read, now: Read, levels: Levels) -> tuple[Span, Span] | None:
    """Return the first two figures that differ in statements that else say the same of the same things.

    Where several differ, all have grown or all have fallen: else they may count other things in the same words.
    """
    if was.statement.stance is not now.statement.stance or was.statement.negated is not now.statement.negated:
        return None
    theirs = {f.counted: f for f in _counts(was)}
    pairs = [(theirs[f.counted], f) for f in _counts(now) if f.counted in theirs]
    apart = [(one, other) for one, other in pairs if one.value != other.value]
    one, other = (levels.of([tuple(w for w in r.wording.words if not _FIGURE.search(w))]) for r in (was, now))
    if not apart or min(len(one), len(other)) < BESIDE:
        return None
    if len({now.number > was.number for was, now in apart}) > 1:
        return None
    if len(apart) < 2 and (len(pairs) > 1 or _named(was) != _named(now)):
        return None
    if one.likeness(other, strict=False) < (REPEATED if len(apart) == 1 else COUNTED):
        return None
    return apart[0][0].place, apart[0][1].place


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure, its number, what it counts, and where it stands."""

    value: str
    number: float
    counted: str
    place: Span


def _counted(behind: Sequence[str], weighed: Vector) -> str | None:
    """Return the word for what a figure counts: the first behind it, but for signs such as H1N1."""
    for word in behind:
        if not _FIGURE.search(word):
            return word if any(term[:STEM] == word[:STEM] for term in weighed) else None
    return None


def _counts(one: Read) -> Iterator[_Figure]:
    """Yield the figures of a statement that count something; not years, nor what is written in words."""
    for text, span in pieces(one.statement):
        read = words(text)
        for at, word in enumerate(read.folded):
            if _NUMBER.fullmatch(word) and not _YEAR.fullmatch(word):
                counted = _counted(read.folded[at + 1 : at + 1 + BEHIND], one.vector)
                if counted is not None:
                    place = Span(span.document, span.start + read.starts[at], span.start + read.ends[at])
                    yield _Figure(word, float(word.replace(",", "")), counted, place)


def _named(one: Read) -> set[str]:
    """Return the words of a statement that begin with a capital, but for its first: what it counts may be of these."""
    return {m[0] for m in _CAPITAL.finditer(one.statement.text) if m.start() > 0}
