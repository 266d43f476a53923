"""Nothing depends on the order in which sources are read; a store from before there were sources is followed with like any other."""

import random
from collections.abc import Callable

import pytest
from alembic import command

from firsthand import app, worker
from firsthand.capture.canonical import page_id
from firsthand.refresh.came import Visited
from firsthand.stages import STAGES, Context
from firsthand.store import entries, shelf, sources
from firsthand.store.database import Store, open_store
from firsthand.store.tables import entry as entry_table
from firsthand.store.tables import metadata, source_tag
from firsthand.store.tables.shelf import SHELF
from tests.conftest import Addresses
from tests.refresh.made import NOON, came, entry, feed, follow, keep, source, visit
from tests.refresh.test_keeping import visited
from tests.taken import Page, rows, take_in

#: Tables that the stages write to or ask, and that were not there then.
NEWER = [*SHELF, entry_table, source_tag]
HOSTS = ("harbour.example", "courier.example", "wire.example")
STORY = (
    "The harbour board closed the northern quay on Monday after divers found cracks in two of its piers. "
    "Inspectors will look at the other nineteen piers this week, the chair of the board, Ilse Maren, said. "
    "Ferries to the islands leave from the southern quay until then, and freight is sent by road. "
)
OTHER = (
    "The city council voted for a tram to the airport on Tuesday evening, by thirty votes to twelve. "
    "Work on the line is to begin in spring and will cost 140 million crowns, the mayor, Tomas Brandt, said. "
    "Opponents had asked for a bus lane instead, which would have been ready two years earlier. "
)
Reading = Callable[[Store, str], object]


def readings() -> list[list[Reading]]:
    """For each source its readings, in their order: a story, its reprint, its correction; another story; pages."""
    return [_of(number, host) for number, host in enumerate(HOSTS)]


def _of(number: int, host: str) -> list[Reading]:
    text = (STORY if number < 2 else OTHER) * 3
    one = entry(
        number, link=f"https://{host}/news/{number}", content=f"<p>{text}</p>", title="Cracks close the northern quay"
    )
    mended = entry(
        number, link=one.link, content=f"<p>{text.replace('nineteen', 'eighteen')}</p>", title=f"{one.title}, corrected"
    )
    teaser = entry(10 + number, link=f"https://{host}/tram/{number}", title="A tram to the airport is voted for")
    address = f"https://{host}/tram/{number}"
    page = f"<html><head><title>Tram</title></head><body><article><h1>A tram</h1><p>{OTHER * 2}</p></article></body></html>"

    def at(minutes: float) -> float:
        return minutes + number / 10

    def look(store: Store, _id: str) -> object:
        seen: Visited = visited(at(30), page.encode(), address=address)
        return visit(store, page_id(address), seen)

    return [
        lambda store, id: keep(store, id, came(feed(one, teaser), at(0))),
        look,
        lambda store, id: keep(store, id, came(feed(mended, teaser), at(60))),
    ]


def in_order(store: Store, seed: int) -> None:
    """Do all readings, those of each source in their order; work off what came whenever chance says so."""
    some, waiting = random.Random(seed), readings()
    ids = follow(store, *(source(f"https://{host}/feed") for host in HOSTS))
    while any(waiting):
        number = some.choice([n for n, left in enumerate(waiting) if left])
        waiting[number].pop(0)(store, ids[number])
        if seed and some.random() < 0.4:
            worker.drain(store, STAGES, Context())
    worker.drain(store, STAGES, Context())


def test_the_order_of_readings_changes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = []
    for seed in (0, 1, 2):
        store = open_store(str(tmp_path_factory.mktemp("order")))
        try:
            in_order(store, seed)
            found.append(rows(store))
            app.rebuild(store)
            assert rows(store) == found[-1]
        finally:
            store.close()
    assert found[0] == found[1] == found[2]
    assert any("quay" in str(row) for row in found[0])


def test_a_store_from_before_there_were_sources_keeps_what_it_has(
    addresses: Addresses, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, upgrade = addresses(dialect, True), command.upgrade
    monkeypatch.setattr(command, "upgrade", lambda config, _target: upgrade(config, "0009"))
    old = open_store(address)
    with old.write() as tx:  # the stages of today write here; that it is kept ready is no part of what was there
        metadata.create_all(tx.conn, NEWER)
    take_in(old, [Page("quay", HOSTS[0], "Cracks close the northern quay", [STORY, OTHER], 9)])
    before = [row for row in rows(old) if row[0] not in {table.name for table in SHELF}]
    with old.write() as tx:
        metadata.drop_all(tx.conn, NEWER)
    old.close()
    monkeypatch.undo()
    store = open_store(address)
    try:
        assert rows(store) == before
        with store.read() as tx:
            assert shelf.outdated(tx), "who serves it shelves what was there"
        [id] = follow(store)
        keep(store, id, came(feed(entry(1))))
        with store.read() as tx:
            assert [f.source.id for f in sources.every(tx)] == [id]
            assert entries.count(tx) == 1
            assert sources.get(tx, id).standing.succeeded == NOON
    finally:
        store.close()
