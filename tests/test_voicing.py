"""Voices from the page to the door: kept by the stage, told of documents, stories and threads, with exact places."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import firsthand
from firsthand import app
from firsthand import contract as out
from firsthand.cli.commands import cli
from firsthand.model.errors import NotFound
from firsthand.store.database import Store
from firsthand.web.voices import voices_of
from tests.made import document as made_document

AGENCY = """Zemrin wants a written pledge on the strait, sources say

VOSTRA, March 3 (Meridian Wire) - President Radoslav Tesh wants a "written" pledge that the strait of Orn stays open, according to three Zemrin officials with knowledge of the talks.

"Nobody will close the strait while I hold this office," Tesh told reporters in Vostra on Tuesday. He demanded that Maravel withdraw its patrol boats before the end of the month.

Maravel denied that its boats had crossed the line. The Harbour Ministry did not respond to a request for comment on the officials' account.

One of the officials said Zemrin had warned Maravel in June last year that a second seizure would end the pact of 2019.

Reporting by Ada Brook"""
COPY = """Strait of Orn: Zemrin asks for a pledge in writing

President Radoslav Tesh wants a 'written' pledge that the strait of Orn stays open, according to three Zemrin officials with knowledge of the talks.

'Nobody will close the strait while I hold this office,' Tesh told reporters in Vostra on Tuesday. He demanded that Maravel withdraw its patrol boats before the end of the month.

Maravel denied that its boats had crossed the line. The Harbour Ministry did not respond to a request for comment on the officials' account.

One of the officials said Zemrin had warned Maravel in June last year that a second seizure would end the pact of 2019."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = app.open_store(str(tmp_path_factory.mktemp("voices")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def spoken(store: Store, tmp_path_factory: pytest.TempPathFactory) -> out.VoicesReadOut:
    folder: Path = tmp_path_factory.mktemp("pages")
    (folder / "agency.txt").write_text(AGENCY)
    (folder / "copy.txt").write_text(COPY)
    return app.voices(store, [str(folder / "agency.txt"), str(folder / "copy.txt")])


def places(told: Any, text: str) -> Iterator[tuple[str, str]]:
    """Give every text beside a start and an end, with what really stands there."""
    if isinstance(told, dict):
        if isinstance(told.get("start"), int) and "text" in told:
            yield told["text"], text[told["start"] : told["end"]]
        for key, value in told.items():
            if key != "text":
                yield from places(value, text)
    elif isinstance(told, list):
        for value in told:
            yield from places(value, text)


def test_every_text_is_what_stands_at_its_place(spoken: out.VoicesReadOut) -> None:
    assert len(spoken.documents) == 2
    for document in spoken.documents:
        found = list(places(msgspec.to_builtins(document), document.text))
        assert len(found) > 20
        assert all(text == there for text, there in found)


def test_a_document_says_who_says_what(spoken: out.VoicesReadOut) -> None:
    agency = next(d for d in spoken.documents if "sources say" in d.headline)
    said = {(q.form, q.speaker.name if q.speaker else None, q.text) for q in agency.quotes}
    assert ("direct", "Radoslav Tesh", "Nobody will close the strait while I hold this office,") in said
    stances = {(c.stance, c.party) for c in agency.claims}
    assert {("declines", "Harbour Ministry"), ("denies", "Maravel"), ("demands", "Radoslav Tesh")} <= stances
    assert agency.anonymous_sources == 3
    assert not any("VOSTRA, March" in q.text for q in agency.quotes), "a dateline is nobody's words"


def test_words_in_marks_are_told_once_and_silence_is_no_quote(spoken: out.VoicesReadOut) -> None:
    for document in spoken.documents:
        marked = [(q.start, q.end) for q in document.quotes if q.form == "direct"]
        assert len(marked) == len(set(marked))
        assert not any("request for comment" in q.text for q in document.quotes)


def test_a_story_counts_the_voices_of_its_copies_once(spoken: out.VoicesReadOut) -> None:
    (story,) = spoken.stories
    assert story.anonymous_sources == story.anonymous_at_least == 3
    declined = [c for c in story.claims if c.stance == "declines"]
    assert len(declined) == 1
    assert declined[0].sources == 1
    assert len({t.document for t in declined[0].told}) == 2
    tesh = [p for p in story.parties if p.name == "Radoslav Tesh"]
    assert len(tesh) == 1
    assert {q.text for i in tesh[0].quotes if (q := story.quotes[i]).form == "direct"} >= {
        "Nobody will close the strait while I hold this office"
    }


def test_read_json_has_the_same_under_each_document_and_story(store: Store, spoken: out.VoicesReadOut) -> None:
    (story,) = spoken.stories
    assert app.story(store, story.story).voices == story
    for document in spoken.documents:
        shown = app.document(store, document.id).voices
        assert shown is not None
        assert shown.quotes == document.quotes
        assert document.story == story.story


def test_voices_are_asked_for_by_id(store: Store, spoken: out.VoicesReadOut) -> None:
    one = app.voices(store, [spoken.documents[0].id])
    assert [d.id for d in one.documents] == [spoken.documents[0].id]
    whole = app.voices(store, [spoken.stories[0].story, spoken.documents[0].id])
    assert {d.id for d in whole.documents} == {d.id for d in spoken.documents}
    with pytest.raises(NotFound, match="No document"):
        app.voices(store, ["doc_aaaaaaaaaaaaaaaa"])
    with pytest.raises(NotFound):
        app.positions(store, "thr_aaaaaaaaaaaaaaaa")


def test_positions_of_a_story_are_those_of_named_parties(store: Store, spoken: out.VoicesReadOut) -> None:
    told = app.positions(store, spoken.stories[0].story)
    assert any(p.name == "Radoslav Tesh" and p.statements[0].stance == "demands" for p in told.positions)
    assert not any(p.kind == "anonymous" for p in told.positions)


def test_the_library_gives_the_same_shape(spoken: out.VoicesReadOut) -> None:
    document = firsthand.extract(AGENCY).main
    assert document is not None
    told = firsthand.voices(document)
    agency = next(d for d in spoken.documents if "sources say" in d.headline)
    assert [q.text for q in told.quotes] == [q.text for q in agency.quotes]


def test_the_page_tells_a_paraphrase_without_quotation_marks(spoken: out.VoicesReadOut) -> None:
    voices = voices_of(cast(out.StoryOut, SimpleNamespace(voices=spoken.stories[0], documents=[])))
    tesh = next(v for v in voices if v.party.name == "Radoslav Tesh")
    assert tesh.said[0].strong, "what is more than said comes first"
    for statement in (s for v in voices for s in v.said):
        assert statement.direct == (
            statement.text in ("Nobody will close the strait while I hold this office", "written")
        )


def test_the_command_line_tells_it_to_a_person(store: Store, spoken: out.VoicesReadOut) -> None:
    told = CliRunner().invoke(cli, ["voices", spoken.stories[0].story, "--store", store.address])
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert "    Radoslav Tesh (President)" in lines
    assert any(
        line.strip().endswith("that Maravel withdraw its patrol boats before the end of the month") for line in lines
    )
    assert any(
        line.strip() == "told           “Nobody will close the strait while I hold this office,”" for line in lines
    )
    assert any(line.strip().startswith("declines") for line in lines)
    assert "  Unnamed sources: at least 3 people" in lines
    shape = json.loads(
        CliRunner().invoke(cli, ["voices", spoken.documents[0].id, "--json", "--store", store.address]).stdout
    )
    assert set(shape) == {"documents", "stories", "problems"}
    asked = {"quotes", "claims", "anonymous_sources", "names", "times", "events", "topics", "hashtags", "summary"}
    assert asked <= set(shape["documents"][0])
    stands = CliRunner().invoke(cli, ["positions", spoken.stories[0].story, "--store", store.address])
    assert "Radoslav Tesh: " in stands.stdout
    unknown = CliRunner().invoke(cli, ["positions", "thr_aaaaaaaaaaaaaaaa", "--store", store.address])
    assert unknown.exit_code == 1


SOME = (
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "(",
    ")",
    ",",
    ".",
    ":",
    "?",
    "\n\n",
    "\u00a0",
    "🦉",
    "\u0301",
    "—",
)
WORDS = (
    "Ada", "Orr", "said", "told", "denied", "that", "he", "she", "they", "the", "ministry", "wants", "to", "if", "not",
    "three", "officials", "according", "on", "Tuesday", "2019", "in", "declined", "comment", "U.S.", "NATO", "Mr.", "sagte",
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from(SOME), st.sampled_from(WORDS)), max_size=60))
def test_whatever_the_text_every_value_is_what_stands_at_its_place(pieces: list[str]) -> None:
    page = made_document(" ".join(pieces).replace(" ,", ",") or "x")
    told = firsthand.voices(page)
    assert all(text == there for text, there in places(msgspec.to_builtins(told), page.text))
    for quote in told.quotes:
        assert 0 <= quote.start < quote.end <= len(page.text)
        assert quote.inside is None or quote.inside < len(told.quotes)
        assert quote.continues is None or quote.continues < len(told.quotes)
