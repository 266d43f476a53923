"""Everything that can be made again from the captures, as a whole: dropped for a rebuild, told for a comparison."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select

from firsthand.store import model_cache
from firsthand.store.tables import DERIVED, name_start, search_change, search_epoch, work
from firsthand.store.transaction import Tx

#: What a rebuild drops: all that is derived, the log that search indexes follow, and the queue.
DROPPED = (*DERIVED, search_change, search_epoch, work)


def drop_all(tx: Tx) -> None:
    """Drop every derived row and the queue. Captures, blobs, judgements and (within bounds) models' answers stay."""
    for table in DROPPED:
        tx.conn.execute(delete(table))
    model_cache.prune(tx)


def dump(tx: Tx) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Tell every derived row, table by table, in the order of the primary key as Python sorts it.

    The queue is not told: how often something was tried is no result. Nor is the log that search indexes follow: it says
    in what order things happened, and what is in it stands in the stories. Nor are the beginnings of names: those of names
    that are gone may be left among them, and lead nowhere.
    """
    for table in sorted({*DERIVED} - {name_start}, key=lambda table: table.name):
        width = len(table.primary_key.columns)
        keys = list(table.primary_key.columns)
        others = [column for column in table.columns if column not in set(keys)]
        rows = tx.conn.execute(select(*keys, *others)).all()
        for row in sorted(rows, key=lambda row: tuple(row[:width])):
            yield table.name, tuple(row)
