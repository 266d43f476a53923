"""Ways to say one thing, as a language lists them, made into one regular expression.

``a|b``: one of these words, and ``x_y`` two words. ``*``: up to three mild words (adverbs, times). ``~``: up to six words of
one clause, none of them a word like "what" or "that"; ``+``: one such word; ``#``: something follows. ``!a|b`` must not
follow. Behind ``/`` stands what must follow and is no part of the cue.
"""

import re
from collections.abc import Iterable

_BETWEEN = r"[\s“”\"'‘'(]+"
_ANY_WORD = r"(?!(?:{})\b)[^\s.;:!?,“”\"()]+"


def pattern(listed: Iterable[str], mild: Iterable[str] = (), asking: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Turn a list of ways into one expression; None for an empty list. ``asking``: the words that ``~`` stops at."""
    some = "|".join(sorted(map(re.escape, mild), key=len, reverse=True))
    gap = rf"(?:(?:{some}|\w+ly){_BETWEEN}){{0,3}}" if some else rf"(?:\w+ly{_BETWEEN}){{0,3}}"
    word = _ANY_WORD.format("|".join(sorted(asking)) or "(?!)")
    clause = rf"(?:{word}{_BETWEEN}){{0,6}}?"
    ways = sorted((_way(phrase, gap, clause) for phrase in listed), key=lambda way: (-len(way), way))
    return re.compile(r"(?<![\w'-])(?:" + "|".join(ways) + ")", re.IGNORECASE) if ways else None


def first_words(listed: Iterable[str]) -> frozenset[str]:
    """Return the words with which one of these ways can begin: a text without any of them has none."""
    return frozenset(word.split("_")[0] for phrase in listed for word in phrase.split()[0].split("|"))


def _way(phrase: str, gap: str, clause: str) -> str:
    cue, _, behind = phrase.partition("/")
    return _words(cue.split(), gap, clause, first=True) + (
        f"(?={_words(behind.split(), gap, clause)})" if behind else ""
    )


def _words(parts: list[str], gap: str, clause: str, first: bool = False) -> str:
    out, lead = "", not first
    for part in parts:
        if part.startswith("!"):
            out += rf"(?!{_BETWEEN}(?:{_choice(part[1:])}))"
        elif part in "*~":
            out += (_BETWEEN if lead else "") + (gap if part == "*" else clause)
            lead = False
        elif part == "+":
            out += (_BETWEEN if lead else "") + clause.removesuffix("{0,6}?")
            lead = False
        elif part == "#":
            out += rf"(?={_BETWEEN}(?:{gap})?[\w“\"])"
        else:
            out += (_BETWEEN if lead else "") + f"(?:{_choice(part)})"
            lead = True
    return out


def _choice(part: str) -> str:
    return "|".join(re.escape(w).replace("_", r"\s+") + r"(?!\w)" for w in part.split("|"))
