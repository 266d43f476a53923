"""Who is who in a story: names of all its documents joined, and a key for every party that speaks.

A party with a name goes by its entity. One whose words hold a name ("Orr's office") goes by its words with the entity in
them. Any other person ("a resident") is the same in copies of one source, and maybe somebody else in another.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from firsthand.model.span import Span
from firsthand.model.story_voices import StoryName
from firsthand.model.voices import Entity, Party, PartyKind
from firsthand.text.tokens import words
from firsthand.understand.aliases import merged
from firsthand.understand.pages import Pages
from firsthand.understand.reading import Understood
from firsthand.understand.unnamed import Crowds

_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "ein", "eine", "le", "la", "les", "el", "los"})
_INDEFINITE = frozenset({"a", "an", "one", "some", "ein", "eine", "un", "une", "una"})


class Key(NamedTuple):
    """``id`` of a party in its story; ``sure`` if the same id in another source is surely the same party."""

    id: str
    sure: bool
    loose: str


@dataclass(frozen=True)
class People:
    """The parties and names of one story. ``pronouns`` are words that name nobody by themselves."""

    pages: Pages
    understood: Mapping[str, Understood]
    entities: Mapping[str, Entity]
    crowds: Crowds
    pronouns: frozenset[str]
    _known: dict[tuple[str, int, int, str], Key | None] = field(default_factory=dict)

    def key(self, party: Party | None) -> Key | None:
        """Return who a party is in the story; None where nobody knows ("he")."""
        if party is None:
            return None
        place = (party.full.document, party.full.start, party.full.end, party.entity)
        if place not in self._known:
            self._known[place] = self._key(party)
        return self._known[place]

    def _key(self, party: Party) -> Key | None:
        document = party.span.document
        if party.kind is PartyKind.ANONYMOUS:
            return Key(self.crowds.id(document, party.entity), True, "")
        if party.entity in self.entities:
            return Key(self.entities[party.entity].id, True, "")
        parts = self._words(party)
        if len(parts) < 2 and not any(self._says_who(part) for part in parts):
            return None
        line = " ".join(parts)
        if any(part in self.entities for part in parts):
            return Key(line, True, "")
        if party.kind is not PartyKind.PERSON and words(party.name).folded[0] not in _INDEFINITE:
            return Key(line, False, line)
        return Key(f"{line} ({self.pages.source[document]})", False, line)

    def _says_who(self, word: str) -> bool:
        """Say whether a word alone can be a party: no pronoun ("he's"), no figure."""
        return word.isalpha() and word not in self.pronouns and word.removesuffix("s") not in self.pronouns

    def _words(self, party: Party) -> list[str]:
        """Return the words of a party, a name by its entity, without articles."""
        full, document = party.full, party.full.document
        text = self.pages.documents[document].text
        inside = [
            m for m in self.understood[document].mentions if full.start <= m.span.start and m.span.end <= full.end
        ]
        found: list[str] = []
        at = full.start
        for mention in inside:
            found += words(text[at : mention.span.start]).folded
            found.append(self.entities[mention.entity].id)
            at = mention.span.end
        found += words(text[at : full.end]).folded
        return [word for word in found if word not in _ARTICLES and word != "s"]


def people_of(pages: Pages, understood: Mapping[str, Understood], pronouns: frozenset[str]) -> People:
    """Join the names of a story's documents; a name is spelt as most of its documents spell it."""
    each = [entity for i in pages.order for entity in understood[i].entities]
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    joined = merged(sorted(each, key=lambda e: (e.id, e.name, e.aliases)))
    for entity in each:
        spelt[joined[entity.id].id][entity.name] += 1
    whole = {e.id: _spelt(e, spelt[e.id]) for e in joined.values()}
    return People(
        pages, understood, {i: whole[e.id] for i, e in joined.items()}, Crowds.of(pages, understood), pronouns
    )


def _spelt(entity: Entity, names: Counter[str]) -> Entity:
    """Name an entity by its fullest form that most documents use, the first where that ties; all others are its aliases."""
    longest = max(len(name.split()) for name in names)
    name = min((n for n in names if len(n.split()) == longest), key=lambda n: -names[n])
    forms = sorted({entity.name, *entity.aliases, *names} - {name})
    return replace(entity, name=name, aliases=tuple(forms))


def names_of(people: People) -> tuple[StoryName, ...]:
    """Return the names of a story, those of most independent sources first."""
    pages = people.pages
    first: dict[str, dict[str, Span]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for i in pages.order:
        for mention in people.understood[i].mentions:
            entity = people.entities[mention.entity].id
            first[entity].setdefault(i, mention.span)
            counts[entity] += 1
    whole = {entity.id: entity for entity in people.entities.values()}
    found = [
        StoryName(whole[e], counts[e], len(spans), tuple(spans.values()), pages.lineages(spans), pages.sources(spans))
        for e, spans in first.items()
    ]
    return tuple(sorted(found, key=lambda n: (-n.sources, -n.documents, -n.mentions, n.entity.name, n.entity.id)))
