from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.diff import Run, align, align_numbers, alike, numbered, partners


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


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_as_many_words_as_can_be_are_lined_up(left: list[str], right: list[str]) -> None:
    longest = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for a, one in enumerate(left):
        for b, other in enumerate(right):
            longest[a + 1][b + 1] = longest[a][b] + 1 if one == other else max(longest[a][b + 1], longest[a + 1][b])
    assert sum(run.length for run in align(left, right)) == longest[-1][-1]


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.lists(st.sampled_from("abcdef"), max_size=40))
def test_numbers_line_up_as_words_do(left: list[str], right: list[str]) -> None:
    one, other = numbered(left, right)
    assert [[a == b for b in other] for a in one] == [[a == b for b in right] for a in left]
    assert align_numbers(one, other) == align(left, right)


passages = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=9), max_size=5)


@given(passages, passages)
def test_passages_are_alike_by_the_words_they_have_in_common(left: list[list[int]], right: list[list[int]]) -> None:
    common = {
        (a, b): (Counter(one) & Counter(other)).total() for a, one in enumerate(left) for b, other in enumerate(right)
    }
    half = [(a, b, n) for (a, b), n in common.items() if 4 * n >= len(left[a]) + len(right[b])]
    assert sorted(alike(left, right, 0.5)) == half


def test_more_passages_than_are_held_at_once() -> None:
    many = [[number] for number in range(600)]
    assert list(alike(many, many, 1.0)) == [(number, number, 1) for number in range(600)]


def test_partners_mirror_each_other() -> None:
    of_left, of_right = partners(align("a b c d".split(), "x a b d".split()), 4, 4)
    assert of_left.tolist() == [1, 2, -1, 3]
    assert of_right.tolist() == [-1, 0, 1, 3]
