"""What people say of pages and stories: kept, followed at once, taken back."""

from datetime import UTC, datetime

from firsthand import contract as out
from firsthand import judging
from firsthand.app.at_work import Store, drain
from firsthand.store import judgements as judgements_store


def judge(
    store: Store, kind: str, subject: str, object: str | None = None, by: str = "", note: str = "", words: str = ""
) -> out.JudgementOut:
    """Keep what a person says, and let lineages and stories follow at once.

    ``kind`` is ``not_a_copy``, ``copy_of`` (copy, original), ``original_is`` (one side) of ids of documents or articles;
    ``same_outlet`` of two names; ``wrong_speaker`` of ``words`` that pages (between spaces) have somebody say, and whose they
    are (a name, None for nobody's); of pages or stories ``same_event``, ``different_event``, ``merge``, ``move`` (page, to),
    ``pin`` (page) and ``split`` (pages, between spaces): these may be kept as several judgements, of which the first is
    returned. Raises InputError for what makes no sense, NotFound for an unknown id.
    """
    with store.write() as tx:
        made = judging.statements(tx, kind, subject, object, by, note, datetime.now(UTC), words)
        judging.keep(tx, *made)
    return _followed(store, made[0].id)


def withdraw(store: Store, judgement_id: str) -> out.JudgementOut:
    """Take a judgement back, with what was said of stories in the same breath; it stays in the list. Raises NotFound."""
    with store.write() as tx:
        judging.take_back(tx, judgement_id, datetime.now(UTC))
    return _followed(store, judgement_id)


def judgement(store: Store, judgement_id: str) -> out.JudgementOut | None:
    """Return one thing that a person said, withdrawn or not; None where nobody said it."""
    with store.read() as tx:
        found = judgements_store.many(tx, [judgement_id])
        return judging.told(tx, found)[0] if found else None


def judgements(store: Store) -> list[out.JudgementOut]:
    """Return everything people said, the withdrawn too, in the order it was said."""
    with store.read() as tx:
        return judging.told(tx, judgements_store.every(tx))


def _followed(store: Store, judgement_id: str) -> out.JudgementOut:
    drain(store, None, 1)
    with store.read() as tx:
        return judging.told(tx, [judgements_store.get(tx, judgement_id)])[0]
