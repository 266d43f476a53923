"""News time stamps: found wherever they stand, glued or not, with the precision that was really said."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.lexicon import Lexicon
from firsthand.model.moment import Precision
from firsthand.profiles.lexicon import load_lexicon
from firsthand.text.dates import StampKind, find_stamps

SEEN = datetime(2025, 6, 4, 20, 30, 15, tzinfo=UTC)


def said(text: str) -> list[str]:
    return [str(stamp.moment) for stamp in find_stamps(text, load_lexicon(), SEEN)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("By Ann ExampleMay 28, 20252:00 PM UTCUpdated  ago", "2025-05-28T14:00Z"),
        ("Published 28 May 2025 at 14:00 GMT", "2025-05-28T14:00Z"),
        ("3. Mai 2024, 17:47 Uhr", "2024-05-03T17:47Z"),
        ("05.06.2025 um 14:46", "2025-06-05T14:46Z"),
        ("06. 01. 2026, 14:59 Uhr", "2026-01-06T14:59Z"),
        ("3 de junio de 2025 a las 14:30", "2025-06-03T14:30Z"),
        ("le 28 mai 2025 à 14h05", "2025-05-28T14:05Z"),
        ("28 мая 2025 в 14:05", "2025-05-28T14:05Z"),
        ("2025年5月28日 14:05", "2025-05-28T14:05Z"),
        ("2025. 5. 28.", "2025-05-28"),
        ("2025-05-28T14:00:00+02:00", "2025-05-28T12:00:00Z"),
        ("Tue, 26 November 2024 9:27PM AWST", "2024-11-26T13:27Z"),
        ("5/28/2025 3:00 pm", "2025-05-28T15:00Z"),
        ("May 31, 2025WorldcategorySeven", "2025-05-31"),
        ("27 minutes ago", "2025-06-04T20:03Z"),
        ("Diario27 minutes ago- Diario", "2025-06-04T20:03Z"),
        ("hace 2 horas", "2025-06-04T18:30Z"),
        ("vor 3 Stunden", "2025-06-04T17:30Z"),
        ("2時間前", "2025-06-04T18:30Z"),
        ("3 days ago", "2025-06-01"),
    ],
)
def test_a_stamp_is_read_in_its_language(text: str, moment: str) -> None:
    assert said(text) == [moment]


@pytest.mark.parametrize("text", ["31 February 2025", "in 2021, just two", "the 2025 budget", "5 minutes later", ""])
def test_what_is_no_stamp_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_a_clock_without_a_zone_says_so() -> None:
    (known,) = find_stamps("May 28, 2025 2:00 PM UTC", load_lexicon())
    (unknown,) = find_stamps("May 28, 2025 2:00 PM", load_lexicon())
    assert known.moment is not None
    assert known.moment.zone_known
    assert unknown.moment is not None
    assert not unknown.moment.zone_known


def test_a_day_is_only_a_day() -> None:
    (stamp,) = find_stamps("28 May 2025", load_lexicon())
    assert stamp.moment is not None
    assert stamp.moment.precision is Precision.DAY


def test_an_age_means_nothing_when_nobody_knows_when_the_page_was_seen() -> None:
    (stamp,) = find_stamps("2 hours ago", load_lexicon())
    assert (stamp.kind, stamp.moment) == (StampKind.AGE, None)


def test_two_glued_stamps_stay_two() -> None:
    assert said("Published Jun 05, 2025Last updated 15 hours ago6 minute read") == ["2025-06-05", "2025-06-04T05:30Z"]


def test_without_a_lexicon_numeric_dates_are_still_read() -> None:
    assert [str(s.moment) for s in find_stamps("2025-05-28", Lexicon())] == ["2025-05-28"]


@given(st.text(alphabet="0123456789 MayJun.,:/-年月日agominutesPUTC+İ", max_size=80))
def test_stamps_are_in_order_inside_the_text_and_apart(text: str) -> None:
    stamps = find_stamps(text, load_lexicon(), SEEN)
    edges = [edge for stamp in stamps for edge in (stamp.start, stamp.end)]
    assert edges == sorted(edges)
    assert all(0 <= s.start < s.end <= len(text) for s in stamps)
