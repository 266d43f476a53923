"""Extractors under one signature: a page in, a `Reading` out. Ours and trafilatura here; the bench adds the others."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firsthand.model.document import BlockKind, Document, PartKind, Role
from firsthand.model.moment import Moment, Precision, utc

#: ``(html, url, seen_at) -> Reading``
Reader = Callable[[str, str | None, datetime | None], "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool says of a page. ``text`` is the body, a paragraph a line; fields no tool has stay empty."""

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    standfirst: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """What stands below the headline: standfirst, key points and body. Snippets are looked for in all of it.

        Decided on the tuning rows of the snippet set: of the snippets that its labellers want 28 stand in our
        standfirsts and of those they do not want none; of headlines 0 and 4, of captions 0 and 6. So headlines and
        captions stay out. Tools without fields put all of it into their text anyway.
        """
        return "\n".join((*self.standfirst, self.text))


def ours(content: str, url: str | None = None, seen_at: datetime | None = None) -> Reading:
    """Read a page with Firsthand; a page without an article is an empty Reading."""
    import firsthand

    extraction = firsthand.extract(content, url=url, media_type="text/html", seen_at=seen_at)
    if extraction.main is None:
        return Reading("")
    reading = of_document(extraction.main)
    entries = [d for d in extraction.documents if d.role is Role.LIVE_ITEM]
    return replace(reading, text="\n".join((reading.text, *map(_entry, entries)))) if entries else reading


def _entry(document: Document) -> str:
    """Lay out an entry of a live blog: a document of its own here, part of the page's body in the labelled sets."""
    return "\n".join((document.headline, body_text(document)))


def of_document(document: Document) -> Reading:
    """Turn a Document into a Reading.

    The body is its running text with the dateline, which pages print as the start of a paragraph, and without notes
    (sign-off, correction), which the labelled sets leave out. Key points count as standfirst: outlets print one or
    the other.
    """
    return Reading(
        text=body_text(document),
        title=document.headline,
        authors=document.words_of(PartKind.BYLINE),
        published=document.published,
        standfirst=document.words_of(PartKind.STANDFIRST) + document.words_of(PartKind.BULLET),
        captions=document.words_of(PartKind.CAPTION),
        credits=document.words_of(PartKind.CREDIT),
    )


def body_text(document: Document) -> str:
    """Lay out the body for measuring: a block a paragraph, a dateline in front of the paragraph it opens, no notes."""
    lines: list[str] = []
    opening = ""
    for block in document.blocks:
        words = document.text[block.start : block.end]
        if block.kind is BlockKind.DATELINE:
            opening = f"{words} "
        elif block.kind is not BlockKind.NOTE:
            lines.append(opening + words)
            opening = ""
    return "\n".join([*lines, opening] if opening else lines)


def trafilatura_default(content: str, url: str | None = None, seen_at: datetime | None = None) -> Reading:
    """Read a page with trafilatura's defaults, comments off."""
    return _trafilatura(content, url, precision=False)


def trafilatura_precision(content: str, url: str | None = None, seen_at: datetime | None = None) -> Reading:
    """Read a page with trafilatura's precision mode."""
    return _trafilatura(content, url, precision=True)


def _trafilatura(content: str, url: str | None, precision: bool) -> Reading:
    import trafilatura

    found = trafilatura.bare_extraction(
        content, url=url, favor_precision=precision, include_comments=False, with_metadata=True
    )
    if found is None:
        return Reading("")
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return Reading(found.text or "", found.title or "", authors, day_or_none(found.date))


def day_or_none(text: str | None) -> Moment | None:
    """Read a tool's ``YYYY-MM-DD``."""
    try:
        return utc(datetime.fromisoformat(text).replace(tzinfo=UTC), Precision.DAY) if text else None
    except ValueError:
        return None
