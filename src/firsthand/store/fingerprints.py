"""Which documents share stretches of text: what every document is found by, and an index from prints to documents.

`fingerprint_holder` says what a document is found by; `fingerprint` and `crowded_fingerprint` are the index, which
names documents by numbers (two of one number are found by each other's prints; what is found is compared before it is
believed). A print that is crowded in an outlet (`resolve.candidates`) pairs nobody of that outlet:
its rows there wait among the crowded until enough of them are gone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, bindparam, delete, func, insert, select

from firsthand.model.ids import number
from firsthand.resolve.candidates import CROWDED_ABOVE, Printed, is_enough, pairs_sharing
from firsthand.store.statements import among, insert_many
from firsthand.store.tables import crowded_fingerprint as crowded
from firsthand.store.tables import fingerprint as live
from firsthand.store.tables import fingerprint_holder as holders
from firsthand.store.transaction import Tx

#: A print in an outlet: what is crowded or not.
Place = tuple[int, str]

_DROP_LIVE = delete(live).where(live.c.print == bindparam("p"), live.c.holder == bindparam("h"))
_DROP_CROWDED = delete(crowded).where(
    crowded.c.print == bindparam("p"), crowded.c.house == bindparam("o"), crowded.c.holder == bindparam("h")
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A document in the index: its number, and its prints as the database holds them (signed)."""

    number: int
    house: str
    article: str
    prints: tuple[int, ...]


def put(tx: Tx, document_ids: Collection[str], found: Iterable[Printed]) -> set[str]:
    """Replace what some documents are found by; those of ``document_ids`` that are not in ``found`` are found no more.

    Returns the other documents that now share fewer or more than they did with documents that were there before:
    because a print has become crowded in an outlet, or is no longer.
    """
    new = {one.document: _row(one) for one in found}
    old = _held(tx, document_ids)
    same = {name for name in new if old.get(name) == new[name]}
    gone = {name: row for name, row in old.items() if name not in same}
    come = {name: row for name, row in new.items() if name not in same}
    left = _remove(tx, gone)
    _add(tx, come)
    changed = [*_freed(tx, left), *_newly_crowded(tx, come.values())]
    return set(_names(tx, changed)[0].values()) - set(document_ids)


def overlapping(tx: Tx, document_ids: Iterable[str], at_least: int) -> list[tuple[str, str]]:
    """Return the pairs that share at least so many prints, and enough of them, of which one is among these; sorted."""
    own = _held(tx, document_ids)
    prints = {value for row in own.values() for value in row.prints}
    query = select(live.c.print, live.c.holder).where(among(tx, live.c.print, prints))
    rows = np.fromiter(chain.from_iterable(tx.conn.execute(query)), np.int64).reshape(-1, 2)
    numbers, places = np.unique(rows[:, 1], return_inverse=True)
    order = np.argsort(rows[:, 0])
    pairs = pairs_sharing(rows[order, 0].view(np.uint64), places[order], at_least)
    asked = {row.number for row in own.values()}
    named = ((int(numbers[x]), int(numbers[y]), count) for x, y, count in pairs)
    wanted = [(a, b, count) for a, b, count in named if a in asked or b in asked]
    name, size = _names(tx, {number for a, b, _ in wanted for number in (a, b)})
    found = ((name[a], name[b]) for a, b, n in wanted if a in name and b in name and is_enough(n, size[a], size[b]))
    return sorted((a, b) if a < b else (b, a) for a, b in found)


# --- what is found by what ---


def _row(one: Printed) -> _Row:
    return _Row(number(one.document), one.house, one.article, tuple(_signed(one.prints).tolist()))


def _signed(prints: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.ascontiguousarray(prints, np.uint64).view(np.int64)


def _held(tx: Tx, document_ids: Iterable[str]) -> dict[str, _Row]:
    rows = tx.conn.execute(select(holders).where(among(tx, holders.c.document_id, document_ids)))
    return {
        row.document_id: _Row(row.number, row.house, row.article_id, tuple(np.frombuffer(row.prints, "<i8").tolist()))
        for row in rows
    }


def _names(tx: Tx, numbers: Iterable[int]) -> tuple[dict[int, str], dict[int, int]]:
    """Return the documents that go by some numbers, and how many prints each has."""
    size = func.length(holders.c.prints)
    query = select(holders.c.number, holders.c.document_id, size).where(among(tx, holders.c.number, numbers))
    rows = tx.conn.execute(query).all()
    return {number: name for number, name, _ in rows}, {number: length // 8 for number, _, length in rows}


# --- the index ---


def _add(tx: Tx, come: Mapping[str, _Row]) -> None:
    if not come:
        return
    tx.conn.execute(
        insert(holders),
        [
            {
                "document_id": name,
                "number": row.number,
                "house": row.house,
                "article_id": row.article,
                "prints": np.array(row.prints, "<i8").tobytes(),
            }
            for name, row in come.items()
        ],
    )
    known = _crowded_among(tx, come.values())
    if not known:
        _insert_live(tx, [(value, row.number) for row in come.values() for value in row.prints])
        return
    placed = [(value, row.house, row.number) for row in come.values() for value in row.prints]
    _insert_live(tx, [(value, number) for value, house, number in placed if (value, house) not in known])
    waiting = [(value, house, number) for value, house, number in placed if (value, house) in known]
    if waiting:
        tx.conn.execute(insert(crowded), [{"print": p, "house": o, "holder": h} for p, o, h in waiting])


def _insert_live(tx: Tx, rows: Sequence[tuple[int, int]]) -> None:
    # In the order of the key, so that neighbours meet on one page of the index.
    insert_many(tx, (live.c.print, live.c.holder), sorted(rows))


def _remove(tx: Tx, gone: Mapping[str, _Row]) -> set[Place]:
    """Take documents out of the index; return the crowded places they leave."""
    if not gone:
        return set()
    known = _crowded_among(tx, gone.values())
    placed = [(value, row.house, row.number) for row in gone.values() for value in row.prints]
    rows = [{"p": p, "h": h} for p, o, h in placed if (p, o) not in known]
    waiting = [place for place in placed if place[:2] in known]
    if rows:
        tx.conn.execute(_DROP_LIVE, rows)
    if waiting:
        tx.conn.execute(_DROP_CROWDED, [{"p": p, "o": o, "h": h} for p, o, h in waiting])
    tx.conn.execute(delete(holders).where(among(tx, holders.c.document_id, gone)))
    return {(value, house) for value, house, _ in waiting}


def _crowded_among(tx: Tx, rows: Iterable[_Row]) -> set[Place]:
    """Return which prints of some documents are crowded in the outlet of any of them."""
    some = list(rows)
    query = select(crowded.c.print, crowded.c.house).distinct()
    here = and_(
        among(tx, crowded.c.print, {value for row in some for value in row.prints}),
        among(tx, crowded.c.house, {row.house for row in some}),
    )
    return {(int(value), str(house)) for value, house in tx.conn.execute(query.where(here))}


# --- what is crowded ---


def _newly_crowded(tx: Tx, come: Iterable[_Row]) -> set[int]:
    """Move to the crowded what has become too many; return the numbers of its holders."""
    prints = {value for row in come for value in row.prints}
    many = select(live.c.print).where(among(tx, live.c.print, prints)).group_by(live.c.print)
    suspect = list(tx.conn.execute(many.having(func.count() > CROWDED_ABOVE)).scalars())
    if not suspect:
        return set()
    articles = func.count(holders.c.article_id.distinct())
    query = (
        select(live.c.print, holders.c.house)
        .join(holders, holders.c.number == live.c.holder)
        .where(among(tx, live.c.print, suspect), holders.c.house != "")
        .group_by(live.c.print, holders.c.house)
        .having(articles > CROWDED_ABOVE)
    )
    moved: set[int] = set()
    for value, house in tx.conn.execute(query).all():
        joined = live.join(holders, holders.c.number == live.c.holder)
        leaving = select(live.c.holder).select_from(joined).where(live.c.print == value, holders.c.house == house)
        numbers = list(tx.conn.execute(leaving).scalars())
        tx.conn.execute(delete(live).where(live.c.print == value, among(tx, live.c.holder, numbers)))
        tx.conn.execute(insert(crowded), [{"print": value, "house": house, "holder": h} for h in numbers])
        moved.update(numbers)
    return moved


def _freed(tx: Tx, left: Iterable[Place]) -> set[int]:
    """Move back what is no longer crowded; return the numbers of its holders."""
    moved: set[int] = set()
    for value, house in sorted(left):
        here = and_(crowded.c.print == value, crowded.c.house == house)
        joined = crowded.join(holders, holders.c.number == crowded.c.holder)
        rows = tx.conn.execute(select(crowded.c.holder, holders.c.article_id).select_from(joined).where(here)).all()
        if len({row.article_id for row in rows}) > CROWDED_ABOVE:
            continue
        tx.conn.execute(delete(crowded).where(here))
        _insert_live(tx, [(value, row.holder) for row in rows])
        moved.update(row.holder for row in rows)
    return moved
