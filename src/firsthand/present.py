"""Records become what other programs are told (`firsthand.contract`). Pure: everything needed is handed in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from firsthand import contract as out
from firsthand.model.capture import Capture
from firsthand.model.comparison import Change, Comparison, Coverage, Difference
from firsthand.model.document import BlockKind, Document, Extraction, PartKind
from firsthand.model.independence import Edge, Graph, Node
from firsthand.model.moment import Moment, stamp
from firsthand.model.span import Range, Span
from firsthand.model.story import Lineage, Link, Member, Reason, Step, Story, Version
from firsthand.model.timeline import Entry
from firsthand.present_voices import voices_out
from firsthand.resolve.rows import Row
from firsthand.thread.rank import newer_than, rank
from firsthand.understand.corrected import Places
from firsthand.understand.reading import Understood


def capture_out(capture: Capture, extraction: Extraction | None, *, new: bool = False) -> out.CaptureOut:
    """Tell of a capture; ``new`` says that this call brought it."""
    media_type = extraction.media_type if extraction else capture.media_type or "application/octet-stream"
    return out.CaptureOut(
        capture.id,
        capture.place,
        capture.url,
        media_type,
        stamp(capture.seen_at) if capture.seen_at else "",
        capture.size,
        new,
    )


def document_out(
    document: Document, understood: Understood | None = None, places: Places | None = None
) -> out.DocumentOut:
    """Tell of a document with all its parts; ``places`` is where people put a speaker right."""
    return out.DocumentOut(
        id=document.id,
        capture=document.capture,
        article=document.article,
        role=document.role,
        headline=document.headline,
        bylines=list(document.words_of(PartKind.BYLINE)),
        published=_moment(document.published),
        updated=_moment(document.updated),
        dateline=document.first(BlockKind.DATELINE),
        standfirst=_first(document, PartKind.STANDFIRST),
        bullets=list(document.words_of(PartKind.BULLET)),
        captions=list(document.words_of(PartKind.CAPTION)),
        credits=list(document.words_of(PartKind.CREDIT)),
        signoff=document.first(BlockKind.NOTE),
        topics=list(document.words_of(PartKind.TOPIC)),
        section=_first(document, PartKind.SECTION),
        outlet=document.outlet,
        agency=document.credit,
        url=document.url,
        language=document.language,
        text=document.text,
        blocks=[out.BlockOut(b.kind, b.start, b.end, _places(b.sources), b.given_by) for b in document.blocks],
        parts=[out.PartOut(p.kind, p.text, _places(p.sources), p.given_by) for p in document.parts],
        dropped=[out.DropOut(d.start, d.end, d.reason) for d in document.drops],
        amp=document.amp,
        syndicated_from=document.syndicated_from,
        paywall=document.paywall,
        licence=document.licence,
        image=_image(document),
        voices=voices_out(document, understood, places) if understood else None,
    )


def _image(document: Document) -> out.ImageOut | None:
    image = document.image
    return out.ImageOut(image.url, image.caption, image.credit) if image else None


def story_out(
    story: Story,
    documents: Mapping[str, Document],
    comparisons: Mapping[str, Comparison],
    names: Mapping[str, str],
    changes: Mapping[str, str],
    judgements: list[out.JudgementOut],
) -> out.StoryOut:
    """Tell of a story (as `once` leaves it); ``comparisons`` holds each copy's comparison with its original, by its id.

    ``names`` levels the names of one outlet: the folded name to the one to show. ``changes`` says by document id what a
    version changed of the one before.
    """
    versions = _versions(story, documents, changes)
    outlets = outlet_names(story, names)
    return out.StoryOut(
        id=story.id,
        headline=story.headline,
        language=story.language,
        independent_sources=story.independent_sources,
        outlets=len(outlets) + story.unnamed,
        outlet_names=outlets,
        first=_moment(story.first),
        last=_moment(story.last),
        lineages=[_lineage(lineage, story) for lineage in story.lineages],
        documents=[
            _member(m, documents, comparisons.get(m.document), versions.get(m.document, [])) for m in story.members
        ],
        badges=badges(story),
        judgements=judgements,
        growth=[_step(step) for step in story.growth],
        languages=list(story.languages),
        places=[out.DatelineOut(p.name, p.sources, p.span.document, p.span.start, p.span.end) for p in story.places],
    )


def _step(step: Step) -> out.GrowthOut:
    return out.GrowthOut(step.document, _moment(step.at), step.pages, step.outlets, step.sources)


def story_line(story: Story, names: Mapping[str, str], since: datetime | None = None) -> out.StoryLineOut:
    """Tell of a story as one line of the river, and what of it is new since a time."""
    new = newer_than(story, since) if since else (None, None)
    return out.StoryLineOut(
        story.id,
        story.headline,
        story.language,
        story.independent_sources,
        len(outlet_names(story, names)) + story.unnamed,
        len(once(story).members),
        _moment(story.first),
        _moment(story.last),
        badges(story),
        list(story.languages),
        list(rank(story).reasons),
        *new,
    )


def badges(story: Story) -> list[str]:
    """Name what a reader wants to know of a story before opening it."""
    versions = [version for lineage in story.lineages for version in lineage.versions]
    several = Counter(version.article for version in versions)
    marks = {
        "corrected": any(version.note for version in versions),
        "updated": any(count > 1 for count in several.values()),
        "wire": any(lineage.agency or lineage.absent for lineage in story.lineages),
        "absent_original": any(lineage.absent for lineage in story.lineages),
    }
    return [name for name, worn in marks.items() if worn]


def once(story: Story) -> Story:
    """Leave out every capture that shows a version again: what points at it points at the first that shows it."""
    shows = {
        again: version.document
        for lineage in story.lineages
        for version in lineage.versions
        for again in version.again
        if again != lineage.original
    }
    if not shows:
        return story
    lineages = tuple(_once(x, shows) for x in story.lineages)
    members = (replace(m, original=shows.get(m.original or "", m.original)) for m in story.members)
    kept = tuple(m for m in members if m.document not in shows)
    leaning = tuple(replace(d, document=shows.get(d.document, d.document)) for d in story.dependences)
    return replace(story, lineages=lineages, members=kept, dependences=leaning)


def _once(lineage: Lineage, shows: Mapping[str, str]) -> Lineage:
    members = tuple(m for m in lineage.members if m not in shows)
    return replace(lineage, members=members, links=_led(lineage.links, shows), beside=_led(lineage.beside, shows))


def _led(links: tuple[Link, ...], shows: Mapping[str, str]) -> tuple[Link, ...]:
    """Lead links to the first that shows each version; of two between the same pages, the one that was there stays."""
    whole = [k for k in links if not {k.original, k.copy} & shows.keys()]
    led = (replace(k, original=shows.get(k.original, k.original), copy=shows.get(k.copy, k.copy)) for k in links)
    found = {frozenset((k.original, k.copy)): k for k in (*led, *whole)}
    return tuple(link for ends, link in found.items() if len(ends) > 1)


def version_out(version: Version, documents: Mapping[str, Document], changed: str) -> out.VersionOut:
    """Tell of a version; ``changed`` says what it changed of the one before."""
    page, last = documents[version.document], documents[[version.document, *version.again][-1]]
    note = version.note
    return out.VersionOut(
        version.document,
        _moment(page.seen),
        _moment(last.seen),
        _moment(page.updated),
        changed,
        " ".join(page.text[note.start : note.end].split()) if note else None,
        list(version.again),
    )


def _versions(
    story: Story, documents: Mapping[str, Document], changes: Mapping[str, str]
) -> dict[str, list[out.VersionOut]]:
    """Return the versions of each page by the document of its first member in the story."""
    first: dict[str, str] = {}
    for member in story.members:
        first.setdefault(documents[member.document].article, member.document)
    found: dict[str, list[out.VersionOut]] = {}
    for version in (version for lineage in story.lineages for version in lineage.versions):
        told = version_out(version, documents, changes.get(version.document, ""))
        found.setdefault(first[version.article], []).append(told)
    return found


def graph_out(story: Story, graph: Graph, documents: Mapping[str, Document]) -> out.GraphOut:
    """Tell of a story's evidence."""
    nodes = [_node(node, documents.get(node.id)) for node in graph.nodes]
    edges = [_edge(edge) for edge in graph.edges]
    return out.GraphOut(story.id, len(graph.sources), nodes, edges, [list(together) for together in graph.sources])


def _node(node: Node, page: Document | None) -> out.NodeOut:
    name, headline = (page.outlet or "", page.headline) if page else (node.name, "")
    published, seen = (_moment(page.published), _moment(page.seen)) if page else (None, None)
    return out.NodeOut(node.id, node.kind, name, node.role, node.lineage, headline, published, seen)


def _edge(edge: Edge) -> out.EdgeOut:
    coverage, reasons = _coverage(edge.coverage), [reason_out(r) for r in edge.reasons]
    return out.EdgeOut(edge.source, edge.target, edge.kind, edge.decided, coverage, reasons, edge.counts)


def timeline_out(story_id: str, entries: Iterable[Entry], documents: Mapping[str, Document]) -> out.TimelineOut:
    """Tell of a timeline, every line with its words and where they stand."""
    return out.TimelineOut(story_id, [_entry(entry, documents) for entry in entries])


def _entry(entry: Entry, documents: Mapping[str, Document]) -> out.TimelineEntryOut:
    lines = [_line(span, documents[span.document]) for span in entry.lines]
    named = [out.SpanOut(span.document, span.start, span.end) for span in entry.named]
    return out.TimelineEntryOut(str(entry.moment), entry.happening, entry.sources, lines, named)


def _line(span: Span, page: Document) -> out.TimelineLineOut:
    text = " ".join(page.text[span.start : span.end].split())
    return out.TimelineLineOut(text, page.id, span.start, span.end, page.outlet, page.headline, page.language)


def outlet_names(story: Story, names: Mapping[str, str]) -> list[str]:
    """Name who carries the story, each once; every page that says neither name nor address (``unnamed``) is one more."""
    return one_name_each(story.outlets, names)


def one_name_each(outlets: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return names of outlets, each outlet once, by the name to show."""
    shown = {names.get(name.casefold(), name).casefold(): names.get(name.casefold(), name) for name in outlets}
    return list(shown.values())


def comparison_out(
    original: Document, copy: Document, comparison: Comparison, rows: list[out.RowOut], story: str | None
) -> out.ComparisonOut:
    """Tell of two documents side by side."""
    coverage = out.CoverageOut(comparison.coverage.of_original, comparison.coverage.of_copy)
    return out.ComparisonOut(document_out(original), document_out(copy), story, coverage, comparison.account, rows)


def row_out(row: Row, before: str, after: str) -> out.RowOut:
    """Tell of a paragraph beside its counterpart."""
    return out.RowOut(
        row.kind,
        passage_out(row.original, before) if row.original else None,
        passage_out(row.copy, after) if row.copy else None,
        [out.SegmentOut(s.change, s.original, s.copy, s.rule, s.part) for s in row.segments],
    )


def reading_out(
    capture: Capture, extraction: Extraction, stories: Mapping[str, str], problems: list[out.ProblemOut]
) -> out.ReadingOut:
    """Tell what became of every stretch of a capture; ``stories`` maps document ids to story ids."""
    return out.ReadingOut(
        capture_out(capture, extraction),
        extraction.reading,
        _pieces(extraction),
        [out.FoundOut(d.id, d.role, d.headline, d.outlet, d.language, stories.get(d.id)) for d in extraction.documents],
        problems,
    )


def _pieces(extraction: Extraction) -> list[out.PieceOut]:
    pieces: list[out.PieceOut] = []
    for document in extraction.documents:
        named = [(b.kind.value, b.sources) for b in document.blocks] + [
            (p.kind.value, p.sources) for p in document.parts
        ]
        pieces += [out.PieceOut(at.start, at.end, what, document.id) for what, sources in named for at in sources]
    kept = [out.PieceOut(d.start, d.end, d.reason, None) for doc in extraction.documents for d in doc.drops]
    return _disjoint([*pieces, *kept])


def _disjoint(pieces: Iterable[out.PieceOut]) -> list[out.PieceOut]:
    """Order pieces; where two claim the same words (a time that is also in the byline), the earlier and longer wins."""
    found: list[out.PieceOut] = []
    for piece in sorted(pieces, key=lambda p: (p.start, -p.end)):
        start = max(piece.start, found[-1].end if found else 0)
        if start < piece.end:
            found.append(out.PieceOut(start, piece.end, piece.what, piece.document))
    return found


def _lineage(lineage: Lineage, story: Story) -> out.LineageOut:
    on = next((d for d in story.dependences if d.lineage == lineage.id), None)
    reasons = [reason.text for reason in (*lineage.reasons, *([on.reason] if on else []))]
    pages = {member.document for member in story.members}
    beside = [
        out.BesideOut(k.relation, *_ends(k, lineage), [reason_out(r) for r in k.reasons])
        for k in lineage.beside
        if {k.original, k.copy} <= pages
    ]
    return out.LineageOut(
        lineage.id,
        lineage.original,
        lineage.absent,
        lineage.agency,
        list(lineage.members),
        reasons,
        on.name if on else None,
        beside,
    )


def _ends(link: Link, lineage: Lineage) -> tuple[str, str]:
    """Return the end of a link that is of the lineage, and the other."""
    return (link.copy, link.original) if link.copy in lineage.members else (link.original, link.copy)


def _member(
    member: Member,
    documents: Mapping[str, Document],
    comparison: Comparison | None,
    versions: list[out.VersionOut],
) -> out.MemberOut:
    document = documents[member.document]
    original = documents.get(comparison.original) if comparison else None
    told = comparison.of if comparison else lambda _: ()
    before = original.text if original else ""
    return out.MemberOut(
        id=member.document,
        capture=document.capture,
        article=document.article,
        headline=document.headline,
        language=document.language,
        outlet=document.outlet,
        url=document.url,
        published=_moment(document.published),
        seen=_moment(document.seen),
        lineage=member.lineage,
        relation=member.relation,
        original=member.original,
        reasons=[reason.text for reason in member.reasons],
        evidence=[reason_out(reason) for reason in member.reasons],
        coverage=_coverage(comparison.coverage if comparison else member.coverage),
        account=comparison.account if comparison else "",
        added=_passages((d.after for d in told(Change.ADDED)), document.text),
        dropped=_passages((d.before for d in told(Change.DROPPED)), before),
        reworded=[_rewording(d, before, document.text) for d in told(Change.REWORDED)],
        moved=[_rewording(d, before, document.text) for d in told(Change.MOVED)],
        house_style=[_rewording(d, before, document.text) for d in told(Change.HOUSE_STYLE)],
        versions=versions,
    )


def _coverage(coverage: Coverage | None) -> out.CoverageOut | None:
    return out.CoverageOut(coverage.of_original, coverage.of_copy) if coverage else None


def reason_out(reason: Reason) -> out.ReasonOut:
    """Tell a reason with its places."""
    spans = [out.SpanOut(span.document, span.start, span.end) for span in reason.spans]
    return out.ReasonOut(reason.code, reason.text, reason.weight, spans)


def _passages(places: Iterable[Range | None], text: str) -> list[out.PassageOut]:
    return [passage_out(place, text) for place in places if place]


def passage_out(place: Range, text: str) -> out.PassageOut:
    """Tell of a stretch of a text with its words."""
    return out.PassageOut(place.of(text), place.start, place.end)


def _rewording(difference: Difference, before: str, after: str) -> out.RewordingOut:
    return out.RewordingOut(
        passage_out(difference.before, before) if difference.before else None,
        passage_out(difference.after, after) if difference.after else None,
        difference.rule,
    )


def _places(ranges: Iterable[Range]) -> list[out.PlaceOut]:
    return [out.PlaceOut(r.start, r.end) for r in ranges]


def _first(document: Document, kind: PartKind) -> str | None:
    return next(iter(document.words_of(kind)), None)


def _moment(moment: Moment | None) -> str | None:
    return str(moment) if moment else None
