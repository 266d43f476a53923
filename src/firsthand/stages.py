"""THE table of the program: every stage, in the order things flow. Read this first.

    capture -> extract -> print -> resolve -> weigh -> thread -> (served by app)

| stage   | an item is  | reads                                  | writes                                          |
|---------|-------------|----------------------------------------|-------------------------------------------------|
| extract | a capture   | its bytes                              | documents, with every character accounted for   |
| print   | a document  | its text                               | the fingerprints it is found by                 |
| resolve | a document  | documents that share its fingerprints, | links and lineages: who copied whom             |
|         |             | what people said of their articles     |                                                 |
| weigh   | a lineage   | lineages that share its rare words     | affinities: how likely two tell one event       |
| thread  | a lineage   | lineages near it, with their stories   | stories                                         |

Each stage is a pure function (``run``) between a loader and a saver. What a saver returns is due next. The result does
not depend on the order in which captures came: dropping everything derived and running again gives the same rows.
Nor does it depend on how many are taken together where a stage takes several.
"""

from collections.abc import Iterable, Mapping, Sequence
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
from firsthand.resolve import coverage
from firsthand.resolve.candidates import SHARED_AT_LEAST, Printed, printed
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.stage import Limits, Stage
from firsthand.store import affinities, captures, documents, fingerprints, judgements, links, stories
from firsthand.store import lineages as lineage_store
from firsthand.store.transaction import Tx
from firsthand.text.graph import components
from firsthand.thread.cluster import Net, inside, recluster
from firsthand.thread.features import Background, Features, features
from firsthand.thread.pool import score_named, vector
from firsthand.thread.stories import make_stories, representative

#: What one capture may cost. The dearest of 138 modern news pages takes 0.2 s and 20 MiB, the median 0.03 s; the dearest
#: of 4,855 older ones does not come near either. Only what is broken or made to harm takes a hundred times that.
PARSING = Limits(seconds=10.0, memory=256 * 2**20)


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
    """Keep the documents; each is to be fingerprinted, and each that is gone to be forgotten."""
    gone = documents.save_extraction(tx, extraction)
    return [("print", document_id) for document_id in (*(d.id for d in extraction.documents), *gone)]


# print --------------------------------------------------------------------------------------------------------------


def load_print(tx: Tx, document_ids: Sequence[str]) -> Mapping[str, Document]:
    """Fetch the documents."""
    return documents.many(tx, document_ids)


def run_print(known: Mapping[str, Document], _context: Context) -> list[Printed]:
    """Fingerprint them."""
    return printed(list(known.values()))


def save_print(tx: Tx, document_ids: Sequence[str], found: list[Printed]) -> list[tuple[str, str]]:
    """Keep the fingerprints; the documents are to be resolved, and those for which a print became crowded or free."""
    others = fingerprints.put(tx, document_ids, found)
    return [("resolve", document_id) for document_id in (*document_ids, *sorted(others))]


# resolve ------------------------------------------------------------------------------------------------------------


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


def load_resolve(tx: Tx, document_ids: Sequence[str]) -> ToResolve:
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


def run_resolve(known: ToResolve, context: Context) -> Resolved:
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


def save_resolve(tx: Tx, document_ids: Sequence[str], resolved: Resolved) -> list[tuple[str, str]]:
    """Keep links and lineages; lineages that came, changed or went are to be weighed."""
    links.drop(tx, document_ids)
    links.put(tx, resolved.links)
    lineage_store.replace(tx, resolved.gone, resolved.lineages)
    return [("weigh", i) for i in sorted({*resolved.gone, *(lineage.id for lineage in resolved.lineages)})]


# weigh --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToWeigh:
    """What the lineages' pages are about, what a score needs of them and of those near, and which pairs to score.

    ``gone`` are lineages that are no more; ``same`` those whose page says what it said before.
    """

    pages: Mapping[str, Features]
    near: affinities.Neighbours
    gone: frozenset[str]
    same: frozenset[str]


@dataclass(frozen=True)
class Weighed:
    """What lineages are found by, and how near they are to others."""

    known: ToWeigh
    affinities: tuple[tuple[str, str, float], ...]


def load_weigh(tx: Tx, lineage_ids: Sequence[str]) -> ToWeigh:
    """Fetch what is known of the lineages that share keys with these."""
    found = lineage_store.many(tx, lineage_ids)
    pages = {i: features(page, load_background()) for i, page in _pages(tx, found.values()).items()}
    same = affinities.unchanged(tx, pages)
    new = {i: of for i, of in pages.items() if i not in same}
    gone = set(lineage_ids) - found.keys()
    near = affinities.neighbours(tx, {i: vector(of) for i, of in new.items()}, gone)
    return ToWeigh(new, near, frozenset(gone), frozenset(same))


def run_weigh(known: ToWeigh, _context: Context) -> Weighed:
    """Score the pairs."""
    return Weighed(known, tuple(score_named(known.near.vectors, known.near.pairs)))


def save_weigh(tx: Tx, _lineage_ids: Sequence[str], weighed: Weighed) -> list[tuple[str, str]]:
    """Keep the affinities; the lineages are to be threaded, and those that shared a story with one that is gone."""
    known = weighed.known
    affinities.drop(tx, {*known.pages, *known.gone})
    affinities.put_pages(tx, {i: (known.near.vectors[i], of) for i, of in known.pages.items()})
    affinities.put(tx, weighed.affinities)
    left = stories.lineages_of(tx, stories.ids_of(tx, known.gone))
    stories.replace(tx, left, [])
    beside = {i for group in left.values() for i in group}
    return [("thread", i) for i in sorted((beside | known.pages.keys() | known.same) - known.gone)]


def _pages(tx: Tx, some: Iterable[Lineage]) -> dict[str, Document]:
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


# thread -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToThread:
    """The groups that changed, their lineages and documents, what their pages are about, and how near they are."""

    groups: tuple[frozenset[str], ...]
    lineages: Mapping[str, Lineage]
    documents: Mapping[str, Document]
    features: Mapping[str, Features]
    net: Net


def load_thread(tx: Tx, lineage_ids: Sequence[str]) -> ToThread:
    """Fetch the lineages that end up in other stories than before, or whose stories hold one of these."""
    groups, net = recluster(
        frozenset(lineage_ids),
        affinities.Nets(tx).around,
        lambda some: stories.groups_of(tx, some),
        lambda some: frozenset(lineage_store.existing(tx, some)),
    )
    found = lineage_store.many(tx, {i for group in groups for i in group})
    members = documents.many(tx, {m for lineage in found.values() for m in lineage.members})
    shared = affinities.features_of(tx, {i for group in groups if len(group) > 1 for i in group})
    return ToThread(tuple(groups), found, members, shared, net)


def run_thread(known: ToThread, _context: Context) -> tuple[Story, ...]:
    """Tell the stories of the groups."""
    near = inside(known.groups, known.net)
    return tuple(make_stories(known.lineages.values(), known.documents, known.groups, known.features, near))


def save_thread(tx: Tx, _lineage_ids: Sequence[str], made: tuple[Story, ...]) -> list[tuple[str, str]]:
    """Put the stories in the place of those that held any of their lineages; what fell out is threaded again.

    So of those that still hold one of their documents, from before its lineage was cut in two.
    """
    threaded = {lineage.id for story in made for lineage in story.lineages}
    old = stories.lineages_of(tx, stories.ids_of(tx, threaded, [m.document for story in made for m in story.members]))
    stories.replace(tx, old, made)
    return [("thread", i) for i in sorted({i for group in old.values() for i in group} - threaded)]


STAGES: tuple[Stage[Any, Any], ...] = (
    Stage("extract", EXTRACT_VERSION, load_extract, run_extract, save_extract, limits=PARSING),
    Stage("print", "1", load_print, run_print, save_print, exclusive=True, together=True),
    Stage("resolve", "3", load_resolve, run_resolve, save_resolve, exclusive=True, together=True),
    Stage("weigh", "3", load_weigh, run_weigh, save_weigh, exclusive=True, together=True),
    Stage("thread", "3", load_thread, run_thread, save_thread, exclusive=True, together=True),
)
