"""Which document stands for a lineage: the one page that says what all of them say."""

from collections.abc import Mapping
from datetime import UTC, datetime

from firsthand.model.document import Document
from firsthand.model.story import Lineage

_NEVER = datetime.max.replace(tzinfo=UTC)


def representative(lineage: Lineage, documents: Mapping[str, Document]) -> Document:
    """Return the document that stands for a lineage: its original, or its earliest member where that is absent."""
    original = documents.get(lineage.original) if lineage.original else None
    if original is not None:
        return original
    again = {i for version in lineage.versions for i in version.again}
    return min(
        (documents[m] for m in lineage.members if m not in again), key=lambda d: (d.seen.at if d.seen else _NEVER, d.id)
    )
