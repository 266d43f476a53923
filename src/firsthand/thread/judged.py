"""What people said of stories, as constraints on how lineages are grouped: tied into one event, or kept apart.

    judgements, the latest first -> each that fits what was said after it -> ties and cuts between lineages

Of judgements that contradict each other, also over whatever third page, the later one holds. The result is a function
of their set: one that is withdrawn leaves no trace, and the order in which they are handed over says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from firsthand.model.document import Document, called
from firsthand.model.judgement import Judgement, JudgementKind, later, person
from firsthand.model.story import Lineage, Reason
from firsthand.text.graph import Parts, components
from firsthand.thread.cluster import cluster

#: More than any evidence of the machine weighs, as in `firsthand.resolve.judged`.
_SAID = 20.0
Edge = tuple[str, str, float]
SAME, DIFFERENT = "judged_same_event", "judged_other_event"


@dataclass(frozen=True, slots=True)
class Held:
    """A judgement that holds between two lineages (ids, in order)."""

    low: str
    high: str
    judgement: Judgement

    @property
    def ends(self) -> tuple[str, str]:
        """The two lineages."""
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Bonds:
    """What holds among some lineages. ``tied`` and ``apart`` are what was said of two of them.

    ``ties`` and ``cuts`` are the pairs to group by: they also count what follows over a page that is not here.
    """

    tied: tuple[Held, ...] = ()
    apart: tuple[Held, ...] = ()
    ties: tuple[tuple[str, str], ...] = ()
    cuts: tuple[tuple[str, str], ...] = ()


def bonds(judgements: Iterable[Judgement], lineages: Iterable[Lineage], documents: Mapping[str, Document]) -> Bonds:
    """Weigh judgements against each other and lay them on the lineages that hold the pages they name.

    A lineage is one source and cannot be cut here: what is said against two pages of one is void.
    """
    said = [j for j in judgements if j.withdrawn is None and j.kind.is_of_events and j.object]
    if not said:
        return Bonds()
    holders = _holders(lineages, documents)
    parts = Parts((article, name) for article, inside in holders.items() for name in inside)
    held = _fitting(said, parts)
    first: dict[str, str] = {}
    ties = [(first.setdefault(parts.of(name), name), name) for name in sorted({*chain(*holders.values())})]
    cuts = [tuple(first.get(parts.of(side), "") for side in (j.subject, j.object or "")) for j in held[False]]
    return Bonds(
        tuple(found for one in held[True] for found in _between(one, holders)),
        tuple(found for one in held[False] for found in _between(one, holders)),
        tuple(pair for pair in ties if pair[0] != pair[1]),
        tuple((a, b) for a, b in cuts if a and b),
    )


def _fitting(said: Iterable[Judgement], parts: Parts[str]) -> dict[bool, list[Judgement]]:
    """Join ``parts`` as people said; return which judgements hold, those that tie (True) and those that cut (False)."""
    held: dict[bool, list[Judgement]] = {True: [], False: []}
    for one in sorted(said, key=later, reverse=True):
        a, b = one.subject, one.object or ""
        if one.kind is JudgementKind.SAME_EVENT and parts.may_join(a, b):
            parts.join(a, b)
            held[True].append(one)
        elif one.kind is JudgementKind.DIFFERENT_EVENT and parts.of(a) != parts.of(b):
            parts.forbid(a, b)
            held[False].append(one)
    return held


def obeyed(groups: Sequence[frozenset[str]], edges: Iterable[Edge], bound: Bonds) -> list[frozenset[str]]:
    """Cut and join groups, as clustering alone makes them, so that they are as people said.

    Only groups that are tied see each other: what is cut off stands alone, and is not given to a third.
    """
    if not bound.ties and not bound.cuts:
        return list(groups)
    group_of = {name: min(group) for group in groups for name in group}
    blocks = components(set(group_of.values()), [(group_of[a], group_of[b]) for a, b in bound.ties])
    block_of = {name: number for number, block in enumerate(blocks) for name in block}
    inside = [(a, b, v) for a, b, v in edges if block_of[group_of[a]] == block_of[group_of[b]]]
    return cluster(group_of, inside, tied=bound.ties, apart=bound.cuts)


def reasons(bound: Bonds, pages: Mapping[str, Document], together: Iterable[frozenset[str]]) -> dict[str, list[Reason]]:
    """Return what is to be told of each lineage: who tied it to another, and who cut it from one it would be with.

    ``pages`` are those that stand for the lineages; ``together`` are the groups as they would be if nobody had said anything.
    """
    found: dict[str, list[Reason]] = {}
    group_of = {name: number for number, group in enumerate(together) for name in group}
    cut = [held for held in bound.apart if group_of.get(held.low) == group_of.get(held.high)]
    for code, words, some in ((SAME, "tell one event", bound.tied), (DIFFERENT, "tell two events", cut)):
        for held in some:
            a, b = (called(pages[name]) for name in held.ends)
            reason = Reason(code, f"{person(held.judgement)}: {a} and {b} {words}", _SAID)
            for name in held.ends:
                found.setdefault(name, []).append(reason)
    return found


def _holders(lineages: Iterable[Lineage], documents: Mapping[str, Document]) -> dict[str, list[str]]:
    """Return the lineages that hold pages of each article."""
    found: dict[str, set[str]] = {}
    for lineage in lineages:
        for member in lineage.members:
            found.setdefault(documents[member].article, set()).add(lineage.id)
    return {article: sorted(inside) for article, inside in found.items()}


def _between(one: Judgement, holders: Mapping[str, list[str]]) -> Iterable[Held]:
    """Yield what a judgement says of lineages; nothing while one of its pages is in none."""
    for a in holders.get(one.subject, ()):
        for b in holders.get(one.object or "", ()):
            if a != b:
                yield Held(min(a, b), max(a, b), one)
