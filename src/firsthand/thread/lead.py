"""Which document stands for a lineage (the one page that says what all of them say), and how pages are put in order."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from firsthand.model.document import Document
from firsthand.model.story import Lineage
from firsthand.text.outlets import fold_name, host_of

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


def in_time(pages: Iterable[Document]) -> list[Document]:
    """Put pages in the order in which they were published, or else first seen; those without any time come last."""
    return sorted(pages, key=lambda page: (page.time.at if page.time else _NEVER, page.arrival))


def outlet_key(page: Document) -> str:
    """Name a page's outlet for counting; one that names none goes by its host, and without an address is its own."""
    return fold_name(page.outlet or "") or host_of(page.url) or page.article
