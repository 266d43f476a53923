"""Given-up work, and the queue as an administrator sees it, on each database."""

from datetime import UTC, datetime, timedelta

import pytest

from firsthand import app
from firsthand.model.errors import NotFound
from firsthand.store import quarantine, work
from firsthand.store.database import Store

NOW = datetime.now(UTC)


@pytest.fixture
def busy(store: Store) -> Store:
    """A store with work in every state."""
    with store.write() as tx:
        work.enqueue_many(tx, [("extract", f"cap_{n}") for n in range(6)] + [("resolve", "doc_a")])
        given_up = work.claim_many(tx, datetime.now(UTC), 60, "extract", 3, "me")
        for one in given_up:
            work.fail(tx, one, f"no <b>text</b> in {one.item}", NOW, permanent=True)
        (later,) = work.claim_many(tx, datetime.now(UTC), 60, "extract", 1, "me")
        work.fail(tx, later, "the disk", datetime.now(UTC) + timedelta(hours=1))
        work.claim_many(tx, datetime.now(UTC), 60, "extract", 1, "me")
    return store


def test_the_queue_is_told_by_stage_and_state(busy: Store) -> None:
    with busy.read() as tx:
        lines = {line[0]: line[1:5] for line in quarantine.queue(tx, datetime.now(UTC))}
        (oldest,) = [
            line[5] for line in quarantine.queue(tx, datetime.now(UTC) + timedelta(seconds=90)) if line[0] == "resolve"
        ]
    assert lines == {"extract": (1, 1, 1, 3), "resolve": (1, 0, 0, 0)}
    assert 89 < oldest < 100


def test_given_up_work_is_tried_again_or_dropped(busy: Store) -> None:
    assert [q.item for q in app.quarantined(busy)] == ["cap_0", "cap_1", "cap_2"]
    assert app.try_again(busy, "extract", "cap_1") == 1
    assert app.give_up(busy, "extract", "cap_2") == 1
    assert [q.item for q in app.quarantined(busy)] == ["cap_0"]
    with pytest.raises(NotFound, match="not in quarantine"):
        app.try_again(busy, "extract", "cap_1")
    with pytest.raises(NotFound):
        app.give_up(busy, "extract", "cap_5")
    assert app.give_up(busy, "resolve") == 0
    assert app.try_again(busy) == 1
    assert app.quarantined(busy) == []


def test_the_list_goes_on_where_it_ended(busy: Store) -> None:
    with busy.read() as tx:
        assert [q.item for q in quarantine.listed(tx, 2, "")] == ["cap_0", "cap_1"]
        assert [q.item for q in quarantine.listed(tx, 2, "extract cap_1")] == ["cap_2"]


def test_figures_count_what_there_is(busy: Store) -> None:
    told = app.operations(busy)
    assert (told.given_up, told.figures.captures, told.figures.sizes.blob_count) == (3, 0, 0)
    assert told.figures.sizes.database > 0
    assert told.trouble == ""
