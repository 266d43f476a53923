"""Nothing depends on the order in which sources are read; a store from before there were sources is followed with like any other."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import MetaData

from firsthand import app, worker
from firsthand.capture.canonical import page_id
from firsthand.refresh.came import Visited
from firsthand.stages import STAGES, Context
from firsthand.store import entries, migrations, shelf, sources
from firsthand.store.database import Store, open_store
from firsthand.store.tables import metadata
from firsthand.store.transaction import Tx
from tests.refresh.made import NOON, came, entry, feed, follow, keep, source, visit
from tests.refresh.test_keeping import visited
from tests.taken import Page, rows, take_in

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


def put_back(tx: Tx, revision: str) -> set[str]:
    """Give a store the tables of a revision, with what fits into them of its rows; return their names."""
    now, then = MetaData(), MetaData()
    now.reflect(tx.conn)
    held = {table.name: [row._asdict() for row in tx.conn.execute(table.select())] for table in now.sorted_tables}
    metadata.drop_all(tx.conn)
    migrations.forget(tx.conn)
    migrations.upgrade(tx.conn, revision)
    then.reflect(tx.conn)
    for table in then.sorted_tables:
        if table.name in held and held[table.name] and table.name != "alembic_version":
            columns = {column.name for column in table.columns}
            fitting = [{name: value for name, value in row.items() if name in columns} for row in held[table.name]]
            tx.conn.execute(table.insert(), fitting)
    return set(then.tables)


def test_a_store_from_before_there_were_sources_keeps_what_it_has(store: Store, address: str) -> None:
    take_in(store, [Page("quay", HOSTS[0], "Cracks close the northern quay", [STORY, OTHER], 9)])
    told = rows(store)
    with store.write() as tx:
        tables = put_back(tx, "0009")
    store = open_store(address)
    try:
        assert rows(store) == [row for row in told if row[0] in tables]
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
