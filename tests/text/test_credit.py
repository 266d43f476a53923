import pytest

from firsthand.model.lexicon import Agency
from firsthand.text.credit import credit_line

AGENCIES = (
    Agency("Reuters", ("Reuters", "Thomson Reuters")),
    Agency("AP", ("AP", "Associated Press", "The Associated Press")),
    Agency("dpa", ("dpa", "Deutsche Presse-Agentur")),
)


@pytest.mark.parametrize(
    ("paragraphs", "bylines", "agency"),
    [
        (["MOSCOW, May 28 (Reuters) - The ministry said."], [], "Reuters"),
        (["PORT ALDEN, March 3 (Meridian Wire) - Boats stayed in."], [], "Meridian Wire"),
        (["KESTREL BAY (NAP) — The wall broke."], [], "NAP"),
        (["WASHINGTON (AP) The senator left."], [], "AP"),
        (["Berlin (dpa) - Der Zug kam."], [], "dpa"),
        (["(Reuters) - The bank said."], [], "Reuters"),
        (["Hamburg/dpa – Der Zug kam."], [], "dpa"),
        (["A text."], ["Jane Roe, Associated Press"], "AP"),
        (["A text."], ["Reuters Staff"], "Reuters"),
        (["A text.", "Copyright 2016 The Associated Press. All rights reserved."], [], "AP"),
        (["A text.", "Reporting by Jane Roe in Oslo for Reuters; editing by B. Doe"], [], "Reuters"),
        (["A text.", "Source: Reuters"], [], "Reuters"),
    ],
)
def test_credits(paragraphs: list[str], bylines: list[str], agency: str) -> None:
    found = credit_line(paragraphs, bylines, AGENCIES)
    assert found
    assert found.agency == agency


@pytest.mark.parametrize(
    ("paragraphs", "bylines"),
    [
        (["The minister told Reuters (and others) - twice - that he would go."], []),
        (["Jane Roe (Labour) said on Monday that the bill was dead."], []),
        (["He lost the vote (again) - and left the hall."], []),
        (["A text."], ["AP Photo/Jane Roe"]),
        (["A text.", "The Reuters news agency first reported the visit on Monday, and others followed."], []),
        (["The map shows an app.", "Read our app"], []),
        ([], []),
    ],
)
def test_what_is_no_credit(paragraphs: list[str], bylines: list[str]) -> None:
    assert credit_line(paragraphs, bylines, AGENCIES) is None
