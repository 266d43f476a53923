"""Lines that say from which outlet a story is."""

import pytest

from firsthand.text.origin import Origin, origin, origin_lines


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("This story originally appeared on The Alden Sun.", "Alden Sun"),
        ("This article first appeared in the St. Alden Post-Dispatch and was republished with permission.", "St. Alden Post-Dispatch"),
        ("The article The Five Best Harbours originally appeared on HarbourWallet.", "HarbourWallet"),
        ("(This article originally appeared on harbour.example on 03/02/2031. For the original, click here.)", "harbour.example"),
        ("This post Who Sails? was originally published on Global Sea Insights by Ines Varga.", "Global Sea Insights"),
        ("Read the original article on HARBOURER. Follow HARBOURER on Facebook. Copyright 2031.", "HARBOURER"),
        ("Reprinted with permission from the Journal of the Sea", "Journal of the Sea"),
    ],
)  # fmt: skip
def test_a_line_states_where_its_story_was_first(line: str, name: str) -> None:
    assert origin(line) == Origin(name, stated=True)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Click for more from The Alden Street Journal.", "Alden Street Journal"),
        ("More from HarbourBusiness.com...", "HarbourBusiness.com"),
        ("Read more from FOUR 40:", "FOUR 40"),
    ],
)
def test_a_line_leads_to_where_its_story_is_from(line: str, name: str) -> None:
    assert origin(line) == Origin(name, stated=False)


@pytest.mark.parametrize(
    "line",
    [
        "This article was originally published at 4:10 p.m.",
        "This story, first published at 4:28 p.m., has been updated.",
        "The story of the alleged theft first appeared in a Harbour Post article last week.",
        "The photographs, first published in the Standard and later in the Sun, show a crane.",
        "Here's more from our coverage then:",
        "He hoped for more from Port Alden.",
        "More from Port Alden was to come, said the mayor.",
    ],
)
def test_what_speaks_of_a_time_or_of_another_story_names_no_origin(line: str) -> None:
    assert origin(line) is None


def test_each_line_is_told_once() -> None:
    lines = [
        "Cranes move again.",
        "More from The Sun",
        "More from The Sun",
        "This story originally appeared on The Sun.",
    ]
    assert origin_lines(lines) == (lines[1], lines[3])
