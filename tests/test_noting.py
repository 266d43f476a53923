"""Notes: what somebody writes stays with the article, is seen by their workspace alone, and is theirs to change."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from firsthand import app
from firsthand.model.errors import InputError, NotAllowed, NotFound
from firsthand.model.ids import derive
from firsthand.model.note import DEEPEST, LONGEST
from firsthand.store.database import Store
from firsthand.store.tables import metadata
from firsthand.store.tables import note as note_table
from tests import people
from tests.made import OTHER, STRIKE
from tests.taken import Page, take_in

PAGES = [
    Page("wire", "one.example", "Port Alden strike ends", STRIKE, 0),
    Page("copy", "two.example", "Dockers go back to work", STRIKE[:4], 1),
    Page("alone", "four.example", "Climbers rescued on Kessel", OTHER, 3),
]


def stories(store: Store) -> dict[str, str]:
    """Return the stories by how many pages they have."""
    return {str(line.documents): line.id for line in app.river(store).stories}


def texts(store: Store, account: str, on: str, *, newest: bool = False) -> list[str]:
    """Return the notes on something, indented as they are in threads."""
    return ["." * n.depth + n.text for n in app.notes(store, account, on, newest=newest).notes]


def shared(store: Store, owner: str, *guests: str) -> str:
    """Make a workspace of several; return its id."""
    made = next(w.id for w in app.make_workspace(store, owner, "Desk") if w.current)
    for guest in guests:
        app.invite_member(store, owner, made, guest)
    return made


def test_notes_stand_in_threads_or_newest_first(store: Store) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    (story,) = stories(store).values()
    first = app.write_note(store, ada, story, "First")
    second = app.write_note(store, ada, story, "Second\r\n\r\n")
    answer = app.write_note(store, ada, story, "To the first", parent=first.id)
    app.write_note(store, ada, story, "To the answer", parent=answer.id)
    assert texts(store, ada, story) == ["First", ".To the first", "..To the answer", "Second"]
    assert texts(store, ada, story, newest=True) == ["..To the answer", ".To the first", "Second", "First"]
    told = app.notes(store, ada, story)
    assert (told.total, told.notes[0].answers, told.notes[0].by, told.notes[0].mine) == (4, 1, "Ada", True)
    assert (second.on.kind, second.on.id, second.on.title) == ("story", story, "Port Alden strike ends")


@pytest.mark.parametrize("newest", [False, True])
def test_a_long_thread_is_read_page_by_page(store: Store, newest: bool) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    (story,) = stories(store).values()
    parent = None
    for number in range(DEEPEST + 5):
        parent = app.write_note(store, ada, story, str(number), parent=parent).id
    seen: list[str] = []
    after = None
    while after is not None or not seen:
        page = app.notes(store, ada, story, 3, after, newest=newest)
        seen, after = [*seen, *(n.text for n in page.notes)], page.next
    assert sorted(seen, key=int) == [str(n) for n in range(DEEPEST + 5)]
    assert seen == sorted(seen, key=int, reverse=newest)
    assert max(n.depth for n in app.notes(store, ada, story).notes) == DEEPEST
    with pytest.raises(NotFound):
        app.notes(store, ada, story, 3, "nonsense", newest=True)


def test_a_note_on_a_story_goes_where_its_article_goes(store: Store) -> None:
    article = take_in(store, PAGES)
    (ada,) = people.make(store, "Ada")
    two, one = stories(store)["2"], stories(store)["1"]
    app.write_note(store, ada, two, "On the strike")
    app.write_note(store, ada, one, "On the climbers")
    merged = app.judge(store, "merge", one, two)
    (whole,) = stories(store).values()
    assert sorted(texts(store, ada, whole)) == ["On the climbers", "On the strike"]
    app.rebuild(store)
    assert sorted(texts(store, ada, whole)) == ["On the climbers", "On the strike"]
    app.withdraw(store, merged.id)
    assert texts(store, ada, stories(store)["1"]) == ["On the climbers"]
    app.judge(store, "not_a_copy", article["copy"], article["wire"])
    assert sum(len(texts(store, ada, s.id)) for s in app.river(store).stories) == 2


def test_a_document_has_notes_of_its_own_which_its_story_shows_too(store: Store) -> None:
    take_in(store, PAGES[:2])
    (ada,) = people.make(store, "Ada")
    (story,) = stories(store).values()
    pages = app.story(store, story).documents
    app.write_note(store, ada, pages[1].id, "On this page")
    app.write_note(store, ada, story, "On all of it")
    assert texts(store, ada, pages[1].id) == ["On this page"]
    assert texts(store, ada, pages[0].id) == []
    assert [(n.text, n.on.kind) for n in app.notes(store, ada, story).notes] == [
        ("On this page", "document"),
        ("On all of it", "story"),
    ]


def test_a_name_has_notes(store: Store) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    (name,) = [n for n in app.names(store, "person").names if n.name == "Ines Varga"]
    app.write_note(store, ada, name.id, "Led the talks in 2019 too.")
    told = app.notes(store, ada, name.id)
    assert (told.on.kind, told.on.title, told.notes[0].on.id) == ("person", "Ines Varga", name.id)
    app.rebuild(store)
    assert texts(store, ada, name.id) == ["Led the talks in 2019 too."]
    with pytest.raises(NotFound):
        app.write_note(store, ada, "ent_aaaaaaaaaaaaaaaa", "Nobody")


def test_what_is_edited_says_so_and_what_is_deleted_leaves_its_answers(store: Store) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    (story,) = stories(store).values()
    note = app.write_note(store, ada, story, "Frist")
    assert note.edited is None
    changed = app.edit_note(store, ada, note.id, "First")
    assert (changed.text, changed.edited is not None, changed.edited_by) == ("First", True, None)
    answer = app.write_note(store, ada, story, "Yes", parent=note.id)
    gone = app.delete_note(store, ada, note.id)
    assert (gone.text, gone.html, gone.deleted, gone.mine) == ("", "", True, False)
    assert texts(store, ada, story) == ["", ".Yes"]
    assert app.notes(store, ada, story).total == 1
    with pytest.raises(InputError, match="deleted"):
        app.edit_note(store, ada, note.id, "Again")
    with pytest.raises(InputError, match="deleted"):
        app.write_note(store, ada, story, "No", parent=note.id)
    app.delete_note(store, ada, answer.id)
    assert [n.deleted for n in app.notes(store, ada, story).notes] == [True]


def test_a_passage_is_quoted_and_found_again(store: Store) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    (story,) = stories(store).values()
    page = app.document(store, app.story(store, story).documents[0].id)
    start = page.text.index("nine-day strike")
    note = app.write_note(store, ada, story, "Eight days?", passage=app.Passage(page.id, start, start + 15))
    assert note.quote is not None
    assert (note.quote.text, note.quote.document, note.quote.start) == ("nine-day strike", page.id, start)
    app.rebuild(store)
    assert app.note(store, ada, note.id).quote == note.quote
    for wrong in (app.Passage(page.id, 5, 5), app.Passage(page.id, 0, 10**6)):
        with pytest.raises(InputError):
            app.write_note(store, ada, story, "x", passage=wrong)


def test_to_others_a_note_is_not_there(store: Store) -> None:
    take_in(store, PAGES[:1])
    ada, ben = people.make(store, "Ada", "Ben")
    (story,) = stories(store).values()
    note = app.write_note(store, ada, story, "Mine")
    assert texts(store, ben, story) == []
    attempts: list[Callable[[], object]] = [
        lambda: app.note(store, ben, note.id),
        lambda: app.edit_note(store, ben, note.id, "Yours"),
        lambda: app.delete_note(store, ben, note.id),
        lambda: app.write_note(store, ben, story, "Answer", parent=note.id),
        lambda: app.write_note(store, ben, story, "There", workspace=note.workspace),
        lambda: app.choose_workspace(store, ben, note.workspace),
        lambda: app.rename_workspace(store, ben, note.workspace, "Ours"),
        lambda: app.invite_member(store, ben, note.workspace, "Ben"),
        lambda: app.remove_member(store, ben, note.workspace, ada),
        lambda: app.leave_workspace(store, ben, note.workspace),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert texts(store, ada, story) == ["Mine"]


def test_in_a_shared_workspace_all_read_and_only_author_and_owner_change(store: Store) -> None:
    take_in(store, PAGES[:1])
    ada, ben, cy = people.make(store, "Ada", "Ben", "Cy")
    (story,) = stories(store).values()
    desk = shared(store, ada, "ben", "CY")
    app.choose_workspace(store, ben, desk)
    note = app.write_note(store, ben, story, "From Ben")
    app.choose_workspace(store, cy, desk)
    (seen,) = app.notes(store, cy, story).notes
    assert (seen.by, seen.mine) == ("Ben", False)
    with pytest.raises(NotAllowed):
        app.edit_note(store, cy, note.id, "x")
    with pytest.raises(NotAllowed):
        app.delete_note(store, cy, note.id)
    assert app.edit_note(store, ada, note.id, "Better").edited_by == "Ada"
    assert app.delete_note(store, ada, note.id).deleted


def test_a_mention_tells_who_may_read_it(store: Store) -> None:
    take_in(store, PAGES[:1])
    ada, ben, _cy = people.make(store, "Ada", "Ben O’Dowd", "Cy")
    (story,) = stories(store).values()
    desk = shared(store, ada, "Ben O’Dowd")
    note = app.write_note(store, ada, story, "Look, @ben o’dowd, @Cy and @Ada")
    assert note.html == '<p>Look, <b class="mention">@Ben O’Dowd</b>, @Cy and <b class="mention">@Ada</b></p>\n'
    assert app.unseen_mentions(store, ben) == 1
    assert app.unseen_mentions(store, ada) == 0, "nobody is told of their own words"
    told = app.mentions(store, ben)
    assert [(m.note.text, m.new) for m in told.mentions] == [(note.text, True)]
    assert app.see_mentions(store, ben) == 1
    assert app.unseen_mentions(store, ben) == 0
    app.edit_note(store, ada, note.id, "Still @Ben O’Dowd")
    assert app.unseen_mentions(store, ben) == 0, "told once"
    app.edit_note(store, ada, note.id, "Not any more")
    assert app.mentions(store, ben).mentions == []
    app.write_note(store, ada, story, "@Ben O’Dowd again")
    app.leave_workspace(store, ben, desk)
    assert app.mentions(store, ben).mentions == []


def test_workspaces_are_made_shared_and_left(store: Store) -> None:
    ada, ben = people.make(store, "Ada", "Ben")
    (own,) = app.workspaces(store, ada)
    assert (own.personal, own.current, own.role) == (True, True, "owner")
    desk = shared(store, ada, "Ben")
    (mine, ours) = app.workspaces(store, ben)
    assert (mine.current, ours.current, ours.role) == (True, False, "member")
    assert [(m.name, m.role) for m in ours.members] == [("Ada", "owner"), ("Ben", "member")]
    app.choose_workspace(store, ben, desk)
    with pytest.raises(NotAllowed):
        app.rename_workspace(store, ben, desk, "Ours")
    with pytest.raises(InputError):
        app.leave_workspace(store, ada, desk)
    with pytest.raises(InputError):
        app.remove_member(store, ada, desk, ada)
    with pytest.raises(InputError):
        app.invite_member(store, ada, own.id, "Ben")
    with pytest.raises(InputError):
        app.invite_member(store, ada, desk, "Nobody")
    with pytest.raises(InputError):
        app.make_workspace(store, ada, "  ")
    app.rename_workspace(store, ada, desk, " The  desk ")
    assert app.workspaces(store, ben)[1].name == "The desk"
    app.remove_member(store, ada, desk, ben)
    (left,) = app.workspaces(store, ben)
    assert left.current


def test_a_workspace_passes_to_who_is_longest_there_when_its_owner_goes(store: Store) -> None:
    take_in(store, PAGES[:1])
    ada, ben, cy, dee = people.make(store, "Ada", "Ben", "Cy", "Dee")
    (story,) = stories(store).values()
    desk = shared(store, ada, "Dee", "Cy", "Ben")
    note = app.write_note(store, ada, story, "From Ada", workspace=desk)
    app.write_note(store, ben, story, "@Ada asked", parent=note.id)
    app.edit_note(store, ada, app.write_note(store, cy, story, "From Cy", workspace=desk).id, "Better")
    app.disable_account(store, dee)
    app.remove_account(store, ada)
    assert [(m.name, m.role) for m in app.workspaces(store, ben)[1].members] == [
        ("Cy", "owner"),
        ("Ben", "member"),
        ("Dee", "member"),
    ], "not to somebody who cannot come in"
    app.choose_workspace(store, ben, desk)
    told = [(n.text, n.by, n.edited_by, n.mine) for n in app.notes(store, ben, story).notes]
    assert told == [
        ("From Ada", "a former member", None, False),
        ("@Ada asked", "Ben", None, True),
        ("Better", "Cy", "a former member", False),
    ]
    assert app.delete_note(store, cy, note.id).deleted


def test_a_workspace_goes_with_its_notes_when_nobody_is_left(store: Store) -> None:
    take_in(store, PAGES[:1])
    ada, ben, _ = people.make(store, "Ada", "Ben", "Cy")
    (story,) = stories(store).values()
    app.write_note(store, ben, story, "In one of mine")
    kept = shared(store, ada, "Ben")
    app.write_note(store, ada, story, "Stays", workspace=kept)
    desk = shared(store, ben, "Cy")
    app.write_note(store, ben, story, "@Cy", workspace=desk)
    app.leave_workspace(store, derive("acc", "Cy"), desk)
    app.remove_account(store, ben)
    with store.read() as tx:
        assert [tuple(row) for row in tx.conn.execute(select(note_table.c.text, note_table.c.workspace_id))] == [
            ("Stays", kept)
        ]
        rows = [row for table in metadata.sorted_tables for row in tx.conn.execute(table.select())]
    assert not [row for row in rows if desk in row or ben in row]


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_a_note_has_words_and_an_end(store: Store, text: str) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    with pytest.raises(InputError):
        app.write_note(store, ada, stories(store)["1"], text)


def test_the_store_is_asked_as_often_for_many_notes_as_for_one(store: Store) -> None:
    take_in(store, PAGES[:1])
    (ada,) = people.make(store, "Ada")
    (story,) = stories(store).values()
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    app.write_note(store, ada, story, "One")
    asked.clear()
    app.notes(store, ada, story)
    once = len(asked)
    for number in range(20):
        app.write_note(store, ada, story, f"Note {number}")
    asked.clear()
    assert len(app.notes(store, ada, story).notes) == 21
    assert len(asked) == once <= 14
