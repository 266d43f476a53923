"""Unnamed sources across copies: "three Russian sources" stays three when forty pages repeat it.

Within one independent source the people are those of the page that has most; what they are called in its other pages is
put beside that. Two independent sources are never taken to have spoken to the same people, nor surely to others: so both
numbers are told (`StoryVoices.anonymous`, `StoryVoices.anonymous_at_least`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.model.span import Span
from firsthand.model.story_voices import Description, Unnamed
from firsthand.model.voices import Party, PartyKind
from firsthand.text.tokens import words
from firsthand.understand.pages import Pages
from firsthand.understand.reading import Understood


@dataclass(frozen=True, slots=True)
class Crowds:
    """Which groups of unnamed people of a source's pages are one: (document, its own id) -> an id in the story."""

    ids: Mapping[tuple[str, str], str]

    def id(self, document: str, entity: str) -> str:
        """Return the id of a group in its story."""
        return self.ids[document, entity]

    @classmethod
    def of(cls, pages: Pages, understood: Mapping[str, Understood]) -> "Crowds":
        """Join the groups of copies that are called the same, no two of one page."""
        ids: dict[tuple[str, str], str] = {}
        known: dict[str, dict[str, set[str]]] = defaultdict(dict)
        for document in pages.order:
            source = pages.source[document]
            taken: set[str] = set()
            for entity, called in _groups(understood[document]).items():
                shared = {g: len(called & names) for g, names in known[source].items() if g not in taken}
                best = max(shared, key=lambda g: (shared[g], g), default="")
                if not shared.get(best):
                    best = f"unnamed:{source}:{len(known[source])}"
                    known[source][best] = set()
                known[source][best] |= called
                taken.add(best)
                ids[document, entity] = best
        return cls(ids)


def unnamed_of(pages: Pages, understood: Mapping[str, Understood]) -> tuple[Unnamed, ...]:
    """Return the unnamed people of each independent source that has some, those with most first."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for document in pages.order:
        by_source[pages.source[document]].append(document)
    found = [
        Unnamed(pages.lineages(some), most, _descriptions(pages, some, understood))
        for some in by_source.values()
        if (most := max(understood[i].anonymous for i in some))
    ]
    return tuple(sorted(found, key=lambda u: (-u.at_least, u.lineages)))


def _descriptions(pages: Pages, documents: list[str], understood: Mapping[str, Understood]) -> tuple[Description, ...]:
    """Gather what unnamed people are called, in the order of the text; each with everywhere it stands."""
    places: dict[tuple[str, ...], dict[Span, int]] = defaultdict(dict)
    for i in documents:
        for party in sorted(set(_unnamed(understood[i])), key=lambda p: p.span):
            said = places[_called(pages, party)]
            said[party.full] = max(said.get(party.full, 1), party.at_least)
    return tuple(
        Description(_words(pages, next(iter(spans))), max(spans.values()), tuple(spans)) for spans in places.values()
    )


def _words(pages: Pages, span: Span) -> str:
    return pages.documents[span.document].text[span.start : span.end]


def _called(pages: Pages, party: Party) -> tuple[str, ...]:
    return words(_words(pages, party.full)).folded


def _groups(one: Understood) -> dict[str, set[str]]:
    """Gather what each group of unnamed people of a document is called."""
    found: dict[str, set[str]] = defaultdict(set)
    for party in sorted(set(_unnamed(one)), key=lambda p: p.span):
        found[party.entity].add(" ".join(words(party.name).folded))
    return found


def _unnamed(one: Understood) -> Iterator[Party]:
    for party in (*(q.speaker for q in one.quotes), *(c.party for c in one.claims)):
        if party is not None and party.kind is PartyKind.ANONYMOUS:
            yield party
