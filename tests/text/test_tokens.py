import re

from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.tokens import UNSPACED, fold, is_unspaced, words


@given(st.text())
def test_places_are_where_the_words_stand(text: str) -> None:
    found = words(text)
    assert list(found.starts) == sorted(found.starts)
    for folded, start, end in zip(found.folded, found.starts, found.ends, strict=True):
        assert fold(text[start:end]) == folded


#: The rules as they are told, one after the other; the program's expressions are these, ordered for speed.
_UNSPACED = "".join(f"{first}-{last}" for first, last in UNSPACED)
_RULES = re.compile(
    rf"[{_UNSPACED}]|\d+(?:[.,:]\d+)+|[^\W\d_](?:\.[^\W\d_])+\b\.?|[^\W{_UNSPACED}]+(?:['’ʼ][^\W{_UNSPACED}]+)*"
)
pieces = st.lists(st.sampled_from([*"aUé1٣_東ก.,:'’ʼ \n", "word", "1,000", "U.S.", "\u0301", "½"]), max_size=9)


@given(pieces.map("".join), st.integers(0, 3), st.integers(0, 20))
def test_words_are_found_by_the_rules(text: str, start: int, length: int) -> None:
    found = words(text, start, start + length)
    told = [(fold(m[0]), *m.span()) for m in _RULES.finditer(text, start, start + length)]
    assert list(zip(found.folded, found.starts, found.ends, strict=True)) == told


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
