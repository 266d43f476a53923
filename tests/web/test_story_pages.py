"""The pages of one story: each leads to the others, every number to its sentences, and long stories stay readable."""

import re
from dataclasses import replace

import pytest


@pytest.fixture
def pages(samples):
    return {name: f"/story/{samples.STORY}{name}" for name in ("", "/compare", "/voices", "/timeline", "/evidence")}


def tabs(page):
    (nav,) = re.findall(r'<nav class="tabs".*?</nav>', page, re.S)
    return dict(re.findall(r'href="([^"#]+)[^"]*"(?: data-key="(\w)")?', nav))


def test_all_pages_of_a_story_have_the_same_way_between_them_with_its_keys(reader, samples, pages):
    ways = [tabs(reader.get(path).text) for path in pages.values()]
    assert all(way == ways[0] for way in ways)
    assert {key for key in ways[0].values() if key} == set("dvte")
    assert ways[0].keys() == {*pages.values(), f"/thread/{samples.THREAD}"}
    assert 'aria-current="page">Timeline' in reader.get(pages["/timeline"]).text


def test_documents_and_comparisons_lead_to_their_story_and_through_it_to_its_thread(reader, samples):
    for path in (f"/document/{samples.WIRE}", f"/compare/{samples.WIRE}/{samples.COPY}"):
        assert f"/story/{samples.STORY}/thread" in tabs(reader.get(path).text)
    answer = reader.get(f"/story/{samples.STORY}/thread", follow_redirects=False)
    assert answer.headers["location"] == f"/thread/{samples.THREAD}#{samples.STORY}"
    answer = reader.get(f"/story/{samples.ABSENT}/thread", follow_redirects=False)
    assert answer.headers["location"] == f"/story/{samples.ABSENT}"


def test_a_story_of_many_sources_and_copies_is_folded_with_a_count(reader, newsroom, samples):
    first = newsroom.stories[0]
    lineage = first.lineages[0]
    ids = [samples.an_id("doc", "q")[:-2] + a + b for a in "abcdefg" for b in "abcdef"][:40]
    copies = [replace(samples.copy_member(lineage.id), id=i) for i in ids]
    alone = [samples.member(i, f"lin_{i}", "independent") for i in (samples.an_id("doc", c) for c in "mnopqrstuvwxyz")]
    lineages = [replace(lineage, documents=[samples.WIRE, *ids])]
    lineages += [samples.LineageOut(f"lin_{m.id}", m.id, None, None, [m.id], []) for m in alone]
    newsroom.stories[0] = replace(first, lineages=lineages, documents=[first.documents[0], *copies, *alone])
    page = reader.get(f"/story/{samples.STORY}").text
    assert "and 32 more</summary>" in page
    assert "and 3 more sources</summary>" in page
    assert page.count("<ins>The minister said nothing.</ins>") == 8, "those behind the fold have theirs in Compare"


def test_a_copy_says_in_a_sentence_what_it_changed(reader, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    assert '<span class="changed">It adds two sentences and takes one out.</span>' in page


def test_names_and_topics_lead_to_their_pages(reader, samples):
    from firsthand.web.entities import entity_page

    page = reader.get(f"/story/{samples.STORY}").text
    for kind, name in (("person", "Ada Quill"), ("topic", "economy"), ("outlet", "North Atlantic Press")):
        assert f'<a href="{entity_page(kind, name)}" dir="auto">{name}</a>' in page


# compare ------------------------------------------------------------------------------------------------------------


def test_two_pages_are_chosen_from_a_story_and_swapped(reader, samples):
    page = reader.get(f"/story/{samples.STORY}/compare").text
    assert page.count(f'<option value="{samples.COPY}"') == 2
    assert f'<a href="/compare/{samples.WIRE}/{samples.COPY}#added-1">1</a>' in page
    chosen = reader.get(
        f"/story/{samples.STORY}/compare", params={"a": samples.WIRE, "b": samples.COPY}, follow_redirects=False
    )
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"/compare/{samples.WIRE}/{samples.COPY}")
    shown = reader.get(chosen.headers["location"]).text
    assert f'<a href="/compare/{samples.COPY}/{samples.WIRE}">Swap sides</a>' in shown
    assert reader.get(f"/story/{samples.STORY}/compare?a=%3Cscript&b=x").status_code == 400


def test_house_style_can_be_shown_by_address(reader, samples):
    plain = f"/compare/{samples.WIRE}/{samples.COPY}"
    assert 'id="house"><label' in reader.get(plain).text
    shown = reader.get(f"{plain}?house=1").text
    assert 'id="house" checked>' in shown
    assert f'href="{plain}"' in shown
    assert reader.get(f"{plain}?house=2").status_code == 400


def test_the_counts_of_a_comparison_lead_to_the_first_of_each_kind_and_changes_to_each_other(reader, samples):
    page = reader.get(f"/compare/{samples.WIRE}/{samples.COPY}").text
    for anchor in ("added-1", "dropped-1", "reworded-1", "moved-1", "house-style-1"):
        assert f'id="{anchor}"' in page
        assert f'#{anchor}">' in page
    assert 'id="change-1"' in page
    assert 'href="#change-2"' in page
    assert "#change-4" not in page


def test_a_sentence_that_moved_to_another_paragraph_leads_there_and_back(reader, newsroom, samples, monkeypatch):
    from firsthand import app

    both = samples.PassageOut("x", 0, 1)
    gone = samples.SegmentOut("moved", "The quay is old.", "", "", 7)
    come = samples.SegmentOut("moved", "", "The quay is old.", "", 7)
    told = replace(
        samples.comparison(),
        rows=[samples.RowOut("paragraph", both, None, [gone]), samples.RowOut("paragraph", None, both, [come])],
    )
    monkeypatch.setattr(app, "comparison", lambda *_: told)
    page = reader.get(f"/compare/{samples.WIRE}/{samples.COPY}").text
    assert 'id="moved-1"' in page
    assert 'href="#moved-1-b">its other place' in page
    assert 'href="#moved-1">its other place' in page
    assert "<b>1</b>" in page, "one thing was moved, not two"


# voices -------------------------------------------------------------------------------------------------------------


def test_voices_are_told_by_stance_and_in_time_and_of_one_party(reader, samples):
    from firsthand.web.voices import anchor_of

    path = f"/story/{samples.STORY}/voices"
    stances = reader.get(f"{path}?by=stance").text
    assert re.findall(r'<h2 class="rule" id="g-(\w+)">', stances) == ["declines", "demands", "asserts"]
    assert "Wednesday 28 May 2025" in reader.get(f"{path}?by=time").text
    officials = reader.get(f"{path}?party={anchor_of('anonymous:0')}").text
    assert "the quay is old" in officials
    assert "We were told on Monday" not in officials
    assert "Show everybody" in officials
    assert reader.get(f"{path}?party=par_nobody").status_code == 404
    assert reader.get(f"{path}?by=mood").status_code == 400


# timeline and evidence ----------------------------------------------------------------------------------------------


def test_the_timeline_leads_to_the_words_that_name_each_date_and_tells_how_the_reporting_grew(reader, samples):
    page = reader.get(f"/story/{samples.STORY}/timeline").text
    assert f'<a href="/document/{samples.WIRE}?from=110&amp;to=124#c110-124"><time' in page
    assert "How the reporting grew" in page


def test_the_evidence_is_a_drawing_of_links_and_the_same_facts_in_words(reader, samples):
    page = reader.get(f"/story/{samples.STORY}/evidence").text
    (drawing,) = re.findall(r'<svg class="evidence".*?</svg>', page, re.S)
    assert f'href="/document/{samples.COPY}">' in drawing
    assert "<title>The Straits Courier: copy; copies North Atlantic Press" in drawing
    assert drawing.count("<title>") == 3
    assert "style=" not in page
    assert "has 97\N{NO-BREAK SPACE}% of its text" in page
    absent = reader.get(f"/story/{samples.ABSENT}/evidence").text
    anchor = re.search(r'<a class="node absent" href="#(n\d+)"', absent)[1]
    assert f'<li id="{anchor}">' in absent


# document -----------------------------------------------------------------------------------------------------------


def test_a_document_is_read_in_four_sizes_and_beside_its_capture(reader, samples):
    page = reader.get(f"/document/{samples.WIRE}?size=xl&capture=1").text
    assert 'class="size-xl"' in page
    assert "left out: </span>newsletter" in page
    assert f'href="/document/{samples.WIRE}?size=xl">Without its capture' in page
    assert 'class="size-m"' in reader.get(f"/document/{samples.WIRE}").text
    assert reader.get(f"/document/{samples.WIRE}?size=huge").status_code == 400


def test_a_document_can_be_shared_printed_and_saved_without_a_script(reader, samples):
    page = reader.get(f"/document/{samples.WIRE}").text
    assert f'data-copy="/document/{samples.WIRE}"' in page
    assert 'href="mailto:?subject=Exclusive%3A%20Port' in page
    assert f'<button name="out" value="{samples.WIRE}">Saved: take out' in page
    hostile = reader.get(f"/document/{samples.STRANGE}").text
    assert "mailto:?subject=%3Cscript%3E" in hostile


def test_a_story_that_is_fetched_ahead_is_not_looked_at(reader, newsroom, samples):
    for ahead in ({"purpose": "prefetch"}, {"sec-purpose": "prefetch;prerender"}):
        reader.get(f"/story/{samples.STORY}", headers=ahead)
    assert "look" not in [name for name, _ in newsroom.asked]
    page = reader.get(f"/story/{samples.STORY}").text
    assert ("look", (samples.STORY, False)) in newsroom.asked
    assert f'<button name="item" value="{samples.STORY}">Save for later' in page


def test_the_quotations_of_a_document_are_anchors(reader, newsroom, samples, monkeypatch):
    from firsthand import app
    from firsthand.contract import QuoteOut, VoicesOut

    start = samples.TEXT.index("We were told")
    quote = QuoteOut("We were told on Monday", start, start + 22, "direct", "said", None, None, None, None, None)
    voices = VoicesOut([quote], [], 0, [], [], [], [], [], [], [], [])
    monkeypatch.setattr(app, "document", lambda *_: samples.document(voices=voices))
    page = reader.get(f"/document/{samples.WIRE}").text
    assert f'<span class="voiced" id="q{start}-{start + 22}" title="somebody">We were told on Monday</span>' in page


@pytest.mark.parametrize(
    "header", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}]
)
def test_a_story_that_is_fetched_ahead_is_not_read_by_that(reader, newsroom, samples, header):
    path = f"/story/{samples.STORY}"
    newsroom.asked.clear()
    assert reader.get(path, headers=header).status_code == 200
    assert "look" not in [name for name, _ in newsroom.asked]
    assert reader.get(path).status_code == 200
    assert "look" in [name for name, _ in newsroom.asked]
