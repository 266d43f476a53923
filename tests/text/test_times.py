"""Times in running text: each with the value it has on the day of the text, and no more precise than what was said."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.lexicon import TimeWords
from firsthand.profiles.lexicon import load_lexicon
from firsthand.text import times as module
from firsthand.text.times import Counted, find_times, times_by_sentence

WEDNESDAY = date(2011, 3, 16)
WORDS = load_lexicon().times


def said(text: str, language: str = "en", today: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], str(t.moment)) for t in find_times(text, today, WORDS[language])]


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("text", "words", "moment"),
    [
        ("He left on Wednesday.", "Wednesday", "2011-03-16"),
        ("He left on Friday.", "Friday", "2011-03-11"),
        ("He left last Wednesday.", "last Wednesday", "2011-03-09"),
        ("They will meet on Friday.", "Friday", "2011-03-18"),
        ("He left yesterday.", "yesterday", "2011-03-15"),
        ("since May 28, 2010,", "May 28, 2010", "2010-05-28"),
        ("on May 28 , 2010 , he said", "May 28 , 2010", "2010-05-28"),
        ("Friday, Jan. 28, 2011", "Friday, Jan. 28, 2011", "2011-01-28"),
        ("the 3rd of April", "3rd of April", "2011-04-03"),
        ("Feb. 11 saw him go", "Feb. 11", "2011-02-11"),
        ("from May 28-30", "May 28", "2011-05-28"),
        ("in June last year", "June last year", "2010-06"),
        ("in February 2022", "February 2022", "2022-02"),
        ("Last June", "Last June", "2010-06"),
        ("since early March", "March", "2011-03"),
        ("two months ago", "two months ago", "2011-01"),
        ("10 days ago", "10 days ago", "2011-03-06"),
        ("last week", "last week", "2011-W10"),
        ("next year", "next year", "2012"),
        ("back in 2008, it", "2008", "2008"),
        ("2011-02-03", "2011-02-03", "2011-02-03"),
        ("on 3/14/2011", "3/14/2011", "2011-03-14"),
    ],
)
def test_a_time_has_the_value_it_had_for_its_reader(text: str, words: str, moment: str) -> None:
    assert said(text) == [(words, moment)]


@pytest.mark.parametrize(
    ("language", "text", "moments"),
    [
        ("de", "am 28. Mai 2010, vor zwei Tagen, letzte Woche", ["2010-05-28", "2011-03-14", "2011-W10"]),
        ("de", "am Mittwoch und am Montag", ["2011-03-16", "2011-03-14"]),
        ("fr", "il y a deux mois, le 28 mai 2010, hier, lundi", ["2011-01", "2010-05-28", "2011-03-15", "2011-03-14"]),
        ("fr", "la semaine dernière, lundi prochain", ["2011-W10", "2011-03-21"]),
        ("es", "el año pasado y el lunes pasado", ["2010", "2011-03-14"]),
        ("es", "hace dos meses, el 3 de junio de 2010, ayer", ["2011-01", "2010-06-03", "2011-03-15"]),
    ],
)
def test_other_languages_are_data(language: str, text: str, moments: list[str]) -> None:
    assert [moment for _, moment in said(text, language)] == moments


@pytest.mark.parametrize(
    "text",
    ["You may march 5 miles", "May I?", "31 June", "5.5 percent", "2008 deals", "room 2008", "June Osborne said", "x"],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_what_leans_on_the_day_named_before_counts_from_it() -> None:
    text = "It fell on Feb. 11; two days later he left, and the next day they came."
    found = find_times(text, WEDNESDAY, WORDS["en"])
    assert [str(t.moment) for t in found] == ["2011-02-11", "2011-02-13", "2011-02-14"]
    assert [t.counted for t in found] == [Counted.FROM_TEXT, Counted.FROM_BEFORE, Counted.FROM_BEFORE]
    assert said("two days later he left") == [], "nothing was named before"


def test_a_text_without_a_day_tells_only_what_stands_for_itself() -> None:
    assert said("yesterday, on Friday, on May 28, since May, two days ago", today=None) == []
    assert said("on May 28, 2010 and in 2008", today=None) == [("May 28, 2010", "2010-05-28"), ("2008", "2008")]


def test_a_day_near_the_end_of_the_year_is_the_nearest_one() -> None:
    assert said("on December 30", today=date(2011, 1, 3)) == [("December 30", "2010-12-30")]
    assert said("on January 2", today=date(2010, 12, 30)) == [("January 2", "2011-01-02")]


def test_only_the_part_that_is_asked_for_is_read() -> None:
    text = "yesterday and today"
    assert [t.start for t in find_times(text, WEDNESDAY, WORDS["en"], 5)] == [14]


def test_a_language_that_nobody_described_has_figures_alone() -> None:
    assert [str(t.moment) for t in find_times("вчера, 2011-02-03", WEDNESDAY, TimeWords())] == ["2011-02-03"]


@given(
    st.text(alphabet="MayJune 0123456789,.-/ yesterdaylastWednesday\u0130\n"),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_times_are_in_order_inside_the_text_and_never_fail(text: str, today: date) -> None:
    found = find_times(text, today, WORDS["en"])
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_times_are_dealt_out_to_their_sentences() -> None:
    found = find_times("Today. No. Yesterday, today.", WEDNESDAY, WORDS["en"])
    assert [len(some) for some in times_by_sentence(found, [6, 10, 28])] == [1, 0, 2]


NOVEMBER = date(2011, 11, 20)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("a loss that was reported in January", "2011-01"),
        ("He was given a short trial in March.", "2011-03"),
        ("the group announced on Jan. 25", "2011-01-25"),
        ("They held on in January.", "2011-01"),
        ("It is expected in January.", "2012-01"),
        ("A vote was set for talks in January.", "2012-01"),
        ("They will have landed in January.", "2012-01"),
        ("The paper said on Nov. 21", "2011-11-21"),
    ],
)
def test_behind_a_verb_that_tells_what_was_a_month_is_the_last_one(text: str, moment: str) -> None:
    assert said(text, today=NOVEMBER)[0][1] == moment


def test_a_word_of_a_day_in_capitals_is_a_name_in_a_line_of_small_letters() -> None:
    assert said("She joined TODAY as a guest of the show.") == []
    assert said("STRIKE ENDS TODAY IN PORT")[0][1] == "2011-03-16"


def test_years_later_count_from_the_year_that_was_named() -> None:
    assert [m for _, m in said("It closed in 1966. Eleven years later it opened.")] == ["1966", "1977"]


def test_this_day_of_the_week_is_tomorrow_where_that_is_nearer() -> None:
    assert said("Se reúnen este jueves.", "es") == [("este jueves", "2011-03-17")]
    assert said("Se reunieron este martes.", "es") == [("este martes", "2011-03-15")]
