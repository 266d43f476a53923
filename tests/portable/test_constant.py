"""A page asks the store as often with thirty stories as with three, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from firsthand import app, worker
from firsthand.contract import Narrowed
from firsthand.model.capture import Capture, make_capture
from firsthand.model.shelf import entity_id
from firsthand.stages import STAGES, Context
from firsthand.store import captures, shelf, work
from firsthand.store.database import Store
from tests.made import OTHER, SEEN, STRIKE
from tests.portable.test_river import fill
from tests.taken import html, story_ids

ADA = "acc_ada"
KINDS = ("person", "organisation", "place", "topic", "outlet")


def page(number: int, copy: bool = False) -> tuple[Capture, bytes]:
    """A page of a story of its own (its words have its number in them), or a copy of one."""
    paragraphs = [
        f"{words[:-1]} in case {number} of Tolley{number} and Brindle{number}." for words in (*STRIKE, *OTHER)
    ]
    host = f"{'copy' if copy else 'own'}{number}.example"
    url = f"https://{host}/{number}"
    content = html(
        f"Case {number} ends for Tolley{number}", host, paragraphs, f"2026-03-{1 + number % 28:02}T10:00:00Z"
    )
    return make_capture(content, url, SEEN, "text/html", "utf-8", url), content


def take(store: Store, some: list[tuple[Capture, bytes]]) -> None:
    with store.write() as tx:
        for capture, content in some:
            captures.add(tx, capture, content)
            work.enqueue(tx, "extract", capture.id)
    worker.drain(store, STAGES, Context())
    assert app.index_now(store) == 0


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    asked: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store._engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(store._engine, "before_cursor_execute", count)


def questions(store: Store) -> dict[str, int]:
    line = max(app.river(store, 60).stories, key=lambda line: (line.documents, line.id))
    story = app.story(store, line.id)
    both = [m.id for m in story.documents][:2]
    asked = {
        "river": lambda: app.river(store, 30, account=ADA),
        "filtered": lambda: app.river(
            store, 30, account=ADA, narrowed=Narrowed(language="en", independent=2, unread=True)
        ),
        "story": lambda: app.story_page(store, line.id),
        "document": lambda: app.document(store, both[0]),
        "compare": lambda: app.comparison(store, both[0], both[-1]),
        "sources": lambda: app.sources(store),
        "look": lambda: app.look(store, ADA, line.id),
        "notes": lambda: app.notes(store, ADA, line.id),
        "related": lambda: app.related(store, line.id),
        "graph": lambda: app.graph(store, line.id),
        "search": lambda: app.search(store, "case"),
    }
    for kind in KINDS:
        names = app.names(store, kind).names
        asked[f"{kind} list"] = lambda kind=kind: app.names(store, kind)
        if names:  # the one that most stories have
            most = max(names, key=lambda one: (one.stories, one.id))
            asked[kind] = lambda kind=kind, most=most: app.name(store, kind, most.id)
            asked[f"said by {kind}"] = lambda kind=kind, most=most: app.said_by(store, kind, most.id)
    found = {}
    for name, ask in asked.items():
        with counted(store) as statements:
            ask()
        found[name] = len(statements)
    return found


def test_questions_do_not_grow_with_what_is_there(store: Store) -> None:
    take(store, [page(1), page(1, copy=True), page(2), page(3)])
    with_few = questions(store)
    take(store, [page(n) for n in range(4, 32)])
    assert questions(store) == with_few
    assert with_few["river"] < 12
    assert with_few["story"] < 12
    assert {"search", "place", "outlet", "said by person"} <= set(with_few)
    with store.write() as tx:
        shelf.stale(tx, story_ids(tx))
    assert questions(store)["river"] <= with_few["river"] + 2, "told from the stories themselves, all at once"


def test_a_topic_page_asks_as_often_with_five_stories_as_with_one(store: Store) -> None:
    found = []
    for stories in (5, 24):  # every fifth is of the topic
        fill(store, stories)
        with counted(store) as statements:
            told = app.name(store, "topic", entity_id("topic", "sport"))
        found.append((len(told.stories), len(statements)))
    assert found == [(1, found[0][1]), (5, found[0][1])]
