"""Stories as people put them, in a store: they follow at once, and nothing depends on order or on a rebuild."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from firsthand import app, judging, worker
from firsthand.backends.embedder import load_embedder
from firsthand.model.errors import InputError, NotFound
from firsthand.stages import STAGES, Context
from firsthand.store.database import Store
from tests import taken, test_judging
from tests.made import SEEN
from tests.taken import Page, html, rows
from tests.thread.test_stories import TEXTS

#: name -> paragraphs, seen an hour apart: a story of three lineages, one of two, and one alone.
PAGES = {
    **{f"ferry{n}": text for n, text in enumerate(TEXTS["ferry"])},
    **{f"library{n}": text for n, text in enumerate(TEXTS["library"])},
    "orchard0": TEXTS["orchard"][0],
}
ALONE = [["ferry0", "ferry1", "ferry2"], ["library0", "library1"], ["orchard0"]]


def take_in(store: Store, names: Sequence[str] = tuple(PAGES)) -> dict[str, str]:
    hours = {name: hour for hour, name in enumerate(PAGES)}
    return taken.take_in(
        store, [Page(name, f"{name}.example", f"Report {name}", [PAGES[name]], hours[name]) for name in names]
    )


def held(store: Store) -> dict[str, list[str]]:
    """Return the pages of every story by name."""
    found = {}
    for line in app.river(store).stories:
        found[line.id] = sorted((m.url or "").rpartition("/")[2] for m in app.story(store, line.id).documents)
    return found


def grouped(store: Store) -> list[list[str]]:
    return sorted(held(store).values())


def story_of(store: Store, name: str) -> str:
    return next(i for i, names in held(store).items() if name in names)


@pytest.fixture
def read(store: Store) -> Iterator[tuple[Store, dict[str, str]]]:
    article = take_in(store)
    assert grouped(store) == ALONE
    return store, article


def test_two_stories_are_merged_though_they_share_nothing_and_come_apart_again(
    read: tuple[Store, dict[str, str]],
) -> None:
    store, _ = read
    before = rows(store)
    said = app.judge(store, "merge", story_of(store, "ferry0"), story_of(store, "library0"), by="Ada")
    assert grouped(store) == [["ferry0", "ferry1", "ferry2", "library0", "library1"], ["orchard0"]]
    (story,) = [app.story(store, i) for i in said.stories]
    told = [r for m in story.documents for r in m.evidence if r.code == "judged_same_event"]
    assert len(told) == 2
    assert told[0].text.startswith("Ada said on 20")
    assert told[0].text.endswith(" tell one event")
    assert [j.kind for j in story.judgements] == ["same_event"]
    app.withdraw(store, said.id)
    assert rows(store) == before


def test_what_arrives_later_joins_the_merged_story(store: Store) -> None:
    article = take_in(store, ["ferry0", "ferry1", "library0"])
    app.judge(store, "merge", article["ferry0"], article["library0"])
    take_in(store, ["ferry2", "library1"])
    assert grouped(store) == [["ferry0", "ferry1", "ferry2", "library0", "library1"]]


def test_a_lineage_is_split_off_and_the_rest_stays_together(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    before = rows(store)
    said = app.judge(store, "split", article["ferry1"], by="Ada")
    assert grouped(store) == [["ferry0", "ferry2"], ["ferry1"], ["library0", "library1"], ["orchard0"]]
    kept = app.judgements(store)
    assert [j.kind for j in kept] == ["different_event"] * 2
    assert {j.breath for j in kept} == {said.breath}
    told = next(m.reasons for m in app.story(store, story_of(store, "ferry1")).documents)
    assert any(text.endswith("tell two events") for text in told)
    gone = app.withdraw(store, kept[1].id)
    assert gone.withdrawn
    assert all(j.withdrawn for j in app.judgements(store)), "taken back in the breath it was said in"
    assert rows(store) == before


def test_two_are_split_off_together(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    app.judge(store, "split", f"{article['ferry2']} {article['ferry1']}")
    assert grouped(store)[:2] == [["ferry0"], ["ferry1", "ferry2"]]


def test_a_lineage_is_moved(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    before = rows(store)
    said = app.judge(store, "move", article["ferry1"], story_of(store, "library0"))
    assert grouped(store) == [["ferry0", "ferry2"], ["ferry1", "library0", "library1"], ["orchard0"]]
    assert said.kind == "same_event"
    app.withdraw(store, said.id)
    assert rows(store) == before


def test_what_is_pinned_stays_whatever_is_said_before_it(read: tuple[Store, dict[str, str]]) -> None:
    store, _ = read
    story = app.story(store, story_of(store, "ferry0"))
    lead, *others = [lineage.id for lineage in story.lineages]
    with pytest.raises(InputError, match="leads its story"):
        app.judge(store, "pin", lead)
    said = app.judge(store, "pin", others[0])
    assert (said.kind, grouped(store)) == ("same_event", ALONE)


def test_the_later_word_beats_the_earlier_one(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    app.judge(store, "merge", article["ferry0"], article["orchard0"])
    assert ["ferry0", "ferry1", "ferry2", "orchard0"] in grouped(store)
    later = app.judge(store, "different_event", article["ferry0"], article["orchard0"])
    assert grouped(store) == ALONE
    app.withdraw(store, later.id)
    assert ["ferry0", "ferry1", "ferry2", "orchard0"] in grouped(store)


SAID = [
    ("same_event", "ferry0", "orchard0"),
    ("different_event", "ferry0", "ferry1"),
    ("same_event", "ferry1", "library1"),
    ("different_event", "library1", "orchard0"),
    ("same_event", "ferry2", "library0"),
]


def judge_all(store: Store, article: dict[str, str], order: Sequence[int] = range(len(SAID))) -> None:
    """Say what pulls stories to and fro, before or after the pages came."""
    for hour in order:
        kind, a, b = SAID[hour]
        with store.write() as tx:
            made = judging.make_judgement(
                judging.JudgementKind(kind), article[a], article[b], "Ada", SEEN + timedelta(hours=hour)
            )
            judging.keep(tx, made)
        worker.drain(store, STAGES, Context())


def test_a_rebuild_keeps_stories_as_people_put_them(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    judge_all(store, article)
    before = rows(store)
    where = {name: story for story, names in held(store).items() for name in names}
    for kind, a, b in SAID:
        assert (where[a] == where[b]) is (kind == "same_event"), (kind, a, b)
    app.rebuild(store)
    assert rows(store) == before


@pytest.mark.parametrize("seed", range(4))
def test_it_does_not_matter_what_came_first_pages_or_judgements(tmp_path: Path, seed: int) -> None:
    one, other = app.open_store(str(tmp_path / "one")), app.open_store(str(tmp_path / "other"))
    try:
        article = take_in(one)
        judge_all(one, article)
        chance = random.Random(seed)
        shuffled = chance.sample(list(PAGES), len(PAGES))
        take_in(other, shuffled[: seed + 1])
        judge_all(other, article, chance.sample(range(len(SAID)), len(SAID)))
        take_in(other, shuffled[seed + 1 :])
        assert rows(other) == rows(one)
    finally:
        one.close()
        other.close()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("merge", "ferry0"), "two_sides"),
        (("split", "ferry0", "ferry1"), "one_side"),
        (("split", "orchard0"), "nothing_left"),
        (("split", " "), "no_page"),
        (("split", "ferry0 library0"), "two_stories"),
        (("move", "ferry0", "ferry1"), "same_story"),
        (("merge", "ferry0", "ferry0"), "same_article"),
    ],
)
def test_nonsense_is_refused_with_its_cause(
    read: tuple[Store, dict[str, str]], words: tuple[str, ...], code: str
) -> None:
    store, article = read
    with pytest.raises(InputError) as refused:
        app.judge(store, words[0], *(" ".join(article.get(w, w) for w in side.split()) for side in words[1:]))
    assert refused.value.code == code
    for unknown in ("sto_unknown", "lin_unknown", "doc_unknown", "art_unknown"):
        with pytest.raises(NotFound):
            app.judge(store, "merge", unknown, article["ferry0"])
    assert app.judgements(store) == []


def test_copies_of_one_text_are_not_told_apart_as_events(store: Store) -> None:
    text = [f"{TEXTS['ferry'][0]} {TEXTS['ferry'][1]}"]
    for hour, host in enumerate(("one.example", "two.example")):
        content = html("Ferry aground", host, text, f"2026-03-03T1{hour}:00:00Z")
        app.read_content(store, content, url=f"https://{host}/a")
    (line,) = app.river(store).stories
    a, b = (m.article for m in app.story(store, line.id).documents)
    with pytest.raises(InputError, match="not_a_copy"):
        app.judge(store, "different_event", a, b)


# why ----------------------------------------------------------------------------------------------------------------


def test_why_names_what_decided_and_shows_the_words_on_both_pages(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    together = app.why(store, article["ferry0"], article["ferry1"])
    assert (together.verdict, together.mean) == ("one_story", None)
    assert together.score is not None
    assert together.score >= together.threshold
    assert "“Marigold”" in " ".join(together.sentences)
    (marigold,) = [term for term in together.shared if term.word == "Marigold"]
    assert marigold.kind == "name"
    pages = [app.document(store, side.document) for side in (together.a, together.b)]
    assert [page.text[s.start : s.end] for page, s in zip(pages, marigold.spans, strict=True)] == ["Marigold"] * 2
    assert {"cosine", "plain", "gap", "in_window", "languages"} <= {s.code for s in together.signals}

    apart = app.why(store, story_of(store, "ferry0"), story_of(store, "orchard0"))
    assert apart.verdict == "two_stories"
    assert apart.cause in ("few_terms", "below_bar")
    assert apart.mean is not None
    assert [apart.a.story, apart.b.story] == [story_of(store, "ferry0"), story_of(store, "orchard0")]


@pytest.mark.skipif(load_embedder() is None, reason="firsthand[embed] is not installed")
def test_why_tells_what_pages_mean_also_of_those_that_stand_alone(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    for other in ("ferry1", "orchard0"):
        found = app.why(store, article["ferry0"], article[other])
        (meaning,) = [s for s in found.signals if s.code == "meaning"]
        assert meaning.value is not None


def test_why_tells_who_said_so_also_over_others(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    app.judge(store, "merge", article["ferry0"], article["library0"], by="Ada")
    for one, other, cause in (("ferry0", "library0", "judged"), ("ferry1", "library1", "judged")):
        found = app.why(store, article[one], article[other])
        assert (found.verdict, found.cause) == ("one_story", cause)
        assert "Ada said on 20" in " ".join(found.sentences)
    app.judge(store, "different_event", article["library0"], article["orchard0"], by="Ben")
    over = app.why(store, article["ferry0"], article["orchard0"])
    assert (over.verdict, over.cause) == ("two_stories", "judged")
    assert [words in " ".join(over.sentences) for words in ("Ben said on 20", "Ada said on 20")] == [True, True]
    assert {j.by for j in over.judgements} == {"Ada", "Ben"}
    app.judge(store, "split", article["ferry1"], by="Cleo")
    cut = app.why(store, article["ferry1"], article["ferry2"])
    assert (cut.verdict, cut.cause) == ("two_stories", "judged")


def test_why_of_copies_is_that_they_are_one_source(store: Store) -> None:
    article = taken.take_in(store, test_judging.PAGES)
    found = app.why(store, article["copy"], article["wire"])
    assert (found.verdict, found.cause, found.score) == ("one_source", "links", None)
    assert "“Dockers go back to work” (Two) is a copy of “Port Alden strike ends” (One): carries" in found.sentences[1]
    assert found.links[0].evidence == found.reasons
    assert app.why(store, article["wire"], article["wire"]).cause == "same_page"


def test_why_of_nothing_or_of_one_is_refused(read: tuple[Store, dict[str, str]]) -> None:
    store, article = read
    story = story_of(store, "ferry0")
    with pytest.raises(InputError, match="the same"):
        app.why(store, story, story)
    assert app.why(store, article["ferry1"], story).verdict == "one_story", "with the one of it that is nearest"
    for unknown in ("sto_unknown", "lin_unknown", "doc_unknown", "art_unknown"):
        with pytest.raises(NotFound):
            app.why(store, article["ferry0"], unknown)
