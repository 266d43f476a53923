"""The river under filters: which stories come next, a page at a time, whatever is asked of them together.

The rarest filter drives: its rows lie in the order of the river, so that a page is read off the index and the other
filters are looked up story by story. Where no filter narrows, the stories' own order drives. The key of a page names
its last row, so that what comes in meanwhile neither repeats nor hides a story.

A statement is made once for each shape of what is asked (`_Shape`), and kept: to put one together takes longer than most
of them take to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal,
    not_,
    or_,
    select,
    union,
)

from firsthand.model.errors import NotFound
from firsthand.model.reading import MuteKind, Reader, Wanted
from firsthand.store.records import key
from firsthand.store.statements import one_of, several
from firsthand.store.tables import look, mute, saved, story, story_document, story_facet, story_view
from firsthand.store.times import UtcTime, from_micros, to_micros
from firsthand.store.transaction import Tx

#: Rows that are counted of a filter to find the rarest: what has more is not rare.
_COUNTED = 5000
#: As many stories with news are looked for among themselves, more than these in the order of the river.
_FEW = 2000

Facets = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Stories by their ids, in the order that was asked for, and the key of the next page (None: this was the last)."""

    ids: list[str]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a statement depends on but its values. ``facets`` says of each whether it has several values.

    ``unread``: not asked; anything not looked at; or, where there is a mark, of ``few`` with news since or of many.
    """

    dialect: str
    by_rank: bool
    since: bool
    after: bool
    facets: tuple[bool, ...]
    saved: bool
    unread: str
    muted: frozenset[MuteKind]
    languages: bool


def page(tx: Tx, wanted: Wanted, reader: Reader, limit: int, after: str | None = None) -> Page:
    """Return a page of the river. NotFound for a key that this has not given."""
    shape, values = _asked(tx, wanted, reader, after)
    rows = tx.conn.execute(_statement(shape), {**values, "limit": limit + 1}).all()
    shown = rows[:limit]
    more = f"{to_micros(shown[-1].place)}.{shown[-1].story_id}" if len(rows) > limit and shown else None
    return Page([row.story_id for row in shown], more)


def count(tx: Tx, wanted: Wanted, reader: Reader, most: int) -> int:
    """Count the stories that are asked for, up to ``most``: the latest are counted first."""
    shape, values = _asked(tx, wanted, reader, None)
    counted: int = tx.conn.execute(_counting(shape), {**values, "limit": most}).scalar_one()
    return counted


def _asked(tx: Tx, wanted: Wanted, reader: Reader, after: str | None) -> tuple[_Shape, dict[str, Any]]:
    """Return the shape of what is asked, and the values that go with it."""
    facets = _rarest_first(tx, wanted.facets)
    at, story_id = _read_key(after) if after is not None else (None, "")
    values: dict[str, Any] = {"account": reader.account}
    if after is not None:
        values |= {"at": at, "story": story_id}
    if wanted.since is not None:
        values["since"] = wanted.since
    for n, (kind, some) in enumerate(facets):
        values |= {f"kind{n}": kind, f"value{n}": several(tx.dialect, some) if len(some) > 1 else key(some[0])}
    muted = frozenset(kind for kind, some in reader.muted.items() if some)
    values |= {f"muted_{k.value}": several(tx.dialect, reader.muted[k]) for k in muted if k is not MuteKind.WORD}
    if reader.languages:
        values["languages"] = several(tx.dialect, reader.languages)
    if wanted.unread and reader.mark is not None:
        values["mark"] = reader.mark.at
    shape = _Shape(
        tx.dialect,
        wanted.by_rank,
        wanted.since is not None,
        after is not None,
        tuple(len(some) > 1 for _, some in facets),
        wanted.saved,
        _unread(tx, reader) if wanted.unread else "",
        muted,
        bool(reader.languages),
    )
    return shape, values


def _rarest_first(tx: Tx, facets: Facets) -> Facets:
    return tuple(sorted(facets, key=lambda facet: _how_many(tx, *facet))) if len(facets) > 1 else facets


def _how_many(tx: Tx, kind: str, values: Sequence[str]) -> int:
    asked = {"kind": kind, "values": several(tx.dialect, [str(key(v)) for v in values])}
    counted: int = tx.conn.execute(_rarity(tx.dialect), asked).scalar_one()
    return counted


@cache
def _rarity(dialect: str) -> Select[Any]:
    these = and_(story_facet.c.kind == bindparam("kind"), one_of(dialect, story_facet.c.value, "values"))
    some = select(literal(1)).select_from(story_facet).where(these).limit(_COUNTED).subquery()
    return select(func.count()).select_from(some)


def _unread(tx: Tx, reader: Reader) -> str:
    if reader.mark is None:
        return "any"
    return "few" if tx.conn.execute(_NEWS, {"mark": reader.mark.at}).scalar_one() <= _FEW else "many"


_AT = bindparam("mark", type_=UtcTime())
_NEWS = select(func.count()).select_from(
    select(literal(1)).select_from(story_view).where(story_view.c.news_at > _AT).limit(_FEW + 1).subquery()
)


def _read_key(after: str) -> tuple[object, str]:
    micros, dot, story_id = after.partition(".")
    try:
        at = from_micros(int(micros))
    except (ValueError, OverflowError):
        dot = ""
    if not dot:
        raise NotFound("No page of the river has this key.", "Start from the first page.")
    return at, story_id


# Statements. --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _counting(shape: _Shape) -> Select[Any]:
    return select(func.count()).select_from(_statement(shape).subquery())


@lru_cache(maxsize=512)
def _statement(shape: _Shape) -> Select[Any]:
    f = story_facet.alias("f")
    conditions: list[ColumnElement[bool]] = []
    ids: ColumnElement[Any]
    ids, last, ranked = story.c.id, story.c.last_at, story.c.ranked_at
    joined: FromClause = story
    if shape.facets:
        ids, last, ranked = f.c.story_id, f.c.last_at, f.c.ranked_at
        joined = f.join(story, story.c.id == f.c.story_id)
        conditions += [f.c.kind == bindparam("kind0"), _one_of(shape, 0, f.c.value)]
        conditions += [_has(shape, n, ids, last) for n in range(1, len(shape.facets))]
    place = ranked if shape.by_rank else last
    if shape.since:
        conditions.append(last > bindparam("since", type_=UtcTime()))
    if shape.after:
        at, story_id = bindparam("at", type_=UtcTime()), bindparam("story", type_=Text())
        conditions.append(or_(place < at, and_(place == at, ids < story_id)))
    if shape.saved:
        conditions.append(ids.in_(_kept()))
    if shape.unread:
        conditions.append(_is_unread(shape, ids))
    if shape.languages:
        conditions.append(_spoken(shape, ids))
    conditions += [_not_muted(shape, kind, ids) for kind in sorted(shape.muted)]
    query = select(ids.label("story_id"), place.label("place")).select_from(joined).where(*conditions)
    query = query.distinct() if shape.facets and shape.facets[0] else query
    return query.order_by(place.desc(), ids.desc()).limit(bindparam("limit"))


def _one_of(shape: _Shape, n: int, target: ColumnElement[Any]) -> ColumnElement[bool]:
    return one_of(shape.dialect, target, f"value{n}") if shape.facets[n] else target == bindparam(f"value{n}")


def _has(shape: _Shape, n: int, ids: ColumnElement[Any], last: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a story has a facet: all its rows have one time, so that this is one look at the primary key."""
    g = story_facet.alias(f"also{n}").c
    return _is_there(g.kind == bindparam(f"kind{n}"), _one_of(shape, n, g.value), g.last_at == last, g.story_id == ids)


def _kept() -> Select[Any]:
    joined = saved.join(story_document, story_document.c.document_id == saved.c.document_id)
    return select(story_document.c.story_id).select_from(joined).where(saved.c.account_id == bindparam("account"))


def _is_unread(shape: _Shape, ids: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a story has news that the reader has not seen, or is kept unread; one just made is not shelved, and new."""
    v, inside, mine = story_view.alias("v"), story_document.alias("inside"), look.c.account_id == bindparam("account")
    looked = inside.join(look, look.c.document_id == inside.c.document_id)
    covered = and_(look.c.sources >= v.c.sources, look.c.corrections >= v.c.corrections)
    both = looked.join(v, v.c.story_id == inside.c.story_id)
    seen = not_(_is_there(inside.c.story_id == ids, mine, covered, among=both))
    if shape.unread == "any":
        return seen
    kept = select(inside.c.story_id).select_from(looked).where(mine, look.c.sources < 0)
    if shape.unread == "few":
        return and_(ids.in_(union(select(v.c.story_id).where(v.c.news_at > _AT), kept)), seen)
    old = _is_there(v.c.story_id == ids, v.c.news_at <= _AT)
    return and_(or_(not_(old), ids.in_(kept)), seen)


def _not_muted(shape: _Shape, kind: MuteKind, ids: ColumnElement[Any]) -> ColumnElement[bool]:
    had, name = story_facet.alias(f"had_{kind.value}").c, f"muted_{kind.value}"
    if kind is MuteKind.STORY:
        hidden = select(story_document.c.story_id).where(one_of(shape.dialect, story_document.c.document_id, name))
        return not_(ids.in_(hidden))
    if kind is MuteKind.WORD:
        v, mine = story_view.alias("told"), mute.c.account_id == bindparam("account")
        at = func.instr if shape.dialect == "sqlite" else func.strpos
        hit = v.join(mute, at(v.c.folded, mute.c.value) > 0)
        return not_(_is_there(v.c.story_id == ids, mine, mute.c.kind == MuteKind.WORD.value, among=hit))
    some = _is_there(had.story_id == ids, had.kind == kind.value, one_of(shape.dialect, had.value, name))
    if kind is MuteKind.TOPIC:
        return not_(some)
    other = story_facet.alias(f"beside_{kind.value}").c
    beside = not_(one_of(shape.dialect, other.value, name))
    return or_(not_(some), _is_there(other.story_id == ids, other.kind == kind.value, beside))


def _spoken(shape: _Shape, ids: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a story is told in a language of the reader's, or in none that is known."""
    told, any_ = story_facet.alias("told_in").c, story_facet.alias("told_at_all").c
    liked = _is_there(told.story_id == ids, told.kind == "language", one_of(shape.dialect, told.value, "languages"))
    return or_(liked, not_(_is_there(any_.story_id == ids, any_.kind == "language")))


def _is_there(*conditions: ColumnElement[bool], among: FromClause | None = None) -> ColumnElement[bool]:
    """Say that there is such a row beside a story, to be looked up story by story: that is what the offset is for.

    Without one PostgreSQL makes a table of all stories that have the facet, or of all that were ever looked at, to find
    those of one page in it.
    """
    query = select(literal(1)).where(*conditions)
    return (query if among is None else query.select_from(among)).offset(0).exists()
