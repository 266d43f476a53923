"""A text as the grammar of quoting sees it: sentences of tokens, each with the kinds of word it may be.

What stands in quotation marks is one token: the marks hide its sentences from those of the reporter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.lexicon import CueVerb, VoiceWords
from firsthand.text.sentences import sentences
from firsthand.understand.marks import Stretch

#: Tokens of a sentence; a longer one is a table or a lost full stop, and is read in parts.
_LONGEST = 250
#: A headline has at least so many words longer than so many letters.
_HEADLINE, _SHORT = 3, 3
#: Stands for every hidden character; a private one, found in no text.
_HIDDEN = "\ue000"
_MARKS = re.escape("“”„\"«»‹›‘’‚'「」『』")
_TOKEN = re.compile(
    rf"(?:''|``|[{_MARKS}])?{_HIDDEN}+[.,?!…]*(?:””|[{_MARKS}])?"
    r"|[^\W\d_]\.(?:[^\W\d_]\.)+|\d\d?:\d\d"
    rf"|[^\W{_HIDDEN}]+(?:[.,'’&/\-‐‑][^\W{_HIDDEN}]+)*"
    r"|[^\w\s]"
)


class Kind:
    """What a word may be, in bits of a number: a word may be several. Plain numbers, since an enum's cost ten times as much."""

    DETERMINER = 1
    PREPOSITION = 2
    JOINING = 4
    SUBORDINATOR = 8
    RELATIVE = 16
    AUXILIARY = 32
    MODAL = 64
    ADVERB = 128
    TIME = 256
    PRONOUN = 512
    VERB = 1024
    THAT = 2048
    WHETHER = 4096
    NEGATION = 8192
    BEING = 16384
    POSSESSIVE = 32768
    STOP = 65536
    QUOTED = 131072
    CAPITAL = 262144
    CUE = 524288
    SUBJUNCTIVE = 1048576
    INDEFINITE = 2097152


_LISTS = {
    "determiners": Kind.DETERMINER,
    "prepositions": Kind.PREPOSITION,
    "joining": Kind.JOINING,
    "subordinators": Kind.SUBORDINATOR,
    "relatives": Kind.RELATIVE,
    "auxiliaries": Kind.AUXILIARY,
    "modals": Kind.MODAL,
    "adverbs": Kind.ADVERB,
    "times": Kind.TIME,
    "verbs_common": Kind.VERB,
    "that": Kind.THAT,
    "whether": Kind.WHETHER,
    "negations": Kind.NEGATION,
    "being": Kind.BEING,
    "possessives": Kind.POSSESSIVE,
    "indefinite": Kind.INDEFINITE,
    "subjunctive": Kind.SUBJUNCTIVE,
}


@dataclass(slots=True)
class Token:
    """A word, a mark of punctuation, or a whole quoted stretch. ``low``: small letters, straight apostrophes."""

    start: int
    end: int
    low: str
    kind: int
    verbs: tuple[CueVerb, ...] = ()
    quote: Stretch | None = None

    def has(self, kind: int) -> bool:
        """Say whether it may be any of these kinds."""
        return bool(self.kind & kind)


class Grammar:
    """The words of one language by kind."""

    def __init__(self, words: VoiceWords) -> None:
        self.words = words
        self.kinds: dict[str, int] = {}
        for name, kind in _LISTS.items():
            self._add(words.words.get(name, ()), kind)
        self._add(words.pronouns, Kind.PRONOUN)
        self.verbs: Mapping[str, tuple[CueVerb, ...]] = words.verbs
        self.first_words = frozenset(phrase.split()[0] for phrase in words.words.get("before", ()))
        self.phrase_words = self.first_words.union(*(map(self.list, ("behind", "after", "opinion_before"))))
        self.cue_nouns = self.list("nouns") | self.list("adjectives")
        self.comma_clause = bool(words.words.get("clause_after_comma"))
        who = (*words.words.get("titles", ()), *words.words.get("organisations", ()), *words.words.get("people", ()))
        self.speakers = tuple(w for w in who if len(w) > _SHORT)
        self.endings = tuple(words.words.get("adverb_endings", ()))

    def _add(self, listed: Iterable[str], kind: int) -> None:
        for word in listed:
            self.kinds[word] = self.kinds.get(word, 0) | kind

    def list(self, name: str) -> frozenset[str]:
        """Return a list of the language, empty where it has none."""
        return self.words.words.get(name, frozenset())


@lru_cache(maxsize=16)
def grammar(words: VoiceWords) -> Grammar:
    """Return the grammar of a language's words; made once."""
    return Grammar(words)


def tokenised(text: str, marked: list[Stretch], language: Grammar) -> list[list[Token]]:
    """Return the sentences of a text as tokens; each outermost quoted stretch is one."""
    outer = [s for s in marked if s.depth == 0]
    hidden = _hide(text, outer)
    at = {s.start: s for s in outer}
    found = []
    for sentence in sentences(hidden):
        tokens = [
            _token(match[0], match.start(), match.end(), at, language)
            for match in _TOKEN.finditer(hidden, sentence.start, sentence.end)
        ]
        tokens = [t for i, t in enumerate(tokens) if t.low != "." or i == len(tokens) - 1]
        if tokens:
            if _is_headline(tokens):
                _without_capitals(tokens)
            if tokens[0].kind != Kind.CAPITAL:  # a word of grammar at the front is no name for its capital
                tokens[0].kind &= ~Kind.CAPITAL
            found += [tokens[at : at + _LONGEST] for at in range(0, len(tokens), _LONGEST)]
    return found


def _is_headline(tokens: list[Token]) -> bool:
    """Say whether a sentence has capitals on nearly every longer word, as headlines do."""
    words = [t for t in tokens if len(t.low) > _SHORT and not t.quote]
    capitals = sum(1 for t in words if t.kind & Kind.CAPITAL)
    return len(words) >= _HEADLINE and capitals >= 0.85 * len(words)


def _without_capitals(tokens: list[Token]) -> None:
    """Take the capitals of a headline from its verbs and its words of grammar, so that only names keep them."""
    for token in tokens[1:]:
        if token.kind & ~(Kind.CAPITAL | Kind.TIME):
            token.kind &= ~Kind.CAPITAL


def _hide(text: str, outer: list[Stretch]) -> str:
    pieces, place = [], 0
    for stretch in outer:
        inner = stretch.inner
        last = text[inner.end - 1]
        keep = 1 if last in ".,?!…" and len(inner) > 1 else 0
        pieces += [text[place : inner.start], _HIDDEN * (len(inner) - keep), last * keep]
        pieces.append("”" * (stretch.end - inner.end))  # one closing mark for all languages: sentences end with it
        place = stretch.end
    return "".join([*pieces, text[place:]])


def hidden_end(word: str) -> bool:
    """Say whether what is hidden ends with a mark of punctuation, as speech does."""
    return word.rstrip("”\"«»‹›‘’'」』")[-1:] in (".", ",", "?", "!", "…")


def _token(word: str, start: int, end: int, at: Mapping[int, Stretch], language: Grammar) -> Token:
    if _HIDDEN in word:
        stretch = at.get(start)
        ended = stretch is not None and hidden_end(word)
        return Token(start, end, "”" if ended else "", Kind.QUOTED, (), stretch)
    first = word[0]
    low = word.lower()
    if "’" in low:
        low = low.replace("’", "'")
    if not first.isalnum():
        return Token(start, end, low, Kind.STOP if low in ",;:()[]—–-…?!." else 0)
    kind = language.kinds.get(low, 0)
    if not kind and "'" in low and low.partition("'")[0] in language.words.pronouns:
        kind = Kind.PRONOUN  # "he's": a subject, and no name
    if first.isupper():
        kind |= Kind.CAPITAL
        if kind & Kind.TIME and word.isupper() and not language.comma_clause:
            kind = Kind.CAPITAL  # "USA TODAY"
    verbs = language.verbs.get(low, ())
    if verbs:
        kind |= Kind.CUE
    elif not kind and language.endings and low.endswith(language.endings) and len(low) > 4:
        kind = Kind.ADVERB
    return Token(start, end, low, kind, verbs)
