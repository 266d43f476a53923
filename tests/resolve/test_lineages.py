from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.story import Lineage, Link, Relation
from firsthand.resolve.lineages import lineages
from firsthand.resolve.links import relate
from tests.made import OTHER, SEEN, STRIKE, at, document

LEXICON = Lexicon(agencies=(Agency("Meridian Wire", ("Meridian Wire", "Meridian"), ("meridian.example",)),))
WIRE = document(
    *STRIKE,
    url="https://meridian.example/strike",
    outlet="Meridian Wire",
    dateline="PORT ALDEN, March 3 (Meridian Wire) -",
    credit="Meridian Wire",
    published=at(3, 15),
)


def link(a: Document, b: Document) -> Link | None:
    found, mirrored = relate(a, b, LEXICON), relate(b, a, LEXICON)
    assert (found is None) == (mirrored is None)
    if found and mirrored and found.decided:
        assert (found.original, found.copy, found.coverage) == (mirrored.original, mirrored.copy, mirrored.coverage)
    return found


def family(*pages: Document) -> list[Lineage]:
    links = [found for i, a in enumerate(pages) for b in pages[i + 1 :] if (found := relate(a, b, LEXICON))]
    return lineages({p.id: p for p in pages}, links, LEXICON)


def codes(found: Link | Lineage) -> set[str]:
    return {reason.code for reason in found.reasons}


def test_a_credit_line_beats_a_clock() -> None:
    early = document(*STRIKE, url="https://two.example/b", outlet="Two", credit="Meridian Wire", published=at(3, 9))
    found = link(early, WIRE)
    assert found
    assert (found.original, found.decided) == (WIRE.id, True)
    assert "credits_this" in codes(found)


def test_the_earlier_of_two_outlets_is_the_original_when_nothing_else_speaks() -> None:
    first = document(*STRIKE, url="https://one.example/a", outlet="One", published=at(3, 9))
    second = document(*STRIKE, url="https://two.example/b", outlet="Two", published=at(3, 11))
    found = link(second, first)
    assert found
    assert found.original == first.id
    assert codes(found) == {"carries", "published_earlier"}


def test_when_nothing_decides_that_is_said() -> None:
    one, two = document(*STRIKE), document(*STRIKE, url="https://two.example/b")
    (lineage,) = family(one, two)
    assert lineage.original is None
    assert codes(lineage) == {"undecided"}


def test_a_day_without_hour_is_not_earlier_than_an_hour_of_that_day() -> None:
    from datetime import UTC, datetime

    from firsthand.model.moment import Moment, Precision

    day = Moment(datetime(2026, 3, 3, tzinfo=UTC), Precision.DAY)
    one = document(*STRIKE, published=day)
    two = document(*STRIKE, url="https://two.example/b", published=at(3, 11))
    found = link(one, two)
    assert found
    assert not found.decided


def test_reports_that_share_only_a_quotation_are_no_copies() -> None:
    speech = (
        '"We have listened to every family in this valley, we have read every letter that reached us, and we will '
        'not reopen the mine before the last of the questions in them is answered in public," the minister said.'
    )
    one = document(speech, *STRIKE)
    two = document(*OTHER, speech, url="https://two.example/b")
    found = link(one, two)
    assert found
    assert (found.relation, found.decided) == (Relation.SHARED_STATEMENT, False)
    texts = {one.id: one.text, two.id: two.text}
    assert all("every family" in texts[s.document][s.start : s.end] for s in found.reasons[0].spans)
    made = family(one, two)
    assert len(made) == 2
    assert [lineage.beside for lineage in made] == [(found,), (found,)]


POST = (
    "It is over. Nine days, 41 ships, and not one of us was asked what we thought of it until the ballot "
    "boxes came. See you at the gate tomorrow morning — Ines Varga (@inesvarga) March 3, 2026"
)


def test_reports_that_carry_one_post_are_no_copies() -> None:
    bare = POST.split(" — ")[0]
    one = document(POST, *STRIKE[:1])
    two = document(f"{bare}", *OTHER, url="https://two.example/b")
    found = link(one, two)
    assert found
    assert found.relation is Relation.SHARED_POST
    assert len(family(one, two)) == 2


def test_a_page_that_takes_sentences_of_an_agency_and_reports_more_is_a_source_of_its_own() -> None:
    more = document(*OTHER, *STRIKE[3:], url="https://two.example/b", outlet="Two", published=at(3, 20))
    found = link(WIRE, more)
    assert found
    assert (found.relation, found.original) == (Relation.PARTIAL, WIRE.id)
    assert len(family(WIRE, more)) == 2


def test_the_link_between_two_lineages_stands_in_both_whatever_the_order() -> None:
    more = document(*OTHER, *STRIKE[3:], url="https://two.example/b", outlet="Two", published=at(3, 20))
    assert [len(lineage.beside) for lineage in family(WIRE, more)] == [1, 1]
    assert str(family(WIRE, more)) == str(family(more, WIRE))


def test_a_part_of_a_page_is_its_excerpt() -> None:
    short = document(*STRIKE[:2], url="https://two.example/b", outlet="Two", published=at(3, 17))
    found = link(WIRE, short)
    assert found
    assert (found.relation, found.original) == (Relation.EXCERPT, WIRE.id)


def test_the_same_page_seen_twice_is_a_version() -> None:
    later = document(*OTHER, url=WIRE.url or "", seen=SEEN + timedelta(hours=2))
    found = link(WIRE, later)
    assert found
    assert (found.relation, found.original, found.copy) == (Relation.VERSION, WIRE.id, later.id)


def test_an_agency_whose_page_is_not_here_is_the_absent_original() -> None:
    pages = [
        document(*STRIKE, url=f"https://{n}.example/x", outlet=n, credit="Interlink News", published=at(3, 9 + i))
        for i, n in enumerate(("one", "two"))
    ]
    (lineage,) = family(*pages)
    assert (lineage.original, lineage.absent) == (None, "Interlink News")
    assert len(lineage.members) == 2


def test_a_chain_of_copies_is_one_source_whatever_the_order() -> None:
    copy = document(*STRIKE[:4], url="https://two.example/b", outlet="Two", credit="Meridian Wire", published=at(3, 16))
    of_copy = document(*STRIKE[1:4], url="https://three.example/c", outlet="Three", published=at(3, 17))
    alone = document(*OTHER, url="https://four.example/d", outlet="Four")
    made = {str(family(*order)) for order in permutations((WIRE, copy, of_copy, alone))}
    found = family(WIRE, copy, of_copy, alone)
    assert sorted(lineage.original or "" for lineage in found) == sorted([WIRE.id, alone.id])
    assert (
        len({str([(f.id, f.original, sorted(f.members)) for f in family(*o)]) for o in permutations((WIRE, copy))}) == 1
    )
    assert len(made) == 1


def test_every_span_of_a_reason_shows_its_words() -> None:
    copy = document(
        *STRIKE,
        url="https://two.example/b",
        outlet="Two",
        dateline="PORT ALDEN (Meridian Wire) —",
        credit="Meridian Wire",
    )
    texts = {WIRE.id: WIRE.text, copy.id: copy.text}
    (lineage,) = family(WIRE, copy)
    spans = [span for reason in lineage.reasons for span in reason.spans]
    assert any("Meridian" in texts[span.document][span.start : span.end] for span in spans)


def test_a_page_with_two_stories_glued_together_does_not_make_them_one_source() -> None:
    other = document(*OTHER, url="https://four.example/d", outlet="Four", published=at(3, 10))
    glued = document(*STRIKE, *OTHER, url="https://five.example/e", outlet="Five", published=at(3, 20))
    copy = document(*OTHER, url="https://six.example/f", outlet="Six", published=at(3, 21))
    found = family(WIRE, other, glued, copy)
    assert sorted(sorted(lineage.members) for lineage in found) == sorted(
        [sorted([WIRE.id, glued.id]), sorted([other.id, copy.id])]
    )


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_versions_of_a_page_that_stand_in_two_lineages_do_not_give_them_one_name(order: tuple[int, ...]) -> None:
    page = "https://five.example/e"
    first, other, second, wire = (
        document(*words, url=url, outlet=outlet, seen=SEEN.replace(hour=hour))
        for words, url, outlet, hour in (
            (OTHER, page, "Five", 1),
            (OTHER, "https://six.example/f", "Six", 2),
            ((*STRIKE, *OTHER), page, "Five", 3),
            (STRIKE, "https://meridian.example/strike", "Meridian Wire", 4),
        )
    )
    assert first.article == second.article
    links = [
        Link(Relation.VERSION, first.id, second.id, Coverage(1.0, 0.3), decided=True),
        Link(Relation.COPY, first.id, other.id, Coverage(1.0, 1.0), decided=True),
        Link(Relation.COPY, other.id, second.id, Coverage(1.0, 0.3), decided=True),
        Link(Relation.COPY, wire.id, second.id, Coverage(1.0, 0.7), decided=True),
    ]
    some = [(first, other, second, wire)[at] for at in order]
    found = lineages({p.id: p for p in some}, links, LEXICON)
    assert [lineage.members for lineage in found] == [
        lineage.members for lineage in lineages({p.id: p for p in reversed(some)}, links, LEXICON)
    ]
    assert len({lineage.id for lineage in found}) == len(found) == 2


def test_a_page_that_carries_a_partners_name_has_it_from_there() -> None:
    own = document(*STRIKE, url="https://www.harbourpost.example/a", outlet="The Harbour Post", published=at(3, 15))
    lines = ("Harbour Post", "ann.orr@harbourpost.example")
    for line in lines:
        taken = document(*STRIKE, line, url="https://two.example/b", outlet="Two", published=at(3, 9))
        found = link(taken, own)
        assert found
        assert (found.original, "names_this" in codes(found)) == (own.id, True)


def test_a_page_that_says_where_its_story_first_appeared_has_it_from_there() -> None:
    own = document(*STRIKE, url="https://www.harbourpost.example/a", outlet="The Harbour Post", published=at(3, 11))
    copy = document(*STRIKE, url="https://two.example/b", outlet="Two", published=at(3, 9))
    said = replace(copy, origins=("More from Harbour Post", "This story originally appeared on The Harbour Post."))
    led = replace(copy, origins=("More from Harbour Post",))
    addressed = replace(copy, syndicated_from="https://harbourpost.example/a")
    both = replace(own, origins=("More from Two",))
    for one, original, code in (
        (said, own.id, "first_there"),
        (addressed, own.id, "source_address"),
        (replace(led, published=None), own.id, "leads_there"),
    ):
        for pair in ([own, one], [one, own]):
            (found,) = family(*pair)
            assert (found.original, code in codes(found)) == (original, True)
    assert family(own, led)[0].original is None, "where it leads on to came later"
    assert family(replace(both, published=None), replace(led, published=None))[0].original is None, (
        "they lead to each other"
    )


def test_an_outlets_own_name_is_no_byline() -> None:
    signed = document(*STRIKE, url="https://one.example/a", outlet="One News", byline="One News")
    bare = document(*STRIKE, url="https://two.example/b", outlet="Two")
    found = link(signed, bare)
    assert found
    assert "byline" not in codes(found)


def test_who_reports_on_itself_was_first() -> None:
    dockers = "The Dockers of Port Alden have voted to end their strike, their union said, and are back at work."
    release = document(dockers, *STRIKE, url="https://www.dockers.example/news", published=at(3, 12))
    paper = document(*STRIKE, url="https://two.example/b", outlet="Two", published=at(3, 11))
    found = link(paper, release)
    assert found
    assert (found.original, "party" in codes(found)) == (release.id, True)
