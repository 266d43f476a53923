"""THE table of the program: every stage, in the order things flow. Read this first.

    capture -> extract -> resolve -> weigh -> thread -> (served by app)

| stage   | an item is  | reads                                  | writes                                          |
|---------|-------------|----------------------------------------|-------------------------------------------------|
| extract | a capture   | its bytes                              | documents, with every character accounted for   |
| resolve | a document  | documents that share its fingerprints, | links and lineages: who copied whom             |
|         |             | what people said of their articles     |                                                 |
| weigh   | a lineage   | lineages that share its rare words     | affinities: how likely two tell one event       |
| thread  | a lineage   | all lineages it hangs together with    | stories                                         |

Each stage is a pure function (``run``) between a loader and a saver. What a saver returns is due next. The result does
not depend on the order in which captures came: dropping everything derived and running again gives the same rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.extract.cascade import VERSION as EXTRACT_VERSION
from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import Capture
from firsthand.model.document import Document, Extraction
from firsthand.model.judgement import Judgement, JudgementKind
from firsthand.model.lexicon import Lexicon
from firsthand.model.story import Lineage, Link, Story
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.resolve.sides import body_words
from firsthand.stage import Stage
from firsthand.store import affinities, captures, documents, fingerprints, judgements, links, stories
from firsthand.store import lineages as lineage_store
from firsthand.store.transaction import Tx
from firsthand.text.fingerprints import fingerprints as select_fingerprints
from firsthand.thread.cluster import cluster
from firsthand.thread.features import Background, features, index_terms
from firsthand.thread.score import AFFINITY_FLOOR, SHARED_TERMS_AT_LEAST, WINDOW, score
from firsthand.thread.stories import make_stories, representative

#: Documents that share this many fingerprints are compared. A shared run of 40 words keeps about five.
SHARED_FINGERPRINTS_AT_LEAST = 2


@dataclass(frozen=True)
class Context:
    """The data the pure functions are handed."""

    lexicon: Lexicon = field(default_factory=load_lexicon)
    background: Background = field(default_factory=load_background)


# extract ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Captured:
    """A capture with its bytes."""

    capture: Capture
    content: bytes


def load_extract(tx: Tx, capture_id: str) -> Captured | None:
    """Fetch the bytes."""
    capture = captures.many(tx, [capture_id]).get(capture_id)
    return Captured(capture, captures.content(tx, capture)) if capture else None


def run_extract(captured: Captured, context: Context) -> Extraction:
    """Find the documents."""
    return extract_capture(captured.capture, captured.content, context.lexicon)


def save_extract(tx: Tx, _capture_id: str, extraction: Extraction) -> list[tuple[str, str]]:
    """Keep the documents; each is to be resolved, and so is each that is gone."""
    gone = documents.save_extraction(tx, extraction)
    return [("resolve", document_id) for document_id in (*(d.id for d in extraction.documents), *gone)]


# resolve ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToResolve:
    """A document (None: it is gone), every document its lineage may reach, and what was known of those."""

    document: Document | None
    nearby: Mapping[str, Document]
    others: Mapping[str, Document]
    links: tuple[Link, ...]
    lineages: tuple[str, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """The document's own links, and the lineages that take the place of some."""

    fingerprints: tuple[int, ...]
    links: tuple[Link, ...]
    gone: tuple[str, ...]
    lineages: tuple[Lineage, ...]


def load_resolve(tx: Tx, document_id: str) -> ToResolve:
    """Fetch the documents that share fingerprints or the page, and all that links lead to from there."""
    document = documents.many(tx, [document_id]).get(document_id)
    near: list[str] = []
    if document:
        prints = select_fingerprints(body_words(document))
        near = [other for other, _ in fingerprints.overlapping(tx, prints, SHARED_FINGERPRINTS_AT_LEAST)]
        near += documents.ids_of_article(tx, document.article)
    reached, known, touched, said = _together(tx, {document_id, *near})
    others = documents.many(tx, reached - {document_id})
    kept = tuple(k for k in known if document_id not in (k.original, k.copy))
    nearby = {i: others[i] for i in sorted(set(near)) if i in others}
    return ToResolve(document, nearby, others, kept, tuple(sorted(lineage.id for lineage in touched)), said)


def _together(tx: Tx, some: set[str]) -> tuple[set[str], list[Link], list[Lineage], tuple[Judgement, ...]]:
    """Return all documents that lineages must be made of at once, with their links, lineages and what people said.

    They hang together by links, by a person who named an original, or still by a lineage such a person has taken back.
    """
    while True:
        reached, known = links.connected(tx, some)
        touched = lineage_store.of_documents(tx, reached)
        said = judgements.of_documents(tx, reached)
        tied = {a for j in said if j.kind is JudgementKind.COPY_OF for a in (j.subject, j.object or "")}
        some = {*reached, *(m for lineage in touched for m in lineage.members)}
        some.update(documents.ids_of_articles(tx, tied) if tied else ())
        if some == reached:
            return reached, known, touched, tuple(said)


def run_resolve(known: ToResolve, context: Context) -> Resolved:
    """Compare the document with those nearby; build anew the lineages it may belong to or hold together."""
    if known.document is None:
        return Resolved((), (), known.lineages, _lineages(known, {}, (), context))
    own = known.document
    found = [link for other in known.nearby.values() if (link := relate(own, other, context.lexicon))]
    made = _lineages(known, {own.id: own}, found, context)
    return Resolved(select_fingerprints(body_words(own)), tuple(found), known.lineages, made)


def _lineages(
    known: ToResolve, own: Mapping[str, Document], found: Iterable[Link], context: Context
) -> tuple[Lineage, ...]:
    every = [*known.links, *found]
    return tuple(lineages({**known.others, **own}, every, context.lexicon, known.judgements))


def save_resolve(tx: Tx, document_id: str, resolved: Resolved) -> list[tuple[str, str]]:
    """Keep fingerprints, links and lineages; lineages that came, changed or went are to be weighed."""
    fingerprints.drop(tx, document_id)
    fingerprints.put(tx, document_id, resolved.fingerprints)
    links.drop(tx, document_id)
    links.put(tx, resolved.links)
    lineage_store.replace(tx, resolved.gone, resolved.lineages)
    return [("weigh", i) for i in sorted({*resolved.gone, *(lineage.id for lineage in resolved.lineages)})]


# weigh --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToWeigh:
    """A lineage's page (None: the lineage is gone) and the pages of lineages that share rare words with it."""

    page: Document | None
    others: Mapping[str, Document]


@dataclass(frozen=True)
class Weighed:
    """What a lineage is found by, and how near it is to others."""

    page: Document | None
    terms: tuple[int, ...]
    affinities: tuple[tuple[str, float], ...]


def load_weigh(tx: Tx, lineage_id: str) -> ToWeigh:
    """Fetch the lineages that share index terms within the window."""
    lineage = lineage_store.many(tx, [lineage_id]).get(lineage_id)
    if lineage is None:
        return ToWeigh(None, {})
    page = _page(tx, lineage)
    when = _when(page)
    terms = index_terms(features(page, load_background()))
    rows = affinities.lineages_sharing(tx, terms, SHARED_TERMS_AT_LEAST, when - WINDOW, when + WINDOW)
    near = lineage_store.many(tx, [other for other, _ in rows if other != lineage_id])
    return ToWeigh(page, _pages(tx, near.values()))


def run_weigh(known: ToWeigh, context: Context) -> Weighed:
    """Score the lineage against each of the others."""
    if known.page is None:
        return Weighed(None, (), ())
    own = features(known.page, context.background)
    scored = ((i, score(own, features(page, context.background)).value) for i, page in known.others.items())
    return Weighed(known.page, index_terms(own), tuple((i, v) for i, v in scored if v >= AFFINITY_FLOOR))


def save_weigh(tx: Tx, lineage_id: str, weighed: Weighed) -> list[tuple[str, str]]:
    """Keep the affinities; the lineage and those it was or is near to are to be threaded."""
    before, _ = affinities.component(tx, lineage_id)
    affinities.drop(tx, lineage_id)
    if weighed.page is not None:
        affinities.put_terms(tx, lineage_id, dict.fromkeys(weighed.terms, 1.0), _when(weighed.page))
        affinities.put(tx, [(lineage_id, other, value) for other, value in weighed.affinities])
        after, _ = affinities.component(tx, lineage_id)
        return [("thread", i) for i in sorted({lineage_id, *(before - after)})]
    left = stories.of_lineages(tx, [lineage_id])
    stories.replace(tx, [story.id for story in left], [])
    beside = {lineage.id for story in left for lineage in story.lineages}
    return [("thread", i) for i in sorted((before | beside) - {lineage_id})]


def _page(tx: Tx, lineage: Lineage) -> Document:
    return representative(lineage, documents.many(tx, lineage.members))


def _pages(tx: Tx, some: Iterable[Lineage]) -> dict[str, Document]:
    chosen = sorted(some, key=lambda lineage: lineage.id)
    members = documents.many(tx, {m for lineage in chosen for m in lineage.members})
    return {lineage.id: representative(lineage, members) for lineage in chosen}


def _when(page: Document) -> Any:
    moment = page.time
    assert moment is not None, "assemble gives every document the time it was seen"
    return moment.at


# thread -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToThread:
    """All lineages that hang together by affinities, with their documents."""

    lineages: Mapping[str, Lineage]
    documents: Mapping[str, Document]
    affinities: tuple[tuple[str, str, float], ...]


def load_thread(tx: Tx, lineage_id: str) -> ToThread | None:
    """Fetch the connected part that the lineage stands in."""
    together, pairs = affinities.component(tx, lineage_id)
    found = lineage_store.many(tx, {lineage_id, *together})
    if not found:
        return None
    members = documents.many(tx, {m for lineage in found.values() for m in lineage.members})
    return ToThread(found, members, tuple(p for p in pairs if p[0] in found and p[1] in found))


def run_thread(known: ToThread, context: Context) -> tuple[Story, ...]:
    """Cut the connected part into events."""
    own = {
        i: features(representative(lineage, known.documents), context.background)
        for i, lineage in known.lineages.items()
    }
    partition = cluster(sorted(known.lineages), known.affinities)
    return tuple(make_stories(known.lineages.values(), known.documents, partition, own))


def save_thread(tx: Tx, _lineage_id: str, made: tuple[Story, ...]) -> list[tuple[str, str]]:
    """Put the stories in the place of those that held any of their lineages; what fell out is threaded again.

    So of those that still hold one of their documents, from before its lineage was cut in two.
    """
    inside = {lineage.id for story in made for lineage in story.lineages}
    old = stories.of_lineages(tx, inside) + stories.of_documents(
        tx, [m.document for story in made for m in story.members]
    )
    stories.replace(tx, [story.id for story in old], made)
    outside = {lineage.id for story in old for lineage in story.lineages} - inside
    return [("thread", i) for i in sorted(outside)]


STAGES: tuple[Stage[Any, Any], ...] = (
    Stage("extract", EXTRACT_VERSION, load_extract, run_extract, save_extract),
    Stage("resolve", "2", load_resolve, run_resolve, save_resolve, exclusive=True),
    Stage("weigh", "2", load_weigh, run_weigh, save_weigh, exclusive=True),
    Stage("thread", "2", load_thread, run_thread, save_thread, exclusive=True),
)
