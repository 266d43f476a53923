"""Where what is said begins behind its cue: past when, where and whom, at what the verb takes."""

from firsthand.understand import phrases
from firsthand.understand.said import PLACES, Said
from firsthand.understand.tokens import Grammar, Kind, Token

#: "said on Tuesday in an interview with the paper that ...": so many tokens may stand before "that".
_BEFORE_THAT = 22
_VERBAL = Kind.AUXILIARY | Kind.MODAL | Kind.VERB | Kind.CUE


def begins_at(sentence: list[Token], item: Said, place: int, language: Grammar) -> int | None:
    """Return where what is said begins after the cue, or None where nothing of it stands there."""
    cue, count = item.cue, len(sentence)
    takes = cue.takes
    if place >= count:
        return None
    clause = not takes.isdisjoint(("clause", "told", "speech"))
    if clause and (that := _that(sentence, place, "told" in takes)) is not None:
        if that > place and "told" in takes:
            item.addressee = phrases.after(sentence, place)
        return that
    place = _skip(sentence, place)
    if place >= count:
        return None
    if language.comma_clause and clause and (comma := _clause_comma(sentence, place)) is not None:
        return comma + 1
    token = sentence[place]
    if token.low in (",", ":", "—", "–"):
        quoted = place + 1 < count and sentence[place + 1].has(Kind.QUOTED)
        return place + 1 if quoted or (token.low == ":" and clause and place + 1 < count) else None
    if token.has(Kind.QUOTED):
        return place
    return None if token.has(Kind.STOP) else _by_frame(sentence, item, place, language)


def _by_frame(sentence: list[Token], item: Said, place: int, language: Grammar) -> int | None:
    """Return where what is said begins at or after ``place``, by what the cue takes."""
    cue, token, takes = item.cue, sentence[place], item.cue.takes
    if token.low in language.list("infinitive") and "to" in takes:
        cue.way = "to"
        return place
    if token.has(Kind.PREPOSITION) and (token.low in takes or ">" + token.low in takes):
        cue.way = token.low if token.low in takes else ">" + token.low
        return place + (token.low not in language.list("as") or cue.passive)  # "described it as": "as" too
    if token.has(Kind.WHETHER) and not takes.isdisjoint(("whether", "clause", "told")):
        return place
    if not takes.isdisjoint(("told", "whom")) or ("whether" in takes and "thing" not in takes):
        begin = _past_addressee(sentence, item, place)
        if begin is not None or "thing" not in takes:
            return begin
    if token.low.endswith("ing") and "ing" in takes and not token.has(Kind.CAPITAL | Kind.DETERMINER):
        cue.way = "ing"
        return place
    if "thing" in takes and _may_be_thing(token) and not ("clause" in takes and _auxiliary_behind(sentence, place)):
        cue.way = "thing"
        return place
    if cue.inverted or cue.noun or takes.isdisjoint(("clause", "told", "speech")):
        return None
    if " ".join(t.low for t in sentence[place : place + 2]) in language.list("for_clauses"):
        return place
    return place if _clause_at(sentence, place) and (language.comma_clause or has_verb(sentence[place:])) else None


def _auxiliary_behind(sentence: list[Token], place: int) -> bool:
    """Say whether a noun phrase and its auxiliary stand here: a clause, not a thing."""
    who = phrases.after(sentence, place)
    return who is not None and who[1] + 1 < len(sentence) and sentence[who[1] + 1].has(Kind.AUXILIARY | Kind.MODAL)


def _clause_comma(sentence: list[Token], place: int) -> int | None:
    """Return the comma or colon that what is said follows: before "dass", before a quotation, else the first."""
    first = None
    for k in range(place, len(sentence) - 1):
        token, following = sentence[k], sentence[k + 1]
        if token.has(Kind.QUOTED) and k == place:
            return None
        if token.low == ":" and (first is None or following.has(Kind.QUOTED)):
            return k
        if token.low != ",":
            continue
        # "sagte X, der Trainer, dass ...": behind an insertion the clause still shows itself
        inserted = first is not None and sentence[first + 1].has(Kind.RELATIVE)
        if (first is None or inserted) and following.has(Kind.THAT | Kind.QUOTED):
            return k
        if first is None and not following.has(Kind.JOINING):
            first = k
    if first is None or not sentence[first + 1].has(Kind.RELATIVE):
        return first
    return first if any(t.has(Kind.SUBJUNCTIVE) for t in sentence[first:]) else None


def _may_be_thing(token: Token) -> bool:
    return not token.has(
        Kind.PREPOSITION | Kind.AUXILIARY | Kind.JOINING | Kind.MODAL | Kind.SUBORDINATOR
    ) or token.has(Kind.DETERMINER | Kind.CAPITAL)


def _clause_at(sentence: list[Token], place: int) -> bool:
    """Say whether a clause without "that" can begin here: a noun phrase."""
    token = sentence[place]
    if token.has(Kind.PREPOSITION) and token.low not in PLACES and not token.has(Kind.DETERMINER | Kind.SUBORDINATOR):
        return False
    return not token.has(Kind.JOINING | Kind.RELATIVE) or token.has(Kind.DETERMINER | Kind.PRONOUN)


def has_verb(clause: list[Token]) -> bool:
    """Say whether a verb stands in what would be a clause: "says it was", not "says something"."""
    for k, token in enumerate(clause):
        if token.low in (";", ":"):
            break
        if token.has(_VERBAL) or token.low.endswith(("ed", "'s", "'re", "'d", "'ll", "'ve", "'m")) or token.quote:
            return True
        if k and token.low.endswith("s") and not token.has(Kind.CAPITAL | Kind.PREPOSITION):
            return True
    return False


def _that(sentence: list[Token], place: int, told: bool) -> int | None:
    """Find "that" after the cue with nothing but whom, when and where between."""
    first = sentence[place]
    if first.has(Kind.THAT):
        following = sentence[place + 1] if place + 1 < len(sentence) else None
        return place if following is not None and not following.has(Kind.AUXILIARY | Kind.MODAL | Kind.STOP) else None
    if not told and not first.has(Kind.TIME | Kind.ADVERB | Kind.PREPOSITION) and first.low != ",":
        return None
    for k in range(place, min(len(sentence) - 1, place + _BEFORE_THAT)):
        token = sentence[k]
        if token.has(Kind.THAT):
            return k
        if token.quote and sentence[k - 1].low.endswith(("'s", "s'")):
            continue  # a programme: "on ABC's “This Week” that"
        if token.has(Kind.QUOTED | Kind.AUXILIARY | Kind.MODAL | Kind.RELATIVE | Kind.VERB | Kind.CUE) or (
            token.has(Kind.PRONOUN) and k > place and not token.has(Kind.DETERMINER)
        ):
            return None
        if token.low in (":", ";", ".") or (token.low == "," and k > place and not sentence[k + 1].has(Kind.THAT)):
            return None
    return None


def _skip(sentence: list[Token], place: int) -> int:
    """Pass over when and where: "on Tuesday", "in a statement", "last week"."""
    count = len(sentence)
    while place < count:
        token = sentence[place]
        if token.has(Kind.TIME | Kind.ADVERB) and not token.has(Kind.DETERMINER):
            place += 1
        elif token.has(Kind.PREPOSITION) and token.low in PLACES and not _counts(sentence, place):
            end = _prepositional_end(sentence, place)
            if end is None:
                return place
            place = end
        else:
            return place
    return place


def _counts(sentence: list[Token], place: int) -> bool:
    """Say whether "at least 14 people" begins here: how many, not where."""
    return sentence[place + 1].low in ("least", "most") if place + 1 < len(sentence) else False


def _prepositional_end(sentence: list[Token], place: int) -> int | None:
    """Return where "in an interview" ends, when what follows can begin what is said; None where it cannot."""
    for k in range(place + 1, min(len(sentence), place + 16)):
        token = sentence[k]
        if token.has(Kind.QUOTED) and sentence[k - 1].low.endswith(("'s", "s'")):
            return None  # a programme: "on ABC's “This Week”"
        if token.low in (",", ".", ":") or token.has(Kind.QUOTED):
            return k
        if token.has(Kind.PRONOUN | Kind.THAT) and k > place + 1 and not token.has(Kind.DETERMINER):
            return k
        if token.has(Kind.TIME) and k + 1 < len(sentence) and not sentence[k + 1].has(Kind.TIME | Kind.PREPOSITION):
            return k + 1
        if token.has(Kind.AUXILIARY | Kind.MODAL | Kind.VERB):
            return None
    return None


def _past_addressee(sentence: list[Token], item: Said, place: int) -> int | None:
    """ "told reporters the plan was dead": return where what is said begins after whom it is said to."""
    whom = phrases.after(sentence, place)
    if whom is None:
        return None
    short = _short_addressee(sentence, place, whom[1])
    item.addressee = (place, short)
    k = _skip(sentence, short + 1)
    if k >= len(sentence):
        return None
    token = sentence[k]
    if token.low in (",", ":") and k + 1 < len(sentence) and sentence[k + 1].has(Kind.QUOTED):
        return k + 1
    if token.low == "to":
        return k if "told" in item.cue.takes else place
    if token.has(Kind.QUOTED | Kind.WHETHER):
        return k
    if token.has(Kind.PREPOSITION) and token.low in ("about", "of", "for"):
        return k + 1 if token.low in item.cue.takes or "told" in item.cue.takes else None
    return k if token.has(Kind.DETERMINER | Kind.PRONOUN | Kind.CAPITAL) and not token.has(Kind.STOP) else None


def _short_addressee(sentence: list[Token], first: int, last: int) -> int:
    """A pronoun, a run of capitals, or a noun: not the subject of the clause after it."""
    if sentence[first].low in ("me", "him", "her", "us", "them", "you", "reporters", "it"):
        return first
    k = first
    while k < last and sentence[k].has(Kind.CAPITAL) == sentence[k + 1].has(Kind.CAPITAL):
        if sentence[k + 1].has(Kind.DETERMINER) and k > first:
            break
        k += 1
    return k if sentence[first].has(Kind.CAPITAL) else last
