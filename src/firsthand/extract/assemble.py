"""Labelled pieces become a Document: the one place where ``text`` is laid out and block offsets are made.

pieces | keep the running text | join with blank lines (a dateline runs on into its paragraph) | number the offsets
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from firsthand.model.capture import Capture
from firsthand.model.document import Block, BlockKind, Document, Drop, Image, Part, PartKind, Role
from firsthand.model.ids import derive
from firsthand.model.moment import Moment, utc
from firsthand.model.span import Range

#: Between blocks of the running text. A dateline is followed by one space instead: it opens its paragraph.
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch of a capture: cleaned words, and where in the reading they stood."""

    kind: BlockKind | PartKind
    text: str
    sources: tuple[Range, ...] = ()
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document beside its words. ``key`` tells it apart inside its page, whatever its order."""

    headline: str = ""
    outlet: str | None = None
    url: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    language: str | None = None
    credit: str | None = None
    amp: str | None = None
    syndicated_from: str | None = None
    paywall: bool | None = None
    licence: str | None = None
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has offsets and ids."""

    role: Role
    pieces: tuple[Piece, ...]
    drops: tuple[Drop, ...]
    facts: Facts


def assemble(capture: Capture, ordinal: int, draft: Draft) -> Document:
    """Lay out a draft as the ``ordinal``-th document of its capture.

    The document's id hangs on its capture and ordinal, so that a better extractor keeps it. The article's id hangs on
    the page's address (main) or on outlet and headline (a glued-in piece, which has no address of its own).
    """
    text, blocks = _lay_out([p for p in draft.pieces if isinstance(p.kind, BlockKind)])
    facts = draft.facts
    return Document(
        id=derive("doc", capture.id, draft.role, str(ordinal)),
        capture=capture.id,
        article=_article(capture, draft),
        role=draft.role,
        text=text,
        blocks=blocks,
        parts=tuple(
            Part(p.kind, p.text, p.sources, p.given_by) for p in draft.pieces if isinstance(p.kind, PartKind) and p.text
        ),
        drops=draft.drops,
        headline=facts.headline,
        outlet=facts.outlet,
        url=_sound(facts.url) or (_sound(capture.url) if draft.role is Role.MAIN else None),
        published=facts.published,
        updated=facts.updated,
        seen=utc(capture.seen_at) if capture.seen_at else None,
        language=facts.language,
        credit=facts.credit,
        amp=facts.amp,
        syndicated_from=facts.syndicated_from,
        paywall=facts.paywall,
        licence=facts.licence,
        image=facts.image,
    )


def _article(capture: Capture, draft: Draft) -> str:
    if draft.role is Role.MAIN:
        return derive("art", draft.facts.url or capture.url or capture.place)
    return derive("art", draft.facts.url or "", draft.facts.outlet or capture.place, draft.facts.headline)


def _sound(url: str | None) -> str | None:
    """Return an address that can be taken apart; a page may name anything, and later stages ask for its host."""
    try:
        urlsplit(url or "")
    except ValueError:
        return None
    return url


def _lay_out(pieces: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    text = ""
    blocks: list[Block] = []
    for piece in pieces:
        if not piece.text:
            continue
        if blocks:
            text += " " if blocks[-1].kind is BlockKind.DATELINE else _BETWEEN
        blocks.append(Block(piece.kind, len(text), len(text) + len(piece.text), piece.sources, piece.given_by))  # type: ignore[arg-type]
        text += piece.text
    return text, tuple(blocks)
