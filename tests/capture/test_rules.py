"""Mute and keep rules, as people type them and as they work."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.capture.rules import Rule, RuleField, RuleKind, Word, fold, judge, parse_rule, parse_rules
from firsthand.model.errors import InputError
from firsthand.model.feed import Entry

_ENTRY = Entry(
    link="https://a.example/sport/late-goal",
    title="Late goal saves the Harbour team",
    authors=("Jane Roe", "Müller, Ann"),
    summary="<p>A <b>crossword</b> for fans &amp; a lottery</p>",
    content="<p>Der Torschütze heißt Straße</p>",
    categories=("Sport", "Crème brûlée"),
)


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("mute title: goal", True),
        ("mute title: GOAL, x", True),
        ("mute title: go", False),
        ("mute title: go*", True),
        ("mute title: oal*", False),
        ("mute title: the harbour team", True),
        ('mute title: "the  HARBOUR   team"', True),
        ("mute title: lottery", False),
        ("mute text: lottery", True),
        ("mute text: b", False),
        ("mute text: amp", False),
        ("mute: lottery", True),
        ("mute any: sport", True),
        ("mute author: jane roe", True),
        ('mute author: "muller, ann"', True),
        ("mute author: roe muller", True),
        ("mute category: creme brulee", True),
        ("mute text: strasse", True),
        ("mute text: torschutze", True),
        ("mute link: /sport/late", True),
        ("mute any: a.example", False),
        ("mute any: /crossw(or|a)d/", True),
        ("mute any: /^late/", True),
        ("mute text: /torschutze/", True),
        ("mute title: /goal$/", False),
    ],
)
def test_what_a_rule_names(rule: str, named: bool) -> None:
    assert judge(_ENTRY, [parse_rule(rule)]).kept is not named


@pytest.mark.parametrize(
    ("title", "word", "named"),
    [
        ("台風で港が閉鎖", "港", True),
        ("台風で港が閉鎖", "空", False),
        ("海港因风暴关闭", "风暴", True),
        ("พายุปิดท่าเรือ", "ท่าเรือ", True),
        ("항구가 폭풍으로 닫혔다", "항구", True),
        ("Шторм закрыл гавань", "шторм", True),
        ("Шторм закрыл гавань", "штор", False),
        ("عاصفة تغلق الميناء", "عاصفة", True),
        ("ＡＩ bringt Neues", "ai", True),
        ("Ἡ θάλασσα", "η θαλασσα", True),
        ("ガス", "カス", False),
        ("C++ and more", "c++", True),
        ("It's over", "it's", True),
    ],
)
def test_words_of_every_script(title: str, word: str, named: bool) -> None:
    rule = Rule(RuleKind.MUTE, RuleField.TITLE, (Word(word),))
    assert judge(Entry(title=title), [rule]).kept is not named


def test_a_mute_beats_a_keep_and_keeps_leave_out_the_rest() -> None:
    mute, keep, other = parse_rules("mute text: lottery\n# a note\n\nkeep author: Jane Roe\nkeep title: nothing")
    assert judge(_ENTRY, [keep, mute]) == judge(_ENTRY, [mute, keep])
    assert judge(_ENTRY, [keep, mute]).by == mute
    assert (judge(_ENTRY, [other, keep]).kept, judge(_ENTRY, [other, keep]).by) == (True, keep)
    assert (judge(_ENTRY, [other]).kept, judge(_ENTRY, [other]).by) == (False, None)
    assert (judge(_ENTRY, []).kept, judge(_ENTRY, []).by) == (True, None)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" Mute  TITLE : a , b* ", "mute title: a, b*"),
        ("keep: x", "keep any: x"),
        ('mute title: "a, b", "say \\"no\\"", c, c', 'mute title: "a, b", "say \\"no\\"", c'),
        ('mute title: "lit*", "pre"*', 'mute title: "lit*", pre*'),
        ('mute link: "/sport/"', 'mute link: "/sport/"'),
        ("mute any: /a, b/", "mute any: /a, b/"),
    ],
)
def test_a_rule_is_written_as_it_may_be_typed(text: str, written: str) -> None:
    assert str(parse_rule(text)) == written
    assert parse_rule(written) == parse_rule(text)


_WORDS = st.builds(Word, st.text(max_size=12).filter(lambda t: bool(fold(t))), st.booleans())
_RULES = st.builds(
    Rule,
    st.sampled_from(RuleKind),
    st.sampled_from(RuleField),
    st.lists(_WORDS, min_size=1, max_size=5, unique=True).map(tuple),
)


@given(_RULES)
@settings(max_examples=400, deadline=None)
def test_whatever_a_rule_says_it_is_read_again_as_it_was(rule: Rule) -> None:
    assert parse_rule(str(rule)) == rule


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rule-form"),
        ("hide title: x", "rule-form"),
        ("mute title", "rule-form"),
        ("mute title:", "rule-form"),
        ("mute title: , ,", "rule-form"),
        ('mute title: "open', "rule-form"),
        ("mute body: x", "rule-field"),
        ("mute any: /(?=x)/", "rule-pattern"),
        (r"mute any: /(a)\1/", "rule-pattern"),
        ("mute any: /[/", "rule-pattern"),
        ("mute any: //", "rule-size"),
        (f"mute any: /{'x' * 501}/", "rule-size"),
        ("mute any: /((((a{100}){100}){100}){100})/", "rule-pattern"),
        ("mute any: /((a{0,100}){0,100}){0,100}/", "rule-pattern"),
        (f"mute any: {','.join(map(str, range(201)))}", "rule-size"),
        ("mute any: " + "x" * 10_001, "rule-size"),
    ],
)
def test_what_is_no_rule_is_named(text: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        parse_rule(text)
    assert error.value.code == code
    assert error.value.next_try


def test_a_pattern_made_to_stop_the_program_does_not() -> None:
    began = time.perf_counter()
    entry = Entry(title="a" * 100_000, content="<p>" + "<" * 100_000)
    assert judge(entry, [parse_rule("mute any: /(a+)+$x/"), parse_rule('mute text: "b c"')]).kept
    assert judge(
        Entry(title="a " * 100_000), [parse_rule("mute title: " + ", ".join(f"a{n}" for n in range(200)))]
    ).kept
    assert time.perf_counter() - began < 5
