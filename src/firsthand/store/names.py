"""Whom and what stories name: the stories of a name, what it says there, what stands beside it, an outlet's parts.

Every question reads a bounded number of rows, however much is in the store: the newest stories of a name, the beginnings of
names, the sums of an outlet's index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, delete, func, insert, or_, select

from firsthand.model.errors import NotFound
from firsthand.model.name import Part, Spoken
from firsthand.model.shelf import Facet
from firsthand.model.story_voices import StoryVoices
from firsthand.store.records import grown, key, shrunk
from firsthand.store.statements import among, insert_all_new
from firsthand.store.tables import document, facet_name, name_start, outlet_part, spoken, story, story_facet
from firsthand.store.tables import source as source_table
from firsthand.store.times import from_micros, to_micros
from firsthand.store.transaction import Tx

#: The newest stories in which names are counted, of all and of one name.
LATE, BESIDE = 300, 200
#: Words of a name that it may begin with; letters of a beginning.
_WORDS, _LETTERS = 6, 60


def put(
    tx: Tx, story_id: str, last_at: datetime, facets: Iterable[Facet], said: Sequence[Spoken], parts: Sequence[Part]
) -> None:
    """Keep what a story has for the pages of names."""
    drop(tx, story_id)
    rows = [{"name_id": s.name_id, "story_id": story_id, "last_at": last_at, "record": shrunk(s.voices)} for s in said]
    if rows:
        tx.conn.execute(insert(spoken), rows)
    if parts:
        tx.conn.execute(insert(outlet_part), [_part(story_id, part) for part in parts])
    starts = {(f.kind, start, f.value) for f in facets if f.name for start in starts_of(f.name)}
    insert_all_new(tx, name_start, [{"kind": k, "start": s, "value": v} for k, s, v in sorted(starts)])


def _part(story_id: str, part: Part) -> dict[str, object]:
    return {
        "document_id": part.document,
        "story_id": story_id,
        "outlet": part.outlet,
        "relation": part.relation,
        "original": part.original,
        "corrected": part.corrected,
    }


def starts_of(name: str) -> list[str]:
    """Return what somebody who looks for a name may type: from each of its words on, folded.

    >>> starts_of("Ines  Varga")
    ['ines varga', 'varga']
    """
    words = (key(name) or "").casefold().split()
    return [" ".join(words[at:])[:_LETTERS] for at in range(min(len(words), _WORDS))]


def drop(tx: Tx, story_id: str) -> None:
    """Forget what a story has."""
    tx.conn.execute(delete(spoken).where(spoken.c.story_id == story_id))
    tx.conn.execute(delete(outlet_part).where(outlet_part.c.story_id == story_id))


# The stories of a name. ---------------------------------------------------------------------------------------------


def stories_of(
    tx: Tx, kind: str, values: Sequence[str], limit: int, after: str | None = None
) -> tuple[list[str], str | None]:
    """Return a page of the stories of a name (an outlet may have several), newest first, and the key of the next."""
    at, i = story_facet.c.last_at, story_facet.c.story_id
    query = select(at, i).where(_filed(tx, kind, values)).order_by(at.desc(), i.desc())
    if len(values) > 1:
        query = query.distinct()
    if after is not None:
        query = query.where(_before(after, at, i))
    rows = tx.conn.execute(query.limit(limit + 1)).all()
    page = rows[:limit]
    more = f"{to_micros(page[-1].last_at)}.{page[-1].story_id}" if len(rows) > limit and page else None
    return [row.story_id for row in page], more


def _filed(tx: Tx, kind: str, values: Sequence[str]) -> Any:
    value = story_facet.c.value
    return and_(story_facet.c.kind == kind, value == values[0] if len(values) == 1 else among(tx, value, values))


def _before(after: str, at: Any, i: Any) -> Any:
    micros, _, story_id = after.partition(".")
    try:
        then = from_micros(int(micros))
    except (ValueError, OverflowError) as error:
        raise NotFound("No page has this key.", "Start from the first page.") from error
    return or_(at < then, and_(at == then, i < story_id))


def said_by(tx: Tx, name_id: str, limit: int, after: str | None = None) -> tuple[list[StoryVoices], str | None]:
    """Return what somebody says, story by story, newest first, and the key of the next page."""
    at, i = spoken.c.last_at, spoken.c.story_id
    query = select(at, i, spoken.c.record).where(spoken.c.name_id == name_id).order_by(at.desc(), i.desc())
    if after is not None:
        query = query.where(_before(after, at, i))
    rows = tx.conn.execute(query.limit(limit + 1)).all()
    page = rows[:limit]
    more = f"{to_micros(page[-1].last_at)}.{page[-1].story_id}" if len(rows) > limit and page else None
    return [grown(StoryVoices, bytes(row.record)) for row in page], more


@dataclass(frozen=True, slots=True)
class Page:
    """Where a document is from, and since when."""

    outlet: str | None
    url: str | None
    published: datetime | None


def outlets_of(tx: Tx, document_ids: Iterable[str]) -> dict[str, Page]:
    """Return outlet, address and time of publication of some documents, without reading them."""
    query = select(document.c.id, document.c.outlet, document.c.url, document.c.published)
    rows = tx.conn.execute(query.where(among(tx, document.c.id, document_ids)))
    return {row.id: Page(row.outlet, row.url, row.published) for row in rows}


# Who is named. ------------------------------------------------------------------------------------------------------


def beside(tx: Tx, kind: str, values: Sequence[str], wanted: str, most: int) -> list[tuple[str, int]]:
    """Return the names of a kind that stand most often in the newest stories of a name, with how often."""
    newest = (
        select(story_facet.c.story_id)
        .where(_filed(tx, kind, values))
        .order_by(story_facet.c.last_at.desc())
        .limit(BESIDE)
    )
    return [(i, n) for i, n in _counted(tx, newest, wanted, most + len(values)) if i not in values][:most]


def late(tx: Tx, wanted: str, most: int) -> list[tuple[str, int]]:
    """Return the names of a kind that stand in most of the newest stories, with in how many."""
    newest = select(story.c.id).order_by(story.c.last_at.desc(), story.c.id.desc()).limit(LATE)
    return _counted(tx, newest, wanted, most)


def _counted(tx: Tx, newest: Select[tuple[str]], wanted: str, most: int) -> list[tuple[str, int]]:
    number = func.count().label("number")
    inside = newest.subquery()
    joined = story_facet.join(inside, story_facet.c.story_id == next(iter(inside.c)))
    query = select(story_facet.c.value, number).select_from(joined).where(story_facet.c.kind == wanted)
    query = query.group_by(story_facet.c.value).order_by(number.desc(), story_facet.c.value)
    return [(row.value, row.number) for row in tx.conn.execute(query.limit(most))]


def beginning(tx: Tx, kind: str, typed: str, most: int) -> list[str]:
    """Return the names of a kind of which a word begins so, those of most stories first."""
    start = " ".join((key(typed) or "").casefold().split())[:_LETTERS]
    number = func.sum(facet_name.c.stories)
    joined = name_start.join(
        facet_name, and_(facet_name.c.value == name_start.c.value, facet_name.c.kind == name_start.c.kind)
    )
    query = select(name_start.c.value).select_from(joined).where(name_start.c.kind == kind)
    query = query.where(name_start.c.start >= start, name_start.c.start < start + "\U0010ffff")
    query = query.group_by(name_start.c.value).order_by(number.desc(), name_start.c.value)
    return list(tx.conn.execute(query.limit(most)).scalars())


# Outlets. -----------------------------------------------------------------------------------------------------------


def tallies(tx: Tx, outlets: Sequence[str]) -> dict[str, int]:
    """Count the pages of an outlet (by all its names) by what they are, and those that were corrected."""
    fixed = func.sum(case((outlet_part.c.corrected.is_(True), 1), else_=0)).label("fixed")
    query = select(outlet_part.c.relation, func.count().label("number"), fixed)
    rows = tx.conn.execute(query.where(among(tx, outlet_part.c.outlet, outlets)).group_by(outlet_part.c.relation)).all()
    return {**{row.relation: row.number for row in rows}, "corrected": sum(row.fixed for row in rows)}


def taken(tx: Tx, outlets: Sequence[str], most: int, *, by: bool = False) -> list[tuple[str, int]]:
    """Return from whom an outlet has most of its copies (``by``: who has copies of it), with how many."""
    own, other = outlet_part.c.outlet, outlet_part.c.original
    own, other = (other, own) if by else (own, other)
    number = func.count().label("number")
    query = select(other.label("other"), number).where(among(tx, own, outlets), other.is_not(None))
    query = query.where(~among(tx, other, outlets)).group_by(other).order_by(number.desc(), other)
    return [(row.other, row.number) for row in tx.conn.execute(query.limit(most))]


def a_page_of(tx: Tx, outlet: str) -> str | None:
    """Return the address of some page of an outlet."""
    joined = outlet_part.join(document, document.c.id == outlet_part.c.document_id)
    query = (
        select(document.c.url).select_from(joined).where(outlet_part.c.outlet == outlet, document.c.url.is_not(None))
    )
    return tx.conn.execute(query.limit(1)).scalar_one_or_none()


def followed(tx: Tx, host: str, most: int) -> list[tuple[str, str]]:
    """Return the sources of a host that are followed: id and title (or address)."""
    hosts = [host, f"www.{host}"]
    query = select(source_table.c.id, source_table.c.title, source_table.c.address)
    rows = tx.conn.execute(query.where(among(tx, source_table.c.host, hosts)).order_by(source_table.c.id).limit(most))
    return [(row.id, row.title or row.address) for row in rows]
