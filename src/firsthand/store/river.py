"""The river under filters: which stories come next, a page at a time, whatever is asked of them together.

The rarest filter drives: its rows lie in the order of the river, so that a page is read off the index and the other
filters are looked up story by story. Where no filter narrows, the stories' own order drives. The key of a page names
its last row, so that what comes in meanwhile neither repeats nor hides a story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, literal, not_, or_, select, union

from firsthand.model.errors import NotFound
from firsthand.model.reading import MuteKind, Reader, Wanted
from firsthand.store.statements import among
from firsthand.store.tables import look, mute, saved, story, story_document, story_facet, story_view
from firsthand.store.times import from_micros, to_micros
from firsthand.store.transaction import Tx

#: Rows that are counted of a filter to find the rarest: what has more is not rare.
_COUNTED = 5000
#: As many stories with news are looked for among themselves, more than these in the order of the river.
_FEW = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """Stories by their ids, in the order that was asked for, and the key of the next page (None: this was the last)."""

    ids: list[str]
    next: str | None


def page(tx: Tx, wanted: Wanted, reader: Reader, limit: int, after: str | None = None) -> Page:
    """Return a page of the river. NotFound for a key that this has not given."""
    ids, place, query = _asked(tx, wanted, reader)
    query = query.order_by(place.desc(), ids.desc())
    if after is not None:
        at, story_id = _read_key(after)
        query = query.where(or_(place < at, and_(place == at, ids < story_id)))
    rows = tx.conn.execute(query.limit(limit + 1)).all()
    shown = rows[:limit]
    more = f"{to_micros(shown[-1].place)}.{shown[-1].story_id}" if len(rows) > limit and shown else None
    return Page([row.story_id for row in shown], more)


def count(tx: Tx, wanted: Wanted, reader: Reader, most: int) -> int:
    """Count the stories that are asked for, up to ``most``: the latest are counted first."""
    _, place, query = _asked(tx, wanted, reader)
    rows = query.order_by(place.desc()).limit(most).subquery()
    return tx.conn.execute(select(func.count()).select_from(rows)).scalar_one()


def _asked(tx: Tx, wanted: Wanted, reader: Reader) -> tuple[ColumnElement[Any], ColumnElement[Any], Select[Any]]:
    """Return the columns of story and place, and the query without order."""
    facets = _rarest_first(tx, wanted.facets)
    source: FromClause
    if facets:
        (kind, values), others = facets[0], facets[1:]
        f = story_facet.alias("f")
        ids, last, ranked = f.c.story_id, f.c.last_at, f.c.ranked_at
        source = f.join(story, story.c.id == f.c.story_id)
        several = len(values) > 1
        conditions = [f.c.kind == kind, among(tx, f.c.value, values) if several else f.c.value == values[0]]
        conditions += [_has(tx, kind, values, ids, last) for kind, values in others]
    else:
        ids, last, ranked, source, several, conditions = (
            story.c.id,
            story.c.last_at,
            story.c.ranked_at,
            story,
            False,
            [],
        )
    place = ranked if wanted.by_rank else last
    if wanted.since is not None:
        conditions.append(last > wanted.since)
    if wanted.saved:
        conditions.append(ids.in_(_kept(reader)))
    if wanted.unread:
        conditions.append(_is_unread(tx, ids, reader))
    conditions += _not_muted(tx, ids, reader)
    query = select(ids.label("story_id"), place.label("place")).select_from(source).where(*conditions)
    return ids, place, query.distinct() if several else query


def _rarest_first(tx: Tx, facets: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    if len(facets) < 2:
        return list(facets)
    return sorted(facets, key=lambda facet: _how_many(tx, *facet))


def _how_many(tx: Tx, kind: str, values: tuple[str, ...]) -> int:
    these = and_(story_facet.c.kind == kind, among(tx, story_facet.c.value, values))
    some = select(literal(1)).select_from(story_facet).where(these).limit(_COUNTED).subquery()
    return tx.conn.execute(select(func.count()).select_from(some)).scalar_one()


def _has(
    tx: Tx, kind: str, values: tuple[str, ...], ids: ColumnElement[Any], last: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Say that a story has a facet: all its rows have one time, so that this is one look at the primary key."""
    g = story_facet.alias()
    one = among(tx, g.c.value, values) if len(values) > 1 else g.c.value == values[0]
    return exists().where(g.c.kind == kind, one, g.c.last_at == last, g.c.story_id == ids)


# What is the reader's own. ------------------------------------------------------------------------------------------


def _kept(reader: Reader) -> Select[Any]:
    joined = saved.join(story_document, story_document.c.document_id == saved.c.document_id)
    return select(story_document.c.story_id).select_from(joined).where(saved.c.account_id == reader.account)


def _is_unread(tx: Tx, ids: ColumnElement[Any], reader: Reader) -> ColumnElement[bool]:
    """Say that a story has news that the reader has not seen, or is kept unread; one just made is not shelved, and new."""
    v, inside = story_view.alias(), story_document.alias()
    looked = inside.join(look, look.c.document_id == inside.c.document_id)
    mine = and_(inside.c.story_id == ids, look.c.account_id == reader.account)
    covered = and_(v.c.story_id == ids, look.c.sources >= v.c.sources, look.c.corrections >= v.c.corrections)
    seen = exists().select_from(looked.join(v, v.c.story_id == inside.c.story_id)).where(mine, covered)
    if reader.mark is None:
        return not_(seen)
    kept = select(inside.c.story_id).select_from(looked).where(look.c.account_id == reader.account, look.c.sources < 0)
    with_news = select(story_view.c.story_id).where(story_view.c.news_at > reader.mark.at)
    few = select(literal(1)).select_from(story_view).where(story_view.c.news_at > reader.mark.at).limit(_FEW + 1)
    if tx.conn.execute(select(func.count()).select_from(few.subquery())).scalar_one() <= _FEW:
        return and_(ids.in_(union(with_news, kept)), not_(seen))
    old = exists().where(v.c.story_id == ids, v.c.news_at <= reader.mark.at)
    return and_(or_(not_(old), ids.in_(kept)), not_(seen))


def _not_muted(tx: Tx, ids: ColumnElement[Any], reader: Reader) -> list[ColumnElement[bool]]:
    muted: Mapping[MuteKind, tuple[str, ...]] = reader.muted
    found = []
    if topics := muted.get(MuteKind.TOPIC):
        g = story_facet.alias()
        found.append(not_(exists().where(g.c.story_id == ids, g.c.kind == "topic", among(tx, g.c.value, topics))))
    for kind in (MuteKind.OUTLET, MuteKind.LANGUAGE):
        if values := muted.get(kind):
            g, h = story_facet.alias(), story_facet.alias()
            some = exists().where(g.c.story_id == ids, g.c.kind == kind.value, among(tx, g.c.value, values))
            other = exists().where(h.c.story_id == ids, h.c.kind == kind.value, not_(among(tx, h.c.value, values)))
            found.append(or_(not_(some), other))
    if muted.get(MuteKind.WORD):
        v, mine = story_view.alias(), and_(mute.c.account_id == reader.account, mute.c.kind == MuteKind.WORD.value)
        at = func.instr(v.c.folded, mute.c.value) if tx.dialect == "sqlite" else func.strpos(v.c.folded, mute.c.value)
        found.append(not_(exists().where(v.c.story_id == ids, mine, at > 0)))
    if stories := muted.get(MuteKind.STORY):
        hidden = select(story_document.c.story_id).where(among(tx, story_document.c.document_id, stories))
        found.append(not_(ids.in_(hidden)))
    return found


def _read_key(after: str) -> tuple[object, str]:
    micros, _, story_id = after.partition(".")
    try:
        return from_micros(int(micros)), story_id
    except (ValueError, OverflowError) as error:
        raise NotFound("No page of the river has this key.", "Start from the first page.") from error
