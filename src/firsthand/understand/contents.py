"""What is said with a cue: the tokens after it, before it, or on both sides ("Russia, Orlov said, was advancing")."""

from dataclasses import dataclass

from firsthand.understand import phrases
from firsthand.understand.cues import Cue
from firsthand.understand.tokens import Grammar, Kind, Token

#: "said on Tuesday in an interview with the paper that ...": so many tokens may stand before "that".
_BEFORE_THAT = 22
#: "by X" stands so many tokens behind a passive.
_BY = 10
#: Prepositions of when and where, between a cue and what is said.
_SKIPPED = frozenset(("on", "in", "during", "at", "am", "im", "bei"))
_VERBAL = Kind.AUXILIARY | Kind.MODAL | Kind.VERB | Kind.CUE
_PIECE_MARKS = ",:;—–- "


@dataclass(slots=True)
class Said:
    """A cue and the token ranges (first, last) of what is said with it."""

    cue: Cue
    pieces: list[tuple[int, int]]
    addressee: tuple[int, int] | None = None

    def within(self, at: int) -> bool:
        """Say whether a token stands in what is said."""
        return any(first <= at <= last for first, last in self.pieces)


def contents(sentence: list[Token], found: list[Cue], language: Grammar) -> list[Said]:
    """Return what is said with each cue that says something."""
    said = []
    for at, cue in enumerate(found):
        item = Said(cue, [])
        if cue.phrase:
            _of_phrase(sentence, item, found, language)
        else:
            _of_verb(sentence, item, found, at, language)
        if item.pieces and (cue.subject or cue.passive or not cue.way or language.comma_clause):
            said.append(item)
    return said


def _end(sentence: list[Token]) -> int:
    """The last token that is no final point."""
    last = len(sentence) - 1
    while last > 0 and sentence[last].low in (".", "!", "?", ":", ";", "…"):
        last -= 1
    return last


def _of_phrase(sentence: list[Token], item: Said, found: list[Cue], language: Grammar) -> None:
    """ "According to X, clause" or "clause, according to X"."""
    cue = item.cue
    stop = max(cue.subject[1], cue.last) if cue.subject else cue.last
    start = min(cue.first, cue.subject[0]) if cue.subject else cue.first
    comma = _comma_after(sentence, stop + 1)
    if language.comma_clause:
        _split(sentence, item, start, stop)
        return
    if cue.first <= 1:
        if comma is not None:
            _add(sentence, item, comma + 1, _end(sentence))
        elif stop < _end(sentence):
            _add(sentence, item, stop + 1, _end(sentence))
        return
    _add(sentence, item, _clause_start(sentence, cue.first - 1, found), cue.first - 1)
    if comma is not None and sentence[cue.first - 1].low == "," and not _second_part(sentence, comma):
        _add(sentence, item, comma + 1, _end(sentence))


def _split(sentence: list[Token], item: Said, start: int, stop: int) -> None:
    """Where the verb stands second the rest of the sentence on both sides is what is said."""
    if start > 1:
        _add(sentence, item, 0, start - 1)
    if stop < _end(sentence) and not (start > 1 and sentence[start - 1].low == "," and sentence[stop + 1].low == ","):
        _add(sentence, item, stop + 1, _end(sentence))


def _second_part(sentence: list[Token], comma: int) -> bool:
    following = sentence[comma + 1] if comma + 1 < len(sentence) else None
    return following is None or following.has(Kind.RELATIVE | Kind.DETERMINER | Kind.SUBORDINATOR | Kind.JOINING)


def _comma_after(sentence: list[Token], start: int) -> int | None:
    return next((k for k in range(start, len(sentence)) if sentence[k].low == ","), None)


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
    begin = _begin(sentence, item, place, language)
    pre = _before(sentence, cue, found, at)
    if begin is not None and pre is not None and sentence[pre[1]].has(Kind.QUOTED):
        spoken = sentence[begin].has(Kind.THAT) or (
            sentence[begin].has(Kind.QUOTED) and (begin == place or sentence[begin - 1].low in (",", ":"))
        )
        begin = begin if spoken else None
    if begin is not None:
        last = _stop(sentence, begin, found, at, cue, language)
        if pre is not None and sentence[pre[1]].has(Kind.QUOTED):
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
    comma = _comma_after(sentence, cue.last + 1)
    if comma is None or comma > cue.last + 14 or comma + 1 > _end(sentence):
        return None
    return comma + 1, _end(sentence)


def _around(sentence: list[Token], item: Said, place: int, later: list[Cue]) -> None:
    """Add what goes on after "..., he said, ...": a quotation after a quotation, a clause after a clause."""
    if not item.pieces:
        return
    end = _end(sentence)
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
            if not ends and (not item.cue.inverted or not following.has(Kind.DETERMINER | Kind.RELATIVE)):
                _add(sentence, item, k + 1, end)
            return


def _begin(sentence: list[Token], item: Said, place: int, language: Grammar) -> int | None:
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
        return place + 1
    if token.has(Kind.WHETHER) and not takes.isdisjoint(("whether", "clause", "told")):
        return place
    if not takes.isdisjoint(("told", "whom")) or ("whether" in takes and "thing" not in takes):
        begin = _past_addressee(sentence, item, place)
        if begin is not None or "thing" not in takes:
            return begin
    if token.low.endswith("ing") and "ing" in takes and not token.has(Kind.CAPITAL | Kind.DETERMINER):
        cue.way = "ing"
        return place
    if "thing" in takes and _thing(token):
        cue.way = "thing"
        return place
    if cue.inverted or cue.noun or takes.isdisjoint(("clause", "told", "speech")):
        return None
    return place if _clause_at(sentence, place) and (language.comma_clause or _has_verb(sentence, place)) else None


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


def _thing(token: Token) -> bool:
    return not token.has(
        Kind.PREPOSITION | Kind.AUXILIARY | Kind.JOINING | Kind.MODAL | Kind.SUBORDINATOR
    ) or token.has(Kind.DETERMINER | Kind.CAPITAL)


def _clause_at(sentence: list[Token], place: int) -> bool:
    """Say whether a clause without "that" can begin here: a noun phrase."""
    token = sentence[place]
    if token.has(Kind.PREPOSITION) and token.low not in _SKIPPED and not token.has(Kind.DETERMINER | Kind.SUBORDINATOR):
        return False
    return not token.has(Kind.JOINING | Kind.RELATIVE) or token.has(Kind.DETERMINER | Kind.PRONOUN)


def _has_verb(sentence: list[Token], place: int) -> bool:
    """Say whether a verb follows in what would be a clause: "says it was", not "says something"."""
    for k in range(place, len(sentence)):
        token = sentence[k]
        if token.low in (";", ":"):
            break
        if token.has(_VERBAL) or token.low.endswith(("ed", "'s", "'re", "'d", "'ll", "'ve", "'m")) or token.quote:
            return True
        if k > place and token.low.endswith("s") and not token.has(Kind.CAPITAL | Kind.PREPOSITION):
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
        elif token.has(Kind.PREPOSITION) and token.low in _SKIPPED:
            end = _prepositional_end(sentence, place)
            if end is None:
                return place
            place = end
        else:
            return place
    return place


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


def _stop(sentence: list[Token], begin: int, found: list[Cue], at: int, cue: Cue, language: Grammar) -> int:
    """Return the last token of what begins at ``begin``: another's clause or the sentence ends it."""
    end = _end(sentence)
    if not language.comma_clause and (comma := _aside_end(sentence, begin, cue)) is not None:
        end = comma - 1
    for other in found[at + 1 :]:
        edge = min(other.first, other.subject[0]) if other.subject and not other.joined else other.first
        if edge <= begin or other.noun:
            continue
        cut = _cut(sentence, begin, edge, other, cue)
        if cut is not None:
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
    fronted = first == 0 and cue.form != "finite" and not cue.inverted
    if cue.form == "gerund" and cue.first == 0:
        fronted = True
    before = sentence[first - 1] if first else None
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


def _thing_end(sentence: list[Token], begin: int, end: int, language: Grammar) -> int:
    """A thing ends before a comma or a conjunction that begins something else; when it was said is no part of it."""
    for k in range(begin + 1, end):
        token, following = sentence[k], sentence[k + 1]
        if token.low in (";", "—", "–", "(") or _is_dash(sentence, k) or (token.has(Kind.JOINING) and _goes_elsewhere(sentence, k + 1)):
            return k - 1
        if token.low == "," and _begins_other(sentence, k + 1) and not _in_list(sentence, begin, k, end):
            return k - 1
        if token.low in _SKIPPED and _is_venue(sentence, k + 1, language):
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
            return any(t.low == "," for t in sentence[begin:comma]) and not _goes_elsewhere(sentence, k + 2) and bool(
                last
            ) and not last[0].has(Kind.PRONOUN | Kind.ADVERB)
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
    return who is not None and who[1] < end and _verb_like(sentence[who[1] + 1])


def _begins_other(sentence: list[Token], at: int) -> bool:
    """Say whether something else than a further thing of a list begins here, behind a comma."""
    token = sentence[at]
    if token.has(Kind.JOINING):
        following = sentence[at + 1] if at + 1 < len(sentence) else token
        return _new_verb(following) or following.has(Kind.PRONOUN | Kind.ADVERB)
    if _new_verb(token):
        return True
    if token.has(Kind.INDEFINITE) or token.low == "the" or (token.low.endswith("ing") and not token.has(Kind.PREPOSITION)):
        return True
    other = Kind.SUBORDINATOR | Kind.RELATIVE | Kind.PRONOUN | Kind.PREPOSITION
    return token.has(other) and not token.has(Kind.DETERMINER) and not token.low.endswith("ing")


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


def _add(sentence: list[Token], item: Said, first: int, last: int) -> None:
    while first <= last and (sentence[first].low in _PIECE_MARKS and not sentence[first].has(Kind.QUOTED)):
        first += 1
    while last >= first and (sentence[last].low in _PIECE_MARKS and not sentence[last].has(Kind.QUOTED)):
        last -= 1
    if first <= last:
        item.pieces.append((first, last))
