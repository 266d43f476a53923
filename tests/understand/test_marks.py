"""Quotation marks of many languages, apostrophes, and marks left open."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.understand.marks import stretches


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“We will stay,” Ada Orr said.", ["We will stay,"]),
        ('"We will stay," Ada Orr said.', ["We will stay,"]),
        ("Er sagte: „Wir bleiben.“", ["Wir bleiben."]),
        ("Elle a dit : «Nous restons.»", ["Nous restons."]),
        ("Er sagte: »Wir bleiben.«", ["Wir bleiben."]),
        ("彼は「残る」と言った。", ["残る"]),
        ("‘We will stay,’ she said.", ["We will stay,"]),
        ("'We won't stay,' she said.", ["We won't stay,"]),
        ("''We will stay,'' she said.", ["We will stay,"]),
        ('“We will stay," she said.', ["We will stay,"]),
    ],
)
def test_marks_of_many_languages_are_paired(text: str, inner: list[str]) -> None:
    assert [s.inner.of(text) for s in stretches(text)] == inner


def test_apostrophes_are_no_marks() -> None:
    for text in ("The workers' rights and the '90s.", "It’s the workers’ day.", "Rock 'n' roll isn't dead."):
        assert [s.inner.of(text) for s in stretches(text) if " " in s.inner.of(text)] == []


def test_a_quotation_in_a_quotation_is_nested() -> None:
    text = "“He told me ‘never again’ and left,” she said."
    assert [(s.inner.of(text), s.depth) for s in stretches(text)] == [
        ("He told me ‘never again’ and left,", 0),
        ("never again", 1),
    ]


def test_a_speech_goes_on_over_paragraphs() -> None:
    text = "“One sentence.\n“Another one,” he said."
    found = stretches(text)
    assert [(s.inner.of(text), s.closed) for s in found] == [("One sentence.", False), ("Another one,", True)]


def test_a_lost_mark_swallows_nothing() -> None:
    text = 'The 6" pipe broke.\nHe said "no".'
    assert [s.inner.of(text) for s in stretches(text)] == ["no"]


@given(st.text(alphabet="ab .,?!\n“”„\"«»‹›‘’‚'「」『』`", max_size=60))
def test_every_stretch_lies_in_the_text_and_its_words_between_its_marks(text: str) -> None:
    before = -1
    for stretch in stretches(text):
        assert 0 <= stretch.start < stretch.inner.start < stretch.inner.end <= stretch.end <= len(text)
        assert stretch.start > before
        before = stretch.start
        assert "\n" not in stretch.inner.of(text)


@pytest.mark.parametrize("sign", ["“", "‘", "'a ", "„a ", '"'])
def test_many_marks_that_nothing_closes_are_read_in_linear_time(sign: str) -> None:
    begun = time.perf_counter()
    stretches(sign * 18_000)
    assert time.perf_counter() - begun < 2
