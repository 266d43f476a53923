"""A page of an outlet whose layout is known: where the profile speaks it is followed, and otherwise not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from firsthand.extract.cascade import extract_capture
from firsthand.model.capture import make_capture
from firsthand.model.document import BlockKind, Document, Extraction, PartKind
from firsthand.model.profile import Profile
from tests.profiles.pair import PAGES, lexicon

PAGE = (PAGES / "tolley-mercury.html").read_bytes()
URL = "https://www.tolleymercury.example/kessel"
SEEN = datetime(2031, 5, 7, tzinfo=UTC)


def extract(
    page: bytes = PAGE, url: str | None = URL, seen_at: datetime | None = SEEN, **changed: object
) -> Extraction:
    words = lexicon()
    profile: Profile = replace(words.profiles["tolleymercury.example"], **changed)  # type: ignore[arg-type]
    words = replace(words, profiles=dict.fromkeys(profile.hosts, profile))
    return extract_capture(make_capture(page, url or "file:///page", seen_at, url=url), page, words)


def main(extraction: Extraction) -> Document:
    assert extraction.main is not None
    return extraction.main


def codes(extraction: Extraction) -> set[str]:
    return {problem.code for problem in extraction.problems}


def test_the_profile_says_what_is_body_and_what_is_not() -> None:
    extraction = extract()
    document = main(extraction)
    paragraphs = [document.text[b.start : b.end] for b in document.blocks_of(BlockKind.PARAGRAPH)]
    assert [paragraph.split()[0] for paragraph in paragraphs] == ["The", "The", "Innkeepers", "No"]
    assert document.first(BlockKind.DATELINE) == "TOLLEY (Mercury wires) -"
    assert {b.given_by for b in document.blocks} == {"profile"}
    assert document.words_of(PartKind.STANDFIRST) == ()
    for stranger in ("annual", "prints the best", "may win", "recycled"):
        assert stranger not in document.text
    assert any(d.reason == "outlet_boilerplate" for d in document.drops)
    assert not codes(extraction) & {"profile_unfit", "profile_expired"}


def test_the_profile_says_who_wrote_it_and_when() -> None:
    document = main(extract())
    assert document.headline == "Kessel cable car stands still for a second week"
    assert document.words_of(PartKind.BYLINE) == ("Vera Lind", "Otto Brask")
    assert str(document.published).startswith("2031-05-06T14:20")
    assert (document.outlet, document.credit) == ("The Tolley Mercury", "Meridian Wire")


def test_every_character_is_accounted_for() -> None:
    extraction = extract()
    document = main(extraction)
    covered = {
        n
        for r in (*document.drops, *(s for b in (*document.blocks, *document.parts) for s in b.sources))
        for n in range(r.start, r.end)
    }
    assert not "".join(c for n, c in enumerate(extraction.reading) if n not in covered).strip()


def test_after_its_date_a_profile_is_told_and_not_used() -> None:
    late = extract(seen_at=datetime(2032, 5, 7, tzinfo=UTC))
    assert "profile_expired" in codes(late)
    without = extract(url="https://other.example/kessel")
    assert main(late).text == main(without).text != main(extract()).text
    assert "profile_expired" not in codes(extract(seen_at=datetime(2032, 5, 6, 23, 59, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("https://tolleymercury.example/a", True),
        ("https://m.tolleymercury.example/a", True),
        ("https://nottolleymercury.example/a", False),
        ("https://tolleymercury.example.org/a", False),
        ("https://[broken", False),
        (None, False),
    ],
)
def test_a_profile_is_for_its_hosts(url: str | None, used: bool) -> None:
    assert ("prints the best" not in main(extract(url=url)).text) is used


def test_without_a_time_nobody_knows_whether_the_profile_holds() -> None:
    extraction = extract(seen_at=None)
    assert "prints the best" in main(extraction).text
    assert "profile_expired" not in codes(extraction)


def test_places_that_do_not_fit_are_told_and_left_to_the_general_path() -> None:
    extraction = extract(body="//article", headline="//h6", byline="//h6", published="//h6")
    (unfit,) = (p for p in extraction.problems if p.code == "profile_unfit")
    assert unfit.detail.endswith("headline, byline, published, body.")
    document = main(extraction)
    assert "frayed strands" in document.text
    assert "prints the best" not in document.text  # what is to be removed still is
    assert all(b.given_by != "profile" for b in document.blocks)
