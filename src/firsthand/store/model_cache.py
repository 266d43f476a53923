"""What models answered, by model, version and input: asked once, kept across rebuilds, never more than so many.

It may be dropped at any time: then models are asked again. Answers that a program could not read are not put here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from firsthand.store.statements import among, upsert
from firsthand.store.tables import model_cache as table
from firsthand.store.transaction import Tx

#: (model, version) -> input -> answer.
Answers = dict[tuple[str, str], dict[str, bytes]]

#: Answers that are kept: a reworded summary has some 1.5 KB, so that they stay under half a gigabyte.
MOST = 250_000
#: An input's hash begins so once in 256 inputs; `keep` then prunes too: counting every time would cost more than keeping.
_SELDOM = "00"


def kept(tx: Tx, model: str, version: str, inputs: Iterable[str]) -> dict[str, bytes]:
    """Return the answers that are kept, by input (a hash, as `backends.cached.input_key` makes it)."""
    rows = tx.conn.execute(
        select(table.c.input, table.c.output).where(
            table.c.model == model, table.c.version == version, among(tx, table.c.input, inputs)
        )
    )
    return {row.input: bytes(row.output) for row in rows}


def answers(tx: Tx, inputs: Iterable[str]) -> Answers:
    """Return all that is kept for some inputs, by model and version: who loads does not know which model will be asked."""
    found: Answers = {}
    for row in tx.conn.execute(select(table).where(among(tx, table.c.input, inputs))):
        found.setdefault((row.model, row.version), {})[row.input] = bytes(row.output)
    return found


def keep(tx: Tx, model: str, version: str, answers: Mapping[str, bytes], made: datetime) -> None:
    """Keep answers by input; of two for one input the later stays. Now and then the oldest beyond `MOST` are dropped."""
    rows = [
        {"model": model, "version": version, "input": i, "output": answer, "made": made}
        for i, answer in answers.items()
    ]
    upsert(tx, table, rows, _newer)
    if any(i.startswith(_SELDOM) for i in answers):
        prune(tx)


def _newer(new: Any) -> dict[str, Any]:
    return {"output": new.output, "made": new.made}


def count(tx: Tx) -> int:
    """Return how many answers are kept."""
    found: int = tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
    return found


def prune(tx: Tx, most: int = MOST) -> int:
    """Drop the oldest answers beyond ``most`` (at least one) and return how many. What was kept in one breath stays."""
    oldest = select(table.c.made).order_by(table.c.made.desc()).offset(most - 1).limit(1).scalar_subquery()
    return tx.conn.execute(delete(table).where(table.c.made < oldest)).rowcount


def forget(tx: Tx, model: str) -> int:
    """Drop all that a model answered, in whatever version; return how many answers that were."""
    return tx.conn.execute(delete(table).where(table.c.model == model)).rowcount
