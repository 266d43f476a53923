"""The score of a pair: symmetric, of the pair alone, told in words."""

from datetime import UTC, datetime, timedelta

from firsthand.model.document import Document, Role
from firsthand.model.moment import Moment, Precision
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.cluster import JOIN_AT_LEAST
from firsthand.thread.features import Features, features
from firsthand.thread.score import AFFINITY_FLOOR, Score, shared_index_terms
from firsthand.thread.score import score as score_by
from firsthand.thread.signals import WINDOW, time_gap

DAY = datetime(2025, 5, 28, tzinfo=UTC)
FERRY = (
    "The ferry Marigold ran aground off Oakhaven on Tuesday with 214 people on board. Rescuers from the Tern Point "
    "lifeboat station brought everyone ashore, the harbour master Edda Quill said."
)
FERRY_TOO = (
    "All 214 passengers and crew were safe after the Marigold, a ferry on the Oakhaven line, struck rocks. "
    "Edda Quill, who runs the harbour, said the lifeboat from Tern Point was there within minutes."
)
BUDGET = (
    "Lower Brindle's council voted on Tuesday to close two libraries, saying the budget left no choice. "
    "Mayor Osric Vane said 214 people had written to him. A ferry subsidy survives."
)


def score(a: Features, b: Features) -> Score:
    return score_by(a, b, load_judge())


def of(text: str, days: float | None = 0.0) -> Features:
    published = None if days is None else Moment(DAY + timedelta(days=days), Precision.DAY)
    return features(Document("d", "c", "a", Role.MAIN, text, (), published=published), load_background())


def test_two_reports_of_one_event_are_near_and_another_event_is_not() -> None:
    assert score(of(FERRY), of(FERRY_TOO)).value >= JOIN_AT_LEAST
    assert score(of(FERRY), of(BUDGET, 3)).value < score(of(FERRY), of(FERRY_TOO, 3)).value
    assert score(of(FERRY), of("Pears fell from the trees of Vesper Hollow.")).value < AFFINITY_FLOOR


def test_a_score_is_the_same_from_both_sides() -> None:
    assert score(of(FERRY), of(FERRY_TOO, 3)) == score(of(FERRY_TOO, 3), of(FERRY))


def test_time_between_reports_takes_away_and_levels_off() -> None:
    near, week, months, years = (score(of(FERRY), of(BUDGET, days)).value for days in (0, 8, 62, 600))
    assert near > week >= months == years > 0


def test_beyond_the_window_nothing_is_one_event() -> None:
    assert score(of(FERRY), of(FERRY, WINDOW.days + 3)).value == 0


def test_a_page_without_a_date_is_looked_up_by_when_it_was_seen() -> None:
    seen = Moment(DAY + WINDOW + timedelta(days=30))
    undated = features(Document("d", "c", "a", Role.MAIN, FERRY, (), seen=seen), load_background())
    assert score(undated, of(FERRY)).value == 0
    assert score(undated, of(FERRY, 60)).value > 0


def test_a_page_without_a_date_needs_more_in_common_than_one_of_the_same_day() -> None:
    assert score(of(FERRY), of(BUDGET, None)).value < score(of(FERRY), of(BUDGET)).value


def test_days_that_touch_have_no_gap() -> None:
    assert time_gap(of(FERRY), of(FERRY, 1)) == timedelta(0)
    assert time_gap(of(FERRY), of(FERRY, 3)) == timedelta(days=2)
    assert time_gap(of(FERRY), of(FERRY, None)) is None


def test_the_reason_names_what_is_shared_as_a_reader_would_write_it() -> None:
    first, second = score(of(FERRY), of(FERRY_TOO)).reasons
    assert first.code == "shared_words"
    assert "“Oakhaven”" in first.text
    assert second.text == "published within a day"


def test_pages_without_words_share_nothing() -> None:
    assert score(of(""), of("")).value == 0
    assert score(of(""), of(FERRY)).reasons[-1].code == "time"


def test_reports_of_one_event_find_each_other_in_the_index() -> None:
    assert shared_index_terms(of(FERRY), of(FERRY_TOO)) >= 5
