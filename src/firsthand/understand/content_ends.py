"""Where what is said ends: another's clause, the main clause, or what the reporter adds."""

from firsthand.understand import phrases
from firsthand.understand.cue import Cue
from firsthand.understand.said import PLACES, last_word
from firsthand.understand.tokens import Grammar, Kind, Token


def ends_at(sentence: list[Token], begin: int, found: list[Cue], at: int, cue: Cue, language: Grammar) -> int:
    """Return the last token of what begins at ``begin``: another's clause or the sentence ends it."""
    end = last_word(sentence)
    if not language.comma_clause and (comma := _aside_end(sentence, begin, cue)) is not None:
        end = comma - 1
    for other in found[at + 1 :]:
        edge = min(other.first, other.subject[0]) if other.subject and not other.joined else other.first
        if edge <= begin or other.noun:
            continue
        cut = _cut(sentence, begin, edge, other, cue)
        if cut is not None and not _is_condition(sentence, begin, cut):
            end = min(end, cut)
            break
    clause = cue.way == "" or (not cue.takes.isdisjoint(("clause", "told")) and _verb_behind(sentence, begin, end))
    if cue.phrase or clause:
        return min(end, _clause_end(sentence, begin, end, language))
    return min(end, _thing_end(sentence, begin, end, language))


def _aside_end(sentence: list[Token], begin: int, cue: Cue) -> int | None:
    """Return the comma at which a clause with a cue ends, when it stands before or inside the main one.

    "While X said it would, Y ..." and "Citing the storm, Y ..." end where a noun phrase with its verb follows; "X, who
    said it would, left" where the verb does.
    """
    first = min(cue.first, cue.subject[0]) if cue.subject and not cue.joined else cue.first
    fronted = cue.first == 0 and cue.form != "finite" and not cue.inverted
    before = sentence[first - 1] if first else None
    fronted = fronted or (cue.first == 1 and cue.form == "gerund" and sentence[0].has(Kind.PREPOSITION))
    fronted = fronted or (before is not None and before.has(Kind.SUBORDINATOR) and _begins(sentence, first - 1))
    inserted = cue.relative and cue.first > 1 and sentence[cue.first - 2].low == ","
    if not (fronted or inserted):
        return None
    for k in range(begin + 1, len(sentence) - 2):
        if sentence[k].low != "," and sentence[k].low != "”":
            continue
        if inserted and _new_verb(sentence[k + 1]):
            return k + (sentence[k].low == "”")
        who = phrases.after(sentence, k + 1) if fronted else None
        if who is not None and who[1] + 1 < len(sentence) and _verb_like(sentence[who[1] + 1]):
            return k + (sentence[k].low == "”")
    return None


def _begins(sentence: list[Token], at: int) -> bool:
    return at == 0 or sentence[at - 1].has(Kind.STOP | Kind.JOINING)


def _verb_like(token: Token) -> bool:
    return _new_verb(token) or (token.has(Kind.ADVERB) or token.low.endswith("ed"))


def _cut(sentence: list[Token], begin: int, edge: int, other: Cue, cue: Cue) -> int | None:
    """Return where another cue's clause cuts this content off, if it does."""
    if other.subject is None and sentence[edge - 1].low == ",":
        return edge - 2
    if other.phrase:
        return edge - 2 if sentence[edge - 1].low == "," else edge - 1
    back = edge - 1
    if sentence[other.first - 1].low == "," and other.subject and other.subject[1] < begin and not other.joined:
        return other.first - 2
    if other.form == "gerund" and sentence[back].low in (",", "”") and other.joined:
        return back - (sentence[back].low == ",")
    if other.inverted and sentence[back].low == ",":
        return back - 1
    trailing = other.subject and other.subject[1] < other.first and sentence[back].low == ","
    if trailing:
        return back - 1
    if sentence[back].has(Kind.JOINING) and back - 1 > begin:
        comma = sentence[back - 1].low == ","
        if comma or other.joined:
            return back - 2 if comma else back - 1
    return None


def _is_condition(sentence: list[Token], begin: int, end: int) -> bool:
    """Say whether what would be said is only "that if it wins": what comes behind its comma is what was said."""
    at = begin
    while at < end and (sentence[at].has(Kind.THAT) or sentence[at].low == ","):
        at += 1
    return sentence[at].has(Kind.SUBORDINATOR) and all(t.low != "," for t in sentence[at + 1 : end + 1])


def _thing_end(sentence: list[Token], begin: int, end: int, language: Grammar) -> int:
    """A thing ends before a comma or a conjunction that begins something else; when it was said is no part of it."""
    name_end = begin - 2
    if sentence[begin].has(Kind.CAPITAL | Kind.PRONOUN):
        name_end = next(k for k in range(begin, end + 1) if k == end or not sentence[k + 1].has(Kind.CAPITAL))
        name_end = begin - 2 if sentence[name_end].low.endswith(("'s", "s'")) else name_end
    for k in range(begin + 1, end):
        token = sentence[k]
        if (
            token.low in (";", "—", "–", "(")
            or _is_dash(sentence, k)
            or (token.has(Kind.JOINING) and _goes_elsewhere(sentence, k + 1))
        ):
            return k - 1
        if token.low == "," and _begins_other(sentence, k + 1) and not _in_list(sentence, begin, k, end):
            return k - 1
        if k == name_end + 1 and token.low in language.list("after_a_name"):
            return k - 1  # "attacked Orr by saying", "endorsed Orr in May": of a name nothing more is told
        if token.low in PLACES and _is_venue(sentence, k + 1, language):
            return k - 1
    while end > begin + 1 and sentence[end].has(Kind.TIME):
        end -= 1
        if sentence[end].has(Kind.PREPOSITION):
            return end - 1
    return end


def _is_dash(sentence: list[Token], at: int) -> bool:
    """Say whether a hyphen stands alone: not in "U.S.-led"."""
    return sentence[at].low == "-" and sentence[at].start > sentence[at - 1].end


def _in_list(sentence: list[Token], begin: int, comma: int, end: int) -> bool:
    """Say whether the comma stands in "a pledge, a resolution of the issue, and protection for them"."""
    if not sentence[comma + 1].has(Kind.DETERMINER):
        return False
    for k in range(comma + 2, end):
        if sentence[k].low == "," and sentence[k + 1].has(Kind.JOINING):
            last = sentence[k + 2 : k + 3]
            return (
                any(t.low == "," for t in sentence[begin:comma])
                and not _goes_elsewhere(sentence, k + 2)
                and bool(last)
                and not last[0].has(Kind.PRONOUN | Kind.ADVERB)
            )
    return False


def _goes_elsewhere(sentence: list[Token], at: int) -> bool:
    """Say whether a verb of the cue's own subject follows "and": "and ranked", "but later did"."""
    while at + 1 < len(sentence) and sentence[at].has(Kind.ADVERB) and not sentence[at].has(Kind.DETERMINER):
        at += 1
    token, following = sentence[at], sentence[min(at + 1, len(sentence) - 1)]
    objects = Kind.DETERMINER | Kind.PREPOSITION | Kind.CAPITAL | Kind.PRONOUN | Kind.QUOTED
    return _new_verb(token) or (token.low.endswith("ed") and not token.has(Kind.CAPITAL) and following.has(objects))


def _is_venue(sentence: list[Token], at: int, language: Grammar) -> bool:
    """Say whether "in a tweet", "at a rally" begins here: where it was said."""
    who = phrases.after(sentence, at)
    return who is not None and sentence[phrases.head(sentence, *who)].low in language.list("venues")


def _verb_behind(sentence: list[Token], begin: int, end: int) -> bool:
    """Say whether what begins here is a noun phrase with its verb: a clause, not a thing."""
    who = phrases.after(sentence, begin)
    return who is not None and who[1] + 1 < min(end + 1, len(sentence)) and _verb_like(sentence[who[1] + 1])


def _begins_other(sentence: list[Token], at: int) -> bool:
    """Say whether something else than a further thing of a list begins here, behind a comma."""
    token = sentence[at]
    if token.has(Kind.JOINING):
        following = sentence[at + 1] if at + 1 < len(sentence) else token
        if token.low == "and" and _verb_behind(sentence, at + 1, len(sentence)):
            return True
        return _new_verb(following) or following.has(Kind.PRONOUN | Kind.ADVERB)
    if _new_verb(token) or _acts(sentence, at):
        return True
    if (
        token.has(Kind.INDEFINITE)
        or token.low == "the"
        or (token.low.endswith("ing") and not token.has(Kind.PREPOSITION))
    ):
        return True
    other = Kind.SUBORDINATOR | Kind.RELATIVE | Kind.PRONOUN | Kind.PREPOSITION
    return token.has(other) and not token.has(Kind.DETERMINER) and not token.low.endswith("ing")


def _acts(sentence: list[Token], at: int) -> bool:
    """Say whether "launched a ship" stands here, not "captured by" or "limited"."""
    if at + 1 >= len(sentence) or not sentence[at].low.endswith("ed") or sentence[at].has(Kind.CAPITAL):
        return False
    return sentence[at + 1].has(Kind.DETERMINER | Kind.CAPITAL | Kind.PRONOUN)


def _new_verb(token: Token) -> bool:
    return token.has(Kind.AUXILIARY | Kind.MODAL | Kind.VERB) or any(v.form == "finite" for v in token.verbs)


def _last_relative(sentence: list[Token], comma: int, end: int) -> bool:
    """Say whether ", which ..." runs to the end: a note on what was said, not a part of it."""
    return sentence[comma + 1].low == "which" and all(t.low != "," for t in sentence[comma + 1 : end])


def _clause_end(sentence: list[Token], begin: int, end: int, language: Grammar) -> int:
    """A clause ends before ", which", ", a move that" and before a dash; a note in brackets at its end is not in it."""
    for k in range(begin + 2, end):
        if sentence[k].low == "," and (_last_relative(sentence, k, end) or sentence[k + 1].has(Kind.INDEFINITE)):
            return k - 1
        if sentence[k].low in ("—", "–", ";"):
            return k - 1
        if sentence[k].low == "," and sentence[k + 1].low in language.list("aside"):
            return k - 1
    return end
