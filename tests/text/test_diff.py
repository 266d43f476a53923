from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.diff import Run, align, partners


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_runs_are_common_and_in_order(left: list[str], right: list[str]) -> None:
    runs = align(left, right)
    for run in runs:
        assert left[run.a : run.a + run.length] == right[run.b : run.b + run.length]
    for one, two in zip(runs, runs[1:], strict=False):
        assert one.a + one.length <= two.a
        assert one.b + one.length <= two.b


@given(st.lists(st.sampled_from("abcdef"), max_size=40))
def test_a_text_is_its_own_copy(text: list[str]) -> None:
    assert align(text, text) == ([Run(0, 0, len(text))] if text else [])


def test_chance_words_between_long_differences_are_no_match() -> None:
    left = "a b c d e f g of the h i j k l m n".split()
    right = "1 2 3 4 5 6 7 of the 8 9 10 11 12 13 14".split()
    assert align(left, right) == []


def test_partners_mirror_each_other() -> None:
    of_left, of_right = partners(align("a b c d".split(), "x a b d".split()), 4, 4)
    assert of_left.tolist() == [1, 2, -1, 3]
    assert of_right.tolist() == [-1, 0, 1, 3]
