"""What two pages share: the heaviest terms first, and where they stand in each."""

from firsthand.profiles.background import load_background
from firsthand.thread.features import features
from firsthand.thread.shared import own, shared, shared_terms
from tests.thread.test_stories import TEXTS, page

HERE = page("here", TEXTS["ferry"][0], headline="TUGS AND MARIGOLDS")
THERE = page("there", TEXTS["ferry"][1], headline="Marigold aground")
ONE, OTHER = (features(document, load_background()) for document in (HERE, THERE))


def test_what_is_shared_is_the_same_either_way_and_has_its_place_on_each_page() -> None:
    assert shared_terms(ONE, OTHER) == shared_terms(OTHER, ONE)
    found = shared(ONE, OTHER, (HERE, THERE), 50)
    assert [term.weight for term in found] == sorted((term.weight for term in found), reverse=True)
    marigold = next(term for term in found if term.word.casefold().startswith("marigold"))
    first, second = marigold.spans
    assert (HERE.text[first.start : first.end], THERE.text[second.start : second.end]) == ("Marigold", "Marigold")
    kinds = {term.word: term.kind for term in found}
    assert (kinds["214"], kinds["Oakhaven"], kinds["ferry"]) == ("number", "name", "word")


def test_what_only_one_has_is_its_own_and_what_stands_in_the_headline_alone_has_no_place() -> None:
    mine = {term.word: term for term in own(ONE, OTHER, HERE, 50)}
    assert "TUGS" in mine
    assert mine["TUGS"].spans == ()
    assert not {term.word for term in own(OTHER, ONE, THERE, 50)} & mine.keys()
