"""The two captures of one report: both say the same, so everything is told once, with two places."""

from datetime import UTC, datetime

import pytest

import firsthand
from firsthand.model.story_voices import StoryVoices
from firsthand.model.voices import PartyKind, Stance
from firsthand.profiles.words import load_words
from firsthand.understand.merged import story_voices
from firsthand.understand.reading import understand
from tests.gates.data import SHARED
from tests.gates.labels import read_labelled

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "seeds").exists(), reason="needs ../shared/data"),
]


@pytest.fixture(scope="module")
def found() -> StoryVoices:
    seen = datetime(2025, 6, 5, tzinfo=UTC)
    read = [
        firsthand.extract(s.content, media_type="text/plain", seen_at=seen).main
        for s in read_labelled(SHARED / "seeds")
    ]
    documents = {d.id: d for d in read if d}
    (story,) = firsthand.group(documents.values(), with_model=False)
    return story_voices(story, documents, {i: understand(d, load_words()) for i, d in documents.items()}, load_words())


def test_the_four_who_declined_are_told_once_each_with_two_places(found: StoryVoices) -> None:
    names = {p.id: p.name for p in found.parties}
    declined = [c for c in found.claims if c.stance is Stance.DECLINES]
    assert sorted(names[c.party or ""] for c in declined) == [
        "A spokesperson for the 32-member alliance",
        "Kremlin",
        "President Volodymyr Zelenskiy's administration",
        "State Department",
    ]
    assert [(len(c.told), len({t.document for t in c.told}), c.sources) for c in declined] == [(2, 2, 1)] * 4


def test_three_unnamed_sources_stay_three(found: StoryVoices) -> None:
    assert (found.anonymous, found.anonymous_at_least) == (3, 3)
    (unnamed,) = found.unnamed
    assert len(unnamed.lineages) == 1
    assert all(len({s.document for s in d.places}) == 2 for d in unnamed.descriptions)


def test_the_demands_have_the_sources_that_report_them(found: StoryVoices) -> None:
    parties = {p.id: p for p in found.parties}
    demands = {c.text: c for c in found.claims if c.stance is Stance.DEMANDS}
    pledge = next(c for text, c in demands.items() if "pledge by major Western powers" in text)
    neutral = next(c for text, c in demands.items() if "Ukraine to be neutral" in text)
    for claim, who in ((pledge, "Vladimir Putin"), (neutral, "Russia")):
        assert parties[claim.party or ""].name == who
        assert [(parties[i].kind, parties[i].at_least) for i in claim.according_to] == [(PartyKind.ANONYMOUS, 3)]
        assert (len(claim.told), claim.sources) == (2, 1)


def test_every_name_is_one(found: StoryVoices) -> None:
    people = [n.entity for n in found.names if n.entity.kind is PartyKind.PERSON and "Zelen" in n.entity.name]
    assert [(e.name, e.aliases) for e in people] == [("Volodymyr Zelenskiy", ("Volodymyr Zelenksyy",))]
