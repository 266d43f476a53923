import pytest

from firsthand.model.lexicon import Agency
from firsthand.profiles.lexicon import load_lexicon
from firsthand.text.credit import contributors, credit_line

AGENCIES = (
    Agency("Reuters", ("Reuters", "Thomson Reuters"), signoffs=(r"\(Reporting by [^()]+; ?Editing by",)),
    Agency("AP", ("AP", "Associated Press", "The Associated Press"), pages=("*/aponline/*",)),
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
        (["A text.", "He left at noon. (Reporting by Jane Roe; Editing by B. Doe)"], [], "Reuters"),
        (["A text.", "Associated Press writers Jane Roe in Oslo and B. Doe contributed to this report."], [], "AP"),
        (["A text.", "It was over. - Reuters"], [], "Reuters"),
        (["A text.", "Roe writes for the Associated Press."], [], "AP"),
        (["A text.", "Jane Roe and B. Doe write for Reuters"], [], "Reuters"),
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
        (["A text.", "The Associated Press contributed to this report."], []),
        (["A text.", "Star News' Jane Roe and The Associated Press contributed to this report."], []),
        (["A text.", "Contributing: Associated Press"], []),
        (["A text.", "h/t: Reuters"], []),
        (["A text.", "He left the paper in May and now writes for Reuters and others."], []),
        (["The map shows an app.", "Read our app"], []),
        ([], []),
    ],
)
def test_what_is_no_credit(paragraphs: list[str], bylines: list[str]) -> None:
    assert credit_line(paragraphs, bylines, AGENCIES) is None


@pytest.mark.parametrize(
    "line",
    [
        "STN/AP December 17, 2016, 4:29 PM",
        "AP November 15, 2016, 9:33 AM",
        "By Jane Roe STN/AP 12 November 2016",
        "by The Associated Press",
        "by STN News and The Associated Press",
        "The Associated Press",
        "OSLO (AP) — The Latest on the vote (all times local):",
    ],
)
def test_a_line_above_the_text_credits(line: str) -> None:
    found = credit_line(["A text."], [], AGENCIES, above=[line])
    assert found
    assert (found.agency, found.place) == ("AP", "above")


@pytest.mark.parametrize(
    "line", ["AP", "Jane Roe/AP", "AP Photo, May 3, 2016", "Read more about AP classes", "The app"]
)
def test_a_picture_above_the_text_credits_nobody(line: str) -> None:
    assert credit_line(["A text."], [], AGENCIES, above=[line]) is None


def test_lines_below_the_text_and_the_address_credit() -> None:
    below = credit_line(["A text."], [], AGENCIES, below=["Copyright 2017 The Associated Press. All rights reserved."])
    address = credit_line(["A text."], [], AGENCIES, url="https://www.times.example/aponline/2017/12/27/us/x.html")
    assert (below and below.agency, address and address.place) == ("AP", "address")
    assert credit_line(["A text."], [], AGENCIES, url="https://times.example/2017/online/x.html") is None


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("The Associated Press contributed to this report.", ("AP",)),
        ("Star News' Jane Roe, The Associated Press and Reuters contributed to this report.", ("AP", "Reuters")),
        ("Contributing: Jane Roe; Associated Press", ("AP",)),
        ("With reporting by Reuters", ("Reuters",)),
        ("(mit Material von dpa)", ("dpa",)),
        ("She told the Associated Press that she contributed nothing.", ()),
        ("A report by Reuters was wrong.", ()),
    ],
)
def test_an_agency_that_helped_is_told_from_one_that_wrote(line: str, agencies: tuple[str, ...]) -> None:
    assert contributors([line], AGENCIES, load_lexicon().patterns["contributed"]) == agencies


def test_an_agency_in_a_list_of_names_helped() -> None:
    patterns = load_lexicon().patterns["contributed"]
    for lines in (["Jane Roe", "The Associated Press"], ["Contributors", "The Associated Press"]):
        assert credit_line(["A text."], [], AGENCIES, below=lines) is None
        assert contributors(lines, AGENCIES, patterns) == ("AP",)
    assert credit_line(["A text.", "He left at noon.", "Associated Press"], [], AGENCIES)
