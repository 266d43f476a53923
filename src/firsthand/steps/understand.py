"""What a document says, and who says it."""

from dataclasses import dataclass

from firsthand.model.document import Document
from firsthand.stage import Limits
from firsthand.steps.context import Context
from firsthand.store import documents, understandings
from firsthand.store.transaction import Tx
from firsthand.understand.reading import Understood, understand

#: What one document may cost. A page of 600 words takes ten milliseconds; only what is made to harm comes near this.
LIMITS = Limits(seconds=20.0, memory=512 * 2**20)


@dataclass(frozen=True)
class ToUnderstand:
    """A document; None where it is gone, and what was understood of it is to be forgotten."""

    document: Document | None


@dataclass(frozen=True)
class Read:
    """What was understood of a document."""

    understood: Understood | None


def load(tx: Tx, document_id: str) -> ToUnderstand:
    """Fetch the document."""
    return ToUnderstand(documents.many(tx, [document_id]).get(document_id))


def run(known: ToUnderstand, context: Context) -> Read:
    """Read it."""
    return Read(understand(known.document, context.words) if known.document else None)


def save(tx: Tx, document_id: str, read: Read) -> list[tuple[str, str]]:
    """Keep what was understood; stories gather it when they are asked for."""
    understandings.put(tx, document_id, read.understood)
    return []
