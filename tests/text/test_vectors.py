"""Sparse vectors."""

import pytest

from firsthand.text.vectors import dot, shared, total, unit


def test_products_sums_and_lengths() -> None:
    assert dot({"a": 2.0, "b": 1.0}, {"a": 3.0, "c": 5.0, "d": 1.0}) == 6.0
    assert total([{"a": 1.0}, {"a": 2.0, "b": 1.0}]) == {"a": 3.0, "b": 1.0}
    assert unit({"a": 3.0, "b": 4.0}) == {"a": 0.6, "b": 0.8}
    assert unit({"a": 0.0}) == {}


def test_the_lighter_one_is_asked_how_much_of_it_the_other_has() -> None:
    short, long = {"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 1.0, "c": 9.0}
    assert shared(short, long) == shared(long, short) == 1.0
    assert shared({"a": 1.0, "x": 3.0}, long) == pytest.approx(0.25)
    assert shared({}, long) == 0.0
