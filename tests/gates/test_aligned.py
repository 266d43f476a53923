"""The measures of timelines: those of tilse 0.2.1, where both read the same words."""

from datetime import date

import pytest

from firsthand.profiles.background import load_background
from tests.gates import aligned


def day(number: int) -> date:
    return date(2025, 5, number)


GOLD = {
    day(1): ["Ferry Marigold strikes reef", "Lifeboat crew lands 214 passengers"],
    day(4): ["Harbour master Quill resigns ."],
    day(9): ["Salvage tug tows ferry"],
}
TOLD = {
    day(1): ["Ferry strikes reef off Oakhaven harbour"],
    day(5): ["Quill resigns , ministry confirms"],
    day(6): ["Ferry operator cancels spring timetable"],
}
#: What tilse's evaluator ("align+ m:1", ROUGE-1, its own implementation) gives for TOLD against GOLD, in both directions.
BY_TILSE = (4 / 14, 0.25)


def test_the_words_are_measured_as_tilse_measures_them() -> None:
    found = aligned.words(TOLD, GOLD, load_background())
    assert found == pytest.approx(BY_TILSE)
    assert aligned.words(GOLD, TOLD, load_background()) == pytest.approx(BY_TILSE[::-1])


def test_a_timeline_is_wholly_like_itself_and_an_empty_one_like_none() -> None:
    assert aligned.words(GOLD, GOLD, load_background()) == (1.0, 1.0)
    assert aligned.words({}, GOLD, load_background()) == (0.0, 0.0)
    assert aligned.days({}, GOLD) == (0.0, 0.0)


def test_days_are_right_or_wrong_and_means_come_before_f() -> None:
    assert aligned.days(TOLD, GOLD) == (1 / 3, 1 / 3)
    assert aligned.f_of([(1.0, 0.5), (0.0, 0.5)]) == 0.5
    assert aligned.f_of([]) == aligned.f_of([(0.0, 0.0)]) == 0.0
