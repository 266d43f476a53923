"""The search page: what is found and how it was understood; searches that a reader keeps; nothing typed is an error."""

from dataclasses import replace

import pytest

from firsthand import app
from firsthand.contract import FoundPageOut, FoundStoryOut, FragmentOut, SavedSearchOut, SearchOut, SnippetOut
from firsthand.model.errors import NotFound
from tests.search.test_reading import NAUGHTY

KEPT = SavedSearchOut(
    "sea_aaaaaaaaaaaaaaaa", "Ferries <b>", "ferry strike", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", 3
)


@pytest.fixture
def answer(reader, newsroom, samples, monkeypatch):
    """What the use cases answer; what they were asked."""
    line = newsroom.river(None).stories[0]
    snippet = SnippetOut(10, 30, [FragmentOut("the ", False), FragmentOut("<i>ferry</i>", True)])
    page = FoundPageOut(
        samples.WIRE, "Evil", [FragmentOut("<script>", True)], None, "https://a.example/1", "en", "2026-03-01T10:00Z",
        ["words"], snippet,
    )  # fmt: skip
    by_meaning = replace(page, document=samples.COPY, found_by=["meaning"], snippet=None, outlet="The Desk", title=[])
    told = SearchOut(
        "", "ferry", "pages with “ferry”", ["“fery” stands nowhere."], [FoundStoryOut(line, [page, by_meaning], 4)], 12, 30,
        "1.5.sto_x", 0,
    )  # fmt: skip
    asked = []

    def search(_store, query, limit=10, after=None, *, newest=False):
        asked.append((query, limit, after, newest))
        return replace(told, query=query)

    def note(name, result=None):
        def act(_store, account, *rest):
            asked.append((name, account, *rest))
            if KEPT.id not in rest and name not in ("list", "keep"):
                raise NotFound("You keep no such search.")
            return result

        return act

    monkeypatch.setattr(app, "search", search)
    monkeypatch.setattr(app, "kept_searches", note("list", [KEPT]))
    monkeypatch.setattr(app, "keep_search", note("keep", KEPT))
    for name in ("rename_search", "drop_search", "looked_at_search"):
        monkeypatch.setattr(app, name, note(name))
    return asked


def send(reader, path, **fields):
    token = reader.get("/api/session").json()["csrf"]
    return reader.post(path, data={"csrf": token, **fields}, follow_redirects=False)


def test_what_was_found_is_shown_with_its_reason(reader, answer, samples):
    page = reader.get("/search?q=fery").text
    assert '12 stories, 30 pages: <span dir="auto">pages with “ferry”</span>.' in page
    assert "“fery” stands nowhere." in page
    assert "the <mark>&lt;i&gt;ferry&lt;/i&gt;</mark>" in page
    assert f'href="/document/{samples.WIRE}?from=10&amp;to=30#c10-30"' in page
    assert "by its meaning" in page
    assert "4 more pages" in page
    assert "/search?q=fery&amp;after=1.5.sto_x" in page
    assert "<script>" not in page


def test_a_search_is_asked_as_it_was_typed(reader, answer):
    reader.get("/search", params={"q": ' "a b" -c ', "order": "newest", "after": "1.sto_x"})
    assert answer[0] == ('"a b" -c', 10, "1.sto_x", True)


def test_without_a_question_the_language_is_shown_and_nothing_asked(reader, answer):
    page = reader.get("/search").text
    assert "What can be typed" in page
    assert [a[0] for a in answer] == ["list"]


def test_nothing_that_is_typed_is_an_error(reader, answer):
    for typed in NAUGHTY:
        query = typed.encode(errors="replace").decode()
        assert reader.get("/search", params={"q": query}).status_code == 200
        assert reader.get("/api/search", params={"q": query}).status_code == 200


def test_ways_to_narrow_are_links_that_can_be_taken_back(reader, answer):
    page = reader.get("/search?q=ferry+is:original").text
    assert '<a class="on" href="/search?q=ferry" dir="auto">' in page
    assert "/search?q=ferry+is%3Aoriginal+after%3A7d" in page
    assert "/search?q=ferry+is%3Aoriginal&amp;order=newest" in page


def test_kept_searches_are_listed_with_what_is_new(reader, answer):
    page = reader.get("/search?q=other").text
    assert 'dir="auto">Ferries &lt;b&gt;</a>' in page
    assert 'href="/search?q=ferry+strike"' in page
    assert "3 new" in page
    assert "Keep this search as" in page
    assert "Keep this search as" not in reader.get("/search?q=ferry+strike").text


def test_a_search_is_kept_renamed_seen_and_removed_under_its_account(reader, answer, accounts_only):
    me = app.account_of(accounts_only, "administrator").id
    assert send(reader, "/search/kept", q="ferry strike", name="x").headers["location"] == "/search?q=ferry+strike"
    for path, name in (("", "rename_search"), ("/looked", "looked_at_search"), ("/remove", "drop_search")):
        given = send(reader, f"/search/kept/{KEPT.id}{path}", name="y")
        assert (given.status_code, given.headers["location"]) == (303, "/search")
        assert answer[-1][:3] == (name, me, KEPT.id)
    assert answer[0] == ("keep", me, "ferry strike", "x")


def test_anothers_search_is_not_there(reader, answer):
    for path in ("", "/looked", "/remove"):
        assert send(reader, f"/search/kept/sea_bbbbbbbbbbbbbbbb{path}", name="y").status_code == 404


def test_changing_needs_the_token(reader, answer):
    assert reader.post("/search/kept", data={"q": "x"}).status_code == 403
    assert answer == []


def test_every_page_has_the_box_but_those_of_strangers(reader, answer):
    assert 'action="/search"' in reader.get("/").text
    assert 'class="find"' not in reader.get("/login/x").text


def test_the_api_gives_the_record(reader, answer):
    told = reader.get("/api/search", params={"q": "ferry", "limit": 5, "order": "newest"}).json()
    assert (told["query"], told["stories"], told["found"][0]["pages"][0]["snippet"]["start"]) == ("ferry", 12, 10)
    assert answer == [("ferry", 5, None, True)]
