"""The signs in which a language lists its ways to say something."""

import pytest

from firsthand.understand.ways import pattern


@pytest.mark.parametrize(
    ("way", "text", "found"),
    [
        ("call|calls * on", "she calls again on them", "calls again on"),
        ("call|calls * on", "she calls them on it", None),
        ("reject / ~ claim", "to reject the old claim", "reject"),
        ("reject / ~ claim", "to reject what they claim", None),
        ("ask / + ~ to", "ask to", None),
        ("ask / + ~ to", "ask them to", "ask"),
        ("deny !entry", "deny entry", None),
        ("deny !entry", "deny it", "deny"),
        ("has_to", "he has  to go", "has  to"),
        ("demand / #", "a demand.", None),
        ("demand / #", "demand “more”", "demand"),
    ],
)
def test_ways(way: str, text: str, found: str | None) -> None:
    made = pattern([way], mild=["again"], asking=["what", "that"])
    assert made is not None
    match = made.search(text)
    assert (match[0] if match else None) == found


def test_no_ways_are_no_pattern() -> None:
    assert pattern([]) is None
