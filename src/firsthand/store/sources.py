"""What is followed, what a person chose for it, how reading it goes, and its history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, bindparam, delete, func, insert, select, update

from firsthand.model.errors import NotFound
from firsthand.model.source import Choices, Fetched, Followed, Source, SourceKind, Standing
from firsthand.store.records import decode, encode, key
from firsthand.store.statements import among, insert_new, upsert
from firsthand.store.tables import source as table
from firsthand.store.tables import source_fetch, source_tag
from firsthand.store.transaction import Tx

#: Lines of history that a source keeps: two days of a feed that is asked every half hour.
HISTORY = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the plan: what is due, at which host, since when, and how often it failed in a row."""

    id: str
    host: str
    at: datetime
    failures: int


def add(tx: Tx, source: Source, host: str, due: datetime | None) -> bool:
    """Follow a source; say whether it is new. One that is followed already is left as it is."""
    row = {
        "id": source.id,
        "kind": source.kind.value,
        "added": source.added,
        "due": due,
        "failures": 0,
        "standing": encode(Standing()),
        "address": key(source.address),
        "host": key(host),
        "title": key(source.title),
        "site": key(source.site),
        "choices": encode(source.choices),
    }
    new = insert_new(tx, table, row)
    if new:
        _tag(tx, source)
    return new


def save(tx: Tx, some: Sequence[tuple[Followed, str]]) -> None:
    """Write down what became of sources, each with its host; what a person chose is left, and one that is gone stays gone."""
    rows = [
        {
            "this": f.source.id,
            "new_address": key(f.source.address),
            "new_host": key(host),
            "new_title": key(f.source.title),
            "new_site": key(f.source.site),
            "new_due": f.due,
            "new_failures": f.standing.failures,
            "new_standing": encode(f.standing),
        }
        for f, host in some
    ]
    if rows:
        tx.conn.execute(_SAVING, rows)


_SAVING = (
    update(table)
    .where(table.c.id == bindparam("this"))
    .values(
        address=bindparam("new_address"),
        host=bindparam("new_host"),
        title=bindparam("new_title"),
        site=bindparam("new_site"),
        due=bindparam("new_due"),
        failures=bindparam("new_failures"),
        standing=bindparam("new_standing"),
    )
)


def choose(tx: Tx, source: Source, due: datetime | None) -> None:
    """Write down what a person chose for a source, and when it is due by it. Raises NotFound."""
    change = {"choices": encode(source.choices), "due": due}
    if tx.conn.execute(update(table).where(table.c.id == source.id).values(change)).rowcount == 0:
        raise NotFound(f"No source has the id {source.id}.", "See firsthand sources.")
    tx.conn.execute(delete(source_tag).where(source_tag.c.source_id == source.id))
    _tag(tx, source)


def get(tx: Tx, source_id: str) -> Followed:
    """Return a source. Raises NotFound."""
    return _found(many(tx, [source_id]), source_id)


def hold(tx: Tx, source_id: str) -> Followed:
    """Return a source as `held` does. Raises NotFound."""
    return _found(held(tx, [source_id]), source_id)


def _found(some: Mapping[str, Followed], source_id: str) -> Followed:
    if source_id not in some:
        raise NotFound(f"No source has the id {source_id}.", "See firsthand sources.")
    return some[source_id]


def many(tx: Tx, ids: Iterable[str]) -> dict[str, Followed]:
    """Return those sources that there are, by id."""
    return {row.id: _followed(row) for row in tx.conn.execute(select(table).where(among(tx, table.c.id, ids)))}


def held(tx: Tx, ids: Iterable[str]) -> dict[str, Followed]:
    """Return sources as `many` does, and let nobody else change them before this transaction ends.

    Whoever writes down what it has read holds it: a person may choose while the cycle saves.
    """
    query = select(table).where(among(tx, table.c.id, ids)).order_by(table.c.id).with_for_update()
    return {row.id: _followed(row) for row in tx.conn.execute(query)}


def every(tx: Tx, tag: str | None = None) -> list[Followed]:
    """Return all sources, or those with a tag, in the order of their ids."""
    query = select(table).order_by(table.c.id)
    if tag is not None:
        query = query.join(source_tag, source_tag.c.source_id == table.c.id).where(source_tag.c.tag == tag)
    return [_followed(row) for row in tx.conn.execute(query)]


def at_address(tx: Tx, address: str) -> Followed | None:
    """Return the source that is read at an address, if there is one."""
    row = tx.conn.execute(select(table).where(table.c.address == address).order_by(table.c.id).limit(1)).first()
    return _followed(row) if row else None


def due(tx: Tx, now: datetime, most: int, of_a_host: int) -> list[Due]:
    """Return what is due, what has waited longest first, and of one host so many at most."""
    return due_of(tx, table, table.c.due <= now, most, of_a_host)


def due_of(tx: Tx, table: Table, which: ColumnElement[bool], most: int, of_a_host: int) -> list[Due]:
    """Return what is due of a table with ``id``, ``host``, ``due`` and ``failures``, as `due` does."""
    place = func.row_number().over(partition_by=table.c.host, order_by=(table.c.due, table.c.id)).label("place")
    ranked = select(table.c.id, table.c.host, table.c.due, table.c.failures, place).where(which).subquery()
    query = select(ranked).where(ranked.c.place <= of_a_host).order_by(ranked.c.due, ranked.c.id).limit(most)
    return [Due(row.id, row.host, row.due, row.failures) for row in tx.conn.execute(query)]


def make_due(tx: Tx, ids: Iterable[str] | None, now: datetime) -> int:
    """Make sources due at once: these, or every one that has a time; return how many."""
    which = table.c.due.is_not(None) if ids is None else among(tx, table.c.id, ids)
    return tx.conn.execute(update(table).where(which).values(due=now)).rowcount


def next_due(tx: Tx) -> datetime | None:
    """Return when the next source is due."""
    found: datetime | None = tx.conn.execute(select(func.min(table.c.due))).scalar()
    return found


def count(tx: Tx) -> int:
    """Count the sources."""
    return tx.conn.execute(select(func.count()).select_from(table)).scalar_one()


def failing(tx: Tx) -> int:
    """Count the sources that failed when they were read last."""
    query = select(func.count()).select_from(table).where(table.c.failures > 0)
    return tx.conn.execute(query).scalar_one()


def forget(tx: Tx, source_id: str) -> None:
    """Follow a source no more: its row, tags and history go; its entries are for `entries.forget`."""
    tx.conn.execute(delete(source_tag).where(source_tag.c.source_id == source_id))
    tx.conn.execute(delete(source_fetch).where(source_fetch.c.source_id == source_id))
    if tx.conn.execute(delete(table).where(table.c.id == source_id)).rowcount == 0:
        raise NotFound(f"No source has the id {source_id}.", "See firsthand sources.")


def tags(tx: Tx) -> dict[str, int]:
    """Return every tag with how many sources have it."""
    query = select(source_tag.c.tag, func.count()).group_by(source_tag.c.tag).order_by(source_tag.c.tag)
    return {row[0]: row[1] for row in tx.conn.execute(query)}


# History. -----------------------------------------------------------------------------------------------------------


def log(tx: Tx, lines: Mapping[str, Fetched]) -> None:
    """Add a line to the history of each source, by its id; now and then the oldest are dropped."""
    rows = [{"source_id": source, "at": line.at, "record": encode(line)} for source, line in lines.items()]
    upsert(tx, source_fetch, rows, _said_last)


def _said_last(new: Any) -> dict[str, Any]:
    return {"record": new.record}


def prune(tx: Tx, source_id: str) -> None:
    """Drop the history of a source but for the last `HISTORY` lines."""
    mine = source_fetch.c.source_id == source_id
    last = select(source_fetch.c.at).where(mine).order_by(source_fetch.c.at.desc()).limit(1).offset(HISTORY)
    oldest = tx.conn.execute(last).scalar()
    if oldest is not None:
        tx.conn.execute(delete(source_fetch).where(mine, source_fetch.c.at <= oldest))


def history(tx: Tx, source_id: str, most: int = HISTORY) -> list[Fetched]:
    """Return the history of a source, the newest first."""
    query = select(source_fetch.c.record).where(source_fetch.c.source_id == source_id)
    found = tx.conn.execute(query.order_by(source_fetch.c.at.desc()).limit(most)).scalars()
    return [decode(Fetched, record) for record in found]


# Rows. --------------------------------------------------------------------------------------------------------------


def _tag(tx: Tx, source: Source) -> None:
    rows = [{"tag": key(tag), "source_id": source.id} for tag in dict.fromkeys(source.choices.tags)]
    if rows:
        tx.conn.execute(insert(source_tag), rows)


def _followed(row: Row[Any]) -> Followed:
    choices, standing = decode(Choices, row.choices), decode(Standing, row.standing)
    source = Source(row.id, SourceKind(row.kind), row.address, row.added, row.title, row.site, choices)
    return Followed(source, standing, row.due)
