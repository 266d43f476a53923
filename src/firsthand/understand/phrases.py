"""Noun phrases by the words at their edges: where the subject beside a verb begins and ends. No parser."""

from firsthand.understand.tokens import Kind, Token

#: What cannot stand in a noun phrase, read from its end to its beginning.
_EDGE = Kind.SUBORDINATOR | Kind.STOP | Kind.AUXILIARY | Kind.MODAL | Kind.VERB | Kind.RELATIVE | Kind.WHETHER
#: What begins a phrase of its own: "that" before it is no article.
_FULL = Kind.CAPITAL | Kind.DETERMINER | Kind.PRONOUN
#: What is left of marks that were not paired.
_MARKS = frozenset("'\"`’‘“”")
#: Longest subject, in tokens.
_LONGEST = 24
#: Prepositions that join a noun to what it belongs to; any other ends a subject that is read forwards.
OF = frozenset(
    ("of for from at with to von vom der des für aus bei beim zum zur im in am de du des la del di da").split()
)

#: German articles of what belongs to the noun before them.
_GENITIVE = frozenset(("des", "der", "eines", "einer", "seines", "seiner", "ihres", "ihrer", "dieses", "dieser"))


def is_word(token: Token) -> bool:
    """Say whether a token can be the head of a noun phrase."""
    if token.has(Kind.STOP):
        return False
    if token.quote:
        return is_name_like(token)
    if token.low in _MARKS:
        return False
    if token.has(Kind.PRONOUN):
        return True
    return not token.has(
        Kind.PREPOSITION | Kind.JOINING | Kind.AUXILIARY | Kind.MODAL | Kind.SUBORDINATOR | Kind.ADVERB
    ) or token.has(Kind.CAPITAL)


def is_name_like(token: Token) -> bool:
    """Say whether a quoted stretch may be a name or an attribute inside a phrase: short, and no end of a sentence."""
    return token.end - token.start <= 40 and token.low != "”"


def before(sentence: list[Token], last: int, floor: int = 0) -> tuple[int, int] | None:
    """Return the noun phrase that ends at token ``last`` as (first, last), or None where none does.

    Nothing before ``floor`` is looked at. "a spokesman for the ministry" is one phrase; "A and B" is one where both
    are names or both have an article.
    """
    if last < floor or not is_word(sentence[last]):
        return None
    if sentence[last].has(Kind.PRONOUN) and not sentence[last].has(Kind.RELATIVE | Kind.DETERMINER):
        return last, last
    first = last
    while first > floor and last - first < _LONGEST:
        token = sentence[first - 1]
        if _ends(sentence, first - 1, first, last) or _is_whole(sentence, first, token):
            break
        if token.has(Kind.JOINING):
            if not _joins(sentence, first - 1, floor):
                break
            if sentence[first - 2].has(Kind.PRONOUN):
                return first - 2, last
        first -= 1
    return _without_front(sentence, first, last)


def _ends(sentence: list[Token], at: int, first: int, last: int) -> bool:
    token = sentence[at]
    if token.low == "&":
        return False
    if token.has(Kind.SUBORDINATOR) and not token.has(Kind.CAPITAL):
        return not token.has(Kind.DETERMINER) or sentence[first].has(_FULL)
    if token.has(Kind.PRONOUN) and not token.has(Kind.DETERMINER):
        return True
    if token.has(Kind.QUOTED):
        return not is_name_like(token)
    if token.has(_EDGE) and not (token.has(Kind.PREPOSITION | Kind.DETERMINER)):
        return not (token.has(Kind.VERB | Kind.MODAL) and token.has(Kind.CAPITAL) and first > 1)
    if token.has(Kind.CUE) and not token.has(Kind.CAPITAL):
        return _is_finite(sentence, at)
    return False


def _is_whole(sentence: list[Token], first: int, token: Token) -> bool:
    """Say whether an article begins the phrase: what stands before it belongs to another."""
    if not sentence[first].has(Kind.DETERMINER) or sentence[first].has(Kind.CAPITAL | Kind.PREPOSITION):
        return False
    if sentence[first].low in _GENITIVE and token.has(Kind.CAPITAL) and not token.has(Kind.STOP | Kind.TIME):
        return False  # "der Leiter der Studie"
    return not token.has(Kind.DETERMINER | Kind.PREPOSITION | Kind.JOINING | Kind.ADVERB)


def _is_finite(sentence: list[Token], at: int) -> bool:
    """Say whether a cue's form is a verb here, not a noun ("the report") or an attribute ("the proposed plan")."""
    forms = {verb.form for verb in sentence[at].verbs}
    before = sentence[at - 1] if at else None
    if "finite" not in forms:
        return "gerund" in forms and not (before is not None and before.has(Kind.DETERMINER))
    if before is None:
        return False
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    beside = Kind.DETERMINER | Kind.PREPOSITION | Kind.POSSESSIVE | Kind.JOINING | Kind.STOP | Kind.ADVERB
    names = following is not None and following.has(_FULL | Kind.THAT) and not following.has(Kind.TIME)
    if names and not before.has(beside):
        return True  # "sources said Orr": no attribute of what follows
    return before.has(Kind.PRONOUN | Kind.CAPITAL | Kind.RELATIVE) and not before.has(
        Kind.DETERMINER | Kind.PREPOSITION
    )


def _joins(sentence: list[Token], at: int, floor: int) -> bool:
    if at - 1 < floor or at + 1 >= len(sentence):
        return False
    left, right = sentence[at - 1], sentence[at + 1]
    if left.has(Kind.STOP | Kind.QUOTED):
        return False
    named = left.has(Kind.CAPITAL | Kind.PRONOUN) and right.has(Kind.CAPITAL | Kind.DETERMINER)
    return named or (not right.has(Kind.DETERMINER | Kind.PRONOUN | Kind.ADVERB) and not left.has(Kind.CAPITAL))


def _without_front(sentence: list[Token], first: int, last: int) -> tuple[int, int] | None:
    """Take what is no part of the phrase from its front: adverbs, "and", and a phrase like "on Tuesday"."""
    while first <= last:
        token = sentence[first]
        if token.has(Kind.PREPOSITION) and not token.has(Kind.DETERMINER):
            following = _after_prepositional(sentence, first, last)
            if following is None:
                return None
            first = following
        elif (
            token.has(Kind.JOINING | Kind.SUBORDINATOR)
            and not (token.has(Kind.DETERMINER) and first < last and not sentence[first + 1].has(_FULL))
        ) or (token.has(Kind.ADVERB | Kind.TIME) and not token.has(Kind.DETERMINER) and first < last):
            first += 1
        else:
            break
    if first > last or (sentence[last].has(Kind.TIME) and first == last and not sentence[last].has(Kind.CAPITAL)):
        return None
    return first, last


def _after_prepositional(sentence: list[Token], first: int, last: int) -> int | None:
    """Return where a subject begins after "in a statement" or "on Tuesday", both without a comma."""
    seen = False
    for at in range(first + 1, last + 1):
        token = sentence[at]
        if seen and token.has(Kind.DETERMINER | Kind.PRONOUN):
            return at
        if seen and token.has(Kind.CAPITAL) and not sentence[at - 1].has(Kind.CAPITAL) and not token.has(Kind.TIME):
            return at
        if seen and sentence[at - 1].has(Kind.TIME) and not token.has(Kind.TIME | Kind.PREPOSITION):
            return at
        seen = seen or not token.has(Kind.DETERMINER | Kind.PREPOSITION)
        if token.has(Kind.PREPOSITION):
            seen = False
    return None


def after(sentence: list[Token], first: int) -> tuple[int, int] | None:
    """Return the noun phrase that begins at token ``first`` as (first, last): a subject behind its verb."""
    count = len(sentence)
    while (
        first < count and sentence[first].has(Kind.ADVERB) and not sentence[first].has(Kind.DETERMINER | Kind.CAPITAL)
    ):
        first += 1
    if first >= count or not _may_begin(sentence[first]):
        return None
    if sentence[first].has(Kind.PRONOUN) and not sentence[first].has(Kind.DETERMINER):
        return first, first
    last = first
    while last + 1 < count and last - first < _LONGEST and not _stops(sentence, last + 1, first):
        last += 1
    while last > first and sentence[last].has(Kind.PREPOSITION | Kind.JOINING | Kind.DETERMINER):
        last -= 1
    return (first, last) if is_word(sentence[last]) else None


def _stops(sentence: list[Token], at: int, first: int) -> bool:
    """Say whether the token at ``at`` is no part of the phrase that began at ``first``."""
    token = sentence[at]
    if token.has(Kind.PREPOSITION) and not token.has(Kind.DETERMINER):
        return token.low not in OF or at + 1 >= len(sentence) or sentence[at + 1].has(Kind.TIME)
    if token.has(Kind.JOINING):
        return not _joins(sentence, at, first)
    if token.has(Kind.QUOTED):
        return not is_name_like(token)
    if token.has(_EDGE | Kind.PRONOUN) and not token.has(Kind.DETERMINER):
        return True
    if token.has(Kind.TIME) and sentence[at - 1].low.endswith("ed"):
        return False  # "a poll released Tuesday"
    if at - 1 == first and sentence[first].has(Kind.INDEFINITE) and token.has(Kind.TIME | Kind.ADVERB):
        return False  # "a Wednesday editorial", "a newly found letter"
    if token.has(Kind.TIME) or (token.has(Kind.ADVERB) and not token.has(Kind.CAPITAL | Kind.DETERMINER)):
        return True
    return token.has(Kind.CUE) and not token.has(Kind.CAPITAL) and _is_finite(sentence, at)


def _may_begin(token: Token) -> bool:
    if token.has(Kind.STOP | Kind.PREPOSITION | Kind.AUXILIARY | Kind.MODAL) and not token.has(Kind.DETERMINER):
        return False
    if token.has(Kind.TIME) and not token.has(Kind.DETERMINER):
        return False
    return not token.has(Kind.THAT | Kind.SUBORDINATOR) or token.has(Kind.DETERMINER)


def head(sentence: list[Token], first: int, last: int) -> int:
    """Return the head word of a noun phrase: the last before its first preposition, comma or relative pronoun."""
    at = first
    for at in range(first, last + 1):
        following = sentence[at + 1] if at < last else None
        if following is None or (
            following.has(Kind.PREPOSITION | Kind.STOP | Kind.RELATIVE | Kind.JOINING)
            and not following.has(Kind.DETERMINER)
            and at >= first
        ):
            break
    return at


def ends_in_gerund(sentence: list[Token], at: int) -> bool:
    """Say whether a gerund ends a noun phrase, "with knowledge of high-level thinking.": nothing is said with it."""
    if at == 0 or sentence[at - 1].has(Kind.STOP) or sentence[at - 1].quote or at + 1 >= len(sentence):
        return False
    following = sentence[at + 1 : at + 3]
    closed = following[0].has(Kind.STOP) and not any(t.quote for t in following)
    return closed and any(v.form == "gerund" for v in sentence[at].verbs)
