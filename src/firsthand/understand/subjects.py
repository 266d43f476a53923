"""Find whose verb a cue is: the subject before it, over an insertion, or that of the clause before it."""

from firsthand.understand import phrases
from firsthand.understand.cue import Cue, group_start
from firsthand.understand.tokens import Grammar, Kind, Token

#: "X, who leads the party, said": longest insertion between subject and verb, in tokens.
_INSERTED = 40
#: "MOSCOW, May 28 (Reuters) - ": a dateline has at most so many tokens.
_DATELINE = 14
#: "refused to say": an infinitive so many tokens behind a cue has its subject.
_NEAR_INFINITIVE = 6

#: What joins the last of a list, and what stands before a clause.
_AND = frozenset(("and", "or"))
_CLAUSE = Kind.STOP | Kind.SUBORDINATOR | Kind.THAT


def left_subject(sentence: list[Token], cue: Cue, found: list[Cue], language: Grammar) -> None:
    """Set the subject of a verb that stands behind it, as English verbs mostly do; leave it None where none is found."""
    at = _before_time(sentence, cue.first - 1)
    if at < 0:
        return
    token = sentence[at]
    if token.low == "to":
        cue.infinitive = True
        if found and found[-1].verb >= at - _NEAR_INFINITIVE:
            cue.subject, cue.joined = found[-1].subject, True
        return
    if token.has(Kind.JOINING):
        cue.joined = True
        cue.subject = _alike(sentence, cue, found).subject if found else first_subject(sentence, at)
        return
    if token.has(Kind.RELATIVE) and not token.has(Kind.PRONOUN):
        cue.subject, cue.relative = (at, at), True
        if token.has(Kind.THAT) and at:
            cue.subject = phrases.before(sentence, at - 1) or cue.subject
        return
    if token.low in (",", "-", "–", "—", ")"):
        cue.subject = over_insertion(sentence, at, language)
        if cue.subject is None and found and token.low == "," and not language.comma_clause:
            cue.subject, cue.joined = _alike(sentence, cue, found).subject, True  # "told them, then asked"
        return
    floor = found[-1].verb + 1 if found else 0
    cue.subject = phrases.before(sentence, at, floor)
    if cue.subject and not language.comma_clause:
        cue.subject = _whole(sentence, cue.subject, found)
    if cue.subject and cue.subject[0] == cue.subject[1] and sentence[at].has(Kind.RELATIVE):
        cue.relative = True


def _whole(sentence: list[Token], subject: tuple[int, int], found: list[Cue]) -> tuple[int, int]:
    """Return a subject with what its end belongs to: "a woman who saw the fire", "a poll published Wednesday"."""
    first, last = subject
    if _only_time(sentence, first, last) and first > 1 and sentence[first - 1].low.endswith("ed"):
        who = phrases.before(sentence, first - 2)
        return (who[0], last) if who else subject
    clausal = [c.verb for c in found if not c.takes.isdisjoint(("clause", "told"))]
    for k in range(first - 1, max(0, *clausal) if clausal else 0, -1):
        if sentence[k].has(Kind.STOP | Kind.QUOTED):
            break
        if sentence[k].low == "who":
            antecedent = phrases.before(sentence, k - 1)
            return (antecedent[0], last) if antecedent else subject
    return _listed(sentence, subject, found[-1].verb + 1 if found else 0)


def _only_time(sentence: list[Token], first: int, last: int) -> bool:
    return all(sentence[k].has(Kind.TIME | Kind.DETERMINER) for k in range(first, last + 1)) and (
        sentence[last].has(Kind.TIME)
    )


def _listed(sentence: list[Token], subject: tuple[int, int], floor: int) -> tuple[int, int]:
    """Return a subject with the others of its list: "farmers, two unions and some Democrats"."""
    first, last = subject
    begin = first
    joined = first > floor and sentence[first - 1].low in _AND
    others = 2 if joined and first > 1 and sentence[first - 2].low == "," else 1
    if not joined and not any(sentence[k].low in _AND for k in range(first, last)):
        return subject
    if sentence[first].has(Kind.PRONOUN) and not sentence[first].has(Kind.DETERMINER):
        return subject
    while begin > floor + 1 and (sentence[begin - 1].low == "," or (begin == first and joined)):
        at = begin - 2
        at -= sentence[at].low == ","
        other = phrases.before(sentence, _before_brackets(sentence, at), floor)
        if other is None or not _may_be_listed(sentence, *other):
            break
        begin, others = other[0], others - 1
    starts = others <= 0 and (
        begin == 0 or sentence[begin - 1].has(_CLAUSE) or (begin == 1 and sentence[0].has(Kind.JOINING))
    )
    return (begin, last) if starts else subject


def _may_be_listed(sentence: list[Token], first: int, last: int) -> bool:
    """Say whether a phrase is a name, or things; not a clause, whose verb could end it."""
    end = sentence[last]
    if end.has(Kind.VERB | Kind.CUE | Kind.TIME | Kind.ADVERB | Kind.PRONOUN) or end.low.endswith("ed"):
        return False
    return end.has(Kind.CAPITAL) or sentence[first].has(Kind.DETERMINER) or end.low.endswith("s") or end.low.isdigit()


def _before_time(sentence: list[Token], at: int) -> int:
    """Return the last token before when it was said ("Orr a month later said"); a document "filed Thursday" keeps it."""
    last = at
    while at > 0 and sentence[at].has(Kind.TIME):
        at -= 1
    if at == last:
        return at
    if sentence[at].low.endswith("ed") and not sentence[at].has(Kind.CAPITAL):
        return last
    return at - 1 if at > 0 and sentence[at].has(Kind.DETERMINER) and sentence[at].low not in ("all", "both") else at


def _alike(sentence: list[Token], cue: Cue, found: list[Cue]) -> Cue:
    """Return the verb before "and" that shares this one's subject: of its tense, not one inside what was said."""
    present = sentence[cue.verb].low.endswith("s")
    for before in reversed(found):
        modal = any(t.has(Kind.MODAL) for t in sentence[before.first : before.verb])
        if before.subject and not modal and sentence[before.verb].low.endswith("s") == present:
            return before
    return found[-1]


def gerund_subject(sentence: list[Token], cue: Cue, found: list[Cue], language: Grammar) -> None:
    """ "... , saying": the subject is that of the clause before it."""
    at = cue.first - 1
    if cue.first < cue.verb and any(t.has(Kind.BEING) for t in sentence[cue.first : cue.verb]):
        left_subject(sentence, cue, found, language)
        return
    if at < 0:
        comma = next((k for k in range(cue.last, len(sentence)) if sentence[k].low == ","), None)
        cue.subject = phrases.after(sentence, comma + 1) if comma is not None else None
        return
    goes_on = sentence[at].has(Kind.VERB) or sentence[at].low in language.list("before_ing")
    if not goes_on and phrases.is_word(sentence[at]) and not sentence[at].has(Kind.STOP | Kind.CUE | Kind.ADVERB):
        floor = found[-1].verb + 1 if found else 0
        cue.subject = _with(sentence, at, floor) or phrases.before(sentence, at, floor)
        if cue.subject and not _is_document(sentence, cue.subject, language):
            return
    cue.subject, cue.joined = _clause_subject(sentence, at, found), True


def _with(sentence: list[Token], at: int, floor: int) -> tuple[int, int] | None:
    """ ", with Ada Orr saying": the phrase after "with", which goes on to the verb."""
    for k in range(at, max(floor, at - 10), -1):
        if sentence[k].has(Kind.STOP):
            return None
        if sentence[k].low == "with" and sentence[k - 1].low == ",":
            return (k + 1, at) if k < at else None
    return None


def _is_document(sentence: list[Token], subject: tuple[int, int], language: Grammar) -> bool:
    """Say whether "released a statement saying" has what was released before its verb, not who did."""
    first = sentence[subject[0]]
    own = (
        first.has(Kind.INDEFINITE | Kind.POSSESSIVE) and subject[0] > 0 and not sentence[subject[0] - 1].has(Kind.STOP)
    )
    return own and sentence[phrases.head(sentence, *subject)].low in language.list("documents")


def _clause_subject(sentence: list[Token], at: int, found: list[Cue]) -> tuple[int, int] | None:
    """Return whose verb the clause before ``at`` has: the last cue's, or the main clause's where that one is beside it."""
    main = _main(sentence)
    before = next((c for c in reversed(found) if c.subject), None)
    if before is not None and before.subject and before.subject[0] >= main and not _subordinate(sentence, before):
        return before.subject
    return first_subject(sentence, at) or (before.subject if before else None)


def _main(sentence: list[Token]) -> int:
    """Return where the main clause begins: behind the comma after "When ...", "In ..." or "Asked ..."."""
    first = sentence[0]
    for k in range(2, min(len(sentence) - 1, _DATELINE)):
        if sentence[k].low in ("-", "—", "–") and sentence[k - 1].low == ")":
            return k + 1
    if first.has(Kind.SUBORDINATOR | Kind.PREPOSITION) or (first.verbs and first.low.endswith(("ed", "ing"))):
        for k in range(1, len(sentence) - 2):
            if sentence[k].low == ",":
                return k + 1
    return 0


def _subordinate(sentence: list[Token], cue: Cue) -> bool:
    """Say whether a cue stands in a clause beside the main one: "while others said"."""
    first = cue.subject[0] if cue.subject and not cue.joined and not cue.inverted else cue.first
    return cue.relative or (first > 0 and sentence[first - 1].has(Kind.SUBORDINATOR | Kind.RELATIVE))


def first_subject(sentence: list[Token], end: int) -> tuple[int, int] | None:
    """Return the phrase before the first verb of a sentence's main clause."""
    main = _main(sentence)
    main = main if main < end else 0
    for at in range(main + 1, end):
        token = sentence[at]
        if token.has(Kind.AUXILIARY | Kind.MODAL | Kind.VERB) or (
            token.low.endswith("ed") and not token.has(Kind.CAPITAL) and not sentence[at - 1].has(Kind.DETERMINER)
        ):
            start = group_start(sentence, at)
            subject = phrases.before(sentence, start - 1, main) if start > main else None
            if subject:
                return subject
    return phrases.after(sentence, main)


def over_insertion(sentence: list[Token], comma: int, language: Grammar) -> tuple[int, int] | None:
    """Find the subject of "X, who leads the party, said": the phrase before the insertion's first comma.

    Of several the one that begins its clause; "In Rome, the mayor, a lawyer, said" has the mayor.
    """
    mark = {")": "("}.get(sentence[comma].low, sentence[comma].low)
    best = None
    for at in range(comma - 1, max(0, comma - _INSERTED), -1):
        token = sentence[at]
        if token.has(Kind.QUOTED) and token.low == "”":
            break
        if token.low != mark or at == 0 or not _may_be_inserted(sentence, at + 1, mark):
            continue
        subject = phrases.before(sentence, at - 1 if language.comma_clause else _before_brackets(sentence, at - 1))
        if subject is None or (not language.comma_clause and _only_time(sentence, *subject)):
            continue
        if not (subject[0] == 0 or _may_end_clause(sentence, subject[0] - 1)):
            continue
        best = subject
        if subject[0] == 0 or not sentence[subject[0] - 1].has(Kind.STOP):
            break
    return best


def _before_brackets(sentence: list[Token], at: int) -> int:
    """Return the token before "(R-Ohio)" where that ends at ``at``: the name it belongs to."""
    if sentence[at].low != ")":
        return at
    return next((k - 1 for k in range(at, max(0, at - 8), -1) if sentence[k].low == "("), at)


def _may_be_inserted(sentence: list[Token], first: int, mark: str) -> bool:
    token = sentence[first]
    if token.has(Kind.QUOTED):
        return False
    return (
        mark != ","
        or token.has(Kind.RELATIVE | Kind.DETERMINER)
        or not token.has(Kind.PRONOUN | Kind.JOINING | Kind.SUBORDINATOR)
    )


def _may_end_clause(sentence: list[Token], at: int) -> bool:
    return sentence[at].has(Kind.STOP | Kind.JOINING | Kind.SUBORDINATOR | Kind.ADVERB | Kind.QUOTED | Kind.TIME)
