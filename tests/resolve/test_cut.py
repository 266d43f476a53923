"""A row is cut where the comparison found differences: its marks are those that the account counts."""

from collections import Counter

from firsthand.model.comparison import Change
from firsthand.model.lexicon import Lexicon
from firsthand.resolve.compare import compare
from firsthand.resolve.rows import rows
from tests.made import document

LEXICON = Lexicon()
QUAY = "The harbour authority closed the north quay on Monday after divers found cracks in it."
FISH = "Fishers who land their catch there were told by letter that they must go to the south."
OLD = "The quay was built in 1907 and has carried cranes of forty tonnes for most of that time."


def parts(laid, change):
    return {s.part for row in laid for s in row.segments if s.change == change and s.part}


def test_every_difference_is_marked_once_and_nothing_else_is() -> None:
    a = document(QUAY, FISH, OLD)
    b = document(
        "Nobody was hurt, a spokesman of the port told this paper.", FISH, QUAY.replace("divers", "two divers")
    )
    found = compare(a, b, LEXICON)
    laid = rows(a, b, found, LEXICON)
    shown = Counter(str(found.differences[n - 1].change) for n in {s.part for row in laid for s in row.segments} - {0})
    assert shown == Counter(str(d.change) for d in found.differences)


def test_a_sentence_that_moved_has_one_number_at_both_ends_and_marks_what_changed_in_it() -> None:
    a = document(QUAY, FISH, OLD)
    b = document(OLD.replace("forty", "fifty"), QUAY, FISH)
    laid = rows(a, b, compare(a, b, LEXICON), LEXICON)
    (moved,) = parts(laid, Change.MOVED)
    inside = [(s.original.strip(), s.copy.strip()) for row in laid for s in row.segments if s.part == moved]
    assert ("forty", "fifty") in inside


def test_words_that_a_dropped_paragraph_shares_by_chance_are_not_shown_as_kept() -> None:
    a = document(QUAY, FISH)
    b = document(QUAY, "The minister, who was in the south by then, said there must be a letter to the crews.")
    laid = rows(a, b, compare(a, b, LEXICON), LEXICON)
    alone = [row for row in laid if row.original is None or row.copy is None]
    assert len(alone) == 2
    assert {s.change for row in alone for s in row.segments} == {"added", "dropped"}
