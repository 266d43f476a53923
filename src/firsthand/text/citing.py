"""Where a text says that it has its news from another outlet: "first reported by", "citing", "told the Erie Times".

The ways to say so are data, a name is what stands there in capitals. Whether a name is an outlet's is not decided by
the form alone ("the ministry reported"): it has a word of outlets' names, or it is asked for by name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.span import Range

_NAME = (
    r"(?:[Tt]he )?(?P<outlet>[^\W\d_a-zà-ÿа-я][\w&.'’]*(?:-[^\W\d_]\w*)*"
    r"(?:(?: (?:of|de|del|di|and|&))? (?:& )?[^\W\d_a-zà-ÿа-я][\w&’]*(?:-[^\W\d_]\w*)*){0,4})"
)
#: A name is looked for so far before its verb, in characters; half of them may be said of it ("the paper, owned by ..,").
_LONGEST_NAME = 160
_EDGES = " .,'’"


@dataclass(frozen=True, slots=True)
class Citation:
    """An outlet named as the source, the words that say so, and whether it is said to have been first."""

    name: str
    place: Range
    first: bool


def citations(text: str, patterns: Mapping[str, tuple[str, ...]]) -> list[Citation]:
    """Return what a text cites, in order; of two at one place the one that says more."""
    found: dict[int, Citation] = {}
    for first, group in ((True, "first"), (False, "citing")):
        for way in _ways(patterns.get(group, ())):
            for match in way.matches(text):
                name = match["outlet"].strip(_EDGES).removesuffix("’s").removesuffix("'s")
                if name:
                    found.setdefault(match.start("outlet"), Citation(name, Range(match.start(), match.end()), first))
    return [found[start] for start in sorted(found)]


def is_outlet(name: str, outlet_words: frozenset[str], agencies: Iterable[str]) -> bool:
    """Say whether a name is an outlet's by a word of it, or an agency's."""
    parts = {part.casefold() for part in re.split(r"[\s-]+", name)}
    return not parts.isdisjoint(outlet_words) or any(name == agency for agency in agencies)


def reports_itself(text: str, names: frozenset[str], patterns: tuple[str, ...]) -> Range | None:
    """Return the first place where a text speaks as reporting of its own outlet, which goes by ``names``."""
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))) or r"(?!)"
    places = [m for p in patterns if (m := re.search(p.replace("{names}", either), text))]
    first = min(places, key=lambda m: m.start(), default=None)
    return Range(first.start(), first.end()) if first else None


@dataclass(frozen=True, slots=True)
class _Way:
    """A pattern, and its cue: what it has beside the name. Names stand everywhere, cues do not.

    ``before`` says how many characters before the cue the pattern may begin.
    """

    whole: re.Pattern[str]
    cue: re.Pattern[str]
    before: int

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        for cue in self.cue.finditer(text):
            if self.before:
                found = self.whole.finditer(text, max(0, cue.start() - self.before), cue.end())
                yield from (match for match in found if match.end() == cue.end())
            elif match := self.whole.match(text, cue.start()):
                yield match


@lru_cache(maxsize=8)
def _ways(patterns: tuple[str, ...]) -> tuple[_Way, ...]:
    return tuple(_way(p) for p in patterns)


def _way(pattern: str) -> _Way:
    """Take a pattern's cue from it: what may be missing at its front is left out, and so is the edge of a word.

    A cue that begins with a letter is found ten times as quickly as one that begins with an edge.
    """
    whole = re.compile(pattern.replace("{outlet}", _NAME))
    if pattern.startswith("{outlet}"):
        return _Way(whole, re.compile(_MISSING.sub("", pattern.removeprefix("{outlet}"))), _LONGEST_NAME)
    return _Way(whole, re.compile(pattern.removeprefix(r"\b").partition("{outlet}")[0]), 0)


#: Optional groups and spaces at the front of what follows a name.
_MISSING = re.compile(r"^(?: |\(\?:[^()]*\)\?)+")
