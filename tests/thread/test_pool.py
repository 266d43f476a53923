"""Many pairs scored at once: the same as one by one, and the same whoever looks for whom."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model.document import Document, Role
from firsthand.model.meaning import Meaning
from firsthand.model.moment import Moment, Precision
from firsthand.profiles.background import load_background
from firsthand.profiles.same_event import load_judge
from firsthand.thread.features import Features, features
from firsthand.thread.judge import row
from firsthand.thread.keys import FAR_KEYS, NEAR, are_compared, held_keys, neighbours
from firsthand.thread.pool import Pool, score_pairs
from firsthand.thread.score import AFFINITY_FLOOR, score
from firsthand.thread.signals import COSINE_AT_LEAST, MEANING_AT_LEAST, SURE_WINDOW, WINDOW, compare
from firsthand.thread.vector import vector

DAY = datetime(2025, 5, 28, tzinfo=UTC)
NAMES = "Oakhaven Marigold Tolley Brindle Quill Vesper".split()
PLAIN = "ferry harbour council budget orchard library storm flood 214 1,850 der und".split()
#: A model of four dimensions.
MEANINGS = [Meaning("m", bytes([a, b, 1, 2]), bytes([b, a, 3, 1])) for a in (3, 90) for b in (5, 77)]


@st.composite
def pages(draw: st.DrawFn) -> Features:
    words = draw(st.lists(st.sampled_from(NAMES + PLAIN), max_size=25))
    headline = " ".join(draw(st.lists(st.sampled_from(NAMES + PLAIN), max_size=5)))
    days = draw(st.sampled_from([0.0, 0.5, 3.0, 9.0, 40.0, WINDOW.days + 3.0]))
    published = draw(st.sampled_from([None, Moment(DAY + timedelta(days=days), Precision.DAY)]))
    seen = draw(st.sampled_from([published, Moment(DAY + timedelta(days=50))]))
    text = "it was said of " + " ".join(words)
    page = Document("doc", "cap", "art", Role.MAIN, text, (), headline=headline, published=published, seen=seen)
    return features(page, load_background(), draw(st.sampled_from([None, *MEANINGS])))


@given(st.lists(pages(), min_size=2, max_size=6))
@settings(max_examples=150)
def test_a_pair_scored_among_many_has_the_signals_it_has_alone(some: list[Features]) -> None:
    pool = Pool([vector(page) for page in some])
    for one, page in enumerate(some):
        others = np.array([other for other in range(len(some)) if other != one], np.int64)
        kept, rows = pool.rows(one, others)
        expected = {other: compare(page, some[other]) for other in others.tolist()}
        near = {
            other
            for other, s in expected.items()
            if s.in_window
            and (s.cosine >= COSINE_AT_LEAST or (s.meaning is not None and s.meaning.whole >= MEANING_AT_LEAST))
        }
        assert set(kept.tolist()) == near
        assert rows.tolist() == [row(expected[other]) for other in kept.tolist()]


@given(st.lists(pages(), min_size=2, max_size=6))
def test_pairs_do_not_depend_on_the_order_of_pages(some: list[Features]) -> None:
    there = {(i, j): value for i, j, value in score_pairs(some, load_judge())}
    last = len(some) - 1
    back = {(last - j, last - i): value for i, j, value in score_pairs(some[::-1], load_judge())}
    assert there == back
    for (i, j), value in there.items():
        assert value >= AFFINITY_FLOOR
        assert value == score(some[i], some[j], load_judge()).value


def of(words: str, days: float = 0.0, seen: float | None = None) -> Features:
    published = Moment(DAY + timedelta(days=days))
    late = published if seen is None else Moment(DAY + timedelta(days=seen))
    page = Document("doc", "cap", "art", Role.MAIN, f"It was said of {words}", (), published=published, seen=late)
    return features(page, load_background())


TOLD = "Oakhaven, Marigold and Tolley"


@pytest.mark.parametrize(
    ("other", "compared"),
    [
        (of("Oakhaven and Tolley", NEAR.days - 1), True),
        (of("Oakhaven", 0), False),
        (of(TOLD, SURE_WINDOW.days - 1), True),
        (of(TOLD, SURE_WINDOW.days + 2), False),
        (of(TOLD, SURE_WINDOW.days + 2, seen=400), True),
        (of(TOLD, WINDOW.days + 3, seen=2000), False),
    ],
)
def test_who_is_compared(other: Features, compared: bool) -> None:
    one = of(TOLD)
    assert are_compared(vector(one), vector(other)) is are_compared(vector(other), vector(one)) is compared
    found = [(at, others.tolist()) for at, others in neighbours([vector(one), vector(other)])]
    assert found == ([(1, [0])] if compared else [])


def test_a_page_has_so_many_keys_and_no_more() -> None:
    long = of(" and ".join(f"{a}{b}" for a in NAMES for b in ("haven", "dle", "ley", "er", "stone")))
    known = vector(long)
    assert len(known.index) == 24
    assert len(held_keys(known)) == 24 + FAR_KEYS
    assert held_keys(replace(known, index=(), keys=())) == []
