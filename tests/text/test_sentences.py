import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.text.quoted import quoted
from firsthand.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [place.of(text) for place in sentences(text)]


@pytest.mark.parametrize(
    "text",
    ["He met Mr. Orr there.", "The U.S. President spoke.", "J. K. Marr won.", "It cost 3.5 million crowns.", "“Go.”"],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert cut(text) == [text]


def test_a_closing_mark_belongs_to_its_sentence() -> None:
    assert cut('"It is over." She left.') == ['"It is over."', "She left."]


def test_a_line_break_ends_a_sentence() -> None:
    assert cut("A HEAD\nThe text goes on.") == ["A HEAD", "The text goes on."]


@given(st.text(alphabet="aB .!?\"'\n。", max_size=60))
def test_no_word_is_lost_and_none_counted_twice(text: str) -> None:
    places = sentences(text)
    assert "".join("".join(p.of(text).split()) for p in places) == "".join(text.split())
    assert all(a.end <= b.start for a, b in zip(places, places[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She said “we won”.", ["“we won”"]),
        ("It's 'not done', he's said.", ["'not done'"]),
        ("Er sagte: „Nein“.", ["„Nein“"]),
        ("Il dit «non» hier.", ["«non»"]),
        ("The workers' union can't.", []),
    ],
)
def test_quotation_marks_of_many_desks(text: str, inside: list[str]) -> None:
    assert [place.of(text) for place in quoted(text)] == inside


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Er kam am 12. Mai an. Es regnete.", 2),
        ("Im 19. Jahrhundert war das so.", 1),
        ("Zum 3. Mal kam er.", 1),
        ("She scored 12. The rest left.", 2),
        ("Das war 1989. Danach kam es.", 2),
    ],
)
def test_german_ordinals_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count
