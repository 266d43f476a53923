"""Count the people behind sources that are not named: "three sources" and "the first source" are three, not four.

Mentions that may be the same people are taken to be: a number is a floor that a later, smaller number does not raise.
Only "another", an ordinal, or another country or house in front says that these are others.
"""

import re
from dataclasses import dataclass, field

from firsthand.model.lexicon import VoiceWords

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


@dataclass(slots=True)
class Group:
    """People of one description in a document. ``names``: capitalised words of it ("Russian"), ``count`` at least."""

    head: str
    names: set[str] = field(default_factory=set)
    count: int = 0
    fullest: str = ""


@dataclass(slots=True)
class Crowd:
    """All unnamed sources of one document, in the order in which they speak."""

    words: VoiceWords
    groups: list[Group] = field(default_factory=list)

    @property
    def at_least(self) -> int:
        """How many people these are."""
        return sum(group.count for group in self.groups)

    def add(self, phrase: str, head: str) -> tuple[Group, int]:
        """Put one mention where it belongs; return its group and how many of it the mention names."""
        words = [m[0] for m in _WORD.finditer(phrase)]
        low = [w.lower() for w in words]
        names = {w for w in words[1:] if w[:1].isupper()} | {w for w in words[:1] if len(w) > 1 and w.isupper()}
        group = self._group(_stem(head), names)
        number = max((n for w in low if (n := _value(self.words, "numbers", w))), default=2 if _plural(head) else 1)
        ordinal = max((n for w in low if (n := _value(self.words, "ordinals", w))), default=0)
        if group.count and not self.words.words.get("others", frozenset()).isdisjoint(low):
            group.count += number
        else:
            group.count = max(group.count, ordinal if ordinal else number)
        group.names |= names
        if len(phrase) > len(group.fullest):
            group.fullest = phrase
        return group, 1 if ordinal else number

    def _group(self, head: str, names: set[str]) -> Group:
        for group in self.groups:
            if group.head == head and (not names or not group.names or names & group.names):
                return group
        self.groups.append(Group(head))
        return self.groups[-1]


def _stem(head: str) -> str:
    return head[:-1] if head.endswith(("s", "n")) and len(head) > 4 else head


def _plural(head: str) -> bool:
    return head.endswith(("s", "en", "people"))


def _value(words: VoiceWords, name: str, word: str) -> int:
    for entry in words.words.get(name, ()):
        key, _, number = entry.partition("=")
        if key == word:
            return int(number)
    return int(word) if word.isdigit() and len(word) < 3 else 0
