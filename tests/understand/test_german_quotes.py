"""Who is quoted in German, with which words: sentences made up for it."""

import pytest

from firsthand.model.voices import Form
from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.quotes import find

_GERMAN = load_lexicon().voices["de"]


def told(text: str) -> list[tuple[str, str | None]]:
    """Return the words and the source of each quote of a text."""
    return [
        (" … ".join(c.of(text) for c in q.content), q.source.of(text) if q.source else None)
        for q in find(text, _GERMAN)
    ]


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        # the auxiliary stands second, the participle at the end
        ("Orr hatte in einem Interview gesagt, die Brücke sei zu.", "die Brücke sei zu", "Orr"),
        ("Ihm gegenüber hat er angegeben, er sei müde.", "er sei müde", "er"),
        ("Orr, die Ministerin, hatte im Mai betont: „Wir bleiben hier.“", "Wir bleiben hier.", "Orr"),
        ("Orr hat das Wrack besucht und gestern bestätigt, dass es alt sei.", "dass es alt sei", "Orr"),
        ("Als Grund wurde angegeben, die Brücke sei zu alt.", "die Brücke sei zu alt", "Grund"),
        # what belongs to a noun is part of the subject
        ("Der Sprecher der Polizei sagte, sie sei zu.", "sie sei zu", "Der Sprecher der Polizei"),
        ("Der Leiter des Hafens, Paul Orr, sagte, er sei zu.", "er sei zu", "Der Leiter des Hafens"),
        # what stands before the verb is no subject
        ("Überdies hofft Orr, dass die Brücke hält.", "dass die Brücke hält", "Orr"),
        ("Hinsichtlich der Kosten meldet die Zeitung, sie seien hoch.", "sie seien hoch", "die Zeitung"),
        ("Zwei Tage nach dem Sturm meldete der Sender, die Brücke sei zu.", "die Brücke sei zu", "der Sender"),
        # documents, and reports
        ("In der Rede des Rates von heute heißt es, die Brücke sei zu.", "die Brücke sei zu", "der Rede des Rates"),
        ("Im Antrag hatte es geheißen, die Brücke sei zu.", "die Brücke sei zu", "Antrag"),
        ("Gestern bestätigte Ada Orr laut Reuters, dass sie zu sei.", "dass sie zu sei", "Ada Orr"),
        ("„Wir bleiben hier“, so Orr wörtlich.", "Wir bleiben hier", "Orr"),
        # a colon without a known verb
        ("Jede Schuld weist Ada Orr von sich: „Das war der Rat.“", "Das war der Rat.", "Ada Orr"),
        ("Im Radio zeigt sich der Bürgermeister froh: „Wir bleiben.“", "Wir bleiben.", "der Bürgermeister"),
        # any verb behind a quotation
        ("„Wir bleiben alle gern hier am Hafen“, strahlte Ada Orr.", "Wir bleiben alle gern hier am Hafen", "Ada Orr"),
        # a speaker in the main clause of a sentence that is told
        ("Der Rat verschob das Fest mit der Ausrede, der Saal sei zu klein.", "der Saal sei zu klein", "Der Rat"),
        ("Der Sender will wissen, dass sie krank sei.", "dass sie krank sei", "Der Sender"),
        # more verbs of saying
        ("Orr bemängelte, dass die Brücke zu sei.", "dass die Brücke zu sei", "Orr"),
        ("Orr merkte an, die Brücke sei zu.", "die Brücke sei zu", "Orr"),
    ],
)
def test_who_says_it(text: str, words: str, source: str) -> None:
    assert (words, source) in told(text)


def test_who_says_it_of_itself_is_no_other() -> None:
    assert told("Die Gruppe baute nach eigenen Angaben im Norden vier Brücken.")[0][1] == "eigenen Angaben"


def test_a_view_upwards_is_no_opinion() -> None:
    assert told("Orr hat eine gute Sicht nach draußen.") == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Orr sagte, sie sei zu. Die Lage sei ernst.", "Orr"),
        ("Orr sagte, sie sei zu. Ministerin Ida Lund ist besorgt. Die Lage sei ernst.", "Ministerin Ida Lund"),
        ("Orr sagte, sie sei zu. Die Frist endet im Mai. Die Lage sei ernst.", "Orr"),
        ("Orr sagte, sie sei zu. In der Stadt heißt es, er gehe. Die Lage sei ernst.", "der Stadt"),
        ("Orr sagte, dass Lund glaube, sie sei zu. Die Lage sei ernst.", "Orr"),
        ("Orr sagte, sie sei zu. Für die Ministerin sei die Lage ernst.", "die Ministerin"),
    ],
)
def test_whose_a_sentence_without_a_cue_is(text: str, source: str) -> None:
    last = find(text, _GERMAN)[-1]
    assert last.free
    assert last.source is not None
    assert last.source.of(text) == source


def test_a_noun_is_no_verb_of_anothers_words() -> None:
    assert len(told("Orr sagte, sie sei zu. Das ist ein Gesetz für Reiche.")) == 1


def test_the_next_sentence_does_not_say_who_spoke() -> None:
    text = "„Wir bleiben hier.“ Die Zahlen sprechen für Orr."
    assert "Die Zahlen" not in [source for _, source in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Firma „Orr und Partner“ baut Brücken.",
        "Der Fall war der Zeitung „Der neue Hafen“ mitgeteilt worden.",
        "Das als „Tor zum Meer“ bekannte Haus ist zu.",
        "Die so genannte „lange Brücke“ ist zu.",
        "Das Bündnis „Open Port“ („offener Hafen“) ist neu.",
        "Der „stark am Meer“-Preis ging an Orr.",
        "Das ''alte Schild'' steht noch.",
    ],
)
def test_names_in_marks_are_nobodys(text: str) -> None:
    assert [q for q in find(text, _GERMAN) if q.form is Form.DIRECT] == []


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("Ada Orr sicherte dem Rat ihre „volle Hilfe“ zu.", "volle Hilfe", "Ada Orr"),
        ("Ada Orr will gern „Häfen am Meer zu bauen“ lernen.", "Häfen am Meer zu bauen", "Ada Orr"),
    ],
)
def test_few_words_in_marks_are_somebodys(text: str, words: str, source: str) -> None:
    assert (words, source) in told(text)
