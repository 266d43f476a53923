"""The entries of sources: what each said last, by what it is known again, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, func, insert, or_, select, update

from firsthand.model.errors import NotFound
from firsthand.model.feed import Entry
from firsthand.model.source import Listed, Marks
from firsthand.store.records import grown, key, shrunk
from firsthand.store.statements import among
from firsthand.store.tables import entry as table
from firsthand.store.transaction import Tx

#: Entries of a source that are looked at when it is read again, beside those that a sign leads to: feeds list some dozens.
RECENT = 500
#: Of those that share one sign, the ones first seen last: a title that thousands have tells nothing of the others.
OF_A_SIGN = 32

_FACE = (
    table.c.id,
    table.c.source_id,
    table.c.said_id,
    table.c.link,
    table.c.title,
    table.c.published,
    table.c.digest,
    table.c.first_seen,
)


def known(tx: Tx, source_id: str, marks: Sequence[Marks], named: Iterable[str] = ()) -> list[Row[Any]]:
    """Return what entries of a source are known by, without their text: the latest, and those that share a sign with these.

    ``named`` are ids that new entries would have: one that is there said the very same at first. Rows have
    ``id``, ``said_id``, ``link``, ``title``, ``published``, ``digest`` and ``first_seen``; in that order.
    """
    mine = table.c.source_id == source_id
    recent = select(table.c.id).where(mine).order_by(table.c.last_seen.desc(), table.c.id).limit(RECENT)
    ids = set(tx.conn.execute(recent).scalars())
    if len(ids) == RECENT:
        for column, values in (
            (table.c.id_mark, {m.id for m in marks}),
            (table.c.page_mark, {m.page for m in marks}),
            (table.c.title_mark, {m.title for m in marks}),
        ):
            some = sorted(v for v in values if v is not None)
            place = func.row_number().over(partition_by=column, order_by=(table.c.first_seen.desc(), table.c.id.desc()))
            ranked = select(table.c.id, place.label("place")).where(mine, among(tx, column, some)).subquery()
            ids.update(tx.conn.execute(select(ranked.c.id).where(ranked.c.place <= OF_A_SIGN)).scalars())
        ids.update(named)
    return _faces(tx, ids)


def known_of(tx: Tx, source_ids: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Return what all entries of several small sources are known by; a source with more than `RECENT` is left out."""
    sources = list(source_ids)
    counts = select(table.c.source_id, func.count()).where(among(tx, table.c.source_id, sources))
    sizes: dict[str, int] = {row[0]: row[1] for row in tx.conn.execute(counts.group_by(table.c.source_id))}
    small = [source for source in sources if sizes.get(source, 0) < RECENT]
    found: dict[str, list[Any]] = {source: [] for source in small}
    query = select(*_FACE).where(among(tx, table.c.source_id, small)).order_by(table.c.first_seen, table.c.id)
    for row in tx.conn.execute(query):
        found[row.source_id].append(row)
    return found


def _faces(tx: Tx, ids: Iterable[str]) -> list[Row[Any]]:
    query = select(*_FACE).where(among(tx, table.c.id, ids)).order_by(table.c.first_seen, table.c.id)
    return list(tx.conn.execute(query))


def add(tx: Tx, some: Sequence[Listed]) -> None:
    """Keep new entries."""
    if some:
        tx.conn.execute(insert(table), [_row(listed) for listed in some])


def save(tx: Tx, some: Sequence[Listed]) -> None:
    """Write down what entries say now, and what became of them; when they were first seen stays."""
    if some:
        rows = [{f"new_{name}": value for name, value in _row(listed).items()} for listed in some]
        tx.conn.execute(_SAVING, rows)


_SAVING = (
    update(table)
    .where(table.c.id == bindparam("new_id"))
    .values({c.name: bindparam(f"new_{c.name}") for c in table.c if c.name not in ("id", "source_id", "first_seen")})
)


def seen(tx: Tx, moments: Mapping[str, datetime]) -> None:
    """Note when entries were in their feeds again, by their ids."""
    if moments:
        tx.conn.execute(_SEEING, [{"this": id, "at": at} for id, at in moments.items()])


_SEEING = update(table).where(table.c.id == bindparam("this")).values(last_seen=bindparam("at"))


def many(tx: Tx, ids: Iterable[str]) -> dict[str, Listed]:
    """Return those entries that there are, by id."""
    return {row.id: _listed(row) for row in tx.conn.execute(select(table).where(among(tx, table.c.id, ids)))}


def get(tx: Tx, entry_id: str) -> Listed:
    """Return an entry. Raises NotFound."""
    found = many(tx, [entry_id]).get(entry_id)
    if found is None:
        raise NotFound(f"No entry has the id {entry_id}.")
    return found


def newest(tx: Tx, source_id: str, most: int) -> list[Listed]:
    """Return the entries of a source, those first seen last before the others."""
    query = select(table).where(table.c.source_id == source_id)
    return [_listed(r) for r in tx.conn.execute(query.order_by(table.c.first_seen.desc(), table.c.id).limit(most))]


def of_source(tx: Tx, source_id: str) -> list[Listed]:
    """Return all entries of a source, in the order they were first seen."""
    query = select(table).where(table.c.source_id == source_id).order_by(table.c.first_seen, table.c.id)
    return [_listed(row) for row in tx.conn.execute(query)]


def of_pages(tx: Tx, page_ids: Iterable[str]) -> list[Listed]:
    """Return the entries that lead to some pages."""
    query = select(table).where(among(tx, table.c.page_id, page_ids)).order_by(table.c.first_seen, table.c.id)
    return [_listed(row) for row in tx.conn.execute(query)]


def rhythm(tx: Tx, source_id: str, most: int) -> list[datetime]:
    """Return when the last entries of a source came: as they say, or when they were seen where they do not."""
    query = select(table.c.published, table.c.first_seen).where(table.c.source_id == source_id)
    return rhythm_of(tx.conn.execute(query.order_by(table.c.first_seen.desc()).limit(most)).all(), most)


def rhythm_of(rows: Sequence[Any], most: int) -> list[datetime]:
    """Return what `rhythm` does of rows with ``published`` and ``first_seen``."""
    last = sorted(rows, key=lambda row: row.first_seen, reverse=True)[:most]
    return [min(row.published or row.first_seen, row.first_seen) for row in last]


def counts(tx: Tx, since: datetime, source_id: str | None = None) -> dict[str, tuple[int, int]]:
    """Return how many entries each source has (or one), and how many of them were first seen since then."""
    late = func.sum(case((table.c.first_seen >= since, 1), else_=0))
    query = select(table.c.source_id, func.count(), late).group_by(table.c.source_id)
    query = query if source_id is None else query.where(table.c.source_id == source_id)
    return {row[0]: (row[1], int(row[2] or 0)) for row in tx.conn.execute(query)}


def count(tx: Tx, source_id: str | None = None) -> int:
    """Count the entries, of one source or of all."""
    query = select(func.count()).select_from(table)
    query = query if source_id is None else query.where(table.c.source_id == source_id)
    return tx.conn.execute(query).scalar_one()


def forget(tx: Tx, ids: Iterable[str]) -> None:
    """Drop entries; what was captured of them is for `captures.forget`."""
    tx.conn.execute(delete(table).where(among(tx, table.c.id, ids)))


def holders(tx: Tx, page_ids: Iterable[str], capture_ids: Iterable[str]) -> set[str]:
    """Return those of these pages and captures that an entry still has."""
    pages, captured = list(page_ids), list(capture_ids)
    query = select(table.c.page_id, table.c.capture_id)
    rows = tx.conn.execute(query.where(or_(among(tx, table.c.page_id, pages), among(tx, table.c.capture_id, captured))))
    return {name for row in rows for name in row if name}


def _row(listed: Listed) -> dict[str, object]:
    entry = listed.entry
    published = entry.published or entry.updated
    return {
        "id": listed.id,
        "source_id": listed.source,
        "said_id": key(entry.id),
        "link": key(entry.link),
        "title": key(entry.title),
        "published": published.at if published else None,
        "digest": listed.digest,
        "id_mark": listed.marks.id,
        "page_mark": listed.marks.page,
        "title_mark": listed.marks.title,
        "first_seen": listed.first_seen,
        "last_seen": listed.last_seen,
        "page_id": listed.page,
        "capture_id": listed.capture,
        "muted": key(listed.muted),
        "resembles": listed.resembles,
        "record": shrunk(entry),
    }


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        row.id,
        row.source_id,
        grown(Entry, bytes(row.record)),
        row.digest,
        Marks(row.id_mark, row.page_mark, row.title_mark),
        row.first_seen,
        row.last_seen,
        row.page_id,
        row.capture_id,
        row.muted,
        row.resembles,
    )
