"""Captures are kept once, byte for byte, on either database."""

from datetime import timedelta

import pytest

from firsthand.model.capture import make_capture
from firsthand.model.errors import NotFound, StoreError
from firsthand.store import captures
from firsthand.store.database import Store
from tests.portable import made


def test_a_capture_comes_back_as_it_was(store: Store) -> None:
    capture, content = made.capture(1)
    with store.write() as tx:
        assert captures.add(tx, capture, content)
    with store.read() as tx:
        assert captures.get(tx, capture.id) == capture
        assert captures.content(tx, capture) == content


def test_adding_again_is_a_no_op(store: Store) -> None:
    capture, content = made.capture(1)
    later = make_capture(content, capture.place, made.NOON + timedelta(days=1))
    with store.write() as tx:
        captures.add(tx, capture, content)
    with store.write() as tx:
        assert not captures.add(tx, capture, content)
        assert not captures.add(tx, later, content)
    with store.read() as tx:
        assert captures.count(tx) == 1
        assert captures.get(tx, capture.id) == capture


def test_ids_come_in_the_order_seen(store: Store) -> None:
    with store.write() as tx:
        for number in (3, 1, 2):
            captures.add(tx, *made.capture(number))
    with store.read() as tx:
        assert captures.all_ids(tx) == [made.capture(number)[0].id for number in (1, 2, 3)]


def test_an_unknown_id_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound, match="cap_none"):
        captures.get(tx, "cap_none")


def test_foreign_bytes_are_refused(store: Store) -> None:
    capture, _ = made.capture(1)
    with pytest.raises(ValueError, match=capture.id), store.write() as tx:
        captures.add(tx, capture, b"something else")


def test_a_capture_without_its_time_is_refused(store: Store) -> None:
    timeless = make_capture(b"x", "stdin:", None)
    with pytest.raises(ValueError, match="seen at a time"), store.write() as tx:
        captures.add(tx, timeless, b"x")


def test_damaged_bytes_are_noticed_and_healed_by_reading_again(store: Store) -> None:
    capture, content = made.capture(1)
    with store.write() as tx:
        captures.add(tx, capture, content)
    path = store.blobs.path(capture.blob)
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    with store.read() as tx, pytest.raises(StoreError, match="damaged"):
        captures.content(tx, capture)
    with store.write() as tx:
        assert not captures.add(tx, capture, content)
    with store.read() as tx:
        assert captures.content(tx, capture) == content
