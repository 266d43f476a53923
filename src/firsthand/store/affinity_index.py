"""The index by which lineages that may tell of the same event find each other: keys, hours, and the numbers of lineages.

Keys of near pages (`keys.near_keys`) are shared by many: `affinity_bundle` has one row for a key and a day, with all its
pages in it, so that a busy day's are read in some thousands of rows and not in millions. Keys of far pages are shared by
few: `affinity_key` has a row for each.

What comes in one week goes to one place of both: a bundle's day stands before its key, and so do, in a far key of a page
with a sure date, the weeks (`_WEEKS`) it is of. Rows that fall anywhere in a large index cost four times as much to write.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, pairwise

import numpy as np
from sqlalchemy import and_, bindparam, delete, func, select

from firsthand.store.statements import among, insert_many
from firsthand.store.tables import affinity_bundle as bundles
from firsthand.store.tables import affinity_key as index
from firsthand.store.transaction import Tx
from firsthand.thread import keys as thread_keys
from firsthand.thread.keys import KEY_BITS, LOOKS, Entries, Look
from firsthand.thread.vector import Ints, Vector

#: Lineages whose times lie within so many hours are looked up by one statement.
_HOURS_AT_ONCE = 96
_DAY = 24
#: Hours that far keys of sure pages stand together for; they are found by such keys of the same weeks or the next.
_WEEKS = 16 * _DAY
_KEY = (1 << KEY_BITS) - 1

_DROP_KEY = delete(index).where(
    index.c.key == bindparam("k"), index.c.hour == bindparam("t"), index.c.holder == bindparam("h")
)
_DROP_BUNDLE = delete(bundles).where(bundles.c.key == bindparam("k"), bundles.c.day == bindparam("d"))


def put(tx: Tx, some: Mapping[int, Vector]) -> None:
    """Index lineages, by number, that are not in the index."""
    # In the order of the key, so that neighbours meet on one page of the index.
    insert_many(tx, (index.c.key, index.c.hour, index.c.holder), sorted(_far_rows(some)))
    new = _numbered(some, thread_keys.near_keys)
    if len(new.keys):
        _write(tx, _joined(_bundled(tx, new), new))


def drop(tx: Tx, some: Mapping[int, Vector]) -> None:
    """Take lineages out of the index."""
    if rows := sorted(_far_rows(some)):
        tx.conn.execute(_DROP_KEY, [{"k": key, "t": hour, "h": holder} for key, hour, holder in rows])
    gone = _numbered(some, thread_keys.near_keys)
    if len(gone.keys):
        _write(tx, _without(_bundled(tx, gone), some))


def pairs(tx: Tx, asked: Mapping[int, Vector], out: Collection[int]) -> Ints:
    """Return the pairs (of numbers) of lineages asked for with each other, and with those kept that are not ``out``.

    Each pair once, as a row; the first is one that was asked for.
    """
    own = _numbered(asked, thread_keys.held_keys)
    found = [np.empty((0, 2), np.int64)]
    for some in _of_a_time(asked):
        for look in LOOKS:
            mine = _numbered(some, look.keys)
            if len(mine.keys):
                held = _without(_near(tx, mine, look) if look.is_near else _far(tx, mine, look), out)
                found.append(np.stack(thread_keys.sharing(mine, thread_keys.by_key(_joined(held, own)), look), 1))
    return _each_once(np.concatenate(found), np.fromiter(asked, np.int64, len(asked)))


def _each_once(rows: Ints, asked: Ints) -> Ints:
    rows = rows[rows[:, 0] != rows[:, 1]]
    turned = (rows[:, 0] > rows[:, 1]) & np.isin(rows[:, 1], asked)
    rows = np.where(turned[:, None], rows[:, ::-1], rows)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    kept: Ints = rows[np.r_[True, (rows[1:] != rows[:-1]).any(1)]] if len(rows) else rows
    return kept


def _of_a_time(asked: Mapping[int, Vector]) -> Iterator[dict[int, Vector]]:
    """Cut lineages into runs whose times lie close together."""
    run: dict[int, Vector] = {}
    first = 0
    for name, vector in sorted(asked.items(), key=lambda item: (thread_keys.hour(item[1].when), item[0])):
        hour = thread_keys.hour(vector.when)
        if run and hour > first + _HOURS_AT_ONCE:
            yield run
            run = {}
        first = first if run else hour
        run[name] = vector
    if run:
        yield run


def _far_rows(some: Mapping[int, Vector]) -> Iterator[tuple[int, int, int]]:
    for number, vector in some.items():
        hour = thread_keys.hour(vector.when)
        weeks = hour // _WEEKS << KEY_BITS if vector.sure else 0
        yield from ((weeks | key, hour, number) for key in set(thread_keys.own_far_keys(vector)))


def _numbered(some: Mapping[int, Vector], keys: Callable[[Vector], list[int]]) -> Entries:
    """Index some lineages by their numbers."""
    made = thread_keys.entries(list(some.values()), keys)
    return Entries(made.keys, made.hours, np.array(list(some), np.int64)[made.pages])


def _joined(*some: Entries) -> Entries:
    columns = zip(*((one.keys, one.hours, one.pages) for one in some), strict=True)
    return Entries(*(np.concatenate(column) for column in columns))


def _without(some: Entries, out: Collection[int]) -> Entries:
    kept = ~np.isin(some.pages, np.fromiter(out, np.int64, len(out)))
    return Entries(some.keys[kept], some.hours[kept], some.pages[kept])


# --- far keys ---


def _far(tx: Tx, mine: Entries, look: Look) -> Entries:
    since, until = int(mine.hours.min()) - look.hours, int(mine.hours.max()) + look.hours
    keys = mine.keys
    if look.among_sure:
        keys = np.concatenate([keys | weeks << KEY_BITS for weeks in _weeks_kept(tx, since, until)] or [keys[:0]])
    here = and_(among(tx, index.c.key, keys.tolist()), index.c.hour.between(since, until))
    found = tx.conn.execute(select(index.c.key, index.c.hour, index.c.holder).where(here))
    rows = np.fromiter(chain.from_iterable(found), np.int64).reshape(-1, 3)
    return Entries(rows[:, 0] & _KEY, rows[:, 1], rows[:, 2])


def _weeks_kept(tx: Tx, since: int, until: int) -> range:
    """Return the weeks from one hour to another of which there may be any page in the index."""
    first, last = tx.conn.execute(select(func.min(index.c.key), func.max(index.c.key))).one()
    if first is None:
        return range(0)
    return range(max(first >> KEY_BITS, since // _WEEKS), min(last >> KEY_BITS, until // _WEEKS) + 1)


# --- near keys ---


def _near(tx: Tx, mine: Entries, look: Look) -> Entries:
    since, until = int(mine.hours.min()) - look.hours, int(mine.hours.max()) + look.hours
    days = among(tx, bundles.c.day, range(since // _DAY, until // _DAY + 1))
    query = select(bundles.c.key, bundles.c.holders).where(days, among(tx, bundles.c.key, mine.keys.tolist()))
    return _unbundled([(row.key, row.holders) for row in tx.conn.execute(query)])


def _bundled(tx: Tx, some: Entries) -> Entries:
    """Take the bundles out of the store that hold these keys on their days; return what is in them."""
    wanted = set(zip(some.keys.tolist(), (some.hours // _DAY).tolist(), strict=True))
    days = among(tx, bundles.c.day, sorted({day for _, day in wanted}))
    query = select(bundles.c.key, bundles.c.day, bundles.c.holders)
    rows = tx.conn.execute(query.where(days, among(tx, bundles.c.key, some.keys.tolist()))).all()
    found = [(row.key, row.day, row.holders) for row in rows if (row.key, row.day) in wanted]
    if found:
        tx.conn.execute(_DROP_BUNDLE, [{"k": key, "d": day} for key, day, _ in found])
    return _unbundled([(key, holders) for key, _, holders in found])


def _unbundled(rows: Sequence[tuple[int, bytes]]) -> Entries:
    held = np.frombuffer(b"".join(holders for _, holders in rows), "<i8").reshape(-1, 2)
    sizes = np.array([len(holders) // 16 for _, holders in rows], np.int64)
    keys = np.repeat(np.array([key for key, _ in rows], np.int64), sizes)
    return Entries(keys, held[:, 0].astype(np.int64), held[:, 1].astype(np.int64))


def _write(tx: Tx, some: Entries) -> None:
    """Keep pages in bundles, none of which is in the store; in each by hour and number, once."""
    if not len(some.keys):
        return
    rows = np.unique(np.stack([some.hours // _DAY, some.keys, some.hours, some.pages], 1), axis=0)
    starts = np.flatnonzero(np.r_[True, (rows[1:, :2] != rows[:-1, :2]).any(1)])
    holders = np.ascontiguousarray(rows[:, 2:], "<i8")
    ends = pairwise([*starts.tolist(), len(rows)])
    made = [(*row, holders[a:b].tobytes()) for row, (a, b) in zip(rows[starts, :2].tolist(), ends, strict=True)]
    insert_many(tx, (bundles.c.day, bundles.c.key, bundles.c.holders), made)
