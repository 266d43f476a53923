"""Two documents side by side, and why two are together or are not."""

from dataclasses import dataclass

from firsthand.contract.documents import DocumentOut
from firsthand.contract.evidence import CoverageOut, PassageOut, ReasonOut, SpanOut
from firsthand.contract.stories import BesideOut, JudgementOut


@dataclass(frozen=True, slots=True)
class SegmentOut:
    """A run of words inside an aligned paragraph; ``rule`` names the house style, if it is that.

    ``change`` is ``same``, ``added``, ``dropped``, ``reworded``, ``moved`` or ``house_style``. ``original`` and
    ``copy`` are the words on the two sides, white space included, empty where one side has none. Joined they give the
    two passages of the row exactly. ``part`` numbers the difference that it is (a piece of) from 1: the two ends of
    what was moved have one number, and so have the pieces of a sentence told anew; 0 for none. What is ``same`` and
    stands on one side only stands in another row of the other side.
    """

    change: str
    original: str
    copy: str
    rule: str
    part: int = 0


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
