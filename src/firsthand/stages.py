"""THE table of the program: every stage, in the order things flow. Read this first.

    capture -> extract -> embed -> print -> resolve -> weigh -> thread -> affair -> (served by app)

| stage   | an item is  | reads                                  | writes                                          |
|---------|-------------|----------------------------------------|-------------------------------------------------|
| extract | a capture   | its bytes                              | documents, with every character accounted for   |
| embed   | a document  | its headline and lead                  | what it means, where a model is installed       |
| print   | a document  | its text                               | the fingerprints it is found by                 |
| resolve | a document  | documents that share its fingerprints, | links and lineages: who copied whom             |
|         |             | what people said of their articles     |                                                 |
| weigh   | a lineage   | lineages that share its rare words     | affinities: how likely two tell one event       |
| thread  | a lineage   | lineages near it, with their groups;   | groups, and the stories they become             |
|         |             | what people said of their events       |                                                 |
| affair  | a story     | stories that share its rare names, and | threads; which pages touch which stories        |
|         |             | all that hang together with those      |                                                 |

Each stage is a pure function (``run``) between a loader and a saver. What a saver returns is due next. The result does
not depend on the order in which captures came: dropping everything derived and running again gives the same rows.
Nor does it depend on how many are taken together where a stage takes several.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from firsthand.backends.embedder import Embedder, load_embedder, meaning_of
from firsthand.extract.cascade import VERSION as EXTRACT_VERSION
from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import Capture
from firsthand.model.document import Document, Extraction
from firsthand.model.judgement import Judgement, JudgementKind
from firsthand.model.lexicon import Lexicon
from firsthand.model.meaning import Meaning
from firsthand.model.story import Lineage, Link, Reason, Story
from firsthand.model.thread import Gist, Thread, Touch
from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.same_event import load_judge
from firsthand.resolve import coverage
from firsthand.resolve.candidates import SHARED_AT_LEAST, Printed, printed
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from firsthand.stage import Limits, Stage
from firsthand.store import affinities, captures, documents, fingerprints, gists, judgements, links, meanings, stories
from firsthand.store import lineages as lineage_store
from firsthand.store import threads as thread_store
from firsthand.store.together import together
from firsthand.store.transaction import Tx
from firsthand.text.graph import components
from firsthand.thread.cluster import recluster
from firsthand.thread.features import Background, Features, features, term_id
from firsthand.thread.gists import gist, ids_read
from firsthand.thread.judge import Judge
from firsthand.thread.judged import bonds, obeyed, reasons
from firsthand.thread.kinship import KINSHIP_FLOOR, NAMES_SHARED, kinship, name_keys
from firsthand.thread.kinship import WINDOW as AFFAIR_WINDOW
from firsthand.thread.lead import representative
from firsthand.thread.pool import score_rows
from firsthand.thread.roundups import NAMES_SHARED as NAMES_TOLD
from firsthand.thread.roundups import roundup, touch
from firsthand.thread.spells import spells
from firsthand.thread.stories import make_stories, same_event
from firsthand.thread.threads import JOIN_AT_LEAST, threads
from firsthand.thread.vector import Vector, vector

#: What one capture may cost. The dearest of 138 modern news pages takes 0.2 s and 20 MiB, the median 0.03 s; the dearest
#: of 4,855 older ones does not come near either. Only what is broken or made to harm takes a hundred times that.
PARSING = Limits(seconds=10.0, memory=256 * 2**20)


@dataclass(frozen=True, eq=False)
class Context:
    """The data the pure functions are handed."""

    lexicon: Lexicon = field(default_factory=load_lexicon)
    background: Background = field(default_factory=load_background)
    judge: Judge = field(default_factory=load_judge)
    embedder: Embedder | None = field(default_factory=load_embedder)


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
    """Keep the documents; each is to be embedded and fingerprinted, and each that is gone to be forgotten."""
    gone = documents.save_extraction(tx, extraction)
    return [("embed", document_id) for document_id in (*(d.id for d in extraction.documents), *gone)]


# embed --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToEmbed:
    """A document; None where it is gone, and what is known of it is to be forgotten."""

    document: Document | None


@dataclass(frozen=True)
class Embedded:
    """What a document means; None without a model."""

    meaning: Meaning | None


def load_embed(tx: Tx, document_id: str) -> ToEmbed:
    """Fetch the document."""
    return ToEmbed(documents.many(tx, [document_id]).get(document_id))


def run_embed(known: ToEmbed, context: Context) -> Embedded:
    """Have the model read its headline and its first words."""
    if known.document is None or context.embedder is None:
        return Embedded(None)
    return Embedded(meaning_of(known.document, context.embedder))


def save_embed(tx: Tx, document_id: str, embedded: Embedded) -> list[tuple[str, str]]:
    """Keep what it means; only then does the document go on, so that whoever weighs it finds that."""
    meanings.put(tx, document_id, embedded.meaning)
    return [("print", document_id)]


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


@lru_cache(maxsize=2048)
def _about(page: Document, meaning: Meaning | None, background: Background) -> Features:
    """Say what a page is about (kept for a while: the stories of pages that were weighed are told next)."""
    return features(page, background, meaning)


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


def load_weigh(tx: Tx, lineage_ids: Sequence[str]) -> ToWeigh:
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
    about = _about(page, meaning, background)
    known = vector(about)
    return replace(known, index=(), keys=()) if roundup(page, about, background) else known


def run_weigh(known: ToWeigh, context: Context) -> Weighed:
    """Score the pairs."""
    names = known.near.names
    scored = score_rows(known.near.vectors, known.near.pairs, context.judge)
    return Weighed(known, tuple((names[a], names[b], value) for a, b, value in scored))


def save_weigh(tx: Tx, _lineage_ids: Sequence[str], weighed: Weighed) -> list[tuple[str, str]]:
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
    return [*(("thread", i) for i in sorted(due)), *(("affair", story_id) for story_id in sorted(left))]


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


# thread -------------------------------------------------------------------------------------------------------------


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


def load_thread(tx: Tx, lineage_ids: Sequence[str]) -> ToThread:
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
    first, second = (_about(page, meaning, context.background) for page, meaning in zip(pages, meant, strict=True))
    return same_event(pages, (first, second), context.judge)


def run_thread(known: ToThread, context: Context) -> Threaded:
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


def save_thread(tx: Tx, _lineage_ids: Sequence[str], threaded: Threaded) -> list[tuple[str, str]]:
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
    return [*(("thread", i) for i in sorted(outside)), *(("affair", i) for i in sorted(changed))]


# affair -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToJoin:
    """A story's gist (None: the story is gone), its kin, and all stories that hang together with any of them by kinship.

    Only their threads can change: groups never reach beyond a part of the net that strong kinship holds together. So it
    is enough to cut these parts again, with all kinships in them, the weak ones too.
    """

    own: Gist | None
    kin: tuple[tuple[str, str, float], ...]
    gists: Mapping[str, Gist]
    pairs: tuple[tuple[str, str, float], ...]
    touches: tuple[tuple[str, Touch], ...]


@dataclass(frozen=True)
class Joined:
    """What is known of a story, and the threads of all stories that were looked at."""

    known: ToJoin
    threads: tuple[Thread, ...]


def load_affair(tx: Tx, story_id: str) -> ToJoin | None:
    """Fetch what a change of the story may change; None where nothing that threads are made of did change."""
    own = _gist(tx, story_id)
    if own == gists.many(tx, [story_id]).get(story_id):
        return None
    near = _sharing_names(tx, own) if own else {}
    kin = tuple((story_id, i, v) for i, g in near.items() if own and (v := kinship(own, g)) >= KINSHIP_FLOOR)
    strong = {i for _, i, value in kin if value >= JOIN_AT_LEAST}
    others = gists.together(tx, {story_id, *strong}, JOIN_AT_LEAST) - {story_id}
    pairs = tuple(gists.pairs_within(tx, others))
    return ToJoin(own, kin, gists.many(tx, others), pairs, _touches(tx, own) if own else ())


def _gist(tx: Tx, story_id: str) -> Gist | None:
    story = stories.many(tx, [story_id]).get(story_id)
    return gist(story, documents.many(tx, ids_read(story)), load_background()) if story else None


def _sharing_names(tx: Tx, own: Gist) -> dict[str, Gist]:
    if own.first is None:
        return {}
    names, at = map(term_id, name_keys(own)), own.first.at
    found = gists.sharing(tx, names, NAMES_SHARED, at - AFFAIR_WINDOW, at + AFFAIR_WINDOW, round_ups=False)
    near = gists.many(tx, set(found) - {own.story})
    return {i: near[i] for i in sorted(near)}


def _touches(tx: Tx, own: Gist) -> tuple[tuple[str, Touch], ...]:
    """Find the stories that the story's round-ups tell of, and the round-ups of others that tell of it."""
    if own.first is None or own.last is None:
        return ()
    since, until = own.first.at - AFFAIR_WINDOW, own.last.at + AFFAIR_WINDOW
    telling = gists.sharing(tx, map(term_id, name_keys(own)), NAMES_TOLD, since, until, round_ups=True)
    told = gists.sharing(tx, _names_told(own), NAMES_TOLD, since, until, round_ups=False)
    near = gists.many(tx, {*telling, *told} - {own.story})
    pairs = [(home, story) for i in sorted(near) for home, story in ((own, near[i]), (near[i], own))]
    return tuple((home.story, t) for home, story in pairs for page in home.roundups if (t := touch(page, story)))


def _names_told(own: Gist) -> set[int]:
    return {term_id(t) for page in own.roundups for section in page.sections for t in section.terms}


def run_affair(known: ToJoin, _context: Context) -> Joined:
    """Cut what hangs together into affairs."""
    own = {known.own.story: known.own} if known.own else {}
    here = {**known.gists, **own}
    pairs = (pair for pair in (*known.pairs, *known.kin) if pair[0] in here and pair[1] in here)
    return Joined(known, tuple(threads(here, pairs)))


def save_affair(tx: Tx, story_id: str, joined: Joined) -> list[tuple[str, str]]:
    """Keep what is known of the story, and put the threads in the place of those that held any of the stories."""
    known = joined.known
    old = thread_store.of_stories(tx, {story_id, *known.gists})
    thread_store.replace(tx, [thread.id for thread in old], joined.threads)
    gists.drop(tx, story_id)
    thread_store.drop_touches(tx, story_id)
    if known.own is not None:
        gists.put(tx, known.own, map(term_id, name_keys(known.own)), _names_told(known.own))
        gists.put_pairs(tx, known.kin)
        thread_store.put_touches(tx, known.touches)
    return []


STAGES: tuple[Stage[Any, Any], ...] = (
    Stage("extract", EXTRACT_VERSION, load_extract, run_extract, save_extract, limits=PARSING),
    Stage("embed", "1", load_embed, run_embed, save_embed),
    Stage("print", "2", load_print, run_print, save_print, exclusive=True, together=True),
    Stage("resolve", "4", load_resolve, run_resolve, save_resolve, exclusive=True, together=True),
    Stage("weigh", "5", load_weigh, run_weigh, save_weigh, exclusive=True, together=True),
    Stage("thread", "6", load_thread, run_thread, save_thread, exclusive=True, together=True),
    Stage("affair", "2", load_affair, run_affair, save_affair, exclusive=True),
)
