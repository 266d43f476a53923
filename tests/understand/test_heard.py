"""What a model heard votes beside the rules: it may tip the balance, and never moves a name."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.voices import PartyKind
from firsthand.profiles.names import load_names
from firsthand.understand.heard import Heard
from firsthand.understand.names import find_names

ENGLISH = load_names("en")
PERSON, ORGANISATION, PLACE = PartyKind.PERSON, PartyKind.ORGANISATION, PartyKind.PLACE
CLUB = "They saw Tarvolina twice; few like Tarvolina."


def kinds(text: str, *heard: tuple[str, PartyKind | None]) -> list[tuple[str, PartyKind]]:
    marks = [Heard(text.index(said), text.index(said) + len(said), kind) for said, kind in heard]
    return [(text[n.start : n.end], n.kind) for n in find_names(text, ENGLISH, (), marks)]


def test_where_no_list_knows_a_name_the_model_decides_for_all_its_places() -> None:
    assert kinds(CLUB) == [("Tarvolina", PERSON)] * 2
    both = [Heard(start, start + 9, ORGANISATION) for start in (CLUB.index("Tarvo"), CLUB.rindex("Tarvo"))]
    assert [n.kind for n in find_names(CLUB, ENGLISH, (), both)] == [ORGANISATION] * 2


def test_one_place_of_many_has_a_small_voice() -> None:
    assert kinds(CLUB, ("Tarvolina", ORGANISATION)) == [("Tarvolina", PERSON)] * 2


def test_a_list_or_a_title_is_surer_than_the_model() -> None:
    assert kinds("She went to Oslo with Mr Tarvo.", ("Oslo", PERSON), ("Tarvo", PLACE)) == [
        ("Oslo", PLACE),
        ("Tarvo", PERSON),
    ]


def test_what_is_no_name_of_ours_is_left_out_unless_a_title_stands_before_it() -> None:
    assert kinds("He read The Tarvo with joy.") == [("Tarvo", ORGANISATION)]
    assert kinds("He read The Tarvo with joy.", ("Tarvo", None)) == []
    assert kinds("He met Mr Tarvo with joy.", ("Tarvo", None)) == [("Tarvo", PERSON)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from([None, *PartyKind])), max_size=6))
def test_whatever_is_heard_no_name_is_moved_or_made(marks: list[tuple[int, int, PartyKind | None]]) -> None:
    text = "Ines Varga of Tarvo Industries met Mr Orr in Oslo, near the Tarvo River."
    alone = {(n.start, n.end) for n in find_names(text, ENGLISH)}
    told = find_names(text, ENGLISH, (), [Heard(start, start + long, kind) for start, long, kind in marks])
    assert {(n.start, n.end) for n in told} <= alone
    assert {n.kind for n in told} <= {PERSON, ORGANISATION, PLACE}
