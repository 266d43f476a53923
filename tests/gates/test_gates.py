"""The gates themselves: what they make of stand-ins, and of the real material where it is on this machine.

The seeds are measured whole and held to their floors. The other gates take minutes: here they read the first rows of
each set, to see that they run; ``python -m tests.gates`` (or ``FIRSTHAND_GATES=full`` here) holds them to their floors.
"""

import os
from pathlib import Path

import pytest

from firsthand.model.comparison import Coverage
from firsthand.model.document import Block, BlockKind, Document, Role
from firsthand.model.moment import parse_iso
from firsthand.model.story import Lineage, Link, Member, Relation, Story
from tests.gates import runner
from tests.gates.clusters import Task, figures_of, story_of_each
from tests.gates.data import SHARED, Absent, Run, UnknownFormat
from tests.gates.documents import document_from_fields
from tests.gates.page_score import news_page
from tests.gates.pages import kind_of
from tests.gates.provenance import Pair, Verdict, pair_of, verdict_of
from tests.gates.provenance import figures_of as provenance_figures
from tests.gates.readers import Reading, body_text
from tests.gates.runner import GATES, run_gate

FULL = os.environ.get("FIRSTHAND_GATES") == "full"
NEWS = {
    "id": "p1",
    "url": "https://example.org/a",
    "html": "<html></html>",
    "body": "The ferry ran aground at dawn.\nNobody was hurt.",
    "paras": ["The ferry ran aground at dawn.", "Nobody was hurt."],
    "optional": ["A ferry with forty people ran aground."],
    "title": "Ferry aground",
    "authors": ["Ann Lee", "Bo Roe"],
    "date": "2025-06-05 14:46:12+02:00",
    "images": [{"caption": "The ferry on the sandbank.", "authors": ["Cy Poe"]}, {"caption": None, "authors": []}],
}


# --- the real material ---


@pytest.mark.shared
@pytest.mark.parametrize("gate", GATES)
def test_gate(gate: str) -> None:
    whole = FULL or gate == "seeds"
    outcome = run_gate(gate, Run(limit=None if whole else 6, workers=1 if gate == "seeds" else 2))
    if outcome.skipped and os.environ.get("CI", "").lower() != "true":
        pytest.skip(outcome.skipped)
    assert runner.holds(outcome, must_be_here=True), "\n".join(runner.lines(outcome))
    assert outcome.figures
    assert [f.name for f in outcome.figures if f.name.endswith(".unbroken") and f.value < 1] == []


def test_absent_data_is_named() -> None:
    outcome = run_gate("text", Run(data=(Path("/nowhere/text.jsonl"),)))
    assert outcome.skipped == "/nowhere/text.jsonl is not on this machine"
    with pytest.raises(Absent):
        Run().files("no/such/file.jsonl") if SHARED.exists() else Run().files("extract/text_news.jsonl.gz")


def test_rows_of_another_format_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "x", "words": 3}\n')
    for gate in ("pages", "text", "provenance", "clusters"):
        with pytest.raises(UnknownFormat):
            run_gate(gate, Run(data=(path,), workers=1))


# --- pages ---


def test_a_perfect_reading_scores_one_on_every_figure() -> None:
    reading = Reading(
        text="The ferry ran aground at dawn.\nNobody was hurt.",
        title="Ferry aground",
        authors=("Bo Roe", "Ann Lee"),
        published=parse_iso("2025-06-05T12:46Z"),
        standfirst=("A ferry with forty people ran aground.",),
        captions=("The ferry on the sandbank.",),
        credits=("Photo: Cy Poe/Agency",),
    )
    values = news_page(NEWS, reading)
    counts = {name: values.pop(name) for name in ("authors_right", "authors_found", "authors_wanted")}
    assert counts == {"authors_right": [2], "authors_found": [2], "authors_wanted": [2]}
    assert set(values) >= {"f1", "paragraphs", "title", "authors", "day", "minute", "standfirst", "captions", "credits"}
    assert all(value == [1.0] for value in values.values())


def test_an_empty_reading_scores_nothing_but_leaks_nothing() -> None:
    values = news_page(NEWS, Reading(""))
    assert values["captions_outside_body"] == [1.0]
    assert all(sum(values[name]) == 0 for name in ("f1", "title", "authors", "day", "minute", "standfirst", "credits"))


def test_a_caption_in_the_body_has_leaked_and_a_standfirst_there_is_no_field() -> None:
    text = "A ferry with forty people ran aground.\nThe ferry on the sandbank.\nThe ferry ran aground at dawn."
    values = news_page(NEWS, Reading(text))
    assert values["captions_outside_body"] == [0.0]
    assert values["standfirst"] == [0.0]


def test_what_has_no_label_is_not_scored() -> None:
    row = NEWS | {"authors": None, "date": None, "optional": [], "images": None}
    values = news_page(row, Reading("x"))
    assert "authors" not in values
    assert "day" not in values
    assert values["standfirst"] == values["captions"] == values["credits"] == []


def test_sets_are_told_apart_by_their_rows() -> None:
    assert kind_of(NEWS) == "news"
    assert kind_of({"html": "", "paras": None, "body": "x", "with": [], "without": []}) == "wcxb"
    assert kind_of({"html": "", "paras": None, "body": None, "with": [], "without": []}) == "snippets"


def test_a_body_has_its_dateline_in_its_paragraph_and_no_notes() -> None:
    text = "PARIS, May 1 - One.\n\nTwo.\n\nReporting by X"
    kinds = (
        (BlockKind.DATELINE, 0, 14),
        (BlockKind.PARAGRAPH, 15, 19),
        (BlockKind.PARAGRAPH, 21, 25),
        (BlockKind.NOTE, 27, 41),
    )
    document = Document("d", "c", "a", Role.MAIN, text, tuple(Block(*k) for k in kinds))
    assert body_text(document) == "PARIS, May 1 - One.\nTwo."


def test_a_document_from_fields_has_a_block_a_line_and_honest_offsets() -> None:
    document = document_from_fields("Title", "Title\n\nOne  two.\nThree.", date="2017-09-15T00:00:00", key="k")
    assert [document.text[b.start : b.end] for b in document.blocks] == ["One two.", "Three."]
    assert str(document.published) == "2017-09-15"
    assert document.id != document_from_fields("Title", "One two.\nThree.", key="other").id


# --- clusters and provenance ---


def _documents() -> tuple[Document, Document]:
    a = document_from_fields("A", "Words of a.", outlet="washingtonpost.com", key="a")
    return a, document_from_fields("B", "Words of b.", outlet="Chicago Tribune", key="b")


def _story(lineages: tuple[Lineage, ...], members: tuple[Member, ...]) -> Story:
    return Story("s1", "A", lineages, members)


def test_story_membership_becomes_clusters() -> None:
    a, b = _documents()
    story = _story((), (Member(a.id, "l", Relation.ORIGINAL, None), Member(b.id, "l", Relation.COPY, a.id)))
    found = story_of_each([story], {"row-a": a, "row-b": b})
    assert found == {"row-a": "s1", "row-b": "s1"}
    task = Task("made_up", {"row-a": a, "row-b": b}, {"row-a": "1", "row-b": "2"})
    figures = {f.name: f.value for f in figures_of(task, found)}
    assert figures["clusters.made_up.precision"] == 0.5
    assert figures["clusters.made_up.f1"] == pytest.approx(2 / 3)
    assert figures["clusters.made_up.stories_per_event"] == 0.5


def test_a_verdict_is_read_from_lineage_and_link() -> None:
    a, b = _documents()
    link = Link(Relation.COPY, a.id, b.id, Coverage(1.0, 1.0), decided=True)
    lineage = Lineage("l", (a.id, b.id), a.id, links=(link,))
    verdict = verdict_of([_story((lineage,), ())], a, b)
    assert verdict == Verdict("copy", False, "a", frozenset({"washingtonpost"}))


def test_two_copies_of_an_absent_original_are_one_source_named_by_its_credit() -> None:
    a, b = _documents()
    verdict = verdict_of([_story((Lineage("l", (a.id, b.id), None, absent="AP"),), ())], a, b)
    assert verdict == Verdict("copy", False, "absent", frozenset({"associatedpress"}))


def test_two_lineages_are_two_sources_even_with_a_partial_copy_between_them() -> None:
    a, b = _documents()
    lineages = (Lineage("l", (a.id,), a.id), Lineage("m", (b.id,), b.id))
    members = (Member(a.id, "l", Relation.ORIGINAL, None), Member(b.id, "m", Relation.PARTIAL, a.id))
    assert verdict_of([_story(lineages, members)], a, b) == Verdict("partial", True, "none", frozenset())
    assert verdict_of([_story(lineages, ())], a, b).relation == "none"


def test_labels_of_both_sets_are_read_as_three_classes() -> None:
    documents = dict(zip("ab", _documents(), strict=True))
    row = {"a": "a", "b": "b", "origin": ["washingtonpost.com", "Washington Post"], "independent": False}
    odu = pair_of(
        row | {"pair": "p", "relation": ["same_wire", "edited_wire"], "copy": True, "original": "a"}, documents
    )
    assert odu.gold == Verdict("copy", False, "a", frozenset({"washingtonpost"}))
    labels = {
        "same_wire_other_version": "copy",
        "edited_wire_uncredited": "copy",
        "press_release_reuse": "copy",
        "partial_wire_credited": "partial",
        "shared_statement": "none",
        "independent_agencies": "none",
    }
    assert {label: pair_of(row | {"label": label}, documents).gold.relation for label in labels} == labels


def test_a_gold_partial_counts_neither_way_as_a_copy_and_ours_counts_as_carried() -> None:
    a, b = _documents()
    gold = ["copy", "copy", "copy", "none", "partial"]
    said = ["copy", "partial", "none", "none", "copy"]
    pairs = [Pair(str(i), a, b, Verdict(g, None, None, frozenset()), "x") for i, g in enumerate(gold)]
    ours = [Verdict(v, None, None, frozenset()) for v in said]
    figures = {f.name: (f.value, f.n) for f in provenance_figures("p", pairs, ours)}
    assert figures["p.copy_precision"] == (1.0, 4)
    assert figures["p.copy_recall"] == (pytest.approx(2 / 3), 4)
    assert figures["p.relation"] == (0.4, 5)
    assert figures["p.partial_recall"] == (0.0, 1)


def test_a_hat_tip_is_no_wire_credit_and_a_dateline_is() -> None:
    from tests.gates.credit import with_byline, without_byline

    body = " ".join(["The ferry came in at noon and the dockers tied it up while the crowd sang."] * 4)
    row = {"text": f"Ferry in.\n\nOSLO (AP) - {body}\n\n{body}", "author": "Jane Roe", "credit": None}
    assert (with_byline(row), without_byline(row)) == ("ap", "ap")
    tipped = {"text": f"Ferry in.\n\n{body}\n\n{body}", "author": "Jane Roe", "credit": "h/t: Reuters"}
    assert with_byline(tipped) == ""


def test_a_family_is_right_when_it_is_one_lineage_with_its_original_and_count() -> None:
    from tests.gates.families import Answer, figures_of

    label = {"what": "x", "families": [{"pages": ["a", "b"], "original": "AP"}], "alone": ["c"], "sources": 2}
    both, alone = frozenset("ab"), frozenset("c")
    right = figures_of({"1": label}, {"1": Answer((both, alone), {both: "AP", alone: "c"}, 2)})
    wrong = figures_of({"1": label}, {"1": Answer((frozenset("abc"),), {frozenset("abc"): "a"}, 1)})
    assert [f.value for f in right] == [1.0] * 4
    assert [f.value for f in wrong] == [0.0] * 4
