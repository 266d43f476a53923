"""What a party says on a subject over time, and what changed: only what is said, never silence."""

from dataclasses import replace

import pytest

from firsthand.model.document import Document
from firsthand.model.positions import Position, Turn
from firsthand.model.span import Span
from firsthand.model.story_voices import StoryVoices
from firsthand.profiles.words import load_words
from firsthand.understand.merged import story_voices
from firsthand.understand.positions import positions
from firsthand.understand.reading import understand
from tests.made import at, document, story

WORDS = load_words()


def told(day: int, *paragraphs: str) -> tuple[StoryVoices, Document]:
    page = replace(document(*paragraphs, url=f"https://d{day}.example/a", published=at(day, 9)), language="en")
    return story_voices(story([page]), {page.id: page}, {page.id: understand(page, WORDS)}, WORDS), page


def over(*days: str) -> tuple[tuple[Position, ...], dict[str, Document]]:
    """Tell one text a day, from the second of the month on, a day apart."""
    made = [told(2 * n + 2, text) for n, text in enumerate(days)]
    return positions([voices for voices, _ in made], WORDS), {page.id: page for _, page in made}


def turns(*days: str) -> list[Turn]:
    return [change.turn for position in over(*days)[0] for change in position.changes]


def words(span: Span, pages: dict[str, Document]) -> str:
    return pages[span.document].text[span.start : span.end]


PLEDGE = "Norway demanded a written pledge on the herring quota from its neighbours."
SECOND = "Norway demanded a written pledge on the herring quota, an apology and damages for sunken trawlers."


def test_a_party_is_followed_on_a_subject_from_story_to_story() -> None:
    (position,), pages = over(PLEDGE, "Norway said the herring quota was too high.")
    assert (position.name, len(position.statements), len(position.stories)) == ("Norway", 2, 2)
    assert [s.stance.value for s in position.statements] == ["demands", "asserts"]
    assert words(position.label, pages) == position.subject
    assert "herring quota" in position.subject


def test_another_subject_is_another_position() -> None:
    found, _ = over(PLEDGE, "Norway demanded the return of a stolen painting of the fjord.")
    assert len(found) == 2


def test_what_a_whole_thread_is_about_is_no_subject_in_it() -> None:
    about = ("the wages of trawler crews", "a tunnel under the fjord", "the price of diesel", "a whale sanctuary")
    found, _ = over(*(f"Norway demanded talks on the Alden herring treaty and {what}." for what in about))
    assert len(found) == len(about)


def test_who_has_no_name_is_not_followed() -> None:
    assert over("The ministry demanded a written pledge.", "The ministry demanded a written pledge.")[0] == ()
    assert over("Two sources said the herring quota was too high.")[0] == ()


def test_what_is_repeated_is_no_change() -> None:
    (position,), _ = over(PLEDGE, PLEDGE)
    assert [s.repeats for s in position.statements] == [None, 0]
    assert position.changes == ()


def test_a_new_demand_on_the_same_subject() -> None:
    found, pages = over(
        "Norway demanded a lower herring quota.",
        "Norway demanded a herring quota court with judges from Sweden, Denmark and Iceland.",
    )
    (change,) = [c for p in found for c in p.changes]
    assert change.turn is Turn.NEW_DEMAND
    assert "court" in words(change.now, pages)


def test_a_first_demand_is_not_called_new() -> None:
    assert turns(PLEDGE) == []
    assert turns(PLEDGE, "Norway demanded a written pledge about the herring quotas from all neighbours.") == []


def test_a_denial_after_an_assertion_and_back() -> None:
    said = "Ada Orr said that the Alden dam had cracked during the flood."
    denied = "Ada Orr denied that the Alden dam had cracked during the flood."
    assert turns(said, denied) == [Turn.DENIES]
    assert turns(denied, said) == [Turn.ADMITS]


def test_the_same_words_with_a_not_are_a_denial() -> None:
    assert turns(
        "Ada Orr said the Alden dam would be opened to tourists in spring.",
        "Ada Orr said the Alden dam would not be opened to tourists in spring.",
    ) == [Turn.DENIES]


def test_somebody_elses_denial_changes_nothing() -> None:
    assert (
        turns(
            "Ada Orr said that the Alden dam had cracked during the flood.",
            "Ivo Lund denied that the Alden dam had cracked during the flood.",
        )
        == []
    )


def test_a_figure_that_changed() -> None:
    found, pages = over(
        "Norway said 14 trawlers sank in the storm off Port Alden.",
        "Norway said 20 trawlers sank in the storm off Port Alden.",
    )
    (change,) = [c for p in found for c in p.changes]
    assert change.turn is Turn.FIGURE
    assert change.was is not None
    assert (words(change.was, pages), words(change.now, pages)) == ("14", "20")


@pytest.mark.parametrize(
    "later",
    [
        "Norway said 20 sailors drowned in the storm off Port Alden.",
        "Norway said 20 trawlers sank in the storm off Iceland.",
    ],
)
def test_a_figure_of_something_else_is_no_change(later: str) -> None:
    assert turns("Norway said 14 trawlers sank in the storm off Port Alden.", later) == []


def test_figures_that_move_apart_count_other_things() -> None:
    assert (
        turns(
            "Norway said 14 trawlers and 90 sailors were lost in the storm off Port Alden.",
            "Norway said 20 trawlers and 8 sailors were lost in the storm off Port Alden.",
        )
        == []
    )


def test_a_demand_is_dropped_only_where_a_text_says_so() -> None:
    assert turns(PLEDGE, "Norway dropped its demand for a written pledge on the herring quota.") == [Turn.DROPS]
    assert turns(PLEDGE, "Norway said the herring quota was fair.") == []


def test_two_reports_of_one_day_or_without_a_time_are_no_change() -> None:
    said, denied = (f"Ada Orr {cue} that the Alden dam had cracked during the flood." for cue in ("said", "denied"))
    (one, _), (other, _) = told(2, said), told(2, f"{denied} It rained.")
    assert [p.changes for p in positions([one, other], WORDS)] == [()]


def test_what_a_clause_dates_in_the_past_is_put_there() -> None:
    (position,), _ = over(PLEDGE, "In 2019 Norway demanded a written pledge on the cod and herring quota.")
    assert [(str(s.at), s.dated) for s in position.statements] == [("2019", True), ("2026-03-02T09:00Z", False)]


def test_the_order_of_stories_does_not_matter() -> None:
    made = [told(n + 2, text)[0] for n, text in enumerate((PLEDGE, SECOND, "Norway said the herring quota was fair."))]
    assert positions(made, WORDS) == positions(made[::-1], WORDS)


def test_every_span_stands_in_its_document() -> None:
    found, pages = over(PLEDGE, SECOND, "Norway dropped its demand for a pledge on the herring quota.")
    spans = [s for p in found for t in p.statements for s in (*t.words, t.cue, t.dropped) if s]
    spans += [s for p in found for c in p.changes for s in (c.was, c.now) if s]
    assert spans
    assert all(words(s, pages) for s in spans)
