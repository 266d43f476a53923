"""The views between a record and its template."""

from dataclasses import replace

from firsthand.contract import LineageOut, PassageOut, PieceOut, RowOut, SegmentOut
from firsthand.web.article import passages, pictures
from firsthand.web.columns import rows, tally
from firsthand.web.sources import sources
from firsthand.web.strips import stretches

SOMEWHERE = PassageOut("x", 0, 1)


def story_of(samples, lineage, members):
    return replace(samples.one_source(), lineages=[lineage], documents=members)


def test_a_lone_page_is_its_own_source(samples):
    lineage = LineageOut("lin_x", None, None, None, [samples.WIRE], [])
    (source,) = sources(story_of(samples, lineage, [samples.member(samples.WIRE, "lin_x", "independent")]))
    assert (source.lead.id, source.copies, source.name) == (samples.WIRE, 0, "North Atlantic Press")


def test_a_lone_copy_of_an_absent_original_is_not_the_source(samples):
    lineage = LineageOut("lin_x", None, "NAP", None, [samples.COPY], [])
    (source,) = sources(story_of(samples, lineage, [samples.member(samples.COPY, "lin_x", "copy")]))
    assert (source.lead, source.copies, source.name) == (None, 1, "NAP")


def test_where_nothing_decides_one_of_the_pages_is_the_first(samples):
    lineage = LineageOut("lin_x", None, None, None, [samples.WIRE, samples.COPY], [])
    members = [samples.member(i, "lin_x", "copy") for i in (samples.WIRE, samples.COPY)]
    (source,) = sources(story_of(samples, lineage, members))
    assert (source.lead, source.copies, source.name) == (None, 1, "an unknown original")


def test_another_version_of_the_original_repeats_nothing(samples):
    lineage = LineageOut("lin_x", samples.WIRE, None, None, [samples.WIRE, samples.COPY], [])
    members = [samples.member(samples.WIRE, "lin_x", "original"), samples.member(samples.COPY, "lin_x", "version")]
    (source,) = sources(story_of(samples, lineage, members))
    assert (source.copies, source.versions) == (0, 1)
    assert source.repeats[0].reasons == [], "what is said of the original is not said again"


def test_sources_that_are_repeated_come_first(samples):
    story = samples.two_sources()
    turned = replace(story, lineages=story.lineages[::-1])
    assert [bool(s.repeats) for s in sources(turned)] == [True, False]


def test_items_are_one_list_and_a_dateline_without_a_paragraph_is_kept(samples):
    text = "One Two Three PORT - "
    block = samples.document().blocks[0]
    blocks = [
        replace(block, kind=kind, start=start, end=end)
        for kind, start, end in (("item", 0, 3), ("item", 4, 7), ("paragraph", 8, 13), ("dateline", 14, 21))
    ]
    listed, paragraph, last = passages(samples.document(text=text, blocks=blocks), None)
    assert [[f.text for f in item] for item in listed.items] == [["One"], ["Two"]]
    assert paragraph.lead == []
    assert [f.text for f in last.lead] == ["PORT - "]


def test_captions_take_the_credit_after_them_and_repeats_go(samples):
    caption, credit, _ = samples.document().parts
    shown = pictures([credit, caption, credit, caption, credit, caption])
    assert [(p.caption != "", p.credit != "") for p in shown] == [(False, True), (True, True), (True, False)]


def row(*segments, original=SOMEWHERE, copy=SOMEWHERE):
    return RowOut("paragraph", original, copy, [SegmentOut(*s) for s in segments])


def states(samples, *some):
    return [r.state for r in rows(replace(samples.comparison(), rows=list(some)))]


def test_a_row_is_named_by_what_differs_in_it(samples):
    same, style = ("same", "a", "a", ""), ("house_style", "b", "c", "spelling")
    assert states(
        samples,
        row(same),
        row(same, style),
        row(same, style, ("reworded", "d", "e", "")),
        row(("added", "", "a", ""), original=None),
        row(("dropped", "a", "", ""), copy=None),
        row(("moved", "", "a", ""), original=None),
        row(("house_style", "a", "", "furniture"), copy=None),
    ) == ["same", "house_style", "changed", "added", "dropped", "moved", "house_style"]


def test_marks_leave_white_space_out_and_lose_no_character(samples):
    comparison = replace(
        samples.comparison(), rows=[row(("reworded", " three men ", " men\n", ""), ("added", "", " ", ""))]
    )
    (shown,) = laid = rows(comparison)
    assert [(r.text, r.change) for r in shown.original] == [(" ", "same"), ("three men", "reworded"), (" ", "same")]
    assert "".join(r.text for r in shown.copy) == " men\n "
    assert tally(laid).added == 0


def test_what_stands_on_both_sides_is_a_rewording_whatever_it_is_called(samples):
    (shown,) = rows(replace(samples.comparison(), rows=[row(("dropped", "percent", "%", ""))]))
    assert {r.change for r in (*shown.original, *shown.copy)} == {"reworded"}


def test_a_menu_is_one_strip_and_white_space_is_none(samples):
    text = "Home World  Sport The quay."
    pieces = [
        PieceOut(0, 4, "navigation", None),
        PieceOut(5, 10, "navigation", None),
        PieceOut(10, 12, "whitespace", None),
        PieceOut(12, 17, "navigation", None),
        PieceOut(18, 27, "paragraph", samples.WIRE),
    ]
    before, article = stretches(replace(samples.reading(), reading=text, pieces=pieces), None)
    assert [f.text for s in before.strips for f in s.words] == ["Home World  Sport"]
    assert article.document.id == samples.WIRE
    assert [s.anchor for s in article.strips] == ["r18"]
