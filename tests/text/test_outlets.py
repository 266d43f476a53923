"""By which names an outlet goes."""

import pytest

from firsthand.text.outlets import goes_by, is_address_of
from tests.made import document


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Alden Harbour Times", True),
        ("The Alden Harbour Times", True),
        ("aldhtimes.example", True),
        ("AHTimes", False),
        ("Alden Times", False),
        ("Harbour Times", False),
        ("Times", False),
    ],
)
def test_an_address_may_shorten_the_words_of_a_name(name: str, known: bool) -> None:
    assert goes_by(document(url="https://www.aldhtimes.example/a"), name) is known


def test_three_words_may_be_their_initials_and_two_may_not() -> None:
    assert goes_by(document(outlet="AHT"), "The Alden Harbour Times")
    assert not goes_by(document(outlet="HT"), "Harbour Times")


def test_an_address_is_of_the_host_it_lies_on() -> None:
    page = document(url="https://www.one.example/a")
    assert is_address_of("https://news.one.example/b", page)
    assert not any(is_address_of(other, page) for other in (None, "", "https://[", "https://tone.example/a"))
