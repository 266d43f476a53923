from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.tokens import fold, is_unspaced, words


@given(st.text())
def test_places_are_where_the_words_stand(text: str) -> None:
    found = words(text)
    assert list(found.starts) == sorted(found.starts)
    for folded, start, end in zip(found.folded, found.starts, found.ends, strict=True):
        assert fold(text[start:end]) == folded


def test_points_case_and_apostrophes_are_levelled() -> None:
    assert words("The U.S.-led pact").folded == words("the US-led PACT").folded
    assert words("Zelenskiy’s").folded == words("Zelenskiy's").folded


def test_numbers_keep_their_points() -> None:
    assert words("3.5 and 35, or 1,090").folded == ("3.5", "and", "35", "or", "1,090")


def test_scripts_without_spaces_give_a_word_a_character() -> None:
    found = words("東京で会談")
    assert found.folded == ("東", "京", "で", "会", "談")
    assert is_unspaced(found.folded)
    assert not is_unspaced(words("met in Tokyo").folded)
