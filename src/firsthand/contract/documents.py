"""What came in, and the articles found in it."""

from dataclasses import dataclass

from firsthand.contract.evidence import PlaceOut
from firsthand.contract.voices import VoicesOut


@dataclass(frozen=True, slots=True)
class ProblemOut:
    """What was odd: stable code, one sentence, the next try; ``place`` is the input it belongs to."""

    code: str
    detail: str
    next_try: str
    place: str

    @property
    def is_idle(self) -> bool:
        """Whether only a page's metadata disagrees with itself: one in four does, and there is nothing to be done about it."""
        return self.code.startswith("disagreement_")


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
class ImageOut:
    """The lead image of a page, with its caption and credit where they are known."""

    url: str
    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class DocumentOut:
    """One article found in a capture. Times are ISO 8601 UTC, cut to their precision.

    ``agency`` is the wire agency credited, ``syndicated_from`` the address that the page gives as its source.
    ``paywall`` is null where the page says nothing of it, ``voices`` where the document was not understood (yet) or not asked.
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
    voices: VoicesOut | None = None


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
