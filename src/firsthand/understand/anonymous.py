"""Count the people behind sources that are not named: "three sources" and "the first source" are three, not four.

Mentions that may be the same people are taken to be: a number is a floor that a later, smaller number does not raise, and
an aide may be the source of before. Only "another", an ordinal, another country, party or house in front, or words for
people of another kind ("a witness") say that these are others.
"""

import re
from dataclasses import dataclass, field

from firsthand.model.lexicon import VoiceWords

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")


@dataclass(slots=True)
class Group:
    """People of one description in a document. ``names``: capitalised words of it ("Russian"), ``count`` at least.

    ``single``: how many were told apart ("a source", "another"); they may be among those counted.
    """

    head: str
    names: set[str] = field(default_factory=set)
    count: int = 0
    single: int = 0
    fullest: str = ""


@dataclass(slots=True)
class Crowd:
    """All unnamed sources of one document, in the order in which they speak."""

    words: VoiceWords
    groups: list[Group] = field(default_factory=list)
    #: The text says that somebody speaks "on condition of anonymity", whoever it is.
    promised: bool = False

    @property
    def at_least(self) -> int:
        """How many people these are."""
        return max(int(self.promised), sum(group.count for group in self.groups))

    def add(self, phrase: str, head: str) -> tuple[Group, int]:
        """Put one mention where it belongs; return its group and how many of it the mention names."""
        words = [m[0] for m in _WORD.finditer(phrase)]
        low = [w.lower() for w in words]
        names = {w for w in words[1:] if w[:1].isupper()} | {w for w in words[:1] if len(w) > 1 and w.isupper()}
        related = self.words.words.get("insiders", frozenset())
        group = self._group("" if head in related else _stem(head), names)
        number = max((n for w in low if (n := _value(self.words, "numbers", w))), default=2 if _plural(head) else 1)
        ordinal = max((n for w in low if (n := _value(self.words, "ordinals", w))), default=0)
        other = group.count and not self.words.words.get("others", frozenset()).isdisjoint(low)
        if other and not group.single:
            group.count += number
        elif other:
            group.single += number
        elif number == 1:
            group.single = max(group.single, 1)
        group.count = max(group.count, group.single, ordinal if ordinal and number < 2 else number)
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


def unnamed_head(phrase: str, words: VoiceWords) -> str | None:
    """Return the word that says that these are people without a name ("a senior official"); None where they are none.

    Sources always are. Others are where one or a number of them speak, where marks say so ("on condition of anonymity"),
    and, of those who have things to tell ("aides", "officials"), as a bare plural. "Danish officials" are Denmark's voice, and
    no sources. A name right behind makes them named.
    """
    lists = words.words
    found = list(_WORD.finditer(phrase))
    low = [m[0].lower() for m in found]
    sources, unnamed = lists.get("sources", frozenset()), lists.get("unnamed", frozenset())
    at = next((i for i, word in enumerate(low) if word in sources), None)
    if at is not None:
        return low[at]
    at = next((i for i, word in enumerate(low) if word in unnamed), None)
    if at is None or _is_inside(low[:at], words) or _is_named(phrase[found[at].end() :], words):
        return None
    marked = any(mark in phrase.lower() for mark in lists.get("unnamed_marks", ()))
    vague = low[0] in lists.get("vague", frozenset())
    numbered = not vague and bool(_value(words, "numbers", low[0]))
    bare = low[at] in lists.get("unnamed_bare", frozenset()) and not (
        low[at] in lists.get("speak_for", frozenset()) and _of_an_institution([m[0] for m in found[:at]], words)
    )
    return low[at] if marked or numbered or bare else None


def _of_an_institution(before: list[str], words: VoiceWords) -> bool:
    """Say whether officials are those of a country or a house ("Danish officials"), which is who speaks then."""
    return any(w[:1].isupper() and w.lower() not in words.words.get("determiners", frozenset()) for w in before)


def _is_inside(before: list[str], words: VoiceWords) -> bool:
    """Say whether a word stands behind a preposition, inside a phrase of another ("a lawsuit by an aide")."""
    lists = words.words
    for at, word in enumerate(before):
        counted = at > 0 and bool(_value(words, "numbers", before[at - 1]) or _value(words, "ordinals", before[at - 1]))
        if word in lists.get("prepositions", frozenset()) and not counted:
            return True
    return False


def _is_named(behind: str, words: VoiceWords) -> bool:
    following = re.match(r",?\s+(\w+)", behind)
    return following is not None and (
        following[1][:1].isupper() or following[1].lower() in words.words.get("named", frozenset())
    )


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
