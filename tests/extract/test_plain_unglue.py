"""Joints: where text nodes were glued, and where a capital inside a word is just that."""

import pytest

from firsthand.extract.plain.furniture import find_cuts
from firsthand.extract.plain.shape import fold, shape_of
from firsthand.extract.plain.unglue import segments
from firsthand.profiles.lexicon import load_lexicon
from firsthand.text.dates import find_stamps


def cut(reading: str) -> list[str]:
    lexicon = load_lexicon()
    cuts = find_cuts(reading, fold(reading), lexicon)
    parts = segments(reading, shape_of(reading), find_stamps(reading, lexicon), cuts, (), lexicon)
    return [reading[part.start : part.end] for part in parts]


@pytest.mark.parametrize(
    ("reading", "parts"),
    [
        ("AfricaAmericasAsia Pacific", ["Africa", "Americas", "Asia Pacific"]),
        ("sources sayRussia also seeks", ["sources say", "Russia also seeks"]),
        ("made gains.After speaking", ["made gains.", "After speaking"]),
        ('in eastern Ukraine."Putin is ready," he said', ["in eastern Ukraine.", '"Putin is ready," he said']),
        ('He said "never again."The minister left.', ['He said "never again."', "The minister left."]),
        ("„Nie wieder.“Der Minister ging.", ["„Nie wieder.“", "Der Minister ging."]),
        ("« Jamais ! »Le ministre est parti.", ["« Jamais ! »", "Le ministre est parti."]),
        ("NATO ENLARGEMENTAs Trump said", ["NATO ENLARGEMENT", "As Trump said"]),
        ("UTCUpdated today", ["UTC", "Updated today"]),
        ("Ann ExampleMay 28, 20252:00 PM UTCUpdated", ["Ann Example", "May 28, 20252:00 PM UTC", "Updated"]),
        ("Hilse[1/6]German Chancellor", ["Hilse", "[1/6]", "German Chancellor"]),
        ("Topics:Europe", ["Topics:", "Europe"]),
        ("LinkItem 1 of 6 German Chancellor", ["Link", "Item 1 of 6", "German Chancellor"]),
        ("сказал он.Россия также", ["сказал он.", "Россия также"]),
        ("first\r\nsecond\u2028third", ["first", "second", "third"]),
        ("閉鎖される。港は", ["閉鎖される。", "港は"]),
    ],
)
def test_a_joint_is_cut(reading: str, parts: list[str]) -> None:
    assert cut(reading) == parts


@pytest.mark.parametrize(
    "word",
    [
        "YouTube", "McDonald", "iPhone", "GmbH", "MacArthur", "NGOs", "U.S.-led", "J.Rowling", "reuters.com", "SN.AT",
        "LehrerInnen", "F16A", "e.g.", "Euro-Atlantic", "O'Brien", "MWh", "3.5",
    ],
)  # fmt: skip
def test_one_word_stays_one(word: str) -> None:
    text = f"they saw {word} there"
    assert cut(text) == [text]


def test_a_word_that_the_text_uses_again_and_again_is_one() -> None:
    text = "we like FooBar here, they use FooBar today, and FooBar is old, said FooBar now"
    assert cut(text) == [text]


def test_encoded_data_is_not_a_heap_of_joints() -> None:
    assert len(cut("aGbHcKdL" * 5_000)) < 100
