"""From documents to stories: links, lineages (one independent source each), stories (one event each)."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.model.comparison import Coverage
from firsthand.model.moment import Moment
from firsthand.model.span import Span


class Relation(StrEnum):
    """What one document is to another, or to its story. VERSION: another state of the same page."""

    ORIGINAL = "original"
    COPY = "copy"
    EXCERPT = "excerpt"
    REWRITE = "rewrite"
    VERSION = "version"
    CITES = "cites"
    INDEPENDENT = "independent"


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

    An undecided link still makes the two one source; it just does not say who was first.
    """

    relation: Relation
    original: str
    copy: str
    coverage: Coverage
    decided: bool
    reasons: tuple[Reason, ...] = ()


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

    ``original`` is None when no page here is the original; ``absent`` then names it as its copies credit it.
    ``agency`` names the wire service whose page the original is. ``versions`` are those of the members that were
    captured more than once or carry a correction, article by article, each in time.
    """

    id: str
    members: tuple[str, ...]
    original: str | None
    absent: str | None = None
    reasons: tuple[Reason, ...] = ()
    links: tuple[Link, ...] = ()
    agency: str | None = None
    versions: tuple[Version, ...] = ()


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
class Story:
    """One event. The independent-source count is computed from the lineages, never stored.

    ``outlets`` are named in the order of their first report; ``unnamed`` counts the pages that name no outlet. The
    headline and its language are those of the original that most pages carry.
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

    @property
    def independent_sources(self) -> int:
        """How many lineages stand behind the story: outlets that repeat one another count once."""
        return len(self.lineages)
