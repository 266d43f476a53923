"""How far each account has read, what it keeps and what it does not want to see.

Stories are told by one of their pages, so that what is written here holds when an earlier page gives the story another id.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, delete, func, insert, select

from firsthand.model.reading import Mark, Mute, MuteKind, Seen
from firsthand.store.records import key
from firsthand.store.statements import among, one_of, several, upsert
from firsthand.store.tables import look, mute, read_mark, saved, story_document
from firsthand.store.transaction import Tx

_ACCOUNT: BindParameter[str] = bindparam("account")

# Looks. -------------------------------------------------------------------------------------------------------------


def put_look(tx: Tx, account: str, story_id: str, document_id: str, seen: Seen) -> None:
    """Note what somebody saw of a story; ``document_id`` is its earliest page."""
    forget_look(tx, account, story_id)
    row = {
        "account_id": account,
        "document_id": document_id,
        "at": seen.at,
        "pages": seen.pages,
        "sources": seen.sources,
        "outlets": seen.outlets,
        "corrections": seen.corrections,
    }
    upsert(tx, look, [row], _seen_anew)


def _seen_anew(new: Any) -> dict[str, Any]:
    return {name: new[name] for name in ("at", "pages", "sources", "outlets", "corrections")}


def forget_look(tx: Tx, account: str, story_id: str) -> None:
    """Forget that somebody looked at a story."""
    inside = select(story_document.c.document_id).where(story_document.c.story_id == story_id)
    tx.conn.execute(delete(look).where(look.c.account_id == account, look.c.document_id.in_(inside)))


def looks(tx: Tx, account: str, story_ids: Iterable[str]) -> dict[str, Seen]:
    """Return what somebody saw of stories, by story; of several looks at what is one story now, the last."""
    rows = tx.conn.execute(_looks(tx.dialect), {"account": account, "stories": several(tx.dialect, story_ids)})
    return {row.story_id: Seen(row.at, row.pages, row.sources, row.outlets, row.corrections) for row in rows}


@cache
def _looks(dialect: str) -> Select[Any]:
    joined = story_document.join(look, look.c.document_id == story_document.c.document_id)
    query = select(story_document.c.story_id, look).select_from(joined).order_by(look.c.at)
    return query.where(look.c.account_id == _ACCOUNT, look.c.document_id.in_(_inside(dialect)), _these(dialect))


def _inside(dialect: str) -> Select[Any]:
    """Return the pages of the stories: looked up one by one, for what an account did in years is read by no page."""
    inside = story_document.alias("inside").c
    return select(inside.document_id).where(one_of(dialect, inside.story_id, "stories"))


def _these(dialect: str) -> ColumnElement[bool]:
    return one_of(dialect, story_document.c.story_id, "stories")


# The mark. ----------------------------------------------------------------------------------------------------------


def mark(tx: Tx, account: str) -> Mark | None:
    """Return until when everything is read."""
    row = tx.conn.execute(_MARK, {"account": account}).first()
    return Mark(row.at, row.before) if row else None


_MARK = select(read_mark).where(read_mark.c.account_id == _ACCOUNT)


def put_mark(tx: Tx, account: str, new: Mark | None) -> None:
    """Write down until when everything is read; None: nothing is."""
    tx.conn.execute(delete(read_mark).where(read_mark.c.account_id == account))
    if new is not None:
        tx.conn.execute(insert(read_mark), {"account_id": account, "at": new.at, "before": new.before})


# What is kept. ------------------------------------------------------------------------------------------------------


def save(tx: Tx, account: str, kind: str, document_id: str, at: datetime) -> None:
    """Keep a story or a document."""
    upsert(tx, saved, [{"account_id": account, "kind": kind, "document_id": document_id, "at": at}], _saved_again)


def _saved_again(_new: Any) -> dict[str, Any]:
    return {"at": saved.c.at}


def unsave(tx: Tx, account: str, kind: str, document_ids: Iterable[str]) -> None:
    """Keep something no more."""
    mine = (saved.c.account_id == account, saved.c.kind == kind)
    tx.conn.execute(delete(saved).where(*mine, among(tx, saved.c.document_id, document_ids)))


def saved_stories(tx: Tx, account: str, story_ids: Iterable[str]) -> set[str]:
    """Return those of these stories that somebody keeps."""
    asked = {"account": account, "stories": several(tx.dialect, story_ids)}
    return set(tx.conn.execute(_saved_stories(tx.dialect), asked).scalars())


@cache
def _saved_stories(dialect: str) -> Select[Any]:
    joined = story_document.join(saved, saved.c.document_id == story_document.c.document_id)
    query = select(story_document.c.story_id).select_from(joined)
    mine = (saved.c.account_id == _ACCOUNT, saved.c.kind == "story")
    return query.where(*mine, saved.c.document_id.in_(_inside(dialect)), _these(dialect))


def saved_documents(tx: Tx, account: str, document_ids: Iterable[str]) -> set[str]:
    """Return those of these documents that somebody keeps."""
    mine = (saved.c.account_id == account, saved.c.kind == "document")
    query = select(saved.c.document_id).where(*mine, among(tx, saved.c.document_id, document_ids))
    return set(tx.conn.execute(query).scalars())


# What is muted. -----------------------------------------------------------------------------------------------------


def put_mute(tx: Tx, account: str, new: Mute) -> None:
    """Mute something."""
    row = {"account_id": account, "kind": new.kind.value, "value": key(new.value), "name": key(new.name), "at": new.at}
    upsert(tx, mute, [row], _muted_again)


def _muted_again(new: Any) -> dict[str, Any]:
    return {"name": new["name"]}


def unmute(tx: Tx, account: str, kind: MuteKind, values: Iterable[str]) -> None:
    """Mute something no more."""
    mine = (mute.c.account_id == account, mute.c.kind == kind.value)
    tx.conn.execute(delete(mute).where(*mine, among(tx, mute.c.value, [str(key(v)) for v in values])))


def mutes(tx: Tx, account: str) -> list[Mute]:
    """Return what somebody muted, by kind and name."""
    rows = tx.conn.execute(_MUTES, {"account": account})
    return [Mute(MuteKind(row.kind), row.value, row.name, row.at) for row in rows]


_MUTES = select(mute).where(mute.c.account_id == _ACCOUNT).order_by(mute.c.kind, mute.c.name)


def count_mutes(tx: Tx, account: str) -> int:
    """Count what somebody muted."""
    return tx.conn.execute(select(func.count()).select_from(mute).where(mute.c.account_id == account)).scalar_one()
