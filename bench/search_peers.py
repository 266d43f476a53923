"""Two peers, bare: SQLite's FTS5 and PostgreSQL's tsvector, over headline and text, each as its manual begins.

Every term of a question is quoted, and all must be there; the best by the engine's own rank come first. ``loose`` asks for any
of the words, for whoever would rather have that.
"""

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_WORD = re.compile(r"\w+")
_BATCH = 1_000
Row = tuple[str, str, str]


class Fts5:
    """A table of FTS5 with its content, in a file of its own."""

    name = "SQLite FTS5"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._conn = sqlite3.connect(file)
        self._conn.execute("PRAGMA journal_mode=WAL")
        self._conn.execute("CREATE VIRTUAL TABLE page USING fts5(id UNINDEXED, headline, text)")

    def build(self, rows: Iterable[Row]) -> float:
        """Put rows in; return the seconds it took."""
        spent = 0.0
        for some in _batches(rows):
            began = time.perf_counter()
            with self._conn:
                self._conn.executemany("INSERT INTO page VALUES (?, ?, ?)", some)
            spent += time.perf_counter() - began
        return spent

    def size(self) -> int:
        """Return the bytes on disk."""
        self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self._file.stat().st_size

    def ask(self, question: str, limit: int = 10, loose: bool = False) -> list[str]:
        """Return the best pages."""
        terms = (" OR " if loose else " ").join(f'"{word}"' for word in _WORD.findall(question))
        query = "SELECT id FROM page WHERE page MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._conn.execute(query, (terms, limit))] if terms else []


class Tsvector:
    """A table with a stored tsvector and a GIN index over it."""

    name = "PostgreSQL tsvector"

    def __init__(self, address: str) -> None:
        import psycopg

        self._conn = psycopg.connect(address, autocommit=True)
        self._conn.execute(
            "CREATE TABLE page (id text, headline text, text text, words tsvector GENERATED ALWAYS AS "
            "(setweight(to_tsvector('english', headline), 'A') || to_tsvector('english', text)) STORED)"
        )

    def build(self, rows: Iterable[Row]) -> float:
        """Put rows in and make the index; return the seconds it took."""
        spent = 0.0
        for some in _batches(rows):
            began = time.perf_counter()
            with self._conn.cursor().copy("COPY page (id, headline, text) FROM STDIN") as copy:
                for row in some:
                    copy.write_row(row)
            spent += time.perf_counter() - began
        began = time.perf_counter()
        self._conn.execute("CREATE INDEX page_words ON page USING gin (words)")
        self._conn.execute("ANALYZE page")
        return spent + time.perf_counter() - began

    def size(self) -> int:
        """Return the bytes on disk."""
        row = self._conn.execute("SELECT pg_total_relation_size('page')").fetchone()
        return int(row[0]) if row else 0

    def ask(self, question: str, limit: int = 10, loose: bool = False) -> list[str]:
        """Return the best pages."""
        terms = (" | " if loose else " & ").join(f"'{word}'" for word in _WORD.findall(question))
        query = "SELECT id FROM page, to_tsquery('english', %s) q WHERE words @@ q ORDER BY ts_rank_cd(words, q) DESC LIMIT %s"
        return [row[0] for row in self._conn.execute(query, (terms, limit))] if terms else []


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for name, headline, text in rows:
        batch.append((name, headline.replace("\x00", " "), text.replace("\x00", " ")))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a new database on a private server."""
    from tests import postgres as servers

    with servers.server() as server, servers.database(server) as address:
        yield address
