"""What a document means, as a model puts it."""

from dataclasses import dataclass, field

from firsthand.backends.cached import KeptEmbedder, NewAnswers, embed_key, new_answers
from firsthand.backends.embedder import ApiEmbedder, meaning_of
from firsthand.model.document import Document
from firsthand.model.meaning import Meaning
from firsthand.steps import answers
from firsthand.steps.context import Context
from firsthand.store import documents, meanings, model_cache
from firsthand.store.transaction import Tx
from firsthand.thread.meaning import passages


@dataclass(frozen=True)
class ToEmbed:
    """A document; None where it is gone, and what is known of it is to be forgotten."""

    document: Document | None
    kept: model_cache.Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Embedded:
    """What a document means (None without a model), and what a server answered anew."""

    meaning: Meaning | None
    answers: NewAnswers | None = None


def load(tx: Tx, document_id: str) -> ToEmbed:
    """Fetch the document."""
    document = documents.many(tx, [document_id]).get(document_id)
    if document is None:
        return ToEmbed(None)
    return ToEmbed(document, model_cache.answers(tx, [embed_key(passages(document))]))


def run(known: ToEmbed, context: Context) -> Embedded:
    """Have the model read its headline and its first words."""
    if known.document is None or context.embedder is None:
        return Embedded(None)
    if not isinstance(context.embedder, ApiEmbedder):
        return Embedded(meaning_of(known.document, context.embedder))
    name = (context.embedder.name, "")
    kept = dict(before := known.kept.get(name, {}))
    meaning = meaning_of(known.document, KeptEmbedder(context.embedder, kept))
    return Embedded(meaning, new_answers(name, before, kept))


def save(tx: Tx, document_id: str, embedded: Embedded) -> list[tuple[str, str]]:
    """Keep what it means; only then does the document go on, so that whoever weighs it finds that."""
    meanings.put(tx, document_id, embedded.meaning)
    answers.keep(tx, embedded.answers)
    return [("print", document_id)]
