"""What is said with a cue: the tokens after it, before it, or on both sides ("Russia, Orlov said, was advancing")."""

from firsthand.understand import phrases
from firsthand.understand.content_begins import begins_at, has_verb
from firsthand.understand.content_ends import ends_at
from firsthand.understand.cue import Cue
from firsthand.understand.said import Said, comma_after, last_word
from firsthand.understand.tokens import Grammar, Kind, Token

#: "by X" stands so many tokens behind a passive.
_BY = 10
#: "Nach Angaben der Polizei ...": a phrase before this token says whose all the sentence is.
_FRONT = 2
#: "In the old town": an adverbial of at most so many words is nothing that is said.
_FEW = 5
_PIECE_MARKS = ",:;—–- "


def contents(sentence: list[Token], found: list[Cue], language: Grammar) -> list[Said]:
    """Return what is said with each cue that says something."""
    said = []
    for at, cue in enumerate(found):
        item = Said(cue, [])
        if cue.phrase:
            _of_phrase(sentence, item, found, language)
        else:
            _of_verb(sentence, item, found, at, language)
        if item.pieces and (cue.subject or cue.passive or language.comma_clause or _is_quoted(sentence, item)):
            said.append(item)  # a position without a holder says nothing; words in marks are somebody's
    return _once(said) if language.comma_clause else said


def _once(said: list[Said]) -> list[Said]:
    """Leave out "laut Reuters" where a verb beside it says the same: "bestätigte Orr laut Reuters, dass ..."."""
    verbs = [item for item in said if not item.cue.phrase]
    return [item for item in said if not item.cue.phrase or not any(_is_beside(item, verb) for verb in verbs)]


def _is_beside(phrase: Said, verb: Said) -> bool:
    """Say whether a verb's clause has a phrase of whose words they are, and what the verb says stands in the phrase's."""
    if phrase.cue.first < _FRONT or verb.within(phrase.cue.first):
        return False
    if verb.cue.noun or verb.cue.way or verb.cue.relative:
        return False
    return any(phrase.within(first) and phrase.within(last) for first, last in verb.pieces)


def _is_quoted(sentence: list[Token], item: Said) -> bool:
    return any(sentence[k].quote for first, last in item.pieces for k in range(first, last + 1))


def _of_phrase(sentence: list[Token], item: Said, found: list[Cue], language: Grammar) -> None:
    """ "According to X, clause" or "clause, according to X"."""
    cue = item.cue
    stop = max(cue.subject[1], cue.last) if cue.subject else cue.last
    start = min(cue.first, cue.subject[0]) if cue.subject else cue.first
    comma = comma_after(sentence, stop + 1)
    if language.comma_clause:
        _split(sentence, item, start, stop)
        return
    if cue.first <= 1:
        if comma is not None:
            _add(sentence, item, comma + 1, last_word(sentence))
        elif stop < last_word(sentence):
            _add(sentence, item, stop + 1, last_word(sentence))
        return
    _add(sentence, item, _clause_start(sentence, cue.first - 1, found), cue.first - 1)
    if comma is not None and sentence[cue.first - 1].low == "," and not _second_part(sentence, comma):
        _add(sentence, item, comma + 1, last_word(sentence))


def _split(sentence: list[Token], item: Said, start: int, stop: int) -> None:
    """Where the verb stands second the rest of the sentence on both sides is what is said."""
    if start > 1:
        _add(sentence, item, 0, start - 1)
    if stop < last_word(sentence) and not (
        start > 1 and sentence[start - 1].low == "," and sentence[stop + 1].low == ","
    ):
        _add(sentence, item, stop + 1, last_word(sentence))


def _second_part(sentence: list[Token], comma: int) -> bool:
    following = sentence[comma + 1] if comma + 1 < len(sentence) else None
    return following is None or following.has(Kind.RELATIVE | Kind.DETERMINER | Kind.SUBORDINATOR | Kind.JOINING)


def _clause_start(sentence: list[Token], before: int, found: list[Cue]) -> int:
    """Where the clause begins that ends at ``before``: after the last semicolon."""
    start = before
    while start > 0 and sentence[start - 1].low not in (";", ":"):
        start -= 1
    return start


def _of_verb(sentence: list[Token], item: Said, found: list[Cue], at: int, language: Grammar) -> None:
    cue = item.cue
    if not cue.takes.isdisjoint(("clause", "speech", "told")) and (rest := _as_said(sentence, cue, language)):
        _add(sentence, item, *rest)
        return
    place = cue.last + 1
    if cue.inverted and cue.subject:
        place = cue.subject[1] + 1
    begin = begins_at(sentence, item, place, language)
    if begin is not None and begin >= len(sentence):
        begin = None  # the sentence ends with "at" or "that"
    pre = _before(sentence, cue, found, at)
    if begin is not None and pre is not None and sentence[pre[1]].has(Kind.QUOTED):
        spoken = sentence[begin].has(Kind.THAT) or (
            sentence[begin].has(Kind.QUOTED) and (begin == place or sentence[begin - 1].low in (",", ":"))
        )
        begin = begin if spoken else None
    if begin is not None:
        last = ends_at(sentence, begin, found, at, cue, language)
        if pre is not None and (sentence[pre[1]].has(Kind.QUOTED) or _goes_on(sentence, pre, begin, language)):
            _add(sentence, item, *pre)
        if cue.passive:
            _of_passive(sentence, item, begin, language)
        _add(sentence, item, begin, last)
        return
    quoted = cue.first > 0 and sentence[cue.first - 1].has(Kind.QUOTED)
    if pre is None and quoted and language.comma_clause and not cue.inverted:
        _add(sentence, item, cue.first - 1, cue.first - 1)  # a verb at the end: "... als „Fest“ bezeichnete"
        return
    if pre is not None and "speech" in cue.takes | ({"speech"} if "clause" in cue.takes else set()):
        _add(sentence, item, *pre)
        _around(sentence, item, place, found[at + 1 :])
        if len(item.pieces) == 1 and not language.comma_clause and _is_adverbial(sentence, *item.pieces[0]):
            item.pieces.clear()  # "In Rome, Orr felt for him": no more than where


def _is_adverbial(sentence: list[Token], first: int, last: int) -> bool:
    """Say whether "In Rome", "As a lawyer", "Oddly" stands here: few words, none a verb."""
    few = last - first < _FEW and not any(t.quote for t in sentence[first : last + 1])
    return few and sentence[first].has(Kind.PREPOSITION | Kind.ADVERB) and not has_verb(sentence[first : last + 1])


def _goes_on(sentence: list[Token], pre: tuple[int, int], begin: int, language: Grammar) -> bool:
    """Say whether what stands before the cue begins what is said behind it: "If it rains, Orr said, “we stay”"."""
    if language.comma_clause or sentence[begin - 1].low not in (",", ":", "”") or not sentence[begin].quote:
        return False
    return sentence[pre[0]].low in language.list("ifs") or sentence[pre[1]].has(Kind.BEING)


def _of_passive(sentence: list[Token], item: Said, begin: int, language: Grammar) -> None:
    """ "The vote is expected to pass": the subject is spoken of, and who expects it stands behind "by" or nowhere."""
    cue, verb = item.cue, sentence[item.cue.verb].low
    if language.comma_clause or verb in language.list("felt"):
        return
    subject, cue.subject = cue.subject, _agent(sentence, cue.last + 1, language)
    if verb in language.list("said_to"):
        item.addressee = subject
    elif subject and not cue.relative and not sentence[begin].has(Kind.THAT | Kind.WHETHER):
        _add(sentence, item, *subject)


def _agent(sentence: list[Token], place: int, language: Grammar) -> tuple[int, int] | None:
    """Return who stands behind "by" after a passive."""
    for k in range(place, min(len(sentence) - 1, place + _BY)):
        if sentence[k].has(Kind.STOP | Kind.THAT):
            return None
        if sentence[k].low in language.list("by") and not sentence[k + 1].low.endswith("ing"):
            return phrases.after(sentence, k + 1)
    return None


def _as_said(sentence: list[Token], cue: Cue, language: Grammar) -> tuple[int, int] | None:
    """ "As Orr said, ...": what follows the comma."""
    if sentence[0].low not in language.list("as") or cue.subject is None or cue.subject[0] > 3:
        return None
    comma = comma_after(sentence, cue.last + 1)
    if comma is None or comma > cue.last + 14 or comma + 1 > last_word(sentence):
        return None
    return comma + 1, last_word(sentence)


def _around(sentence: list[Token], item: Said, place: int, later: list[Cue]) -> None:
    """Add what goes on after "..., he said, ...": a quotation after a quotation, a clause after a clause."""
    if not item.pieces:
        return
    end = last_word(sentence)
    quoted = sentence[item.pieces[0][1]].has(Kind.QUOTED)
    taken = next((c.first for c in later if c.form == "gerund"), end + 1)
    for k in range(place, min(taken, end) + 1):
        if sentence[k].has(Kind.QUOTED) and quoted:
            if sentence[k - 1].low in (",", ":", ";") or k == place:
                _add(sentence, item, k, k)
            return
        if sentence[k].low in (",", ";") and not quoted:
            following = sentence[k + 1] if k < end else None
            if following is None:
                return
            ends = (k > place + 8) or any(v.form == "gerund" for v in following.verbs)
            if not ends and not item.cue.inverted:
                _add(sentence, item, k + 1, end)
            return


def _before(sentence: list[Token], cue: Cue, found: list[Cue], at: int) -> tuple[int, int] | None:
    """Return what stands before "..., he said": a quotation, or a clause up to the comma."""
    edge = cue.first if cue.inverted or cue.subject is None else min(cue.first, cue.subject[0])
    if cue.joined or cue.noun or cue.relative:
        return None
    last = edge - 1
    if last < 0:
        return None
    if sentence[last].has(Kind.QUOTED):
        pass
    elif sentence[last].low in (",", "—", "–", "-", "?", "!", ";") and last > 0:
        last -= 1
    else:
        return None
    first = last
    while first > 0 and sentence[first - 1].low not in (";",):
        first -= 1
    if sentence[last].has(Kind.QUOTED) and not _is_mixed(sentence, first, last):
        return last, last
    return first, last


def _is_mixed(sentence: list[Token], first: int, last: int) -> bool:
    """Say whether the quotation is the end of a clause ("They are 'mad', he said")."""
    return last > first and not sentence[last - 1].has(Kind.STOP)


def _add(sentence: list[Token], item: Said, first: int, last: int) -> None:
    while first <= last and (sentence[first].low in _PIECE_MARKS and not sentence[first].has(Kind.QUOTED)):
        first += 1
    while last >= first and (sentence[last].low in _PIECE_MARKS and not sentence[last].has(Kind.QUOTED)):
        last -= 1
    if first <= last:
        item.pieces.append((first, last))
