"""What a document means, as a model puts it."""

from dataclasses import dataclass

from firsthand.backends.embedder import meaning_of
from firsthand.model.document import Document
from firsthand.model.meaning import Meaning
from firsthand.steps.context import Context
from firsthand.store import documents, meanings
from firsthand.store.transaction import Tx


@dataclass(frozen=True)
class ToEmbed:
    """A document; None where it is gone, and what is known of it is to be forgotten."""

    document: Document | None


@dataclass(frozen=True)
class Embedded:
    """What a document means; None without a model."""

    meaning: Meaning | None


def load(tx: Tx, document_id: str) -> ToEmbed:
    """Fetch the document."""
    return ToEmbed(documents.many(tx, [document_id]).get(document_id))


def run(known: ToEmbed, context: Context) -> Embedded:
    """Have the model read its headline and its first words."""
    if known.document is None or context.embedder is None:
        return Embedded(None)
    return Embedded(meaning_of(known.document, context.embedder))


def save(tx: Tx, document_id: str, embedded: Embedded) -> list[tuple[str, str]]:
    """Keep what it means; only then does the document go on, so that whoever weighs it finds that."""
    meanings.put(tx, document_id, embedded.meaning)
    return [("print", document_id)]
