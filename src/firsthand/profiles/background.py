"""Load the background table: how rare words are in general, and the function words of each language.

The file is package data, made by `bench/background.py`; what it was counted on, and under which licences, stands in
`data/background.md`. It is part of the version of the thread stage: another table gives other scores.
"""

import gzip
from dataclasses import replace
from functools import cache
from importlib.resources import files

from firsthand.profiles.same_event import load_middle
from firsthand.thread.features import Background

#: Languages the counts cover well enough that a word that is not there is rare, and not merely foreign.
KNOWN = frozenset({"en"})


@cache
def load_background() -> Background:
    """Read the table that ships with the program. Cached: it is one value for the life of a process."""
    packed = files("firsthand.profiles").joinpath("data/background.txt.gz").read_bytes()
    return replace(read_background(gzip.decompress(packed).decode()), middle=load_middle())


def read_background(text: str) -> Background:
    """Read a table: lines of ``highest<TAB>8.5``, ``function xx<TAB>words``, ``idf 3.25<TAB>words``; # is a comment."""
    rarity: dict[str, float] = {}
    languages_of: dict[str, tuple[str, ...]] = {}
    highest = Background().highest
    for line in text.splitlines():
        key, _, rest = line.partition("\t")
        name, _, value = key.partition(" ")
        if name == "highest":
            highest = float(rest)
        elif name == "function":
            for word in rest.split():
                languages_of[word] = (*languages_of.get(word, ()), value)
        elif name == "idf":
            rarity.update(dict.fromkeys(rest.split(), float(value)))
    return Background(rarity, highest, languages_of, KNOWN)
