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

#: A block longer than this is prose that happens to begin like furniture. 99 % of the blocks of the tune rows of
#: extract/text_news that begin with a phrase and are no article text have at most 61 characters.
_LONGEST_BLOCK = 240
_LONGEST_PHRASE = 6
#: Phrases inside longer paragraphs are prose about furniture; in shorter blocks they are furniture.
_LONGEST_HOLDER = 500
_NUMBER = re.compile(r"\d+")
_NONE: frozenset[str] = frozenset()
_EDGES = " \t.:,;!?…|•·›>»«‹-–—*()[]→↓↗›"


@dataclass(frozen=True, slots=True)
class Cut:
    """A phrase at ``start:end`` that is no part of the text around it."""

    start: int
    end: int
    reason: str


def find_cuts(reading: str, folded: str, lexicon: Lexicon) -> tuple[Cut, ...]:
    """Return the inline phrases of ``reading`` in order, none overlapping, longest first."""
    known: dict[str, bool] = {}
    found = [
        Cut(start, end, needle.reason)
        for needle in _inline(lexicon)
        for start, end in _places(folded, needle, known)
        if _stands_alone(reading, start, end)
    ]
    found.sort(key=lambda cut: (cut.start, -cut.end))
    kept: list[Cut] = []
    for cut in found:
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Needle:
    """A phrase to look for: a ``word`` that must occur at all, then its spellings, then a pattern where it has
    numbers."""

    reason: str
    word: str
    spellings: tuple[str, ...]
    pattern: re.Pattern[str] | None


@lru_cache(maxsize=4)
def _inline(lexicon: Lexicon) -> tuple[_Needle, ...]:
    """Return what to look for. A link inside a phrase often leaves two blanks where there should be one."""
    needles = []
    for reason, phrases in lexicon.inline.items():
        for phrase in phrases:
            words = phrase.split(" ")
            longest = max((word for word in words if "#" not in word), key=len)
            if "#" in phrase:
                pattern = re.compile(re.escape(phrase).replace(r"\#", r"\d{1,3}"))
                needles.append(_Needle(reason, longest, (phrase.split("#", 1)[0],), pattern))
                continue
            doubled = (" ".join(words[:i]) + "  " + " ".join(words[i:]) for i in range(1, len(words)))
            needles.append(_Needle(reason, longest, (phrase, *doubled), None))
    return tuple(needles)


def _places(folded: str, needle: _Needle, known: dict[str, bool]) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands. ``known`` remembers which words occur: most do not, and then nothing else is
    looked for."""
    if needle.word not in known:
        known[needle.word] = needle.word in folded
    if not known[needle.word]:
        return
    for spelling in needle.spellings:
        at = folded.find(spelling)
        while at >= 0:
            if needle.pattern is None:
                yield at, at + len(spelling)
            elif match := needle.pattern.match(folded, at):
                yield at, match.end()
            at = folded.find(spelling, at + len(spelling))


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
    words = bare.split(" ", _LONGEST_PHRASE)
    if words[0].rstrip(_EDGES) not in _first_words(lexicon):
        return "", False
    if words[0][-1:] in (":", "：") and (reason := phrases.get(words[0][:-1])):
        return reason, False
    for length in range(2, min(len(words), _LONGEST_PHRASE + 1)):
        if reason := phrases.get(" ".join(words[:length]).rstrip(_EDGES)):
            return reason, False
    return "", False


@lru_cache(maxsize=4)
def _first_words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0].rstrip(_EDGES) for phrase in _phrases(lexicon))


@lru_cache(maxsize=4)
def _phrases_by_pair(lexicon: Lexicon) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """Return what must follow the first two words of the phrases of two to four, by those two words."""
    by_pair: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for phrase in _phrases(lexicon):
        words = tuple(phrase.split(" "))
        if len(words) == 2:
            for sign in ("", ".", ",", ":", "!", "…"):
                by_pair.setdefault((words[0], words[1] + sign), []).append(())
        elif 2 < len(words) <= 4:
            by_pair.setdefault((words[0], words[1]), []).append(words[2:])
    return {pair: tuple(rests) for pair, rests in by_pair.items()}


def held_phrases(block: str, lexicon: Lexicon) -> tuple[int, int]:
    """Count the known phrases of two to four words inside a folded block, and the different words of a site's
    service."""
    if len(block) > _LONGEST_HOLDER or " " not in block:
        return 0, int(block in lexicon.words.get("service", _NONE))
    words = block.split(" ")
    service = len(lexicon.words.get("service", _NONE).intersection(words))
    by_pair = _phrases_by_pair(lexicon)
    hits = [(at, by_pair[pair]) for at, pair in enumerate(zip(words, words[1:], strict=False)) if pair in by_pair]
    return sum(any(_follows(words, at + 2, rest) for rest in rests) for at, rests in hits), service


def _follows(words: list[str], at: int, rest: tuple[str, ...]) -> bool:
    there = words[at : at + len(rest)]
    return len(there) == len(rest) and [word.strip(_EDGES) for word in there] == list(rest)
