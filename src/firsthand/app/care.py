"""Looking after a store: its health, its doctor, making everything again, and working in the background."""

from dataclasses import dataclass
from time import monotonic

from firsthand import contract as out
from firsthand import worker
from firsthand.app.at_work import Progress, Store, chosen_context, default_store, drain
from firsthand.doctor import examine, try_writing
from firsthand.model.reading import Reader, Wanted
from firsthand.signs import StopSign
from firsthand.stages import STAGES
from firsthand.store import captures, derived, documents, river, shelf, stories, work


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made."""

    captures: int
    documents: int
    stories: int
    quarantined: int
    seconds: float


def health(store: Store) -> None:
    """Raise StoreError while the store cannot be read or written to; one that was in trouble is tried again."""
    with store.read() as tx:
        river.page(tx, Wanted(), Reader(""), 1)
    if store.trouble is not None:
        try_writing(store)


def doctor(address: str | None = None) -> list[out.Check]:
    """Say what is installed, where the store is, what is queued, and what was given up and why."""
    return examine(address or default_store())


def rebuild(store: Store, progress: Progress | None = None) -> Rebuilt:
    """Drop everything derived and make it again from the captures: the same rows, the same ids."""
    began = monotonic()
    with store.write() as tx:
        derived.drop_all(tx)
        ids = captures.all_ids(tx)
        for capture_id in ids:
            work.enqueue(tx, "extract", capture_id)
    drained = drain(store, progress, len(ids))
    with store.read() as tx:
        seconds = round(monotonic() - began, 3)
        return Rebuilt(len(ids), documents.count(tx), stories.count(tx), drained.quarantined, seconds)


def serve_work(store: Store, stop: StopSign) -> None:
    """Do in the background what is due, until told to stop; stories that an older version shelved are shelved again."""
    with store.write() as tx:
        work.enqueue_many(tx, [("shelve", story_id) for story_id in shelf.outdated(tx)])
    worker.serve(store, STAGES, chosen_context(store), stop)
