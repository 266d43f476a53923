"""Find the subject behind its verb: "said X", and where verbs stand second "Gestern sagte X", "X hatte gesagt"."""

from firsthand.understand import phrases
from firsthand.understand.cue import Cue
from firsthand.understand.subjects import over_insertion
from firsthand.understand.tokens import Grammar, Kind, Token


def inverted(sentence: list[Token], cue: Cue, language: Grammar) -> bool:
    """Set the subject behind its verb: "..., said X." and, where verbs stand second, "Gestern sagte X"."""
    before = sentence[cue.first - 1] if cue.first else None
    behind = before is None or before.low in (",", "”") or (before.has(Kind.QUOTED) and not _named(before, language))
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
    if who[1] + 1 < len(sentence) and phrases.ends_in_gerund(sentence, who[1] + 1):
        who = (who[0], who[1] + 1)
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
    if inserted and (other := over_insertion(sentence, cue.first - 1, language)) is not None:
        named = language.comma_clause or other[0] > 0 or sentence[who[0]].has(Kind.CAPITAL | Kind.PRONOUN)
        if "thing" in cue.takes or not (named and _closes(sentence, cue, who, language)):
            return False
    cue.subject, cue.inverted = who, True
    return True


def _named(token: Token, language: Grammar) -> bool:
    """Say whether words in marks beside the verb are a name's: before an inverted verb German has a comma."""
    return language.comma_clause and phrases.is_name_like(token)


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
    if at < len(sentence) and sentence[at].has(Kind.PREPOSITION) and sentence[at].low not in language.list("about"):
        return phrases.after(sentence, at + 1) or who
    found = None
    for k in range(cue.first - 1, -1, -1):
        if sentence[k].has(Kind.STOP) or not language.comma_clause:
            break
        if sentence[k].has(Kind.PREPOSITION) and not sentence[k].has(Kind.DETERMINER):
            found = phrases.after(sentence, k + 1) or found
    return found or who


def announces(sentence: list[Token], at: int) -> bool:
    """Say whether what follows the verb is what is said, not its subject: ": „..."."""
    return at + 1 < len(sentence) and sentence[at + 1].has(Kind.STOP | Kind.QUOTED)


def around_auxiliary(sentence: list[Token], cue: Cue, language: Grammar) -> bool:
    """ "X hatte am Montag gesagt": the subject stands beside the auxiliary, which stands second."""
    for at in range(cue.first - 1, -1, -1):
        token = sentence[at]
        if token.low in (",", ";", ":"):
            return False
        if token.has(Kind.AUXILIARY) and not token.has(Kind.BEING):
            probe = Cue(at, at, at, cue.takes, "finite")
            fronted = _fronted(sentence, probe, language)
            who = phrases.after(sentence[: cue.first], at + 1) if fronted else _left_of(sentence, at, language)
            cue.subject = who and _document_of(sentence, cue, who, language)
            return who is not None
    return False


def _left_of(sentence: list[Token], at: int, language: Grammar) -> tuple[int, int] | None:
    """Return the subject before a verb at ``at``, over an insertion: "Orr, die Ministerin, hatte"."""
    if at and sentence[at - 1].low in (",", ")"):
        return over_insertion(sentence, at - 1, language)
    return phrases.before(sentence, at - 1) if at else None


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
        or any(t.low in language.list("spans") for t in sentence[start + 1 : min(start + 3, cue.first)])
        or first.low in language.list("objects")
        or first.has(Kind.PREPOSITION | Kind.TIME)
        or (first.has(Kind.ADVERB) and start + 1 >= cue.first)
    )
