"""What a page is about, as the stages `weigh` and `thread` both ask."""

from functools import lru_cache

from firsthand.model.document import Document
from firsthand.model.meaning import Meaning
from firsthand.thread.features import Background, Features, features


@lru_cache(maxsize=2048)
def about(page: Document, meaning: Meaning | None, background: Background) -> Features:
    """Say what a page is about (kept for a while: the stories of pages that were weighed are told next)."""
    return features(page, background, meaning)
