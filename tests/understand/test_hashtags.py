"""Hashtags: readable, stable, at most seven, one for each thing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firsthand.model.span import Span
from firsthand.model.voices import Entity, Mention, PartyKind, Topic
from firsthand.understand.hashtags import MOST, hashtags, tag
from tests.made import STRIKE, document

PAGE = document(*STRIKE, headline="Ines Varga ends Port Alden strike")
VARGA = Entity("p1", PartyKind.PERSON, "Ines Varga", ("Varga",))
UNION = Entity("o1", PartyKind.ORGANISATION, "Harbour Workers' Union", ("the union",))
ALDEN = Entity("l1", PartyKind.PLACE, "Port Alden", ("Alden",))
TOPICS = [Topic("medtop:09000000", "labour", 0.8), Topic("medtop:20000524", "labour relations", 0.7)]


def mentions(**counts: int) -> list[Mention]:
    return [
        Mention(PartyKind.PERSON, Span(PAGE.id, n, n + 1), entity)
        for entity, count in counts.items()
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ines Varga", "InesVarga"),
        ("the United Nations", "UnitedNations"),
        ("Bank of England", "BankOfEngland"),
        ("U.S.", "US"),
        ("NATO", "NATO"),
        ("VLADIMIR PUTIN", "VladimirPutin"),
        ("McKay Orr", "McKayOrr"),
        ("iPhone", "iPhone"),
        ("Médecins Sans Frontières", "MédecinsSansFrontières"),
        ("Varga's", "Varga"),
        ("Зеленский", "Зеленский"),
        ("41", ""),
        ("", ""),
        ("The Oakhaven Association for the Preservation of Very Long Names", ""),
    ],
)
def test_a_name_in_camel_case(name: str, wanted: str) -> None:
    assert tag(name) == wanted


def test_names_come_by_weight_and_topics_after_them() -> None:
    found = hashtags(PAGE, [UNION, ALDEN, VARGA], mentions(p1=2, o1=2, l1=4), TOPICS)
    assert found == ["PortAlden", "InesVarga", "HarbourWorkersUnion", "Labour", "LabourRelations"]


def test_the_order_in_which_names_were_found_changes_nothing() -> None:
    one = hashtags(PAGE, [UNION, ALDEN, VARGA], mentions(p1=1, o1=3, l1=1), TOPICS)
    assert one == hashtags(PAGE, [VARGA, UNION, ALDEN], mentions(l1=1, o1=3, p1=1), TOPICS)


def test_one_thing_under_two_names_has_one_tag() -> None:
    again = Entity("p2", PartyKind.PERSON, "Varga")
    other = Entity("l2", PartyKind.PLACE, "Alden Harbour", ("Alden",))
    found = hashtags(PAGE, [VARGA, again, ALDEN, other], mentions(p1=4, p2=3, l1=4, l2=3), [])
    assert found == ["InesVarga", "PortAlden"]


def test_names_in_passing_and_nameless_sources_have_none() -> None:
    nobody = Entity("a1", PartyKind.ANONYMOUS, "three officials")
    passing = Entity("p3", PartyKind.PERSON, "Otto Quill")
    assert hashtags(PAGE, [nobody, passing], mentions(a1=9, p3=1), []) == []


def test_a_topic_that_is_a_list_has_no_tag() -> None:
    topics = [Topic("medtop:02000000", "crime, law and justice", 0.9), Topic("medtop:20000111", "trial (court)", 0.8)]
    assert hashtags(PAGE, [], [], topics) == ["Trial"]


@given(st.lists(st.text(max_size=40), max_size=12), st.lists(st.text(max_size=30), max_size=9))
@example([], ["B:ẖ"])
def test_never_more_than_seven_none_twice_all_of_letters_and_digits(names: list[str], labels: list[str]) -> None:
    entities = [Entity(f"e{n}", PartyKind.PERSON, name) for n, name in enumerate(names)]
    seen = mentions(**{e.id: 2 for e in entities})
    found = hashtags(PAGE, entities, seen, [Topic("t", label, 0.9) for label in labels])
    assert len(found) <= MOST
    assert len({t.casefold() for t in found}) == len(found)
    assert all(t.isalnum() for t in found)


@pytest.mark.parametrize(
    ("name", "wanted"), [("Los Tarvos", "LosTarvos"), ("The Tarvos", "Tarvos"), ("Fi", ""), ("EU", "EU"), ("El", "")]
)
def test_places_keep_their_article_and_pieces_of_names_give_no_tag(name: str, wanted: str) -> None:
    assert tag(name) == wanted
