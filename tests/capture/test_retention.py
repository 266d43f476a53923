"""How long entries are kept, in sentences, and which go."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.capture.retention import Retention, parse_retention, to_forget
from firsthand.model.errors import InputError

_NOW = datetime(2025, 5, 3, 10, tzinfo=UTC)


def ago(*days: int) -> list[tuple[str, datetime]]:
    return [(str(day), _NOW - timedelta(days=day)) for day in days]


@pytest.mark.parametrize(
    ("text", "retention"),
    [
        ("keep everything", Retention()),
        ("Forever.", Retention()),
        ("keep 90 days", Retention(90)),
        ("keep 90 days, at least 200 entries", Retention(90, 200)),
        ("  Keep 2 weeks and at most 1000 articles ", Retention(14, None, 1000)),
        ("3 months but at least 1 entry", Retention(90, 1)),
        ("keep 1 year, at least 10 entries, at most 20 items", Retention(365, 10, 20)),
        ("keep at most 500 entries", Retention(None, None, 500)),
        ("keep 500 entries", Retention(None, None, 500)),
    ],
)
def test_sentences(text: str, retention: Retention) -> None:
    assert parse_retention(text) == retention
    assert parse_retention(retention.told()) == retention


@pytest.mark.parametrize(
    "text",
    ["", "keep", "keep some", "90", "keep 90 days, 3 weeks", "keep at least 5 entries", "keep 9 days, at least 9 entries, at most 5 entries", "keep at least 90 days", "keep 99999 years", "keep -1 days"],
)  # fmt: skip
def test_what_says_nothing_is_named(text: str) -> None:
    with pytest.raises(InputError) as error:
        parse_retention(text)
    assert error.value.code == "retention-form"


@given(st.builds(Retention, st.none() | st.integers(0, 900), st.none(), st.none() | st.integers(0, 900)))
@settings(deadline=None)
def test_what_is_told_is_read_again(retention: Retention) -> None:
    assert parse_retention(retention.told()) == retention


@pytest.mark.parametrize(
    ("rule", "gone"),
    [
        ("keep everything", set()),
        ("keep 10 days", {"11", "40"}),
        ("keep 10 days, at least 4 entries", {"40"}),
        ("keep 10 days, at least 9 entries", set()),
        ("keep at most 2 entries", {"10", "11", "40"}),
        ("keep 30 days, at most 1 entry", {"1", "10", "11", "40"}),
        ("keep 0 days", {"1", "10", "11", "40"}),
    ],
)
def test_what_goes(rule: str, gone: set[str]) -> None:
    assert to_forget(ago(40, 0, 10, 1, 11), parse_retention(rule), _NOW) == gone


def test_what_people_hold_on_to_never_goes() -> None:
    assert to_forget(ago(0, 20, 30), parse_retention("keep 1 day"), _NOW, {"30"}) == {"20"}


@given(
    st.lists(st.integers(0, 50), max_size=20),
    st.integers(0, 60),
    st.integers(0, 10),
    st.sets(st.integers(0, 19).map(str)),
)
@settings(deadline=None)
def test_never_fewer_than_the_least_and_never_anything_held(
    days: list[int], limit: int, least: int, held: set[str]
) -> None:
    items = [(str(n), _NOW - timedelta(days=day)) for n, day in enumerate(days)]
    gone = to_forget(items, Retention(limit, least), _NOW, held)
    assert not gone & held
    assert len(items) - len(gone) >= min(least, len(items))
    assert gone == to_forget(list(reversed(items)), Retention(limit, least), _NOW, held)
