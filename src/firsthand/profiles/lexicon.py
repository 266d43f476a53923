"""Word lists from the data files become one Lexicon: one language more is lines of data, not lines of code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from firsthand.model.lexicon import Agency, Lexicon, TimeWords
from firsthand.profiles.outlets import load_outlets
from firsthand.profiles.trees import load_trees
from firsthand.profiles.voices import load_voices


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon that ships with the program; reading it takes some milliseconds, once a process."""
    furniture, dates, numbers = _table("furniture"), _table("dates"), _table("numerals")
    return Lexicon(
        furniture={reason: _merged(by_language) for reason, by_language in furniture["furniture"].items()},
        inline={reason: tuple(phrases) for reason, phrases in furniture["inline"].items()},
        words={name: frozenset(words) for name, words in _table("words").items()},
        months={name: number for names in dates["months"].values() for name, number in names.items()},
        ages={unit: tuple(templates) for unit, templates in dates["ages"].items()},
        zones=dates["zones"],
        agencies=tuple(
            Agency(
                agency["name"],
                tuple(agency["spellings"]),
                *(tuple(agency.get(key, ())) for key in ("hosts", "signoffs", "pages")),
            )
            for agency in _table("agencies")["agency"]
        ),
        patterns={name: tuple(patterns) for name, patterns in (_table("credits") | _table("citing")).items()},
        spellings=_spellings(_table("spellings")),
        numerals={word: figure for words in numbers["numerals"].values() for word, figure in words.items()},
        symbols=numbers["symbols"],
        trees=load_trees(),
        profiles=load_outlets(),
        times={code: _times(given, dates["months"], code) for code, given in _table("times").items()},
        voices=load_voices(),
    )


def _times(given: dict[str, Any], months: dict[str, dict[str, int]], code: str) -> TimeWords:
    """Read one language; names of months that it shares with English are listed there alone."""
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return TimeWords(months={**months["en"], **months[code]}, **{**given, **lists})


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("firsthand.profiles") / "data" / f"{name}.toml").read_text("utf-8"))


def _merged(by_language: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for phrases in by_language.values() for phrase in phrases))


def _spellings(table: dict[str, Any]) -> dict[str, str]:
    """Expand the stems of each ending and add the pairs, which win: they were written by hand."""
    expanded = {
        stem.lower() + before: stem.lower() + after
        for ending in table["endings"].values()
        for stem in ending["stems"]
        for before, after in zip(ending["from"], ending["to"], strict=True)
    }
    return {**expanded, **table["pairs"]}
