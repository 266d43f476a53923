"""Who really said it first, who copied it, what each copy changed, and how many independent sources stand behind it.

Five pure functions: `extract`, `compare`, `group`, `threads`, `voices`. All else: ``firsthand --help``.
"""

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.contract import VoicesOut
    from firsthand.model.comparison import Comparison
    from firsthand.model.document import Document, Extraction
    from firsthand.model.story import Story
    from firsthand.model.thread import Thread

__version__ = "0.1.0"
__all__ = ["compare", "extract", "group", "threads", "voices"]

# The room `firsthand.extract` and the function `firsthand.extract` share a name. Importing the (empty) package first
# makes the function's name win for good; `from firsthand.extract.cascade import ...` finds the room all the same.
import_module("firsthand.extract")


def extract(
    content: bytes | str,
    *,
    url: str | None = None,
    media_type: str | None = None,
    seen_at: datetime | None = None,
) -> "Extraction":
    """Find the documents in a page or a raw text capture; see `firsthand.library.extract`."""
    from firsthand import library

    return library.extract(content, url=url, media_type=media_type, seen_at=seen_at)


def compare(original: "Document", copy: "Document") -> "Comparison":
    """Say what ``copy`` did to ``original``; see `firsthand.library.compare`."""
    from firsthand import library

    return library.compare(original, copy)


def group(documents: Iterable["Document"], *, with_model: bool = True) -> "list[Story]":
    """Group documents into stories with their lineages; see `firsthand.library.group`."""
    from firsthand import library

    return library.group(documents, with_model=with_model)


def threads(stories: Iterable["Story"], documents: Iterable["Document"]) -> "list[Thread]":
    """Find the affairs that stories are part of; see `firsthand.library.threads`."""
    from firsthand import library

    return library.threads(stories, documents)


def voices(document: "Document") -> "VoicesOut":
    """Say what a document says and who says it; see `firsthand.library.voices`."""
    from firsthand import library

    return library.voices(document)
