"""A part of `bench.hostile`: servers that misbehave, each bounded, named, and asked no more often than it must be."""

from bench.hostile import measure
from bench.hostile_answers import behaviours


def test_every_misbehaviour_is_bounded_and_named() -> None:
    results = measure(small=True)
    assert len(results) >= 150
    assert {(result.row.name, result.door): result.faults for result in results if result.faults} == {}


def test_the_table_has_at_least_150_behaviours_each_with_its_outcome() -> None:
    rows = behaviours()
    assert len(rows) >= 150
    assert all(row.outcome for row in rows)
