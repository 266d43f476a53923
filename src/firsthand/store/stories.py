"""Stories, by their ids and by what is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select

from firsthand.model.errors import NotFound
from firsthand.model.story import Story
from firsthand.store import shelf
from firsthand.store.records import decode, encode
from firsthand.store.statements import among, one_of, several
from firsthand.store.tables import story as table
from firsthand.store.tables import story_document as documents
from firsthand.store.tables import story_lineage as lineages
from firsthand.store.times import UNKNOWN
from firsthand.store.transaction import Tx
from firsthand.thread.rank import rank


def replace(tx: Tx, gone: Iterable[str], new: Iterable[Story]) -> None:
    """Put ``new`` where the stories ``gone`` (and those with the ids of ``new``) were.

    A lineage or a document that would then be in two stories is an IntegrityError.
    """
    coming = list(new)
    old = {*gone, *(story.id for story in coming)}
    if old:
        shelf.stale(tx, old)
        tx.conn.execute(delete(documents).where(among(tx, documents.c.story_id, old)))
        tx.conn.execute(delete(lineages).where(among(tx, lineages.c.story_id, old)))
        tx.conn.execute(delete(table).where(among(tx, table.c.id, old)))
    if not coming:
        return
    tx.conn.execute(insert(table), [_row(story) for story in coming])
    of_lineage = [{"lineage_id": lineage.id, "story_id": story.id} for story in coming for lineage in story.lineages]
    of_document = [{"document_id": m.document, "story_id": story.id} for story in coming for m in story.members]
    if of_lineage:
        tx.conn.execute(insert(lineages), of_lineage)
    if of_document:
        tx.conn.execute(insert(documents), of_document)


def _row(story: Story) -> dict[str, object]:
    last = story.last.at if story.last else UNKNOWN
    return {"id": story.id, "last_at": last, "ranked_at": rank(story).at, "record": encode(story)}


def get(tx: Tx, story_id: str) -> Story:
    """Return one story; NotFound when there is none."""
    found = many(tx, [story_id]).get(story_id)
    if found is None:
        raise NotFound(f"No story has the id {story_id}.")
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """A story, and where it stands in the river."""

    story: Story
    last_at: datetime
    ranked_at: datetime


def standing(tx: Tx, story_id: str) -> Standing | None:
    """Return a story with where it stands, and let nobody else put another in its place before this transaction ends."""
    row = tx.conn.execute(select(table).where(table.c.id == story_id).with_for_update()).first()
    return Standing(decode(Story, row.record), row.last_at, row.ranked_at) if row else None


def where(tx: Tx, document_ids: Iterable[str]) -> dict[str, str]:
    """Return which story each of these documents is in; those in none are left out."""
    rows = tx.conn.execute(select(documents).where(among(tx, documents.c.document_id, document_ids)))
    return {row.document_id: row.story_id for row in rows}


def documents_of(tx: Tx, story_id: str) -> list[str]:
    """Return the ids of a story's documents, sorted."""
    query = select(documents.c.document_id).where(documents.c.story_id == story_id)
    return sorted(tx.conn.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class _Named:
    """Of a record the name alone; the rest is skipped."""

    headline: str


def headline(tx: Tx, story_id: str) -> str:
    """Return what a story is called, without reading all of it. Raises NotFound."""
    record = tx.conn.execute(_RECORD, {"id": story_id}).scalar_one_or_none()
    if record is None:
        raise NotFound(f"No story has the id {story_id}.")
    return decode(_Named, record).headline


_RECORD = select(table.c.record).where(table.c.id == bindparam("id"))


def many(tx: Tx, story_ids: Iterable[str]) -> dict[str, Story]:
    """Return those stories that there are, by id."""
    return {story.id: story for story in _many(tx, story_ids)}


def of_lineages(tx: Tx, lineage_ids: Iterable[str]) -> list[Story]:
    """Return the stories that hold any of these lineages, by id."""
    query = select(lineages.c.story_id).where(among(tx, lineages.c.lineage_id, lineage_ids)).distinct()
    return _many(tx, tx.conn.execute(query).scalars())


def of_documents(tx: Tx, document_ids: Iterable[str]) -> list[Story]:
    """Return the stories that hold any of these documents, by id."""
    held = tx.conn.execute(_holding(tx.dialect), {"documents": several(tx.dialect, document_ids)})
    return _many(tx, held.scalars())


def holding(tx: Tx, *document_ids: str) -> str | None:
    """Return the id of the story that holds all of these documents; None where they are in several, or one is in none."""
    rows = tx.conn.execute(_homes(tx.dialect), {"documents": several(tx.dialect, document_ids)}).all()
    homes = {row.story_id for row in rows}
    return str(homes.pop()) if len(homes) == 1 and len(rows) == len(set(document_ids)) else None


@cache
def _homes(dialect: str) -> Select[Any]:
    return select(documents.c.document_id, documents.c.story_id).where(
        one_of(dialect, documents.c.document_id, "documents")
    )


@cache
def _holding(dialect: str) -> Select[Any]:
    return select(documents.c.story_id).where(one_of(dialect, documents.c.document_id, "documents")).distinct()


def ids_of(tx: Tx, lineage_ids: Iterable[str], document_ids: Iterable[str] = ()) -> set[str]:
    """Return the ids of the stories that hold any of these lineages or documents."""
    by_lineage = select(lineages.c.story_id).where(among(tx, lineages.c.lineage_id, lineage_ids))
    by_document = select(documents.c.story_id).where(among(tx, documents.c.document_id, document_ids))
    return {*tx.conn.execute(by_lineage).scalars(), *tx.conn.execute(by_document).scalars()}


def lineages_of(tx: Tx, story_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the lineages of stories, by story id."""
    found: dict[str, set[str]] = {}
    query = select(lineages.c.story_id, lineages.c.lineage_id).where(among(tx, lineages.c.story_id, story_ids))
    for story_id, lineage_id in tx.conn.execute(query):
        found.setdefault(story_id, set()).add(lineage_id)
    return {story_id: frozenset(group) for story_id, group in found.items()}


def _many(tx: Tx, story_ids: Iterable[str]) -> list[Story]:
    rows = tx.conn.execute(_records(tx.dialect), {"ids": several(tx.dialect, story_ids)}).all()
    return [decode(Story, row.record) for row in sorted(rows, key=lambda row: str(row.id))]


@cache
def _records(dialect: str) -> Select[Any]:
    return select(table.c.id, table.c.record).where(one_of(dialect, table.c.id, "ids"))


def count(tx: Tx) -> int:
    """Count the stories."""
    return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
