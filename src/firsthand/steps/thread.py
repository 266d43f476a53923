"""Which lineages tell one event: groups, and the stories they become."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from firsthand.model.document import Document
from firsthand.model.judgement import Judgement
from firsthand.model.meaning import Meaning
from firsthand.model.story import Lineage, Reason, Story
from firsthand.steps.about import about
from firsthand.steps.context import Context
from firsthand.store import affinities, documents, meanings, stories
from firsthand.store import lineages as lineage_store
from firsthand.store.together import together
from firsthand.store.transaction import Tx
from firsthand.thread.cluster import recluster
from firsthand.thread.judged import bonds, obeyed, reasons
from firsthand.thread.lead import representative
from firsthand.thread.spells import spells
from firsthand.thread.stories import make_stories, same_event


@dataclass(frozen=True)
class ToThread:
    """The groups of lineages that changed, those that people tied to them, and all that stories are made of.

    ``affinities`` are those inside of groups; where people said something, also those between them.
    """

    groups: tuple[frozenset[str], ...]
    lineages: Mapping[str, Lineage]
    documents: Mapping[str, Document]
    affinities: tuple[tuple[str, str, float], ...]
    judgements: tuple[Judgement, ...] = ()
    meanings: Mapping[str, Meaning] = field(default_factory=dict)


@dataclass(frozen=True)
class Threaded:
    """The groups, and the stories that they became."""

    groups: tuple[frozenset[str], ...]
    stories: tuple[Story, ...]


def load(tx: Tx, lineage_ids: Sequence[str]) -> ToThread:
    """Bring the groups up to date, and fetch those that changed and those that hold one of the lineages."""
    changed = recluster(
        frozenset(lineage_ids),
        affinities.Nets(tx).around,
        lambda some: affinities.groups_of(tx, some),
        lambda some: frozenset(lineage_store.existing(tx, some)),
    )
    return load_groups(tx, changed)


def load_groups(tx: Tx, some: Iterable[frozenset[str]]) -> ToThread:
    """Fetch groups, those that people tied to them, and all that stories are made of."""
    groups, said = together(tx, some)
    found = lineage_store.many(tx, {i for group in groups for i in group})
    groups = {kept for group in groups if (kept := group.intersection(found))}
    members = documents.many(tx, {m for lineage in found.values() for m in lineage.members})
    near = affinities.inside(tx, {i for group in groups if said or len(group) > 1 for i in group})
    several = [found[i] for group in groups if len(group) > 1 or said for i in group]
    meant = meanings.many(tx, [representative(lineage, members).id for lineage in several])
    return ToThread(tuple(sorted(groups, key=min)), found, members, tuple(near), tuple(said), meant)


@lru_cache(maxsize=2048)
def _same_event(
    pages: tuple[Document, Document], meant: tuple[Meaning | None, Meaning | None], context: Context
) -> tuple[Reason, ...]:
    """Say what two pages share (kept for a while: their story is told anew whenever another page joins it)."""
    first, second = (about(page, meaning, context.background) for page, meaning in zip(pages, meant, strict=True))
    return same_event(pages, (first, second), context.judge)


def run(known: ToThread, context: Context) -> Threaded:
    """Tell the stories of the groups, as people said and as long as reporting went on."""
    bound = bonds(known.judgements, known.lineages.values(), known.documents)
    held = obeyed(known.groups, known.affinities, bound)
    partition = spells(held, known.lineages, known.documents, known.affinities, bound.ties)
    told = {}
    if known.judgements:
        pages = {i: representative(lineage, known.documents) for i, lineage in known.lineages.items()}
        told = reasons(bound, pages, known.groups)

    def near(*pages: Document) -> tuple[Reason, ...]:
        here, there = pages
        return _same_event((here, there), (known.meanings.get(here.id), known.meanings.get(there.id)), context)

    made = make_stories(known.lineages.values(), known.documents, partition, known.affinities, near, told)
    return Threaded(known.groups, tuple(made))


def save(tx: Tx, _lineage_ids: Sequence[str], threaded: Threaded) -> list[tuple[str, str]]:
    """Put the stories in the place of those that held any of their lineages; what fell out is threaded again.

    So of those that still hold one of their documents, from before its lineage was cut in two.
    """
    affinities.put_groups(tx, threaded.groups)
    made = threaded.stories
    inside = {lineage.id for story in made for lineage in story.lineages}
    old = stories.lineages_of(tx, stories.ids_of(tx, inside, [m.document for story in made for m in story.members]))
    stories.replace(tx, old, made)
    outside = {i for group in old.values() for i in group} - inside
    changed = {*old, *(story.id for story in made)}
    again = [("thread", i) for i in sorted(outside)]
    return [*again, *((stage, i) for stage in ("affair", "shelve") for i in sorted(changed))]
