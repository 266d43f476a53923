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
#: A name is looked for so far before its verb, in characters.
_LONGEST_NAME = 80
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
    """A pattern, and where it begins with the name, what follows the name: names stand everywhere, cues do not."""

    whole: re.Pattern[str]
    cue: re.Pattern[str] | None

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        if self.cue is None:
            yield from self.whole.finditer(text)
            return
        for cue in self.cue.finditer(text):
            match = self.whole.search(text, max(0, cue.start() - _LONGEST_NAME), cue.end())
            if match:
                yield match


@lru_cache(maxsize=8)
def _ways(patterns: tuple[str, ...]) -> tuple[_Way, ...]:
    return tuple(
        _Way(
            re.compile(p.replace("{outlet}", _NAME)),
            re.compile(p.removeprefix("{outlet}")) if p.startswith("{outlet}") else None,
        )
        for p in patterns
    )
