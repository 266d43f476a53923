"""The statements that are spelled differently on the two databases: insert-or-update, "is one of many", many rows at once.

They keep one SQL text whatever the number of values, so that it is compiled once and no parameter limit is met. Putting a
statement together takes ten times as long as looking a row up with it: what every page asks is put together once for
each database (``@cache``, from `one_of`), and handed its values (`several`).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Insert,
    Result,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy import column as named
from sqlalchemy.dialects import postgresql, sqlite

from firsthand.store import postgres as postgres_dialect
from firsthand.store import sqlite as sqlite_dialect
from firsthand.store.transaction import Tx

Row = Mapping[str, Any]
Assign = Callable[[Any], Mapping[str, Any]]


def among(tx: Tx, column: ColumnElement[Any], values: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """Say that ``column`` is one of ``values``, however many there are."""
    kind = BigInteger() if isinstance(column.type, BigInteger) else Text()
    distinct: list[Any] = list(dict.fromkeys(values))
    if tx.dialect == "sqlite":
        return sqlite_dialect.among(column, distinct, kind)
    return postgres_dialect.among(column, distinct, kind)


def one_of(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Say that ``column`` is one of the values of a parameter, in a statement that is made once; `several` packs them."""
    if dialect != "sqlite":
        return column == any_(bindparam(name, type_=postgresql.ARRAY(Text())))
    table = func.json_each(bindparam(name, type_=Text())).table_valued(named("value", Text()))
    return column.in_(select(table.c.value))


def several(dialect: str, values: Iterable[str]) -> object:
    """Pack values for the parameter of a `one_of`."""
    distinct = list(dict.fromkeys(values))
    return json.dumps(distinct) if dialect == "sqlite" else distinct


def rows_of(tx: Tx, columns: tuple[Column[Any], ...], values: Iterable[str]) -> Result[Any]:
    """Read the rows of one table whose first column here is one of ``values``; ``columns`` are constants of a module."""
    return tx.conn.execute(_rows(tx.dialect, columns), {"these": several(tx.dialect, values)})


@cache
def _rows(dialect: str, columns: tuple[Column[Any], ...]) -> Select[Any]:
    return select(*columns).where(one_of(dialect, columns[0], "these"))


def upsert(tx: Tx, table: Table, rows: Sequence[Row], assign: Assign) -> None:
    """Insert rows; where the primary key is taken, set what ``assign`` says of the row that was to come in.

    ``assign`` is a function of a module: the statement is made once for it.
    """
    if rows:
        tx.conn.execute(_upserting(tx.dialect, table, assign), rows)


@cache
def _upserting(dialect: str, table: Table, assign: Assign) -> Insert:
    key = list(table.primary_key.columns)
    if dialect == "sqlite":
        lite = sqlite.insert(table)
        return lite.on_conflict_do_update(index_elements=key, set_=assign(lite.excluded))
    post = postgresql.insert(table)
    return post.on_conflict_do_update(index_elements=key, set_=assign(post.excluded))


def insert_new(tx: Tx, table: Table, row: Row) -> bool:
    """Insert one row unless its primary key is taken; say whether it was inserted."""
    insert = sqlite.insert(table) if tx.dialect == "sqlite" else postgresql.insert(table)
    inserted = insert.values(**row).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return tx.conn.execute(inserted).first() is not None


def insert_all_new(tx: Tx, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows but those whose primary key is taken."""
    if rows:
        tx.conn.execute(_inserting_new(tx.dialect, table), rows)


@cache
def _inserting_new(dialect: str, table: Table) -> Insert:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_nothing()


def insert_many(tx: Tx, columns: Sequence[Column[Any]], rows: Sequence[tuple[int | bytes, ...]]) -> None:
    """Insert rows of plain numbers and bytes, given in the order of ``columns`` of one table.

    They go to the driver as they are: for tens of thousands of rows, making a mapping of each takes longer than storing it.
    """
    if rows:
        tx.conn.exec_driver_sql(_inserting(tx.dialect, tuple(columns)), list(rows))


@cache
def _inserting(dialect: str, columns: tuple[Column[Any], ...]) -> str:
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join(["?" if dialect == "sqlite" else "%s"] * len(columns))
    return f'INSERT INTO "{columns[0].table.name}" ({names}) VALUES ({marks})'


def insert_rows(tx: Tx, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows of plain values into a table as it is in the database, which may be one of an older schema."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if tx.dialect == "sqlite":
        marks = ", ".join("?" * len(columns))
        tx.conn.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))
    else:
        postgres_dialect.copy_in(tx.conn, f'COPY "{table}" ({names}) FROM STDIN', rows)
