"""Find the acts of speech that need no quote: somebody denies, demands, or declines to speak.

A language lists its ways as patterns of words (see `ways`), two lists a stance. Of a deed ("demanded that", "disputes")
the party is its subject, whoever asked in "a request from X", or the agent behind "by". Of a word in what somebody says
("is false", "must resign") it is the speaker, so that it counts inside a quote alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Range
from firsthand.model.voices import Form, Stance
from firsthand.understand import phrases
from firsthand.understand.found import Found
from firsthand.understand.quotes import Sentence
from firsthand.understand.subjects import first_subject, over_insertion
from firsthand.understand.tokens import Grammar, Kind, Token, grammar, tokenised
from firsthand.understand.ways import first_words, pattern

#: The stances that have lists: ``denies`` (deeds) and ``denies_words`` (words in what is said), and so on.
STANCES = (Stance.DENIES, Stance.DEMANDS, Stance.DECLINES)
_GROUP = Kind.AUXILIARY | Kind.MODAL | Kind.ADVERB | Kind.NEGATION
_BEFORE_NOUN = Kind.DETERMINER | Kind.PREPOSITION | Kind.POSSESSIVE | Kind.CAPITAL
#: "if" so many tokens before a word leaves it open whether it is so.
_NEAR = 4
_BETWEEN = r"[\s“”\"‘'(]+"
_ANY_WORD = r"(?!(?:{})\b)[^\s.;:!?,“”\"()]+"


@dataclass(frozen=True, slots=True)
class Act:
    """An act as ranges of the text; ``source`` is where its party is named. ``in_words``: its cue is a word of theirs."""

    stance: Stance
    cue: Range
    source: Range | None
    negated: bool = False
    in_words: bool = False


class _Ways(NamedTuple):
    """The ways of one list: of deeds, or of words in what is said. ``first``: with what they begin."""

    stance: Stance
    in_words: bool
    first: frozenset[str]
    ways: re.Pattern[str]


@lru_cache(maxsize=16)
def _lists(words: VoiceWords) -> tuple[_Ways, ...]:
    lists = words.words
    mild = lists.get("adverbs", frozenset()) | lists.get("times", frozenset())
    asking = lists.get("whether", frozenset()) | lists.get("that", frozenset())
    found = []
    for stance in STANCES:
        for what in ("", "_words"):
            listed = lists.get(f"{stance}{what}", frozenset())
            if (made := pattern(listed, mild, asking)) is not None:
                found.append(_Ways(stance, bool(what), first_words(listed), made))
    return tuple(found)


def acts(text: str, found: list[Found], sentences: list[Sentence], words: VoiceWords) -> list[Act]:
    """Return the acts of a text in order; of two that share words the one that begins first."""
    language = grammar(words)
    plain = text.replace("’", "'")
    every: list[Act] = []
    lists = _lists(words)
    begins = frozenset().union(*(listed.first for listed in lists))
    for tokens, speaker in _clauses(text, found, sentences, language):
        start, end = tokens[0].start, tokens[-1].end
        low = begins.intersection(t.low for t in tokens)
        for listed in lists if low else ():
            for match in listed.ways.finditer(plain, start, end) if not listed.first.isdisjoint(low) else ():
                reading = _Reading(text, tokens, match, speaker, language)
                act = reading.of_words(listed.stance, found) if listed.in_words else reading.of_deed(listed.stance)
                if act is not None and not (listed.in_words and every and _said_before(every[-1], act, start)):
                    every.append(act)
    return list(_apart(every))


def _clauses(
    text: str, found: list[Found], sentences: list[Sentence], language: Grammar
) -> Iterator[tuple[list[Token], Range | None]]:
    """Yield the reporter's sentences, and those inside marks with the one who speaks there."""
    for sentence in sentences:
        yield sentence.tokens, None
    for quote in found:
        for stretch in quote.stretches if quote.inside is None else ():
            inner = stretch.inner
            for tokens in tokenised(inner.of(text), [], language):
                for token in tokens:
                    token.start, token.end = token.start + inner.start, token.end + inner.start
                if quote.source is not None:
                    yield tokens, quote.source


def _apart(every: list[Act]) -> Iterator[Act]:
    last: dict[Stance, int] = {}
    for act in sorted(every, key=lambda a: (a.cue.start, -a.cue.end)):
        if act.cue.start >= last.get(act.stance, 0):
            last[act.stance] = act.cue.end
            yield act


def _said_before(last: Act, act: Act, start: int) -> bool:
    """Say whether a deed in the same sentence has told it already ("insisted that they must")."""
    return last.stance is act.stance and start <= last.cue.start <= act.cue.start


@dataclass(frozen=True, slots=True)
class _Reading:
    """One match in its sentence. ``speaker``: whose words the sentence is, where it stands in marks."""

    text: str
    tokens: list[Token]
    match: re.Match[str]
    speaker: Range | None
    language: Grammar

    @property
    def _at(self) -> int:
        """The first token of the match."""
        return next((i for i, t in enumerate(self.tokens) if t.end > self.match.start()), len(self.tokens) - 1)

    def of_deed(self, stance: Stance) -> Act | None:
        """Read who does it; None where it is not done, but wished, allowed or meant."""
        at = self._at
        first = _group_start(self.tokens, at)
        group = self.tokens[first:at]
        before = self.tokens[first - 1].low if first else ""
        if self._is_hidden or (self._is_asked() if stance is not Stance.DECLINES else not self._is_speech()):
            return None
        if stance is not Stance.DECLINES and before == "to" and not self._goes_on(first - 1):
            return None
        if any(t.has(Kind.MODAL) for t in group) or self._is_unreal(first):
            return None
        if self._attribute(at):
            return None
        noun = self._noun(at, group)
        if noun and not self._has_complement(at):
            return None
        party = self._party(at, first, noun)
        head = party.of(self.text).lower().split() if party else []
        if head and head[-1] in self.language.list("rules"):
            return None
        negated = any(t.has(Kind.NEGATION) or t.low.endswith("n't") for t in group)
        negated = negated or (bool(head) and head[0] in self.language.list("not_anybody"))
        if not noun and (self._passive(at, group) or before in self.language.list("passive_after")):
            if stance is not Stance.DEMANDS or self._word not in self.language.list("passive_acts"):
                return None
            party = self._agent()
        return Act(stance, self._cue, party, negated)

    def of_words(self, stance: Stance, found: list[Found]) -> Act | None:
        """Read whose words these are; None where they are nobody's, or of somebody who is not one to be asked."""
        at = self._at
        before = self.tokens[at - 1] if at else None
        if self._is_hidden or (before is not None and before.has(Kind.RELATIVE | Kind.THAT)):
            return None
        if before is not None and self._word.startswith("that") and not before.has(Kind.STOP | Kind.JOINING | Kind.CUE):
            return None
        if self._is_asked() or any(t.low in self.language.list("unreal") for t in self.tokens[max(0, at - _NEAR) : at]):
            return None
        if stance is Stance.DEMANDS and not self._is_other(at, found):
            return None
        source = self.speaker or self._told_by(found)
        asked = set(re.findall(r"\w+|%", source.of(self.text).lower())) if source else set()
        if not asked.isdisjoint(self.language.list("polls")):
            return None
        return Act(stance, self._cue, source, in_words=True) if source else None

    @property
    def _cue(self) -> Range:
        return Range(self.match.start(), self.match.end())

    @property
    def _is_hidden(self) -> bool:
        """Say whether the match stands in marks, whose sentences are read by themselves."""
        return any(t.quote and t.start <= self.match.start() < t.end for t in self.tokens)

    def _is_asked(self) -> bool:
        return self.tokens[-1].low == "?"

    def _is_speech(self) -> bool:
        """Say whether it is speaking that is declined: not "did not respond to the attack"."""
        rest = re.findall(r"[\w-]+", self.text[self.match.start() : self.tokens[-1].end].lower())
        return not self.language.list("asked").isdisjoint(rest)

    def _is_unreal(self, first: int) -> bool:
        """Say whether "if" or "short of" stands before, or what is a subject itself ("that demanding it helps")."""
        behind = [t.low for t in self.tokens[max(0, first - 2) : first]]
        if self._is_gerund(first) and first and self.tokens[first - 1].has(Kind.THAT):
            return True
        return not self.language.list("unreal").isdisjoint((" ".join(behind), *behind[-1:]))

    def _is_gerund(self, first: int) -> bool:
        """Say whether it stands without a subject of its own: "asking", not "is asking"."""
        return self._word.endswith("ing") and not any(t.has(Kind.BEING) for t in self.tokens[first : self._at])

    def _goes_on(self, to: int) -> bool:
        """Say whether "to" follows a word after which the deed is done ("continued to deny")."""
        behind = [t.low for t in self.tokens[max(0, to - 2) : to]]
        return not self.language.list("done_after").isdisjoint((" ".join(behind), *behind[-1:]))

    @property
    def _word(self) -> str:
        """The first word of the match."""
        return self.match[0].lower().split()[0]

    def _attribute(self, at: int) -> bool:
        """Say whether a participle describes something ("a debunked claim")."""
        before = self.tokens[at - 1] if at else None
        return (
            self._word.endswith("ed")
            and before is not None
            and before.has(Kind.DETERMINER)
            and not before.has(Kind.PRONOUN | Kind.RELATIVE)
        )

    def _noun(self, at: int, group: list[Token]) -> bool:
        """Say whether what may be a noun is one here ("his call for", "a dispute")."""
        if self._word not in self.language.list("act_nouns") or not at:
            return False
        before, behind = self.tokens[at - 1], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if self._owned(at) or before.has(Kind.DETERMINER | Kind.PREPOSITION | Kind.POSSESSIVE):
            return not before.has(Kind.RELATIVE)
        if group or before.has(Kind.PRONOUN | Kind.CAPITAL | Kind.RELATIVE):
            return False
        if (
            behind is not None
            and self._word in self.language.list("calls")
            and behind.low in self.language.list("calling")
        ):
            one = not self._word.endswith("s") and not before.low.endswith("s")
            return one or before.low.endswith(("ed", "ing"))
        named = behind is not None and behind.has(
            Kind.DETERMINER | Kind.POSSESSIVE | Kind.PRONOUN | Kind.CAPITAL | Kind.THAT | Kind.QUOTED
        )
        return not named and not (
            before.low.endswith("s") and not self._word.endswith("s") and self._has_complement(at)
        )

    def _has_complement(self, at: int) -> bool:
        """Say whether a noun has with it what is asked or denied: "that", "for" or "of" something, "to" do it."""
        if at + 2 >= len(self.tokens) or not ((at and self.tokens[at - 1].has(_BEFORE_NOUN)) or self._owned(at)):
            return False
        low, then = self.tokens[at + 1].low, self.tokens[at + 2]
        if low == "to":
            return not then.has(Kind.CAPITAL | Kind.DETERMINER | Kind.POSSESSIVE | Kind.PRONOUN)
        return low in self.language.list("complements")

    def _passive(self, at: int, group: list[Token]) -> bool:
        return any(t.has(Kind.BEING) for t in group) and self.tokens[at].low.endswith("ed")

    def _owned(self, at: int) -> bool:
        return at > 0 and (self.tokens[at - 1].has(Kind.POSSESSIVE) or self.tokens[at - 1].low.endswith(("'s", "s'")))

    def _owner(self, at: int) -> tuple[int, int]:
        """Whose call it is: the name before it, or the phrase."""
        first = at
        while first and self.tokens[first - 1].has(Kind.CAPITAL):
            first -= 1
        return (first, at - 1) if first < at else phrases.before(self.tokens, at - 1) or (at - 1, at - 1)

    def _agent(self) -> Range | None:
        """Whoever stands behind "by" or "from" in the same clause."""
        for at, token in enumerate(self.tokens[:-1]):
            if token.start < self.match.end():
                continue
            if token.low in self.language.list("agents"):
                who = phrases.after(self.tokens, at + 1)
                to = next((i for i in range(at + 1, who[1]) if self.tokens[i].low == "to"), None) if who else None
                return self._range((who[0], to - 1) if who and to else who)
            if token.has(Kind.STOP | Kind.SUBORDINATOR | Kind.RELATIVE) and not token.has(Kind.THAT | Kind.DETERMINER):
                return None
        return None

    def _party(self, at: int, first: int, noun: bool) -> Range | None:
        if noun:
            return self._range(self._owner(at)) if self._owned(at) else self._agent()
        if self.speaker is not None and self._is_gerund(first):
            return self.speaker
        source = self._antecedent(first - 1) if first else None
        source = source or self._subject(first)
        if source is not None and self.speaker is not None:
            low = source.of(self.text).lower()
            if self.language.words.pronouns.get(low, "")[1:2] == "1":
                return self.speaker
        return source or self.speaker

    def _antecedent(self, at: int) -> Range | None:
        """Whom "who" means that stands at a token: the name before it."""
        if not self.tokens[at].has(Kind.RELATIVE) or not at:
            return None
        end = at - 1 if self.tokens[at - 1].low != "," else at - 2
        return self._range(phrases.before(self.tokens, end)) if end >= 0 else None

    def _subject(self, first: int) -> Range | None:
        at = first - 1
        if at < 0:
            return None
        who = None
        if self._is_gerund(first):
            pass
        elif self.tokens[at].low == ",":
            who = over_insertion(self.tokens, at, self.language)
        elif not self.tokens[at].has(Kind.JOINING):
            who = phrases.before(self.tokens, at)
        return self._range(who or self._first_subject(at))

    def _first_subject(self, end: int) -> tuple[int, int] | None:
        """Return the subject of the sentence: who stands before its first verb, of saying or any other."""
        for at in range(1, end):
            token = self.tokens[at]
            if token.has(Kind.AUXILIARY | Kind.MODAL | Kind.VERB):
                break
            said = any(v.form == "finite" for v in token.verbs) and not token.has(Kind.CAPITAL)
            if said and not self.tokens[at - 1].has(Kind.DETERMINER | Kind.POSSESSIVE | Kind.PREPOSITION):
                who = phrases.before(self.tokens, _group_start(self.tokens, at) - 1)
                if who is not None:
                    return who
        return first_subject(self.tokens, end)

    def _is_other(self, at: int, found: list[Found]) -> bool:
        """Say whether the subject of "must" is somebody else, and definite."""
        if at and self.tokens[at - 1].has(Kind.DETERMINER) and not self.tokens[at - 1].has(Kind.PRONOUN):
            return False
        who = phrases.before(self.tokens, at - 1) if at else None
        if who is None:
            return self.match[0].lower() in self.language.list("whole_demands")
        that = who[0] - 1 if who[0] and self.tokens[who[0] - 1].has(Kind.THAT) else who[0]
        told = any(self.tokens[that].start == q.content[0].start for q in found if q.form is not Form.DIRECT)
        if not (told or self._begins_clause(who[0] - 1)) or self.tokens[who[0]].low in self.language.list(
            "indefinite_who"
        ):
            return False
        low = self.tokens[who[1]].low
        pronoun = self.language.words.pronouns.get(low, "")
        if pronoun:
            return pronoun in ("sm", "sf", "p")
        head = self.tokens[phrases.head(self.tokens, *who)]
        return head.low not in self.language.list("anybody") and not head.has(Kind.RELATIVE | Kind.WHETHER)

    def _begins_clause(self, at: int) -> bool:
        """Say whether a clause of its own begins behind a token: "said that", "and", a comma; not "the seats that"."""
        if at < 0:
            return True
        token = self.tokens[at]
        if token.has(Kind.THAT):
            return at > 0 and self.tokens[at - 1].has(Kind.CUE)
        return token.has(Kind.STOP | Kind.JOINING | Kind.ADVERB | Kind.CUE | Kind.QUOTED | Kind.TIME)

    def _told_by(self, found: list[Found]) -> Range | None:
        """Whose told words these are: of the shortest quote around them."""
        around = [
            (piece.end - piece.start, quote.source)
            for quote in found
            if quote.form is not Form.DIRECT and quote.source
            for piece in quote.content
            if piece.start <= self.match.start() < piece.end
        ]
        return min(around, key=lambda a: a[0])[1] if around else None

    def _range(self, who: tuple[int, int] | None) -> Range | None:
        return Range(self.tokens[who[0]].start, self.tokens[who[1]].end) if who else None


def _group_start(tokens: list[Token], at: int) -> int:
    while at > 0 and tokens[at - 1].has(_GROUP) and not tokens[at - 1].has(Kind.DETERMINER | Kind.CAPITAL):
        at -= 1
    return at
