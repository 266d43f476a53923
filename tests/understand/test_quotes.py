"""Who is quoted with which words: sentences made up for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.voices import Form
from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.found import Found
from firsthand.understand.quotes import find

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
        ("The mayor has long supported the bridge.", ("reported", ["the bridge"], "The mayor")),
        ("Orr voted against the plan.", ("reported", ["the plan"], "Orr")),
        ("Orr proposed closing the port.", ("reported", ["closing the port"], "Orr")),
        ("A new poll shows Orr ahead.", ("reported", ["Orr ahead"], "A new poll")),
        ("Many fear the dam will break.", ("indirect", ["the dam will break"], "Many")),
        ("Orr admitted as much.", ("indirect", ["as much"], "Orr")),
        ("Orr pointed out that it was late.", ("indirect", ["that it was late"], "Orr")),
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


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("While Orr said it was safe, the mayor left.", "it was safe", "Orr"),
        ("Orr, who said it was safe, left the port.", "it was safe", "who"),
        ("Citing the storm, Orr left.", "the storm", "Orr"),
        ("Orr said it was safe, though few agree.", "it was safe", "Orr"),
        ("Orr opposes the plan and left the council.", "the plan", "Orr"),
        ("Orr praised the crew in a tweet.", "the crew", "Orr"),
        ("Orr rejected the plan, the third since May.", "the plan", "Orr"),
    ],
)
def test_what_is_said_ends_where_something_else_begins(text: str, words: str, source: str) -> None:
    assert (words, source) in [(" ".join(pieces), who) for _, pieces, who in told(text)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The ministry released a statement saying that it was safe.", "The ministry"),
        ("In Lund, the council waited all night, saying that it was safe.", "the council"),
        ("The port closed, with Ada Orr saying that it was safe.", "Ada Orr"),
        ("Ada Orr, a former minister, questioned the plan.", "Ada Orr"),
        ("A court paper filed Tuesday says that it was safe.", "A court paper filed Tuesday"),
        ("Mayor Says Harbor Bridge Will Close", "Mayor"),
    ],
)
def test_whose_words_they_are(text: str, source: str) -> None:
    assert told(text)[-1][2] == source


def test_of_a_passive_the_subject_is_spoken_of_and_does_not_speak() -> None:
    assert told("The bridge is expected to close.") == [("reported", ["The bridge", "to close"], None)]
    assert told("Orr was asked why it was closed.") == [("indirect", ["why it was closed"], None)]


def test_what_is_denied_in_what_another_says_stands_inside_it() -> None:
    text = "Orr said that the ministry denied the claim."
    outer, inner = find(text, VOICES["en"])
    assert (outer.inside, inner.inside) == (None, 0)
    assert [c.of(text) for c in inner.content] == ["the claim"]


def test_a_quotation_goes_on_over_what_is_told_of_its_speaker() -> None:
    text = "“We will stay,” said Ada Orr, who thinks the port is safe. “We have time.”"
    assert told(text)[0] == ("direct", ["We will stay,", "We have time."], "Ada Orr")


@pytest.mark.parametrize(
    "text",
    [
        "Orr maintains the boat.",
        "Orr wants to say something.\n“A fight to the end.”\nThe port closed.",
        "The council meets to consider it when Orr is back.",
    ],
)
def test_a_verb_of_saying_without_what_is_said_is_no_cue(text: str) -> None:
    assert [kind for kind, _, _ in told(text) if kind != "reported"] == []


def test_german_words_in_marks_are_somebodys_and_titles_nobodys() -> None:
    assert told("Für Orr war der Plan „nicht zu halten und falsch“.", "de")[0][1] == ["nicht zu halten und falsch"]
    assert told("Der Film „Unter dem Hafen“ lief im Mai.", "de") == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ada Orr, die Ministerin, bezeichnet den Plan als untragbar.", "Ada Orr"),
        ("In dem Antrag heißt es, die Brücke sei sicher.", "dem Antrag"),
        ("Nach Medienberichten ist die Brücke sicher.", "Medienberichten"),
    ],
)
def test_german_subjects(text: str, source: str) -> None:
    assert told(text, "de")[0][2] == source


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
