"""Who says something is put right by a person: at once, in every copy, through a rebuild; and taken back without a trace."""

import pytest

from firsthand import app
from firsthand import contract as out
from firsthand.model.errors import InputError, NotFound
from firsthand.store.database import Store
from tests.taken import Page, rows, take_in

WORDS = "Nobody will close the strait while I hold this office,"
AGENCY = (
    "VOSTRA, March 3 (Meridian Wire) - President Radoslav Tesh wants a written pledge that the strait of Orn stays open, "
    "according to three Zemrin officials with knowledge of the talks.",
    f"“{WORDS}” Radoslav Tesh told reporters in Vostra on Tuesday. He demanded that Maravel withdraw its patrol boats.",
    "Maravel denied that its boats had crossed the line. Foreign Minister Ilse Brandt said on Monday that the pact of 2019 holds.",
    "The Harbour Ministry did not respond to a request for comment on the officials' account of what was agreed in June.",
)
COPY = (AGENCY[0], AGENCY[1].replace("“", "‘").replace("”", "’"), *AGENCY[2:])
PAGES = [
    Page("wire", "one.example", "Zemrin wants a pledge on the strait", AGENCY, 0),
    Page("copy", "two.example", "Strait of Orn: a pledge in writing", COPY, 1),
]


def speaker(told: out.StoryVoicesOut) -> tuple[str, str]:
    """Return who says the words in a story, and who said so."""
    (quote,) = [q for q in told.quotes if q.text.startswith("Nobody will close")]
    return next((p.name for p in told.parties if p.id == quote.party), ""), quote.judged


def voices(store: Store) -> out.StoryVoicesOut:
    (line,) = app.river(store).stories
    found = app.story(store, line.id).voices
    assert found is not None
    return found


def test_words_are_given_to_another_in_every_copy_and_back(store: Store) -> None:
    article = take_in(store, PAGES)
    assert speaker(voices(store)) == ("Radoslav Tesh", "")
    before = rows(store)

    said = app.judge(store, "wrong_speaker", article["wire"], "ilse brandt", by="Ada", words=WORDS)
    assert (said.kind, said.object, len(said.stories)) == ("wrong_speaker", "ilse brandt", 1)
    assert said.text.startswith(f"“{WORDS}” in “")
    assert speaker(voices(store))[0] == "Ilse Brandt"
    assert speaker(voices(store))[1].endswith("said by ilse brandt")
    for page in app.story(store, said.stories[0]).documents:
        told = app.document(store, page.id).voices
        assert told is not None
        (quote,) = [q for q in told.quotes if q.text.startswith("Nobody will close")]
        assert quote.speaker is not None
        assert quote.speaker.name == "Ilse Brandt"
        assert quote.judged.startswith("Ada said on ")

    app.rebuild(store)
    assert speaker(voices(store))[0] == "Ilse Brandt"
    assert said.id in [j.id for j in app.story(store, said.stories[0]).judgements]
    app.withdraw(store, said.id)
    assert rows(store) == before


def test_words_may_be_nobodys_or_those_of_somebody_whom_no_page_names(store: Store) -> None:
    article = take_in(store, PAGES[:1])
    app.judge(store, "wrong_speaker", article["wire"], None, words=WORDS)
    assert speaker(voices(store)) == ("", speaker(voices(store))[1])
    assert speaker(voices(store))[1].endswith("said by nobody")
    app.judge(store, "wrong_speaker", article["wire"], "Nina Holt", words=WORDS)
    assert speaker(voices(store))[0] == "Nina Holt"
    assert len(app.judgements(store)) == 1, "what is said later of the same words is said instead"
    positions = app.positions(store, app.river(store).stories[0].id).positions
    assert "Radoslav Tesh" in {p.name for p in positions} or positions == []


def test_what_others_say_is_left_to_them(store: Store) -> None:
    article = take_in(store, PAGES[:1])
    app.judge(store, "wrong_speaker", article["wire"], "Nina Holt", words=WORDS)
    by = {p.name: [voices(store).claims[i].text for i in p.claims] for p in voices(store).parties}
    assert any("pact of 2019" in text for text in by["Ilse Brandt"])


@pytest.mark.parametrize("words", ["", "Words that stand nowhere here", "x" * 3000])
def test_words_that_do_not_stand_there_are_refused(store: Store, words: str) -> None:
    article = take_in(store, PAGES[:1])
    with pytest.raises(InputError):
        app.judge(store, "wrong_speaker", article["wire"], "Nina Holt", words=words)
    with pytest.raises(NotFound):
        app.judge(store, "wrong_speaker", "art_aaaaaaaaaaaaaaaa", "Nina Holt", words=WORDS)
