"""What only PostgreSQL needs: the driver, snapshots, turns by advisory lock, and arrays.

Write transactions are READ COMMITTED: a worker that waited for a row must see what it has become. Snapshots are
REPEATABLE READ and read-only.
"""

from collections.abc import Sequence
from hashlib import blake2b
from importlib.util import find_spec
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, any_, create_engine, event, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeEngine

from firsthand.model.errors import StoreError

NAME = "postgresql"


def connect(url: URL) -> Engine:
    """Open a pool of connections to the server; the first real connection is made later."""
    if find_spec("psycopg") is None:
        raise StoreError("The driver for PostgreSQL is not installed.", "Run: pip install 'firsthand[postgres]'")
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=32)
    event.listen(engine, "connect", _on_connect)
    return engine


def _on_connect(raw: Any, _entry: ConnectionPoolEntry) -> None:
    """Have no statement compiled (that takes 15 ms, what pages ask takes one); rows are looked up in memory, or on flash."""
    raw.execute("SET jit = off")
    raw.execute("SET random_page_cost = 1.1")
    raw.commit()


def writing(engine: Engine) -> Engine:
    """Return the engine for write transactions."""
    return engine.execution_options(isolation_level="READ COMMITTED")


def reading(engine: Engine) -> Engine:
    """Return the engine for snapshots."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def take_turn(conn: Connection, name: str) -> None:
    """Wait until nobody else is in the turn called ``name``; it ends with the transaction."""
    number = int.from_bytes(blake2b(f"firsthand {name}".encode(), digest_size=8).digest(), "big", signed=True)
    conn.execute(select(func.pg_advisory_xact_lock(number)))


def library(conn: Connection) -> str:
    """Name the server and its version."""
    version: str = conn.exec_driver_sql("SHOW server_version").scalar_one()
    return f"PostgreSQL {version}"


def size(conn: Connection) -> int:
    """Return the bytes of the database on the server."""
    found: int = conn.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
    return found


def among(target: ColumnElement[Any], values: Sequence[Any], kind: TypeEngine[Any]) -> ColumnElement[bool]:
    """Say "is one of": the values travel as one array."""
    return target == any_(literal(values, ARRAY(kind)))


def copy_in(conn: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows the server's quickest way. Raises StoreError with what the server says."""
    import psycopg

    raw: Any = conn.connection.dbapi_connection
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise explain(error) from error


def is_of_what_was_written(error: Exception) -> bool:
    """Say whether it is the row that is at fault, not the server: a key that is too long for an index (class 54)."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None)).startswith("54")


def explain(error: Exception) -> StoreError:
    """Say in one line what the server or the driver complains of."""
    text = str(getattr(error, "orig", error)).strip().splitlines()
    return StoreError(f"The PostgreSQL store cannot be used: {text[0] if text else 'no reason given'}.")
