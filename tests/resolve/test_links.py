from dataclasses import replace

import pytest

from firsthand.model.document import Document
from firsthand.model.lexicon import Agency, Lexicon
from firsthand.model.moment import Moment
from firsthand.model.story import Link, Relation
from firsthand.resolve.aligned import line_up
from firsthand.resolve.links import relate
from tests.made import OTHER, STRIKE, at, document

LEXICON = Lexicon(agencies=(Agency("Meridian Wire", ("Meridian Wire", "Meridian"), ("meridian.example",)),))
FORM = (
    "{who} is issuing a {sum} million crown bond due April {day}, {year} paying {rate} percent and priced at {price}.",
    "The lead manager said the bond is available in denominations of 1,000 and 5,000 crowns and will be listed in Tolley.",
    "The selling concession is {fee} percent, while management and underwriting pay {part} percent, and the payment date "
    "is April {paid}.",
)


def other(
    *paragraphs: str, outlet: str = "Two", published: Moment | None = None, credit: str | None = None
) -> Document:
    return document(*paragraphs, url="https://two.example/b", outlet=outlet, published=published, credit=credit)


def one(*paragraphs: str, outlet: str = "One", published: Moment | None = None, credit: str | None = None) -> Document:
    return document(*paragraphs, outlet=outlet, published=published, credit=credit)


def unites(a: Document, b: Document) -> bool:
    found = relate(a, b, LEXICON)
    return found is not None and found.relation.unites


def test_a_copy_whose_words_were_changed_all_over_is_one_source_with_its_original() -> None:
    changed = [" ".join("tide" if n % 5 == 4 else w for n, w in enumerate(p.split())) for p in (*STRIKE, *OTHER)]
    assert unites(one(*STRIKE, *OTHER), other(*changed))


def test_a_form_filled_in_with_other_numbers_is_no_copy() -> None:
    first = {"who": "Tolley Bank", "sum": "100", "day": "9", "year": "1992", "rate": "8-3/4", "price": "100-3/4"}
    second = {"who": "Kessel Water", "sum": "40", "day": "15", "year": "1990", "rate": "14-1/2", "price": "101-3/8"}
    a = one(*(p.format(**first, fee="1-1/4", part="3/8", paid="2") for p in FORM))
    b = other(*(p.format(**second, fee="1-3/8", part="5/8", paid="7") for p in FORM))
    assert line_up(a, b, frozenset()).is_form
    assert not unites(a, b)


def test_a_copy_in_other_units_is_a_copy() -> None:
    styled = [p.replace("23 million", "2.1 million").replace("6.5 percent", "6 percent") for p in STRIKE]
    assert unites(one(*STRIKE), other(*styled))


@pytest.mark.parametrize("outlet", ["Harbour Ledger", "harbourledger.example"])
def test_what_an_outlet_prints_on_many_pages_does_not_make_them_one(outlet: str) -> None:
    gallery = [f"The minister's choice for the post of chief {n} walks past a crowd in Port Alden." for n in range(12)]
    a = one(*STRIKE, *gallery, outlet="Harbour Ledger")
    assert not unites(a, other(*OTHER, *gallery, outlet=outlet))
    assert unites(a, other(*OTHER, *gallery, outlet="Somebody Else"))


def test_a_later_state_of_a_story_under_another_address_is_one_source_with_it() -> None:
    assert unites(one(*STRIKE, *OTHER), other(STRIKE[0], *STRIKE[2:], *OTHER, outlet="One"))


@pytest.mark.parametrize(("day", "together"), [(4, True), (12, False)])
def test_two_stories_of_one_agency_are_one_source_only_when_they_are_near_in_time(day: int, *, together: bool) -> None:
    news = [
        f"Witness number {n} told of a quite different matter in Kestrel Bay that week, said clerk {n}."
        for n in "abcdef"
    ]
    more = [f"A spokesman for guild {n} said its members would wait until spring before they moved." for n in "ghijkl"]
    a = one(*STRIKE[:2], STRIKE[3], *news, published=at(3, 9), credit="Meridian Wire")
    b = other(*STRIKE[:2], STRIKE[3], *more, published=at(day, 9), credit="Meridian Wire")
    found = relate(a, b, LEXICON)
    assert found
    assert (found.relation is not Relation.PARTIAL) is together


def reasons(found: Link | None) -> set[str]:
    return {reason.code for reason in found.reasons} if found else set()


def test_the_time_of_the_last_change_says_nothing_of_who_was_first() -> None:
    early, late = one(*STRIKE, published=at(3, 9)), other(*STRIKE, published=at(3, 11))
    changed = other(*STRIKE, "This article was originally published at 7:45 a.m.", published=at(3, 11))
    assert "published_earlier" in reasons(relate(early, late, LEXICON))
    assert "published_earlier" not in reasons(relate(early, changed, LEXICON))


def test_whom_its_writers_write_for_is_where_a_story_is_from() -> None:
    early = one(*STRIKE, published=at(3, 9))
    late = other(*STRIKE, published=at(3, 11))
    says = "Roe and Doe write for the Harbour Ledger."
    found = relate(replace(late, outlet="Harbour Ledger"), one(*STRIKE, says, published=at(3, 9)), LEXICON)
    assert "names_this" in reasons(found)
    assert "names_this" not in reasons(relate(late, early, LEXICON))
