"""How near a lineage is to others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.model.document import Document
from firsthand.model.meaning import Meaning
from firsthand.model.story import Lineage
from firsthand.profiles.background import load_background
from firsthand.steps.about import about
from firsthand.steps.context import Context
from firsthand.store import affinities, documents, meanings, stories
from firsthand.store import lineages as lineage_store
from firsthand.store.transaction import Tx
from firsthand.thread.features import Background
from firsthand.thread.lead import representative
from firsthand.thread.pool import score_rows
from firsthand.thread.roundups import roundup
from firsthand.thread.vector import Vector, vector


@dataclass(frozen=True)
class ToWeigh:
    """What a score needs of the lineages' pages and of those near, and which pairs to score.

    ``pages`` are those that say something new, ``same`` those that say what they said before; ``gone`` are lineages
    that are no more.
    """

    pages: Mapping[str, Vector]
    near: affinities.Neighbours
    gone: frozenset[str]
    same: frozenset[str]


@dataclass(frozen=True)
class Weighed:
    """What lineages are found by, and how near they are to others."""

    known: ToWeigh
    affinities: tuple[tuple[str, str, float], ...]


def load(tx: Tx, lineage_ids: Sequence[str]) -> ToWeigh:
    """Fetch what is known of the lineages that share keys with these."""
    found = lineage_store.many(tx, lineage_ids)
    leads = _leads(tx, found.values())
    meant = meanings.many(tx, [page.id for page in leads.values()])
    pages = {i: _found_by(page, meant.get(page.id), load_background()) for i, page in leads.items()}
    same = affinities.unchanged(tx, pages)
    new = {i: of for i, of in pages.items() if i not in same}
    gone = set(lineage_ids) - found.keys()
    return ToWeigh(new, affinities.neighbours(tx, new, gone), frozenset(gone), frozenset(same))


def _found_by(page: Document, meaning: Meaning | None, background: Background) -> Vector:
    """Put a page in numbers; one that tells of many things is found by nothing, and near to none."""
    told = about(page, meaning, background)
    known = vector(told)
    return replace(known, index=(), keys=()) if roundup(page, told, background) else known


def run(known: ToWeigh, context: Context) -> Weighed:
    """Score the pairs."""
    names = known.near.names
    scored = score_rows(known.near.vectors, known.near.pairs, context.judge)
    return Weighed(known, tuple((names[a], names[b], value) for a, b, value in scored))


def save(tx: Tx, _lineage_ids: Sequence[str], weighed: Weighed) -> list[tuple[str, str]]:
    """Keep the affinities; the lineages are to be threaded, and those that were with one that is gone."""
    known = weighed.known
    affinities.drop(tx, {*known.pages, *known.gone})
    affinities.put_pages(tx, known.pages)
    affinities.put(tx, weighed.affinities)
    left = stories.lineages_of(tx, stories.ids_of(tx, known.gone))
    stories.replace(tx, left, [])
    beside = {i for group in (*left.values(), *affinities.groups_of(tx, known.gone)) for i in group}
    affinities.leave_groups(tx, known.gone)
    due = (beside | known.pages.keys() | known.same) - known.gone
    again = [("thread", i) for i in sorted(due)]
    return [*again, *((stage, i) for stage in ("affair", "shelve") for i in sorted(left))]


def _leads(tx: Tx, some: Iterable[Lineage]) -> dict[str, Document]:
    """Fetch the documents that stand for lineages."""
    chosen = list(some)
    wanted = {m for lineage in chosen for m in ([lineage.original] if lineage.original else lineage.members)}
    known = documents.many(tx, wanted)
    missing = {m for x in chosen if x.original and x.original not in known for m in x.members}
    known |= documents.many(tx, missing - known.keys()) if missing else {}
    return {lineage.id: _dated(representative(lineage, known)) for lineage in chosen}


def _dated(page: Document) -> Document:
    assert page.time is not None, "assemble gives every document the time it was seen"
    return page
