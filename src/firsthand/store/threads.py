"""Threads of stories, newest first, and the pages that touch a story without being of it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, delete, func, insert, or_, select

from firsthand.model.errors import NotFound
from firsthand.model.thread import Thread, Touch
from firsthand.store.records import decode, encode
from firsthand.store.statements import among, one_of, several
from firsthand.store.tables import thread as table
from firsthand.store.tables import thread_story as members
from firsthand.store.tables import touch as touches
from firsthand.store.times import UNKNOWN, from_micros, to_micros
from firsthand.store.transaction import Tx


def replace(tx: Tx, gone: Iterable[str], new: Iterable[Thread]) -> None:
    """Put ``new`` where the threads ``gone`` (and those with the ids of ``new``) were.

    A story that would then be in two threads is an IntegrityError.
    """
    coming = list(new)
    old = {*gone, *(thread.id for thread in coming)}
    if old:
        tx.conn.execute(delete(members).where(among(tx, members.c.thread_id, old)))
        tx.conn.execute(delete(table).where(among(tx, table.c.id, old)))
    if not coming:
        return
    tx.conn.execute(insert(table), [_row(thread) for thread in coming])
    rows = [{"story_id": step.story, "thread_id": thread.id} for thread in coming for step in thread.steps]
    tx.conn.execute(insert(members), rows)


def _row(thread: Thread) -> dict[str, object]:
    return {"id": thread.id, "last_at": thread.last.at if thread.last else UNKNOWN, "record": encode(thread)}


def get(tx: Tx, thread_id: str) -> Thread:
    """Return one thread; NotFound when there is none."""
    found = tx.conn.execute(select(table.c.record).where(table.c.id == thread_id)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"No thread has the id {thread_id}.")
    return decode(Thread, found)


def of_stories(tx: Tx, story_ids: Iterable[str]) -> list[Thread]:
    """Return the threads that hold any of these stories, by id."""
    rows = tx.conn.execute(_of_stories(tx.dialect), {"stories": several(tx.dialect, story_ids)}).all()
    return [decode(Thread, row.record) for row in sorted(rows, key=lambda row: str(row.id))]


@cache
def _of_stories(dialect: str) -> Select[Any]:
    theirs = select(members.c.thread_id).where(one_of(dialect, members.c.story_id, "stories")).scalar_subquery()
    return select(table.c.id, table.c.record).where(table.c.id.in_(theirs))


def newest(tx: Tx, limit: int, after: str | None = None) -> tuple[list[Thread], str | None]:
    """Return one page of threads, newest last report first, and the key of the next page (None: this was the last).

    NotFound for a key that `newest` has not given.
    """
    query = select(table.c.id, table.c.last_at, table.c.record).order_by(table.c.last_at.desc(), table.c.id.desc())
    if after is not None:
        at, thread_id = _read_key(after)
        query = query.where(or_(table.c.last_at < at, and_(table.c.last_at == at, table.c.id < thread_id)))
    rows = tx.conn.execute(query.limit(limit + 1)).all()
    page = rows[:limit]
    more = f"{to_micros(page[-1].last_at)}.{page[-1].id}" if len(rows) > limit and page else None
    return [decode(Thread, row.record) for row in page], more


def _read_key(after: str) -> tuple[object, str]:
    micros, _, thread_id = after.partition(".")
    try:
        return from_micros(int(micros)), thread_id
    except (ValueError, OverflowError) as error:
        raise NotFound("No page of the threads has this key.", "Start from the first page.") from error


def count(tx: Tx) -> int:
    """Count the threads."""
    return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()


# pages that touch -------------------------------------------------------------------------------------------------------


def put_touches(tx: Tx, some: Iterable[tuple[str, Touch]]) -> None:
    """Keep touches, each with the story that its page is of."""
    rows = [{"document_id": t.document, "story_id": t.story, "home_id": home, "record": encode(t)} for home, t in some]
    if rows:
        tx.conn.execute(insert(touches), rows)


def drop_touches(tx: Tx, story_id: str) -> None:
    """Forget the touches of a story, and those of its pages."""
    tx.conn.execute(delete(touches).where(or_(touches.c.story_id == story_id, touches.c.home_id == story_id)))


def touching(tx: Tx, story_id: str) -> list[tuple[str, Touch]]:
    """Return what touches a story and what its own pages touch, each with the story that the page is of, sorted."""
    rows = tx.conn.execute(_TOUCHING, {"story": story_id}).all()
    return [(row.home_id, decode(Touch, row.record)) for row in rows]


_STORY: BindParameter[str] = bindparam("story")
_TOUCHING = (
    select(touches)
    .where(or_(touches.c.story_id == _STORY, touches.c.home_id == _STORY))
    .order_by(touches.c.document_id, touches.c.story_id)
)
