"""Names that are one name: in a document, across documents, across scripts."""

import pytest

from firsthand.model.voices import Entity, PartyKind
from firsthand.profiles.names import load_names
from firsthand.understand.aliases import entities_of, key_of, merged
from firsthand.understand.letters import latin, sound

ENGLISH = load_names("en")
PERSON, ORGANISATION, PLACE = PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.PLACE


def entities(*said: tuple[str, PartyKind]) -> list[Entity]:
    return entities_of(said, ENGLISH)


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        (PERSON, ("Zelenskiy", "Zelenskyy", "Zelensky", "Зеленский", "Zelenskij")),
        (PERSON, ("Erdoğan", "Erdogan")),
        (PERSON, ("Alexei Petrov", "Aleksei Petrov", "Alexey Petrov", "Алексей Петров")),
        (PLACE, ("US", "U.S.", "USA", "United States", "the United States")),
        (PLACE, ("Kiev", "Kyiv", "Киев")),
        (PLACE, ("Türkiye", "Turkey")),
        (PLACE, ("UK", "Britain", "United Kingdom")),
        (ORGANISATION, ("UN", "U.N.", "United Nations")),
        (ORGANISATION, ("NATO", "Nato", "OTAN")),
        (ORGANISATION, ("Tarvo Inc", "Tarvo Corp.", "Tarvo")),
    ],
)
def test_spellings_of_one_name_have_one_key(kind: PartyKind, forms: tuple[str, ...]) -> None:
    assert len({key_of(form, kind, ENGLISH) for form in forms}) == 1


def test_two_names_have_two_keys() -> None:
    for one, other in (("Ines Varga", "Jonas Varga"), ("Merz", "Merkel"), ("Orlov", "Orlova")):
        assert key_of(one, PERSON, ENGLISH) != key_of(other, PERSON, ENGLISH)
    assert key_of("North Korea", PLACE, ENGLISH) != key_of("South Korea", PLACE, ENGLISH)


def test_a_short_form_joins_the_full_one_nearest_before_it() -> None:
    ines, short, jonas, later = entities(
        ("Ines Varga", PERSON), ("Varga", PERSON), ("Jonas Varga", PERSON), ("Varga", PERSON)
    )
    assert short is ines
    assert ines.name == "Ines Varga"
    assert later.id in (ines.id, jonas.id)
    assert ines.id != jonas.id


def test_an_acronym_joins_what_it_stands_for() -> None:
    full, short = entities(("Harbour Workers Union", ORGANISATION), ("HWU", ORGANISATION))
    assert full is short
    assert full.aliases == ("HWU",)


def test_a_slip_in_a_long_name_is_no_other_person() -> None:
    one, other = entities(("Volodymyr Zelenskiy", PERSON), ("Volodymyr Zelenksyy", PERSON))
    assert one is other


def test_the_id_is_the_same_in_every_document() -> None:
    (one,) = entities(("Volodymyr Zelenskiy", PERSON))
    (other, _) = entities(("Volodymyr Zelenskyy", PERSON), ("Zelenskyy", PERSON))
    assert one.id == other.id
    assert one.id.startswith("ent_")


def test_across_documents_a_last_name_joins_the_one_full_name_that_has_it() -> None:
    (full,), (short,) = entities(("Ines Varga", PERSON)), entities(("Varga", PERSON))
    joined = merged([full, short])
    assert joined[short.id].id == full.id
    assert joined[full.id].aliases == ("Varga",)


def test_across_documents_a_last_name_of_two_people_stays_by_itself() -> None:
    (ines, jonas), (short,) = entities(("Ines Varga", PERSON), ("Jonas Varga", PERSON)), entities(("Varga", PERSON))
    joined = merged([ines, jonas, short])
    assert [joined[e.id].id for e in (ines, jonas, short)] == [ines.id, jonas.id, short.id]


def test_merging_does_not_depend_on_the_order() -> None:
    some = [e for said in ("Ines Varga", "Varga", "Oleg Marin", "O. Marin", "Marin") for e in entities((said, PERSON))]
    one, other = merged(some), merged(some[::-1])
    assert {i: e.id for i, e in one.items()} == {i: e.id for i, e in other.items()}


def test_letters_of_other_scripts() -> None:
    assert [latin(w) for w in ("Ходорковский", "Цельсий", "Αθήνα", "Łódź")] == [
        "khodorkovskiy",
        "tselsiy",
        "athina",
        "lodz",
    ]
    assert sound("Khodorkovsky") == sound("Ходорковский")


def test_hyphens_and_blanks_spell_one_person() -> None:
    assert key_of("Tarvo Jong-un", PERSON, ENGLISH) == key_of("Tarvo Jong Un", PERSON, ENGLISH)


def test_other_letters_between_the_names_are_another_person() -> None:
    both = entities(("Gregor H.W. Varga", PERSON), ("Gregor W. Varga", PERSON))
    assert both[0].id != both[1].id
    one = entities(("Gregor Hans Varga", PERSON), ("Gregor H. Varga", PERSON))
    assert one[0].id == one[1].id
