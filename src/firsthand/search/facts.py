"""What the index keeps of a document's place in its story, so small that it seldom changes.

A story of five hundred pages would be indexed five hundred times over if every page that joins it changed the counts of all
others. So counts are kept in steps: exact up to eight, then in ever wider ones. What lies between two steps is looked at
again when the story itself is at hand.
"""

import math
from dataclasses import dataclass

from firsthand.model.story import Relation, Story

#: Counts up to here are kept as they are; above, the next step is a fifth higher.
_EXACT, _GROWTH = 8, 1.2


@dataclass(frozen=True, slots=True)
class Facts:
    """A document's story, its marks there (sorted), and the steps of its story's independent sources and outlets."""

    story: str
    marks: tuple[str, ...]
    independent: int
    outlets: int


def step(count: int) -> int:
    """Return the step that a count lies on: the highest one that is not above it.

    >>> [step(n) for n in (0, 3, 8, 9, 10, 11, 14, 40)]
    [0, 3, 8, 8, 10, 10, 12, 40]
    """
    at = min(count, _EXACT)
    while at < count and (higher := math.ceil(at * _GROWTH)) <= count:
        at = higher
    return at


def facts_of(story: Story) -> dict[str, Facts]:
    """Return the facts of a story's documents; a capture that shows a page again unchanged is not worth a row."""
    versions = [version for lineage in story.lineages for version in lineage.versions]
    again = {a for version in versions for a in version.again} - {x.original for x in story.lineages}
    corrected = {version.document for version in versions if version.note}
    wired = {m for lineage in story.lineages if lineage.agency or lineage.absent for m in lineage.members}
    independent, outlets = step(story.independent_sources), step(len(story.outlets) + story.unnamed)
    found = {}
    for member in story.members:
        if member.document in again:
            continue
        marks = {
            "original": member.relation in (Relation.ORIGINAL, Relation.INDEPENDENT),
            "copy": member.relation in (Relation.COPY, Relation.EXCERPT, Relation.REWRITE),
            "corrected": member.document in corrected,
            "wire": member.document in wired,
        }
        worn = tuple(sorted(name for name, holds in marks.items() if holds))
        found[member.document] = Facts(story.id, worn, independent, outlets)
    return found
