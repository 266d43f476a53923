"""Asking: the river, stories, threads, documents, and why they are as they are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from firsthand import affairs, judging, present, voicing
from firsthand import contract as out
from firsthand.app.at_work import Store, context
from firsthand.explaining import explain
from firsthand.model.capture import Capture
from firsthand.model.comparison import Comparison
from firsthand.model.document import Document
from firsthand.model.errors import NotFound
from firsthand.model.independence import evidence
from firsthand.model.story import Relation, Story
from firsthand.resolve.compare import compare
from firsthand.resolve.credit import credits_of
from firsthand.resolve.rows import rows
from firsthand.resolve.versions import chain, changed
from firsthand.store import captures, documents, stories, understandings
from firsthand.store import judgements as judgements_store
from firsthand.store import threads as threads_store
from firsthand.store.transaction import Tx
from firsthand.thread.reporting import timeline_of

#: Copies of one story whose difference is spelt out in one answer; the rest keep their coverage, and Compare shows them.
_SPELT_OUT = 200


def river(
    store: Store, limit: int = 30, after: str | None = None, *, by_rank: bool = False, since: datetime | None = None
) -> out.RiverOut:
    """Return a page of stories, newest report first or highest rank first; ``after`` is the key the page before gave.

    ``since``: only stories with a report after that time, each with what of it is new.
    """
    with store.read() as tx:
        page, more = stories.river(tx, limit, after, by_rank=by_rank, since=since)
        names = judging.one_name(judgements_store.of_outlets(tx))
    return out.RiverOut([present.story_line(story, names, since) for story in page], more)


def story(store: Store, story_id: str, *, differences: bool = True) -> out.StoryOut:
    """Return a story with every difference of its copies, or quicker without them. Raises NotFound."""
    with store.read() as tx:
        return story_of(tx, stories.get(tx, story_id), differences=differences)


def threads(store: Store, limit: int = 30, after: str | None = None) -> out.ThreadsOut:
    """Return a page of threads, newest report first; ``after`` is the key the page before gave."""
    with store.read() as tx:
        page, more = threads_store.newest(tx, limit, after)
    return out.ThreadsOut([affairs.in_a_line(thread) for thread in page], more)


def thread(store: Store, thread_id: str) -> out.ThreadOut:
    """Return a thread: its stories in the order of time, with what is new in each. Raises NotFound."""
    with store.read() as tx:
        return affairs.told(tx, threads_store.get(tx, thread_id), context().background)


def positions(store: Store, asked: str) -> out.PositionsOut:
    """Return what parties say over time in a thread, or in a story, named by its id. Raises NotFound."""
    with store.read() as tx:
        return voicing.positions_of(tx, asked, context().words)


def graph(store: Store, story_id: str) -> out.GraphOut:
    """Return the evidence of a story as nodes and edges. Raises NotFound."""
    with store.read() as tx:
        found = present.once(stories.get(tx, story_id))
        pages = documents.many(tx, [m.document for m in found.members])
    agencies = context().lexicon.agencies
    credits = {
        page.id: named for page in sorted(pages.values(), key=lambda p: p.id) if (named := credits_of(page, agencies))
    }
    return present.graph_out(found, evidence(found, credits), pages)


def timeline(store: Store, story_id: str) -> out.TimelineOut:
    """Return what the pages of a story say happened when, and who reported it when. Raises NotFound."""
    with store.read() as tx:
        found = present.once(stories.get(tx, story_id))
        pages = documents.many(tx, [m.document for m in found.members])
    entries = timeline_of([found], pages, context().lexicon, context().background)
    return present.timeline_out(found.id, entries, pages)


def document(store: Store, document_id: str) -> out.DocumentOut:
    """Return a document. Raises NotFound."""
    with store.read() as tx:
        said = understandings.many(tx, [document_id])
        return present.document_out(documents.get(tx, document_id), said.get(document_id))


def versions(store: Store, document_id: str) -> list[out.VersionOut]:
    """Return the versions of the page that a document is a capture of, in time. Raises NotFound."""
    with store.read() as tx:
        captured = documents.of_article(tx, documents.get(tx, document_id).article)
    lexicon, pages = context().lexicon, {d.id: d for d in captured}
    found = chain(captured, lexicon)
    told = ["", *(changed(pages[a.document], pages[b.document], lexicon) for a, b in pairwise(found))]
    return [present.version_out(version, pages, words) for version, words in zip(found, told, strict=True)]


def reading(store: Store, capture_id: str) -> out.ReadingOut:
    """Return a capture as text, with what became of every stretch of it. Raises NotFound."""
    with store.read() as tx:
        capture = captures.get(tx, capture_id)
        extraction = documents.extraction_of(tx, capture_id)
        if extraction is None:
            raise NotFound(f"The capture {capture_id} has not been read yet.", "Try again in a moment.")
        ids = [d.id for d in extraction.documents]
        where = {m.document: s.id for s in stories.of_documents(tx, ids) for m in s.members}
    problems = [out.ProblemOut(p.code, p.detail, p.next_try, capture.place) for p in extraction.problems]
    return present.reading_out(capture, extraction, where, problems)


def comparison(store: Store, original_id: str, copy_id: str) -> out.ComparisonOut:
    """Return two documents side by side. Raises NotFound."""
    with store.read() as tx:
        original, copy = documents.get(tx, original_id), documents.get(tx, copy_id)
        both = [s.id for s in stories.of_documents(tx, [original_id]) if any(m.document == copy_id for m in s.members)]
    found = compare(original, copy, context().lexicon)
    laid = rows(original, copy, found, context().lexicon)
    told = [present.row_out(row, original.text, copy.text) for row in laid]
    return present.comparison_out(original, copy, found, told, both[0] if both else None)


def why(store: Store, a: str, b: str) -> out.WhyOut:
    """Say why two pages or stories, named by their ids, are together or are not. Raises InputError and NotFound."""
    with store.read() as tx:
        return explain(tx, a, b, context())


def story_of(tx: Tx, story: Story, *, differences: bool = True) -> out.StoryOut:
    """Tell a story with all that its pages say and what people said of them; what copies changed only if asked for."""
    pages = documents.many(tx, [m.document for m in story.members])
    of_outlets = judgements_store.of_outlets(tx)
    named = {name.casefold() for name in story.outlets}
    said = [j for j in of_outlets if {j.subject.casefold(), (j.object or "").casefold()} & named]
    told = judging.told(tx, [*judgements_store.of_documents(tx, pages), *said])
    shown = present.once(story)
    names, changes = judging.one_name(of_outlets), _changes(story, pages) if differences else {}
    compared = _comparisons(shown, pages) if differences else {}
    made = present.story_out(shown, pages, compared, names, changes, told)
    spoken = voicing.of_story(tx, story, context().words, pages)
    return replace(made, thread=affairs.place_of(tx, story), also_in=affairs.also_in(tx, story, pages), voices=spoken)


def _comparisons(story: Story, pages: Mapping[str, Document]) -> dict[str, Comparison]:
    """Compare each copy with its original: computed when asked for, never stored."""
    copies = [m for m in story.members if m.original and m.relation is not Relation.INDEPENDENT]
    lexicon = context().lexicon
    return {m.document: compare(pages[m.original or ""], pages[m.document], lexicon) for m in copies[:_SPELT_OUT]}


def _changes(story: Story, pages: Mapping[str, Document]) -> dict[str, str]:
    """Say what each version of a page changed of the one before it."""
    versions = [version for lineage in story.lineages for version in lineage.versions]
    pairs = [(a, b) for a, b in pairwise(versions) if a.article == b.article]
    lexicon = context().lexicon
    return {b.document: changed(pages[a.document], pages[b.document], lexicon) for a, b in pairs[:_SPELT_OUT]}


def capture_of(store: Store, capture_id: str) -> Capture:
    """Return a capture's record. Raises NotFound."""
    with store.read() as tx:
        return captures.get(tx, capture_id)
