"""Say once what many documents say: put units of speech together that are the same words of the same party.

units -> equal ones together -> the longest first, each into the group whose fullest wording it is (nearly) or is a part of

How like two units must be depends on what speaks for their being one: copies of one source are expected to say the same, and
another source must say it in the same words. Rather two entries for one statement than one entry for two.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from firsthand.understand.wording import Wording

#: Words of a fragment that may be found in a longer quotation: of the same speaker, of one that is not known.
FRAGMENT, LONE_FRAGMENT = 4, 8
#: Words of equal statements whose speakers are not both known; of one source, under two names for the speaker.
ALONE, RENAMED = 6, 6
#: Part of the words that must be common, in copies of one source and between sources, and the words there must be.
COPIED, RETOLD, TOLD_WORDS = 0.75, 0.85, 6
#: The same for the reporter's own words of what somebody said, which two reporters seldom share by chance.
REPORTED_FRAGMENT = 8


class Same(IntEnum):
    """What is known of the speakers of two units."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """Something said in one place. Only units of one ``sort`` are compared; ``place`` finds it again.

    ``party`` is a key that two units share if one party says both; ``loose`` is that of a party without a name of its own,
    which may be somebody else in another source. ``direct``: the words are the speaker's, and a few are enough.
    """

    sort: Hashable
    document: str
    source: str
    wording: Wording
    party: str | None
    loose: str | None
    direct: bool
    place: int


@dataclass(slots=True)
class Group:
    """Units that are one; the first has the fullest wording."""

    units: list[Unit]
    sources: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    def add(self, unit: Unit) -> None:
        """Put one more unit in."""
        self.units.append(unit)
        self.sources.add(unit.source)
        self.documents.add(unit.document)


def once(units: Iterable[Unit]) -> list[list[Unit]]:
    """Group units that are the same statement; each group with its fullest wording first. The order given does not matter."""
    equal: dict[Hashable, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda u: (-len(u.wording), u.wording.words, u.document, u.place)):
        own = unit.party or unit.loose or unit.document
        equal[unit.sort, unit.wording.pieces, own, unit.source if unit.loose else ""].append(unit)
    groups: list[Group] = []
    index: dict[Hashable, list[Group]] = defaultdict(list)
    for some in equal.values():
        group = _home(some[0], _near(some[0], index))
        if group is None:
            group = Group([])
            groups.append(group)
            for word in set(some[0].wording.words) or {""}:
                index[some[0].sort, word].append(group)
        for unit in some:
            group.add(unit)
    return [group.units for group in groups]


def _near(unit: Unit, index: dict[Hashable, list[Group]]) -> Sequence[Group]:
    """Return the groups that a unit may belong to by its longest words: one in common, all where it is much shorter."""
    keys = unit.wording.keys or ("",)
    found = {id(g): g for word in keys for g in index.get((unit.sort, word), ())}
    hits = Counter(id(g) for word in keys for g in index.get((unit.sort, word), ()))
    size = len(unit.wording)
    return [g for i, g in found.items() if hits[i] == len(keys) or size >= _HALF * len(g.units[0].wording)]


#: Of fewer words than this part of another's, two wordings cannot be as like as `COPIED` asks: c / (2 - c).
_HALF = COPIED / (2 - COPIED)


def _home(unit: Unit, groups: Sequence[Group]) -> Group | None:
    """Choose the group that a unit belongs to: the best by far, else none."""
    ranked = sorted(((rank, -at) for at, g in enumerate(groups) if (rank := _fit(unit, g)) > 0), reverse=True)
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] < _SURE:
        return None
    return groups[-ranked[0][1]]


#: Two groups that both fit so well are one in two halves; below, nobody knows which one is meant.
_SURE = 6


def _fit(unit: Unit, group: Group) -> int:
    """Rank how well a unit fits: 0 not at all, more for equal words, for one source, for a speaker who is surely the same."""
    fullest = group.units[0]
    same = _same_party(unit, fullest)
    copied = unit.source in group.sources
    if same is Same.NO and not copied:
        return 0
    way = _way(unit, fullest, same, copied, unit.document in group.documents)
    return way + copied + (same is Same.YES) if way else 0


def _way(unit: Unit, fullest: Unit, same: Same, copied: bool, again: bool) -> int:
    """Return 4 for equal words, 2 for a part of them, 1 for nearly the same, 0 for others."""
    mine, theirs = unit.wording, fullest.wording
    if not len(mine):
        return 4 if same is Same.YES and not len(theirs) else 0
    if mine.pieces == theirs.pieces:
        enough = {Same.YES: 0, Same.MAYBE: 0 if copied else ALONE, Same.NO: RENAMED if copied and not again else None}
        least = enough[same]
        return 4 if least is not None and len(mine) >= least else 0
    if same is Same.NO:
        return 0
    part = FRAGMENT if unit.direct and same is Same.YES else LONE_FRAGMENT if unit.direct else REPORTED_FRAGMENT
    if copied and same is Same.YES:
        part = min(part, 2 if unit.direct else TOLD_WORDS)
    if len(mine) >= part and theirs.holds(mine):
        return 2
    if again or same is not Same.YES or len(mine) < TOLD_WORDS:
        return 0
    return 1 if mine.likeness(theirs) >= (COPIED if copied else RETOLD) else 0


def _same_party(one: Unit, other: Unit) -> Same:
    if one.party and other.party:
        return Same.YES if one.party == other.party else Same.NO
    if one.loose and other.loose:
        return Same.YES if one.loose == other.loose else Same.NO
    if one.party is None and one.loose is None:
        return Same.MAYBE
    return Same.MAYBE if other.party is None and other.loose is None else Same.NO
