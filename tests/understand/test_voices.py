"""Speakers, unnamed sources and claims of one document, on sentences made up for it."""

import pytest

from firsthand.model.document import Document, Role
from firsthand.model.voices import Claim, PartyKind, Stance
from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.voices import Voices, voices_of

VOICES = load_lexicon().voices


def read(text: str, language: str = "en") -> Voices:
    return voices_of(Document("d", "c", "a", Role.MAIN, text, (), language=language), VOICES)


def speakers(text: str) -> list[tuple[str, str]]:
    return [(q.speaker.kind.value, q.speaker.name) for q in read(text).quotes if q.speaker]


def stances(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(c.stance.value, c.party.name if c.party else "") for c in read(text, language).claims]


def test_a_last_name_and_a_pronoun_are_the_person_named_before() -> None:
    text = "Mayor Ada Orr said the bridge was safe. Orr said it would open. She said it was late."
    assert speakers(text) == [("person", "Ada Orr")] * 3


def test_roles_are_kept() -> None:
    (quote,) = read("Defence Minister Ivo Lund said the ships had sailed.").quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.role) == ("Ivo Lund", "Defence Minister")


def test_a_pronoun_takes_a_person_and_not_a_ministry_or_the_other_sex() -> None:
    text = "Ms. Orr said it was safe. Mr. Lund said it was not. The ministry said nobody knew. She said it was late."
    assert speakers(text)[-1] == ("person", "Orr")


def test_places_and_organisations_speak() -> None:
    assert speakers("Norway said it would wait. The Finance Ministry said it would not.") == [
        ("place", "Norway"),
        ("organisation", "The Finance Ministry"),
    ]


def test_sources_are_counted_once_however_often_they_speak() -> None:
    text = (
        "Three Danish sources said the deal was near. The first source said it was close. "
        "A second source said it was not. Two of the sources said it was signed. The three sources said so."
    )
    assert read(text).anonymous == 3
    assert {q.speaker.kind for q in read(text).quotes if q.speaker} == {PartyKind.ANONYMOUS}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A source said it was near. Another source said it was not.", 2),
        ("Two Danish sources said it was near. One Polish source said it was not.", 3),
        ("Two officials said it was near. The officials said it was late.", 2),
        ("Sources said it was near. A source said it was late. Another source said it was not.", 2),
        ("Three sources said it was near. One source said it was late. Another source said it was not.", 3),
        ("An aide said it was near. The official said it was late.", 1),
        ("Aides said it was near. Campaign officials said it was late.", 2),
        ("A Danish aide said it was near. A Polish aide said it was late.", 2),
        ("Three former officials said it was near.", 3),
        ("A woman who asked not to be named said it was near.", 1),
        ("Many lawmakers said it was near.", 0),
        ("34,000 people said it was near.", 0),
        ("A report by an aide said it was near.", 0),
        ("Danish officials said it was near.", 0),
        ("Ada Orr said it was near.", 0),
    ],
)
def test_others_are_counted_apart(text: str, count: int) -> None:
    assert read(text).anonymous == count


@pytest.mark.parametrize(
    ("text", "stance", "party"),
    [
        ("The ministry did not respond to a request for comment.", "declines", "The ministry"),
        ("Orr declined to comment.", "declines", "Orr"),
        ("A spokesman for the port could not be reached.", "declines", "A spokesman for the port"),
        ("Orr denied that she had left.", "denies", "Orr"),
        ("Orr rejected the claim.", "denies", "Orr"),
        ("Orr demanded an apology.", "demands", "Orr"),
        ("Orr called for an inquiry.", "demands", "Orr"),
        ("Norway wants a written pledge.", "demands", "Norway"),
        ("Orr said the troops must leave.", "demands", "Orr"),
        ("Orr promised to resign.", "promises", "Orr"),
        ("Orr warned that the dam could break.", "warns", "Orr"),
        ("Orr said the dam was safe.", "asserts", "Orr"),
    ],
)
def test_stances(text: str, stance: str, party: str) -> None:
    assert stances(text) == [(stance, party)]


def test_german_declines_and_denials() -> None:
    assert stances("Die Polizei wollte sich nicht äußern.", "de") == [("declines", "Die Polizei")]
    assert ("denies", "Orr") in stances("Orr bestritt, dass sie gegangen sei.", "de")


def test_not_answering_an_attack_is_no_declining() -> None:
    assert [s for s, _ in stances("The army did not respond to the attack.")] == []


def _only(text: str) -> Claim:
    (claim,) = read(text).claims
    return claim


def test_conditions_and_negations_are_kept() -> None:
    assert _only("Orr said she would resign if the dam broke.").conditional
    assert _only("Orr did not deny that she had left.").negated
    assert not _only("Orr denied that she had left.").negated


def test_what_was_refused_to_be_said_is_no_claim() -> None:
    assert [s for s, _ in stances("Orr refused to say whether the dam was safe.")] == ["declines"]


def test_what_somebody_declined_to_speak_about() -> None:
    text = "Orr declined to comment on the dam."
    about = _only(text).about
    assert about is not None
    assert text[about.start : about.end] == "the dam"


def test_a_promise_of_the_reporter_is_nobodys() -> None:
    assert stances("The promise of spring was in the air.") == []


def test_a_claim_points_at_its_words() -> None:
    text = "Orr warned that the dam could break."
    claim = _only(text)
    assert claim.stance is Stance.WARNS
    assert claim.proposition is not None
    assert text[claim.proposition.start : claim.proposition.end] == "that the dam could break"
    assert text[claim.cue.start : claim.cue.end] == "warned"


def test_who_is_nobody_by_itself_and_him_is_he() -> None:
    text = "Mayor Ada Orr said it was safe. Some of those who said it was not left. Mr. Lund spoke. They heard him say it was late."
    found = {q.speaker.name: q.speaker for q in read(text).quotes if q.speaker}
    assert "him" not in found
    assert all(party.entity == "" for name, party in found.items() if name == "who")
