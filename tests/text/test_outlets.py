"""By which names an outlet goes, and where a page speaks of itself."""

import pytest

from firsthand.text.outlets import goes_by, is_address_of, is_one_outlet, speaks_of_itself
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


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Tolley University said its reactor was shut.", True),
        ("The reactor at Tolley. (Jane Roe/Tolley University) It was shut.", False),
        ("by Tolley University and others", False),
        ("The dean (62) of Tolley University left.", True),
    ],
)
def test_a_page_speaks_of_itself_in_its_sentences_and_not_in_credits(text: str, *, speaks: bool) -> None:
    assert bool(speaks_of_itself(document(text, outlet="Tolley University"))) is speaks


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            ("HARBOUR LEDGER", "https://www.harbourledger.example/a"),
            ("harbourledger.example", "https://m.example/b"),
            True,
        ),
        (
            ("Ledger Daily", "https://harbourledger.example/a"),
            ("Ledger Travel", "https://travel.harbourledger.example/"),
            True,
        ),
        (("Harbour Ledger", "https://a.example/a"), ("Kestrel Bay Post", "https://b.example/b"), False),
        ((None, "https://a.example/a"), (None, "https://b.example/b"), False),
        (("BBC", "https://a.example/a"), ("bbc", "https://b.example/b"), True),
    ],
)
def test_an_outlet_is_known_by_its_name_and_by_its_address(
    one: tuple[str | None, str], other: tuple[str | None, str], *, same: bool
) -> None:
    a, b = (document("A text.", outlet=name, url=url) for name, url in (one, other))
    assert is_one_outlet(a, b) is same
