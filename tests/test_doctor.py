"""The doctor tells which models work, and never raises for what it looks at."""

from contextlib import closing
from pathlib import Path

import pytest

from firsthand import doctor
from firsthand.backends import spacy_model
from firsthand.contract import Check
from firsthand.doctor import examine
from firsthand.model.errors import StoreError
from firsthand.settings import CONFIG, VARIABLES
from firsthand.store.database import open_store
from tests.refresh.made import came, entry, failed, feed, follow, keep, source


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (CONFIG, *VARIABLES):
        monkeypatch.delenv(name, raising=False)


def told(folder: Path, settings: str | None = None) -> dict[str, Check]:
    if settings is not None:
        (folder / "firsthand.toml").write_text(settings)
    return {check.name: check for check in examine(str(folder))}


def test_the_defaults_are_told(tmp_path: Path) -> None:
    found = told(tmp_path)
    assert found["settings"].text == "no file; the defaults"
    assert found["tagger"].text.startswith("rules ")
    assert found["writer"].text == "none"
    assert found["contents"].state == "ok"


def test_what_is_chosen_is_told_with_its_version(tmp_path: Path) -> None:
    at = 'writer.address = "https://one.example/v1"\nwriter.model = "tiny"\n'
    found = told(tmp_path, f'[models]\ntagger = "none"\nembedder = "none"\n{at}')
    assert found["settings"].text.endswith("firsthand.toml")
    assert (found["tagger"].text, found["embedder"].text) == ("none", "none")
    assert found["writer"].text == "tiny https://one.example/v1"


def test_a_model_that_cannot_be_had_is_bad_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy_model, "package_folder", lambda _: None)
    found = told(tmp_path, '[models]\ntagger = "spacy"\n')
    assert found["tagger"].state == "bad"
    assert "pip install" in found["tagger"].next_try
    assert found["writer"].state == found["contents"].state == "ok"


def test_a_wrong_setting_is_bad_and_the_store_is_looked_at_all_the_same(tmp_path: Path) -> None:
    found = told(tmp_path, '[models]\ntagger = "x"\n')
    assert (found["settings"].state, found["settings"].next_try) == ("bad", "It may be none, rules, spacy.")
    assert "tagger" not in found
    assert found["contents"].state == "ok"


def test_what_is_followed_is_told(tmp_path: Path) -> None:
    assert told(tmp_path)["sources"].text == "none is followed"
    with closing(open_store(str(tmp_path))) as store:
        good, bad = follow(store, source("https://a.example/feed"), source("https://b.example/feed"))
        keep(store, good, came(feed(entry(1))))
        keep(store, bad, failed("timeout"))
    found = told(tmp_path)
    assert (found["sources"].state, found["contact"].state) == ("note", "note")
    assert found["sources"].text == "2 followed, 1 failing; 1 pages due of 1 planned"


def test_a_store_that_cannot_be_written_to_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(tmp_path)["writing"].state == "ok"

    def full(_: object) -> None:
        raise StoreError("The disk is full.", "Make room.")

    monkeypatch.setattr(doctor, "try_writing", full)
    found = told(tmp_path)["writing"]
    assert (found.state, found.text, found.next_try) == ("bad", "The disk is full.", "Make room.")
