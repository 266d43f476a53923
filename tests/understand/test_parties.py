"""A party that is named has the entity, kind and name of its mention; whoever only belongs to a name does not."""

import pytest

from firsthand.model.document import Document, Role
from firsthand.model.voices import Party, PartyKind
from firsthand.profiles.words import load_words
from firsthand.understand.reading import Understood, understand


def read(text: str, language: str | None = "en") -> Understood:
    return understand(Document("d", "c", "a", Role.MAIN, text, (), language=language), load_words())


def parties(text: str) -> list[Party]:
    return [quote.speaker for quote in read(text).quotes if quote.speaker]


def test_a_speaker_and_the_name_in_the_text_have_one_entity() -> None:
    text = "Mayor Ada Orr met Ivo Lund. Orr said the bridge was safe. She said it would open."
    first, second = parties(text)
    orr = next(e for e in read(text).entities if e.name == "Ada Orr")
    assert (first.entity, first.kind, first.name) == (orr.id, PartyKind.PERSON, "Ada Orr")
    assert (second.entity, second.name) == (orr.id, "Ada Orr")
    assert text[first.full.start : first.full.end] == "Ada Orr"
    assert text[first.span.start : first.span.end] == "Orr"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The Kremlin said it would wait.", PartyKind.ORGANISATION, "Kremlin"),
        ("The Oslo investor Ada Orr said it was late.", PartyKind.PERSON, "Ada Orr"),
        ("Secretary of State Ada Orr said it was late.", PartyKind.PERSON, "Ada Orr"),
        ("Norway said it would wait.", PartyKind.PLACE, "Norway"),
    ],
)
def test_kinds_come_from_names(text: str, kind: PartyKind, name: str) -> None:
    (party,) = parties(text)
    assert (party.kind, party.name) == (kind, name)
    assert party.entity.startswith("ent_")


@pytest.mark.parametrize(
    "text",
    [
        "A spokesperson for NATO said it would wait.",
        "Ada Orr and other officials said it would wait.",
        "Ada Orr's office said it would wait.",
        "A lawyer for Ada Orr said it would wait.",
        "NATO leaders said they would wait.",
        "Two sources said they would wait.",
    ],
)
def test_who_only_belongs_to_a_name_is_somebody_else(text: str) -> None:
    (party,) = parties(text)
    assert not party.entity.startswith("ent_")


def test_a_title_before_a_place_means_the_person_of_that_name() -> None:
    text = "Nora Berlin said it was late. It was cold in Berlin. Ms. Berlin said it would open."
    assert [(p.name, p.kind) for p in parties(text)] == [("Nora Berlin", PartyKind.PERSON)] * 2


def test_a_page_that_does_not_say_its_language_is_read_all_the_same() -> None:
    text = (
        "Mayor Ada Orr said on Tuesday that the old bridge over the river was safe and would open to traffic within "
        "a week. The workers had asked the city for more time because the weather was bad."
    )
    assert [p.name for p in parties(text)] == ["Ada Orr", "The workers"]
    assert [q.speaker.name for q in read(text, None).quotes if q.speaker] == ["Ada Orr", "The workers"]
