"""Load what tells names apart: our own words (names.toml), lists of names (name_lists), countries (CLDR, by babel)."""

import gzip
import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError

from firsthand.model.gazetteer import NameWords
from firsthand.profiles.background import load_background

#: Languages that write every noun with a capital.
_NOUNS = frozenset({"de", "lb"})
#: Languages whose names of countries are known in every text: what a text in another language may well use.
_ALWAYS = ("en",)
_ISO_LETTERS = 2


#: What is no set of words.
_OTHER = frozenset({"countries", "nouns", "short", "same", "plain_ends"})


@cache
def load_names(language: str) -> NameWords:
    """Return the word lists of a language (two letters); of one that nobody described, what counts in all."""
    table = tomllib.loads(_bytes("names.toml").decode())
    given = _joined(table["all"], table.get(language, table["en"] if language == "en" else {}))
    lists, countries = _lists(), _countries(language)
    given["places"] = [*given.get("places", ()), *countries, *_cities(language)]
    given |= {"given": lists["given"], "family": lists["family"], "towns": lists["town"]}
    listed = lists.get(f"plain {language}", ())
    given["plain"] = [*given.get("plain", ()), *listed, *_function_words(language)]
    sets = {f.name: frozenset(given.get(f.name, ())) for f in fields(NameWords) if f.name not in _OTHER}
    ends = tuple(given.get("plain_ends", ()))
    nouns = language in _NOUNS
    short = not listed and not nouns
    return NameWords(**sets, plain_ends=ends, countries=countries, same=_same(table["same"]), nouns=nouns, short=short)


def _joined(*tables: dict[str, list[str]]) -> dict[str, Any]:
    return {key: [word for table in tables for word in table.get(key, ())] for table in tables for key in table}


@cache
def _lists() -> dict[str, list[str]]:
    lines = gzip.decompress(_bytes("name_lists.txt.gz")).decode().splitlines()
    return {name: words.split("\t") for name, _, words in (line.partition("\t") for line in lines)}


def _cities(language: str) -> list[str]:
    """Return what a language calls the cities that time zones are named after, capitals among them."""
    try:
        zones = Locale.parse(language).time_zones
    except (UnknownLocaleError, ValueError):
        return []
    return [str(zone["city"]) for zone in zones.values() if "city" in zone]


def _function_words(language: str) -> list[str]:
    """Return the function words of a language, from the background table."""
    return [word for word, codes in load_background().languages_of.items() if language in codes]


def _same(groups: dict[str, list[str]]) -> dict[str, str]:
    return {spelling: known for known, spellings in groups.items() for spelling in spellings}


def _countries(language: str) -> dict[str, str]:
    """Map every name of a country in a language, and in English, to its ISO code."""
    found: dict[str, str] = {}
    for code in dict.fromkeys((*_ALWAYS, language)):
        try:
            territories = Locale.parse(code).territories
        except (UnknownLocaleError, ValueError):
            continue
        for iso, name in territories.items():
            if len(iso) == _ISO_LETTERS:
                found[str(name)] = iso
    return found


def _bytes(name: str) -> bytes:
    return (files("firsthand.profiles") / "data" / name).read_bytes()
