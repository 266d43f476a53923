"""Topics: by several cues or not at all; ids and labels are those of the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.profiles.topics import load_topics
from firsthand.understand.topics import read_cue, topics
from tests.made import OTHER, STRIKE, document

KNOWN = load_topics()
QUAKE = (
    "An earthquake of magnitude 6.8 shook the island of Tern before dawn, and aftershocks went on all morning.",
    "Rescue workers dug through the rubble of two schools; the death toll rose to 14, the disaster agency said.",
)
FINAL = (
    "The goalkeeper of Oakhaven saved a penalty kick in the last minute of the Champions League final.",
    "Her coach called it the best match of the season; the team had never won the tournament before.",
)
WAHL = (
    "Bei der Landtagswahl hat die Partei des Kanzlers verloren; viele Wähler blieben zu Hause.",
    "Die Kandidatin der Opposition kündigte an, im Bundestag und in der Regierung neue Mehrheiten zu suchen.",
)


def labels(*paragraphs: str, headline: str = "") -> list[str]:
    return [topic.label for topic in topics(document(*paragraphs, headline=headline), KNOWN)]


@pytest.mark.parametrize(
    ("text", "headline", "wide", "narrow"),
    [
        (QUAKE, "Earthquake shakes Tern", "disaster, accident and emergency incident", "earthquake"),
        (FINAL, "Oakhaven win final", "sport", "soccer"),
        (STRIKE, "Dockers' strike ends", "labour", "labour relations"),
        (WAHL, "Verluste bei der Wahl", "politics", "election"),
    ],
)
def test_a_text_has_its_widest_topic_and_the_one_below(
    text: tuple[str, ...], headline: str, wide: str, narrow: str
) -> None:
    found = labels(*text, headline=headline)
    assert found[0] == wide
    assert narrow in found


@pytest.mark.parametrize("text", [(), OTHER[:1], ("Nothing happened in Oakhaven today.",), ("He won the election.",)])
def test_nothing_is_said_when_unsure(text: tuple[str, ...]) -> None:
    assert labels(*text, headline="A day") == []


def test_one_cue_however_often_proves_nothing() -> None:
    assert labels("Tsunami " * 50, headline="Tsunami") == []


def test_ids_labels_and_the_way_up_are_those_of_the_list() -> None:
    assert KNOWN.labels["20000151"] == "natural disaster"
    assert KNOWN.widest("20000153") == "03000000"
    assert {cue.topic for cues in KNOWN.cues.values() for cue in cues} <= KNOWN.labels.keys()
    found = topics(document(*QUAKE, headline="Earthquake shakes Tern"), KNOWN)
    assert all(KNOWN.labels[topic.id.removeprefix("medtop:")] == topic.label for topic in found)


def test_every_cue_can_be_found_in_a_text_that_has_it() -> None:
    for cues in KNOWN.cues.values():
        for cue in cues:
            assert len(cue.words[0][0]) >= 2, cue


def test_a_rare_word_counts_more_and_a_star_stands_for_any_ending() -> None:
    common, rare = (read_cue("1", word, {"vote": 2.0, "ballot": 7.0}).weight for word in ("vote", "ballot"))
    assert common < 1 < rare
    assert read_cue("1", "wähler*", {}).words == (("wähler", True),)


@given(st.lists(st.sampled_from([*QUAKE, *FINAL, *STRIKE, *OTHER, "", "1 2 3"]), max_size=8))
def test_scores_are_sure_and_the_widest_come_first(paragraphs: list[str]) -> None:
    found = topics(document(*paragraphs), KNOWN)
    assert all(0.5 <= topic.score < 1 for topic in found)
    assert len({topic.id for topic in found}) == len(found)
