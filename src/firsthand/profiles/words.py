"""What understanding a document needs to know of words, made of the tables that ship with the program."""

from collections.abc import Mapping
from functools import cache

from firsthand.profiles.background import load_background
from firsthand.profiles.lexicon import load_lexicon
from firsthand.profiles.names import load_names
from firsthand.profiles.topics import load_topics
from firsthand.thread.central import vector
from firsthand.understand.reading import Words
from firsthand.understand.writer import Checks


def weigh(text: str, language: str) -> Mapping[str, float]:
    """Weigh the terms of a short text by how rare they are in general; function words weigh nothing."""
    return vector(text, language, load_background())


def leaning() -> frozenset[str]:
    """Return the words with which no sentence begins that stands alone."""
    return load_lexicon().words["leaning"]


@cache
def load_words() -> Words:
    """Return all that understanding a document is handed, as it ships with the program."""
    return Words(load_lexicon(), load_names, load_topics(), weigh, leaning())


def checks(language: str) -> Checks:
    """Return what `understand.writer` asks of a sentence in one language."""
    lexicon = load_lexicon()
    marks = (lexicon.words[name] for name in ("negation", "attribution", "wish"))
    return Checks(lambda text: weigh(text, language), lexicon.numerals, *marks)
