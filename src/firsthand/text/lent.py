"""Which stretches of a text are somebody else's words by their form: quotations, posts, statements given in full.

Two reporters who print one speech, one post or one statement share words without either copying the other.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from firsthand.model.span import Range
from firsthand.text.quoted import quoted
from firsthand.text.sentences import sentences


class Lent(StrEnum):
    """How words show that they are not the reporter's."""

    QUOTE = "quote"
    POST = "post"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place in a text and whose words stand there."""

    place: Range
    kind: Lent


#: The signature of a post carried inside a page: ``— Jane Roe (@janeroe) May 3, 2017``, a name and an account.
_SIGNED = re.compile(
    r"(?:[-‐-―]\s*[^\n()]{1,60}|^[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*){0,4}\s)\s?\(@\w{1,30}\)"
    r"|(?:^|\s)@\w{2,30}\s*[·•|-]?\s*(?=\d{1,2}[:.]\d{2}\b)",
    re.M,
)
#: What only posts carry: shortened addresses of pictures, and the mark of one who is answered.
_MARKED = re.compile(r"\b(?:pic\.twitter\.com|t\.co|instagram\.com/p|bsky\.app)/|(?:^|\s)RT @\w|(?:^|\s)#\w+ #\w+")
#: What `_MARKED` looks for has one of these: most texts have none, which is quickly seen.
_MARKS = ("pic.t", "t.co", "instagram.com", "bsky.app", "RT @", "#")
#: A post is short; its signature stands behind it, perhaps in a paragraph of its own.
_LONGEST_POST = 420
#: Single marks are apostrophes as well: a quotation in them that runs on has lost its end. A "sentence" that does is
#: many, whose stops were lost.
_APOSTROPHES, _LONGEST_SINGLE, _LONGEST_SENTENCE = "'‘’", 250, 400


def lent(text: str, own_voice: frozenset[str]) -> list[Stretch]:
    """Return the stretches of a text that are somebody else's words, by place; they may overlap.

    ``own_voice`` are the words of the first person, folded: who says "we" outside quotation marks gives a statement.
    """
    marked = [place for place in quoted(text) if text[place.start] not in _APOSTROPHES or len(place) <= _LONGEST_SINGLE]
    found = [Stretch(place, Lent.QUOTE) for place in marked]
    found += [Stretch(place, Lent.POST) for place in _posts(text)]
    found += [Stretch(place, Lent.STATEMENT) for place in _statements(text, marked, own_voice)]
    return sorted(found, key=lambda s: (s.place.start, s.place.end, s.kind))


def _posts(text: str) -> Iterator[Range]:
    for match in _SIGNED.finditer(text) if "@" in text else ():
        yield Range(_post_start(text, match.start()), match.end())
    for match in _MARKED.finditer(text) if any(mark in text for mark in _MARKS) else ():
        end = text.find("\n", match.end())
        yield Range(_line_start(text, match.start()), end if end >= 0 else len(text))


def _post_start(text: str, signature: int) -> int:
    """Go back from a signature: its own line, or where that holds nothing else, the paragraph before it."""
    start = _line_start(text, signature)
    if signature - start < 3:
        before = len(text[:start].rstrip())
        start = _line_start(text, before)
    return max(start, signature - _LONGEST_POST)


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _statements(text: str, marked: list[Range], own_voice: frozenset[str]) -> Iterator[Range]:
    """Yield sentences in the first person outside quotation marks: a statement printed without marks."""
    if own_voice.isdisjoint(_LETTERS.findall(text.casefold())):
        return
    spoken = _spoken(own_voice)
    said = [
        m.start() for m in spoken.finditer(text) if not any(place.start <= m.start() < place.end for place in marked)
    ]
    if not said:
        return
    for place in sentences(text):
        at = bisect_left(said, place.start)
        if at < len(said) and said[at] < place.end and len(place) <= _LONGEST_SENTENCE:
            yield place


_LETTERS = re.compile(r"\w+")


@lru_cache(maxsize=8)
def _spoken(own_voice: frozenset[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(own_voice)) or r"(?!)"
    return re.compile(rf"\b(?:{either})\b", re.IGNORECASE)
