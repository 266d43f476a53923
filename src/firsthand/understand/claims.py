"""What parties do by saying something: assert, deny, demand, promise, warn, or decline to say."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range
from firsthand.model.voices import Form, Stance
from firsthand.understand import phrases
from firsthand.understand.acts import STANCES, Act, acts
from firsthand.understand.found import Found
from firsthand.understand.quotes import Sentence
from firsthand.understand.tokens import Token

_NOUN_STANCES = {
    "noun_demands": Stance.DEMANDS,
    "noun_denies": Stance.DENIES,
    "noun_promises": Stance.PROMISES,
    "noun_warns": Stance.WARNS,
}
#: "must" makes a demand of a statement where it stands among its first words, in characters.
_EARLY = 80
#: What shows that words are given as they were said, or are more than one sentence.
_IN_MARKS = re.compile(r"[“”\"„«»]|''|[.?!]\s")
#: Claims are looked up by blocks of so many characters, so that a long text costs no more than its length.
_BLOCK = 512


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
    """Return the claims of a text: one for each quote with a cue, and every act that needs no quote; in order.

    Where a language lists how its texts deny or demand, the lists decide, and a verb alone ("rejected") does not.
    """
    listed = {stance for stance in STANCES if words.words.get(stance)}
    claims = [claim for quote in found if (claim := _of_quote(text, quote, words)) is not None]
    near = _by_place(claims)
    replaced: set[int] = set()
    told: list[Stated] = []
    for act in acts(text, found, sentences, words):
        beside = (i for i in near.get(act.cue.start // _BLOCK, ()) if i not in replaced)
        at = next((i for i in beside if _is_same(text, claims[i], act)), None)
        if at is not None and act.in_words:
            replaced.add(at)
        told.append(_of_act(act, claims[at] if at is not None else None, sentences, words))
    left = [c for i, c in enumerate(claims) if i not in replaced and c.stance not in listed]
    taken = _by_place(told)
    free = [c for c in left if not any(c.cue.overlaps(told[i].cue) for i in taken.get(c.cue.start // _BLOCK, ()))]
    return sorted([*free, *told], key=lambda c: (c.cue.start, c.cue.end))


def _by_place(claims: Sequence[Stated]) -> dict[int, list[int]]:
    """Return the places of claims in their list by the blocks of text that they touch, a block more on either side."""
    found: dict[int, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        said = claim.proposition or claim.cue
        first, last = min(claim.cue.start, said.start), max(claim.cue.end, said.end)
        for block in range(first // _BLOCK - 1, last // _BLOCK + 2):
            found[block].append(i)
    return found


def _is_same(text: str, claim: Stated, act: Act) -> bool:
    """Say whether a quote's claim and an act are one: they share the cue, or one told sentence has the act's words."""
    if claim.cue.overlaps(act.cue):
        return True
    said = claim.proposition
    if not act.in_words or said is None or claim.stance is not Stance.ASSERTS:
        return False
    inside = said.start <= act.cue.start and act.cue.end <= said.end
    return inside and not _IN_MARKS.search(text, max(0, said.start - 1), said.end)


def _of_act(act: Act, same: Stated | None, sentences: list[Sentence], words: VoiceWords) -> Stated:
    """Join an act to the claim that a quote with the same cue makes, which knows what is denied or demanded."""
    if act.stance is Stance.DECLINES:
        tokens = next((s.tokens for s in sentences if s.tokens[-1].end > act.cue.start), [])
        about = _about(tokens, act.cue.end, words)
        return Stated(act.stance, act.cue, act.source, None, about, negated=act.negated)
    if same is None:
        return Stated(act.stance, act.cue, act.source, None, negated=act.negated)
    return replace(same, stance=act.stance, source=act.source or same.source, negated=same.negated or act.negated)


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
    if words.words.get("demands_words"):
        return Stance.ASSERTS  # the language lists its demands; `acts` finds them
    early = set(re.findall(r"\w+", said[:_EARLY].lower()))
    demanded = not early.isdisjoint(words.words.get("demanding", frozenset())) and quote.form is not Form.DIRECT
    return Stance.DEMANDS if demanded else Stance.ASSERTS


def _about(tokens: list[Token], start: int, words: VoiceWords) -> Range | None:
    """What nobody would speak about: the phrase after "on" or "about"."""
    for at, token in enumerate(tokens[:-1]):
        if token.start >= start and token.low in words.words.get("about", frozenset()):
            what = phrases.after(tokens, at + 1)
            return Range(tokens[what[0]].start, tokens[what[1]].end) if what else None
    return None
