"""What the index keeps of a page's place in its story, and how two rankings become one."""

from dataclasses import replace

from firsthand.model.span import Span
from firsthand.model.story import Version
from firsthand.search.facts import facts_of, step
from firsthand.search.fusion import Hit, by_story, fuse
from tests.portable import made


def test_steps_never_go_up_and_seldom_change() -> None:
    steps = [step(n) for n in range(1000)]
    assert steps == sorted(steps)
    assert all(found <= n for n, found in enumerate(steps))
    assert len(set(steps)) < 40


def test_originals_copies_and_corrections_bear_their_marks() -> None:
    lineage = made.lineage("1", "doc_a", "doc_b", "doc_c")
    versions = (Version("doc_b", "art_b", ("doc_c",), Span("doc_b", 0, 4)),)
    story = made.story("x", replace(lineage, versions=versions, agency="NAP"))
    facts = facts_of(story)
    assert {i: f.marks for i, f in facts.items()} == {
        "doc_a": ("original", "wire"),
        "doc_b": ("copy", "corrected", "wire"),
    }
    assert facts["doc_a"].story == "sto_x"
    assert (facts["doc_a"].independent, facts["doc_a"].outlets) == (1, 2)


def test_pages_that_both_rankings_have_come_first() -> None:
    words = [Hit((0, 1), 1, 9.0), Hit((0, 2), 2, 8.0)]
    meaning = [Hit((1, 1), 3, 0.9, ()), Hit((0, 2), 2, 0.8, ())]
    fused = fuse(words, meaning)
    by = [((0, 2), ("words", "meaning")), ((0, 1), ("words",)), ((1, 1), ("meaning",))]
    assert [(h.place, h.by) for h in fused] == by
    assert fuse(words, []) == words


def test_a_story_stands_where_its_first_page_does() -> None:
    hits = [Hit((0, 1), 7, 3.0), Hit((0, 2), 8, 2.0), Hit((1, 1), 7, 1.0)]
    assert [(f.group, [h.place for h in f.hits]) for f in by_story(hits)] == [(7, [(0, 1), (1, 1)]), (8, [(0, 2)])]
