"""Which lineages may tell of the same event: the terms each is known by, and the scores of pairs that were compared."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select

from firsthand.store.fingerprints import signed
from firsthand.store.statements import among, upsert
from firsthand.store.tables import affinity as pairs
from firsthand.store.tables import affinity_term as table
from firsthand.store.transaction import Tx

Pair = tuple[str, str, float]


def put_terms(tx: Tx, lineage_id: str, terms: Mapping[int, float], when: datetime) -> None:
    """Replace the terms (64-bit numbers) a lineage is found by, with their weights and the lineage's time."""
    tx.conn.execute(delete(table).where(table.c.lineage_id == lineage_id))
    weights = {signed(int(term)): float(weight) for term, weight in terms.items()}
    rows = [{"term": term, "lineage_id": lineage_id, "at": when, "weight": weights[term]} for term in sorted(weights)]
    if rows:
        tx.conn.execute(insert(table), rows)


def lineages_sharing(
    tx: Tx, terms: Iterable[int], at_least: int, since: datetime | None, until: datetime | None
) -> list[tuple[str, int]]:
    """Return the lineages of a time (ends included) that share so many of these terms, the most first, then by id."""
    shared = func.count().label("shared")
    query = select(table.c.lineage_id, shared).where(among(tx, table.c.term, {signed(int(term)) for term in terms}))
    if since is not None:
        query = query.where(table.c.at >= since)
    if until is not None:
        query = query.where(table.c.at <= until)
    rows = tx.conn.execute(query.group_by(table.c.lineage_id).having(shared >= at_least))
    return sorted(((lineage, int(number)) for lineage, number in rows), key=lambda pair: (-pair[1], pair[0]))


def put(tx: Tx, rows: Iterable[Pair]) -> None:
    """Keep the scores of pairs of lineages; the order within a pair says nothing."""
    upsert(tx, pairs, [_pair(a, b, score) for a, b, score in rows], _newer)


def _newer(new: Any) -> dict[str, Any]:
    return {"score": new.score}


def component(tx: Tx, lineage_id: str) -> tuple[set[str], list[Pair]]:
    """Return the lineages that hang together with this one over kept pairs, and those pairs, sorted.

    Goes outward ring by ring: two index look-ups a ring, and components are small.
    """
    reached, ring = {lineage_id}, {lineage_id}
    found: dict[tuple[str, str], float] = {}
    while ring:
        query = select(pairs).where(or_(among(tx, pairs.c.low, ring), among(tx, pairs.c.high, ring)))
        edges = {(row.low, row.high): row.score for row in tx.conn.execute(query)}
        found |= edges
        ring = {end for edge in edges for end in edge} - reached
        reached |= ring
    return reached, [(low, high, found[low, high]) for low, high in sorted(found)]


def drop(tx: Tx, lineage_id: str) -> None:
    """Forget a lineage: its terms and its pairs."""
    tx.conn.execute(delete(table).where(table.c.lineage_id == lineage_id))
    tx.conn.execute(delete(pairs).where(or_(pairs.c.low == lineage_id, pairs.c.high == lineage_id)))


def _pair(a: str, b: str, score: float) -> dict[str, object]:
    if a == b:
        raise ValueError(f"a lineage paired with itself: {a}")
    return {"low": min(a, b), "high": max(a, b), "score": score}
