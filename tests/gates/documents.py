"""Documents built straight from stored fields, for gates that measure what happens after extraction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urldefrag

from firsthand.model.document import Block, BlockKind, Document, Part, PartKind, Role
from firsthand.model.ids import derive
from firsthand.model.moment import Moment, Precision, utc

_BETWEEN = "\n\n"


def document_from_fields(
    title: str,
    text: str,
    url: str | None = None,
    outlet: str | None = None,
    date: str | None = None,
    authors: Sequence[str] = (),
    credit: str | None = None,
    helped: Sequence[str] = (),
    origins: Sequence[str] = (),
    key: str = "",
    said: Moment | None = None,
) -> Document:
    """Build a main Document: a paragraph a line of ``text``, without lines that repeat the title.

    ``key`` names the row, so that two rows with the same words are two documents. Datelines and sign-offs stay where
    they stand, in the first and last paragraphs; ``credit`` is the agency the page names, where that is known, and
    ``helped`` are those it says helped, ``origins`` its lines that say where its story is from; ``said`` is the time its
    text names, for a row without a date. What follows ``#`` in an address is where a link pointed on the page, not
    another page.
    """
    blocks: list[Block] = []
    laid = ""
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words or words == title:
            continue
        laid += _BETWEEN if blocks else ""
        blocks.append(Block(BlockKind.PARAGRAPH, len(laid), len(laid) + len(words), (), "gate"))
        laid += words
    published = moment_from(date) or said
    parts = [Part(PartKind.HEADLINE, title)] if title else []
    parts += [Part(PartKind.BYLINE, author) for author in authors]
    parts += [Part(PartKind.OUTLET, outlet)] if outlet else []
    return Document(
        id=derive("doc", key, title, laid),
        capture=derive("cap", key, title, laid),
        article=derive("art", urldefrag(url or "").url or key or title),
        role=Role.MAIN,
        text=laid,
        blocks=tuple(blocks),
        parts=tuple(parts),
        headline=title,
        outlet=outlet,
        url=url,
        published=published,
        credit=credit,
        helped=tuple(helped),
        origins=tuple(origins),
    )


def moment_from(date: str | None) -> Moment | None:
    """Read a stored date; midnight without a zone is a day. What is no ISO 8601 is unknown."""
    if not date:
        return None
    try:
        when = datetime.fromisoformat(date)
    except ValueError:
        return None
    bare = when.tzinfo is None and when.time() == datetime.min.time()
    return utc(when.replace(tzinfo=UTC), Precision.DAY) if bare else utc(when)
