"""Floors may be raised by the tool; lowering one needs a hand and a reason."""

from pathlib import Path

import pytest

from tests.gates.figures import Figure, Floor, Refused, is_below, pin, raise_floor, read_floors, write_floors
from tests.gates.runner import GATES, Outcome, holds, lines


def test_a_first_floor_is_the_value_less_the_margin() -> None:
    assert raise_floor(Figure("pages.f1", 0.95, 100), None) == Floor(0.948, 0.95)
    assert raise_floor(Figure("seeds.main", 1.0, 1, margin=0.0), None) == Floor(1.0, 1.0)


def test_a_better_value_raises_the_floor_and_keeps_the_goal() -> None:
    assert raise_floor(Figure("pages.f1", 0.96, 100), Floor(0.948, 0.95, goal=0.968)) == Floor(0.958, 0.96, goal=0.968)


def test_a_value_within_the_margin_leaves_the_floor() -> None:
    assert raise_floor(Figure("pages.f1", 0.949, 100), Floor(0.948, 0.95)) == Floor(0.948, 0.95)


def test_pinning_refuses_to_lower_a_floor(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    known = {"pages.f1": Floor(0.948, 0.95), "text.f1": Floor(0.8, 0.802)}
    write_floors(known, path)
    refusals = pin([Figure("pages.f1", 0.93, 100), Figure("text.f1", 0.9, 100)], path)
    assert len(refusals) == 1
    assert "pages.f1 is 0.9300, below its floor 0.9480" in refusals[0]
    assert read_floors(path) == {"pages.f1": Floor(0.948, 0.95), "text.f1": Floor(0.898, 0.9)}
    with pytest.raises(Refused):
        raise_floor(Figure("pages.f1", 0.93, 100), known["pages.f1"])


def test_a_floor_lowered_by_hand_needs_a_reason() -> None:
    assert Floor(0.93, 0.95).needs_reason()
    assert not Floor(0.93, 0.95, reason="the labels of 4 pages were wrong").needs_reason()
    assert not Floor(0.948, 0.95).needs_reason()


def test_a_reason_stays_until_the_floor_is_back() -> None:
    lowered = Floor(0.90, 0.95, reason="why")
    assert raise_floor(Figure("pages.f1", 0.92, 9), lowered) == Floor(0.918, 0.95, reason="why")
    assert raise_floor(Figure("pages.f1", 0.96, 9), lowered) == Floor(0.958, 0.96)


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    floors = {"a.x.y": Floor(0.5, 0.6, 0.7, 'a "quoted" \\ reason'), "b.z": Floor(1.0, 1.0)}
    write_floors(floors, path)
    assert read_floors(path) == floors


def test_what_is_only_told_has_no_floor() -> None:
    assert not is_below(Figure("x", 0.1, 1, pinned=False), Floor(0.5, 0.5))
    assert is_below(Figure("x", 0.1, 1), Floor(0.5, 0.5))
    assert not is_below(Figure("x", 0.1, 1), None)


def test_the_committed_floors_have_a_reason_where_they_were_lowered() -> None:
    floors = read_floors()
    assert floors
    assert [name for name, floor in floors.items() if floor.needs_reason()] == []
    assert {name.split(".")[0] for name in floors} <= set(GATES)


def test_a_line_says_value_floor_goal_and_count() -> None:
    outcome = Outcome("pages", (Figure("pages.f1", 0.9512, 138),), (("pages.f1", Floor(0.948, 0.95, 0.968)),))
    assert lines(outcome) == ["pages.f1 0.9512 (floor 0.9480, goal 0.968, n=138)"]
    assert holds(outcome, must_be_here=True)


def test_a_figure_must_not_vanish() -> None:
    outcome = Outcome("pages", (), (("pages.f1", Floor(0.948, 0.95)),))
    assert outcome.missing == ["pages.f1"]
    assert not holds(outcome, must_be_here=False)


def test_absent_data_is_shown_and_fails_only_where_it_must_be_here() -> None:
    outcome = Outcome("pages", skipped="../shared/data is not on this machine")
    assert lines(outcome) == ["pages skipped: ../shared/data is not on this machine"]
    assert holds(outcome, must_be_here=False)
    assert not holds(outcome, must_be_here=True)


def test_on_other_data_floors_are_shown_and_do_not_judge() -> None:
    floors = (("pages.f1", Floor(0.948, 0.95)), ("pages.g", Floor(0.5, 0.5)))
    outcome = Outcome("pages", (Figure("pages.f1", 0.1, 9),), floors, judged=False)
    assert lines(outcome) == ["pages.f1 0.1000 (floor 0.9480, n=9)"]
    assert holds(outcome, must_be_here=True)
