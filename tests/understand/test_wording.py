"""When two stretches of words are one statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.profiles.lexicon import load_lexicon
from firsthand.understand.wording import levels_of

LEVELS = levels_of(load_lexicon())
WORDS = st.lists(st.sampled_from("the dam is safe and will hold until spring not 14 fourteen".split()), max_size=12)


def like(one: str, other: str) -> float:
    return LEVELS.wording([one]).likeness(LEVELS.wording([other]))


def holds(one: str, other: str) -> bool:
    return LEVELS.wording([one]).holds(LEVELS.wording([other]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We’ll organise it,” in the U.S.", "we'll organize it in the US"),
        ("fourteen people were hurt", "14 people were hurt"),
    ],
)
def test_house_style_makes_no_difference(one: str, other: str) -> None:
    assert LEVELS.wording([one]) == LEVELS.wording([other])


def test_a_part_and_a_cut_are_found() -> None:
    whole = "We will fight, as I said, and we will win in spring."
    assert holds(whole, "we will win in spring")
    assert holds(whole, "We will fight … and we will win")
    assert holds(whole, "We will fight [...] in spring")
    assert not holds(whole, "we will win … we will fight")
    assert not holds(whole, "")


def test_a_part_behind_a_not_is_another_statement() -> None:
    assert not holds("We will not sign the treaty today", "sign the treaty today")


@pytest.mark.parametrize("other", ["the dam will not hold until the spring", "the dam will hold until 14 spring"])
def test_a_not_and_a_figure_are_always_a_difference(other: str) -> None:
    assert like("the dam will hold until the spring", other) == 0
    assert like("the dam will hold until the spring", "the dam will hold till the spring") > 0.8


@given(WORDS, WORDS)
def test_likeness_is_the_same_from_both_sides(one: list[str], other: list[str]) -> None:
    a, b = LEVELS.wording([" ".join(one)]), LEVELS.wording([" ".join(other)])
    assert a.likeness(b) == b.likeness(a)
    assert 0 <= a.likeness(b) <= 1
    assert a.holds(a) == bool(a.words)
