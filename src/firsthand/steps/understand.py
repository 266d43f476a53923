"""What a document says, and who says it."""

from dataclasses import dataclass, field, replace
from functools import partial

from firsthand.backends.cached import NewAnswers, new_answers, tag_key, tagged
from firsthand.backends.tagger import SpacyTagger
from firsthand.model.document import Document
from firsthand.stage import Limits
from firsthand.steps import answers, shelves
from firsthand.steps.context import Context
from firsthand.store import documents, model_cache, understandings
from firsthand.store.transaction import Tx
from firsthand.understand.names import read_of
from firsthand.understand.reading import Understood, known_language, understand

#: What one document may cost. A page of 600 words takes ten milliseconds, a hundred with a model; only what is made to
#: harm comes near this. A model brings some 200 MiB with it.
LIMITS = Limits(seconds=20.0, memory=768 * 2**20)


@dataclass(frozen=True)
class ToUnderstand:
    """A document (None where it is gone, and what was understood of it is to be forgotten), and what models said of it."""

    document: Document | None
    kept: model_cache.Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What was understood of a document, what a model answered anew, and whether a model is to reword the summary."""

    understood: Understood | None
    answers: NewAnswers | None = None
    reword: bool = False


def load(tx: Tx, document_id: str) -> ToUnderstand:
    """Fetch the document."""
    document = documents.many(tx, [document_id]).get(document_id)
    if document is None:
        return ToUnderstand(None)
    document = known_language(document)
    return ToUnderstand(document, model_cache.answers(tx, [tag_key(*read_of(document))]))


def run(known: ToUnderstand, context: Context) -> Read:
    """Read it, with the names that the chosen tagger finds."""
    if known.document is None:
        return Read(None)
    words, tagger, new = context.words, context.tagger, None
    if isinstance(tagger, SpacyTagger):
        kept = dict(before := known.kept.get(tagger.name, {}))
        understood = understand(known.document, replace(words, tag=partial(tagged, tagger, kept)))
        new = new_answers(tagger.name, before, kept)
    else:
        understood = understand(known.document, replace(words, tag=tagger.tag) if tagger else words)
    return Read(understood, new, context.writer is not None)


def save(tx: Tx, document_id: str, read: Read) -> list[tuple[str, str]]:
    """Keep what was understood; the story that the document is in already is to be shelved again."""
    understandings.put(tx, document_id, read.understood)
    answers.keep(tx, read.answers)
    told = shelves.told_anew(tx, document_id)
    return [*([("reword", document_id)] if read.reword and read.understood else []), *told]
