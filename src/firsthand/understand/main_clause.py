"""Find the subject of a main clause whose verb need not be known, in a language whose verbs stand second (German)."""

from itertools import pairwise

from firsthand.understand import phrases
from firsthand.understand.tokens import Grammar, Kind, Token

_FINITE = Kind.AUXILIARY | Kind.MODAL | Kind.VERB | Kind.CUE
_GRAMMAR = Kind.DETERMINER | Kind.PREPOSITION | Kind.JOINING | Kind.ADVERB | Kind.TIME
#: Endings of finite verbs.
_ENDINGS = ("t", "te", "ten", "en", "e", "g", "f", "m", "b", "d")

#: Endings of nouns and adverbs that are no names.
_NO_NAMES = ("ung", "ungen", "ig", "lich", "isch", "weise", "heit", "keit", "ion", "ionen", "schaft", "ei")


def second_subject(sentence: list[Token], end: int, language: Grammar) -> tuple[int, int] | None:
    """Return the subject of the main clause in tokens before ``end``: what stands before its verb, else behind it."""
    start = 0
    while start < end and sentence[start].has(Kind.JOINING | Kind.STOP):
        start += 1
    verb = finite_verb(sentence, start, end)
    if verb is None or (sentence[start].has(Kind.SUBORDINATOR) and not sentence[start].has(Kind.PREPOSITION)):
        return None
    if _is_pronoun(sentence, verb + 1, end, language):
        return verb + 1, verb + 1
    first = start
    while first < verb and sentence[first].has(Kind.ADVERB) and not sentence[first].has(Kind.DETERMINER):
        first += 1
    before = None
    if first < verb and _may_be_subject(sentence[first], language):
        before = first, _noun_end(sentence, first, verb - 1)
        if is_somebody(sentence[before[0] : before[1] + 1], language):
            return before
    at = verb + 1
    while at < end and sentence[at].has(Kind.ADVERB) and not sentence[at].has(Kind.DETERMINER):
        at += 1
    if at >= end or not _may_be_subject(sentence[at], language):
        return before
    who = phrases.after(sentence[:end], at)
    behind = (who[0], _noun_end(sentence, *who)) if who else None
    if before is None or (behind and is_somebody(sentence[behind[0] : behind[1] + 1], language)):
        return behind  # "Jede Schuld weist Orr von sich"
    return before


def behind_quotation(sentence: list[Token], at: int, language: Grammar) -> tuple[int, int] | None:
    """Return the subject behind a quotation and any verb: "„Wir bleiben“, freute sich der Trainer"."""
    if not language.comma_clause or at + 3 >= len(sentence):
        return None
    verb = at + 2 if sentence[at + 1].low in (",", "”") else at + 1
    token = sentence[verb]
    if token.has(Kind.CAPITAL | Kind.STOP | Kind.DETERMINER | Kind.PREPOSITION | Kind.JOINING | Kind.SUBORDINATOR):
        return None
    if (verb == at + 1 and sentence[at].low != "”") or not token.low.endswith(_ENDINGS):
        return None
    place = verb + 1
    while place < len(sentence) and sentence[place].has(Kind.ADVERB) and not sentence[place].has(Kind.DETERMINER):
        place += 1
    if place >= len(sentence) or not _may_be_subject(sentence[place], language):
        return None
    who = phrases.after(sentence, place)
    return (who[0], _noun_end(sentence, *who)) if who else None


def is_somebody(tokens: list[Token], language: Grammar) -> bool:
    """Say whether a noun phrase is a pronoun, a name, or has an office or a body that can speak."""
    first = tokens[0]
    if first.low in language.list("persons"):
        return True
    if first.kind == Kind.CAPITAL and not first.low.endswith(_NO_NAMES):
        return True
    named = any(a.kind == b.kind == Kind.CAPITAL for a, b in pairwise(tokens))
    return named or any(t.has(Kind.CAPITAL) and t.low.endswith(language.speakers) for t in tokens)


def finite_verb(sentence: list[Token], start: int, end: int) -> int | None:
    """Return the verb of a main clause: a known one, or a small word behind a noun, a name or the first word."""
    for at in range(start + 1, end):
        token, before = sentence[at], sentence[at - 1]
        if token.has(Kind.STOP):
            return None
        if token.has(Kind.CAPITAL | Kind.QUOTED):
            continue
        if token.has(_FINITE) and not token.has(Kind.DETERMINER) and not before.has(Kind.DETERMINER):
            return at
        unknown = not token.has(_GRAMMAR | Kind.PRONOUN | Kind.RELATIVE) and token.low.endswith(_ENDINGS)
        beside = before.has(Kind.CAPITAL | Kind.QUOTED | Kind.PRONOUN) or at == start + 1
        if unknown and beside and not before.has(Kind.DETERMINER | Kind.PREPOSITION):
            return at
    return None


def _is_pronoun(sentence: list[Token], at: int, end: int, language: Grammar) -> bool:
    if at >= end or sentence[at].low in language.list("objects"):
        return False
    return sentence[at].has(Kind.PRONOUN) and not sentence[at].has(Kind.DETERMINER | Kind.ADVERB)


def _may_be_subject(token: Token, language: Grammar) -> bool:
    if token.has(Kind.PREPOSITION | Kind.TIME | Kind.STOP) or token.low in language.list("objects"):
        return False
    return token.has(Kind.CAPITAL | Kind.DETERMINER | Kind.PRONOUN | Kind.QUOTED)


def _noun_end(sentence: list[Token], first: int, last: int) -> int:
    """Return where a noun phrase ends: a small word behind its noun is no more of it."""
    for at in range(first + 1, last + 1):
        token = sentence[at]
        if token.has(Kind.STOP) or (
            sentence[at - 1].has(Kind.CAPITAL) and not token.has(Kind.CAPITAL | Kind.QUOTED | _GRAMMAR)
        ):
            return at - 1
    return last
