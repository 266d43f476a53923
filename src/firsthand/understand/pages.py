"""The pages of a story in the order in which they are believed, each with its lineage and its independent source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.model.document import BlockKind, Document
from firsthand.model.independence import evidence
from firsthand.model.story import Relation, Story
from firsthand.understand.reading import known_language

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pages:
    """``order``: ids of the documents at hand, originals first, then by time. ``source`` names one by its first lineage."""

    documents: Mapping[str, Document]
    order: Mapping[str, int]
    lineage: Mapping[str, str]
    source: Mapping[str, str]
    datelines: Mapping[str, int]

    def dateline(self, i: str) -> int:
        """Return where the last dateline of a document ends; 0 without one."""
        return self.datelines[i]

    def lineages(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the lineages of some documents, each once, in order of their names."""
        return tuple(sorted({self.lineage[i] for i in ids}))

    def sources(self, ids: Iterable[str]) -> int:
        """Count the independent sources of some documents."""
        return len({self.source[i] for i in ids})

    def firsts(self) -> list[Document]:
        """Return one document of each independent source: the one that is believed first."""
        first = {self.source[i]: i for i in reversed(list(self.order))}
        return [self.documents[i] for i in sorted(first.values(), key=self.order.__getitem__)]


def pages_of(story: Story, documents: Mapping[str, Document], known: Iterable[str]) -> Pages:
    """Put the members of a story in order; those that are not ``known`` are left out."""
    at_hand = set(known) & documents.keys()
    members = {m.document: m for m in story.members if m.document in at_hand}
    lineage = {i: m.lineage for i, m in members.items()}
    source: dict[str, str] = {}
    for nodes in evidence(story).sources:
        own = [n for n in nodes if n in lineage]
        source.update(dict.fromkeys(own, min((lineage[n] for n in own), default="")))

    def rank(i: str) -> tuple[bool, datetime, str]:
        time = documents[i].time
        carried = members[i].relation not in (Relation.ORIGINAL, Relation.INDEPENDENT)
        return carried, time.at if time else _NEVER, i

    return Pages(
        {i: known_language(documents[i]) for i in members},
        {i: at for at, i in enumerate(sorted(members, key=rank))},
        lineage,
        source,
        {i: max((b.end for b in documents[i].blocks_of(BlockKind.DATELINE)), default=0) for i in members},
    )
