"""What a document is found by."""

from collections.abc import Mapping, Sequence

from firsthand.model.document import Document
from firsthand.resolve.candidates import Printed, printed
from firsthand.steps.context import Context
from firsthand.store import documents, fingerprints
from firsthand.store.transaction import Tx


def load(tx: Tx, document_ids: Sequence[str]) -> Mapping[str, Document]:
    """Fetch the documents."""
    return documents.many(tx, document_ids)


def run(known: Mapping[str, Document], _context: Context) -> list[Printed]:
    """Fingerprint them."""
    return printed(list(known.values()))


def save(tx: Tx, document_ids: Sequence[str], found: list[Printed]) -> list[tuple[str, str]]:
    """Keep the fingerprints; the documents are to be resolved, and those for which a print became crowded or free."""
    others = fingerprints.put(tx, document_ids, found)
    return [("resolve", document_id) for document_id in (*document_ids, *sorted(others))]
