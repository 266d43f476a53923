"""A story told by its sources: one section a lineage, the original first, what repeats it folded below. Pure."""

from collections import Counter
from dataclasses import dataclass

from firsthand.contract import LineageOut, MemberOut, PassageOut, ReasonOut, RewordingOut, StoryNameOut, StoryOut
from firsthand.model.story import Relation
from firsthand.web.words import named


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
    """A document that repeats its source; ``against`` is the one it is compared with, if that is known.

    ``reasons`` are those that are not said of the source already.
    """

    member: MemberOut
    against: MemberOut | None
    reasons: list[ReasonOut]
    style: list[Style]

    @property
    def own_headline(self) -> bool:
        """Whether its headline is another than that of the page it repeats."""
        return self.against is None or self.member.headline.casefold() != self.against.headline.casefold()

    @property
    def gist(self) -> str:
        """What it changed, in a sentence: the account without what is only house style."""
        return self.member.account.partition(" House style: ")[0]


@dataclass(frozen=True, slots=True)
class Source:
    """One independent source. ``lead`` is the page it is read on; None where the original is not here.

    ``further`` are the reasons of the lineage that its lead does not give already.
    """

    lineage: LineageOut
    lead: MemberOut | None
    repeats: list[Repeat]
    further: list[str]

    @property
    def copies(self) -> int:
        """How many pages repeat it: not the original's other versions, nor the first of a lot where nothing decides."""
        first_among_them = self.lead is None and not self.lineage.absent_original
        return sum(r.member.relation != Relation.VERSION for r in self.repeats) - first_among_them

    @property
    def versions(self) -> int:
        """How many other states of the original's own page there are."""
        return sum(r.member.relation == Relation.VERSION for r in self.repeats)

    @property
    def name(self) -> str:
        """What to call the source in a sentence."""
        if self.lead:
            return named(self.lead.outlet, self.lead.url)
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
    told = {reason.text for reason in lead.evidence} if lead else set()
    repeats = [
        Repeat(m, by_id.get(m.original or ""), [r for r in m.evidence if r.text not in told], styles(m.house_style))
        for m in members
        if m is not lead
    ]
    return Source(lineage, lead, repeats, [text for text in lineage.reasons if text not in told])


def styles(changes: list[RewordingOut]) -> list[Style]:
    """Gather house style by rule, the same swap counted once, the most frequent first."""
    swaps = Counter((c.rule, _words(c.original), _words(c.copy)) for c in changes)
    rules: dict[str, list[Swap]] = {}
    for (rule, original, copy), times in swaps.most_common():
        rules.setdefault(rule, []).append(Swap(original, copy, times))
    return [Style(rule, found, sum(s.times for s in found)) for rule, found in rules.items()]


def _words(passage: PassageOut | None) -> str:
    return passage.text.strip() if passage else ""


#: What the kinds of names are called, in the order in which they are shown.
_KINDS = (("person", "People"), ("organisation", "Organisations"), ("place", "Places"))


def names_of(story: StoryOut) -> list[tuple[str, list[StoryNameOut]]]:
    """Return the names of a story by kind, each kind with its title; those in most sources come first, as they are given."""
    if story.voices is None:
        return []
    names = story.voices.names
    some = [(title, [name for name in names if name.entity.kind == kind]) for kind, title in _KINDS]
    return [(title, found) for title, found in some if found]
