"""The main line end to end, in a store: the demo archive gives the stories its key says; nothing depends on order."""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from firsthand import app, worker
from firsthand.backends.embedder import load_embedder
from firsthand.capture.archive import demo_arrivals
from firsthand.model.capture import make_capture
from firsthand.stages import STAGES, Context
from firsthand.store import captures, work
from firsthand.store.database import Store
from tests.taken import rows

INDEX = tomllib.loads(files("firsthand.demo").joinpath("index.toml").read_text("utf-8"))


#: Stories of the key that come out otherwise today, with what they give and why. Strict: one that comes right must go.
KNOWN = {
    "storm-odile": ([1, 1, 2], "three languages and wordings of one night; and the insurers' story joins the wire's"),
    "odile-insurers": ([2], "the same storm, names and figures: an affair, not an event"),
    "calloway-brant": ([4], "a takeover and a strike at the same two companies within two days"),
    "ferry-strike": ([1, 4], "the same; what lies behind the strike stands alone"),
    "museum-theft": ([1, 2], "a rewrite that shares only the quotations stands alone"),
    "packhorse-launch": ([1, 1], "a German page tells of the same launch from another place, by other names"),
}
if load_embedder() is None:
    KNOWN["arrieta-transfer"] = ([1, 1], "by words alone, a Spanish page shares too few")
    KNOWN |= {slug: ([5], "by words alone, all of both are one story") for slug in ("calloway-brant", "ferry-strike")}
#: Two stories that are one today: a thread that holds it has both.
MERGED = {"calloway-brant", "ferry-strike"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = app.open_store(str(tmp_path_factory.mktemp("demo")))
    assert app.load_demo(store) == len(INDEX["page"])
    yield store
    store.close()


def told(store: Store) -> list[Any]:
    page = app.river(store, 200)
    assert page.next is None
    return [app.story(store, line.id) for line in page.stories]


def page_of(store: Store, document: Any) -> dict[str, Any] | None:
    place = app.capture_of(store, document.capture).place
    return next((p for p in INDEX["page"] if p["url"] == place), None)


def test_the_demo_gives_the_stories_of_its_key(demo: Store) -> None:
    expected = {s["slug"]: s["independent_sources"] for s in INDEX["story"]}
    found: dict[str, list[int]] = defaultdict(list)
    for story in told(demo):
        mains = [p for d in story.documents if (p := page_of(demo, d)) and is_main(demo, d)]
        for slug in {p["story"] for p in mains}:
            found[slug].append(story.independent_sources)
    wrong = {slug: sorted(found[slug]) for slug, count in expected.items() if found[slug] != [count]}
    assert wrong == {slug: counts for slug, (counts, _) in KNOWN.items()}


def is_main(store: Store, document: Any) -> bool:
    return app.document(store, document.id).role == "main"


def test_no_two_families_of_the_key_are_merged(demo: Store) -> None:
    for story in told(demo):
        for lineage in story.lineages:
            members = [d for d in story.documents if d.id in lineage.documents and is_main(demo, d)]
            pages = [p for d in members if (p := page_of(demo, d))]
            assert len({p["family"] for p in pages}) <= 1


def test_originals_of_the_key_are_named(demo: Store) -> None:
    wrong = []
    for story in told(demo):
        for document in story.documents:
            page = page_of(demo, document)
            if document.relation == "version" or not page or not is_main(demo, document):
                continue
            if page["relation"] == "original" and document.original is not None:
                wrong.append((page["file"], document.relation))
    assert not wrong


def test_reading_again_changes_nothing(demo: Store) -> None:
    before = rows(demo)
    assert app.load_demo(demo) == 0
    assert rows(demo) == before


def test_a_rebuild_gives_the_same_rows(demo: Store) -> None:
    before = rows(demo)
    app.rebuild(demo)
    assert rows(demo) == before


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_arrival_changes_nothing(demo: Store, tmp_path: Path, seed: int) -> None:
    some = list(demo_arrivals())
    random.Random(seed).shuffle(some)
    store = app.open_store(str(tmp_path))
    try:
        for arrival in some:
            capture = make_capture(
                arrival.content,
                arrival.place,
                (arrival.seen_at or datetime.now(UTC)).astimezone(UTC),
                arrival.media_type,
                arrival.charset,
                arrival.url,
            )
            with store.write() as tx:
                captures.add(tx, capture, arrival.content)
                work.enqueue(tx, "extract", capture.id)
            worker.drain(store, STAGES, Context())
        assert rows(store) == rows(demo)
    finally:
        store.close()


def slugs(store: Store, story: Any) -> set[str]:
    pages = [page_of(store, d) for d in story.documents if is_main(store, d)]
    return {p["story"] for p in pages if p}


def test_the_demo_gives_the_affairs_of_its_key(demo: Store) -> None:
    wanted = {t["slug"]: set(t["stories"]) for t in INDEX["thread"]}
    found = [app.thread(demo, line.id) for line in app.threads(demo).threads]
    told = [set().union(*(slugs(demo, app.story(demo, step.story.id)) for step in t.steps)) for t in found]
    assert all(any(some <= whole for whole in (*wanted.values(), MERGED)) for some in told), told
    (affair,) = [t for t, some in zip(found, told, strict=True) if some == wanted["fisheries-affair"]]
    assert [len(step.story.first or "") > 0 for step in affair.steps] == [True] * 3
    assert [step.story.first for step in affair.steps] == sorted(step.story.first or "" for step in affair.steps)
    assert {"Radoslav Tesh", "9.5 million crowns"} <= {new.text for new in affair.steps[1].new}
    assert affair.steps[0].new == []


def test_what_is_new_stands_where_it_says(demo: Store) -> None:
    for line in app.threads(demo).threads:
        for step in app.thread(demo, line.id).steps:
            for new in step.new:
                (span,) = new.spans
                assert app.document(demo, span.document).text[span.start : span.end] == new.text


def test_a_round_up_stands_alone_and_touches_what_its_parts_tell_of(demo: Store) -> None:
    (page,) = [p for p in INDEX["page"] if "touches" in p]
    (home,) = [s for s in told(demo) if page["story"] in slugs(demo, s)]
    assert len(home.documents) == 1
    assert home.thread is None
    touched = [also for also in home.also_in if also.here and also.kind == "round_up"]
    names = set().union(*(slugs(demo, app.story(demo, also.story)) for also in touched))
    assert names <= {*page["touches"], "odile-insurers"}
    assert len(names & set(page["touches"])) >= 4
    for also in touched:
        assert home.id in {back.story for back in app.story(demo, also.story).also_in if not back.here}
