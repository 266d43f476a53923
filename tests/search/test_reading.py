"""Whatever is typed is read, and the answer says how."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.search.query import All, Bounds, Mark, Not, Question, Some, Term, words_wanted
from firsthand.search.reading import FIELDS, read
from firsthand.search.written import in_english, written

TODAY = date(2026, 3, 10)
#: What breaks parsers, engines and templates elsewhere.
NAUGHTY = (
    "", " ", "\x00", "NULL", "undefined", "\\", "'", '"', '""', '"""', "“", "”“", "((((((((((", "))))", "()", ")(", "-", "--", "---",
    "AND", "OR", "NOT", "AND OR NOT", "OR OR OR", "NOT NOT NOT", "a AND", "OR a", "a OR", "NOT", "-()", "-(", '-"', "field:", ":x", "::",
    "a:b:c:d", "said:", 'said:"', "said:(", "said:((a)", "after:", "after:x", "before:99999", "after:0000-00-00", "before:9999-12-31",
    "after:99999d", "independent:>=99999999999999", "independent:>=", "is:", "is:x", "lang:zz-XX-yy", "lang:123", "*", "**", "a*b", "*a",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "%00", "../../etc/passwd", "text:[a TO b]", "title:/re/", "a~2 b^3", "+a +b",
    "\u202eevil", "\ufeffbom", "a\u200bb", "Ｆｕｌｌ ｗｉｄｔｈ", "مرحبا بالعالم", "שלום עולם", "日本語の検索", "ภาษาไทย", "👩‍👩‍👧‍👦 🦉", "e\u0301",
    "ﷺ", "İstanbul", "ẞ", "a" * 10_000, "a " * 5_000, "(" * 10_000, '"' * 10_000, "a OR " * 3_000, "-" * 10_000, "said:" * 2_000,
    "\ud800", "https://", "https://[::1", "http://a b", "site:https://x.example/y", "outlets:5+", "by : x", "person:\"\"",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("ferry", Term("ferry")),
        ("ferry aground", All((Term("ferry"), Term("aground")))),
        ('"ran aground"', Term("ran aground", exact=True)),
        ("„Fähre gesunken“", Term("Fähre gesunken", exact=True)),
        ("ferr*", Term("ferr", prefix=True)),
        ("ferry OR boat", Some((Term("ferry"), Term("boat")))),
        ("a b OR c", Some((All((Term("a"), Term("b"))), Term("c")))),
        ("a AND b", All((Term("a"), Term("b")))),
        ("ferry -boat", All((Term("ferry"), Not(Term("boat"))))),
        ("ferry NOT boat", All((Term("ferry"), Not(Term("boat"))))),
        ("-(a OR b)", Not(Some((Term("a"), Term("b"))))),
        ("--a", Term("a")),
        ('outlet:"Northgate Herald"', Term("Northgate Herald", "outlet", exact=True)),
        ("by:ada", Term("ada", "byline")),
        ("said:(a OR b)", Some((Term("a", "said"), Term("b", "said")))),
        ("org:NAP title:x place:y topic:z person:q", All((
            Term("NAP", "organisation"), Term("x", "headline"), Term("y", "place"), Term("z", "topic"), Term("q", "person")))),
        ("lang:German", Term("de", "language", exact=True)),
        ("lang:pt-BR", Term("pt", "language", exact=True)),
        ("is:original", Mark("original")),
        ("is:corrected", Mark("corrected")),
        ("is:copies", None),
        ("independent:>=3", Bounds("independent", 3)),
        ("independent:≥3", Bounds("independent", 3)),
        ("independent:>3", Bounds("independent", 4)),
        ("outlets:<5", Bounds("outlets", None, 4)),
        ("outlets:5", Bounds("outlets", 5, 5)),
        ("outlets:5+", Bounds("outlets", 5)),
        ("site:www.news.example/", Term("news.example", "host", exact=True)),
        ("https://www.news.example/a#b", Term("news.example/a", "address", exact=True)),
        ("U.S.", Term("U.S.")),
        ("state-owned", Term("state-owned")),
        ("14:00", Term("14:00")),
    ],
)  # fmt: skip
def test_the_language(typed: str, tree: object) -> None:
    assert read(typed, TODAY).tree == tree


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2016", "2016-01-01"),
        ("2016-12", "2016-12-01"),
        ("2016-12-24", "2016-12-24"),
        ("today", "2026-03-10"),
        ("yesterday", "2026-03-09"),
        ("7d", "2026-03-03"),
        ("2w", "2026-02-24"),
    ],
)
def test_days(typed: str, first: str) -> None:
    assert written(read(f"after:{typed}", TODAY).tree) == f"after:{first}"
    assert written(read(f"before:{typed}", TODAY).tree) == f"before:{first}"


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("colour:red", "There is no field colour:, so what follows it was looked for as words."),
        ('"a b', "A quotation mark was not closed, so the quotation was read to the end."),
        ("(a b", "A parenthesis was not closed, so it was closed at the end."),
        ("a) b", "A parenthesis was closed that was not open; it was left out."),
        ("a OR", "OR had nothing on one side, so it was left out."),
        ("AND a", "AND had nothing on one side, so it was left out."),
        ("a NOT", "NOT had nothing after it, so it was left out."),
        ("after:soon a", "“soon” is no day, so it was left out. Write 2016-12-01, 2016-12, yesterday or 7d."),
        ("is:nice a", "No page is marked “nice”, so it was left out. There are: original, copy, wire, corrected."),
        ("independent:many a", "“many” is no number, so it was left out. Write independent:>=3."),
        ("lang:99 a", "“99” is no language that is known here, so it was left out. Write lang:de."),
        ("a " * 100, "This is long: only its beginning was looked for."),
        ("🦉", "There is no word or number in this to look for."),
    ],
)
def test_what_cannot_be_meant_is_told(typed: str, remark: str) -> None:
    assert read(typed, TODAY).remarks == (remark,)


def test_what_is_meant_is_not_remarked_upon() -> None:
    assert read('ferry "ran aground" -boat said:storm (a OR b) after:2020', TODAY).remarks == ()


def test_a_question_is_told_in_english() -> None:
    asked = read('ferry said:"no boats" outlet:herald independent:>=3 is:original after:2020-05-01 -football', TODAY)
    assert in_english(asked.tree) == (
        "pages with “ferry”, with “no boats” inside a quotation, in an outlet called “herald”, in a story with at least 3 "
        "independent sources, that are an original, published on 2020-05-01 or later, not with “football”"
    )


def check(text: str) -> None:
    question = read(text, TODAY)
    assert isinstance(question, Question)
    again = read(written(question.tree), TODAY)
    assert written(again.tree) == written(question.tree)
    assert in_english(question.tree)
    assert all(remark.isprintable() or text for remark in question.remarks)
    assert len(words_wanted(question.tree)) <= 2 * 64


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings_are_read(text: str) -> None:
    check(text)


_PIECES = st.sampled_from(
    [
        *FIELDS,
        "(",
        ")",
        '"',
        "“",
        "”",
        "-",
        " ",
        " ",
        ":",
        "AND",
        "OR",
        "NOT",
        ">=3",
        "7d",
        "2016-12",
        "*",
        "a",
        "ferry",
        "東京",
        "\x00",
        "é",
    ]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map("".join), st.lists(_PIECES).map(" ".join)))
def test_anything_is_read(text: str) -> None:
    check(text)
