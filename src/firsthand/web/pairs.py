"""Which two pages of a story are worth comparing: each copy with what it repeats, what shares words, versions. Pure."""

from dataclasses import dataclass

from firsthand.contract import MemberOut, StoryOut


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages of a story and what the second is to the first; ``copy.coverage`` and its counts are of this pair where
    ``measured``."""

    original: MemberOut
    copy: MemberOut
    relation: str
    measured: bool


def pairs(story: StoryOut) -> list[Pair]:
    """Return each copy with what it repeats, those that changed most first; then what only has words in common."""
    by_id = {member.id: member for member in story.documents}
    copies = [
        Pair(by_id[m.original], m, m.relation, measured=True)
        for m in story.documents
        if m.original and m.original in by_id
    ]
    copies.sort(key=lambda pair: (-_changes(pair.copy), pair.copy.id))
    beside = {
        frozenset((b.document, b.other)): Pair(by_id[b.other], by_id[b.document], b.relation, measured=False)
        for lineage in story.lineages
        for b in lineage.beside
        if b.document in by_id and b.other in by_id
    }
    return [*copies, *beside.values()]


def _changes(copy: MemberOut) -> int:
    return len(copy.added) + len(copy.dropped) + len(copy.reworded)
