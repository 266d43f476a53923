"""The measures on made-up examples whose answers were worked out by hand."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from firsthand.model.moment import Moment, Precision, utc
from tests.gates import metrics

BERLIN = timezone(timedelta(hours=2))


def test_counts_of_nothing_wanted_and_nothing_found_are_right() -> None:
    assert metrics.from_counts(0, 0, 0).f1 == 1.0
    assert metrics.from_counts(0, 3, 0).f1 == 0.0
    assert metrics.from_counts(1, 2, 4) == metrics.Score(0.5, 0.25)
    assert metrics.from_counts(1, 2, 4).f1 == pytest.approx(1 / 3)


def test_a_text_against_itself_is_whole_whatever_its_case_and_punctuation() -> None:
    assert metrics.shingle_score("One two, three four FIVE.", "one two three\nfour five").f1 == 1.0


def test_shingles_are_counted_as_often_as_they_occur() -> None:
    gold = "a b c d e"  # abcd, bcde
    found = "a b c d e x a b c d"  # abcd bcde | cdex dexa exab xabc | abcd
    score = metrics.shingle_score(found, gold)
    assert score.recall == 1.0
    assert score.precision == pytest.approx(2 / 7)


def test_a_text_shorter_than_a_shingle_is_one_run() -> None:
    assert metrics.shingle_score("all clear", "all clear").f1 == 1.0
    assert metrics.shingle_score("all", "all clear").f1 == 0.0
    assert metrics.shingle_score("", "all clear").f1 == 0.0


def test_neutral_paragraphs_count_neither_way() -> None:
    gold = "a b c d e f"
    standfirst = "s t u v w"
    assert metrics.shingle_score(gold, gold, [standfirst]).f1 == 1.0
    assert metrics.shingle_score(f"{standfirst}\n{gold}", gold, [standfirst]).f1 == 1.0
    glued = metrics.shingle_score(f"{standfirst} {gold}", gold, [standfirst])  # 3 of 11 - 2 shingles cross the seam
    assert glued.recall == 1.0
    assert glued.precision == pytest.approx(3 / 6)


def test_a_neutral_paragraph_that_is_also_body_is_wanted() -> None:
    gold = "a b c d e f\ng h i j k"
    assert metrics.shingle_score("a b c d e f", gold, ["g h i j k"]).recall < 1.0


def test_languages_without_spaces_are_measured_by_characters() -> None:
    assert metrics.is_spaceless("首相は会見で述べた")
    assert not metrics.is_spaceless("대통령은 회견에서 말했다")
    assert not metrics.is_spaceless("The word 首相 means prime minister")
    score = metrics.shingle_score("首相は会見", "首相は会見で")  # 2 of 3 four-character shingles
    assert (score.precision, score.recall) == (1.0, pytest.approx(2 / 3))


def test_words_are_a_bag() -> None:
    score = metrics.word_score("the cat the dog", "The dog and the bird")  # the the dog of 4 / of 5
    assert score == metrics.Score(0.75, 0.6)


def test_paragraphs_are_right_when_exact_after_blanks_and_quotes() -> None:
    gold = ["He said “no”.", "It  is\u00a0so.", "The end."]
    found = 'He said "no".\nIt is so.\n- The end.\nRead more'
    assert metrics.paragraph_score(found, gold) == metrics.Score(0.75, 1.0)
    assert metrics.paragraph_score(found, gold, ["Read more"]).f1 == 1.0
    assert metrics.paragraph_score(found, gold, ["The end.", "Read more"]).f1 == 1.0


def test_a_paragraph_found_twice_is_right_once() -> None:
    assert metrics.paragraph_score("A.\nA.", ["A."]) == metrics.Score(0.5, 1.0)


def test_snippets_are_looked_for_across_blanks_and_case() -> None:
    text = "The  Main\nstory. Subscribe now"
    assert metrics.snippets_right(text, ["main story", "not there"], ["subscribe", "cookies"]) == (1.0, 0.0, 0.0, 1.0)


def test_names_are_folded() -> None:
    assert metrics.names(["By Ann B. Lee ", "ann b lee", "", "Jörg"]) == {"ann b lee", "jörg"}


def test_a_part_is_found_by_its_shingles_or_as_a_run() -> None:
    assert metrics.shingle_recall("a b c d e", "x a b c d y") == 0.5
    assert metrics.shingle_recall("b c", "a b c d") == 1.0
    assert metrics.shingle_recall("b d", "a b c d") == 0.0
    assert metrics.shingle_recall("", "a b c d") == 0.0


def test_texts_share_a_run_of_some_length() -> None:
    assert metrics.share_run("x a b c", "a b c y", 3)
    assert not metrics.share_run("x a b c", "a b d y", 3)


def test_a_day_is_counted_in_the_gold_zone_or_in_utc() -> None:
    gold = datetime(2025, 6, 5, 1, 30, tzinfo=BERLIN)  # 4 June 23:30 UTC
    assert metrics.same_day(Moment(datetime(2025, 6, 5, tzinfo=UTC), Precision.DAY), gold)
    assert metrics.same_day(Moment(datetime(2025, 6, 4, tzinfo=UTC), Precision.DAY), gold)
    assert metrics.same_day(utc(gold), gold)
    assert not metrics.same_day(Moment(datetime(2025, 6, 6, tzinfo=UTC), Precision.DAY), gold)
    assert not metrics.same_day(Moment(datetime(2025, 6, 1, tzinfo=UTC), Precision.MONTH), gold)
    assert not metrics.same_day(None, gold)


def test_a_minute_is_a_minute() -> None:
    gold = datetime(2025, 6, 5, 1, 30, 12, tzinfo=BERLIN)
    assert metrics.same_minute(utc(gold.replace(second=50)), gold)
    assert not metrics.same_minute(utc(gold + timedelta(minutes=1)), gold)
    assert not metrics.same_minute(utc(gold, Precision.DAY), gold)
    wall_clock = utc(datetime(2025, 6, 5, 1, 30))
    assert metrics.same_minute(wall_clock, gold)
    assert not metrics.same_minute(Moment(wall_clock.at), gold)


def test_a_gold_time_without_a_zone_may_be_in_any() -> None:
    gold = datetime(2025, 6, 5, 1, 30)
    assert metrics.same_minute(utc(datetime(2025, 6, 4, 23, 30, tzinfo=UTC)), gold)
    assert not metrics.same_minute(utc(datetime(2025, 6, 4, 23, 37, tzinfo=UTC)), gold)
    assert not metrics.same_minute(utc(datetime(2025, 6, 7, 1, 30, tzinfo=UTC)), gold)
    assert metrics.has_clock(gold)
    assert not metrics.has_clock(datetime(2025, 6, 5))


def test_places_leave_out_blanks() -> None:
    found, gold = metrics.places([(0, 5)], "ab cd ef"), metrics.places([(3, 8)], "ab cd ef")
    assert found == {0, 1, 3, 4}
    assert metrics.place_score(found, gold) == metrics.Score(0.5, 0.5)


def test_bcubed_of_the_right_clustering_is_one() -> None:
    gold = {"a": 1, "b": 1, "c": 2}
    assert metrics.bcubed({"a": "x", "b": "x", "c": "y"}, gold).f1 == 1.0


def test_bcubed_of_everything_in_one_cluster() -> None:
    gold = {"a": 1, "b": 1, "c": 2, "d": 2}
    assert metrics.bcubed(dict.fromkeys(gold, "x"), gold) == metrics.Score(0.5, 1.0)


def test_bcubed_of_nothing_clustered() -> None:
    gold = {"a": 1, "b": 1, "c": 2, "d": 2}
    assert metrics.bcubed({}, gold) == metrics.Score(1.0, 0.5)


def test_bcubed_of_a_worked_example() -> None:
    # gold {1 2 3 4 5} {6 7} {8 9 10 11 12}; found {1..5} {6..12}: precision (5*1 + 2*2/7 + 5*5/7) / 12, recall 1
    gold = {str(i): "A" for i in range(1, 6)} | {"6": "B", "7": "B"} | {str(i): "C" for i in range(8, 13)}
    found = {item: "x" if gold[item] == "A" else "y" for item in gold}
    score = metrics.bcubed(found, gold)
    assert score.precision == pytest.approx((5 + 4 / 7 + 25 / 7) / 12)
    assert score.precision == pytest.approx(0.7619, abs=1e-4)
    assert score.recall == 1.0


def test_bcubed_leaves_out_what_the_gold_does_not_know() -> None:
    assert metrics.bcubed({"a": 1, "stranger": 1}, {"a": 1}) == metrics.Score(1.0, 1.0)


def test_yes_and_no() -> None:
    pairs = [(True, True), (True, True), (True, False), (False, True), (False, False)]
    assert metrics.yes_no(pairs) == metrics.Score(2 / 3, 2 / 3)
