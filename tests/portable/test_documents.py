"""What was found in a capture replaces what was found before, and comes back equal."""

from dataclasses import replace

import pytest

from firsthand.model.document import Role
from firsthand.model.errors import NotFound
from firsthand.store import captures, documents
from firsthand.store.database import Store
from tests.portable import made


@pytest.fixture
def capture_id(store: Store) -> str:
    capture, content = made.capture(1)
    with store.write() as tx:
        captures.add(tx, capture, content)
    return capture.id


def test_an_extraction_comes_back_equal(store: Store, capture_id: str) -> None:
    related = made.document(1, capture_id, Role.RELATED)
    found = made.extraction(capture_id, made.document(2, capture_id), related)
    with store.write() as tx:
        assert documents.save_extraction(tx, found) == []
    with store.read() as tx:
        assert documents.extraction_of(tx, capture_id) == found
        assert documents.of_capture(tx, capture_id) == list(found.documents)
        assert documents.get(tx, "doc_0001") == related
        assert documents.captures_of(tx, ["doc_0001"]) == {"doc_0001": captures.get(tx, capture_id)}


def test_saving_again_says_which_documents_are_gone(store: Store, capture_id: str) -> None:
    first, second, third = (made.document(number, capture_id) for number in (1, 2, 3))
    with store.write() as tx:
        documents.save_extraction(tx, made.extraction(capture_id, first, second))
    with store.write() as tx:
        assert documents.save_extraction(tx, made.extraction(capture_id, second, third)) == [first.id]
        assert documents.save_extraction(tx, made.extraction(capture_id, second, third)) == []
    with store.read() as tx:
        assert documents.of_capture(tx, capture_id) == [second, third]
        with pytest.raises(NotFound):
            documents.get(tx, first.id)


def test_what_was_not_looked_at_is_none(store: Store, capture_id: str) -> None:
    with store.read() as tx:
        assert documents.extraction_of(tx, capture_id) is None


def test_an_empty_page_is_an_extraction_too(store: Store, capture_id: str) -> None:
    with store.write() as tx:
        documents.save_extraction(tx, made.extraction(capture_id))
    with store.read() as tx:
        assert documents.extraction_of(tx, capture_id) == made.extraction(capture_id)


def test_many_and_versions(store: Store, capture_id: str) -> None:
    found = [made.document(number, capture_id) for number in range(40)]
    with store.write() as tx:
        documents.save_extraction(tx, made.extraction(capture_id, *found))
    with store.read() as tx:
        wanted = [f"doc_{number:04}" for number in range(20, 40_000)]
        assert documents.many(tx, wanted) == {d.id: d for d in found[20:]}
        assert documents.many(tx, []) == {}
        assert documents.of_article(tx, "art_1") == found[1::3]
        assert documents.ids_of_article(tx, "art_1") == [d.id for d in found[1::3]]
        one, *others = sorted(d.id for d in found[1::3])
        assert documents.pairs_of_articles(tx, [one]) == [(one, other) for other in others]


def test_versions_without_a_time_come_first(store: Store, capture_id: str) -> None:
    dated, timeless = made.document(0, capture_id), replace(made.document(3, capture_id), seen=None)
    with store.write() as tx:
        documents.save_extraction(tx, made.extraction(capture_id, dated, timeless))
        assert documents.of_article(tx, "art_0") == [timeless, dated]
