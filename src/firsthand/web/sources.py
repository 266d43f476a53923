"""A story told by its sources: one section a lineage, the original first, what repeats it folded below. Pure."""

from collections import Counter
from dataclasses import dataclass

from firsthand.contract import LineageOut, MemberOut, RewordingOut, StoryOut
from firsthand.model.story import Relation


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of the original and of the copy, and how often the one became the other."""

    original: str
    copy: str
    times: int


@dataclass(frozen=True, slots=True)
class Style:
    """One rule of house style and what it changed."""

    rule: str
    swaps: list[Swap]
    times: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A document that repeats its source; ``against`` is the one it is compared with, if that is known."""

    member: MemberOut
    against: MemberOut | None
    style: list[Style]


@dataclass(frozen=True, slots=True)
class Source:
    """One independent source. ``lead`` is the page it is read on; None where the original is not here."""

    lineage: LineageOut
    lead: MemberOut | None
    repeats: list[Repeat]

    @property
    def copies(self) -> int:
        """How many pages repeat it; later versions of the original itself are none."""
        return sum(r.member.relation != Relation.VERSION for r in self.repeats)

    @property
    def versions(self) -> int:
        """How many other states of the original's own page there are."""
        return len(self.repeats) - self.copies

    @property
    def name(self) -> str:
        """What to call the source in a sentence."""
        if self.lead:
            return self.lead.outlet or "an unnamed page"
        return self.lineage.absent_original or "an unknown original"


def sources(story: StoryOut) -> list[Source]:
    """Return the sources of a story in the order of its lineages, those that are repeated before the lone ones."""
    by_id = {member.id: member for member in story.documents}
    found = [_source(lineage, by_id) for lineage in story.lineages]
    return sorted(found, key=lambda source: not source.repeats)


def _source(lineage: LineageOut, by_id: dict[str, MemberOut]) -> Source:
    members = [by_id[i] for i in lineage.documents if i in by_id]
    lead = by_id.get(lineage.original or "")
    if lead is None and len(members) == 1 and not lineage.absent_original:
        lead = members[0]
    repeats = [Repeat(m, by_id.get(m.original or ""), styles(m.house_style)) for m in members if m is not lead]
    return Source(lineage, lead, repeats)


def styles(changes: list[RewordingOut]) -> list[Style]:
    """Gather house style by rule, the same swap counted once, the most frequent first."""
    swaps = Counter((c.rule, c.original.text if c.original else "", c.copy.text if c.copy else "") for c in changes)
    rules: dict[str, list[Swap]] = {}
    for (rule, original, copy), times in swaps.most_common():
        rules.setdefault(rule, []).append(Swap(original, copy, times))
    return [Style(rule, found, sum(s.times for s in found)) for rule, found in rules.items()]
