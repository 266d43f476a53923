"""What the index is made of, read from the store: of each record only the part that it needs, in a fifth of the time."""

from collections.abc import Iterable

from firsthand.search.rows import Heard, Page, Shown
from firsthand.store import documents, speakers
from firsthand.store.records import decode, grown
from firsthand.store.statements import rows_of
from firsthand.store.tables import document, understanding
from firsthand.store.transaction import Tx


def pages(tx: Tx, document_ids: Iterable[str]) -> dict[str, Page]:
    """Return those documents that there are, by id."""
    return {row.id: decode(Page, row.record) for row in rows_of(tx, _DOCUMENT, document_ids)}


def shown(tx: Tx, document_ids: Iterable[str]) -> dict[str, Shown]:
    """Return what is shown of those documents that there are, by id."""
    return {row.id: decode(Shown, row.record) for row in rows_of(tx, _DOCUMENT, document_ids)}


def heard(tx: Tx, document_ids: Iterable[str]) -> dict[str, Heard]:
    """Return what was understood of some documents, by id, with who speaks put right as people said."""
    wanted = list(document_ids)
    found = {row.document_id: grown(Heard, bytes(row.record)) for row in rows_of(tx, _UNDERSTOOD, wanted)}
    right = speakers.put_right(tx, wanted)
    for i, one in speakers.heard(tx, documents.many(tx, right)).items() if right else ():
        known = one.understood
        found[i] = Heard(known.quotes, known.entities, known.topics, known.own_topics, known.hashtags)
    return found


_DOCUMENT = (document.c.id, document.c.record)
_UNDERSTOOD = (understanding.c.document_id, understanding.c.record)
