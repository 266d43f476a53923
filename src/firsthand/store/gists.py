"""What stories are known by beyond their event, which of them share names, and how near of kin they are."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select

from firsthand.model.thread import Gist
from firsthand.store.records import decode, encode
from firsthand.store.statements import among, one_of, several, upsert
from firsthand.store.tables import gist as table
from firsthand.store.tables import gist_name as names
from firsthand.store.tables import kinship as pairs
from firsthand.store.times import UNKNOWN
from firsthand.store.transaction import Tx

Pair = tuple[str, str, float]


def put(tx: Tx, gist: Gist, own: Iterable[int], told: Iterable[int]) -> None:
    """Keep a gist: ``own`` are the names (63-bit numbers) that it is found by, ``told`` those of its round-ups."""
    tx.conn.execute(insert(table), {"story_id": gist.story, "record": encode(gist)})
    at = gist.first.at if gist.first else UNKNOWN
    rows = [
        {"name": name, "story_id": gist.story, "round_up": round_up, "at": at}
        for round_up, some in ((False, own), (True, told))
        for name in sorted(set(some))
    ]
    if rows:
        tx.conn.execute(insert(names), rows)


def drop(tx: Tx, story_id: str) -> None:
    """Forget the gist of a story, its names, and how near it was to others."""
    tx.conn.execute(delete(names).where(names.c.story_id == story_id))
    tx.conn.execute(delete(table).where(table.c.story_id == story_id))
    tx.conn.execute(delete(pairs).where(or_(pairs.c.low == story_id, pairs.c.high == story_id)))


def many(tx: Tx, story_ids: Iterable[str]) -> dict[str, Gist]:
    """Return those gists that there are, by story id."""
    rows = tx.conn.execute(_many(tx.dialect), {"stories": several(tx.dialect, story_ids)})
    return {row.story_id: decode(Gist, row.record) for row in rows}


@cache
def _many(dialect: str) -> Select[Any]:
    return select(table).where(one_of(dialect, table.c.story_id, "stories"))


def sharing(tx: Tx, some: Iterable[int], at_least: int, since: datetime, until: datetime, round_ups: bool) -> list[str]:
    """Return the stories of a time (ends included) that share so many of these names, sorted.

    With ``round_ups``, names that stand in parts of their round-ups are asked for, and not the stories' own.
    """
    query = select(names.c.story_id).where(
        among(tx, names.c.name, set(some)), names.c.round_up == round_ups, names.c.at >= since, names.c.at <= until
    )
    rows = tx.conn.execute(query.group_by(names.c.story_id).having(func.count() >= at_least))
    return sorted(rows.scalars())


def nearest(tx: Tx, some: Iterable[int], at_least: int, since: datetime, until: datetime, most: int) -> list[str]:
    """Return the stories of a time that share most of these names, and so many at least."""
    query = select(names.c.story_id).where(
        among(tx, names.c.name, set(some)), names.c.round_up.is_(False), names.c.at >= since, names.c.at <= until
    )
    query = query.group_by(names.c.story_id).having(func.count() >= at_least)
    return list(tx.conn.execute(query.order_by(func.count().desc(), names.c.story_id).limit(most)).scalars())


def put_pairs(tx: Tx, some: Iterable[Pair]) -> None:
    """Keep how near of kin pairs of stories are; the order within a pair says nothing."""
    rows = [{"low": min(a, b), "high": max(a, b), "value": value} for a, b, value in some]
    upsert(tx, pairs, rows, _newer)


def _newer(new: Any) -> dict[str, Any]:
    return {"value": new.value}


def together(tx: Tx, story_ids: Iterable[str], at_least: float) -> set[str]:
    """Return the stories that hang together with any of these over pairs of so much kinship, and these themselves."""
    reached = set(story_ids)
    ring = set(reached)
    while ring:
        query = select(pairs.c.low, pairs.c.high).where(
            or_(among(tx, pairs.c.low, ring), among(tx, pairs.c.high, ring)), pairs.c.value >= at_least
        )
        ring = {end for row in tx.conn.execute(query) for end in (row.low, row.high)} - reached
        reached |= ring
    return reached


def pairs_within(tx: Tx, story_ids: Iterable[str]) -> list[Pair]:
    """Return every kept pair that lies among these stories, sorted."""
    inside = set(story_ids)
    rows = tx.conn.execute(select(pairs).where(among(tx, pairs.c.low, inside)))
    return sorted((row.low, row.high, row.value) for row in rows if row.high in inside)
