"""A snippet is words of the text, shows most of what was looked for, and marks it."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand.search.snippets import LENGTH, Marker
from firsthand.search.spell import bent, level, near

TEXT = (
    "The sea was calm on Monday. Nobody expected anything.\n\nThe ferry ran aground off Cape Orn on Tuesday, its crew said. "
    "“We saw the rocks,” the captain told reporters.\n\n"
    + "Nothing happened here. " * 40
    + "The strike at the ferry company goes on."
)


def marked(text: str, *words: str) -> list[str]:
    found = Marker(dict.fromkeys(words, 1.0)).snippet(text)
    return [text[a:b] for a, b in found.marks]


def test_the_stretch_with_most_of_the_words_is_shown() -> None:
    found = Marker({"strike": 1.0, "ferry": 1.0}).snippet(TEXT)
    assert TEXT[found.start : found.end].endswith("The strike at the ferry company goes on.")
    assert marked(TEXT, "strike", "ferry") == ["strike", "ferry"]


def test_a_snippet_begins_with_a_sentence_where_one_is_near() -> None:
    found = Marker({"rocks": 1.0}).snippet(TEXT)
    assert TEXT[found.start :].startswith("“We saw")


def test_without_a_word_the_beginning_is_shown() -> None:
    found = Marker({"zebra": 1.0}).snippet(TEXT)
    assert (found.start, found.marks) == (0, ())
    assert LENGTH - 40 < found.end <= LENGTH


def test_neighbours_are_marked_as_one() -> None:
    assert marked(TEXT, "ran", "aground") == ["ran aground"]


def test_only_whole_words_are_marked() -> None:
    assert marked("A strike, a striker, strikes.", "strike") == ["strike"]
    assert marked("A strike, a striker, strikes.", "strike*") == ["strike", "striker", "strikes"]


def test_case_and_accents_do_not_matter() -> None:
    assert marked("Crème BRÛLÉE", "creme", "brulee") == ["Crème BRÛLÉE"]


def test_characters_of_scripts_without_spaces_stand_beside_others() -> None:
    assert marked("東京都の天気", "東", "京") == ["東京"]


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_whatever_the_text_the_marks_lie_in_it(text: str, words: list[str]) -> None:
    found = Marker({level(w): 1.0 for w in words}).snippet(text)
    ends = [found.start, *(at for mark in found.marks for at in mark), found.end]
    assert ends == sorted(ends)
    assert found.end <= len(text)


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(level(text)) == len(text)


def test_one_slip_is_near() -> None:
    assert {"strkie", "strke", "sttrike", "strice"} <= near("strike")
    assert "strike" in near("strkie")
    assert "Москва".lower() in near("мосвка")


def test_other_forms_of_a_word() -> None:
    assert {"elections", "election"} & bent("election") == {"elections"}
    assert "party" in bent("parties")
    assert bent("東京") == bent("abc") == set()
