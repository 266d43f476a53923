"""The river under filters and what is a reader's own in it, on either database."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from firsthand import app
from firsthand.contract import Narrowed, RiverOut
from firsthand.model.errors import InputError, NotFound
from firsthand.model.shelf import Facet, News, StoryLine, entity_id
from firsthand.store import shelf, stories
from firsthand.store.database import Store, Tx
from firsthand.store.tables import story as story_table
from tests.portable import made

ADA, BO = "acc_ada", "acc_bo"


def put(tx: Tx, number: int, *facets: Facet, sources: int = 1, pages: tuple[str, ...] = ()) -> str:
    """Keep a story that came ``number`` hours after noon, with what is kept of it."""
    name, at = (
        f"{number:016d}".translate(str.maketrans("0123456789", "abcdefghij")),
        made.NOON + timedelta(hours=number),
    )
    held = pages or (f"doc_{number}",)
    story = made.story(name, made.lineage(name, *held), last=at)
    stories.replace(tx, [], [story])
    ranked = at + timedelta(hours=-2 * number)
    tx.conn.execute(update(story_table).where(story_table.c.id == story.id).values(ranked_at=ranked))
    news = tuple(News(at, at, 1, 1, 0) for _ in range(sources))
    outlets = tuple(f.name for f in facets if f.kind == "outlet")
    told = (
        story.id,
        held[0],
        f"Story {number}",
        "en",
        outlets,
        0,
        len(held),
        sources,
        str(story.first),
        str(story.last),
    )
    line = StoryLine(*told, (), ("en",), (), news, (), (), ())
    independent = (Facet("independent", f"{k:02}") for k in range(2, sources + 1))
    shelf.put(tx, line, f" story {number} ", (*facets, *independent), b"", shelf.Place(at, ranked))
    return story.id


def language(code: str) -> Facet:
    return Facet("language", code)


def outlet(name: str) -> Facet:
    return Facet("outlet", entity_id("outlet", name), name)


def topic(name: str) -> Facet:
    return Facet("topic", entity_id("topic", name), name)


def fill(store: Store, count: int = 24) -> list[str]:
    """Stories of two languages, three outlets and four numbers of sources, in the order that they came."""
    with store.write() as tx:
        return [
            put(
                tx,
                n,
                language(("en", "de")[n % 2]),
                outlet(("Post", "Echo", "Tide")[n % 3]),
                *([topic("sport")] if n % 5 == 0 else []),
                sources=1 + n % 4,
            )
            for n in range(count)
        ]


def ids(page: RiverOut) -> list[str]:
    return [line.id for line in page.stories]


def every(store: Store, **asked: object) -> list[str]:
    """Go through all pages of three, each key once."""
    found: list[str] = []
    after = None
    while True:
        page = app.river(store, 3, after, **asked)  # type: ignore[arg-type]
        found += ids(page)
        after = page.next
        if after is None:
            return found


@pytest.mark.parametrize("by_rank", [False, True])
@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (Narrowed(), lambda n: True),
        (Narrowed(language="de"), lambda n: n % 2 == 1),
        (Narrowed(outlet="ECHO"), lambda n: n % 3 == 1),
        (Narrowed(language="de", outlet="Tide"), lambda n: n % 6 == 5),
        (Narrowed(independent=3), lambda n: n % 4 >= 2),
        (
            Narrowed(language="en", outlet=entity_id("outlet", "post"), independent=3),
            lambda n: n % 6 == 0 and n % 4 >= 2,
        ),
        (Narrowed(topic="sport", language="fr"), lambda n: False),
    ],
)
def test_filters_combine_and_page_without_repeating_or_hiding(
    store: Store, asked: Narrowed, wanted: object, by_rank: bool
) -> None:
    made_ids = fill(store)
    expected = [i for n, i in enumerate(made_ids) if wanted(n)]  # type: ignore[operator]
    newest = expected if by_rank else expected[::-1]
    assert every(store, narrowed=asked, by_rank=by_rank) == newest
    assert every(store, narrowed=asked, by_rank=by_rank, account=ADA) == newest


def test_outlets_that_people_said_are_one_are_filtered_as_one(store: Store) -> None:
    made_ids = fill(store, 6)
    app.judge(store, "same_outlet", "Echo", "Post")
    both = [i for n, i in enumerate(made_ids) if n % 3 != 2][::-1]
    assert every(store, narrowed=Narrowed(outlet="Echo")) == every(store, narrowed=Narrowed(outlet="Post")) == both


def test_a_story_is_new_again_by_a_source_and_not_by_a_copy(store: Store) -> None:
    first, second = fill(store, 2)
    app.look(store, ADA, first)
    assert [line.state for line in app.river(store, account=ADA).stories] == ["unread", "read"]
    assert [line.state for line in app.river(store, account=BO).stories] == ["unread", "unread"]
    with store.write() as tx:
        put(tx, 0, outlet("Post"), outlet("Echo"), pages=("doc_0", "doc_copy"))
    line = app.river(store, account=ADA).stories[1]
    assert (line.state, line.new_sources, line.new_outlets) == ("read", 0, 1)
    with store.write() as tx:
        put(tx, 0, outlet("Post"), outlet("Echo"), sources=2, pages=("doc_0", "doc_copy", "doc_own"))
    line = app.river(store, account=ADA).stories[1]
    assert (line.state, line.new_sources) == ("new", 1)
    assert every(store, account=ADA, narrowed=Narrowed(unread=True)) == [second, first]


def test_a_look_holds_when_the_story_has_another_id(store: Store) -> None:
    old = fill(store, 1)[0]
    app.look(store, ADA, old)
    with store.write() as tx:
        stories.replace(tx, [old], [])
        shelf.drop(tx, old)
        put(tx, 7, pages=("doc_earlier", "doc_0"))
    assert [line.state for line in app.river(store, account=ADA).stories] == ["read"]


def test_all_is_marked_as_read_and_taken_back_once(store: Store) -> None:
    made_ids = fill(store, 5)
    app.look_at_all(store, ADA)
    assert every(store, account=ADA, narrowed=Narrowed(unread=True)) == []
    page = app.river(store, account=ADA)
    assert (page.unread, {line.state for line in page.stories}) == (0, {"read"})
    app.look(store, ADA, made_ids[2], unread=True)
    assert every(store, account=ADA, narrowed=Narrowed(unread=True)) == [made_ids[2]]
    app.undo_look_at_all(store, ADA)
    assert every(store, account=ADA, narrowed=Narrowed(unread=True)) == made_ids[::-1]
    assert app.river(store, account=ADA).unread == 5
    app.undo_look_at_all(store, ADA)


def test_marking_twice_and_taking_back_leaves_the_first(store: Store) -> None:
    fill(store, 3)
    app.look_at_all(store, ADA)
    first = app.river(store, account=ADA).read_until
    app.look_at_all(store, ADA)
    app.undo_look_at_all(store, ADA)
    assert app.river(store, account=ADA).read_until == first


def test_what_is_saved_is_found_and_taken_out(store: Store) -> None:
    made_ids = fill(store, 4)
    app.save(store, ADA, made_ids[1])
    app.save(store, ADA, made_ids[1])
    assert every(store, account=ADA, narrowed=Narrowed(saved=True)) == [made_ids[1]]
    assert every(store, account=BO, narrowed=Narrowed(saved=True)) == []
    assert [line.saved for line in app.river(store, account=ADA).stories] == [False, False, True, False]
    assert app.is_saved(store, ADA, made_ids[1])
    app.save(store, ADA, made_ids[1], keep=False)
    assert every(store, account=ADA, narrowed=Narrowed(saved=True)) == []
    with pytest.raises(NotFound):
        app.save(store, ADA, "sto_nowhere")
    for item in ("doc_nowhere", "doc_\x00", "", "sto_aaaaaaaaaaaaaaa\x00"):
        with pytest.raises(NotFound):
            app.save(store, ADA, item)


def test_what_is_muted_is_left_out_for_who_muted_it(store: Store) -> None:
    made_ids = fill(store)
    shown = made_ids[::-1]
    for kind, value, hides in (
        ("language", "DE", lambda n: n % 2 == 1),
        ("outlet", "echo", lambda n: n % 3 == 1),
        ("topic", entity_id("topic", "sport"), lambda n: n % 5 == 0),
        ("word", "Story 7", lambda n: n == 7),
        ("story", made_ids[3], lambda n: n == 3),
    ):
        told = app.mute(store, ADA, kind, value)
        assert every(store, account=ADA) == [i for i in shown if not hides(made_ids.index(i))], kind
        assert every(store, account=ADA, narrowed=Narrowed(muted=True)) == every(store, account=BO) == shown
        assert [one.value for one in app.muted(store, ADA)] == [told.value]
        app.unmute(store, ADA, kind, told.value)
        assert app.muted(store, ADA) == []


def test_only_languages_that_a_reader_likes_are_shown_and_those_that_are_not_known(store: Store) -> None:
    made_ids = fill(store)
    with store.write() as tx:
        untold = put(tx, 30, outlet("Post"))
    german = [i for n, i in enumerate(made_ids) if n % 2 == 1][::-1]
    assert every(store, account=ADA, languages=("DE",)) == [untold, *german]
    assert every(store, account=ADA, languages=("de", "en")) == [untold, *made_ids[::-1]]
    assert every(store, account=ADA, languages=("fr",)) == [untold]
    assert app.river(store, 3, account=ADA, languages=("de",)).unread == 13
    asked, all_of_it = Narrowed(language="en"), Narrowed(muted=True)
    assert every(store, account=ADA, languages=("de",), narrowed=asked) == [
        i for i in made_ids[::-1] if i not in german
    ]
    assert every(store, account=ADA, languages=("de",), narrowed=all_of_it) == [untold, *made_ids[::-1]]


def test_a_muted_outlet_hides_no_story_that_another_tells(store: Store) -> None:
    with store.write() as tx:
        both = put(tx, 1, outlet("Post"), outlet("Echo"))
        put(tx, 2, outlet("Post"))
    app.mute(store, ADA, "outlet", "Post")
    assert every(store, account=ADA) == [both]
    app.mute(store, ADA, "outlet", "Echo")
    assert every(store, account=ADA) == []


@pytest.mark.parametrize("given", [("planet", "x"), ("word", " "), ("word", "…"), ("outlet", "x" * 101)])
def test_what_cannot_be_muted_is_said(store: Store, given: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        app.mute(store, ADA, *given)


def test_nothing_typed_into_a_filter_or_a_key_is_a_failure(store: Store) -> None:
    fill(store, 2)
    for text in ("\x00", "'; --", "ent_aaaaaaaaaaaaaaaa", "🦉", "%"):
        assert app.river(store, narrowed=Narrowed(language=text, folder=text, outlet=text), account=ADA).stories == []
    for key in ("x", "1", "99999999999999999999999.x"):
        with pytest.raises(NotFound):
            app.river(store, 5, key)


def test_what_can_be_filtered_by_is_told(store: Store) -> None:
    fill(store)
    told = app.shelves(store)
    assert told.languages == ["de", "en"]
    assert [(one.name, one.stories) for one in told.outlets] == [("Echo", 8), ("Post", 8), ("Tide", 8)]
