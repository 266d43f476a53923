"""What a text says somebody gives up."""

import pytest

from firsthand.model.document import Document, Role
from firsthand.profiles.words import load_words
from firsthand.understand.giving_up import given_up
from firsthand.understand.reading import understand


def gone(text: str, language: str = "en") -> list[tuple[str, str, str, str]]:
    document = Document("d", "c", "a", Role.MAIN, text, (), language=language)
    words = load_words()
    one = understand(document, words)
    found = []
    for given in given_up(document, one.mentions, one.entities, words.lexicon):
        what = given.claim.proposition
        assert what is not None
        assert given.claim.party is not None
        found.append(
            (
                given.claim.party.name,
                given.claim.stance.value,
                text[what.start : what.end],
                text[given.dropped.start : given.dropped.end],
            )
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway dropped its demand for a written pledge.",
            ("Norway", "demands", "a written pledge", "dropped its demand"),
        ),
        (
            "Norway has quietly withdrawn its long-standing demand for a pledge, Orr said.",
            ("Norway", "demands", "a pledge", "withdrawn its long-standing demand"),
        ),
        ("Ada Orr no longer demands an apology.", ("Ada Orr", "demands", "an apology", "no longer demands")),
        ("Ada Orr abandoned her promise to resign.", ("Ada Orr", "promises", "to resign", "abandoned her promise")),
    ],
)
def test_what_is_given_up_is_a_claim(text: str, expected: tuple[str, str, str, str]) -> None:
    assert gone(text) == [expected]


def test_german() -> None:
    text = "Norwegen verzichtet auf seine Forderung nach einer Entschuldigung."
    assert [row[:2] for row in gone(text, "de")] == [("Norwegen", "demands")]


@pytest.mark.parametrize(
    "text",
    [
        "Talks broke off after Ada Orr demanded an apology.",
        "Ada Orr dropped out after the company demanded an apology.",
        "A critic of Norway dropped his demand for fish.",
        "Norway repeated its demand for a pledge.",
        "The union dropped its demand for a pledge.",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert gone(text) == []
