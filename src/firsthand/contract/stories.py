"""Stories, with their sources and their documents."""

from dataclasses import dataclass, field

from firsthand.contract.documents import VersionOut
from firsthand.contract.evidence import CoverageOut, PassageOut, ReasonOut, RewordingOut
from firsthand.contract.story_voices import StorySummaryOut, StoryVoicesOut


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
    growth: list[GrowthOut]
    languages: list[str]
    places: list[DatelineOut]
    thread: PlaceInThreadOut | None = None
    also_in: list[AlsoInOut] = field(default_factory=list)
    voices: StoryVoicesOut | None = None


@dataclass(frozen=True, slots=True)
class FacetOut:
    """Something stories can be filtered by. ``stories`` is how many have it, where that was counted."""

    kind: str
    id: str
    name: str
    stories: int = 0


@dataclass(frozen=True, slots=True)
class StoryLineOut:
    """A story as one line of the river; ``badges`` as in the story, ``ranked`` says what lifts it.

    ``new_sources``, ``new_outlets`` and ``new_corrections`` came after the time that was asked for, or since the reader
    looked; None where neither is known. ``state`` is the reader's: ``unread``, ``new`` (looked at; there are sources or
    corrections since), ``read``; empty without a reader. ``document`` is its earliest page. ``summary`` has its first
    sentences, each with its places, ``names`` its foremost names, ``sections`` its first-level topics.
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
    new_corrections: int | None = None
    state: str = ""
    saved: bool = False
    document: str = ""
    summary: list[StorySummaryOut] = field(default_factory=list)
    names: list[FacetOut] = field(default_factory=list)
    sections: list[FacetOut] = field(default_factory=list)

    def __hash__(self) -> int:
        """Tell lines apart by what differs most: what is written of a line is kept by it."""
        return hash((self.id, self.documents, self.state, self.saved))


@dataclass(frozen=True, slots=True)
class RiverOut:
    """A page of stories in the order that was asked for; ``next`` is the key of the next page.

    ``unread`` counts the reader's unread stories on the first page, up to `UNREAD_COUNTED`; ``read_until`` is the time
    before which everything is read. ``narrowed`` are the filters by their names.
    """

    stories: list[StoryLineOut]
    next: str | None
    unread: int | None = None
    read_until: str | None = None
    narrowed: list[FacetOut] = field(default_factory=list)
