"""Notes of people, each in one workspace, and whom they mention. Never derived, never dropped by a rebuild."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from firsthand.model.errors import NotFound
from firsthand.model.note import Note, NoteKind, Quoted
from firsthand.store.records import key
from firsthand.store.statements import among
from firsthand.store.tables import document, note_mention, story_document
from firsthand.store.tables import note as table
from firsthand.store.times import from_micros, to_micros
from firsthand.store.transaction import Tx


def add(tx: Tx, note: Note, mentioned: Iterable[str]) -> None:
    """Keep a new note, and tell those it mentions."""
    quote = note.quote
    row = {
        "id": note.id,
        "workspace_id": note.workspace,
        "kind": note.kind.value,
        "subject": note.subject,
        "parent": note.parent,
        "path": note.path,
        "author": note.author,
        "text": key(note.text),
        "at": note.at,
        "quote_text": key(quote.text) if quote else "",
        "quote_document": quote.document if quote else None,
        "quote_article": quote.article if quote else None,
        "quote_start": quote.start if quote else 0,
        "quote_end": quote.end if quote else 0,
    }
    tx.conn.execute(insert(table), row)
    _mention(tx, note, mentioned, note.at)


def _mention(tx: Tx, note: Note, accounts: Iterable[str], at: datetime) -> None:
    told = {"note_id": note.id, "workspace_id": note.workspace, "at": at, "seen": None}
    rows = [{**told, "account_id": i} for i in sorted(set(accounts))]
    if rows:
        tx.conn.execute(insert(note_mention), rows)


def get(tx: Tx, note_id: str) -> Note:
    """Return one note, a deleted one too; NotFound when there is none."""
    row = tx.conn.execute(select(table).where(table.c.id == note_id)).first()
    if row is None:
        raise NotFound(f"No note has the id {note_id}.")
    return _read(row)


def edit(tx: Tx, note: Note, text: str, by: str, at: datetime, mentioned: Collection[str]) -> None:
    """Put other words in the place of a note's. Who is mentioned still is not told again."""
    values = {"text": key(text), "edited": at, "edited_by": by}
    tx.conn.execute(update(table).where(table.c.id == note.id).values(**values))
    mine = note_mention.c.note_id == note.id
    before = set(tx.conn.execute(select(note_mention.c.account_id).where(mine)).scalars())
    tx.conn.execute(delete(note_mention).where(mine, ~among(tx, note_mention.c.account_id, mentioned)))
    _mention(tx, note, set(mentioned) - before, at)


def remove(tx: Tx, note_id: str, at: datetime) -> None:
    """Take the words of a note away, and what it quotes and mentions; answers to it stay."""
    gone = {"text": "", "deleted": at, "quote_text": "", "quote_document": None, "quote_article": None}
    tx.conn.execute(update(table).where(table.c.id == note_id).values(**gone))
    tx.conn.execute(delete(note_mention).where(note_mention.c.note_id == note_id))


@dataclass(frozen=True, slots=True)
class On:
    """What notes are asked for: those on a story (and on its documents), on one page, or on an entity."""

    story: str = ""
    article: str = ""
    entity: str = ""

    @property
    def named(self) -> tuple[str, str]:
        """What it is, and its id."""
        kinds = (("story", self.story), ("article", self.article), ("entity", self.entity))
        return next((kind, value) for kind, value in kinds if value)


def _holds(what: str) -> ColumnElement[bool]:
    """Say that a note is on the story, article or entity ``on``."""
    on: BindParameter[str] = bindparam("on")
    if what == "story":
        held = story_document.join(document, story_document.c.document_id == document.c.id)
        articles = select(document.c.article_id).select_from(held).where(story_document.c.story_id == on)
        return and_(table.c.subject.in_(articles), table.c.kind != NoteKind.ENTITY.value)
    kind = NoteKind.DOCUMENT if what == "article" else NoteKind.ENTITY
    return and_(table.c.subject == on, table.c.kind == kind.value)


def _shown() -> ColumnElement[bool]:
    """Say that a note is to be seen: a deleted one only where it has answers."""
    answer = table.alias("answer")
    answered = select(answer.c.id).where(answer.c.parent == table.c.id).exists()
    return or_(table.c.deleted.is_(None), answered)


def listed(
    tx: Tx, workspace: str, on: On, limit: int, after: str | None = None, *, newest: bool = False
) -> tuple[list[Note], str | None]:
    """Return a page of the notes on something in a workspace, and the key of the next page.

    As threads, the oldest first and each answer below what it answers; or ``newest`` first, without regard to threads.
    """
    what, i = on.named
    query = _listing(what, newest)
    if after is not None:
        query = query.where(_before(after) if newest else table.c.path > after)
    rows = tx.conn.execute(query, {"workspace": workspace, "on": i, "limit": limit + 1}).all()
    page = [_read(row) for row in rows[:limit]]
    if len(rows) <= limit or not page:
        return page, None
    return page, f"{to_micros(page[-1].at)}.{page[-1].id}" if newest else page[-1].path


@cache
def _listing(what: str, newest: bool) -> Select[Any]:
    query = select(table).where(table.c.workspace_id == bindparam("workspace"), _holds(what), _shown())
    if newest:
        query = query.where(table.c.deleted.is_(None)).order_by(table.c.at.desc(), table.c.id.desc())
    else:
        query = query.order_by(table.c.path)
    return query.limit(bindparam("limit"))


def _before(after: str, at: Any = table.c.at, i: Any = table.c.id) -> ColumnElement[bool]:
    micros, _, note_id = after.partition(".")
    try:
        then = from_micros(int(micros))
    except (ValueError, OverflowError) as error:
        raise NotFound("No page of notes has this key.", "Start from the first page.") from error
    return or_(at < then, and_(at == then, i < note_id))


def count(tx: Tx, workspace: str, on: On) -> int:
    """Count the notes on something in a workspace; deleted ones do not count."""
    what, i = on.named
    query = select(func.count()).select_from(table)
    query = query.where(table.c.workspace_id == workspace, _holds(what), table.c.deleted.is_(None))
    counted: int = tx.conn.execute(query, {"on": i}).scalar_one()
    return counted


def count_written(tx: Tx, author: str, since: datetime) -> int:
    """Count the notes that somebody wrote after a time, deleted ones too."""
    query = select(func.count()).select_from(table).where(table.c.author == author, table.c.at > since)
    return tx.conn.execute(query).scalar_one()


def answers(tx: Tx, note_ids: Iterable[str]) -> dict[str, int]:
    """Count the answers that each of these notes has; none are left out."""
    query = select(table.c.parent, func.count()).where(among(tx, table.c.parent, note_ids), table.c.deleted.is_(None))
    return {row[0]: row[1] for row in tx.conn.execute(query.group_by(table.c.parent))}


def mentions(tx: Tx, account: str, limit: int, after: str | None = None) -> tuple[list[tuple[Note, bool]], str | None]:
    """Return a page of the notes that mention somebody, newest first, each with whether it is new to them, and the next key.

    Only those of workspaces that they are in: `firsthand.noting` sees to it that nobody else is mentioned, and leaving a
    workspace takes its mentions along (`forget`).
    """
    at, i = note_mention.c.at, note_mention.c.note_id
    joined = table.join(note_mention, note_mention.c.note_id == table.c.id)
    query = select(table, note_mention.c.seen, at.label("told")).select_from(joined)
    query = query.where(note_mention.c.account_id == account).order_by(at.desc(), i.desc())
    if after is not None:
        query = query.where(_before(after, at, i))
    rows = tx.conn.execute(query.limit(limit + 1)).all()
    page = rows[:limit]
    more = f"{to_micros(page[-1].told)}.{page[-1].id}" if len(rows) > limit and page else None
    return [(_read(row), row.seen is None) for row in page], more


def unseen(tx: Tx, account: str) -> int:
    """Count the mentions that somebody has not looked at."""
    query = select(func.count()).select_from(note_mention)
    return tx.conn.execute(
        query.where(note_mention.c.account_id == account, note_mention.c.seen.is_(None))
    ).scalar_one()


def see(tx: Tx, account: str, at: datetime) -> int:
    """Say that somebody has looked at all that mentions them; return how many were new."""
    mine = and_(note_mention.c.account_id == account, note_mention.c.seen.is_(None))
    return tx.conn.execute(update(note_mention).where(mine).values(seen=at)).rowcount


def forget(tx: Tx, account: str, workspace: str) -> None:
    """Drop what mentions somebody in a workspace that they are in no more."""
    mine = (note_mention.c.account_id == account, note_mention.c.workspace_id == workspace)
    tx.conn.execute(delete(note_mention).where(*mine))


def _read(row: Row[*tuple[Any, ...]]) -> Note:
    quote = None
    if row.quote_document is not None:
        quote = Quoted(row.quote_text, row.quote_document, row.quote_article, row.quote_start, row.quote_end)
    return Note(
        row.id,
        row.workspace_id,
        NoteKind(row.kind),
        row.subject,
        row.parent,
        row.path,
        row.author,
        row.text,
        row.at,
        row.edited,
        row.edited_by,
        row.deleted,
        quote,
    )
