"""Summaries: the publisher's points first, else sentences of the text as they stand, none twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.extract.assemble import Piece
from firsthand.model.document import Document, PartKind
from firsthand.model.voices import Given
from firsthand.profiles.words import leaning, weigh
from firsthand.text.vectors import unit
from firsthand.understand.summary import LENGTH, publisher_topics, same, story_summary, summary
from tests.made import OTHER, STRIKE, document

LEANING = leaning()


def said(of: Document) -> list[str]:
    return [sentence.text for sentence in summary(of, weigh, LEANING)]


def test_the_publishers_bullets_are_the_summary() -> None:
    bullets = ["Dockers end nine-day strike at Port Alden", "Offer raises pay by 6.5 percent", "Backlog takes a week"]
    page = document(*STRIKE, extra=[Piece(PartKind.BULLET, words) for words in (*bullets, bullets[0], "Share")])
    found = summary(page, weigh, LEANING)
    assert [s.text for s in found] == bullets
    assert {s.given for s in found} == {Given.PUBLISHER}
    assert not any(s.spans for s in found)


def test_a_standfirst_comes_first_and_the_text_fills_up() -> None:
    standfirst = "Union members at Port Alden accept a pay offer and end a nine-day strike"
    page = document(*STRIKE, extra=[Piece(PartKind.STANDFIRST, standfirst)])
    found = summary(page, weigh, LEANING)
    assert [s.given for s in found] == [Given.PUBLISHER, Given.EXTRACTED, Given.EXTRACTED]
    assert found[0].text == standfirst


@pytest.mark.parametrize(
    "words",
    [
        "Four things to know",
        "Dockers at Port Alden voted on Tuesday to end a ...",
        "Get our app for phones, tablets and watches today",
    ],
)
def test_a_teaser_a_cut_text_and_the_sites_own_words_are_no_standfirst(words: str) -> None:
    page = document(*STRIKE, extra=[Piece(PartKind.STANDFIRST, words)])
    assert {s.given for s in summary(page, weigh, LEANING)} == {Given.EXTRACTED}


def test_the_lead_is_in_the_summary_and_a_bare_quotation_is_not() -> None:
    found = said(document(*STRIKE))
    assert found[0] == STRIKE[0]
    assert len(found) == LENGTH
    assert not any(text.startswith('"But the cranes') for text in found)


def test_a_sentence_that_leans_on_another_is_not_preferred() -> None:
    page = document(
        "Dockers at Port Alden voted on Tuesday to end a nine-day strike that kept 41 ships waiting.",
        "He said dockers at Port Alden had ended the strike because the ships were waiting for dockers.",
        "The union said 812 of its 1,090 members backed an offer that raises pay over two years.",
        "Exporters of grain had warned that a longer strike would leave the harvest rotting in open wagons.",
    )
    assert not any(text.startswith("He said") for text in said(page))


def test_half_a_sentence_after_an_ordinal_is_none() -> None:
    page = document(
        "Der Hafen von Port Alden hat am Montag den Streik der Arbeiter nach neun Tagen beendet. Am 12. Mai hatten "
        "die Arbeiter des Hafens von Port Alden den Streik gegen die Leitung des Hafens begonnen."
    )
    assert not any(text.startswith("Mai") or text.endswith("12.") for text in said(page))


def test_what_the_site_asks_of_its_reader_is_no_summary() -> None:
    asked = "Read more from the Port Alden Gazette about the strike of the dockers and its end here."
    assert asked not in said(document(asked, *STRIKE))
    assert said(document("Please confirm your email address below so that we can send you our letter.")) == []


def test_nothing_is_said_twice() -> None:
    again = "The strike of nine days that kept 41 ships waiting outside Port Alden's harbour ended as dockers voted on Tuesday."
    found = said(document(STRIKE[0], again, *STRIKE[1:]))
    assert not (STRIKE[0] in found and again in found)


def test_a_text_without_sentences_has_no_summary() -> None:
    assert summary(document("Results", "1-0", "Read more here"), weigh, LEANING) == []


def test_a_story_is_told_by_what_its_sources_share_and_says_which_they_are() -> None:
    one = document(*STRIKE, url="https://one.example/a")
    two = document(
        "A nine-day strike at Port Alden that kept 41 ships waiting outside the harbour ended on Tuesday as dockers voted.",
        "Passengers of the coastal line complained about the noise of the cranes in the night to the mayor's office.",
        headline="Dockers end strike",
        url="https://two.example/b",
    )
    other = document(*OTHER, headline="Climbers rescued", url="https://three.example/c")
    found = story_summary([one, two, other], weigh, LEANING)
    assert found[0].text in (STRIKE[0], two.text.split("\n")[0])
    assert {span.document for span in found[0].spans} == {one.id, two.id}
    vectors = [unit(weigh(s.text, "en")) for s in found]
    assert not any(same(a, b) for i, a in enumerate(vectors) for b in vectors[:i])


def test_a_story_of_one_source_is_that_sources_summary() -> None:
    page = document(*STRIKE)
    assert story_summary([page], weigh, LEANING) == summary(page, weigh, LEANING)


def test_the_publishers_topics_are_kept_as_written_each_once() -> None:
    given_topics = [Piece(PartKind.TOPIC, "Ports"), Piece(PartKind.TOPIC, "ports"), Piece(PartKind.SECTION, "Business")]
    assert publisher_topics(document(*STRIKE, extra=given_topics)) == ("Ports", "Business")


SENTENCES = st.lists(
    st.sampled_from([*STRIKE, *OTHER, "Yes.", "“Open", "Is it? No!", "他说，码头工人星期二投票结束罢工。"]), max_size=12
)


@given(SENTENCES)
def test_extracted_sentences_are_the_words_of_their_span(paragraphs: list[str]) -> None:
    page = document(*paragraphs)
    found = summary(page, weigh, LEANING)
    assert len(found) <= LENGTH
    for sentence in found:
        (span,) = sentence.spans
        assert span.document == page.id
        assert page.text[span.start : span.end] == sentence.text
        assert re.sub(r"\s", "", sentence.text)
