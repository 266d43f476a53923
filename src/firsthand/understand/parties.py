"""Make one id for a party and the name it goes by: a party that is named takes the entity, kind and full name of its mention.

parties (by grammar) + mentions (by names) -> the mention that is the whole party, but for what only describes it

"A spokesperson for NATO" is not NATO and "Putin and Russian officials" are not Putin: where more stands beside a name than
a description of it, the party stays by itself.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from firsthand.model.gazetteer import NameWords
from firsthand.model.lexicon import VoiceWords
from firsthand.model.span import Span
from firsthand.model.voices import Claim, Entity, Mention, Party, PartyKind, Quote

_WORD = re.compile(r"[^\W\d_](?:[\w.’'\-]*\w)?\.?")
_OWNED = re.compile(r"['’]s?\Z")
_MARKS = re.compile(r"[,;:“”„\"()]")
_ASIDE = re.compile(r"\s*[,(–—]")
#: Small words that join what belongs to a title ("Secretary of State") and lists of which a word makes another of a phrase.
_OF = frozenset({"of", "de", "du", "des", "der", "von", "della"})
_ARTICLES = frozenset({"the", "la", "le", "les", "el", "los", "der", "die", "das"})
_JOINING = ("prepositions", "joining", "relatives", "auxiliaries", "modals", "subordinators")


def with_entities(
    quotes: Sequence[Quote],
    claims: Sequence[Claim],
    text: str,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    names: NameWords,
    words: VoiceWords,
) -> tuple[tuple[Quote, ...], tuple[Claim, ...]]:
    """Return the quotes and claims of a document with the entities of its ``mentions`` (ids -> ``entities``) in them.

    A party that takes an entity takes its full name, too; ``Party.full`` is where that stands first.
    """
    joining = frozenset(word for name in _JOINING for word in words.words.get(name, ()))
    titles = names.titles | names.roles | words.words.get("titles", frozenset())
    ordered = sorted(mentions, key=lambda m: m.span.start)
    firsts = {(m.entity, text[m.span.start : m.span.end]): m.span for m in reversed(ordered)}
    named = _Named(text, ordered, entities, titles, joining, firsts)
    return (
        tuple(replace(q, speaker=named.party(q.speaker)) for q in quotes),
        tuple(replace(c, party=named.party(c.party)) for c in claims),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of one document in the order of its text; ``joining`` is empty where the language has no lists."""

    text: str
    mentions: Sequence[Mention]
    entities: Mapping[str, Entity]
    titles: frozenset[str]
    joining: frozenset[str]
    #: Where each spelling of an entity stands first.
    firsts: Mapping[tuple[str, str], Span]
    known: dict[Party, Party] = field(default_factory=dict)

    def party(self, party: Party | None) -> Party | None:
        """Return a party with the entity of its name, or as it is."""
        if party is None or party.kind is PartyKind.ANONYMOUS:
            return party
        if party not in self.known:
            mention = self._mention(party.full)
            about = mention and self._is_about(party.span, mention)
            self.known[party] = self._phrase(party) if about else self._with(party, mention) if mention else party
        return self.known[party]

    def _is_about(self, said: Span, mention: Mention) -> bool:
        """Say whether the words that name a speaker only speak of a person: "a lawyer for Ada Orr"."""
        own = (m for m in self._from(said.start + 1, said.end) if m.entity == mention.entity)
        found = next(own, None)
        return found is not None and not self._describes(self.text[said.start : found.span.start], True)

    def _from(self, start: int, end: int) -> Iterator[Mention]:
        """Yield the names that begin in a stretch."""
        first = bisect_left(self.mentions, start, key=lambda m: m.span.start)
        return takewhile(lambda m: m.span.start < end, islice(self.mentions, first, None))

    def _phrase(self, party: Party) -> Party:
        name = self.text[party.span.start : party.span.end]
        return replace(party, name=name, full=party.span, role="", entity=f"{party.kind.value}:{name.lower()}")

    def _with(self, party: Party, mention: Mention) -> Party:
        entity = self._person(party, mention) or self.entities[mention.entity]
        full = self.firsts.get((entity.id, entity.name), mention.span)
        return replace(party, kind=entity.kind, name=entity.name, full=full, entity=entity.id)

    def _person(self, party: Party, mention: Mention) -> Entity | None:
        """Find whom a title before the name of a place means: "Ms. Berlin" is Nora Berlin."""
        before = (
            self.text[party.span.start : mention.span.start].split() if party.span.start < mention.span.start else []
        )
        title = (before or party.role.split() or [""])[-1].lower().rstrip(".")
        if mention.kind is PartyKind.PERSON or title not in self.titles:
            return None
        last = self.text[mention.span.start : mention.span.end]
        fits = [e for e in self.entities.values() if e.kind is PartyKind.PERSON and e.name.endswith(f" {last}")]
        return fits[0] if len(fits) == 1 else None

    def _mention(self, full: Span) -> Mention | None:
        """Find the name that is all of what stands at ``full``."""
        first = bisect_right(self.mentions, full.start, key=lambda m: m.span.end)
        for mention in islice(self.mentions, first, None):
            if mention.span.start >= full.end:
                return None
            person = mention.kind is PartyKind.PERSON and " " in self.text[mention.span.start : mention.span.end]
            before = self.text[full.start : max(full.start, mention.span.start)]
            behind = self.text[mention.span.end : full.end]
            if self._describes(before, person) and self._is_beside(behind, person and not before, mention.span.end):
                return mention
        return None

    def _describes(self, before: str, person: bool) -> bool:
        """Say whether what stands before a name says only what it is: an article, a title, before people a trade."""
        if _MARKS.search(before):
            return False
        parts = [m[0] for m in _WORD.finditer(before)]
        return all(self._may_stand(parts, at, person) for at in range(len(parts)))

    def _may_stand(self, parts: Sequence[str], at: int, person: bool) -> bool:
        word, low = parts[at], parts[at].lower()
        if low in _OF and 0 < at < len(parts) - 1:
            return parts[at - 1][0].isupper() and (parts[at + 1][0].isupper() or parts[at + 1] in _ARTICLES)
        if low in self.joining:
            return False
        if word[0].isupper() or low.rstrip(".") in self.titles or low in _ARTICLES or low in ("a", "an"):
            return person or not _OWNED.search(word)
        return person and bool(self.joining)

    def _is_beside(self, behind: str, person: bool, start: int) -> bool:
        """Say whether what stands behind a name is no more than beside it, and no other person's name."""
        if not behind or _OWNED.fullmatch(behind):
            return True
        first = _WORD.search(behind)
        low = {m[0].lower() for m in _WORD.finditer(behind)}
        clause = person and behind[0] == " " and first is not None and first[0].lower() in self.joining
        if not (_ASIDE.match(behind) or clause) or not low.isdisjoint({"and", "und", "et", "y", "e", "en"}):
            return False
        end = start + len(behind)
        return not any(m.kind is PartyKind.PERSON for m in self._from(start, end) if m.span.end <= end)
