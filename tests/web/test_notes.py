"""Notes, workspaces, corrections and the pages of names as a browser without scripts meets them, over a real store."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import event

from firsthand import app, server
from firsthand.store.database import Store
from tests import entering
from tests.made import OTHER, STRIKE
from tests.taken import Page, take_in
from tests.test_speakers import AGENCY, WORDS
from tests.test_speakers import COPY as SPOKEN_COPY

Client = TestClient[Any]
PAGES = [
    Page("wire", "one.example", "Port Alden strike ends", STRIKE, 0),
    Page("copy", "two.example", "Dockers go back to work", STRIKE[:4], 1),
    Page("alone", "four.example", "Climbers rescued on Kessel", OTHER, 3),
    Page("strait", "one.example", "Zemrin wants a pledge on the strait", AGENCY, 4),
    Page("again", "two.example", "Strait of Orn: a pledge in writing", SPOKEN_COPY, 5),
]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with five pages, read once for all tests here."""
    opened = app.open_store(str(tmp_path_factory.mktemp("people")))
    take_in(opened, PAGES)
    yield opened
    opened.close()


def browser(store: Store, name: str, role: str = "editor") -> Client:
    """A browser that somebody is signed in with."""
    client = TestClient(server.build(store), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
    entering.enter(client, store, role, name)
    return client


@pytest.fixture
def ada(read: Store) -> Iterator[Client]:
    with browser(read, "Ada") as client:
        yield client


@pytest.fixture
def cy(read: Store) -> Iterator[Client]:
    with browser(read, "Cy", "reader") as client:
        yield client


def story(store: Store, headline: str) -> str:
    """Return the story of a headline."""
    return next(line.id for line in app.river(store).stories if line.headline.startswith(headline))


def name(store: Store, kind: str, words: str) -> str:
    """Return the id of a name."""
    return next(n.id for n in app.names(store, kind, words).names)


def post(client: Client, page: str, path: str, follow: bool = True, **fields: object) -> Any:
    """Send a form of a page."""
    token = entering.csrf(client.get(page).text)
    return client.post(path, data={"csrf": token, **fields}, follow_redirects=follow)


def every_page(store: Store) -> list[str]:
    """Return the address of one page of each kind."""
    told = story(store, "Zemrin")
    page = app.story(store, told).documents[0].id
    person, outlet = name(store, "person", "Tesh"), name(store, "outlet", "one")
    place = app.names(store, "place").names[0].id
    return [
        f"/story/{told}",
        f"/document/{page}?from=10&to=40",
        f"/notes/{told}",
        f"/notes/{page}?newest=1",
        f"/notes/{person}",
        "/mentions",
        "/workspaces",
        "/people",
        "/people?q=te",
        "/organisations",
        "/places",
        "/topics",
        "/outlets?q=%00%22%3Cscript",
        f"/person/{person}",
        f"/person/{person}/said",
        f"/place/{place}",
        f"/outlet/{outlet}",
        f"/speaker/{page}?from=10&to=40",
    ]


def test_every_page_stands_and_has_no_script_style_or_address_of_its_own(read: Store, ada: Client) -> None:
    for path in every_page(read):
        answer = ada.get(path)
        assert answer.status_code == 200, path
        page = answer.text
        assert page.count("<h1") == 1, path
        assert not re.search(r'<script(?! type="module" fetchpriority="low" nonce)|\son\w+=|\sstyle=', page), path
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path
        labelled = set(re.findall(r'<label for="([^"]+)"', page))
        typed = set(re.findall(r'<(?:input|select|textarea) id="([^"]+)"', page))
        assert typed <= labelled, path


def test_every_link_of_these_pages_leads_somewhere(read: Store, ada: Client) -> None:
    links = {unescape(link) for path in every_page(read) for link in re.findall(r'href="(/[^"#]*)', ada.get(path).text)}
    for link in sorted(links):
        assert ada.get(link).status_code == 200, link


def test_a_note_is_written_answered_changed_and_deleted_without_scripts(read: Store, ada: Client) -> None:
    told = story(read, "Climbers")
    page = post(ada, f"/story/{told}", "/notes", on=told, text="Who *says* so?<script>").text
    assert "<p>Who <em>says</em> so?&lt;script&gt;</p>" in page
    (note,) = set(re.findall(r'id="(not_\w+)"', page))
    assert f'name="parent" value="{note}"' in ada.get(f"/notes/{told}?answer={note}").text
    page = post(ada, f"/notes/{told}", "/notes", on=told, text="The *police*", parent=note).text
    assert 'class="note d1"' in page
    assert ">Who *says* so?&lt;script&gt;</textarea>" in ada.get(f"/notes/{told}?edit={note}").text
    page = post(ada, f"/notes/{told}", f"/notes/{note}/edit", text="Says who?").text
    assert "Says who?" in page
    assert ">edited" in page
    page = post(ada, f"/notes/{told}", f"/notes/{note}/delete").text
    assert "This note was deleted." in page
    assert "<p>The <em>police</em></p>" in page


def test_a_note_that_cannot_be_kept_is_said_with_its_words_still_there(read: Store, ada: Client) -> None:
    told = story(read, "Climbers")
    answer = post(ada, f"/story/{told}", "/notes", on=told, text="  ")
    assert answer.status_code == 422
    assert 'role="alert">The note is empty.' in answer.text
    answer = post(ada, f"/story/{told}", "/notes", on=told, text="far too long " * 1000)
    assert answer.status_code == 422
    assert "far too long far" in answer.text
    for wrong in (
        {"on": "nonsense"},
        {"on": "sto_aaaaaaaaaaaaaaaa"},
        {"on": told, "document": "x", "start": "²", "end": "1"},
    ):
        assert post(ada, f"/story/{told}", "/notes", text="x", **wrong).status_code in (404, 422)


def test_a_marked_passage_is_quoted_in_a_note_that_leads_back_to_it(read: Store, ada: Client) -> None:
    told = story(read, "Port Alden")
    page = app.story(read, told).documents[0].id
    shown = ada.get(f"/document/{page}?from=0&to=7").text
    assert "A note on the marked passage" in shown
    kept = post(ada, f"/document/{page}", "/notes", on=page, text="Here", document=page, start="0", end="7").text
    assert f'<a class="cite" href="/document/{page}?from=0&amp;to=7#c0-7">' in kept
    assert "Dockers" in kept


def test_others_see_neither_notes_nor_workspaces(read: Store, ada: Client, cy: Client) -> None:
    told = story(read, "Port Alden")
    post(ada, f"/story/{told}", "/notes", on=told, text="Only for me")
    (note,) = [n.id for n in app.notes(read, app.account_of(read, "Ada").id, told).notes if n.text == "Only for me"]
    assert "Only for me" not in cy.get(f"/notes/{told}").text
    for path in (f"/notes/{told}?answer={note}", f"/notes/{told}?edit={note}"):
        assert cy.get(path).status_code == 404
    for path in (f"/notes/{note}/edit", f"/notes/{note}/delete"):
        assert post(cy, f"/notes/{told}", path, text="Mine").status_code == 404
    own = app.workspaces(read, app.account_of(read, "Ada").id)[0].id
    for do in ("chosen", "named", "invited", "removed", "left"):
        assert post(cy, "/workspaces", f"/workspaces/{own}", do=do, name="Cy", member="x").status_code == 404


def test_a_workspace_is_shared_and_a_mention_arrives(read: Store, ada: Client, cy: Client) -> None:
    told = story(read, "Climbers")
    page = post(ada, "/workspaces", "/workspaces", name="The desk").text
    assert "you write in it now" in page
    desk = next(w.id for w in app.workspaces(read, app.account_of(read, "Ada").id) if w.name == "The desk")
    assert (
        "Nobody here goes by the name" in post(ada, "/workspaces", f"/workspaces/{desk}", do="invited", name="Zed").text
    )
    assert "They are in." in post(ada, "/workspaces", f"/workspaces/{desk}", do="invited", name="cy").text
    post(ada, f"/notes/{told}", "/notes", on=told, text="@Cy look", workspace=desk)
    shown = cy.get("/mentions").text
    assert "1 new mention" in shown
    assert '<b class="mention">@Cy</b> look' in shown
    assert "Nothing new." in post(cy, "/mentions", "/mentions/seen").text
    assert post(cy, "/workspaces", f"/workspaces/{desk}", do="removed", member="acc_x").status_code == 403
    assert "You have left it" in post(cy, "/workspaces", f"/workspaces/{desk}", do="left").text
    assert "look" not in cy.get("/mentions").text
    post(ada, "/workspaces", f"/workspaces/{app.workspaces(read, app.account_of(read, 'Ada').id)[0].id}", do="chosen")


def test_a_correction_says_what_changed_and_is_undone(read: Store, ada: Client) -> None:
    told = story(read, "Port Alden")
    members = app.story(read, told).documents
    copy = next(m for m in members if m.original)
    shown = ada.get(f"/document/{copy.id}").text
    assert "Not a copy of One" in unescape(shown)
    answer = post(
        ada, f"/document/{copy.id}", "/judgements", kind="not_a_copy", subject=copy.article,
        object=next(m.article for m in members if not m.original), back=f"/document/{copy.id}",
    )  # fmt: skip
    assert answer.url.path == f"/document/{copy.id}"
    assert 'class="did" role="status"' in answer.text
    assert "Ada said: neither" in answer.text, "in the name of whoever is signed in"
    (undo,) = re.findall(r'action="(/judgements/jud_\w+/withdraw)"', answer.text)[:1]
    assert "Taken back: neither" in post(ada, f"/document/{copy.id}", undo, back=f"/document/{copy.id}").text
    assert app.story(read, told).independent_sources == 1


def test_who_says_something_is_put_right_on_the_page_of_its_words(read: Store, ada: Client, cy: Client) -> None:
    told = story(read, "Zemrin")
    page = app.document(read, app.story(read, told).documents[0].id)
    shown = ada.get(f"/story/{told}").text
    assert f'href="/speaker/{page.id}?from=' in unescape(shown)
    assert "/speaker/" not in cy.get(f"/story/{told}").text
    start = page.text.index(WORDS)
    form = ada.get(f"/speaker/{page.id}?from={start}&to={start + len(WORDS)}").text
    assert '<b dir="auto">Radoslav Tesh</b>' in form
    assert '<option value="Ilse Brandt">' in form
    answer = post(
        ada, f"/notes/{told}", "/judgements", kind="wrong_speaker", subject=page.id, words=WORDS, object="Ilse Brandt"
    )
    assert "is said by Ilse Brandt" in answer.text
    assert 'class="judged" dir="auto">Ada said on' in answer.text
    for role, status in ((ada, 200), (cy, 403)):
        assert role.get(f"/speaker/{page.id}?from={start}&to={start + 5}").status_code == status
    assert post(cy, f"/notes/{told}", "/judgements", kind="wrong_speaker", subject=page.id).status_code == 403
    app.withdraw(read, app.judgements(read)[-1].id)


def test_what_nobody_said_is_not_shown_as_said(read: Store, ada: Client) -> None:
    told = story(read, "Zemrin")
    for said in ("jud_aaaaaaaaaaaaaaaa", "nonsense", "%3Cscript%3E"):
        assert 'class="did" role="status"' not in ada.get(f"/story/{told}?said={said}").text


def test_a_person_is_shown_with_stories_quotes_and_who_stands_beside(read: Store, ada: Client) -> None:
    page = ada.get(f"/person/{name(read, 'person', 'Tesh')}").text
    assert "A name, not an identity" in page
    assert f"<q>{WORDS.rstrip(',')}</q>" in page
    assert ">Zemrin wants a pledge on the strait</a>" in page
    assert "Named with" in page
    assert ">Ilse Brandt</a>" in page


def test_an_outlet_is_shown_by_how_often_it_is_original_or_copy(read: Store, ada: Client) -> None:
    one = ada.get(f"/outlet/{name(read, 'outlet', 'one')}").text
    two = ada.get(f"/outlet/{name(read, 'outlet', 'two')}").text
    assert 'Of 2 pages, <b class="own">1</b> speaks for itself' in one, "the other one has its text from an agency"
    assert re.search(r'<dt>Taken by</dt><dd><a href="/outlet/ent_\w+" dir="auto">Two</a> <span class="n">2', one)
    assert "<dt>Copies</dt><dd>2</dd>" in two
    assert re.search(r'<dt>Takes from</dt><dd><a href="/outlet/ent_\w+" dir="auto">One</a> <span class="n">2', two)


@pytest.mark.parametrize("path", ["/person/ent_aaaaaaaaaaaaaaaa", "/person/x", "/notes/ent_aaaaaaaaaaaaaaaa"])
def test_what_nobody_names_is_not_there(ada: Client, path: str) -> None:
    assert ada.get(path).status_code == 404


def test_a_name_of_another_kind_is_not_there(read: Store, ada: Client) -> None:
    assert ada.get(f"/outlet/{name(read, 'person', 'Tesh')}").status_code == 404


def test_the_store_is_asked_the_same_number_of_times_whatever_a_page_holds(read: Store, ada: Client) -> None:
    asked: list[str] = []
    event.listen(read._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = {}
    for path in (f"/person/{name(read, 'person', 'Tesh')}", f"/person/{name(read, 'person', 'Varga')}"):
        ada.get(path)
        asked.clear()
        ada.get(path)
        counts[path] = len(asked)
    assert max(counts.values()) - min(counts.values()) <= 2, counts
    assert max(counts.values()) <= 40, counts
