"""What people say, in a store: lineages and stories follow at once, and nothing depends on order or on a rebuild."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand import app, judging, worker
from firsthand.model.errors import InputError, NotFound
from firsthand.stages import STAGES, Context
from firsthand.store import documents, judgements
from firsthand.store.database import Store
from tests.made import OTHER, SEEN, STRIKE
from tests.taken import Page, rows, take_in

#: Seen an hour apart.
PAGES = [
    Page("wire", "one.example", "Port Alden strike ends", STRIKE, 0),
    Page("copy", "two.example", "Dockers go back to work", STRIKE[:4], 1),
    Page("part", "three.example", "Cranes to move tonight", STRIKE[1:4], 2),
    Page("alone", "four.example", "Climbers rescued on Kessel", OTHER, 3),
]


def families(store: Store) -> list[list[str]]:
    """Return the pages of every lineage by name, the original first."""
    found = []
    for line in app.river(store).stories:
        story = app.story(store, line.id)
        names = {m.id: (m.url or "").rpartition("/")[2] for m in story.documents}
        for lineage in story.lineages:
            rest = sorted(names[i] for i in lineage.documents if i != lineage.original)
            found.append([*([names[lineage.original]] if lineage.original else []), *rest])
    return sorted(found)


def test_what_was_judged_shows_at_once_and_goes_when_it_is_withdrawn(store: Store) -> None:
    article = take_in(store, PAGES)
    before = rows(store)
    assert families(store) == [["alone"], ["wire", "copy", "part"]]

    cut = app.judge(store, "not_a_copy", article["copy"], article["wire"], by="Ada", note="own reporter there")
    assert (cut.by, cut.note, cut.withdrawn) == ("Ada", "own reporter there", None)
    assert "neither “" in cut.text
    assert sorted(map(len, families(store))) == [1, 1, 2]
    tie = app.judge(store, "copy_of", article["wire"], article["alone"])
    assert any(family[0] == "alone" and "wire" in family for family in families(store))
    pin = app.judge(store, "original_is", article["part"])

    for said in (pin, tie, cut):
        assert app.withdraw(store, said.id).withdrawn
    assert rows(store) == before
    assert [j.id for j in app.judgements(store)] == [cut.id, tie.id, pin.id], "withdrawn ones are history"


def test_a_story_tells_what_people_said_of_its_pages(store: Store) -> None:
    article = take_in(store, PAGES)
    said = app.judge(store, "original_is", article["copy"], by="Ada")
    story = app.story(store, said.stories[0])
    assert [j.text for j in story.judgements] == ["“Dockers go back to work” (Two) is the original"]
    (lineage,) = [lin for lin in story.lineages if len(lin.documents) > 1]
    assert lineage.reasons[0].startswith("Ada said on 20")
    assert lineage.reasons[0].endswith(": “Dockers go back to work” (Two) is the original")


def test_two_names_of_an_outlet_are_counted_once(store: Store) -> None:
    take_in(store, PAGES)
    (line,) = [s for s in app.river(store).stories if s.documents == 3]
    assert line.outlets == 3
    said = app.judge(store, "same_outlet", " two", "One ")
    (line,) = [s for s in app.river(store).stories if s.documents == 3]
    assert line.outlets == 2
    story = app.story(store, line.id)
    assert sorted(story.outlet_names) == ["One", "Three"]
    assert [j.text for j in story.judgements] == ["two is another name of One"]
    app.withdraw(store, said.id)
    assert app.story(store, line.id).outlets == 3


def judge_all(store: Store, article: dict[str, str]) -> None:
    """Say three things that work against each other in different lineages, before or after the pages came."""
    with store.write() as tx:
        for hour, (kind, a, b) in enumerate(
            [("not_a_copy", "copy", "wire"), ("copy_of", "part", "copy"), ("copy_of", "wire", "alone")]
        ):
            made = judging.make_judgement(
                judging.JudgementKind(kind), article[a], article[b], "Ada", SEEN + timedelta(hours=hour)
            )
            judging.keep(tx, made)
    worker.drain(store, STAGES, Context())


def test_a_rebuild_keeps_what_people_said(store: Store) -> None:
    judge_all(store, take_in(store, PAGES))
    before = rows(store)
    assert families(store) == [["alone", "wire"], ["copy", "part"]]
    app.rebuild(store)
    assert rows(store) == before
    with store.read() as tx:
        assert len(judgements.every(tx)) == 3


@pytest.mark.parametrize("seed", range(4))
def test_it_does_not_matter_what_came_first_pages_or_judgements(tmp_path: Path, seed: int) -> None:
    one, other = app.open_store(str(tmp_path / "one")), app.open_store(str(tmp_path / "other"))
    try:
        article = take_in(one, PAGES)
        judge_all(one, article)
        shuffled = random.Random(seed).sample(PAGES, len(PAGES))
        take_in(other, shuffled[:seed])
        judge_all(other, article)
        take_in(other, shuffled[seed:])
        assert rows(other) == rows(one)
    finally:
        one.close()
        other.close()


def test_nonsense_is_refused_with_its_cause(store: Store) -> None:
    article = take_in(store, PAGES)
    a, b = article["wire"], article["copy"]
    with store.read() as tx:
        (document,) = documents.ids_of_articles(tx, [a])
    for words, code in (
        (("nonsense", a, b), "unknown_judgement"),
        (("not_a_copy", a), "two_sides"),
        (("original_is", a, b), "one_side"),
        (("copy_of", a, document), "same_article"),
        (("same_outlet", "One", " one"), "same_name"),
        (("same_outlet", "One", " "), "outlet_name"),
        (("copy_of", a, b, "x" * 201), "too_long"),
    ):
        with pytest.raises(InputError) as refused:
            app.judge(store, *words)
        assert refused.value.code == code
    for unknown in ("doc_unknown", "art_unknown", "", "wire"):
        with pytest.raises(NotFound):
            app.judge(store, "copy_of", unknown, b)
    with pytest.raises(NotFound):
        app.withdraw(store, "jud_unknown")
    assert app.judgements(store) == []


def test_a_document_may_be_named_instead_of_its_article(store: Store) -> None:
    article = take_in(store, PAGES)
    with store.read() as tx:
        (a,), (b,) = (documents.ids_of_articles(tx, [article[name]]) for name in ("copy", "wire"))
    said = app.judge(store, "copy_of", a, b)
    assert (said.subject, said.object) == (article["copy"], article["wire"])
