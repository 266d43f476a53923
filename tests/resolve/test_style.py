import pytest

from firsthand.model.lexicon import Lexicon
from firsthand.resolve.style import between_words, replaced, same_words
from firsthand.text.tokens import phrase

LEXICON = Lexicon(
    spellings={"kiev": "kyiv", "per": "percent", "programme": "program"},
    numerals={"two": "2", "twenty": "20"},
    symbols={"%": "percent"},
)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("formalised", "formalized", "spelling"),
        ("neighbours", "neighbors", "spelling"),
        ("programme", "program", "spelling"),
        ("travelled", "traveled", "spelling"),
        ("two", "2", "number words"),
        ("twenty-two", "22", "number words"),
        ("70%", "70 percent", "signs and words"),
        ("Kiev", "Kyiv", "name spelling"),
        ("Dzhelenov", "Jelenov", "name spelling"),
        ("policy maker", "policymaker", "hyphens and compounds"),
        ("Zelenskiy", "Zelensky", "name spelling"),
        ("Zelenskiy", "Zelenksyy", ""),
        ("said", "claimed", ""),
        ("arrest", "detain", ""),
        ("four", "five", ""),
    ],
)
def test_replaced_words(before: str, after: str, rule: str) -> None:
    assert replaced(phrase(before), phrase(after), LEXICON) == rule
    assert replaced(phrase(after), phrase(before), LEXICON) == rule


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("U.S.", "US", "abbreviation points"),
        ("NATO", "Nato", "capitals"),
        ("Varga’s", "Varga's", "apostrophes"),
        ("same", "same", ""),
    ],
)
def test_one_word_two_forms(before: str, after: str, rule: str) -> None:
    assert same_words(before, after) == rule


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (' "', " “", "quotation marks"),
        ('."', ".'", "quotation marks"),
        ('".', '."', "quotation marks"),
        (" - ", " — ", "dashes"),
        (", ", " ", "punctuation"),
        ("  ", "\n\n", ""),
    ],
)
def test_marks_between_words(before: str, after: str, rule: str) -> None:
    assert between_words(before, after) == rule
