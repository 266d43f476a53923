"""What statements are about: those that share rare words are on one subject, and a few words of theirs name it.

statements of one party, each a vector of its rare words -> in time, each to the subject that it shares most with, or a new one
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.model.span import Span
from firsthand.text.tokens import Words, words
from firsthand.text.vectors import Vector, dot, unit
from firsthand.understand.topics import singular

#: A statement joins a subject if its cosine with one of its statements reaches this, and they share so many words.
JOINS, SHARED = 0.32, 2
#: Statements of so few weighed words join by one word less, if they are this like.
SHORT, ALIKE = 3, 0.55
#: Words that name a subject, at most.
LABEL = 4
#: Words that follow "the" or "of" name a thing and count so much more; a word without weight between them takes so much off.
THING, FADES = 1.5, 0.85
#: A word that only one of several statements has counts so much in a label.
ALONE = 0.25


def subjects(vectors: Sequence[Vector]) -> list[list[int]]:
    """Group statements, given in time, by what they are about; each group lists their places in order.

    Every statement must be near one that is there, and near to the middle of all: no chain leads to another subject.
    """
    groups: list[list[int]] = []
    totals: list[dict[str, float]] = []
    holding: dict[str, set[int]] = defaultdict(set)
    for place, vector in enumerate(vectors):
        near = Counter(g for term in vector for g in holding[term])
        fits = [
            (dot(unit(totals[g]), vector), -g)
            for g in near
            if any(_joins(vector, vectors[other]) for other in groups[g])
        ]
        best = max(fits, default=(0.0, 0))
        if best[0] >= JOINS:
            chosen = -best[1]
        else:
            chosen = len(groups)
            groups.append([])
            totals.append({})
        groups[chosen].append(place)
        for term, weight in vector.items():
            totals[chosen][term] = totals[chosen].get(term, 0.0) + weight
            holding[term].add(chosen)
    return groups


def _joins(one: Vector, other: Vector) -> bool:
    shared = len(one.keys() & other.keys())
    cosine = dot(one, other)
    if min(len(one), len(other)) <= SHORT:
        return shared >= 1 and cosine >= ALIKE
    return shared >= SHARED and cosine >= JOINS


@dataclass(frozen=True, slots=True)
class Small:
    """Small words: those that stand ``before`` a thing and not before a verb ("the", "of"), and that ``part`` two phrases."""

    before: frozenset[str]
    part: frozenset[str]


def label(texts: Sequence[tuple[str, Span]], vectors: Sequence[Vector], small: Small) -> Span:
    """Choose the words that name a subject best: few, whole, and of what most of its statements share.

    ``texts`` are statements with their places (each one stretch), ``vectors`` what their words weigh.
    """
    counts = Counter(term for vector in vectors for term in vector)
    worth: dict[str, float] = {}
    for vector in vectors:
        for term, weight in vector.items():
            shared = counts[term] > 1 or len(vectors) == 1
            worth[term] = worth.get(term, 0.0) + weight * (1.0 if shared else ALONE)
    best: tuple[float, int, Span] | None = None
    for number, (text, span) in enumerate(texts):
        for value, start, end in _phrases(words(text), text, worth, small):
            found = (value, -number, Span(span.document, span.start + start, span.start + end))
            if best is None or found[:2] > best[:2]:
                best = found
    return best[2] if best else texts[0][1]


def _phrases(read: Words, text: str, worth: Mapping[str, float], small: Small) -> Iterator[tuple[float, int, int]]:
    """Weigh every run of at most `LABEL` words of one phrase that begins and ends with a word of worth."""
    folded = [word if word in worth else singular(word) for word in read.folded]
    for first, word in enumerate(folded):
        if word not in worth:
            continue
        thing = THING if first and (folded[first - 1] in small.before or folded[first - 1].isdigit()) else 1.0
        inside: set[str] = set()
        for last in range(first, min(first + LABEL, len(folded))):
            if folded[last] in small.part or _breaks(text[read.starts[first] : read.ends[last]]):
                break
            if folded[last] in worth:
                inside.add(folded[last])
                value = sum(worth[w] for w in inside) * FADES ** (last - first + 1 - len(inside))
                yield thing * value, read.starts[first], read.ends[last]


def _breaks(text: str) -> bool:
    return any(mark in text for mark in ",.;:!?()[]\n“”\"–—`'")
