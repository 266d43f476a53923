"""Which words in marks are nobody's: a name, a title, a heading, a translation; and which are somebody's, however few."""

from firsthand.model.voices import Form
from firsthand.understand.found import Found
from firsthand.understand.marks import Stretch
from firsthand.understand.tokens import Grammar, Kind, Token

#: A title has at most so many words that could have capitals.
_TITLE = 6
#: Words of a sentence in marks, from so many on, are somebody's.
_FRAGMENT = 3
#: "volle Hilfe": a word and its noun.
_PAIR = 2
#: A heading in marks has at most so many words.
_HEADING = 8


def is_named(text: str, quote: Found, language: Grammar) -> bool:
    """Say whether all that is said would be a name in marks: "der Zeitung „Orr und Partner“ mitgeteilt"."""
    return quote.form is Form.DIRECT and all(is_called(text, s, language) for s in quote.stretches)


def is_called(text: str, stretch: Stretch, language: Grammar) -> bool:
    """Say whether what stands in marks is what the noun before it is called: "die Firma „Orr und Partner“"."""
    inner, before = stretch.inner.of(text), text[max(0, stretch.start - 40) : stretch.start]
    if before.endswith("(") and inner[-1] not in ".,!?":
        return True  # a translation: "„Open Port“ („offener Hafen“)"
    noun = before.split()[-1:]
    if not noun or not before.endswith(" ") or inner[-1] in ".,!?" or len(inner.split()) > _HEADING:
        return False
    behind = text[stretch.end : stretch.end + 20].split()[:1]
    if noun[0].lower() in language.list("called") or (behind and behind[0] in language.list("called")):
        return True
    if text[stretch.end : stretch.end + 1] == "-":
        return True  # "der „Stadt am Meer“-Preis"
    word = noun[0].lower()
    return noun[0].isalpha() and noun[0][0].isupper() and inner[0].isupper() and word not in language.list("announces")


def is_title(text: str, stretch: Stretch, language: Grammar) -> bool:
    """Say whether what stands in marks is a name or a title: short, every longer word a capital."""
    inner = stretch.inner.of(text)
    if language.list("nouns_have_capitals") and is_called(text, stretch, language):
        return True
    words = [w for w in inner.split() if len(w) > 3 or w[:1].isupper()]
    if not words or len(words) > _TITLE or inner[-1] in ".,!?" or not all(w[:1].isupper() for w in words):
        return False
    if not language.list("nouns_have_capitals"):
        return True
    before = text[max(0, stretch.start - 40) : stretch.start].split()[-1:]
    return not before or before[0].lower() not in language.list("words_not_names")


def is_subhead(text: str, stretch: Stretch) -> bool:
    """Say whether a few words in marks are all of their line, and are closed: a heading between paragraphs."""
    before, behind = text[: stretch.start].rpartition("\n")[2], text[stretch.end : stretch.end + 2]
    few = len(stretch.inner.of(text).split()) <= _HEADING
    return few and stretch.closed and not before.strip(" '’\"") and behind.strip(" '’\".")[:1] in ("", "\n")


def is_fragment(text: str, stretch: Stretch, before: Token, language: Grammar) -> bool:
    """Say whether words of a sentence are another's: where nouns have capitals, a title does not begin with a small letter."""
    inner = stretch.inner.of(text)
    if not language.list("nouns_have_capitals"):
        return False
    words = inner.split()
    if text.startswith("''", stretch.start):
        return False  # slanted letters, on wikis
    if not inner[0].islower():
        return len(words) >= _FRAGMENT and words[-2] == "zu" and words[-1].islower()  # "Häfen zu bauen"
    described = len(words) == _PAIR and words[1][0].isupper() and not language.kinds.get(words[0], 0) & Kind.DETERMINER
    return len(words) >= _FRAGMENT or described or before.low in language.list("as_what")
