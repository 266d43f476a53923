"""Who is quoted with which words: sentences made up for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.voices import Form
from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.quotes import Found, find

VOICES = load_lexicon().voices
MARKS = '“”„"«»‘’「」『』'


def told(text: str, language: str = "en") -> list[tuple[str, list[str], str | None]]:
    return [(q.form.value, [c.of(text) for c in q.content], _source(text, q)) for q in find(text, VOICES[language])]


def _source(text: str, quote: Found) -> str | None:
    return quote.source.of(text) if quote.source else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will stay,” Ada Orr said.", ("direct", ["We will stay,"], "Ada Orr")),
        ("“We will stay,” said Ada Orr, the mayor of Lund.", ("direct", ["We will stay,"], "Ada Orr")),
        ("Ada Orr said the bridge would open.", ("indirect", ["the bridge would open"], "Ada Orr")),
        ("Orr told reporters that the bridge was safe.", ("indirect", ["that the bridge was safe"], "Orr")),
        ("According to the ministry, the bridge is safe.", ("indirect", ["the bridge is safe"], "the ministry")),
        ("The bridge is safe, according to the ministry.", ("indirect", ["The bridge is safe"], "the ministry")),
        ("The bridge, Orr said, was safe.", ("indirect", ["The bridge", "was safe"], "Orr")),
        ("A spokesman for the port said it had closed.", ("indirect", ["it had closed"], "A spokesman for the port")),
        ("Orr, who leads the council, said it had closed.", ("indirect", ["it had closed"], "Orr")),
        ("The mayor asked whether it was safe.", ("indirect", ["whether it was safe"], "The mayor")),
        ("As Orr said on Monday, the bridge is safe.", ("indirect", ["the bridge is safe"], "Orr")),
        ("The mayor refused to leave.", ("reported", ["to leave"], "The mayor")),
        ("The mayor criticized the delay.", ("reported", ["the delay"], "The mayor")),
    ],
)
def test_english(text: str, expected: tuple[str, list[str], str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Wir bleiben“, sagte Ada Orr.", ("direct", ["Wir bleiben"], "Ada Orr")),
        ("Orr sagte, die Brücke sei sicher.", ("indirect", ["die Brücke sei sicher"], "Orr")),
        ("Am Montag sagte Orr, dass die Brücke sicher sei.", ("indirect", ["dass die Brücke sicher sei"], "Orr")),
        ("Laut Polizei ist die Brücke sicher.", ("indirect", ["ist die Brücke sicher"], "Polizei")),
        ("Die Brücke sei sicher, so die Polizei.", ("indirect", ["Die Brücke sei sicher"], "die Polizei")),
        ("Wie die Polizei mitteilte, ist die Brücke sicher.", ("indirect", ["ist die Brücke sicher"], "die Polizei")),
        ("Nach Angaben der Polizei ist sie sicher.", ("indirect", ["ist sie sicher"], "der Polizei")),
    ],
)
def test_german(text: str, expected: tuple[str, list[str], str]) -> None:
    assert told(text, "de") == [expected]


def test_a_quotation_goes_on_after_its_cue() -> None:
    text = "“We will stay,” he added. “We have time.”"
    assert told(text) == [("direct", ["We will stay,", "We have time."], "he")]


def test_a_question_is_ended_by_its_mark_and_still_has_a_speaker() -> None:
    assert told("“Are we safe?” Orr asked.") == [("direct", ["Are we safe?"], "Orr")]


def test_words_in_marks_inside_a_clause_are_a_quote_inside_a_mixed_one() -> None:
    text = "Orr said the plan was “reckless and cruel” and would fail."
    mixed, inner = find(text, VOICES["en"])
    assert (mixed.form, [c.of(text) for c in mixed.content]) == (
        Form.MIXED,
        ["the plan was “reckless and cruel” and would fail"],
    )
    assert (inner.form, inner.inside, [c.of(text) for c in inner.content]) == (Form.DIRECT, 0, ["reckless and cruel"])


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “reform” took effect.",
        "She sang in “The Long Way Home” at the Odeon.",
        "His film “Harbour Lights” opened in May.",
        "The ship ran aground at dawn.",
    ],
)
def test_titles_and_words_held_at_a_distance_are_no_quotes(text: str) -> None:
    assert told(text) == []


def test_a_language_without_words_has_its_quotations() -> None:
    text = "Sanoi näin: «Me pysymme täällä vielä kauan aikaa.»"
    assert [[c.of(text) for c in q.content] for q in find(text)] == [["Me pysymme täällä vielä kauan aikaa."]]


_PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "„",
        "«",
        "»",
        "‘",
        "’",
        "'",
        "\n",
        ". ",
        ", ",
        ": ",
        " said ",
        " Orr ",
        " he ",
        " that ",
        " sagte ",
        " the plan ",
        " was bad",
        " according to ",
        "We will stay",
        " told reporters ",
        " und ",
        " sei ",
        " (",
        ") ",
        " if ",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(["en", "de"]))
def test_the_span_of_every_quote_holds_its_words_and_none_of_its_marks(text: str, language: str) -> None:
    for quote in find(text, VOICES[language]):
        assert quote.content
        for place in quote.content:
            assert 0 <= place.start < place.end <= len(text)
        if quote.form is Form.DIRECT:
            by_start = {s.inner: s for s in quote.stretches}
            for place in quote.content:
                assert place in by_start
                assert text[place.start - 1] in MARKS + "'"
        for place in (quote.cue, quote.source, quote.addressee):
            assert place is None or 0 <= place.start < place.end <= len(text)
