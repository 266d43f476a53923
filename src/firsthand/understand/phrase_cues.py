"""Find cues that are no verbs: "according to X", "X zufolge", "nach Auffassung von X", "his claim that"."""

from firsthand.understand import phrases
from firsthand.understand.cue import Cue, group_start
from firsthand.understand.subjects import first_subject, left_subject
from firsthand.understand.tokens import Grammar, Kind, Token


def phrase_cue(sentence: list[Token], at: int, language: Grammar) -> Cue | None:
    """Find "according to X", "X zufolge", "..., so X", "nach Auffassung von X": a cue that is no verb."""
    low = sentence[at].low
    if low not in language.phrase_words:
        return None
    if low in language.first_words:
        for length in (4, 3, 2, 1):
            if " ".join(t.low for t in sentence[at : at + length]) in language.list("before"):
                last = at + length - 1
                if length == 2 and sentence[last].low in language.list("opinion") and not _has_owner(sentence, last):
                    return _made(at, at, (last, last))
                if last < len(sentence) and sentence[last - 1].low in language.list("own"):
                    return _made(at, at, (last - 1, last))
                return _with_holder(sentence, at, last)
    if low in language.list("behind") and at and sentence[at - 1].low in (",", "”"):
        cue = _with_holder(sentence, at, at)
        stop = cue.subject[1] + 1 if cue and cue.subject else len(sentence)
        return cue if stop >= len(sentence) or sentence[stop].has(Kind.STOP | Kind.PREPOSITION | Kind.ADVERB) else None
    if low in language.list("after") and at:
        who = phrases.before(sentence, at - 1)
        return _made(at, at, who) if who else None
    if low in language.list("opinion_before"):
        return _opinion(sentence, at, language)
    return None


def _made(first: int, last: int, who: tuple[int, int]) -> Cue:
    return Cue(first, last, first, frozenset(("phrase",)), "phrase", subject=who, inverted=True, phrase=True)


def _with_holder(sentence: list[Token], first: int, last: int) -> Cue | None:
    who = phrases.after(sentence, last + 1)
    if who is None and last + 1 < len(sentence) and sentence[last + 1].low in phrases.OF:
        who = phrases.after(sentence, last + 2)
    return _made(first, last, who) if who else None


def _opinion(sentence: list[Token], at: int, language: Grammar) -> Cue | None:
    """ "nach Auffassung des Gerichts", "nach ersten Berichten", "seiner Meinung nach"."""
    nouns = language.list("opinion")
    for k in range(at + 1, min(at + 4, len(sentence))):
        if sentence[k].low in nouns:
            who = phrases.after(sentence, at + 1) if _has_owner(sentence, k) else None
            return _made(at, at, (at + 1, max(who[1], k) if who else k))
        if sentence[k].has(Kind.STOP):
            break
    if at and sentence[at - 1].low in nouns:
        first = at - 2 if at > 1 and sentence[at - 2].has(Kind.DETERMINER) else at - 1
        if not sentence[first].has(Kind.POSSESSIVE) and first > 0 and sentence[first - 1].low != ",":
            return None  # "die Sicht nach oben"
        return _made(at, at, (first, at - 1))
    return None


def _has_owner(sentence: list[Token], noun: int) -> bool:
    """Say whether it is told whose reports these are: "nach Berichten der Polizei", "nach Angaben Orrs"."""
    if noun + 1 >= len(sentence):
        return False
    following = sentence[noun + 1]
    return following.has(Kind.DETERMINER | Kind.CAPITAL | Kind.QUOTED) or following.low in phrases.OF


def noun_cue(sentence: list[Token], at: int, found: list[Cue], language: Grammar) -> Cue | None:
    """Find "his claim that", "is confident that"."""
    token = sentence[at]
    if at + 1 >= len(sentence) or not sentence[at + 1].has(Kind.THAT):
        return None
    if token.low in language.list("adjectives"):
        group = group_start(sentence, at)
        if group == at or not any(t.has(Kind.BEING) for t in sentence[group:at]):
            return None
        cue = Cue(group, at, at, frozenset(("clause",)), "finite")
        left_subject(sentence, cue, found, language)
        return cue if cue.subject else None
    if token.low in language.list("nouns") and not (found and _with_verb(sentence, at, found[-1], language)):
        return _of_noun(sentence, at, found)
    return None


def _with_verb(sentence: list[Token], at: int, before: Cue, language: Grammar) -> bool:
    """Say whether the clause is its verb's: "said in a statement that", "expressed concern that"."""
    if language.comma_clause:
        return False
    between = sentence[before.verb + 1 : at]
    in_it = 1 < len(between) < 4 and between[0].has(Kind.PREPOSITION) and "clause" in before.takes
    return before.verb == at - 1 or in_it


def _of_noun(sentence: list[Token], at: int, found: list[Cue]) -> Cue:
    cue = Cue(at, at, at, frozenset(("clause",)), "noun", noun=True)
    for k in range(at - 1, max(-1, at - 5), -1):
        if sentence[k].has(Kind.POSSESSIVE) or sentence[k].low.endswith(("'s", "s'")):
            cue.subject = (k, k)
            return cue
        if sentence[k].has(Kind.STOP):
            break
    if found:
        cue.subject = found[-1].subject
    elif at and sentence[at - 1].has(Kind.INDEFINITE):
        cue.subject = _owner(sentence, first_subject(sentence, at))
    return cue


def _owner(sentence: list[Token], who: tuple[int, int] | None) -> tuple[int, int] | None:
    """ "Orr's conditions include a demand that": Orr demands it."""
    if who is None:
        return None
    owner = next((k for k in range(who[0], who[1]) if sentence[k].low.endswith(("'s", "s'"))), who[1])
    return who[0], owner
