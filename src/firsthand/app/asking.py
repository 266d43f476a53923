"""Asking: the river, stories, threads, documents, and why they are as they are."""

from itertools import pairwise

from firsthand import affairs, present, telling, voicing
from firsthand import contract as out
from firsthand.app.at_work import Store, context
from firsthand.explaining import explain
from firsthand.model.capture import Capture
from firsthand.model.errors import NotFound
from firsthand.resolve.compare import compare
from firsthand.resolve.rows import rows
from firsthand.resolve.versions import chain, changed
from firsthand.store import captures, documents, stories
from firsthand.store import threads as threads_store


def story(store: Store, story_id: str) -> out.StoryOut:
    """Return a story with every difference of its copies. Raises NotFound."""
    return story_page(store, story_id).story


def story_page(store: Store, story_id: str) -> out.StoryPageOut:
    """Return a story as `story` does, with its timeline and its evidence. Raises NotFound."""
    with store.read() as tx:
        return telling.page(tx, story_id, context().words, context().background)


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
        return telling.graph(tx, story_id, context().words, context().background)


def timeline(store: Store, story_id: str) -> out.TimelineOut:
    """Return what the pages of a story say happened when, and who reported it when. Raises NotFound."""
    with store.read() as tx:
        return telling.timeline(tx, story_id, context().words, context().background)


def document(store: Store, document_id: str) -> out.DocumentOut:
    """Return a document. Raises NotFound."""
    with store.read() as tx:
        return voicing.told_of(tx, {document_id: documents.get(tx, document_id)})[0]


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
        both = stories.holding(tx, original_id, copy_id)
    found = compare(original, copy, context().lexicon)
    laid = rows(original, copy, found, context().lexicon)
    told = [present.row_out(row, original.text, copy.text) for row in laid]
    return present.comparison_out(original, copy, found, told, both)


def why(store: Store, a: str, b: str) -> out.WhyOut:
    """Say why two pages or stories, named by their ids, are together or are not. Raises InputError and NotFound."""
    with store.read() as tx:
        return explain(tx, a, b, context())


def capture_of(store: Store, capture_id: str) -> Capture:
    """Return a capture's record. Raises NotFound."""
    with store.read() as tx:
        return captures.get(tx, capture_id)
