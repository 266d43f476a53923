"""Names are found by rules: titles, endings, lists, and what the rest of the document says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.voices import PartyKind
from firsthand.profiles.names import load_names
from firsthand.understand.names import acronym, find_names, mentions_in
from tests.made import document

ENGLISH, GERMAN = load_names("en"), load_names("de")
PERSON, ORGANISATION, PLACE = PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.PLACE


def found(text: str, language: str = "en") -> list[tuple[str, PartyKind]]:
    return [(text[n.start : n.end], n.kind) for n in find_names(text, load_names(language))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The talks were led by Mr Tarvo.", [("Tarvo", PERSON)]),
        ("On Monday President Ines Varga left for Oslo.", [("Ines Varga", PERSON), ("Oslo", PLACE)]),
        ("Russian Defense Minister Oleg Marin said so.", [("Oleg Marin", PERSON)]),
        ("US President John Tarvo spoke.", [("US", PLACE), ("John Tarvo", PERSON)]),
        ("A spokesman for the Ministry of Foreign Affairs declined.", [("Ministry of Foreign Affairs", ORGANISATION)]),
        ("Shares of Tarvo Industries fell.", [("Tarvo Industries", ORGANISATION)]),
        ("It was bought by Brandt & Sohn last year.", [("Brandt & Sohn", ORGANISATION)]),
        ("Kyiv and European governments agreed.", [("Kyiv", PLACE)]),
        ("The rebels crossed the Tarvo River.", [("Tarvo River", PLACE)]),
        ("They rode through the West Bank.", [("West Bank", PLACE)]),
        ("She swam in Lake Tarvo.", [("Lake Tarvo", PLACE)]),
    ],
)
def test_words_in_and_beside_a_name_tell_its_kind(text: str, wanted: list[tuple[str, PartyKind]]) -> None:
    assert found(text) == wanted


def test_the_first_word_of_a_sentence_is_no_name_for_its_capital() -> None:
    assert found("Dockers ended a strike. However they stayed. Negotiations go on.") == []


def test_nations_events_and_days_are_no_names_of_ours() -> None:
    assert found("The French won the Davis Cup on Friday, 80 years after World War Two.") == []


def test_a_last_name_has_the_kind_of_the_full_name() -> None:
    text = "The deal was struck by Ines Varga. Later Varga said no. A friend of Varga agreed."
    assert found(text) == [("Ines Varga", PERSON), ("Varga", PERSON), ("Varga", PERSON)]


def test_an_acronym_has_the_kind_of_what_it_stands_for() -> None:
    assert acronym("Harbour Workers Union") == "HWU"
    assert ("HWU", ORGANISATION) in found("She leads the Harbour Workers Union. The HWU met.")


def test_a_word_that_opens_a_sentence_is_a_name_when_the_document_has_it_elsewhere() -> None:
    assert [n for n, _ in found("Hope spoke first. They asked Mr Hope again.")] == ["Hope", "Hope"]


def test_a_line_in_capitals_has_the_names_of_the_document() -> None:
    text = "VARGA LEAVES OSLO IN A HURRY\nThe premier, Ines Varga, left the city."
    assert found(text) == [("VARGA", PERSON), ("OSLO", PLACE), ("Ines Varga", PERSON)]


def test_a_dateline_is_a_place() -> None:
    assert found("TARVOVILLE, May 3 (Reuters) - Snow fell.") == [("TARVOVILLE", PLACE), ("Reuters", ORGANISATION)]


def test_in_a_row_of_results_a_town_is_its_team() -> None:
    text = "Leeds 2 Norwich 1\nIn Leeds it rained."
    assert found(text) == [("Leeds", ORGANISATION), ("Norwich", ORGANISATION), ("Leeds", PLACE)]


def test_german_nouns_are_no_names() -> None:
    text = "Der Vertrag kam in München zustande. Bundeskanzler Anton Weidlich lobte die Einigung mit Frankreich."
    wanted = [("München", PLACE), ("Anton Weidlich", PERSON), ("Frankreich", PLACE)]
    assert found(text, "de") == wanted


def test_a_german_person_begins_behind_a_noun() -> None:
    assert found("Das sagte der Rockmusiker Anton Weidlich.", "de") == [("Anton Weidlich", PERSON)]


def test_mentions_stand_in_the_document_and_have_an_entity() -> None:
    made = document("The deal was struck by Ines Varga in Oslo.", "Varga smiled.")
    mentions = mentions_in(made, ENGLISH)
    said = [(made.text[m.span.start : m.span.end], m.entity) for m in mentions]
    assert [words for words, _ in said] == ["Ines Varga", "Oslo", "Varga"]
    assert said[0][1] == said[2][1] != said[1][1]
    assert {m.span.document for m in mentions} == {made.id}


_WORDS = st.sampled_from(
    "the The In of and said Mr President Ines Varga OSLO Oslo U.S. US Kyiv's ( ) , . : “ ” ' - -- & 12 2-1 Bank Ministry "
    "Union Inc. van de St. Petersburg Davis Cup Москва Зеленский é É É 東京 \n \u00a0 O'Brien A. ’s AP New York Times".split(
        " "
    )
)


@given(st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=80))
def test_names_lie_in_the_text_in_order_and_do_not_overlap(text: str) -> None:
    for words in (ENGLISH, GERMAN):
        end = 0
        for name in find_names(text, words):
            assert end <= name.start < name.end <= len(text)
            said = text[name.start : name.end]
            assert said == said.strip()
            assert said[0].isupper()
            end = name.end


# --- what is no name ---


@pytest.mark.parametrize(
    "text",
    [
        "He called the plan “CRAZY” and left.",
        "That is a WONDERFUL idea, they wrote.",
        "The picture (t.co/KiTarvoVr4F) was shared; see https://example.org/TarvoPort2 for more.",
        "They wrote to @TarvoHarbour under #PortDay about it.",
        "He is the member (R-Texas) who voted no.",
        "Eleven ships left. Oops, they said.",
    ],
)
def test_shouts_addresses_handles_and_seats_are_no_names(text: str) -> None:
    assert found(text) == []


def test_a_word_in_capitals_is_an_acronym_where_the_text_introduces_it() -> None:
    text = "The Commission on Radio Energy (CRANE) met. They say CRANE has failed."
    assert ("CRANE", ORGANISATION) in found(text)


def test_a_word_that_the_text_writes_small_opens_a_sentence_as_no_name() -> None:
    assert found("Checkmates were rare that day. He had three checkmates.") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Según fuentes del puerto, cerró. Además, nadie trabajó. El barco salió. Queremos volver."),
        ("it", "Probabilmente il porto chiude. Nessuno lavora. Il Governo tace."),
        ("nl", "Passagiers wachten in de haven. Het schip bleef weg."),
        ("fr", "Hier le port a fermé. Personne ne travaillait."),
        ("sv", "Hamnen stängdes igår. Arbetarna gick hem."),
    ],
)
def test_the_first_word_of_a_sentence_needs_a_voucher_where_ordinary_words_are_not_listed(
    language: str, text: str
) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "Habló el Consejo de Seguridad.", ("Consejo de Seguridad", ORGANISATION)),
        ("es", "Salió de EE.UU. hacia el sur.", ("EE.UU.", PLACE)),
        ("es", "Una carta de Tarvo Annan llegó a Oslo.", ("Tarvo Annan", PERSON)),
        ("it", "Parla la Corte Internazionale di Giustizia.", ("Corte Internazionale di Giustizia", ORGANISATION)),
        ("nl", "De haven van Tarvo ligt in Zierveld, zei president Orr.", ("Orr", PERSON)),
    ],
)
def test_languages_with_a_table_know_their_offices(language: str, text: str, wanted: tuple[str, PartyKind]) -> None:
    assert wanted in found(text, language)


# --- what is one name ---


def test_a_given_name_of_two_syllables_stays_with_the_family_name() -> None:
    assert found("A spokesman, Jang Youn-kuk, and Tsai Min-wen said no.") == [
        ("Jang Youn-kuk", PERSON),
        ("Tsai Min-wen", PERSON),
    ]
    assert ("Oslo", PLACE) in found("It was an Oslo pro-gun group, an Oslo Pro-gun one.")


def test_the_article_before_a_person_s_government_makes_no_organisation() -> None:
    assert ("Tarvo", PERSON) in found(
        "They met President Tarvo. The Tarvo administration and the Tarvo campaign agreed."
    )


def test_a_name_that_comes_twice_in_a_row_is_two() -> None:
    assert found("They asked Ines Varga Ines Maria Varga again.") == [
        ("Ines Varga", PERSON),
        ("Ines Maria Varga", PERSON),
    ]


def test_a_school_has_its_subject_and_a_body_its_nation() -> None:
    assert ("University of Tarvo School of Law", ORGANISATION) in found(
        "He left the University of Tarvo School of Law."
    )
    assert ("Norwegian Harbour Association", ORGANISATION) in found("He left the Norwegian Harbour Association.")
