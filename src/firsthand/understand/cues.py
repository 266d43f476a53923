"""Find the words that say that somebody speaks, thinks or wants: which words of a sentence are verbs of saying here."""

from firsthand.model.lexicon import CueVerb
from firsthand.understand import phrases
from firsthand.understand.cue import Cue, group_start
from firsthand.understand.inversion import announces, around_auxiliary, inverted
from firsthand.understand.phrase_cues import noun_cue, phrase_cue
from firsthand.understand.subjects import gerund_subject, left_subject
from firsthand.understand.tokens import Grammar, Kind, Token


def cues(sentence: list[Token], language: Grammar) -> list[Cue]:
    """Return the cues of a sentence in order."""
    found: list[Cue] = []
    for at, token in enumerate(sentence):
        cue = _verbal(sentence, at, found, language) if token.verbs else None
        if cue is None and token.low in language.phrase_words:
            cue = phrase_cue(sentence, at, language)
        if cue is None and token.low in language.cue_nouns:
            cue = noun_cue(sentence, at, found, language)
        if cue is not None:
            found.append(cue)
    return sorted(found, key=lambda cue: cue.verb)


def _verbal(sentence: list[Token], at: int, found: list[Cue], language: Grammar) -> Cue | None:
    """Decide whether a form of a cue's verb is one here, and find its subject."""
    token = sentence[at]
    start = group_start(sentence, at)
    previous = sentence[at - 1] if at else None
    group = sentence[start:at]
    if _is_noun(sentence, at, previous, group, language):
        return None
    verb = _form(sentence, at, group, language)
    if verb is None or _is_attribute(sentence, at, verb.form, language):
        return None
    cue = Cue(start, at, at, verb.takes, verb.form, verb.stance)
    if verb.form == "participle" and _is_passive(group, language):
        cue.passive = True
        if token.low not in language.list("passives"):
            return None
    if verb.form == "gerund":
        gerund_subject(sentence, cue, found, language)
        return cue if cue.subject else None
    if verb.form == "participle" and language.comma_clause and around_auxiliary(sentence, cue, language):
        return cue
    if not inverted(sentence, cue, language):
        left_subject(sentence, cue, found, language)
    if cue.subject is None and language.comma_clause and not announces(sentence, at):
        who = phrases.after(sentence, at + 1)
        cue.subject = who if who and sentence[who[0]].low not in language.list("objects") else None
        cue.inverted = cue.subject is not None
    if cue.infinitive and not announces(sentence, at):
        return None  # "refused to say": it is said, or not, with the verb before it
    if cue.subject is not None:
        return None if not language.comma_clause and _is_nobodys(sentence, cue, cue.subject, language) else cue
    return cue if found or cue.passive else None


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
    verbal = previous.has(Kind.VERB) or previous.low.endswith(("ed", "ing"))
    if verbal and not previous.has(Kind.CAPITAL) and not following.has(Kind.THAT | Kind.PRONOUN):
        return True  # "made comments about", "slashing comments"
    plural = previous.low.endswith("s") != token.low.endswith("s")
    goes_on = following.has(Kind.DETERMINER | Kind.THAT | Kind.PRONOUN | Kind.QUOTED | Kind.CAPITAL | Kind.WHETHER)
    takes = {preposition for verb in token.verbs for preposition in verb.takes}
    return not (plural and (goes_on or following.low in (*takes, "to", ",")))


def _is_noun(sentence: list[Token], at: int, previous: Token | None, group: list[Token], language: Grammar) -> bool:
    """Say whether the word is a noun or an attribute here: an article, adjective or preposition stands before it."""
    if _looks_like_noun(sentence, at, previous, language) or (
        not language.comma_clause and phrases.ends_in_gerund(sentence, at)
    ):
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
    if previous.low in language.list("of_many") and any(v.form == "finite" for v in sentence[at].verbs):
        return sentence[at].low.endswith("s")  # "some say", "many feared"; but "some reports"
    return previous.has(Kind.DETERMINER | Kind.POSSESSIVE | Kind.PREPOSITION) and not (
        previous.has(Kind.PREPOSITION) and any(v.form == "gerund" for v in sentence[at].verbs)
    )


def _form(sentence: list[Token], at: int, group: list[Token], language: Grammar) -> CueVerb | None:
    """Choose what form the word is of which verb, by the auxiliaries before it and the particle after it."""
    verbs = _with_particle(sentence, at)
    has_aux = any(t.has(Kind.AUXILIARY) for t in group) or (language.comma_clause and _ends_clause(sentence, at))
    order = ("participle", "gerund", "finite") if has_aux else ("finite", "gerund")
    for form in order:
        chosen = [v for v in verbs if v.form == form]
        if chosen:
            return CueVerb(form, frozenset().union(*(v.takes for v in chosen)), chosen[0].stance, chosen[0].particle)
    return None


def _ends_clause(sentence: list[Token], at: int) -> bool:
    """Say whether a verb ends a clause whose auxiliary stands second: "Orr hatte am Montag gesagt, ..."."""
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    if following is not None and not following.has(Kind.STOP | Kind.JOINING | Kind.QUOTED):
        return False
    for k in range(at - 1, -1, -1):
        if sentence[k].has(Kind.STOP) and sentence[k].low not in "()":
            return False
        if sentence[k].has(Kind.AUXILIARY):
            return not sentence[k].has(Kind.BEING)
    return False


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


def _is_attribute(sentence: list[Token], at: int, form: str, language: Grammar) -> bool:
    """Say whether it says something of a noun or a deed: "a plan announced by Orr", "in saying so"."""
    if form == "gerund":
        return at > 0 and sentence[at - 1].low == "in"
    return form == "finite" and at + 1 < len(sentence) and sentence[at + 1].low in language.list("by")


def _is_nobodys(sentence: list[Token], cue: Cue, subject: tuple[int, int], language: Grammar) -> bool:
    """Say whether nobody speaks: "That report", "that worried them", and one for many, "a progressive think tank"."""
    first, last = subject
    if cue.relative:
        return first == last and sentence[first].has(Kind.THAT)
    if cue.form != "finite" or cue.inverted or cue.joined or last != first + 1 or cue.verb != last + 1:
        return False
    low = sentence[cue.verb].low
    many = low + "ing" in language.verbs or low.removesuffix("e") + "ing" in language.verbs
    return many and sentence[first].has(Kind.INDEFINITE) and sentence[last].low not in language.list("parts")


def _is_passive(group: list[Token], language: Grammar) -> bool:
    """Say whether "was asked", "has been asked" stands here, not "has asked"."""
    helping = [t for t in group if t.has(Kind.AUXILIARY)]
    if not language.comma_clause:
        return bool(helping) and helping[-1].has(Kind.BEING)
    return any(t.has(Kind.BEING) for t in group) and all(t.has(Kind.BEING) for t in helping)
