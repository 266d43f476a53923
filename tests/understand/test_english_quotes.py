"""English: whose words they are, and where they begin and end. Sentences made up for it."""

import pytest

from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.quotes import find

VOICES = load_lexicon().voices


def told(text: str) -> list[tuple[str, str | None]]:
    return [
        (" / ".join(c.of(text) for c in q.content), q.source.of(text) if q.source else None)
        for q in find(text, VOICES["en"])
    ]


def sources(text: str) -> list[str | None]:
    return [source for _, source in told(text)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Farmers, two unions and some shopkeepers said it was unfair.", "Farmers, two unions and some shopkeepers"),
        ("Lund, Orr and other members said it was unfair.", "Lund, Orr and other members"),
        ("The mayor and her deputies said it was unfair.", "The mayor and her deputies"),
        ("After the vote, Lund and Orr said it was unfair.", "Lund and Orr"),
        ("A woman who saw the fire said it was unfair.", "A woman who saw the fire"),
        (
            "A poll from the institute published Wednesday said it was unfair.",
            "A poll from the institute published Wednesday",
        ),
        ("Earlier this week, Ada Orr, who runs the port, said it was unfair.", "Ada Orr"),
        ("Senator Ivo Lund (R-Ohio), a lawyer, said it was unfair.", "Senator Ivo Lund"),
        ("Orr herself said it was unfair.", "Orr herself"),
        ("DAILY TODAY reported that it was unfair.", "DAILY TODAY"),
        ("It was unfair, according to a Wednesday editorial.", "a Wednesday editorial"),
        ("It was unfair, according to a publishing executive.", "a publishing executive"),
        ("It was unfair, according to a survey released Friday.", "a survey released Friday"),
        ("People involved in the lobbying effort said it was unfair.", "People involved in the lobbying effort"),
        ("'I'm off', she said. Moreover, Ada Orr, the mayor, said it was unfair.", "Ada Orr"),
    ],
)
def test_a_subject_is_whole(text: str, source: str) -> None:
    assert sources(text)[-1] == source


@pytest.mark.parametrize(
    "text",
    [
        "The mayor began saying that it was unfair.",
        "The mayor keeps saying that it was unfair.",
        "The mayor filed a lawsuit saying that it was unfair.",
    ],
)
def test_no_verb_and_no_document_between_speaks_instead_of_the_subject(text: str) -> None:
    assert sources(text)[-1] == "The mayor"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor has made comments about the bridge.",
        "Orr runs a progressive think tank in Lund.",
        "And that report concerned the bridge.",
        "As a newcomer, she felt for them.",
    ],
)
def test_no_adjective_verb_or_pointing_word_speaks(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The bridge is unsafe, said the port's chief, Ivo Lund.", "The bridge is unsafe"),
        ("The mayor attacked Lund by reading from his letters.", "Lund"),
        ("The mayor endorsed Lund in May.", "Lund"),
        ("The mayor disputed the claim, and Lund had a film of it.", "the claim"),
        ("The mayor backed the bridge, opened a school and slept.", "the bridge"),
        ("If it rains, Orr said, “we will stay.”", "If it rains / we will stay."),
        ("Orr said on the station's “Morning Hour” on Sunday that it was unsafe.", "that it was unsafe"),
        ("Lund has been accused of theft.", "theft"),
        ("The bridge has been described as a ruin.", "The bridge / a ruin"),
        ("This is the bridge, which she described as a ruin.", "as a ruin"),
    ],
)
def test_what_is_said_is_whole_and_no_more(text: str, words: str) -> None:
    assert told(text)[0][0] == words


def test_of_a_perfect_passive_who_stands_behind_by_speaks() -> None:
    assert sources("The bridge has been called a ruin by Ada Orr.") == ["Ada Orr"]


@pytest.mark.parametrize(
    "text", ["Orr said in a statement that it was unsafe.", "Orr expressed concern that it was unsafe."]
)
def test_a_clause_is_told_once(text: str) -> None:
    assert len(told(text)) == 1
