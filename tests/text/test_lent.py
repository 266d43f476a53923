import pytest

from firsthand.text.lent import Lent, lent

FIRST_PERSON = frozenset({"we", "our", "i", "my"})


def told(text: str) -> list[tuple[Lent, str]]:
    return [(s.kind, s.place.of(text)) for s in lent(text, FIRST_PERSON)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "She wrote:\nThe gate is shut — Jane Roe (@janeroe) May 3, 2017\nMore.",
            "The gate is shut — Jane Roe (@janeroe)",
        ),
        ("A line.\nThe gate is shut.\n— Jane Roe (@janeroe) May 3, 2017", "The gate is shut.\n— Jane Roe (@janeroe)"),
        ("Look at it pic.twitter.com/AbC1\nMore.", "Look at it pic.twitter.com/AbC1"),
    ],
)
def test_posts_are_found_with_their_signature(text: str, words: str) -> None:
    assert (Lent.POST, words) in told(text)


def test_a_sentence_in_the_first_person_outside_marks_is_a_statement() -> None:
    text = 'The bank shut. We regret the trouble. "I am sorry," she said.'
    assert told(text) == [(Lent.STATEMENT, "We regret the trouble."), (Lent.QUOTE, '"I am sorry,"')]


def test_an_account_in_brackets_after_a_report_is_no_reason_to_take_more_than_its_paragraph() -> None:
    text = "First paragraph of a report.\nSecond, by a reader (@reader) in town."
    assert all(not words.startswith("First") for _, words in told(text))


def test_a_single_mark_that_is_never_closed_swallows_nothing() -> None:
    text = "The dockers' " + "word " * 80 + "was 'no'."
    assert all(len(words) < 20 for _, words in told(text))
