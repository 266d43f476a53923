"""Claims of a party that gives up what it asked for or promised: "dropped its demand for", "no longer insists on".

Only words that say so count. That a demand is not repeated says nothing.

    a name -> "has", "on Monday" -> a verb of giving up -> "its old" -> "demand" -> for what
    a name -> "no longer" -> a verb of demanding -> what
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon, VoiceWords
from firsthand.model.span import Span
from firsthand.model.voices import Claim, Entity, Mention, Party, Stance

#: Words that may stand between a name and what it does, and between a verb and its noun.
_DOES, _NOUN = 2, 3
#: What is given up ends with its clause.
_END = re.compile(r"[.;:!?\n–—“”\"]|, | (?:after|before|when|while|as|because|but|said|says)\b|\Z")


#: Stances of verbs of demanding, and what joins them and such nouns to what is asked for.
_DEMANDING = ("demands", "calls")
_JOINED = r" (?:(?:for|on|that|of|nach|auf) )?"


class GivenUp(NamedTuple):
    """A claim that is given up, and the words that say so."""

    claim: Claim
    dropped: Span


def given_up(
    document: Document, mentions: Sequence[Mention], entities: Collection[Entity], lexicon: Lexicon
) -> Iterator[GivenUp]:
    """Yield the demands and promises that a document says somebody named in it gives up, in order."""
    lists = lexicon.voices.get(document.language or "")
    if lists is None:
        return
    patterns = _patterns(lists, lexicon.words["giving_up"], lexicon.words["no_longer"])
    found = sorted(chain.from_iterable(p.finditer(document.text) for p in patterns), key=lambda m: m.start())
    named = {mention.span.end: mention for mention in mentions}
    known = {entity.id: entity for entity in entities}
    for match in found:
        mention = _subject(document.text, match.start(), named, lists)
        if mention is None or mention.entity not in known:
            continue
        end = _END.search(document.text, match.end())
        what = Span(document.id, match.end(), end.start() if end else len(document.text))
        if what.end - what.start < 2:
            continue
        cue = Span(document.id, *match.span("cue"))
        stance = Stance.PROMISES if match["cue"].lower() in _nouns(lists, "noun_promises") else Stance.DEMANDS
        entity = known[mention.entity]
        party = Party(entity.kind, entity.name, mention.span, mention.span, 1, "", entity.id)
        yield GivenUp(Claim(stance, party, what, cue), Span(document.id, match.start("gives"), match.end("cue")))


def _subject(text: str, start: int, named: dict[int, Mention], lists: VoiceWords) -> Mention | None:
    """Find the name that does what is said at ``start``: it stands just before, and nothing else belongs to it."""
    small = lists.words.get("auxiliaries", frozenset()) | lists.words.get("adverbs", frozenset())
    endings = tuple(lists.words.get("adverb_endings", ())) or "\0"
    before = text[max(0, start - 40) : start].rstrip()
    for _ in range(_DOES + 1):
        at = max(0, start - 40) + len(before)
        if at in named:
            mention = named[at]
            word = text[: mention.span.start].rstrip().rpartition(" ")[2].lower()
            return None if word in lists.words.get("prepositions", frozenset()) else mention
        rest, _, word = before.rpartition(" ")
        if word.lower() not in small and not word.endswith(endings):
            return None
        before = rest.rstrip()
    return None


@lru_cache(maxsize=16)
def _patterns(lists: VoiceWords, verbs: frozenset[str], adverbs: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """Write both ways of giving up in one language as expressions."""
    nouns = _nouns(lists, "noun_demands") | _nouns(lists, "noun_promises")
    demanding = {form for form, uses in lists.verbs.items() if any(use.stance in _DEMANDING for use in uses)}
    own = lists.words.get("possessives", frozenset())
    if not own or not nouns or not demanding:
        return ()
    noun = rf"\b(?P<gives>{_any(verbs)}) {_any(own)} (?:[\w-]+ ){{0,{_NOUN - 1}}}?(?P<cue>{_any(nouns)})\b{_JOINED}"
    verb = rf"\b(?P<gives>{_any(adverbs)}) (?P<cue>{_any(demanding)})\b{_JOINED}"
    return tuple(re.compile(one, re.IGNORECASE) for one in (noun, verb))


def _nouns(lists: VoiceWords, name: str) -> frozenset[str]:
    return lists.words.get(name, frozenset())


def _any(words: Collection[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) + ")"
