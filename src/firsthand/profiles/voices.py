"""Read how each language says who said what: one file a language, ``data/voices/CODE.toml``."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from firsthand.model.lexicon import CueVerb, VoiceWords

_FORMS = ("finite", "participle", "gerund")


@cache
def load_voices() -> dict[str, VoiceWords]:
    """Return code of a language -> its words."""
    folder = files("firsthand.profiles") / "data" / "voices"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    codes = [f.name.removesuffix(".toml") for f in found]
    return {code: _voices(code, tomllib.loads(f.read_text("utf-8"))) for code, f in zip(codes, found, strict=True)}


def _voices(code: str, given: dict[str, Any]) -> VoiceWords:
    lists = {name: frozenset(value) for name, value in given.items() if isinstance(value, list) and name != "verbs"}
    lists["places"] = lists.get("capitals", frozenset()) | _countries(code)
    return VoiceWords(_verbs(given["verbs"]), lists, given["pronouns"])


def _countries(code: str) -> frozenset[str]:
    """Return the countries' names in one language, as the CLDR has them."""
    return frozenset(name.lower() for key, name in Locale(code).territories.items() if len(key) == 2)


def _verbs(lines: list[str]) -> dict[str, tuple[CueVerb, ...]]:
    """Read the verbs: ``finite | participles | gerunds : takes : stance : particle``; the last two may be missing."""
    found: dict[str, list[CueVerb]] = {}
    for line in lines:
        forms, takes, stance, particle = (part.strip() for part in (line + " : : ").split(":")[:4])
        for form, words in zip(_FORMS, forms.split("|"), strict=False):
            for word in words.split():
                found.setdefault(word, []).append(CueVerb(form, frozenset(takes.split()), stance, particle))
    return {word: tuple(verbs) for word, verbs in found.items()}
