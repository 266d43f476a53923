"""What parties do by saying something: assert, deny, demand, promise, warn, or decline to say."""

import re
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range
from firsthand.model.voices import Form, Stance
from firsthand.understand import phrases
from firsthand.understand.cues import first_subject, over_insertion
from firsthand.understand.quotes import Found, Sentence
from firsthand.understand.tokens import Kind, Token

_NOUN_STANCES = {
    "noun_demands": Stance.DEMANDS,
    "noun_denies": Stance.DENIES,
    "noun_promises": Stance.PROMISES,
    "noun_warns": Stance.WARNS,
}
#: "must" makes a demand of a statement where it stands among its first words, in characters.
_EARLY = 80
_GROUP = Kind.AUXILIARY | Kind.MODAL | Kind.ADVERB | Kind.NEGATION


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as ranges of the text; ``source`` is where its party is named."""

    stance: Stance
    cue: Range
    source: Range | None
    proposition: Range | None
    about: Range | None = None
    conditional: bool = False
    negated: bool = False


def stated(text: str, found: list[Found], sentences: list[Sentence], words: VoiceWords) -> list[Stated]:
    """Return the claims of a text: one for each quote with a cue, and those who declined to speak; in order."""
    claims = [claim for quote in found if (claim := _of_quote(text, quote, words)) is not None]
    for claim in declined(text, sentences, words):
        claims = [c for c in claims if not c.cue.overlaps(claim.cue)]
        claims.append(claim)
    return sorted(claims, key=lambda c: (c.cue.start, c.cue.end))


def _of_quote(text: str, quote: Found, words: VoiceWords) -> Stated | None:
    if quote.cue is None or not quote.content or (quote.within is not None and quote.within.cue == quote.cue):
        return None  # words in marks inside a quote are no claim beside it
    if quote.verb is not None and quote.verb.infinitive:
        return None  # "refused to say": nothing was said
    proposition = Range(quote.content[0].start, max(c.end for c in quote.content))
    said = proposition.of(text)
    stance = _stance(text, quote, said, words)
    if stance is None:
        return None
    lists = words.words
    cue_words = set(re.findall(r"[\w'’]+", quote.cue.of(text).lower().replace("’", "'")))
    negated = not cue_words.isdisjoint(lists.get("negations", frozenset())) or any(w.endswith("n't") for w in cue_words)
    first = re.findall(r"[\w'’]+", said.lower())
    conditional = any(w in lists.get("ifs", frozenset()) for w in first)
    return Stated(stance, quote.cue, quote.source, proposition, quote.addressee, conditional, negated)


def _stance(text: str, quote: Found, said: str, words: VoiceWords) -> Stance | None:
    verb = quote.verb
    if verb is None or quote.cue is None:
        return Stance.ASSERTS
    low = quote.cue.of(text).lower().split()[-1]
    for name, stance in _NOUN_STANCES.items():
        if verb.noun and low in words.words.get(name, ()):
            return stance
    if verb.stance == "calls":
        return Stance.DEMANDS if verb.way in ("for", "on") else None
    if verb.stance == "demands" and verb.way == "to" and "clause" not in verb.takes:
        return None
    if verb.stance == "declines":
        return None
    if verb.stance:
        return Stance(verb.stance)
    if quote.form is Form.REPORTED:
        return None
    early = set(re.findall(r"\w+", said[:_EARLY].lower()))
    demanded = not early.isdisjoint(words.words.get("demanding", frozenset())) and quote.form is not Form.DIRECT
    return Stance.DEMANDS if demanded else Stance.ASSERTS


@lru_cache(maxsize=16)
def _declining(words: VoiceWords) -> re.Pattern[str] | None:
    listed = sorted(words.words.get("declines", ()), key=lambda p: (-len(p), p))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE) if listed else None


def declined(text: str, sentences: list[Sentence], words: VoiceWords) -> list[Stated]:
    """Return who "did not respond to a request for comment" and the like."""
    pattern = _declining(words)
    found: list[Stated] = []
    if pattern is None:
        return found
    for sentence in sentences:
        start, end = sentence.tokens[0].start, sentence.tokens[-1].end
        for match in pattern.finditer(text, start, end):
            if any(t.quote and t.start <= match.start() < t.end for t in sentence.tokens):
                continue
            if _is_asked(text[match.start() : end], words):
                source = _decliner(sentence.tokens, match.start())
                about = _about(sentence.tokens, match.end(), words)
                found.append(Stated(Stance.DECLINES, Range(*match.span()), source, None, about))
    return found


def _is_asked(rest: str, words: VoiceWords) -> bool:
    return not words.words.get("asked", frozenset()).isdisjoint(re.findall(r"[\w-]+", rest.lower()))


def _about(tokens: list[Token], start: int, words: VoiceWords) -> Range | None:
    """What nobody would speak about: the phrase after "on" or "about"."""
    for at, token in enumerate(tokens[:-1]):
        if token.start >= start and token.low in words.words.get("about", frozenset()):
            what = phrases.after(tokens, at + 1)
            return Range(tokens[what[0]].start, tokens[what[1]].end) if what else None
    return None


def _decliner(tokens: list[Token], start: int) -> Range | None:
    at = next((i for i, t in enumerate(tokens) if t.end > start), 0) - 1
    while at > 0 and tokens[at].has(_GROUP) and not tokens[at].has(Kind.DETERMINER | Kind.CAPITAL):
        at -= 1
    if at < 0:
        return None
    who = None
    if tokens[at].low == ",":
        who = over_insertion(tokens, at)
    elif not tokens[at].has(Kind.JOINING):
        who = phrases.before(tokens, at)
    if who is None:
        who = first_subject(tokens, at)
    return Range(tokens[who[0]].start, tokens[who[1]].end) if who else None
