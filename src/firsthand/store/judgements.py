"""Judgements: what people said. Never derived, never dropped by a rebuild; a withdrawn one stays as history."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, or_, select, update

from firsthand.model.errors import NotFound
from firsthand.model.judgement import Judgement, JudgementKind
from firsthand.store.records import key
from firsthand.store.statements import among, upsert
from firsthand.store.tables import document, story_document
from firsthand.store.tables import judgement as table
from firsthand.store.transaction import Tx


def put(tx: Tx, judgement: Judgement) -> None:
    """Keep a judgement; the same statement made before takes its time, its maker and its note."""
    row = {
        "id": judgement.id,
        "kind": judgement.kind.value,
        "subject": key(judgement.subject),
        "object": key(judgement.object),
        "by": key(judgement.by),
        "at": judgement.at,
        "note": key(judgement.note),
        "withdrawn": judgement.withdrawn,
        "words": key(judgement.words),
    }
    upsert(tx, table, [row], _said_again)


def _said_again(new: Any) -> dict[str, Any]:
    return {name: getattr(new, name) for name in ("subject", "object", "by", "at", "note", "withdrawn", "words")}


def withdraw(tx: Tx, judgement_id: str, at: datetime) -> Judgement:
    """Take a judgement back and return it; one that was withdrawn before keeps its time. NotFound when there is none."""
    mine = table.c.id == judgement_id
    tx.conn.execute(update(table).where(mine, table.c.withdrawn.is_(None)).values(withdrawn=at))
    return get(tx, judgement_id)


def get(tx: Tx, judgement_id: str) -> Judgement:
    """Return one judgement; NotFound when there is none."""
    row = tx.conn.execute(select(table).where(table.c.id == judgement_id)).first()
    if row is None:
        raise NotFound(f"No judgement has the id {judgement_id}.", "To see them all: firsthand judge list")
    return _read(row)


def many(tx: Tx, judgement_ids: Iterable[str]) -> list[Judgement]:
    """Return those judgements that there are, in the order they were made."""
    query = select(table).where(among(tx, table.c.id, judgement_ids))
    return [_read(row) for row in tx.conn.execute(query.order_by(table.c.at, table.c.id))]


def every(tx: Tx) -> list[Judgement]:
    """Return every judgement, the withdrawn ones too, in the order they were made."""
    return [_read(row) for row in tx.conn.execute(select(table).order_by(table.c.at, table.c.id))]


def of_outlets(tx: Tx) -> list[Judgement]:
    """Return what holds about outlets, in the order it was said."""
    return [_read(row) for row in tx.conn.execute(_OF_OUTLETS)]


_HOLDS = table.c.withdrawn.is_(None)
_OF_OUTLETS = (
    select(table).where(table.c.kind == JudgementKind.SAME_OUTLET.value, _HOLDS).order_by(table.c.at, table.c.id)
)


def of_documents(tx: Tx, document_ids: Iterable[str]) -> list[Judgement]:
    """Return what holds about the articles of some documents, in the order it was said."""
    rows = tx.conn.execute(_of(select(document.c.article_id).where(among(tx, document.c.id, document_ids))))
    return [_read(row) for row in rows]


def of_story(tx: Tx, story_id: str) -> list[Judgement]:
    """Return what holds about the articles of a story, in the order it was said."""
    return [_read(row) for row in tx.conn.execute(_OF_STORY, {"story": story_id})]


def _of(those: Select[Any]) -> Select[Any]:
    articles = those.scalar_subquery()
    named = or_(table.c.subject.in_(articles), table.c.object.in_(articles))
    return select(table).where(_HOLDS, named).order_by(table.c.at, table.c.id)


_INSIDE = document.join(story_document, story_document.c.document_id == document.c.id)
_OF_STORY = _of(
    select(document.c.article_id).select_from(_INSIDE).where(story_document.c.story_id == bindparam("story"))
)


def judged(tx: Tx, document_ids: Iterable[str]) -> set[str]:
    """Return those of these documents whose article a judgement names that holds."""
    named = or_(table.c.subject == document.c.article_id, table.c.object == document.c.article_id)
    query = select(document.c.id).join(table, named).where(table.c.withdrawn.is_(None))
    return set(tx.conn.execute(query.where(among(tx, document.c.id, document_ids))).scalars())


def of_events(tx: Tx, articles: Iterable[str]) -> list[Judgement]:
    """Return what holds about the stories of some articles, in the order it was said."""
    kinds = [kind.value for kind in JudgementKind if kind.is_of_events]
    named = list(articles)
    sides = or_(among(tx, table.c.subject, named), among(tx, table.c.object, named))
    query = select(table).where(table.c.withdrawn.is_(None), table.c.kind.in_(kinds), sides)
    return [_read(row) for row in tx.conn.execute(query.order_by(table.c.at, table.c.id))]


def of_speakers(tx: Tx, articles: Iterable[str]) -> list[Judgement]:
    """Return what holds about who says the words of some articles, in the order it was said."""
    mine = (table.c.kind == JudgementKind.WRONG_SPEAKER.value, table.c.withdrawn.is_(None))
    rows = tx.conn.execute(
        select(table).where(among(tx, table.c.subject, articles), *mine).order_by(table.c.at, table.c.id)
    )
    return [_read(row) for row in rows]


def articles_of_speakers(tx: Tx) -> set[str]:
    """Return the articles of whose words somebody said who speaks, and it holds."""
    return set(tx.conn.execute(_ARTICLES_OF_SPEAKERS).scalars())


_ARTICLES_OF_SPEAKERS = select(table.c.subject).where(table.c.kind == JudgementKind.WRONG_SPEAKER.value, _HOLDS)


def in_one_breath(tx: Tx, judgement: Judgement) -> list[Judgement]:
    """Return what holds of what was said of stories, or of speakers, by the same person at the same instant, this one too."""
    events = [kind.value for kind in JudgementKind if kind.is_of_events]
    kinds = events if judgement.kind.is_of_events else [judgement.kind.value]
    same = and_(table.c.at == judgement.at, table.c.by == judgement.by, table.c.kind.in_(kinds))
    rows = tx.conn.execute(select(table).where(same, table.c.withdrawn.is_(None)).order_by(table.c.id))
    return [_read(row) for row in rows]


def _read(row: Row[*tuple[Any, ...]]) -> Judgement:
    kind = JudgementKind(row.kind)
    return Judgement(row.id, kind, row.subject, row.object, row.by, row.at, row.note, row.withdrawn, row.words)
