"""The trees: symmetric, monotone, the same for many as for one, with and without a meaning."""

from dataclasses import replace
from datetime import timedelta

from firsthand.profiles.same_event import load_judge, load_middle
from firsthand.thread.judge import COLUMNS, WORD_COLUMNS, probabilities, row
from firsthand.thread.meaning import Nearness
from firsthand.thread.signals import Signals, Told

PAIR = Signals(
    cosine=0.3, plain=0.2, head=0.3, names=0.3, shared_names=4, numbers=0.2, number_weight=6.8,
    told=Told(0.3, 0.4), names_told=Told(0.4, 0.6), headline_told=Told(0.4, 0.7), size=80, gap=timedelta(days=1),
)  # fmt: skip


def likely(signals: Signals) -> float:
    return probabilities([signals], load_judge())[0]


def test_the_trees_that_ship_know_the_columns_of_the_code() -> None:
    judge = load_judge()
    assert judge.meaning.columns == tuple(COLUMNS)
    assert judge.words.columns == tuple(WORD_COLUMNS)
    assert len(row(PAIR)) == len(COLUMNS)
    assert len(load_middle()) == 512


def test_more_in_common_never_makes_one_event_less_likely() -> None:
    values = [likely(replace(PAIR, cosine=at / 20, head=at / 20, names=at / 20)) for at in range(1, 21)]
    assert values == sorted(values)
    assert values[-1] > values[0]


def test_a_longer_gap_never_makes_one_event_more_likely() -> None:
    values = [likely(replace(PAIR, gap=timedelta(days=days))) for days in (0, 1, 3, 10, 40, 400)]
    assert values == sorted(values, reverse=True)


def test_what_a_page_means_counts_where_both_have_a_meaning() -> None:
    low, high = (likely(replace(PAIR, meaning=Nearness(m, m, m, m))) for m in (0.1, 0.95))
    assert low < high


def test_nothing_shared_and_out_of_the_window_is_nothing() -> None:
    assert likely(replace(PAIR, cosine=0.0)) == 0
    assert likely(replace(PAIR, in_window=False)) == 0


def test_many_are_judged_as_one_is() -> None:
    some = [
        PAIR,
        replace(PAIR, meaning=Nearness(0.5, 0.5, 0.5, 0.5)),
        replace(PAIR, plain=None),
        replace(PAIR, gap=None),
    ]
    assert probabilities(some, load_judge()) == [likely(one) for one in some]
    assert probabilities([], load_judge()) == []
