"""The stage `affair` on either database: threads come out the same whatever came first, and follow what changes."""

import random
from datetime import UTC, datetime

import pytest

from firsthand import app, worker
from firsthand.capture.archive import demo_arrivals
from firsthand.model.capture import Capture, make_capture
from firsthand.stages import STAGES, Context
from firsthand.store import captures, derived, gists, stories, threads, work
from firsthand.store.database import Store
from tests.taken import rows, story_ids

FILES = ("suspends-fisheries", "zemrin-maravel-fishing", "trawler-vostra", "9c1e44d70b2a", "briefing", "storm")
CONTEXT = Context()

LIVE = """<!doctype html><html lang="en"><head><title>Tuesday as it happened</title><script type="application/ld+json">
{"@type": "LiveBlogPosting", "headline": "Tuesday as it happened", "liveBlogUpdate": [%s]}</script></head>
<body><main><h1>Tuesday as it happened</h1>
<p>Everything that happened on Tuesday, as our reporters saw it from the harbour, the courts and the mountain.</p>
<p>We keep this page open until midnight, and then we close it and go home, as everybody else does on Tuesdays.</p>%s
</main></body></html>"""
ENTRIES = (
    ("Dockers end strike", "Dockers at Port Alden voted to end a nine-day strike that had kept 41 ships outside the harbour."),
    ("Climbers saved", "Two climbers were rescued from the north face of Mount Kessel after a night on a ledge in the wind."),
    ("Banker sentenced", "Judge Imre Tallow sent the banker Corvin Ashdale to prison for six years over forged pension papers."),
    ("Dam closed", "Engineers closed the sluices of the Brennick dam after a lock-keeper found a crack below the turbine hall."),
)  # fmt: skip


def chosen() -> list[tuple[Capture, bytes]]:
    some = [a for a in demo_arrivals() if any(name in a.place for name in FILES)]
    return [
        (make_capture(a.content, a.place, a.seen_at.astimezone(UTC), a.media_type, a.charset, a.url), a.content)
        for a in some
        if a.seen_at
    ]


def take(store: Store, some: list[tuple[Capture, bytes]]) -> None:
    with store.write() as tx:
        for capture, content in some:
            captures.add(tx, capture, content)
            work.enqueue(tx, "extract", capture.id)
    worker.drain(store, STAGES, CONTEXT)


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_derived_depends_on_what_came_first(store: Store, seed: int) -> None:
    some = chosen()
    take(store, some)
    together = rows(store)
    filled = {"gist", "gist_name", "kinship", "thread", "thread_story", "touch"}
    filled |= {"facet_name", "story_facet", "story_view", "spoken", "outlet_part"}
    assert {name for name, _ in together} >= filled
    with store.write() as tx:
        derived.drop_all(tx)
    random.Random(seed).shuffle(some)
    for one in some:
        take(store, [one])
    assert rows(store) == together


def test_a_story_that_did_not_change_is_looked_at_and_left(store: Store) -> None:
    take(store, chosen())
    before = rows(store)
    with store.write() as tx:
        work.enqueue_many(tx, [("affair", i) for i in story_ids(tx)])
    worker.drain(store, STAGES, CONTEXT)
    assert rows(store) == before


def test_what_is_known_of_a_story_goes_with_it(store: Store) -> None:
    take(store, chosen())
    with store.write() as tx:
        (thread,) = threads.newest(tx, 9)[0]
        gone = thread.steps[1].story
        stories.replace(tx, [gone], [])
        work.enqueue(tx, "affair", gone)
    worker.drain(store, STAGES, CONTEXT)
    with store.read() as tx:
        assert gists.many(tx, [gone]) == {}
        (left,) = threads.newest(tx, 9)[0]
        assert [step.story for step in left.steps] == [thread.steps[0].story, thread.steps[2].story]


def test_an_entry_of_a_live_blog_names_the_stories_of_the_others(store: Store) -> None:
    updates = ", ".join(
        f'{{"headline": "{head}", "datePublished": "2026-03-03T1{n}:00:00Z", "articleBody": "{text}"}}'
        for n, (head, text) in enumerate(ENTRIES)
    )
    feed = "".join(f"<section><h3>{head}</h3><p>{text}</p></section>" for head, text in ENTRIES)
    content = (LIVE % (updates, feed)).encode()
    place = "https://live.example/tuesday"
    take(
        store,
        [(make_capture(content, place, datetime(2026, 3, 3, 20, tzinfo=UTC), "text/html", "utf-8", place), content)],
    )
    told = [app.story(store, line.id) for line in app.river(store).stories]
    assert len(told) >= 4
    for story in told:
        assert {also.kind for also in story.also_in} == {"live_blog"}
        assert {also.story for also in story.also_in} == {other.id for other in told} - {story.id}
        assert story.independent_sources == 1
