"""Find the words that say that somebody speaks, thinks or wants, and whose subject that is."""

from dataclasses import dataclass

from firsthand.model.lexicon import CueVerb
from firsthand.understand import phrases
from firsthand.understand.tokens import Grammar, Kind, Token

_GROUP = Kind.AUXILIARY | Kind.MODAL | Kind.ADVERB | Kind.NEGATION
#: "X, who leads the party, said": longest insertion between subject and verb, in tokens.
_INSERTED = 40
#: "MOSCOW, May 28 (Reuters) - ": a dateline has at most so many tokens.
_DATELINE = 14
#: "refused to say": an infinitive so many tokens behind a cue has its subject.
_NEAR_INFINITIVE = 6


@dataclass(slots=True)
class Cue:
    """A cue in a sentence: tokens ``first..last`` of the group, the verb at ``verb``; where its subject stands.

    ``inverted``: the subject follows. ``joined``: it has its subject from the verb before it ("and called").
    ``way``: how what is said is joined to it: ``clause``, ``to``, ``thing``, or a preposition.
    """

    first: int
    last: int
    verb: int
    takes: frozenset[str]
    form: str
    stance: str = ""
    subject: tuple[int, int] | None = None
    inverted: bool = False
    joined: bool = False
    relative: bool = False
    passive: bool = False
    phrase: bool = False
    noun: bool = False
    infinitive: bool = False
    way: str = ""


def cues(sentence: list[Token], language: Grammar) -> list[Cue]:
    """Return the cues of a sentence in order."""
    found: list[Cue] = []
    for at, token in enumerate(sentence):
        cue = _verbal(sentence, at, found, language) if token.verbs else None
        cue = cue or _phrase(sentence, at, language)
        if cue is None:
            cue = _noun(sentence, at, found, language)
        if cue is not None:
            found.append(cue)
    return sorted(found, key=lambda cue: cue.verb)


def _phrase(sentence: list[Token], at: int, language: Grammar) -> Cue | None:
    """Find "according to X", "X zufolge", "..., so X", "nach Auffassung von X": a cue that is no verb."""
    low = sentence[at].low
    if low in language.first_words:
        for length in (4, 3, 2, 1):
            if " ".join(t.low for t in sentence[at : at + length]) in language.list("before"):
                last = at + length - 1
                if length == 2 and sentence[last].low in language.list("opinion") and not _has_owner(sentence, last):
                    return _phrase_cue(at, at, (last, last))
                return _with_holder(sentence, at, last)
    if low in language.list("behind") and at and sentence[at - 1].low in (",", "”"):
        cue = _with_holder(sentence, at, at)
        stop = cue.subject[1] + 1 if cue and cue.subject else len(sentence)
        return cue if stop >= len(sentence) or sentence[stop].has(Kind.STOP | Kind.PREPOSITION) else None
    if low in language.list("after") and at:
        who = phrases.before(sentence, at - 1)
        return _phrase_cue(at, at, who) if who else None
    if low in language.list("opinion_before"):
        return _opinion(sentence, at, language)
    return None


def _phrase_cue(first: int, last: int, who: tuple[int, int]) -> Cue:
    return Cue(first, last, first, frozenset(("phrase",)), "phrase", subject=who, inverted=True, phrase=True)


def _with_holder(sentence: list[Token], first: int, last: int) -> Cue | None:
    who = phrases.after(sentence, last + 1)
    if who is None and last + 1 < len(sentence) and sentence[last + 1].low in phrases.OF:
        who = phrases.after(sentence, last + 2)
    return _phrase_cue(first, last, who) if who else None


def _opinion(sentence: list[Token], at: int, language: Grammar) -> Cue | None:
    """ "nach Auffassung des Gerichts", "nach ersten Berichten", "seiner Meinung nach"."""
    nouns = language.list("opinion")
    for k in range(at + 1, min(at + 4, len(sentence))):
        if sentence[k].low in nouns:
            who = phrases.after(sentence, at + 1) if _has_owner(sentence, k) else None
            return _phrase_cue(at, at, (at + 1, max(who[1], k) if who else k))
        if sentence[k].has(Kind.STOP):
            break
    if at and sentence[at - 1].low in nouns:
        first = at - 2 if at > 1 and sentence[at - 2].has(Kind.DETERMINER) else at - 1
        return _phrase_cue(at, at, (first, at - 1))
    return None


def _has_owner(sentence: list[Token], noun: int) -> bool:
    """Say whether it is told whose reports these are: "nach Berichten der Polizei", "nach Angaben Orrs"."""
    if noun + 1 >= len(sentence):
        return False
    following = sentence[noun + 1]
    return following.has(Kind.DETERMINER | Kind.CAPITAL | Kind.QUOTED) or following.low in phrases.OF


def _noun(sentence: list[Token], at: int, found: list[Cue], language: Grammar) -> Cue | None:
    """Find "his claim that", "is confident that"."""
    token = sentence[at]
    if at + 1 >= len(sentence) or not sentence[at + 1].has(Kind.THAT):
        return None
    if token.low in language.list("adjectives"):
        group = _group_start(sentence, at)
        if group == at or not any(t.has(Kind.BEING) for t in sentence[group:at]):
            return None
        cue = Cue(group, at, at, frozenset(("clause",)), "finite")
        _left_subject(sentence, cue, found, language)
        return cue if cue.subject else None
    if token.low in language.list("nouns"):
        return _of_noun(sentence, at, found)
    return None


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


def _verbal(sentence: list[Token], at: int, found: list[Cue], language: Grammar) -> Cue | None:
    """Decide whether a form of a cue's verb is one here, and find its subject."""
    token = sentence[at]
    start = _group_start(sentence, at)
    previous = sentence[at - 1] if at else None
    group = sentence[start:at]
    if _is_noun(sentence, at, previous, group, language):
        return None
    verb = _form(sentence, at, group, language)
    if verb is None:
        return None
    if verb.form == "finite" and at + 1 < len(sentence) and sentence[at + 1].low in language.list("by"):
        return None
    if verb.form == "gerund" and previous is not None and previous.low == "in":
        return None
    cue = Cue(start, at, at, verb.takes, verb.form, verb.stance)
    if verb.form == "participle" and any(t.has(Kind.BEING) for t in group) and not _perfect(group):
        cue.passive = True
        if token.low not in language.list("passives"):
            return None
    if verb.form == "gerund":
        _gerund_subject(sentence, cue, found, language)
        return cue if cue.subject else None
    if verb.form == "participle" and language.comma_clause and _around_auxiliary(sentence, cue, language):
        return cue
    if not _inverted(sentence, cue, language):
        _left_subject(sentence, cue, found, language)
    if cue.subject is None and language.comma_clause and not _announces(sentence, at):
        who = phrases.after(sentence, at + 1)
        cue.subject = who if who and sentence[who[0]].low not in language.list("objects") else None
        cue.inverted = cue.subject is not None
    if cue.infinitive and not _announces(sentence, at):
        return None  # "refused to say": it is said, or not, with the verb before it
    return cue if cue.subject or found or cue.passive else None


def _looks_like_noun(sentence: list[Token], at: int, previous: Token | None, language: Grammar) -> bool:
    """Say whether a word that is a noun too has nothing beside it that shows it to be a verb."""
    token = sentence[at]
    if token.low not in language.list("also_nouns"):
        return False
    if previous is None:
        return True
    if previous.low in language.list("of_many") and not token.low.endswith("s"):
        return False  # "many fear": the noun would be "fears"
    if previous.has(Kind.PRONOUN | Kind.RELATIVE | Kind.MODAL | Kind.AUXILIARY | Kind.NEGATION | Kind.ADVERB):
        return previous.has(Kind.DETERMINER) and not previous.has(Kind.RELATIVE)
    if previous.low == "to":
        return False
    if previous.has(Kind.STOP | Kind.PREPOSITION | Kind.DETERMINER | Kind.POSSESSIVE):
        return previous.low != ","
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if following is None:
        return True
    plural = previous.low.endswith("s") != token.low.endswith("s")
    goes_on = following.has(Kind.DETERMINER | Kind.THAT | Kind.PRONOUN | Kind.QUOTED | Kind.CAPITAL | Kind.WHETHER)
    takes = {preposition for verb in token.verbs for preposition in verb.takes}
    return not (plural and (goes_on or following.low in (*takes, "to", ",")))


def _inverted(sentence: list[Token], cue: Cue, language: Grammar) -> bool:
    """Set the subject behind its verb: "..., said X." and, where verbs stand second, "Gestern sagte X"."""
    before = sentence[cue.first - 1] if cue.first else None
    behind = before is None or before.low in (",", "”") or before.has(Kind.QUOTED)
    if not behind and not (language.comma_clause and _fronted(sentence, cue, language)):
        return False
    who = phrases.after(sentence, cue.verb + 1)
    if who is not None and sentence[who[0]].low in language.list("objects"):
        return False
    if who is None or not ("speech" in cue.takes or language.comma_clause):
        return False
    if "told" in cue.takes and not language.comma_clause:
        return False  # whom they told stands there
    if sentence[who[0]].has(Kind.THAT) and who[1] > who[0]:
        return False
    who = _document_of(sentence, cue, who, language)
    following = sentence[who[1] + 1] if who[1] + 1 < len(sentence) else None
    if (
        not language.comma_clause
        and following is not None
        and not following.has(Kind.STOP | Kind.PREPOSITION | Kind.TIME | Kind.RELATIVE | Kind.SUBORDINATOR)
    ):
        return False
    if before is None and not language.comma_clause:
        return False
    inserted = before is not None and before.low == ","
    if inserted and (other := over_insertion(sentence, cue.first - 1)) is not None:
        named = language.comma_clause or other[0] > 0 or sentence[who[0]].has(Kind.CAPITAL | Kind.PRONOUN)
        if "thing" in cue.takes or not (named and _closes(sentence, cue, who, language)):
            return False
    cue.subject, cue.inverted = who, True
    return True


def _closes(sentence: list[Token], cue: Cue, who: tuple[int, int], language: Grammar) -> bool:
    """Say whether "..., said X" is closed by what follows X; if not, X may be what "A, the mayor, praised" is about."""
    following = sentence[who[1] + 1] if who[1] + 1 < len(sentence) else None
    if following is None or following.has(Kind.STOP):
        return True
    if not language.comma_clause or "speech" not in cue.takes:
        return False
    return sentence[who[0]].has(Kind.PRONOUN) or following.has(Kind.PREPOSITION | Kind.ADVERB)


def _document_of(sentence: list[Token], cue: Cue, who: tuple[int, int], language: Grammar) -> tuple[int, int]:
    """ "heißt es in der Erklärung", "In der Erklärung heißt es": the declaration says it."""
    at = who[1] + 1
    if who[0] != who[1] or language.words.pronouns.get(sentence[who[0]].low) != "sn":
        return who
    while at < len(sentence) and sentence[at].has(Kind.ADVERB) and not sentence[at].has(Kind.PREPOSITION):
        at += 1
    if at < len(sentence) and sentence[at].has(Kind.PREPOSITION):
        return phrases.after(sentence, at + 1) or who
    for k in range(cue.first - 1, -1, -1):
        if sentence[k].has(Kind.STOP):
            break
        if sentence[k].has(Kind.PREPOSITION) and language.comma_clause:
            return phrases.after(sentence, k + 1) or who
    return who


def _announces(sentence: list[Token], at: int) -> bool:
    """Say whether what follows the verb is what is said, not its subject: ": „..."."""
    return at + 1 < len(sentence) and sentence[at + 1].has(Kind.STOP | Kind.QUOTED)


def _around_auxiliary(sentence: list[Token], cue: Cue, language: Grammar) -> bool:
    """ "X hatte am Montag gesagt": the subject stands beside the auxiliary, which stands second."""
    for at in range(cue.first - 1, -1, -1):
        token = sentence[at]
        if token.low in (",", ";", ":"):
            return False
        if token.has(Kind.AUXILIARY) and not token.has(Kind.BEING):
            probe = Cue(at, at, at, cue.takes, "finite")
            fronted = _fronted(sentence, probe, language)
            who = phrases.after(sentence, at + 1) if fronted else phrases.before(sentence, at - 1) if at else None
            cue.subject = who
            return who is not None
    return False


def _fronted(sentence: list[Token], cue: Cue, language: Grammar) -> bool:
    """Say whether what stands before a verb that stands second is no subject: a prepositional phrase, a time."""
    following = sentence[cue.verb + 1] if cue.verb + 1 < len(sentence) else None
    if following is not None and following.has(Kind.PRONOUN) and not following.has(Kind.DETERMINER | Kind.ADVERB):
        return not ("speech" not in cue.takes and following.low in language.list("it"))
    start = cue.first
    while start > 0 and not sentence[start - 1].has(Kind.STOP) and not sentence[start - 1].has(Kind.JOINING):
        start -= 1
    first = sentence[start]
    return (
        start == cue.first
        or first.low in language.list("objects")
        or first.has(Kind.PREPOSITION | Kind.TIME)
        or (first.has(Kind.ADVERB) and start + 1 >= cue.first)
    )


def _perfect(group: list[Token]) -> bool:
    return any(t.has(Kind.AUXILIARY) and not t.has(Kind.BEING) for t in group)


def _group_start(sentence: list[Token], at: int) -> int:
    start = at
    while start > 0 and sentence[start - 1].has(_GROUP) and not sentence[start - 1].has(Kind.DETERMINER | Kind.CAPITAL):
        start -= 1
    return start


def _is_noun(sentence: list[Token], at: int, previous: Token | None, group: list[Token], language: Grammar) -> bool:
    """Say whether the word is a noun or an attribute here: an article, adjective or preposition stands before it."""
    if _looks_like_noun(sentence, at, previous, language):
        return True
    if previous is None or sentence[at].has(Kind.CAPITAL):
        return sentence[at].has(Kind.CAPITAL) and at > 0
    if group and previous.has(Kind.AUXILIARY | Kind.MODAL | Kind.NEGATION):
        return False
    if previous.low.endswith(("'s", "s'")) and not previous.has(Kind.PRONOUN | Kind.AUXILIARY):
        return True
    if previous.low == "to":
        return False
    if previous.has(Kind.RELATIVE):
        return False
    return previous.has(Kind.DETERMINER | Kind.POSSESSIVE | Kind.PREPOSITION) and not (
        previous.has(Kind.PREPOSITION) and any(v.form == "gerund" for v in sentence[at].verbs)
    )


def _form(sentence: list[Token], at: int, group: list[Token], language: Grammar) -> CueVerb | None:
    """Choose what form the word is of which verb, by the auxiliaries before it and the particle after it."""
    verbs = _with_particle(sentence, at)
    has_aux = any(t.has(Kind.AUXILIARY) for t in group)
    order = ("participle", "gerund", "finite") if has_aux else ("finite", "gerund")
    for form in order:
        chosen = [v for v in verbs if v.form == form]
        if chosen:
            return CueVerb(form, frozenset().union(*(v.takes for v in chosen)), chosen[0].stance, chosen[0].particle)
    return None


def _with_particle(sentence: list[Token], at: int) -> tuple[CueVerb, ...]:
    """Return the verbs whose particle stands where it must, or those that have none."""
    verbs = sentence[at].verbs
    if not any(v.particle for v in verbs):
        return verbs
    for k in range(at + 1, min(len(sentence), at + 30)):
        token = sentence[k]
        ends = k + 1 >= len(sentence) or sentence[k + 1].has(Kind.STOP | Kind.QUOTED | Kind.JOINING)
        if ends and (chosen := tuple(v for v in verbs if v.particle == token.low)):
            return chosen
        if token.low in ".;:":
            break
    return tuple(v for v in verbs if not v.particle)


def _gerund_subject(sentence: list[Token], cue: Cue, found: list[Cue], language: Grammar) -> None:
    """ "... , saying": the subject is that of the clause before it."""
    at = cue.first - 1
    if cue.first < cue.verb and any(t.has(Kind.BEING) for t in sentence[cue.first : cue.verb]):
        _left_subject(sentence, cue, found, language)
        return
    if at < 0:
        comma = next((k for k in range(cue.last, len(sentence)) if sentence[k].low == ","), None)
        cue.subject = phrases.after(sentence, comma + 1) if comma is not None else None
        return
    if phrases.is_word(sentence[at]) and not sentence[at].has(Kind.STOP | Kind.CUE | Kind.ADVERB):
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
    own = first.has(Kind.INDEFINITE | Kind.POSSESSIVE) and subject[0] > 0 and not sentence[subject[0] - 1].has(Kind.STOP)
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
            start = _group_start(sentence, at)
            subject = phrases.before(sentence, start - 1, main) if start > main else None
            if subject:
                return subject
    return phrases.after(sentence, main)


def _left_subject(sentence: list[Token], cue: Cue, found: list[Cue], language: Grammar) -> None:
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
        cue.subject = over_insertion(sentence, at)
        if cue.subject is None and found and token.low == "," and not language.comma_clause:
            cue.subject, cue.joined = _alike(sentence, cue, found).subject, True  # "told them, then asked"
        return
    floor = found[-1].verb + 1 if found else 0
    cue.subject = phrases.before(sentence, at, floor)
    if cue.subject and cue.subject[0] == cue.subject[1] and sentence[at].has(Kind.RELATIVE):
        cue.relative = True


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


def over_insertion(sentence: list[Token], comma: int) -> tuple[int, int] | None:
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
        subject = phrases.before(sentence, at - 1)
        if subject is None or not (subject[0] == 0 or _begins_clause(sentence, subject[0] - 1)):
            continue
        best = subject
        if subject[0] == 0 or not sentence[subject[0] - 1].has(Kind.STOP):
            break
    return best


def _may_be_inserted(sentence: list[Token], first: int, mark: str) -> bool:
    token = sentence[first]
    if token.has(Kind.QUOTED):
        return False
    return (
        mark != ","
        or token.has(Kind.RELATIVE | Kind.DETERMINER)
        or not token.has(Kind.PRONOUN | Kind.JOINING | Kind.SUBORDINATOR)
    )


def _begins_clause(sentence: list[Token], at: int) -> bool:
    return sentence[at].has(Kind.STOP | Kind.JOINING | Kind.SUBORDINATOR | Kind.ADVERB | Kind.QUOTED | Kind.TIME)
