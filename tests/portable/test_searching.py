"""The log, the index that follows it and what is found in it are alike on either database; so are kept searches."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from firsthand import app, indexing, judging, searching
from firsthand.contract import SearchOut
from firsthand.model.document import Document, Extraction
from firsthand.model.errors import InputError, NotFound
from firsthand.model.judgement import JudgementKind, make_judgement
from firsthand.model.story import Lineage, Story
from firsthand.search.facts import Facts, facts_of
from firsthand.steps import index
from firsthand.steps.context import Context
from firsthand.store import (
    captures,
    derived,
    documents,
    lineages,
    search_changes,
    stories,
    understandings,
    work,
)
from firsthand.store.database import Store
from firsthand.store.fulltext import schema
from firsthand.store.fulltext.files import files_of
from tests.portable import made
from tests.search.test_reading import NAUGHTY

NOW = datetime(2026, 3, 10, tzinfo=UTC)
FACTS = Facts("sto_x", ("original",), 1, 1)


def page(number: int, headline: str, text: str, **other: object) -> Document:
    return replace(made.document(number), headline=headline, text=text, blocks=(), parts=(), **other)  # type: ignore[arg-type]


PAGES = (
    page(
        1,
        "Ferry aground off Cape Orn",
        "The ferry ran aground. Its captain said nothing of the rocks.",
        outlet="Meridian Wire",
    ),
    page(
        2,
        "Ferry stuck on rocks",
        "The ferry ran aground, the captain said. Crème brûlée was served.",
        outlet="Northgate Herald",
    ),
    page(3, "Strike at the port", "Dockers in 東京都 went on strike over pay. Elections follow.", language="de"),
)


def put(store: Store, pages: Iterable[Document], told: Iterable[Story]) -> None:
    """Keep pages and stories, and note them as the stage does."""
    told = list(told)
    with store.write() as tx:
        for one in pages:
            capture, content = made.capture(int(one.id[-4:]))
            captures.add(tx, capture, content)
            documents.save_extraction(tx, Extraction(capture.id, "", (replace(one, capture=capture.id),)))
            understandings.put(tx, one.id, made.understood(one.id))
        stories.replace(tx, [], told)
        search_changes.put(tx, {i: facts for story in told for i, facts in facts_of(story).items()})


@pytest.fixture
def full(store: Store) -> Store:
    first = made.story("a", Lineage("lin_1", ("doc_0001", "doc_0002"), "doc_0001"))
    put(store, PAGES, [first, made.story("b", Lineage("lin_3", ("doc_0003",), "doc_0003"))])
    assert indexing.follow(store).done == 3
    return store


def ask(store: Store, query: str, limit: int = 10, after: str | None = None) -> SearchOut:
    return searching.search(store, query, searching.Asking(NOW), limit, after)


def found(store: Store, query: str) -> list[str]:
    return sorted(page.document for story in ask(store, query).found for page in story.pages)


ANSWERS = (
    ("ferry", [1, 2]),
    ("FERRY captain", [1, 2]),
    ("ferry strike", []),
    ("ferry OR strike", [1, 2, 3]),
    ("ferry -stuck", [1]),
    ("-ferry", [3]),
    ('"ran aground"', [1, 2]),
    ('"aground ran"', []),
    ("title:aground", [1]),
    ("outlet:herald", [2]),
    ('outlet:"meridian wire"', [1]),
    ("outlet:(herald OR wire)", [1, 2]),
    ("creme brulee", [2]),
    ("東京", [3]),
    ("京東", []),
    ("lang:german", [3]),
    ("place:Zemrin", [1, 2, 3]),
    ("topic:politics ferry", [1, 2]),
    ("said:Ferr", []),
    ("is:original", [1, 3]),
    ("is:copy", [2]),
    ("independent:>=2", []),
    ("outlets:2", [1, 2, 3]),
    ("doc*", [3]),
    ("fery", [1, 2]),
    ("strkie", [3]),
    ("election", [3]),
    ("site:outlet.example title:stuck", [2]),
    ("https://outlet.example/2", [2]),
    ("after:2026-03-01 before:2026-03-02", [1, 2, 3]),
    ("before:2026-03-01", []),
    ("after:30d", [1, 2, 3]),
)


def test_what_is_asked_is_found(full: Store) -> None:
    given = [(query, found(full, query)) for query, _ in ANSWERS]
    assert given == [(query, [f"doc_{n:04}" for n in numbers]) for query, numbers in ANSWERS]


def test_what_is_found_says_why(full: Store) -> None:
    answer = ask(full, "fery aground")
    story = answer.found[0]
    assert (answer.stories, answer.pages, story.story.id, story.more) == (1, 2, "sto_a", 0)
    assert answer.remarks == ["“fery” stands nowhere; “ferry” was looked for."]
    best = story.pages[0]
    assert (best.document, best.found_by) == ("doc_0001", ["words"])
    assert [run.text for run in best.title if run.marked] == ["Ferry aground"]
    assert best.snippet
    text = PAGES[0].text
    assert "".join(run.text for run in best.snippet.runs) == text[best.snippet.start : best.snippet.end]
    assert [run.text for run in best.snippet.runs if run.marked] == ["ferry", "aground"]


def test_where_hardly_a_page_has_all_words_some_may_lack_one(full: Store) -> None:
    answer = ask(full, "ferry aground zebra")
    assert [story.story.id for story in answer.found] == ["sto_a"]
    assert answer.remarks[-1] == "Hardly a page has all of this: pages that lack one of the words were taken, too."


def test_pages_of_an_answer_follow_each_other(full: Store) -> None:
    first = ask(full, "ferry OR strike", limit=1)
    second = ask(full, "ferry OR strike", limit=1, after=first.next)
    assert {first.found[0].story.id, second.found[0].story.id} == {"sto_a", "sto_b"}
    assert second.next is None
    with pytest.raises(NotFound):
        ask(full, "ferry", after="nonsense")


def test_nothing_that_is_typed_is_an_error(full: Store) -> None:
    for query in NAUGHTY:
        assert ask(full, query).query == query


def test_an_index_follows_what_changes(full: Store) -> None:
    with full.write() as tx:
        search_changes.put(tx, {"doc_0003": None, "doc_0002": replace(FACTS, story="sto_a", marks=("wire",))})
    assert ask(full, "strike").waiting == 2
    assert indexing.follow(full).done == 2
    assert found(full, "strike") == []
    assert found(full, "is:wire") == ["doc_0002"]
    assert files_of(full.search_folder).sizes()[0] == 2
    assert indexing.follow(full) == indexing.Followed(0, 0)


def test_another_log_is_followed_from_its_beginning(full: Store) -> None:
    with full.write() as tx:
        derived.drop_all(tx)
    assert indexing.follow(full).left == 0
    assert found(full, "ferry") == []
    put(full, [], [made.story("b", Lineage("lin_3", ("doc_0003",), "doc_0003"))])
    indexing.follow(full)
    assert files_of(full.search_folder).sizes()[0] == 0  # noted, but the document itself is gone


def test_a_restored_store_has_its_index_made_anew(full: Store) -> None:
    with full.write() as tx:
        search_changes.begin_anew(tx)
    assert indexing.follow(full).done == 3
    assert found(full, "ferry") == ["doc_0001", "doc_0002"]


def test_whom_people_say_words_are_by_is_found(full: Store) -> None:
    with full.write() as tx:
        lineages.replace(tx, [], [Lineage("lin_1", ("doc_0001", "doc_0002"), "doc_0001")])
        kind, article = JudgementKind.WRONG_SPEAKER, PAGES[0].article
        judging.keep(tx, make_judgement(kind, article, "Ada Byron", "Bo", NOW, words=PAGES[0].text[:9]))
        due = work.claim_many(tx, datetime.now(UTC), 60, "index", 10, work.new_lease())
    assert {one.item for one in due} == {"doc_0001", "doc_0002"}
    with full.write() as tx:
        index.save(tx, [], index.run(index.load(tx, ["doc_0001", "doc_0002"]), Context()))
    assert indexing.follow(full).done == 2
    assert found(full, "person:byron") == ["doc_0001", "doc_0002"]


@pytest.mark.parametrize(
    "text", ["Crème “brûlée” don’t ½ ™ m² №5", "किसान आंदोलन", "東京都 strike", "e\u0301te\u0301", "שָׁלוֹם", "Привет"]
)
def test_both_cutters_give_the_same_words(text: str) -> None:
    by_expression = schema._analyzer(expression=True).analyze(schema.plain(text))
    assert schema.words_of(text) == list(by_expression)


def test_a_broken_index_is_thrown_away(full: Store) -> None:
    files = files_of(full.search_folder)
    (files.folder / f"v{schema.VERSION}" / "meta.json").write_text("{")
    assert ask(full, "ferry").waiting == 3
    assert indexing.follow(full).done == 3
    assert found(full, "ferry") == ["doc_0001", "doc_0002"]


def test_an_index_of_another_version_is_thrown_away(full: Store) -> None:
    old = full.search_folder / "v0"
    old.mkdir()
    with full.write() as tx:
        search_changes.put(tx, {"doc_0003": None})
    indexing.follow(full)
    assert not old.exists()


def test_one_writes_at_a_time(full: Store) -> None:
    with full.write() as tx:
        search_changes.put(tx, {"doc_0003": None})
    with files_of(full.search_folder).writing() as writing:
        assert writing is not None
        assert indexing.follow(full) == indexing.Followed(0, 1, busy=True)
    assert indexing.follow(full).done == 1


def test_what_was_not_committed_is_done_again(full: Store) -> None:
    with full.write() as tx:
        search_changes.put(tx, {"doc_0003": None})
    with files_of(full.search_folder).writing() as writing:
        assert writing is not None
        writing.drop("doc_0001")
    assert found(full, "ferry") == ["doc_0001", "doc_0002"]
    assert indexing.follow(full).done == 1


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert indexing.follow(store) == indexing.Followed(0, 0)
    answer = ask(store, "ferry")
    assert (answer.found, answer.waiting, answer.remarks) == ([], 0, [])


def test_searches_are_kept_for_one_account(full: Store) -> None:
    made_one = app.keep_search(full, "acc_ada", "  ferry   aground ", "")
    assert (made_one.name, made_one.query, made_one.new) == ("ferry aground", "ferry aground", 0)
    app.keep_search(full, "acc_ada", "ferry aground", "Ferries")
    assert [s.name for s in app.kept_searches(full, "acc_ada")] == ["Ferries"]
    assert app.kept_searches(full, "acc_bo") == []
    for act in (app.drop_search, app.looked_at_search, lambda s, a, i: app.rename_search(s, a, i, "x")):
        with pytest.raises(NotFound):
            act(full, "acc_bo", made_one.id)
    app.rename_search(full, "acc_ada", made_one.id, " New\x00name ")
    assert [s.name for s in app.kept_searches(full, "acc_ada")] == ["New name"]
    app.looked_at_search(full, "acc_ada", made_one.id)
    app.drop_search(full, "acc_ada", made_one.id)
    assert app.kept_searches(full, "acc_ada") == []


def test_what_came_since_somebody_looked_is_counted(full: Store) -> None:
    asked = {"old": ("ferry OR strike", made.NOON - timedelta(days=1)), "new": ("ferry", NOW + timedelta(days=1))}
    assert searching.count_new(full, asked, NOW) == {"old": 2, "new": 0}


def test_searches_that_cannot_be_kept_are_refused(store: Store) -> None:
    for query in ("", " \n", "x" * 1001):
        with pytest.raises(InputError):
            app.keep_search(store, "acc_ada", query)
    kept = app.keep_search(store, "acc_ada", "ferry")
    with pytest.raises(InputError):
        app.rename_search(store, "acc_ada", kept.id, " ")
    for number in range(app.MOST_SAVED - 1):
        app.keep_search(store, "acc_ada", f"ferry {number}")
    with pytest.raises(InputError):
        app.keep_search(store, "acc_ada", "one more")
    app.keep_search(store, "acc_ada", "ferry", "again")
