"""What is kept of stories follows what changes, on either database; `test_affairs` shuffles what comes in."""

from sqlalchemy import func, select, update

from firsthand import app, worker
from firsthand.capture.archive import demo_arrivals
from firsthand.model.capture import Capture, make_capture
from firsthand.model.shelf import entity_id
from firsthand.stages import STAGES, Context
from firsthand.store import captures, shelf, stories, work
from firsthand.store.database import Store
from firsthand.store.tables import story_facet, story_view
from tests.taken import rows, story_ids

FILES = ("suspends-fisheries", "zemrin-maravel-fishing", "trawler-vostra", "9c1e44d70b2a", "briefing", "storm")
CONTEXT = Context()
KEPT = {"facet_name", "story_facet", "story_view"}


def chosen() -> list[tuple[Capture, bytes]]:
    some = [a for a in demo_arrivals() if any(name in a.place for name in FILES)]
    return [
        (make_capture(a.content, a.place, a.seen_at, a.media_type, a.charset, a.url), a.content)
        for a in some
        if a.seen_at
    ]


def take(store: Store, some: list[tuple[Capture, bytes]]) -> None:
    with store.write() as tx:
        for capture, content in some:
            captures.add(tx, capture, content)
            work.enqueue(tx, "extract", capture.id)
    worker.drain(store, STAGES, CONTEXT)


def kept(store: Store) -> list[object]:
    return [row for row in rows(store) if row[0] in KEPT]


def test_a_kept_page_is_the_page_that_would_be_made(store: Store) -> None:
    take(store, chosen())
    with store.read() as tx:
        ids = story_ids(tx)
    before = [app.story_page(store, i) for i in ids]
    with store.write() as tx:
        assert all(shelf.page(tx, i) is not None for i in ids)
        shelf.stale(tx, ids)
        assert all(shelf.page(tx, i) is None for i in ids)
    assert [app.story_page(store, i) for i in ids] == before


def test_a_view_of_another_version_is_not_shown_and_is_made_again(store: Store) -> None:
    take(store, chosen()[:2])
    with store.write() as tx:
        tx.conn.execute(update(story_view).values(version=0, page=b"nonsense"))
        old = shelf.outdated(tx)
        assert old
        assert shelf.lines(tx, old) == {}
        assert shelf.page(tx, old[0]) is None
        work.enqueue_many(tx, [("shelve", i) for i in old])
    worker.drain(store, STAGES, CONTEXT)
    with store.read() as tx:
        assert shelf.outdated(tx) == []
        assert shelf.lines(tx, old).keys() == set(old)


def test_names_count_their_stories_and_go_with_them(store: Store) -> None:
    take(store, chosen())
    with store.read() as tx:
        counts = {
            (row.kind, row.value): row.count
            for row in tx.conn.execute(
                select(story_facet.c.kind, story_facet.c.value, func.count().label("count")).group_by(
                    story_facet.c.kind, story_facet.c.value
                )
            )
        }
        named = shelf.named(tx, {value for _, value in counts})
        ids = story_ids(tx)
    assert {(one.kind, one.value): one.stories for one in named.values()} == {
        at: count for at, count in counts.items() if at[0] not in ("language", "independent", "source", "tag")
    }
    assert all(entity_id(one.kind, one.name.upper()) == one.value for one in named.values())
    with store.write() as tx:
        stories.replace(tx, ids, [])
        work.enqueue_many(tx, [("shelve", i) for i in ids])
    worker.drain(store, STAGES, CONTEXT)
    assert kept(store) == []


def test_what_people_say_is_told_at_once(store: Store) -> None:
    take(store, chosen())
    line = next(line for line in app.river(store, 50).stories if line.documents > 1)
    told = app.story(store, line.id)
    first, second = told.outlet_names[:2]
    app.judge(store, "same_outlet", first, second)
    after = app.story(store, line.id)
    assert after.outlets == told.outlets - 1
    assert [j.kind for j in after.judgements] == ["same_outlet"]
    copy = next(m for m in told.documents if m.original and m.relation == "copy")
    app.judge(store, "not_a_copy", copy.id, copy.original)
    now = [app.story(store, line.id) for line in app.river(store, 50).stories]
    apart = next(story for story in now if any(m.id == copy.id for m in story.documents))
    assert next(m for m in apart.documents if m.id == copy.id).original != copy.original
