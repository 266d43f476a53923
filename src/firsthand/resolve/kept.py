"""What has been found out about a document is kept for a while: it is compared with many.

A document is known again by being the same object. Its hash would be the hash of every block and every part, which
takes longer than most of what is kept here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from firsthand.model.document import Document

T = TypeVar("T")

#: Documents whose findings are kept: as many as one batch of the line brings together, a hundred MiB at most.
_MOST = 4096


_EVERY: list[dict[int, Any]] = []


def forget() -> None:
    """Forget everything: documents that are loaded anew are other objects, and what is kept of the old ones is in the way."""
    for findings in _EVERY:
        findings.clear()


class Kept(dict[int, tuple[Document, T]]):
    """Findings by document. Each holds its document, so that no other object can come to stand at its address."""

    def __init__(self) -> None:
        super().__init__()
        _EVERY.append(self)

    def of(self, document: Document) -> T | None:
        """Return what is kept of a document, if anything."""
        held = self.get(id(document))
        return held[1] if held and held[0] is document else None

    def keep(self, document: Document, found: T) -> T:
        """Keep what was found of a document, and forget what has been kept longest when it is too many."""
        if len(self) >= _MOST:
            del self[next(iter(self))]
        self[id(document)] = (document, found)
        return found


def kept(find: Callable[[Document], T]) -> Callable[[Document], T]:
    """Keep what ``find`` returns; it must not return None."""
    findings: Kept[T] = Kept()

    @wraps(find)
    def found(document: Document) -> T:
        held = findings.of(document)
        return findings.keep(document, find(document)) if held is None else held

    return found
