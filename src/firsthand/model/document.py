"""What a capture holds: documents with their parts, what was dropped and why, and what was odd.

A Document's ``text`` is what a reader reads as the article: dateline, paragraphs, subheads, quotes and notes, one
block after the other. ``blocks`` tile it: ``text[b.start:b.end]`` are the block's words. Everything that stands
outside the running text (headline, byline, standfirst, bullets, captions, credits, topics ...) is a `Part` with words
of its own. Both say where in the capture's reading they came from (`sources`), so that every character of a capture is
a block, a part, or a `Drop` with its reason.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from firsthand.model.moment import Moment
from firsthand.model.span import Range


class Role(StrEnum):
    """What a document is to its capture."""

    MAIN = "main"
    RELATED = "related"
    LIVE_ITEM = "live_item"


class BlockKind(StrEnum):
    """What a stretch of the running text is. NOTE: sign-off, correction, editor's note."""

    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    ITEM = "item"
    NOTE = "note"


class PartKind(StrEnum):
    """What stands beside the running text."""

    HEADLINE = "headline"
    BYLINE = "byline"
    PUBLISHED = "published"
    UPDATED = "updated"
    OUTLET = "outlet"
    STANDFIRST = "standfirst"
    BULLET = "bullet"
    CAPTION = "caption"
    CREDIT = "credit"
    TOPIC = "topic"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``text[start:end]`` of the document; ``sources`` are its places in the reading, in order.

    More than one source means that furniture was cut out of its middle. ``given_by`` names the step of the cascade.
    """

    kind: BlockKind
    start: int
    end: int
    sources: tuple[Range, ...] = ()
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Words beside the running text, and where in the reading they stand (empty when they came from metadata)."""

    kind: PartKind
    text: str
    sources: tuple[Range, ...] = ()
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """A stretch of the reading that is in no document, and why, as a stable code (``navigation``, ``toolbar``)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd that did not stop the work: a stable code, a sentence for a person, and the next try."""

    code: str
    detail: str
    next_try: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's address, and its caption and credit where they are known."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article as found in one capture.

    ``credit`` names the agency whose words these are, ``helped`` those that only contributed, as the page says.
    ``origins`` are its lines that may say from which outlet its story is. ``syndicated_from`` is the address that the page
    gives as its source; ``paywall`` is None where nothing is said.
    """

    id: str
    capture: str
    article: str
    role: Role
    text: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...] = ()
    drops: tuple[Drop, ...] = ()
    headline: str = ""
    outlet: str | None = None
    url: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    seen: Moment | None = None
    language: str | None = None
    credit: str | None = None
    helped: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    amp: str | None = None
    syndicated_from: str | None = None
    paywall: bool | None = None
    licence: str | None = None
    image: Image | None = None

    def words_of(self, kind: PartKind) -> tuple[str, ...]:
        """Return the words of every part of one kind, in order."""
        return tuple(part.text for part in self.parts if part.kind is kind)

    def blocks_of(self, *kinds: BlockKind) -> tuple[Block, ...]:
        """Return the blocks of some kinds, in order."""
        return tuple(block for block in self.blocks if block.kind in kinds)

    def first(self, kind: BlockKind) -> str | None:
        """Return the words of the first block of one kind, if there is one."""
        return next((self.text[b.start : b.end] for b in self.blocks if b.kind is kind), None)

    @property
    def arrival(self) -> tuple[str, str]:
        """Orders documents by when they were first seen, and by id where that says nothing."""
        return (str(self.seen.at) if self.seen else "", self.id)

    @property
    def time(self) -> Moment | None:
        """When it was published, or else when it was first seen."""
        return self.published or self.seen


#: Characters of a headline that name its page in a sentence.
_NAMED = 60


def called(document: Document) -> str:
    """Name a page in a sentence: by its headline, cut where it is long, and its outlet."""
    headline = document.headline
    headline = headline if len(headline) <= _NAMED else headline[:_NAMED].rsplit(" ", 1)[0] + " …"
    if not headline:
        return document.outlet or "a page without headline"
    return f"“{headline}” ({document.outlet})" if document.outlet else f"“{headline}”"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one capture.

    ``reading`` is the capture as text: the decoded file itself for plain text, the flattened page for HTML. The
    ``sources`` of blocks and parts and the drops are ranges of it.
    """

    capture: str
    reading: str
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    media_type: str = "text/plain"
    version: str = field(default="")

    @property
    def main(self) -> Document | None:
        """The page's own article, if it has one."""
        return next((d for d in self.documents if d.role is Role.MAIN), None)
