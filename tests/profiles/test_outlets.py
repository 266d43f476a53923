"""Profiles of outlets: their files are read strictly, and each page of a pair gives what its JSON says."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from firsthand.profiles.outlets import load_outlets, read_outlet, read_outlets
from tests.profiles.pair import PAGES, read, write_pair

GOOD = """
name = "The Elsin Courier"
hosts = ["elsincourier.example", "courier.example"]
checked = 2031-05-06
valid-until = 2032-05-06
[select]
body = "div.story > div, #body"
remove = [".promo"]
"""


def test_a_profile_is_read_with_its_places_as_paths() -> None:
    profile = read_outlet(GOOD, "courier.toml")
    assert (profile.name, profile.hosts[1]) == ("The Elsin Courier", "courier.example")
    assert (profile.checked, profile.valid_until) == (date(2031, 5, 6), date(2032, 5, 6))
    assert "'story'" in profile.body.replace(" story ", "story")
    assert (len(profile.remove), profile.headline, profile.boilerplate) == (1, "", ())


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("checked =", "seen ="),
        ("valid-until = 2032-05-06", "valid-until = 2030-05-06"),
        ("2032-05-06", '"2032-05-06"'),
        ("2032-05-06", "2032-05-06T10:00:00"),
        ('"elsincourier.example"', '"www.elsincourier.example"'),
        ('"elsincourier.example", "courier.example"', ""),
        ("div.story > div", "div.story >"),
        ('[".promo"]', '".promo"'),
        ("body =", "text ="),
        ("name =", "="),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name(was: str, now: str) -> None:
    assert was in GOOD
    with pytest.raises(ValueError, match=r"courier\.toml"):
        read_outlet(GOOD.replace(was, now), "courier.toml")


def test_a_host_has_one_profile(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD)
    (tmp_path / "README.md").write_text("no profile")
    with pytest.raises(ValueError, match=r"b\.toml.*already"):
        read_outlets(tmp_path)


def test_the_profiles_that_ship_can_be_read_and_are_few() -> None:
    assert len({profile.name for profile in load_outlets().values()}) <= 10


@pytest.mark.parametrize("expected", sorted(PAGES.glob("*.json")), ids=lambda path: path.stem)
def test_a_page_gives_what_its_pair_says(expected: Path) -> None:
    said = json.loads(expected.read_text("utf-8"))
    page = expected.with_suffix(".html").read_bytes()
    assert read(page, said["url"], datetime.fromisoformat(said["seen_at"])) == said


def test_a_pair_can_be_made_and_holds(tmp_path: Path) -> None:
    page = (PAGES / "tolley-mercury.html").read_bytes()
    url, seen_at = "https://other.example/1", datetime(2031, 5, 7, tzinfo=UTC)
    expected = write_pair(page, url, seen_at, "made", tmp_path)
    assert json.loads(expected.read_text("utf-8")) == read(page, url, seen_at)
    assert (tmp_path / "made.html").read_bytes() == page
