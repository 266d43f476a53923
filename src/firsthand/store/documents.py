"""What was found in captures: one extraction a capture, with its documents."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select

from firsthand.model.capture import Capture
from firsthand.model.document import Document, Extraction, Role
from firsthand.model.errors import NotFound
from firsthand.store import captures
from firsthand.store.records import decode, encode, key
from firsthand.store.statements import among, one_of, several
from firsthand.store.tables import capture as capture_table
from firsthand.store.tables import document as table
from firsthand.store.tables import extraction as extraction_table
from firsthand.store.tables import story_document
from firsthand.store.transaction import Tx


def save_extraction(tx: Tx, extraction: Extraction) -> list[str]:
    """Replace everything found in the extraction's capture; return the ids of documents that are gone by it.

    Fingerprints, links and lineages that name those are for the next stages to look at.
    """
    here = table.c.capture_id == extraction.capture
    before = set(tx.conn.execute(select(table.c.id).where(here)).scalars())
    tx.conn.execute(delete(table).where(here))
    tx.conn.execute(delete(extraction_table).where(extraction_table.c.capture_id == extraction.capture))
    shell = replace(extraction, documents=())
    row = {"capture_id": extraction.capture, "version": extraction.version, "record": encode(shell)}
    tx.conn.execute(insert(extraction_table), row)
    if extraction.documents:
        tx.conn.execute(insert(table), [_row(position, d) for position, d in enumerate(extraction.documents)])
    return sorted(before - {d.id for d in extraction.documents})


def _row(position: int, document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "capture_id": document.capture,
        "position": position,
        "article_id": document.article,
        "role": document.role.value,
        "outlet": key(document.outlet),
        "url": key(document.url),
        "language": key(document.language),
        "published": document.published.at if document.published else None,
        "seen": document.seen.at if document.seen else None,
        "record": encode(document),
    }


def extraction_of(tx: Tx, capture_id: str) -> Extraction | None:
    """Return what was found in a capture, or None when it was not looked at yet."""
    record = tx.conn.execute(
        select(extraction_table.c.record).where(extraction_table.c.capture_id == capture_id)
    ).scalar_one_or_none()
    if record is None:
        return None
    return replace(decode(Extraction, record), documents=tuple(of_capture(tx, capture_id)))


def get(tx: Tx, document_id: str) -> Document:
    """Return one document; NotFound when there is none."""
    found = many(tx, [document_id]).get(document_id)
    if found is None:
        raise NotFound(f"No document has the id {document_id}.")
    return found


def many(tx: Tx, document_ids: Iterable[str]) -> dict[str, Document]:
    """Return those documents that there are, by id."""
    rows = tx.conn.execute(_many(tx.dialect), {"ids": several(tx.dialect, document_ids)})
    return {row.id: decode(Document, row.record) for row in rows}


@cache
def _many(dialect: str) -> Select[Any]:
    return select(table.c.id, table.c.record).where(one_of(dialect, table.c.id, "ids"))


def of_capture(tx: Tx, capture_id: str) -> list[Document]:
    """Return the documents of a capture, in the order they were found in it."""
    query = select(table.c.record).where(table.c.capture_id == capture_id).order_by(table.c.position)
    return [decode(Document, record) for record in tx.conn.execute(query).scalars()]


def ids_of_captures(tx: Tx, capture_ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids of the documents found in captures, by capture, in their order."""
    query = select(table.c.capture_id, table.c.id).where(among(tx, table.c.capture_id, capture_ids))
    found: dict[str, list[str]] = {}
    for row in tx.conn.execute(query.order_by(table.c.capture_id, table.c.position)):
        found.setdefault(row.capture_id, []).append(row.id)
    return found


def forget_extraction(tx: Tx, capture_id: str) -> list[str]:
    """Drop everything found in a capture; return the ids of the documents that are gone by it."""
    gone = sorted(tx.conn.execute(select(table.c.id).where(table.c.capture_id == capture_id)).scalars())
    tx.conn.execute(delete(table).where(table.c.capture_id == capture_id))
    tx.conn.execute(delete(extraction_table).where(extraction_table.c.capture_id == capture_id))
    return gone


def of_article(tx: Tx, article_id: str) -> list[Document]:
    """Return the versions of one article, in the order they were seen."""
    query = select(table.c.record).where(table.c.article_id == article_id)
    found = tx.conn.execute(query.order_by(table.c.seen.nulls_first(), table.c.id)).scalars()
    return [decode(Document, record) for record in found]


def ids_of_article(tx: Tx, article_id: str) -> list[str]:
    """Return the ids of the versions of one article, in the order they were seen."""
    query = select(table.c.id).where(table.c.article_id == article_id).order_by(table.c.seen.nulls_first(), table.c.id)
    return list(tx.conn.execute(query).scalars())


def pairs_of_articles(tx: Tx, document_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of versions of one article of which one is among these documents; sorted, the smaller first."""
    own, other = table.alias("own"), table.alias("other")
    query = select(own.c.id, other.c.id).join(other, own.c.article_id == other.c.article_id)
    rows = tx.conn.execute(query.where(among(tx, own.c.id, document_ids), own.c.id != other.c.id))
    return sorted({(a, b) if a < b else (b, a) for a, b in rows})


def ids_of_articles(tx: Tx, article_ids: Iterable[str]) -> list[str]:
    """Return the ids of every version of some articles, sorted."""
    return sorted(tx.conn.execute(select(table.c.id).where(among(tx, table.c.article_id, article_ids))).scalars())


def captures_of(tx: Tx, document_ids: Iterable[str]) -> dict[str, Capture]:
    """Return the capture each document was found in, by document id."""
    joined = table.join(capture_table, table.c.capture_id == capture_table.c.id)
    query = select(table.c.id.label("document_id"), capture_table).select_from(joined)
    rows = tx.conn.execute(query.where(among(tx, table.c.id, document_ids)))
    return {row.document_id: captures.from_row(row) for row in rows}


def captures_of_story(tx: Tx, story_id: str) -> dict[str, str]:
    """Return the captures of a story's pages but those of other pages, by document id."""
    return {row.id: row.capture_id for row in tx.conn.execute(_CAPTURES, {"story": story_id})}


_OWN = table.c.role != Role.RELATED.value
_CAPTURES = (
    select(table.c.id, table.c.capture_id)
    .select_from(table.join(story_document, story_document.c.document_id == table.c.id))
    .where(story_document.c.story_id == bindparam("story"), _OWN)
)


def of_live_blogs(tx: Tx, capture_ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids of all documents but those of other pages, by capture, for each of these captures with live items."""
    found: dict[str, list[str]] = {}
    live = set()
    for row in tx.conn.execute(_of_captures(tx.dialect), {"captures": several(tx.dialect, capture_ids)}):
        found.setdefault(row.capture_id, []).append(row.id)
        if row.role == Role.LIVE_ITEM.value:
            live.add(row.capture_id)
    return {capture: found[capture] for capture in sorted(live)}


@cache
def _of_captures(dialect: str) -> Select[Any]:
    query = select(table.c.capture_id, table.c.id, table.c.role)
    return query.where(one_of(dialect, table.c.capture_id, "captures"), _OWN).order_by(
        table.c.capture_id, table.c.position
    )


def count(tx: Tx) -> int:
    """Count the documents."""
    return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
