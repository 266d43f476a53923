"""A fleet of feeds, a fifth of which misbehaves, in small: nothing is lost or doubled, and every cause is named (`bench.fleet`)."""

from bench.fleet import SMALL, measure


def test_a_fleet_is_followed_and_nothing_is_lost_or_doubled(address: str) -> None:
    assert measure(address, SMALL, at_once=64, small=True) == []
