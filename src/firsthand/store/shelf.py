"""What is kept ready of stories: facets with their names, lines of the river, whole pages.

A view is ``fresh`` until its story changes (`stale`, in the transaction that changes it); facets stay as they were until
the story is shelved again. Rows are written by what differs, so that shelving again what is the same writes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, or_, select, update

from firsthand.model.shelf import Facet, StoryLine
from firsthand.store.records import grown, key, pack, shrunk, unpack
from firsthand.store.statements import among, one_of, several, upsert
from firsthand.store.tables import document, entry, facet_name, source_tag, story_document, story_facet, story_view
from firsthand.store.tables import story as story_table
from firsthand.store.times import UNKNOWN
from firsthand.store.transaction import Tx

#: What a view of another version holds is made anew: raise it with every change of what is kept.
VERSION = 1

#: Lines of the river that a process keeps as records: those that are asked for again and again.
_LINES_KEPT = 2048

#: Kinds whose names stand in tables of their own, or that need none.
_NAMELESS = frozenset(("independent", "source", "tag", "language"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story stands in the river."""

    last_at: datetime
    ranked_at: datetime


def put(
    tx: Tx, line: StoryLine, folded: str, facets: Sequence[Facet], page: bytes, place: Place, pages: Iterable[str] = ()
) -> None:
    """Keep what was made of a story; ``page`` is a packed record, ``pages`` are those in the plan that it was read from."""
    news = [n.at for n in line.news if n.sources > 0 or n.corrections > 0]
    row = {
        "story_id": line.id,
        "fresh": True,
        "version": VERSION,
        "sources": line.sources,
        "corrections": line.corrections,
        "news_at": max(news, default=UNKNOWN),
        "folded": folded,
        "line": shrunk(line),
        "page": page,
    }
    told = [*facets, *_followed(tx, line.id, pages)]
    _refile(tx, line.id, told, place)
    upsert(tx, story_view, [{**row, "facets": pack(tuple(told))}], _anew)


def _anew(new: Any) -> dict[str, Any]:
    return {column.name: new[column.name] for column in story_view.columns if column.name != "story_id"}


def drop(tx: Tx, story_id: str) -> None:
    """Forget a story."""
    _refile(tx, story_id, [], Place(UNKNOWN, UNKNOWN))
    tx.conn.execute(delete(story_view).where(story_view.c.story_id == story_id))


def stale(tx: Tx, story_ids: Iterable[str]) -> None:
    """Say that stories changed: what is kept of them is not shown until they are shelved again."""
    tx.conn.execute(update(story_view).where(among(tx, story_view.c.story_id, story_ids)).values(fresh=False))


def outdated(tx: Tx) -> list[str]:
    """Return the stories of which nothing, or a view of another version, is kept."""
    joined = story_table.outerjoin(story_view, story_view.c.story_id == story_table.c.id)
    old = or_(story_view.c.story_id.is_(None), story_view.c.version != VERSION)
    return list(tx.conn.execute(select(story_table.c.id).select_from(joined).where(old)).scalars())


def page(tx: Tx, story_id: str) -> bytes | None:
    """Return the page that is kept of a story, where it shows the story as it is now."""
    found: bytes | None = tx.conn.execute(_PAGE, {"story": story_id}).scalar_one_or_none()
    return None if found is None else bytes(found)


_FRESH = and_(story_view.c.fresh.is_(True), story_view.c.version == VERSION)
_PAGE = select(story_view.c.page).where(story_view.c.story_id == bindparam("story"), _FRESH)


def lines(tx: Tx, story_ids: Iterable[str]) -> dict[str, StoryLine]:
    """Return the lines of those stories of which one is kept that shows them as they are now."""
    rows = tx.conn.execute(_lines(tx.dialect), {"stories": several(tx.dialect, story_ids)})
    return {row.story_id: _line(bytes(row.line)) for row in rows}


@lru_cache(maxsize=_LINES_KEPT)
def _line(shrunken: bytes) -> StoryLine:
    return grown(StoryLine, shrunken)


@cache
def _lines(dialect: str) -> Select[Any]:
    view = story_view.c
    return select(view.story_id, view.line).where(one_of(dialect, view.story_id, "stories"), _FRESH)


# Facets. ------------------------------------------------------------------------------------------------------------


def _refile(tx: Tx, story_id: str, told: Sequence[Facet], place: Place) -> None:
    """File a story under these facets, and count how often each name is written."""
    was, now = set(_filed(tx, story_id)), set(told)
    query = select(story_facet.c.last_at, story_facet.c.ranked_at).where(story_facet.c.story_id == story_id)
    stood = tx.conn.execute(query.limit(1)).first()
    moved = stood is None or (stood.last_at, stood.ranked_at) != (place.last_at, place.ranked_at)
    if moved:
        tx.conn.execute(delete(story_facet).where(story_facet.c.story_id == story_id))
    elif was - now:
        gone = [{"k": f.kind, "v": key(f.value), "at": place.last_at, "s": story_id} for f in sorted(was - now)]
        tx.conn.execute(_DROPPING, gone)
    rows = [
        {
            "kind": f.kind,
            "value": key(f.value),
            "last_at": place.last_at,
            "story_id": story_id,
            "ranked_at": place.ranked_at,
        }
        for f in sorted(now if moved else now - was)
    ]
    if rows:
        tx.conn.execute(insert(story_facet), rows)
    _count(tx, now - was, 1)
    _count(tx, was - now, -1)


_DROPPING = delete(story_facet).where(
    story_facet.c.kind == bindparam("k"),
    story_facet.c.value == bindparam("v"),
    story_facet.c.last_at == bindparam("at"),
    story_facet.c.story_id == bindparam("s"),
)


def _filed(tx: Tx, story_id: str) -> tuple[Facet, ...]:
    packed = tx.conn.execute(select(story_view.c.facets).where(story_view.c.story_id == story_id)).scalar_one_or_none()
    return unpack(tuple[Facet, ...], bytes(packed)) if packed is not None else ()


def _count(tx: Tx, some: Iterable[Facet], by: int) -> None:
    """Count names up or down, in the order of their keys: two writers wait for each other instead of dead-locking."""
    named = sorted(f for f in some if f.kind not in _NAMELESS)
    rows = [{"kind": f.kind, "value": key(f.value), "name": key(f.name), "stories": by} for f in named]
    upsert(tx, facet_name, rows, _more)
    if rows and by < 0:
        these = among(tx, facet_name.c.value, [str(row["value"]) for row in rows])
        tx.conn.execute(delete(facet_name).where(these, facet_name.c.stories <= 0))


def _more(new: Any) -> dict[str, Any]:
    return {"stories": facet_name.c.stories + new.stories}


@dataclass(frozen=True, slots=True)
class Named:
    """A facet by its id: how it is written most, and in how many stories it is."""

    kind: str
    value: str
    name: str
    stories: int


def named(tx: Tx, values: Iterable[str]) -> dict[str, Named]:
    """Return what facets are called and how many stories have them, by id; those that no story has are not there."""
    rows = tx.conn.execute(_named(tx.dialect), {"values": several(tx.dialect, values)})
    return {one.value: one for one in _gathered(rows)}


@cache
def _named(dialect: str) -> Select[Any]:
    return select(facet_name).where(one_of(dialect, facet_name.c.value, "values"))


def foremost(tx: Tx, kind: str, most: int) -> list[Named]:
    """Return the facets of a kind that most stories have."""
    query = select(facet_name).where(facet_name.c.kind == kind)
    rows = tx.conn.execute(query.order_by(facet_name.c.stories.desc(), facet_name.c.value).limit(most))
    return sorted(_gathered(rows), key=lambda one: (-one.stories, one.name))


def _gathered(rows: Iterable[Any]) -> list[Named]:
    """Add up the spellings of each; the one that most stories have is shown."""
    spelled: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        spelled.setdefault((row.kind, row.value), Counter())[row.name] += row.stories
    return [
        Named(kind, value, min(counts, key=lambda name: (-counts[name], name)), counts.total())
        for (kind, value), counts in spelled.items()
    ]


def languages(tx: Tx) -> list[str]:
    """Return the languages that stories are told in, sorted, by one step in the index for each."""
    found: list[str] = []
    while True:
        after = found[-1] if found else ""
        query = select(func.min(story_facet.c.value)).where(
            story_facet.c.kind == "language", story_facet.c.value > after
        )
        code = tx.conn.execute(query).scalar()
        if code is None:
            return found
        found.append(code)


# What is followed. --------------------------------------------------------------------------------------------------


def _followed(tx: Tx, story_id: str, pages: Iterable[str]) -> list[Facet]:
    """Return the sources whose entries led to a story's pages, or are its pages, and the tags these have."""
    inside = story_document.join(document, document.c.id == story_document.c.document_id)
    own = inside.join(entry, entry.c.capture_id == document.c.capture_id)
    words = select(entry.c.source_id).select_from(own).where(story_document.c.story_id == story_id)
    led = select(entry.c.source_id).where(among(tx, entry.c.page_id, pages))
    sources = sorted({*tx.conn.execute(words).scalars(), *tx.conn.execute(led).scalars()})
    if not sources:
        return []
    tags = tx.conn.execute(select(source_tag.c.tag).where(among(tx, source_tag.c.source_id, sources)).distinct())
    return [*(Facet("source", s) for s in sources), *(Facet("tag", t) for t in sorted(tags.scalars()))]


def of_sources(tx: Tx, source_ids: Iterable[str]) -> list[str]:
    """Return the stories to which entries of sources led."""
    these = and_(story_facet.c.kind == "source", among(tx, story_facet.c.value, source_ids))
    return sorted(tx.conn.execute(select(story_facet.c.story_id).where(these).distinct()).scalars())


def of_captures(tx: Tx, capture_ids: Iterable[str]) -> list[str]:
    """Return the stories that hold a page of captures."""
    pages = story_document.join(document, document.c.id == story_document.c.document_id)
    query = select(story_document.c.story_id).select_from(pages)
    return sorted(tx.conn.execute(query.where(among(tx, document.c.capture_id, capture_ids)).distinct()).scalars())
