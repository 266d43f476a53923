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
class Lineage:
    """One original and its copies: ONE independent source. Members are document ids.

    ``original`` is None when no page here is the original; ``absent`` then names it as its copies credit it. ``links``
    unite the members; ``beside`` lead from one of them to another lineage, and unite nothing.
    """

    id: str
    members: tuple[str, ...]
    original: str | None
    absent: str | None = None
    reasons: tuple[Reason, ...] = ()
    links: tuple[Link, ...] = ()
    beside: tuple[Link, ...] = ()


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
