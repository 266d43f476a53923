"""From a capture to its documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import Capture
from firsthand.model.document import Extraction
from firsthand.stage import Limits
from firsthand.steps.context import Context
from firsthand.store import captures, documents, work
from firsthand.store.transaction import Tx

#: What one capture may cost. The dearest of 138 modern news pages takes 0.2 s and 20 MiB, the median 0.03 s; the dearest
#: of 4,855 older ones does not come near either. Only what is broken or made to harm takes a hundred times that.
LIMITS = Limits(seconds=10.0, memory=256 * 2**20)


@dataclass(frozen=True)
class Captured:
    """A capture with its bytes."""

    capture: Capture
    content: bytes


def take_in(tx: Tx, some: Sequence[tuple[Capture, bytes]]) -> list[str]:
    """Keep captures, each with its bytes, and make those that are new due at this stage; return their ids."""
    new = captures.add_many(tx, some)
    work.enqueue_many(tx, [("extract", capture_id) for capture_id in new])
    return new


def load(tx: Tx, capture_id: str) -> Captured | None:
    """Fetch the bytes."""
    capture = captures.many(tx, [capture_id]).get(capture_id)
    return Captured(capture, captures.content(tx, capture)) if capture else None


def run(captured: Captured, context: Context) -> Extraction:
    """Find the documents."""
    return extract_capture(captured.capture, captured.content, context.lexicon)


def save(tx: Tx, _capture_id: str, extraction: Extraction) -> list[tuple[str, str]]:
    """Keep the documents; each is to be understood, embedded and fingerprinted, and each that is gone to be forgotten."""
    gone = documents.save_extraction(tx, extraction)
    return _due(*(d.id for d in extraction.documents), *gone)


def forget(tx: Tx, capture_id: str) -> list[tuple[str, str]]:
    """Drop everything found in a capture; its documents are to be forgotten by the next stages."""
    return _due(*documents.forget_extraction(tx, capture_id))


def _due(*document_ids: str) -> list[tuple[str, str]]:
    return [(stage, document_id) for stage in ("understand", "embed") for document_id in document_ids]
