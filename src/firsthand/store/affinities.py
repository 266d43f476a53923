"""Which lineages may tell of the same event: what each is found by and scored with, the scores of pairs, and the groups.

`affinity_holder` says what is known of a lineage, `firsthand.store.affinity_index` finds it, and `affinity` holds the
scores: both name lineages by numbers. `affinity_group` says which lineages clustering put together: stories are made of
these groups, but what people said and a long silence cut or join them.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import chain

import numpy as np
from sqlalchemy import ColumnElement, delete, insert, select

from firsthand.model.ids import number
from firsthand.store import affinity_index
from firsthand.store.records import pack, unpack
from firsthand.store.statements import among, insert_many
from firsthand.store.tables import affinity as pairs
from firsthand.store.tables import affinity_group as groups
from firsthand.store.tables import affinity_holder as holders
from firsthand.store.transaction import Tx
from firsthand.thread.cluster import JOIN_AT_LEAST, UNIT, Net
from firsthand.thread.vector import Ints, Vector

Pair = tuple[str, str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Lineages worth scoring against each other: what a score needs of each, and the pairs, each once, by their places."""

    names: tuple[str, ...]
    vectors: tuple[Vector, ...]
    pairs: Ints


def put_pages(tx: Tx, some: Mapping[str, Vector]) -> None:
    """Keep what lineages are found by and scored with; those that are here already must have been dropped."""
    if not some:
        return
    rows = [{"lineage_id": i, "number": number(i), "vector": pack(v)} for i, v in some.items()]
    tx.conn.execute(insert(holders), rows)
    affinity_index.put(tx, {number(i): v for i, v in some.items()})


def unchanged(tx: Tx, some: Mapping[str, Vector]) -> set[str]:
    """Return those of the lineages of which just this is kept."""
    query = select(holders.c.lineage_id, holders.c.vector).where(among(tx, holders.c.lineage_id, some))
    return {row.lineage_id for row in tx.conn.execute(query) if row.vector == pack(some[row.lineage_id])}


def drop(tx: Tx, lineage_ids: Iterable[str]) -> None:
    """Forget lineages: what they are found by, and their pairs."""
    query = select(holders.c.lineage_id, holders.c.number, holders.c.vector)
    gone = tx.conn.execute(query.where(among(tx, holders.c.lineage_id, lineage_ids))).all()
    if not gone:
        return
    affinity_index.drop(tx, {one.number: unpack(Vector, one.vector) for one in gone})
    numbers = [one.number for one in gone]
    tx.conn.execute(delete(holders).where(among(tx, holders.c.lineage_id, [one.lineage_id for one in gone])))
    tx.conn.execute(delete(pairs).where(among(tx, pairs.c.low, numbers)))
    tx.conn.execute(delete(pairs).where(among(tx, pairs.c.high, numbers)))


# --- what is worth scoring ---


def neighbours(tx: Tx, asked: Mapping[str, Vector], gone: Iterable[str]) -> Neighbours:
    """Return the lineages worth scoring against those asked for: each other, and those kept, but for ``gone``."""
    known = {number(name): (name, vector) for name, vector in asked.items()}
    found = affinity_index.pairs(
        tx, {n: vector for n, (_, vector) in known.items()}, known.keys() | {number(name) for name in gone}
    )
    query = select(holders.c.number, holders.c.lineage_id, holders.c.vector)
    near = set(np.unique(found).tolist()) - known.keys()
    for row in tx.conn.execute(query.where(among(tx, holders.c.number, near))):
        known[row.number] = (row.lineage_id, unpack(Vector, row.vector))
    ordered = sorted(known)
    numbers = np.array(ordered, np.int64)
    return Neighbours(
        tuple(known[n][0] for n in ordered), tuple(known[n][1] for n in ordered), np.searchsorted(numbers, found)
    )


# --- the scores ---


def put(tx: Tx, rows: Iterable[Pair]) -> None:
    """Keep the scores of pairs of lineages that have none; the order within a pair says nothing."""
    insert_many(tx, (pairs.c.low, pairs.c.high, pairs.c.score), sorted(_row(a, b, score) for a, b, score in rows))


def _row(a: str, b: str, score: float) -> tuple[int, int, int]:
    if a == b:
        raise ValueError(f"a lineage paired with itself: {a}")
    low, high = sorted((number(a), number(b)))
    return low, high, round(score * UNIT)


def inside(tx: Tx, lineage_ids: Iterable[str]) -> list[Pair]:
    """Return the kept pairs among some lineages, the smaller id first, in order."""
    named = {number(name): name for name in lineage_ids}
    query = select(pairs.c.low, pairs.c.high, pairs.c.score).where(among(tx, pairs.c.low, named))
    rows = [(named[low], named[high], score / UNIT) for low, high, score in tx.conn.execute(query) if high in named]
    return sorted((min(a, b), max(a, b), score) for a, b, score in rows)


# --- the groups ---


def put_groups(tx: Tx, some: Iterable[frozenset[str]]) -> None:
    """Keep which lineages clustering put together, in the place of what was known of them."""
    of = {name: number(min(group)) for group in some for name in sorted(group)}
    leave_groups(tx, of)
    if of:
        tx.conn.execute(insert(groups), [{"lineage_id": name, "number": group} for name, group in of.items()])


def groups_of(tx: Tx, lineage_ids: Iterable[str]) -> set[frozenset[str]]:
    """Return the groups that hold any of these lineages."""
    query = select(groups.c.number).where(among(tx, groups.c.lineage_id, lineage_ids))
    numbers = set(tx.conn.execute(query).scalars())
    found: dict[int, set[str]] = {}
    query = select(groups.c.number, groups.c.lineage_id).where(among(tx, groups.c.number, numbers))
    for group, lineage_id in tx.conn.execute(query):
        found.setdefault(group, set()).add(lineage_id)
    return set(map(frozenset, found.values()))


def leave_groups(tx: Tx, lineage_ids: Iterable[str]) -> None:
    """Forget in which groups lineages were."""
    tx.conn.execute(delete(groups).where(among(tx, groups.c.lineage_id, lineage_ids)))


# --- what stands around some lineages ---


class Nets:
    """The kept pairs around some lineages, read as they are asked for."""

    def __init__(self, tx: Tx) -> None:
        """Begin with nothing read."""
        self._tx = tx
        self._rows: Ints = np.empty((0, 3), np.int64)
        self._below: set[int] = set()
        self._above: set[int] = set()
        self._names: dict[int, str] = {}

    def around(self, moved: Set[str], active: Set[str]) -> Net:
        """Return what `recluster` asks for."""
        some = {number(name): name for name in active}
        inner, here = _sorted(map(number, moved)), _sorted(some)
        self._read(some.keys(), set(inner.tolist()))
        low, high, score = self._rows.T
        low_moved, high_moved = np.isin(low, inner), np.isin(high, inner)
        low_here, high_here = np.isin(low, here), np.isin(high, here)
        close = score >= round(JOIN_AT_LEAST * UNIT)
        beside = np.union1d(low[close & high_moved & ~low_here], high[close & low_moved & ~high_here])
        kept = (low_here & high_here) | (low_moved & np.isin(high, beside)) | (high_moved & np.isin(low, beside))
        return self._net(some, set(beside.tolist()), self._rows[kept])

    def _net(self, active: Mapping[int, str], beside: Set[int], rows: Ints) -> Net:
        """Put names to numbers: clustering goes by their order."""
        new = beside - self._names.keys()
        query = select(holders.c.number, holders.c.lineage_id).where(among(self._tx, holders.c.number, new))
        self._names |= active
        self._names |= {row.number: row.lineage_id for row in self._tx.conn.execute(query)}
        ordered = sorted((self._names[n], n) for n in (*active, *beside))
        numbers = np.array([n for _, n in ordered], np.int64)
        place = np.argsort(numbers)
        first, second = (place[np.searchsorted(numbers[place], rows[:, side])] for side in (0, 1))
        aside = frozenset(at for at, (_, n) in enumerate(ordered) if n in beside)
        return Net([name for name, _ in ordered], first, second, rows[:, 2], aside)

    def _read(self, below: Collection[int], above: Collection[int]) -> None:
        """Read the rows that name some lineages first, and those that name some second."""
        first, second = set(below) - self._below, set(above) - self._above
        if not first and not second:
            return
        self._below |= first
        self._above |= second
        known = self._rows[~np.isin(self._rows[:, 0], _sorted(first))]
        late = self._select(pairs.c.high, second)
        late = late[~np.isin(late[:, 0], _sorted(self._below))]
        self._rows = np.concatenate([known, self._select(pairs.c.low, first), late])

    def _select(self, column: ColumnElement[int], numbers: Set[int]) -> Ints:
        query = select(pairs.c.low, pairs.c.high, pairs.c.score).where(among(self._tx, column, numbers))
        return np.fromiter(chain.from_iterable(self._tx.conn.execute(query)), np.int64).reshape(-1, 3)


def _sorted(numbers: Iterable[int]) -> Ints:
    return np.array(sorted(numbers), np.int64)
