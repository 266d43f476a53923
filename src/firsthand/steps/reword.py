"""The summary of a document in a model's words, where a person configured a writer. Nothing that it says is believed."""

from dataclasses import dataclass, replace

from firsthand.backends.cached import NewAnswers, new_answers
from firsthand.backends.writer import rewrite
from firsthand.model.document import Document
from firsthand.profiles.words import checks
from firsthand.steps import answers, shelves
from firsthand.steps.context import Context
from firsthand.store import documents, model_cache, understandings
from firsthand.store.transaction import Tx
from firsthand.understand.reading import Understood
from firsthand.understand.writer import answer_key, prompt


@dataclass(frozen=True)
class ToReword:
    """A document, what is understood of it, and what models answered to the same question."""

    document: Document
    understood: Understood
    kept: model_cache.Answers


@dataclass(frozen=True)
class Reworded:
    """What is understood with the new summary, and what the model answered anew."""

    understood: Understood
    answers: NewAnswers | None


def load(tx: Tx, document_id: str) -> ToReword | None:
    """Fetch the document with its summary; None where it is gone."""
    document = documents.many(tx, [document_id]).get(document_id)
    understood = understandings.many(tx, [document_id]).get(document_id)
    if document is None or understood is None:
        return None
    asked = prompt(understood.summary, [document.text])
    return ToReword(document, understood, model_cache.answers(tx, [answer_key(asked)] if asked else []))


def run(known: ToReword, context: Context) -> Reworded:
    """Ask the writer, or take what it answered before; each sentence is checked against what it cites."""
    writer = context.writer
    if writer is None:
        return Reworded(known.understood, None)
    kept = dict(before := known.kept.get(writer.name, {}))
    told = rewrite(known.understood.summary, [known.document.text], writer, checks(known.document.language or ""), kept)
    return Reworded(replace(known.understood, summary=told.sentences), new_answers(writer.name, before, kept))


def save(tx: Tx, document_id: str, reworded: Reworded) -> list[tuple[str, str]]:
    """Keep the summary, and what was answered: a rebuild does not ask again."""
    understandings.put(tx, document_id, reworded.understood)
    answers.keep(tx, reworded.answers)
    return shelves.told_anew(tx, document_id)
