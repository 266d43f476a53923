"""Say what a page is about: weighted terms, names and numbers, its time. Everything later scores is in here.

    document -> fields (headline, lead, body) -> words -> terms (stemmed, function words gone) -> weights -> Features

The weights come from a FIXED background table, never from what else is in the store. So the features of a page depend
on the page alone, the score of a pair on the pair alone, and stories cannot depend on the order in which pages arrived.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import compress
from typing import NamedTuple

from firsthand.model.document import BlockKind, Document, PartKind
from firsthand.model.meaning import Meaning
from firsthand.thread.meaning import meaning_keys
from firsthand.thread.spells import sure_date

#: How much a word counts for standing in the headline (or standfirst, bullets) and in the lead, beside its body count.
#: Chosen on the tuning halves of `bench/stories.py`; rerun it when changing any constant of this module.
HEADLINE_COUNT = 3.0
LEAD_COUNT = 2.0
#: The lead: the first paragraphs until this many words have been seen.
LEAD_WORDS = 90
#: Words read of one page: what comes later is background, and long pages must not cost more than others.
WORDS_READ = 1200
#: Characters of a word and its gap, beyond any mean: no more than so many for each word read are looked at.
_LONG = 16
#: Terms kept of one page, the heaviest first: bounds the cost of a score.
TERMS_KEPT = 160
#: A name weighs this much more than a plain word of the same rarity.
NAME_BOOST = 1.2
#: Above this share of capitalised words inside sentences, capitals do not mark names (German, title case, shouting).
CAPITALS_AT_MOST = 0.38
#: In a language the background does not know, a plain word has this part of the highest weight.
UNKNOWN_LANGUAGE = 0.55
#: A language is known by its function words when they make up this share of a text.
FUNCTION_WORDS_AT_LEAST = 0.08
#: Terms by which a page is found: its heaviest ones, if rare enough.
INDEX_TERMS = 24

#: Weights are multiples of 1 / this: products have 48 bits behind the point, and a float holds 53.
_STEPS = 1 << 24
#: Rarities, of at most 16, are multiples of 1 / this, for the same reason.
_RARITY_STEPS = 1 << 16

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
#: What a word is made of: letters, digits, and the marks that Python does not count as either (vowel signs, points).
_LETTER = rf"(?:(?![{_UNSPACED}])[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff])"
_TOKEN = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)|(?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)(?![^\W\d_{_UNSPACED}])"
    rf"|(?P<word>{_LETTER}+(?:[’']{_LETTER}+)*)"
)
#: The same for texts without any character that `_SPECIAL` knows, which is most: three times as quick.
_SIMPLE = re.compile(
    r"(?P<unspaced>(?!))|(?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)(?![^\W\d_])|(?P<word>[^\W_]+(?:[’'][^\W_]+)*)"
)
_SPECIAL = re.compile("[\u0300-\u1fff\u3005-\uffff]")
_SENTENCE_END = re.compile(r"[.!?:;\n|\"“”„«»`]")
_THOUSANDS = re.compile(r"[.,\u00a0\u202f](?=\d{3}(?!\d))")
#: Runs that hold grammar: two hiragana, or one of the commonest particles of Chinese.
_GRAMMAR = re.compile("^[\u3040-\u309f]{2}$|[的了是在和有也不就都与及等将为对这那]")
_ARABIC_ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=..)")


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """How rare terms are in general. ``rarity``: term -> idf; a term that is not there has ``highest``.

    ``languages_of``: function word (as a term) -> codes of the languages it is one of. ``known``: the languages that
    ``rarity`` was counted on well enough that a term that is not there is rare, and not merely foreign. ``middle``: the
    mean of what news means, for `meaning_keys`.
    """

    rarity: Mapping[str, float] = field(default_factory=dict)
    highest: float = 8.5
    languages_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: frozenset[str] = frozenset({"en"})
    middle: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """What one page is about. ``terms``, ``head``, ``names`` and ``numbers`` are vectors: term -> weight.

    ``terms`` (all fields together) and ``head`` (what also stands in headline or lead) have length 1, or are empty.
    ``names`` and ``numbers`` hold the rarity of each. ``words`` spells a term as the page does, for people to read.
    ``earliest`` and ``latest`` bound the time of publication, None where the page does not say it. ``when`` is the time
    under which the page is looked up: when it was published, or else when it was first seen. ``headline`` is the part
    of ``head`` that stands in the headline. ``meaning`` is what a model made of the page, if one did; ``keys`` are more
    keys to find the page by. ``sure``: the page was seen so soon after its date that this is no later revision's.
    """

    document: str
    terms: Mapping[str, float]
    head: Mapping[str, float]
    names: Mapping[str, float]
    numbers: Mapping[str, float]
    words: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    earliest: datetime | None = None
    latest: datetime | None = None
    when: datetime | None = None
    headline: Mapping[str, float] = field(default_factory=dict)
    meaning: Meaning | None = None
    keys: tuple[str, ...] = ()
    sure: bool = False


class Token(NamedTuple):
    """A word as it stands, the term it counts as, its kind (word, number, unspaced), whether it starts a sentence."""

    text: str
    term: str
    kind: str
    starts: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The tokens of some text as four rows side by side: ``spaced`` says whether a token is a word (and no number)."""

    texts: list[str]
    terms: list[str]
    spaced: list[bool]
    starts: list[bool]

    def __add__(self, other: "_Stretch") -> "_Stretch":
        return _Stretch(
            self.texts + other.texts, self.terms + other.terms, self.spaced + other.spaced, self.starts + other.starts
        )

    def first(self, most: int) -> "_Stretch":
        return _Stretch(self.texts[:most], self.terms[:most], self.spaced[:most], self.starts[:most])

    def words(self) -> list[str]:
        return list(compress(self.terms, self.spaced))


def tokens(text: str) -> Iterator[Token]:
    """Cut a text of any language into words and numbers; where words are not spaced, into runs of characters.

    Runs are pairs of Chinese or Japanese characters, and fours of the alphabets of South-East Asia.

    >>> [t.term for t in tokens("Oakhaven's 1,214 ferries")]
    ['oakhaven', '1214', 'ferry']
    """
    row = _read(text)
    for word, counted, spaced, starts in zip(row.texts, row.terms, row.spaced, row.starts, strict=True):
        yield Token(word, counted, "word" if spaced else "number" if word[0].isdigit() else "unspaced", starts)


def terms(text: str) -> list[str]:
    """Return the terms of a text alone, as `tokens` cuts it."""
    return _read(text).terms


def _read(text: str) -> _Stretch:
    """Cut a text; one call of the regular expression gives gaps, runs, numbers and words in turn."""
    pieces = (_TOKEN if _SPECIAL.search(text) else _SIMPLE).split(text)
    found = _Stretch([], [], [], [])
    add_text, add_term = found.texts.append, found.terms.append
    add_spaced, add_starts = found.spaced.append, found.starts.append
    begun = False
    for gap, run, figure, word in zip(pieces[0::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=False):
        starts = not begun or (gap != " " and _SENTENCE_END.search(gap) is not None)
        begun = True
        for piece in _runs(run) if run else (word or figure,):
            add_text(piece)
            add_term(term(piece) if word else number(piece) if figure else piece)
            add_spaced(word is not None)
            add_starts(starts and not run)
    return found


def _runs(run: str) -> list[str]:
    size = 4 if run[0] < "\u3000" else 2
    return [run[at : at + size] for at in range(max(len(run) - size + 1, 1))]


@lru_cache(maxsize=1 << 17)
def term(word: str) -> str:
    """Reduce a word to the form in which it is counted: folded, without accents, possessive or plural ending.

    A light hand on purpose, names must survive it: English-like plurals lose their s; long words of scripts with much
    inflection (Cyrillic, Greek) are cut to six letters, Arabic ones lose the article.

    >>> term("Ferries"), term("Oakhaven’s"), term("ÉLYSÉE")
    ('ferry', 'oakhaven', 'elysee')
    """
    folded = unicodedata.normalize("NFKD", word.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c) and c != "\u0640").replace("’", "'")
    stem, _, ending = folded.partition("'")
    folded = stem if ending in ("s", "") else ending if len(stem) <= 2 else stem + ending
    if len(folded) < 4:
        return folded
    first = folded[0]
    if "\u0370" <= first <= "\u052f":
        return folded[:6]
    if "\u0600" <= first <= "\u06ff":
        return _ARABIC_ARTICLE.sub("", folded)
    if folded.endswith("ies") and len(folded) > 4:
        return folded[:-3] + "y"
    if folded[-1] == "s" and folded[-2] not in "sui":
        return folded[:-1]
    return folded


def number(text: str) -> str:
    """Write a number without thousands separators: ``1,214`` and ``1.214`` are one.

    >>> number("1,214"), number("3.5")
    ('1214', '3.5')
    """
    return _THOUSANDS.sub("", text).replace(",", ".")


def language_of(counts: Mapping[str, int], background: Background) -> str:
    """Name the language whose function words are most frequent among ``counts``; empty when none stands out."""
    found: Counter[str] = Counter()
    for t, count in counts.items():
        for code in background.languages_of.get(t, ()):
            found[code] += count
    best = max(sorted(found), key=lambda code: found[code], default="")
    return best if found[best] >= FUNCTION_WORDS_AT_LEAST * sum(counts.values()) else ""


def features(document: Document, background: Background, meaning: Meaning | None = None) -> Features:
    """Say what ``document`` is about. Pure; about a millisecond for a page of 600 words."""
    top, lead, body = (_read(text) for text in _fields(document))
    running = (lead + body).first(max(WORDS_READ, len(lead.terms)))
    language = language_of(Counter([*top.words(), *running.words()]), background)
    scale = _Scale(background, language)
    names = _names(running if running.terms else top)
    head = {*top.terms, *lead.terms}
    weights: dict[str, float] = {}
    rarities: dict[str, float] = {}
    for t, count in _counts(top, lead, running).items():
        rarity = scale.rarity(t, t in names)
        if rarity > 0:
            rarities[t] = rarity
            weights[t] = (1.0 + math.log(count)) * rarity * (NAME_BOOST if t in names else 1.0)
    kept = _heaviest(weights, TERMS_KEPT)
    published = document.published
    foremost = _unit({t: w for t, w in weights.items() if t in head})
    titled = set(_read(document.headline).terms)
    return Features(
        document.id,
        _unit(kept),
        foremost,
        {t: round(r * _RARITY_STEPS) / _RARITY_STEPS for t, r in rarities.items() if t in names},
        {t: round(r * _RARITY_STEPS) / _RARITY_STEPS for t, r in rarities.items() if t[0].isdigit()},
        _spelt(running + top, kept),
        language,
        published.earliest if published else None,
        published.latest if published else None,
        document.time.at if document.time else None,
        {t: w for t, w in foremost.items() if t in titled},
        meaning,
        meaning_keys(meaning, background.middle),
        sure_date(document) is not None,
    )


def index_terms(of: Features) -> tuple[int, ...]:
    """Return all keys under which a page is found, as positive 63-bit numbers: `index_words`, then those of its meaning.

    By the latter pages that share no word find each other.
    """
    return (*index_words(of), *map(term_id, of.keys))


def index_words(of: Features) -> tuple[int, ...]:
    """Return the heaviest terms of a page, heaviest first, as positive 63-bit numbers."""
    return tuple(map(term_id, _heaviest(of.terms, INDEX_TERMS)))


@lru_cache(maxsize=1 << 17)
def term_id(text: str) -> int:
    """Hash a term to 63 bits: the same on every machine and in every run, and it fits a signed database integer."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True)
class _Scale:
    """How much a term weighs in one language."""

    background: Background
    language: str

    def rarity(self, t: str, is_name: bool) -> float:
        """Return the idf of a term; 0 for function words, single letters and small numbers, which say nothing."""
        if len(t) < 2:
            return 0.0
        if t[0].isdigit():
            return _number_rarity(t) * self.background.highest
        if self.language in self.background.languages_of.get(t, ()):
            return 0.0
        if not t.isascii() and _GRAMMAR.search(t):
            return 0.0
        known = self.background.rarity.get(t)
        if known is not None:
            return known
        strange = self.language not in self.background.known and not is_name
        return self.background.highest * (UNKNOWN_LANGUAGE if strange else 1.0)


def _number_rarity(t: str) -> float:
    """Small round numbers and years are everywhere; long or broken ones are nearly a name. A share of the highest."""
    if len(t) == 4 and t[:2] in ("19", "20"):
        return 0.45
    return 0.5 if len(t) == 2 else 0.8


def _counts(top: _Stretch, lead: _Stretch, running: _Stretch) -> dict[str, float]:
    """Count terms; those of the headline and of the lead count more. The lead is part of the running text."""
    counts: dict[str, float] = {}
    for stretch, count in ((running, 1.0), (lead, LEAD_COUNT - 1.0), (top, HEADLINE_COUNT)):
        for t, times in Counter(stretch.terms).items():
            counts[t] = counts.get(t, 0.0) + count * times
    return counts


def _spelt(stretch: _Stretch, wanted: Mapping[str, float]) -> dict[str, str]:
    """Spell each term as the page does: where it first stands inside a sentence, or else where it first stands."""
    rows = list(zip(stretch.terms, stretch.texts, stretch.starts, strict=True))
    first = {t: text for t, text, starts in reversed(rows) if starts}
    inside = {t: text for t, text, starts in reversed(rows) if not starts}
    return {t: inside.get(t) or first[t] for t in wanted}


def _names(stretch: _Stretch) -> frozenset[str]:
    """Find the terms that are written with a capital inside sentences: names of people, places, bodies.

    A word that starts a sentence proves nothing by its capital, and a headline may be capitalised throughout; both are
    names when the word is one elsewhere in the running text. A page of headline alone takes the headline's word for it.
    """
    rows = zip(stretch.texts, stretch.terms, stretch.spaced, stretch.starts, strict=True)
    inside = [(text, t) for text, t, spaced, starts in rows if spaced and not starts]
    upper = Counter([t for text, t in inside if text[0].isupper()])
    if upper.total() > CAPITALS_AT_MOST * len(inside):
        return frozenset()
    every = Counter([t for _, t in inside])
    return frozenset(t for t, n in upper.items() if 2 * n > every[t])


def _fields(document: Document) -> tuple[str, str, str]:
    """Cut a document into headline (with standfirst and bullets), lead, and body. Notes and datelines stay out."""
    top = [document.headline, *document.words_of(PartKind.STANDFIRST), *document.words_of(PartKind.BULLET)]
    running = [
        document.text[b.start : b.end]
        for b in document.blocks
        if b.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM)
    ] or [document.text]
    words = taken = 0
    while taken < len(running) and words < LEAD_WORDS:
        words += running[taken].count(" ") + 1
        taken += 1
    return "\n".join(top), "\n".join(running[:taken]), "\n".join(running[taken:])[: WORDS_READ * _LONG]


def _heaviest(vector: Mapping[str, float], most: int) -> dict[str, float]:
    return dict(sorted(vector.items(), key=lambda item: (-item[1], item[0]))[:most])


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    """Bring a vector to length 1, in steps so fine that sums of products of weights are exact in any order."""
    length = math.sqrt(math.fsum([w * w for w in vector.values()]))
    return {t: round(w / length * _STEPS) / _STEPS for t, w in vector.items()} if length else {}
