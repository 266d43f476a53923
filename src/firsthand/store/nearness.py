"""Pages that mean what a question means: the vectors of the newest documents, side by side in memory.

Bounded: beyond `MOST` the oldest in the log are left out. 50,000 pages take 100 MB and 8 ms a question, all pages of a
large store would take more than everything else together.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from firsthand.model.meaning import Meaning
from firsthand.store import search_changes
from firsthand.store.tables import meaning, search_change
from firsthand.store.transaction import Tx

MOST = 50_000
#: Cosine below which a page has nothing to do with a question.
_FLOOR = 0.45
_READ = 2_000


@cache
def nearness_of(folder: Path) -> "Nearness":
    """Return the vectors that are kept for the index in a folder, one object a process."""
    return Nearness()


@dataclass
class Nearness:
    """The vectors of one model: for each document its headline's and its lead's, of length 1."""

    model: str = ""
    sequence: int = 0
    epoch: str | None = None
    _places: dict[str, int] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)
    _vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2, 0), np.float32))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def nearest(self, tx: Tx, epoch: str | None, asked: bytes, model: str, limit: int) -> list[tuple[str, float]]:
        """Return the documents nearest to a question's vector, with their cosines, the nearest first."""
        with self._lock:
            if (epoch, model) != (self.epoch, self.model):
                self._begin(epoch, model)
            self._follow(tx)
            if not self._names or self._vectors.shape[2] != len(asked):
                return []
            cosines = (self._vectors[: len(self._names)] @ _unit(asked)).max(axis=1)
            best = np.argsort(-cosines, kind="stable")[:limit]
            return [(self._names[n], float(cosines[n])) for n in best if cosines[n] >= _FLOOR]

    def _begin(self, epoch: str | None, model: str) -> None:
        self.epoch, self.model, self.sequence = epoch, model, 0
        self._places, self._names = {}, []
        self._vectors = np.zeros((0, 2, 0), np.float32)

    def _follow(self, tx: Tx) -> None:
        """Take in what changed since; at first only the newest. Of pages without a meaning there is nothing to take in."""
        last = search_changes.newest(tx)[1]
        if last <= self.sequence:
            return
        joined = search_change.join(meaning, meaning.c.document_id == search_change.c.document_id)
        query = select(search_change.c.document_id, search_change.c.sequence, meaning.c.headline, meaning.c.lead)
        query = query.select_from(joined).where(search_change.c.sequence > self.sequence, meaning.c.model == self.model)
        for rows in tx.conn.execute(query.order_by(search_change.c.sequence.desc()).limit(MOST)).partitions(_READ):
            self._put([(r.document_id, Meaning(self.model, bytes(r.headline), bytes(r.lead))) for r in rows])
        self.sequence = last

    def _put(self, some: Sequence[tuple[str, Meaning]]) -> None:
        for name, meant in some:
            if len(meant.headline) != len(meant.lead) or (self._names and len(meant.lead) != self._vectors.shape[2]):
                continue
            place = self._places.get(name, len(self._names))
            if place >= MOST:
                continue
            self._room(place, len(meant.lead))
            self._vectors[place] = _unit(meant.headline), _unit(meant.lead)
            if place == len(self._names):
                self._names.append(name)
                self._places[name] = place

    def _room(self, place: int, width: int) -> None:
        if place < len(self._vectors):
            return
        larger = np.zeros((min(max(place * 2, 256), MOST), 2, width), np.float32)
        larger[:place] = self._vectors[:place] if place else larger[:0]
        self._vectors = larger


def _unit(vector: bytes) -> NDArray[np.float32]:
    wide = np.frombuffer(vector, np.int8).astype(np.float32)
    return wide / (float(np.linalg.norm(wide)) or 1.0)
