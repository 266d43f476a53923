"""Opening, transactions, schema: alike on both databases."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, select, text
from sqlalchemy.exc import DBAPIError

from firsthand.model.errors import StoreError
from firsthand.model.judgement import JudgementKind, make_judgement
from firsthand.model.meaning import Meaning
from firsthand.model.name import Part, Spoken
from firsthand.model.reading import Reader, Wanted
from firsthand.model.shelf import Facet
from firsthand.model.story_voices import StoryVoices
from firsthand.resolve.candidates import Printed
from firsthand.stages import STAGES
from firsthand.store import (
    affinities,
    captures,
    derived,
    documents,
    fingerprints,
    gists,
    judgements,
    lineages,
    links,
    meanings,
    migrations,
    river,
    shelf,
    stories,
    threads,
    understandings,
    work,
)
from firsthand.store import names as store_names
from firsthand.store.database import Store, Tx, open_store
from firsthand.store.migrations import HEAD
from firsthand.store.tables import DERIVED, metadata
from firsthand.store.tables import work as work_table
from tests.conftest import Addresses
from tests.portable import made


def fill(tx: Tx, seed: int = 1) -> None:
    """Put the same things of every kind into a store."""
    chance = random.Random(seed)
    for number in range(12):
        capture, content = made.capture(number)
        captures.add(tx, capture, content)
        documents.save_extraction(tx, made.extraction(capture.id, made.document(number, capture.id)))
        name = f"doc_{number:04}"
        prints = np.array(sorted([chance.randrange(2**64) for _ in range(5)] + list(range(number))), np.uint64)
        fingerprints.put(tx, [name], [Printed(name, f"art_{number % 3}", "outlet.example", prints)])
    crowd = [Printed(f"doc_c{n}", f"art_c{n}", "crowd.example", np.array([n, 777], np.uint64)) for n in range(40)]
    fingerprints.put(tx, [one.document for one in crowd], crowd)
    names = [f"doc_{number:04}" for number in range(12)]
    for name in names[:3]:
        meanings.put(tx, name, Meaning("made-up-1", name.encode(), bytes(range(250, 256))))
    meanings.put(tx, names[2], None)
    for name in names[:2]:
        understandings.put(tx, name, made.understood(name))
    understandings.put(tx, names[2], None)
    for _ in range(20):
        original, copy = sorted(chance.sample(names, 2))
        links.put(tx, [made.link(original, copy, chance.random())])
    kept = [made.lineage(f"{number}", *names[number : number + 3]) for number in range(0, 12, 3)]
    lineages.replace(tx, [], kept)
    for lineage in kept:
        affinities.put_pages(tx, {lineage.id: made.page(lineage.id, "Oakhaven", chance.choice(["Tolley", "Brindle"]))})
    affinities.put_groups(tx, [frozenset({kept[0].id, kept[1].id}), frozenset({kept[2].id})])
    affinities.put(tx, [(kept[0].id, kept[1].id, 0.7), (kept[1].id, kept[3].id, 0.1)])
    stories.replace(tx, [], [made.story("1", *kept[:2]), made.story("2", *kept[2:], last=None)])
    for name in "123":
        pages = (made.roundup("doc_0001", "ada bo", "cy"),)
        gists.put(tx, made.gist(name, "ada", "bo", roundups=pages), [7, 2**62, int(name)], [7, 9])
    gists.put_pairs(tx, [("sto_2", "sto_1", 0.7), ("sto_2", "sto_3", 1 / 3)])
    threads.replace(tx, [], [made.thread("1", "1", "2")])
    threads.put_touches(tx, [("sto_1", made.touch("doc_0001", "2")), ("sto_3", made.touch("doc_0002", "1"))])
    shelve(tx, "1", Facet("language", "en"), Facet("outlet", "ent_a", "A"), Facet("place", "ent_z", "Zem\x00rin"))
    shelve(tx, "2", Facet("language", "de"), Facet("outlet", "ent_a", "a"))
    shelve(tx, "1", Facet("language", "en"), Facet("outlet", "ent_a", "A"), Facet("person", "ent_p", "Ada"))
    shelf.stale(tx, ["sto_2"])
    judgements.put(tx, make_judgement(JudgementKind.NOT_A_COPY, "art_0", "art_1", "Ada", made.NOON, "seen both"))
    work.enqueue(tx, "extract", "cap_x")


def shelve(tx: Tx, name: str, *facets: Facet) -> None:
    page, place = b"a \x00 page", shelf.Place(made.NOON, made.NOON + timedelta(hours=2))
    said = [Spoken("ent_p", StoryVoices(f"sto_{name}"))]
    store_names.put(tx, f"sto_{name}", made.NOON, facets, said, [Part(f"doc_{name}", "ent_a", "copy", "ent_b", False)])
    shelf.put(tx, made.line(name, *facets), " story ", facets, page, place)


def told(near: affinities.Neighbours) -> tuple[object, ...]:
    return near.names, near.vectors, near.pairs.tolist()


def answers(tx: Tx) -> list[object]:
    """Ask a store everything it can be asked."""
    names = [f"doc_{number:04}" for number in range(12)]
    return [
        captures.all_ids(tx),
        [captures.content(tx, captures.get(tx, name)) for name in captures.all_ids(tx)],
        [documents.extraction_of(tx, name) for name in captures.all_ids(tx)],
        documents.many(tx, names),
        documents.captures_of(tx, names[3:5]),
        documents.ids_of_article(tx, "art_2"),
        fingerprints.overlapping(tx, names[5:7], 2),
        meanings.many(tx, names),
        understandings.many(tx, names),
        links.touching(tx, names[:4]),
        lineages.of_documents(tx, names[:4]),
        told(affinities.neighbours(tx, {"lin_x": made.page("x", "Oakhaven", "Tolley")}, ["lin_3"])),
        affinities.Nets(tx).around({"lin_0"}, {"lin_0"}),
        affinities.inside(tx, [f"lin_{n}" for n in range(0, 12, 3)]),
        affinities.groups_of(tx, ["lin_0"]),
        river.page(tx, Wanted(), Reader("acc_1"), 1),
        stories.of_documents(tx, names),
        gists.many(tx, ["sto_1", "sto_3"]),
        gists.sharing(tx, [7, 2**62], 2, made.NOON, made.NOON, round_ups=False),
        gists.together(tx, ["sto_3"], 0.5),
        gists.pairs_within(tx, ["sto_1", "sto_2"]),
        threads.newest(tx, 1),
        threads.of_stories(tx, ["sto_2"]),
        threads.touching(tx, "sto_1"),
        shelf.page(tx, "sto_1"),
        shelf.lines(tx, ["sto_1", "sto_2"]),
        shelf.named(tx, ["ent_a", "ent_z", "ent_p"]),
        shelf.foremost(tx, "outlet", 5),
        shelf.languages(tx),
        shelf.outdated(tx),
        store_names.stories_of(tx, "outlet", ["ent_a"], 1),
        store_names.said_by(tx, "ent_p", 1),
        store_names.beside(tx, "outlet", ["ent_a"], "person", 5),
        store_names.late(tx, "outlet", 5),
        store_names.beginning(tx, "person", "AD", 5),
        store_names.tallies(tx, ["ent_a"]),
        store_names.taken(tx, ["ent_a"], 5),
        gists.nearest(tx, [7, 2**62], 2, made.NOON, made.NOON, 2),
        judgements.every(tx),
        judgements.of_story(tx, "sto_1"),
        judgements.of_documents(tx, names[:1]),
        list(derived.dump(tx)),
        work.pending(tx),
    ]


@pytest.fixture
def blank(addresses: Addresses, dialect: str) -> str:
    """The address of a database without tables, on each database in turn."""
    return addresses(dialect, True)


@pytest.fixture
def both(addresses: Addresses) -> Iterator[tuple[Store, Store]]:
    """A new store on each database."""
    with ExitStack() as stack:
        first, second = (open_store(addresses(dialect, False)) for dialect in ("sqlite", "postgresql"))
        stack.callback(first.close)
        stack.callback(second.close)
        yield first, second


@pytest.mark.postgres
def test_both_databases_give_the_same_answers(both: tuple[Store, Store]) -> None:
    said = []
    for store in both:
        with store.write() as tx:
            fill(tx)
        with store.read() as tx:
            said.append(answers(tx))
    for lite, post in zip(*said, strict=True):
        assert lite == post


def test_dropping_what_is_derived_keeps_captures_and_remakes_the_same(store: Store) -> None:
    with store.write() as tx:
        fill(tx)
    with store.read() as tx:
        before = list(store.dump(tx))
        assert {name for name, _ in before} == {table.name for table in DERIVED} - {"name_start"}
    with store.write() as tx:
        derived.drop_all(tx)
        assert list(store.dump(tx)) == []
        assert work.pending(tx) == {}
        assert captures.count(tx) == 12
        assert len(judgements.every(tx)) == 1
        fill(tx)
        assert list(store.dump(tx)) == before


def test_migrations_make_the_tables_that_the_code_speaks_of(blank: str) -> None:
    with closing(open_store(blank)) as store:
        for _ in range(2):
            with store.write() as tx:
                context = MigrationContext.configure(tx.conn, opts={"compare_type": True})
                assert compare_metadata(context, metadata) == []
            with closing(open_store(blank)) as again:
                assert again.describe().revision == HEAD


def test_a_store_is_brought_up_from_revision_to_revision_with_what_is_in_it(blank: str) -> None:
    """One store through the whole chain; at each revision it gets a row in every table, and all that can be queued of it."""
    chain = [script.revision for script in ScriptDirectory(str(files(migrations))).walk_revisions()][::-1]
    assert chain[-1] == HEAD
    with closing(open_store(blank)) as store:
        with store.write() as tx:
            metadata.drop_all(tx.conn)
            migrations.forget(tx.conn)
        put: Counter[str] = Counter()
        for number, revision in enumerate(chain, 1):
            with store.write() as tx:
                migrations.upgrade(tx.conn, revision)
                put.update(put_rows(tx, number))
        with store.read() as tx:
            assert compare_metadata(MigrationContext.configure(tx.conn), metadata) == []
            for table in set(metadata.sorted_tables) - set(derived.DROPPED):
                assert len(tx.conn.execute(select(table)).all()) == put[table.name] > 0


def put_rows(tx: Tx, number: int) -> list[str]:
    """Put a row into every table there is now, and an item into the queue of every stage; return the tables."""
    there = MetaData()
    there.reflect(tx.conn)
    tables = [table for table in there.sorted_tables if table.name != "alembic_version"]
    for table in tables:
        row = {column.name: filler(column, number) for column in table.columns}
        rows = [{**row, "stage": stage.name} for stage in STAGES] if table.name == "work" else [row]
        tx.conn.execute(table.insert(), rows)
    return [table.name for table in tables]


def filler(column: Column[Any], number: int) -> object:
    kind = column.type.python_type
    return f"x{number}" if kind is str else b"x" if kind is bytes else kind(number)


def test_a_store_of_a_newer_version_is_refused(store: Store, address: str) -> None:
    with store.write() as tx:
        tx.conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version of Firsthand \(schema 9999.*Upgrade"):
        open_store(address)


def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    def stop(tx: Tx) -> None:
        fill(tx)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"), store.write() as tx:
        stop(tx)
    with store.read() as tx:
        assert captures.count(tx) == 0
        assert list(store.dump(tx)) == []


def test_a_snapshot_does_not_move(store: Store) -> None:
    with store.read() as snapshot:
        assert work.pending(snapshot) == {}
        with store.write() as tx:
            work.enqueue(tx, "a", "x")
        assert work.pending(snapshot) == {}
    with store.read() as snapshot:
        assert work.pending(snapshot) == {"a": 1}


def test_a_snapshot_refuses_to_be_written_to(store: Store) -> None:
    with pytest.raises((StoreError, DBAPIError)), store.read() as tx:
        work.enqueue(tx, "a", "x")
    with store.write() as tx:
        work.enqueue(tx, "a", "y")
        assert tx.conn.execute(select(work_table.c.item)).scalars().all() == ["y"]


def test_the_store_describes_itself(store: Store, dialect: str) -> None:
    with store.write() as tx:
        fill(tx)
    about = store.describe()
    assert about.dialect == dialect
    assert about.library.lower().startswith(dialect)
    assert about.revision == HEAD
    assert about.blobs == 12
    assert about.blob_bytes > 0
    assert about.database_bytes > 0
    assert (about.rows["capture"], about.rows["story"], about.rows["work"]) == (12, 2, 1)
