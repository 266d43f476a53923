from bench.reprints import Group, readings, said
from firsthand.model.story import Lineage
from tests.made import STRIKE, document

PAGES = (document(*STRIKE, outlet="One"), document(*STRIKE, url="https://two.example/b", outlet="Two"))


def group(named: str | None) -> Group:
    members = tuple(page.id for page in PAGES)
    return Group(Lineage("lin_1", members, None, named), PAGES)


def test_what_was_read_is_said_in_the_words_that_are_counted() -> None:
    read = readings().values()
    assert {reading.verdict for reading in read} <= {"right", "wrong", "doubtful"}
    assert {reading.original for reading in read} <= {"right", "wrong", "doubtful", "absent"}
    assert all(0 < len(reading.why.split()) <= 15 and len(reading.members) > 1 for reading in read)


def test_a_reading_holds_for_the_members_and_for_the_original_it_was_made_of() -> None:
    some = next(iter(readings().values()))
    mine = frozenset(page.id for page in PAGES)
    read = {mine: type(some)(mine, "AP", "right", "absent", "one AP text")}
    assert said(group("AP"), read) == ("right", "absent", "one AP text")
    assert said(group("Reuters"), read)[:2] == ("right", "unread")
    assert said(group("AP"), {})[:2] == ("unread", "unread")
