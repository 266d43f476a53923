"""Find the phrases of the lexicon: those cut out of running text, and blocks that are nothing but one.

Phrases are looked for with ``str.find``, one at a time: some hundred searches at memory speed, and no pattern that
could backtrack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.lexicon import Lexicon

#: Reasons whose phrases stand inside a sentence that goes on behind them; all other inline phrases part two blocks.
WITHIN_SENTENCE = frozenset({"inline_link_hint", "newsletter"})

#: A block longer than this is prose that happens to begin like furniture. 95 % of the furniture blocks of
#: extract/text_news that begin with a phrase are shorter.
_LONGEST_BLOCK = 240
_LONGEST_PHRASE = 6
#: Phrases inside longer paragraphs are prose about furniture; in shorter blocks they are furniture.
_LONGEST_HOLDER = 500
_NUMBER = re.compile(r"\d+")
_EDGES = " \t.:,;!?…|•·›>»«‹-–—*()[]→↓↗›"


@dataclass(frozen=True, slots=True)
class Cut:
    """A phrase at ``start:end`` that is no part of the text around it."""

    start: int
    end: int
    reason: str


def find_cuts(reading: str, folded: str, lexicon: Lexicon) -> tuple[Cut, ...]:
    """Return the inline phrases of ``reading`` in order, none overlapping, longest first."""
    found = [
        Cut(start, end, reason)
        for reason, needle, pattern in _inline(lexicon)
        for start, end in _places(folded, needle, pattern)
        if _stands_alone(reading, start, end)
    ]
    found.sort(key=lambda cut: (cut.start, -cut.end))
    kept: list[Cut] = []
    for cut in found:
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return tuple(kept)


@lru_cache(maxsize=4)
def _inline(lexicon: Lexicon) -> tuple[tuple[str, str, re.Pattern[str] | None], ...]:
    """Return reason, what to search for and what to match there. An inner link often doubles one blank."""
    needles: list[tuple[str, str, re.Pattern[str] | None]] = []
    for reason, phrases in lexicon.inline.items():
        for phrase in phrases:
            if "#" in phrase:
                pattern = re.compile(re.escape(phrase).replace(r"\#", r"\d{1,3}"))
                needles.append((reason, phrase.split("#", 1)[0], pattern))
                continue
            needles.append((reason, phrase, None))
            words = phrase.split(" ")
            needles += [
                (reason, "  ".join((" ".join(words[:i]), " ".join(words[i:]))), None) for i in range(1, len(words))
            ]
    return tuple(needles)


def _places(folded: str, needle: str, pattern: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    at = folded.find(needle)
    while at >= 0:
        if pattern is None:
            yield at, at + len(needle)
        elif match := pattern.match(folded, at):
            yield at, match.end()
        at = folded.find(needle, at + len(needle))


def _stands_alone(reading: str, start: int, end: int) -> bool:
    """Say whether the phrase is not the middle of a word; a capital may be glued to what stands before it."""
    before, first = reading[start - 1 : start], reading[start : start + 1]
    if before.isalpha() and first.isalpha() and not first.isupper():
        return False
    return not (reading[end - 1].isalpha() and reading[end : end + 1].islower())


@lru_cache(maxsize=4)
def _phrases(lexicon: Lexicon) -> dict[str, str]:
    return {phrase: reason for reason, phrases in lexicon.furniture.items() for phrase in phrases}


def furniture_of(block: str, lexicon: Lexicon) -> tuple[str, bool]:
    """Return the reason code of a folded block that is, or begins with, a known phrase, and whether it is just that.

    A single word counts only where it is the whole block: half of all sentences begin with some menu's word.
    """
    if len(block) > _LONGEST_BLOCK:
        return "", False
    phrases = _phrases(lexicon)
    bare = _NUMBER.sub("#", block).strip(_EDGES)
    if bare in phrases:
        return phrases[bare], True
    at = -1
    for words in range(_LONGEST_PHRASE):
        at = bare.find(" ", at + 1)
        if at < 0:
            break
        if words and (reason := phrases.get(bare[:at].rstrip(_EDGES))):
            return reason, False
        if not words and bare[at - 1 : at] in ":：" and (reason := phrases.get(bare[: at - 1])):
            return reason, False
    return "", False


def held_phrases(block: str, lexicon: Lexicon) -> tuple[int, int]:
    """Count the known phrases of two to four words inside a folded block, and the words of a site's service."""
    if len(block) > _LONGEST_HOLDER:
        return 0, 0
    phrases, service = _phrases(lexicon), lexicon.words.get("service", frozenset())
    words = [word.strip(_EDGES) for word in block.split(" ")]
    held, at = 0, 0
    while at < len(words):
        length = next((n for n in (4, 3, 2) if " ".join(words[at : at + n]) in phrases), 0)
        held += length > 1
        at += max(length, 1)
    return held, sum(word in service for word in words)
