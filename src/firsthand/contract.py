"""What the program says to other programs: the shapes of ``firsthand read --json`` and of the HTTP API, in one place.

Plain frozen dataclasses, so that one encoder writes them and one OpenAPI page describes them. Offsets are characters
(code points), end exclusive. ``text``, ``blocks`` and the differences of a story share one space: the document's ``text``.
``dropped`` and every ``sources`` lie in the capture's reading.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report: ``state`` is ``ok``, ``note`` or ``bad``."""

    name: str
    state: str
    text: str
    next_try: str


@dataclass(frozen=True, slots=True)
class PlaceOut:
    """A stretch of the reading of a capture."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BlockOut:
    """``text[start:end]`` of the document is one block; ``sources`` say where it stood in the capture."""

    kind: str
    start: int
    end: int
    sources: list[PlaceOut]
    given_by: str


@dataclass(frozen=True, slots=True)
class DropOut:
    """A stretch of the capture's reading that is no part of the document, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartOut:
    """Words beside the running text, with their places in the capture's reading (none: from metadata)."""

    kind: str
    text: str
    sources: list[PlaceOut]
    given_by: str


@dataclass(frozen=True, slots=True)
class ProblemOut:
    """What was odd: stable code, one sentence, the next try; ``place`` is the input it belongs to."""

    code: str
    detail: str
    next_try: str
    place: str


@dataclass(frozen=True, slots=True)
class CaptureOut:
    """What came in."""

    id: str
    place: str
    url: str | None
    media_type: str
    seen_at: str
    bytes: int
    new: bool


@dataclass(frozen=True, slots=True)
class ImageOut:
    """The lead image of a page, with its caption and credit where they are known."""

    url: str
    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class DocumentOut:
    """One article found in a capture. Times are ISO 8601 UTC, cut to their precision.

    ``agency`` is the wire agency credited, ``syndicated_from`` the address that the page gives as its source.
    ``paywall`` is null where the page says nothing of it.
    """

    id: str
    capture: str
    article: str
    role: str
    headline: str
    bylines: list[str]
    published: str | None
    updated: str | None
    dateline: str | None
    standfirst: str | None
    bullets: list[str]
    captions: list[str]
    credits: list[str]
    signoff: str | None
    topics: list[str]
    section: str | None
    outlet: str | None
    agency: str | None
    url: str | None
    language: str | None
    text: str
    blocks: list[BlockOut]
    parts: list[PartOut]
    dropped: list[DropOut]
    amp: str | None = None
    syndicated_from: str | None = None
    paywall: bool | None = None
    licence: str | None = None
    image: ImageOut | None = None


@dataclass(frozen=True, slots=True)
class CoverageOut:
    """Shares 0..1."""

    of_original: float
    of_copy: float


@dataclass(frozen=True, slots=True)
class PassageOut:
    """Words and their place in one document's text: the copy's for added, the original's for dropped."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RewordingOut:
    """Words that changed: ``original`` and ``copy`` are the two sides; ``rule`` names the house style, if it is one."""

    original: PassageOut | None
    copy: PassageOut | None
    rule: str


@dataclass(frozen=True, slots=True)
class ReasonOut:
    """Evidence in words, with its places in document texts."""

    code: str
    text: str
    weight: float
    spans: list["SpanOut"]


@dataclass(frozen=True, slots=True)
class SpanOut:
    """A stretch of one document's text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class VersionOut:
    """One state of a page. ``document`` is the first capture that shows it, ``again`` are later ones without a change.

    ``seen`` and ``last_seen`` are the first and the last of these captures, ``updated`` is when the page says that it
    was changed, ``changed`` what it changed of the version before (empty for the first), ``corrected`` its correction
    note where that is new.
    """

    document: str
    seen: str | None
    last_seen: str | None
    updated: str | None
    changed: str
    corrected: str | None
    again: list[str]


@dataclass(frozen=True, slots=True)
class MemberOut:
    """A document in a story. ``original`` is the id of the document it copies; ``reasons`` are sentences.

    A version (``relation`` is ``version``) has the version before it there. ``versions`` are those of its page, with the
    first of them only, and only where there are several or a correction.
    """

    id: str
    capture: str
    article: str
    headline: str
    language: str | None
    outlet: str | None
    url: str | None
    published: str | None
    seen: str | None
    lineage: str
    relation: str
    original: str | None
    reasons: list[str]
    evidence: list[ReasonOut]
    coverage: CoverageOut | None
    account: str
    added: list[PassageOut]
    dropped: list[PassageOut]
    reworded: list[RewordingOut]
    moved: list[RewordingOut]
    house_style: list[RewordingOut]
    versions: list[VersionOut]


@dataclass(frozen=True, slots=True)
class BesideOut:
    """What a document has in common with one of another lineage, without being its copy.

    ``relation`` is ``partial``, ``shared_statement``, ``shared_post`` or ``shared_background``.
    """

    relation: str
    document: str
    other: str
    evidence: list[ReasonOut]


@dataclass(frozen=True, slots=True)
class LineageOut:
    """One original (or the name of an absent one) and its copies: one independent source, unless it stands on another.

    ``stands_on`` names the source whose report it only retells or mostly takes, so that it does not count; None for a
    source of its own. ``beside`` tells what it shares with other lineages of the story.

    ``agency`` names the news agency whose page the original is.
    """

    id: str
    original: str | None
    absent_original: str | None
    agency: str | None
    documents: list[str]
    reasons: list[str]
    stands_on: str | None = None
    beside: list[BesideOut] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class JudgementOut:
    """What a person said: ``subject`` stands to ``object`` as ``kind`` says; ``text`` tells it in words.

    ``kind`` is ``not_a_copy``, ``copy_of`` (the subject is the copy), ``original_is`` (no object): article ids; or
    ``same_outlet``: two names, the object being the one to show; or ``same_event`` and ``different_event``: two articles.
    ``withdrawn`` is when it was taken back. ``stories`` are those that the articles are in now. What was said of
    stories in one breath has one ``breath``, and is taken back together.
    """

    id: str
    kind: str
    subject: str
    object: str | None
    by: str
    at: str
    note: str
    withdrawn: str | None
    text: str
    stories: list[str]
    breath: str = ""


@dataclass(frozen=True, slots=True)
class SideOut:
    """One of two pages that are asked about. ``lead`` is the document that stands for its lineage: that one is compared."""

    document: str
    lead: str
    lineage: str
    story: str
    headline: str
    outlet: str | None
    url: str | None
    language: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class TermOut:
    """A rare term as it is spelt, its ``kind`` (``name``, ``number``, ``word``), its part in the likeness, its places."""

    word: str
    kind: str
    weight: float
    spans: list[SpanOut]


@dataclass(frozen=True, slots=True)
class SignalOut:
    """One thing that a score is made of, in words; ``value`` is None where it is no number."""

    code: str
    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class WhyOut:
    """Why two pages are in one story or are not. ``verdict``: ``one_source``, ``one_story`` or ``two_stories``.

    ``sentences`` tell it. ``cause`` is what decided: together ``judged`` (a person), ``near``, ``others`` (over other pages),
    ``links``, ``credit``, ``same_page``; apart ``judged``, ``judged_others``, ``window`` (of time), ``few_terms``,
    ``below_bar``, ``average`` (of all pairs of the two stories), ``order``. ``score`` and ``threshold`` are of the two
    pages, ``mean`` of the two stories; None where it does not apply. ``shared``, ``only_a`` and ``only_b`` are terms.
    ``reasons`` are those of the score or of the links; ``links`` what pages of the two lineages have from each other.
    """

    a: SideOut
    b: SideOut
    verdict: str
    cause: str
    sentences: list[str]
    score: float | None
    threshold: float
    mean: float | None
    signals: list[SignalOut]
    shared: list[TermOut]
    only_a: list[TermOut]
    only_b: list[TermOut]
    reasons: list[ReasonOut]
    links: list[BesideOut]
    judgements: list[JudgementOut]


@dataclass(frozen=True, slots=True)
class PlaceInThreadOut:
    """The thread that a story is part of: it is the ``position``-th (from 1) of ``stories`` in the order of time."""

    id: str
    headline: str
    names: list[str]
    position: int
    stories: int


@dataclass(frozen=True, slots=True)
class AlsoInOut:
    """A page that tells of several stories, and is a source of none but its own, if of that.

    ``kind`` is ``round_up`` (its parts have no subject in common) or ``live_blog`` (its entries are documents of their
    own). Where ``here``, the page is of the story asked for and tells of ``story`` too; otherwise it is of ``story`` and
    tells of the one asked for. ``evidence`` has the places where it does.
    """

    kind: str
    here: bool
    document: str
    headline: str
    outlet: str | None
    url: str | None
    published: str | None
    story: str
    story_headline: str
    evidence: list[ReasonOut]


@dataclass(frozen=True, slots=True)
class StoryOut:
    """One event. ``outlets`` counts the places that carry it, ``independent_sources`` who really stands behind it.

    ``judgements`` are those that hold of its pages and outlets. ``badges``: ``corrected`` (a page of it says so),
    ``updated`` (a page of it has more than one version), ``wire`` (an agency stands behind one of its sources),
    ``absent_original`` (the original of a source is not here). ``growth`` says when sources and outlets came. ``thread`` is the
    affair that it is part of, ``also_in`` the pages that tell of it and of other stories.
    """

    id: str
    headline: str
    language: str | None
    independent_sources: int
    outlets: int
    outlet_names: list[str]
    first: str | None
    last: str | None
    lineages: list[LineageOut]
    documents: list[MemberOut]
    badges: list[str]
    judgements: list[JudgementOut]
    growth: list["GrowthOut"]
    languages: list[str]
    places: list["DatelineOut"]
    thread: PlaceInThreadOut | None = None
    also_in: list[AlsoInOut] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NodeOut:
    """A document, an absent original or an agency (``kind``: ``document``, ``absent``, ``agency``).

    The id of a document is its own. ``role`` is what it is to its story; ``lineage`` is None for an agency.
    """

    id: str
    kind: str
    name: str
    role: str
    lineage: str | None
    headline: str
    published: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class EdgeOut:
    """Words went from ``source`` to ``target``: ``copy``, ``excerpt``, ``rewrite``, ``version``, ``cites``.

    ``publishes`` leads from an agency to its own page, ``credits`` from a page to the agency it names. Where not
    ``decided``, it may have been the other way round. Where it ``counts``, its two ends are one source.
    """

    source: str
    target: str
    kind: str
    decided: bool
    coverage: CoverageOut | None
    reasons: list[ReasonOut]
    counts: bool


@dataclass(frozen=True, slots=True)
class GraphOut:
    """The evidence of a story, and ``independent_sources``, which is counted from it.

    Each of ``sources`` lists the nodes that are one source: those of one lineage, and those that an edge which counts
    joins. Agencies are in none.
    """

    story: str
    independent_sources: int
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    sources: list[list[str]]


@dataclass(frozen=True, slots=True)
class GrowthOut:
    """A moment in a story's growth: ``document`` brought a new source or outlet; the counts are those after it."""

    document: str
    at: str | None
    pages: int
    outlets: int
    independent_sources: int


@dataclass(frozen=True, slots=True)
class DatelineOut:
    """A place in the datelines of so many sources, and where it first stands: ``document[start:end]``."""

    name: str
    sources: int
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimelineLineOut:
    """A sentence of a timeline: ``text`` stands at ``start`` to ``end`` of ``document``, which is ``outlet``'s."""

    text: str
    document: str
    start: int
    end: int
    outlet: str | None
    headline: str
    language: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntryOut:
    """One time and what is told of it. ``when`` is ISO 8601, cut to what was said (``2022-02``).

    ``happening`` is ``event`` (the texts date it: ``sources`` independent sources name the time, in the words at
    ``named``), or the reporting itself: ``first_report``, ``second_source``, ``correction``.
    """

    when: str
    happening: str
    sources: int
    lines: list[TimelineLineOut]
    named: list[SpanOut]


@dataclass(frozen=True, slots=True)
class TimelineOut:
    """What happened and who reported it, in time. Computed when asked for."""

    story: str
    entries: list[TimelineEntryOut]


@dataclass(frozen=True, slots=True)
class StoryLineOut:
    """A story as one line of the river; ``badges`` as in the story, ``ranked`` says what lifts it.

    ``new_sources`` and ``new_outlets`` came after the time that was asked for; None where none was.
    """

    id: str
    headline: str
    language: str | None
    independent_sources: int
    outlets: int
    documents: int
    first: str | None
    last: str | None
    badges: list[str]
    languages: list[str]
    ranked: list[str]
    new_sources: int | None
    new_outlets: int | None


@dataclass(frozen=True, slots=True)
class RiverOut:
    """A page of stories in the order that was asked for; ``next`` is the key of the next page."""

    stories: list[StoryLineOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class StepOut:
    """A story in a thread: ``reasons`` say why it is there, ``new`` what no story before it had.

    The codes of ``new`` are ``new_name``, ``new_number`` and ``new_word``; ``text`` is the words as they stand, and the
    span says where. The first story has none.
    """

    story: StoryLineOut
    reasons: list[ReasonOut]
    new: list[ReasonOut]


@dataclass(frozen=True, slots=True)
class ThreadOut:
    """An affair that goes on: ``steps`` are its stories in the order of time; ``names`` are those most of them share."""

    id: str
    headline: str
    language: str | None
    names: list[str]
    first: str | None
    last: str | None
    steps: list[StepOut]


@dataclass(frozen=True, slots=True)
class ThreadLineOut:
    """A thread as one line of a list; ``stories`` counts them."""

    id: str
    headline: str
    language: str | None
    names: list[str]
    stories: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class ThreadsOut:
    """A page of threads, those with the newest report first; ``next`` is the key of the next page."""

    threads: list[ThreadLineOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class ReadOut:
    """What ``firsthand read --json`` prints."""

    stories: list[StoryOut]
    documents: list[DocumentOut]
    captures: list[CaptureOut]
    problems: list[ProblemOut]


@dataclass(frozen=True, slots=True)
class PieceOut:
    """``reading[start:end]`` is ``what``: a block or part kind of ``document``, or a drop reason where that is None."""

    start: int
    end: int
    what: str
    document: str | None


@dataclass(frozen=True, slots=True)
class FoundOut:
    """A document found in a capture, named shortly; ``story`` is the story it belongs to, if it is in one yet."""

    id: str
    role: str
    headline: str
    outlet: str | None
    language: str | None
    story: str | None


@dataclass(frozen=True, slots=True)
class ReadingOut:
    """A capture as text, and what became of every stretch of it.

    ``pieces`` are in order and do not overlap; what lies between two of them is white space. ``documents`` holds every
    document that a piece names, and those made of metadata alone.
    """

    capture: CaptureOut
    reading: str
    pieces: list[PieceOut]
    documents: list[FoundOut]
    problems: list[ProblemOut]


@dataclass(frozen=True, slots=True)
class SegmentOut:
    """A run of words inside an aligned paragraph; ``rule`` names the house style, if it is that.

    ``change`` is ``same``, ``added``, ``dropped``, ``reworded``, ``moved`` or ``house_style``. ``original`` and
    ``copy`` are the words on the two sides, white space included, empty where one side has none. Joined they give the
    two passages of the row exactly.
    """

    change: str
    original: str
    copy: str
    rule: str


@dataclass(frozen=True, slots=True)
class RowOut:
    """One paragraph beside its counterpart; ``kind`` is the block kind. A side that is None has no such paragraph.

    Rows follow the copy; a paragraph that only the original has stands after the one it followed there.
    """

    kind: str
    original: PassageOut | None
    copy: PassageOut | None
    segments: list[SegmentOut]


@dataclass(frozen=True, slots=True)
class ComparisonOut:
    """Two documents side by side, paragraph by paragraph; ``account`` tells the difference in a sentence or two.

    ``story`` is the story that holds both, if one does.
    """

    original: DocumentOut
    copy: DocumentOut
    story: str | None
    coverage: CoverageOut
    account: str
    rows: list[RowOut]
