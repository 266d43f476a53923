"""What stages that say more of a document leave to be done: its story is told anew."""

from firsthand.store import shelf, stories
from firsthand.store.transaction import Tx


def told_anew(tx: Tx, document_id: str) -> list[tuple[str, str]]:
    """Say that what is kept of a document's story is out of date, and that it is to be shelved again."""
    inside = sorted(stories.where(tx, [document_id]).values())
    if inside:
        shelf.stale(tx, inside)
    return [("shelve", story_id) for story_id in inside]
