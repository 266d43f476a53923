"""From documents to stories: links, lineages (one independent source each), stories (one event each)."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.comparison import Coverage
from firsthand.model.moment import Moment
from firsthand.model.span import Span


class Relation(StrEnum):
    """What one document is to another, or to its story.

    These unite, so that both are one source: COPY has at least half of the original; EXCERPT has less of it, but hardly
    anything else; REWRITE is mainly the original, edited, shortened or mixed until less than half of either stands
    word for word in the other; VERSION is another state of the same page.

    These do not: PARTIAL takes sentences of the original into reporting of its own; CITES tells what the original
    reported and says so; SHARED_STATEMENT and SHARED_POST print the same words of a third (a quotation, a statement, a
    post), SHARED_BACKGROUND the same sentence of background or stock wording.
    """

    ORIGINAL = "original"
    COPY = "copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    VERSION = "version"
    PARTIAL = "partial"
    CITES = "cites"
    SHARED_STATEMENT = "shared_statement"
    SHARED_POST = "shared_post"
    SHARED_BACKGROUND = "shared_background"
    INDEPENDENT = "independent"

    @property
    def unites(self) -> bool:
        """Say whether a link of this kind makes its two ends one source."""
        return self in _UNITING


_UNITING = frozenset({Relation.COPY, Relation.EXCERPT, Relation.REWRITE, Relation.VERSION})


@dataclass(frozen=True, slots=True)
class Reason:
    """Evidence in words: a stable code, a sentence for a person, its weight, and the places that show it."""

    code: str
    text: str
    weight: float = 0.0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """``copy`` carries text of ``original`` (document ids), or the other way round when ``decided`` is False.

    An undecided link just does not say who was first. Whether the two are one source is `Relation.unites`.
    """

    relation: Relation
    original: str
    copy: str
    coverage: Coverage
    decided: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """An outlet that a document cites. ``known``: it is one by its name, whether it is here or not.

    ``alone``: the document shows nothing of its own beside it. ``first``: it is said to have been first.
    """

    document: str
    name: str
    known: bool
    alone: bool
    first: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a page: ``document`` is the first capture that shows it, ``again`` are later ones without a change.

    ``note`` is where it says that something was corrected, if the version before it did not say so.
    """

    document: str
    article: str
    again: tuple[str, ...] = ()
    note: Span | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """One original and its copies: ONE independent source. Members are document ids.

    ``original`` is None when no page here is the original; ``absent`` then names it as its copies credit it. ``links``
    unite the members; ``beside`` lead from one of them to another lineage, and unite nothing. ``cites`` are the sources
    that the original names (where it is absent, the member that was seen first).
    ``agency`` names the wire service whose page the original is. ``versions`` are those of the members that were
    captured more than once or carry a correction, article by article, each in time.
    """

    id: str
    members: tuple[str, ...]
    original: str | None
    absent: str | None = None
    reasons: tuple[Reason, ...] = ()
    links: tuple[Link, ...] = ()
    beside: tuple[Link, ...] = ()
    cites: tuple[Cited, ...] = ()
    agency: str | None = None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Dependence:
    """A lineage that stands on another's report: on that of the lineage ``on``, or (None) of one that is absent.

    It only retells it and says so (CITES), or has most of its words from there (PARTIAL).
    """

    lineage: str
    document: str
    on: str | None
    name: str
    relation: Relation
    reason: Reason


@dataclass(frozen=True, slots=True)
class Member:
    """One document's place in a story: what it is, to which original, and why."""

    document: str
    lineage: str
    relation: Relation
    original: str | None
    coverage: Coverage | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A moment in a story's growth: ``document`` brought a new source or outlet. The counts are those after it."""

    document: str
    at: Moment | None
    pages: int
    outlets: int
    sources: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place a story is reported from: its name, how many lineages have it in a dateline, and where it first stands."""

    name: str
    sources: int
    span: Span


@dataclass(frozen=True, slots=True)
class Story:
    """One event. The independent-source count is computed from the lineages, never stored.

    ``outlets`` are named in the order of their first report; ``unnamed`` counts the pages that name no outlet. The
    headline and its language are those of the original that most pages carry. ``dependences`` name the lineages that
    add no source. ``growth`` says when sources and outlets came; ``languages`` and ``places`` (of datelines) have those
    of most pages first.
    """

    id: str
    headline: str
    lineages: tuple[Lineage, ...]
    members: tuple[Member, ...]
    outlets: tuple[str, ...] = ()
    first: Moment | None = None
    last: Moment | None = None
    language: str | None = None
    unnamed: int = 0
    dependences: tuple[Dependence, ...] = ()
    growth: tuple[Step, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def independent_sources(self) -> int:
        """How many sources stand behind the story: what repeats another, or only cites it, does not count again."""
        from firsthand.model.independence import evidence

        return len(evidence(self).sources)
