"""When something is read again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture.schedule import (
    LONGEST,
    MOST_TRIES,
    MOST_VISITS,
    SHORTEST,
    VISITS,
    Asked,
    after_failure,
    after_success,
    next_try,
    next_visit,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday
NOTHING = Asked()


def every(minutes: float, count: int = 20) -> list[datetime]:
    return [NOON - timedelta(minutes=minutes) * n for n in range(count)]


def wait(came: list[datetime], asked: Asked = NOTHING, minutes: int | None = None) -> timedelta:
    due = after_success(NOON, came, asked, minutes, "seed")
    assert due.at is not None
    return due.at - NOON


def about(wanted: timedelta) -> tuple[timedelta, timedelta]:
    return wanted, wanted * 1.1


@pytest.mark.parametrize(
    ("gap", "wanted"),
    [
        (2, SHORTEST),
        (60, timedelta(minutes=30)),
        (12 * 60, timedelta(hours=6)),
        (30 * 24 * 60, LONGEST),
    ],
)
def test_a_source_is_read_twice_between_two_entries(gap: float, wanted: timedelta) -> None:
    low, high = about(wanted)
    assert low <= wait(every(gap)) <= high


def test_a_source_of_which_nothing_is_known_is_read_in_an_hour() -> None:
    assert timedelta(hours=1) <= wait([]) <= timedelta(hours=1.1)


def test_a_burst_of_entries_does_not_make_a_quiet_source_a_lively_one() -> None:
    burst = [NOON - timedelta(days=40) + timedelta(minutes=n) for n in range(20)]
    assert wait(burst) >= LONGEST


def test_the_server_may_ask_for_longer_waits() -> None:
    assert wait(every(5), Asked(ttl_minutes=120)) >= timedelta(hours=2)
    assert wait(every(5), Asked(fresh_seconds=7200)) >= timedelta(hours=2)


def test_no_server_is_left_alone_for_more_than_a_day_by_its_own_wish() -> None:
    assert wait(every(5), Asked(ttl_minutes=10**9, fresh_seconds=1e12)) <= timedelta(days=1.1)


def test_what_a_person_chose_goes_before_all() -> None:
    low, high = about(timedelta(minutes=5))
    assert low <= wait(every(600), Asked(ttl_minutes=600), minutes=5) <= high


def test_hours_and_days_to_skip_are_left_out() -> None:
    due = after_success(NOON, every(60), Asked(skip_hours=range(12, 18), skip_days=["Monday"]), None, "seed")
    assert due.at is not None
    assert due.at.weekday() == 1
    assert due.at.hour not in range(12, 18)


def test_who_skips_everything_is_read_all_the_same() -> None:
    assert wait(every(60), Asked(skip_hours=range(24))) <= timedelta(hours=1)


def test_a_source_that_pushes_is_asked_seldom() -> None:
    due = after_success(NOON, every(20), NOTHING, None, "seed", pushed=True)
    assert due.at is not None
    assert due.at - NOON >= timedelta(hours=12)


def test_waits_after_failures_double_up_to_a_day() -> None:
    waits = [after_failure(NOON, n, "timeout", None, "seed").at for n in range(1, 12)]
    assert all(a is not None and b is not None and a <= b for a, b in zip(waits, waits[1:], strict=False))
    assert waits[-1] is not None
    assert waits[-1] - NOON <= timedelta(hours=26.5)


def test_retry_after_is_kept_to() -> None:
    due = after_failure(NOON, 1, "rate_limited", 3 * 86_400.0, "seed")
    assert due.at == NOON + timedelta(days=3)
    assert "left alone" in due.why


def test_what_is_gone_is_not_tried_again() -> None:
    assert after_failure(NOON, 1, "gone", None, "seed").at is None


def test_what_does_not_pass_by_itself_waits_longer() -> None:
    passing, stubborn = (after_failure(NOON, 1, code, None, "seed").at for code in ("timeout", "not_found"))
    assert passing is not None
    assert stubborn is not None
    assert passing < stubborn


@given(st.text(max_size=20), st.integers(1, 400), st.integers(0, 600))
def test_nothing_is_asked_sooner_than_it_may_be(seed: str, gap: int, ttl: int) -> None:
    due = after_success(NOON, every(gap), Asked(ttl_minutes=ttl), None, seed)
    assert due.at is not None
    assert due.at - NOON >= max(SHORTEST, timedelta(minutes=ttl))


def test_sources_that_were_added_together_do_not_stay_together() -> None:
    due = {after_success(NOON, every(60), NOTHING, None, f"src_{n}:1").at for n in range(100)}
    assert len(due) > 90


def test_a_page_is_read_again_ever_more_seldom() -> None:
    at, steps, visits = NOON, 1, 1
    gaps = []
    while (due := next_visit(at, visits, steps, NOON, NOON, "seed")) is not None:
        gaps.append(due - at)
        at, visits, steps = due, visits + 1, steps + 1
    assert len(gaps) == len(VISITS)
    assert gaps == sorted(gaps)


def test_a_page_that_keeps_changing_is_not_followed_for_ever() -> None:
    assert next_visit(NOON, MOST_VISITS, 1, NOON, NOON, "seed") is None


def test_an_old_page_is_read_once() -> None:
    assert next_visit(NOON, 1, 1, NOON - timedelta(days=30), NOON, "seed") is None


def test_a_visit_that_fails_is_tried_a_few_times() -> None:
    tries = [next_try(NOON, n, None, "seed") for n in range(1, MOST_TRIES + 1)]
    assert all(tries[:-1])
    assert tries[-1] is None


def test_a_visit_waits_as_long_as_the_host_wants() -> None:
    due = next_try(NOON, 1, 7200.0, "seed")
    assert due is not None
    assert due - NOON >= timedelta(hours=2)


def test_what_has_no_rhythm_is_looked_at_as_is_usual() -> None:
    due = after_success(NOON, every(600), NOTHING, None, "seed", usual=timedelta(minutes=1))
    assert due.at is not None
    assert due.at - NOON <= timedelta(minutes=1.1)
    assert due.why == "it is looked at every minute"
