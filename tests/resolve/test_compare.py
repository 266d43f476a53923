from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.comparison import Change
from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.resolve.compare import compare
from firsthand.resolve.rows import rows
from tests.made import OTHER, STRIKE, document

LEXICON = Lexicon(numerals={"nine": "9"}, symbols={"%": "percent"})
ORIGINAL = document(*STRIKE, dateline="PORT ALDEN, March 3 (Meridian Wire) -", signoff="Reporting by Ada Brook")


def changes(copy: Document, change: Change, original: Document = ORIGINAL) -> list[tuple[str, str]]:
    found = compare(original, copy, LEXICON)
    return [
        (d.before.of(original.text) if d.before else "", d.after.of(copy.text) if d.after else "")
        for d in found.of(change)
    ]


def test_a_faithful_copy_differs_in_nothing_but_furniture() -> None:
    found = compare(ORIGINAL, document(*STRIKE), LEXICON)
    assert found.coverage.of_original == found.coverage.of_copy == 1.0
    assert {(d.change, d.rule) for d in found.differences} == {(Change.HOUSE_STYLE, "furniture")}
    assert found.account == "Word for word the original; only house style differs: furniture (2)."


def test_added_sentences_are_told_one_by_one() -> None:
    copy = document(STRIKE[0], f"{OTHER[0]} {OTHER[1]}", *STRIKE[1:])
    assert changes(copy, Change.ADDED) == [("", OTHER[0]), ("", OTHER[1])]
    assert changes(copy, Change.DROPPED) == []


def test_a_dropped_paragraph_is_found() -> None:
    assert changes(document(*STRIKE[:3], STRIKE[4]), Change.DROPPED) == [(STRIKE[3], "")]


def test_a_clause_put_into_a_sentence_is_an_addition() -> None:
    longer = STRIKE[4].replace("had warned", "who met the minister in private on Monday had warned")
    added = changes(document(*STRIKE[:4], longer), Change.ADDED)
    assert added == [("", "who met the minister in private on Monday")]


def test_other_words_in_one_place_are_a_rewording() -> None:
    copy = document(STRIKE[0].replace("voted on Tuesday to end", "agreed to call off"), *STRIKE[1:])
    assert changes(copy, Change.REWORDED) == [("voted on Tuesday to end", "agreed to call off")]


def test_a_paragraph_that_moved_is_neither_added_nor_dropped() -> None:
    copy = document(STRIKE[4], *STRIKE[:4])
    assert changes(copy, Change.ADDED) == changes(copy, Change.DROPPED) == []
    assert [after for _, after in changes(copy, Change.MOVED)] == [STRIKE[4]]


def test_house_style_is_told_apart_by_rule() -> None:
    styled = [p.replace('"', "'").replace("6.5 percent", "6.5%").replace("nine-day", "9-day") for p in STRIKE]
    styled[0] = styled[0].replace("harbour", "harbor").upper()
    found = compare(ORIGINAL, document(*styled), LEXICON)
    rules = {d.rule for d in found.of(Change.HOUSE_STYLE)}
    assert rules >= {"quotation marks", "spelling", "capitals", "number words", "signs and words", "furniture"}
    assert not found.of(Change.REWORDED)


def test_a_misspelt_name_is_no_house_style() -> None:
    transliterated = [p.replace("Varga", "Vargga") for p in STRIKE]
    assert changes(document(*transliterated), Change.REWORDED) == []
    misspelt = [p.replace("Varga", "Vagra") for p in STRIKE]
    assert changes(document(*misspelt), Change.REWORDED) == [("Varga", "Vagra")]


def test_an_added_correction_is_news_and_a_lost_signoff_is_not() -> None:
    corrected = document(*STRIKE, signoff="Correction: an earlier version misstated the number of ships waiting.")
    assert [after for _, after in changes(corrected, Change.ADDED, document(*STRIKE))] == [
        "Correction: an earlier version misstated the number of ships waiting."
    ]


sentence = st.sampled_from([*STRIKE, *OTHER, "No.", "The U.S. left; 5% stayed.", "“Ja”, sagte sie."])
texts = st.lists(sentence, min_size=1, max_size=7)


@given(texts, texts)
def test_every_difference_stands_where_it_says(left: list[str], right: list[str]) -> None:
    a, b = document(*left), document(*right, url="https://two.example/b")
    found = compare(a, b, LEXICON)
    for d in found.differences:
        assert d.before or d.after
        assert d.before is None or d.before.end <= len(a.text)
        assert d.after is None or d.after.end <= len(b.text)
        assert d.change is not Change.ADDED or d.before is None
        assert d.change is not Change.DROPPED or d.after is None
    assert 0 <= found.coverage.of_original <= 1


@given(texts, texts)
def test_rows_hold_every_word_of_both_sides_once(left: list[str], right: list[str]) -> None:
    a, b = document(*left), document(*right, url="https://two.example/b")
    laid = rows(a, b, compare(a, b, LEXICON), LEXICON)
    for row in laid:
        assert "".join(s.original for s in row.segments) == (row.original.of(a.text) if row.original else "")
        assert "".join(s.copy for s in row.segments) == (row.copy.of(b.text) if row.copy else "")
    assert [row.copy for row in laid if row.copy] == sorted(row.copy for row in laid if row.copy)
    shown = sorted(row.original for row in laid if row.original)
    assert all(one.end <= two.start for one, two in zip(shown, shown[1:], strict=False))
    assert "".join("".join(r.of(a.text).split()) for r in shown) == "".join(a.text.split())
