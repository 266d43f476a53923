"""A text to its names. The default is rules and lists; a model may be put beside them, and nothing at all is a choice too.

    text -> (a model's spans, as one voice) -> the rules and votes of `understand.names` -> names

| tagger  | what it is                                                     | install                       |
|---------|----------------------------------------------------------------|-------------------------------|
| `none`  | no names                                                       |                               |
| `rules` | `understand.names`                                             |                               |
| `spacy` | the rules, with spaCy's small English model as a further voice | `pip install firsthand[spacy]` |
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from firsthand.backends import spacy_model
from firsthand.model.gazetteer import NameWords
from firsthand.model.span import Range
from firsthand.understand.heard import Heard
from firsthand.understand.names import VERSION, Name, find_names

#: Gives the word lists of a language by its code.
Lists = Callable[[str], NameWords]

#: Characters of a line that a model is given at once: more take memory by the gigabyte, and no paragraph is as long.
_LONGEST = 10_000
_LINE = re.compile(rf"[^\n]{{1,{_LONGEST}}}")
#: What a model takes for part of a name, and we do not.
_BEFORE, _AFTER = re.compile(r"(?:the|an?)\s+", re.IGNORECASE), re.compile(r"(?:\s|['’]s?|,)+\Z")


class Tagger(Protocol):
    """Something that finds the names of people, organisations and places in a text."""

    @property
    def name(self) -> tuple[str, str]:
        """Name the model and its version: other names, other answers."""
        ...

    def tag(self, text: str, language: str, blocks: Sequence[Range] = ()) -> list[Name]:
        """Return the names in some stretches of a text (none given: all of it), in order, none overlapping."""
        ...


@dataclass(frozen=True, slots=True)
class NoTagger:
    """Finds no names: for whom they are not worth their time."""

    @property
    def name(self) -> tuple[str, str]:
        """Name it."""
        return "none", ""

    def tag(self, text: str, language: str, blocks: Sequence[Range] = ()) -> list[Name]:
        """Return nothing."""
        return []


@dataclass(frozen=True, slots=True)
class RulesTagger:
    """The rules alone. ``lists`` is a function of a module, so that the tagger goes to other processes as it is."""

    lists: Lists

    @property
    def name(self) -> tuple[str, str]:
        """Name the rules and their version."""
        return "rules", VERSION

    def tag(self, text: str, language: str, blocks: Sequence[Range] = ()) -> list[Name]:
        """Find names by rules and lists."""
        return find_names(text, self.lists(language), blocks)


@dataclass(frozen=True, slots=True)
class SpacyTagger:
    """The rules with a model's voice among theirs, in its language; in all others the rules alone."""

    lists: Lists

    @property
    def name(self) -> tuple[str, str]:
        """Name the model, with its version and that of the rules."""
        model, its_version = spacy_model.described()
        return model, f"{its_version} rules-{VERSION}"

    def tag(self, text: str, language: str, blocks: Sequence[Range] = ()) -> list[Name]:
        """Find names. Raises `ModelError` where the model is gone or is another one than when the program started."""
        lists = self.lists(language)
        if language != spacy_model.LANGUAGE:
            return find_names(text, lists, blocks)
        return find_names(text, lists, blocks, heard(text, blocks))


def load_tagger(name: str, lists: Lists) -> Tagger:
    """Return the tagger of this name. Raises `ModelError` where its model is not installed or not the one we know."""
    match name:
        case "none":
            return NoTagger()
        case "rules":
            return RulesTagger(lists)
        case "spacy":
            spacy_model.folder()
            return SpacyTagger(lists)
    raise ValueError(f"no tagger is called {name!r}")


def heard(text: str, blocks: Sequence[Range] = ()) -> Iterator[Heard]:
    """Yield what spaCy marks in an English text, without articles and genitives."""
    lines = [
        (match.start(), match[0])
        for block in blocks or [Range(0, len(text))]
        for match in _LINE.finditer(text, block.start, block.end)
    ]
    for (at, line), marks in zip(lines, spacy_model.spans([line for _, line in lines]), strict=True):
        for start, end, kind in marks:
            article = _BEFORE.match(line, start, end)
            first = article.end() if article else start
            rest = _AFTER.search(line[first:end])
            last = first + rest.start() if rest else end
            if first < last:
                yield Heard(at + first, at + last, kind)
