"""The whole timeline of some stories: what their texts date, and who reported it when.

    stories -> pages, each with its independent source -> the times they name       -> entries in time
                                                       -> first reports, corrections ->

Takes any set of stories: one, or those of a thread. Pure; nothing of it is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from firsthand.model.document import Document
from firsthand.model.independence import evidence
from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Moment, Precision
from firsthand.model.span import Span
from firsthand.model.story import Relation, Story
from firsthand.model.timeline import Entry, Happening
from firsthand.text.tokens import words
from firsthand.thread.dated import Dated, dated
from firsthand.thread.features import Background
from firsthand.thread.timeline import stands_alone, timeline

#: Pages of one timeline that are read, those of other sources and originals first: a screen is short, and a story of
#: a thousand copies says no more than its first hundreds.
MOST_PAGES = 300


def timeline_of(
    stories: Sequence[Story],
    documents: Mapping[str, Document],
    lexicon: Lexicon,
    background: Background,
    count: int | None = None,
) -> list[Entry]:
    """Return what happened and who reported it, in time. ``documents`` holds every member of the stories.

    Copies of one source count once. ``count``: how many events; without it, as many as matter.
    """
    pages = [dated(documents[i], source, lexicon) for i, source in _in_order(stories, documents)]
    events = timeline(_first_told(pages), background, count=count)
    read = {page.document: page for page in pages}
    reports = (entry for story in stories for entry in _reports(story, documents, read))
    return sorted([*events, *reports], key=lambda e: (e.moment.at, e.happening is not Happening.EVENT))


#: Sentences of one source with this share of their words in common are one sentence, with the changes of a copy's house.
_CARRIED = 0.7


def _first_told(pages: Iterable[Dated]) -> Iterator[Dated]:
    """Leave out of later pages of a source the dated sentences that an earlier one has in like words.

    A copy adds nothing, and its "on Tuesday" means the original's Tuesday, whatever day the copy is of, or was seen on.
    """
    known: dict[str, list[frozenset[str]]] = defaultdict(list)
    for page in pages:
        before, kept = known[page.source], []
        told = list(before)
        for sentence in page.sentences:
            said = frozenset(words(page.words(sentence)).folded) if sentence.times else frozenset[str]()
            if said and any(len(said & other) >= _CARRIED * len(said | other) for other in told):
                continue
            kept.append(sentence)
            if said:
                before.append(said)
        yield replace(page, sentences=tuple(kept))


def _in_order(stories: Iterable[Story], documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """Give documents with their sources: each source's originals first, then by time; so the original is cited."""
    ranked: list[tuple[bool, datetime, str, str]] = []
    for story in stories:
        source_of = _sources(story)
        for member in story.members:
            later = member.relation not in (Relation.ORIGINAL, Relation.INDEPENDENT)
            ranked.append((later, _said(documents[member.document]), member.document, source_of[member.document]))
    return [(document, source) for _, _, document, source in sorted(ranked)[:MOST_PAGES]]


def _sources(story: Story) -> dict[str, str]:
    """Name the independent source of each document by the first of its nodes."""
    return {node: together[0] for together in evidence(story).sources for node in together}


def _said(document: Document) -> datetime:
    """When a page says it was published (a day: when that ends), or else when it was first seen."""
    moment = document.time
    if moment is None:
        return _NEVER
    return moment.at + timedelta(days=1) if moment.precision is Precision.DAY else moment.at


_NEVER = datetime.max.replace(tzinfo=UTC)


# --- the reporting ---


def _reports(story: Story, documents: Mapping[str, Document], read: Mapping[str, Dated]) -> Iterator[Entry]:
    """Yield the first report, the first of another source, and every correction."""
    source_of = _sources(story)
    published = [m for m in story.members if documents[m.document].published]
    order = sorted(
        published, key=lambda m: (_said(documents[m.document]), m.relation is not Relation.ORIGINAL, m.document)
    )
    if order:
        first = order[0].document
        yield _report(documents[first], Happening.FIRST_REPORT, read)
        other = next((m.document for m in order if source_of[m.document] != source_of[first]), None)
        if other:
            yield _report(documents[other], Happening.SECOND_SOURCE, read)
    for version in (version for lineage in story.lineages for version in lineage.versions):
        page = documents.get(version.document)
        moment = page and (page.updated or page.time)
        if version.note and moment:
            yield Entry(moment, Happening.CORRECTION, (version.note,))


def _report(document: Document, happening: Happening, read: Mapping[str, Dated]) -> Entry:
    """Tell a report by the first sentence that can stand alone."""
    page = read.get(document.id)
    some = page.sentences if page else ()
    lead = next((s for s in some if page and stands_alone(page, s)), some[0] if some else None)
    place = Span(document.id, lead.start, lead.end) if lead else Span(document.id, 0, 0)
    return Entry(_published(document), happening, (place,))


def _published(document: Document) -> Moment:
    assert document.published is not None, "only pages that say it are reports"
    return document.published
