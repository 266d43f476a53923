"""Stories as people bound them: ties hold, cuts are never crossed, the later word beats the earlier one."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model.judgement import Judgement, JudgementKind, make_judgement
from firsthand.model.story import Lineage
from firsthand.text.graph import components
from firsthand.thread.cluster import cluster
from firsthand.thread.judged import Bonds, bonds, reasons
from tests.thread.test_stories import page

AT = datetime(2026, 3, 5, tzinfo=UTC)
SAME, OTHER = JudgementKind.SAME_EVENT, JudgementKind.DIFFERENT_EVENT
NAMES = [f"n{i}" for i in range(8)]
PAGES = {f"doc_{name}": page(name) for name in NAMES}
LINEAGES = [Lineage(name, (f"doc_{name}",), f"doc_{name}") for name in NAMES]


def say(kind: JudgementKind, a: str, b: str, hour: int = 0, by: str = "") -> Judgement:
    return make_judgement(kind, f"art_{a}", f"art_{b}", by, AT + timedelta(hours=hour))


def bound(*said: Judgement, here: list[Lineage] = LINEAGES) -> Bonds:
    return bonds(said, here, PAGES)


def grouped(net: list[tuple[str, str, float]], what: Bonds, names: list[str] = NAMES) -> list[frozenset[str]]:
    return cluster(names, net, tied=what.ties, apart=what.cuts)


@st.composite
def nets(draw: st.DrawFn) -> list[tuple[str, str, float]]:
    pairs = draw(st.lists(st.sampled_from(list(combinations(NAMES, 2))), unique=True))
    return [(a, b, draw(st.integers(1, 20)) / 20) for a, b in pairs]


@st.composite
def sayings(draw: st.DrawFn) -> list[Judgement]:
    pairs = draw(st.lists(st.sampled_from(list(combinations(NAMES, 2))), max_size=10))
    made = [say(draw(st.sampled_from([SAME, OTHER])), a, b, hour) for hour, (a, b) in enumerate(pairs)]
    return list({j.id: j for j in made}.values())


@given(nets(), sayings(), st.randoms(use_true_random=False))
def test_what_holds_is_kept_and_the_order_says_nothing(net: Any, said: list[Judgement], chance: Any) -> None:
    what = bound(*said)
    groups = grouped(net, what)
    where = {name: group for group in groups for name in group}
    assert sorted(name for group in groups for name in group) == NAMES
    assert all(where[a.low] is where[a.high] for a in what.tied)
    assert not any(where[a.low] is where[a.high] for a in what.apart)
    assert len(what.tied) + len(what.apart) <= len(said)
    shuffled, turned = list(said), [(b, a, v) for a, b, v in net]
    chance.shuffle(shuffled)
    chance.shuffle(turned)
    assert grouped(turned, bound(*shuffled)) == groups


@given(nets(), sayings())
def test_the_last_word_always_holds(net: Any, said: list[Judgement]) -> None:
    last = say(OTHER, "n0", "n1", 99)
    where = {name: group for group in grouped(net, bound(*said, last)) for name in group}
    assert where["n0"] is not where["n1"]
    last = say(SAME, "n0", "n1", 99)
    where = {name: group for group in grouped(net, bound(*said, last)) for name in group}
    assert where["n0"] is where["n1"]


@given(nets(), sayings())
def test_each_part_can_be_grouped_alone_where_ties_belong_to_parts(net: Any, said: list[Judgement]) -> None:
    reach = [(a, b) for a, b, _ in net] + [
        (j.subject.removeprefix("art_"), (j.object or "").removeprefix("art_")) for j in said if j.kind is SAME
    ]
    found: list[frozenset[str]] = []
    for part in components(NAMES, reach):
        here = bound(*said, here=[lin for lin in LINEAGES if lin.id in part])
        found += grouped([e for e in net if e[0] in part], here, sorted(part))
    assert sorted(map(sorted, found)) == sorted(map(sorted, grouped(net, bound(*said))))


@given(nets())
def test_without_judgements_nothing_changes(net: Any) -> None:
    assert bound() == Bonds()
    assert grouped(net, Bonds()) == cluster(NAMES, net)


def test_a_tie_brings_along_what_each_side_is_with() -> None:
    net = [("n0", "n1", 0.9), ("n2", "n3", 0.9)]
    assert frozenset(NAMES[:4]) in grouped(net, bound(say(SAME, "n0", "n2")))


def test_who_is_near_both_sides_of_a_cut_goes_where_it_is_nearer() -> None:
    net = [("n0", "n1", 0.9), ("n0", "n2", 0.6), ("n1", "n2", 0.8)]
    groups = grouped(net, bound(say(OTHER, "n0", "n1")), NAMES[:3])
    assert groups == [frozenset({"n0"}), frozenset({"n1", "n2"})]


def test_a_cut_holds_over_every_third() -> None:
    net = [("n0", "n1", 0.9), ("n1", "n2", 0.9), ("n0", "n2", 0.9), ("n0", "n3", 0.9), ("n2", "n3", 0.9)]
    groups = grouped(net, bound(say(OTHER, "n0", "n2"), say(SAME, "n2", "n3", 1)), NAMES[:4])
    assert not any({"n0", "n2"} <= group or {"n0", "n3"} <= group for group in groups)


def test_of_what_contradicts_itself_over_a_third_the_earliest_gives_way() -> None:
    ring = [say(SAME, "n0", "n1", 1), say(SAME, "n1", "n2", 2), say(OTHER, "n0", "n2", 3)]
    what = bound(*ring)
    assert [held.ends for held in what.tied] == [("n1", "n2")]
    assert [held.ends for held in what.apart] == [("n0", "n2")]


def test_what_was_said_holds_over_a_page_that_is_not_here() -> None:
    here = [LINEAGES[0], LINEAGES[2], LINEAGES[3]]
    what = bound(say(SAME, "n0", "n1"), say(SAME, "n1", "n2"), say(OTHER, "n1", "n3"), here=here)
    assert grouped([("n0", "n3", 0.9)], what, ["n0", "n2", "n3"]) == [frozenset({"n0", "n2"}), frozenset({"n3"})]
    assert what.tied == what.apart == ()


def test_two_pages_of_one_lineage_are_not_told_apart_here() -> None:
    both = Lineage("both", ("doc_n0", "doc_n1"), "doc_n0")
    assert bound(say(OTHER, "n0", "n1"), here=[both]).cuts == ()


def test_a_tie_and_a_cut_between_the_same_two_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="together"):
        cluster("ab", [], tied=[("a", "b")], apart=[("a", "b")])


def test_each_end_tells_who_said_so_where_it_changed_something() -> None:
    what = bound(say(SAME, "n0", "n1", by="Ada"), say(OTHER, "n2", "n3"), say(OTHER, "n2", "n4"))
    pages = {name: PAGES[f"doc_{name}"] for name in NAMES}
    told = reasons(what, pages, [frozenset({"n2", "n3"}), *(frozenset({n}) for n in NAMES if n not in ("n2", "n3"))])
    assert sorted(told) == ["n0", "n1", "n2", "n3"]
    assert [r.text for r in told["n0"]] == [
        "Ada said on 2026-03-05: “Headline of n0” and “Headline of n1” tell one event"
    ]
    assert [r.code for r in told["n3"]] == ["judged_other_event"]
