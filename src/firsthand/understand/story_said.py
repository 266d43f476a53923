"""How what a document says becomes a unit that can be compared (`once`), and an entry of a story with its places."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firsthand.model.span import Span
from firsthand.model.voices import Party
from firsthand.understand.once import Unit
from firsthand.understand.people import People
from firsthand.understand.reading import Words
from firsthand.understand.wording import Levels, Wording

#: What joins the pieces of a statement in an entry's text.
BETWEEN = " … "
#: Characters of a quote's beginning that are looked at.
_FIRST = 40


@dataclass(frozen=True, slots=True)
class Said:
    """What units are made with."""

    people: People
    levels: Levels
    words: Words
    joining: Mapping[str, frozenset[str]]
    read: dict[tuple[str, ...], Wording] = field(default_factory=dict)

    def unit(
        self, sort: Hashable, party: Party | None, pieces: Sequence[Span], direct: bool, place: int, at: str
    ) -> Unit:
        """Make a unit of what a party says in document ``at``."""
        text = self.people.pages.documents[at].text
        key = self.people.key(party)
        sure, loose = (key.id, None) if key and key.sure else (None, key.loose if key else None)
        words = tuple(text[s.start : s.end] for s in pieces)
        wording = self.read.get(words) or self.levels.wording(words)
        self.read[words] = wording
        return Unit(sort, at, self.people.pages.source[at], wording, sure, loose, direct, place)

    def bare(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return spans without what does not belong to what is said: a dateline, a joining "that", a last comma."""
        if not spans:
            return ()
        document = self.people.pages.documents[spans[0].document]
        start = spans[0].start
        line = self.people.pages.dateline(document.id)
        start = line if start < line < spans[0].end else start
        first = document.text[start : min(spans[0].end, start + _FIRST)]
        start += len(first) - len(first.lstrip())
        joining = self.joining.get(document.language or "", frozenset())
        opening, _, rest = first.strip().partition(" ")
        if opening.lower() in joining and " " in rest:
            start += len(opening) + 1
        last = document.text[spans[-1].start : spans[-1].end]
        inner = [*spans]
        inner[0] = Span(document.id, start, inner[0].end)
        inner[-1] = Span(document.id, inner[-1].start, max(inner[-1].start, inner[-1].end - _loose(last)))
        return tuple(inner)

    def text(self, spans: Sequence[Span]) -> str:
        """Return the words of some spans of one document."""
        return BETWEEN.join(self.people.pages.documents[s.document].text[s.start : s.end] for s in spans)

    def party(self, units: Sequence[Unit], parties: Iterable[Party | None]) -> str | None:
        """Return the id of the party that most units of a group name, if any does."""
        keys = [key.id for p in parties if (key := self.people.key(p)) is not None]
        counts = Counter(keys)
        return min(counts, key=lambda k: (-counts[k], keys.index(k)), default=None)

    def in_order(self, units: Iterable[Unit]) -> list[Unit]:
        """Put the units of a group in order: the fullest wording first, then as their documents are believed."""
        order = self.people.pages.order
        return sorted(units, key=lambda u: (-len(u.wording), order[u.document], u.place))

    def rank(self, group: Sequence[Unit]) -> tuple[int, int, int]:
        """Order entries: what most independent sources have, then as the first document tells it."""
        order = self.people.pages.order
        first = min(group, key=lambda u: (order[u.document], u.place))
        return -self.people.pages.sources(u.document for u in group), order[first.document], first.place


def named(party: Party | None) -> Span | None:
    """Return where a party is named for what it says."""
    return party.span if party else None


def _loose(text: str) -> int:
    """Count what follows the last word that is said: commas and blanks."""
    return len(text) - len(text.rstrip(", "))
