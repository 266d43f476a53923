"""Who copied whom: links and lineages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.model.document import Document
from firsthand.model.judgement import Judgement, JudgementKind
from firsthand.model.story import Lineage, Link
from firsthand.resolve import coverage
from firsthand.resolve.candidates import SHARED_AT_LEAST
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.steps.context import Context
from firsthand.store import documents, fingerprints, judgements, links
from firsthand.store import lineages as lineage_store
from firsthand.store.transaction import Tx
from firsthand.text.graph import components


@dataclass(frozen=True)
class ToResolve:
    """Documents worth comparing, all that their lineages may reach, and what was known of those.

    ``links`` are those that stay; ``touched`` the documents that are resolved, or that lose a link by it; ``lineages``
    says where documents were.
    """

    documents: Mapping[str, Document]
    pairs: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    touched: frozenset[str]
    lineages: Mapping[str, str]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """The links of the documents, and the lineages that take the place of some."""

    links: tuple[Link, ...]
    gone: tuple[str, ...]
    lineages: tuple[Lineage, ...]


def load(tx: Tx, document_ids: Sequence[str]) -> ToResolve:
    """Fetch the documents that share fingerprints or the page, and all that links lead to from there."""
    own = set(document_ids)
    pairs = {*fingerprints.overlapping(tx, own, SHARED_AT_LEAST), *documents.pairs_of_articles(tx, own)}
    lost = {end for link in links.touching(tx, own) for end in (link.original, link.copy)}
    reached, known, said = _together(tx, own.union(lost, *pairs))
    found = documents.many(tx, reached)
    return ToResolve(
        found,
        tuple(pair for pair in sorted(pairs) if pair[0] in found and pair[1] in found),
        tuple(link for link in known if not own & {link.original, link.copy}),
        frozenset(own | lost),
        lineage_store.where(tx, reached),
        said,
    )


def _together(tx: Tx, some: set[str]) -> tuple[set[str], list[Link], tuple[Judgement, ...]]:
    """Return all documents that lineages must be made of at once, with their links and what people said of them.

    They hang together by links, by a person who named an original, or still by a lineage such a person has taken back.
    """
    while True:
        reached, known = links.connected(tx, some)
        said = judgements.of_documents(tx, reached)
        tied = {a for j in said if j.kind is JudgementKind.COPY_OF for a in (j.subject, j.object or "")}
        some = {*reached, *lineage_store.beside(tx, reached)}
        some.update(documents.ids_of_articles(tx, tied) if tied else ())
        if some == reached:
            return reached, known, tuple(said)


def run(known: ToResolve, context: Context) -> Resolved:
    """Compare the pairs; build anew the lineages of what is touched, and leave those that are only near."""
    pairs = [(known.documents[a], known.documents[b]) for a, b in known.pairs]
    coverage.read({id(d): d for pair in pairs for d in pair}.values())
    found = [link for a, b in pairs if coverage.is_worth_a_look(a, b) and (link := relate(a, b, context.lexicon))]
    every = [*known.links, *found]
    # A link that unites nothing is told by the lineages at both its ends.
    touched = known.touched.union(*((link.original, link.copy) for link in found))
    again = {i for group in _groups(known, every) if group & touched for i in group}
    theirs = [link for link in every if {link.original, link.copy} & again]
    made = lineages({i: known.documents[i] for i in again}, theirs, context.lexicon, known.judgements)
    gone = {known.lineages[i] for i in again | touched if i in known.lineages}
    return Resolved(tuple(found), tuple(sorted(gone)), tuple(made))


def _groups(known: ToResolve, every: Iterable[Link]) -> list[frozenset[str]]:
    """Cut the documents into parts whose lineages are made at once: by uniting links, old lineages, and what was said."""
    here = known.documents
    edges = [(k.original, k.copy) for k in every if k.relation.unites and {k.original, k.copy} <= here.keys()]
    first: dict[str, str] = {}
    for i in sorted(here):
        named = [known.lineages[i]] if i in known.lineages else []
        edges += [(first.setdefault(name, i), i) for name in (*named, here[i].article)]
    for j in known.judgements:
        if j.kind is JudgementKind.COPY_OF and j.subject in first and j.object in first:
            edges.append((first[j.subject], first[j.object]))
    return components(here, edges)


def save(tx: Tx, document_ids: Sequence[str], resolved: Resolved) -> list[tuple[str, str]]:
    """Keep links and lineages; lineages that came, changed or went are to be weighed."""
    links.drop(tx, document_ids)
    links.put(tx, resolved.links)
    lineage_store.replace(tx, resolved.gone, resolved.lineages)
    return [("weigh", i) for i in sorted({*resolved.gone, *(lineage.id for lineage in resolved.lineages)})]
