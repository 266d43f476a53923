"""The quotes and claims of a story's documents, each once.

quotes, claims of each document -> units (what is only summed up, and what says nothing, is no unit) -> `once` -> entries
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from firsthand.model.document import Document
from firsthand.model.moment import Moment
from firsthand.model.span import Span
from firsthand.model.story_voices import StoryClaim, StoryQuote, Told
from firsthand.model.voices import Claim, Event, Form, Party, Quote, Stance
from firsthand.understand.dropping import dropped
from firsthand.understand.once import Unit, once
from firsthand.understand.people import People
from firsthand.understand.reading import Words
from firsthand.understand.wording import Levels

#: What a clause dates must be so much earlier than its page, or the time is that of the report.
_EARLIER = timedelta(days=2)
#: Characters of a quote's beginning that are looked at.
_FIRST = 40
#: Words that may stand between a time and the cue it belongs to.
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What units are made with."""

    people: People
    levels: Levels
    words: Words
    joining: Mapping[str, frozenset[str]]

    def unit(
        self, sort: object, party: Party | None, pieces: Sequence[Span], direct: bool, place: int, at: str
    ) -> Unit:
        """Make a unit of what a party says in document ``at``."""
        text = self.people.pages.documents[at].text
        key = self.people.key(party)
        sure, loose = (key.id, None) if key and key.sure else (None, key.loose if key else None)
        wording = self.levels.wording([text[s.start : s.end] for s in pieces])
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
        return " … ".join(self.people.pages.documents[s.document].text[s.start : s.end] for s in spans)

    def party(self, units: Sequence[Unit], parties: Iterable[Party | None]) -> str | None:
        """Return the id of the party that most units of a group name, if any does."""
        keys = [key.id for p in parties if (key := self.people.key(p)) is not None]
        counts = Counter(keys)
        return min(counts, key=lambda k: (-counts[k], keys.index(k)), default=None)

    def in_order(self, units: Iterable[Unit]) -> list[Unit]:
        """Put the units of a group in order: the fullest wording first, then as their documents are believed."""
        order = self.people.pages.order
        return sorted(units, key=lambda u: (-len(u.wording), order[u.document], u.place))


def _loose(text: str) -> int:
    """Count what follows the last word that is said: commas and blanks."""
    return len(text) - len(text.rstrip(", "))


# --- quotes ---


def quotes_of(said: Said) -> tuple[StoryQuote, ...]:
    """Return the quotes of a story, those that most independent sources report first."""
    units: list[Unit] = []
    around: dict[tuple[str, int], int] = {}
    pages = said.people.pages
    for i in pages.order:
        quotes = said.people.understood[i].quotes
        kept = _worded(quotes)
        units += [
            said.unit("", quotes[at].speaker, said.bare(quotes[at].content), quotes[at].form is Form.DIRECT, at, i)
            for at in kept
        ]
        around |= {(i, at): outer for at in kept if (outer := _around(at, quotes, kept)) is not None}
    groups = sorted(map(said.in_order, once(units)), key=lambda g: _by_sources(said, g))
    of = {(u.document, u.place): number for number, group in enumerate(groups) for u in group}
    return tuple(_quote(said, group, number, around, of) for number, group in enumerate(groups))


def _by_sources(said: Said, group: Sequence[Unit]) -> tuple[int, int, int]:
    """Order entries: what most independent sources have, then as the first document tells it."""
    order = said.people.pages.order
    first = min(group, key=lambda u: (order[u.document], u.place))
    return -said.people.pages.sources(u.document for u in group), order[first.document], first.place


def _worded(quotes: Sequence[Quote]) -> list[int]:
    """Choose the quotes that give words: not what is only summed up; of the same words read twice, the widest reading."""
    chosen: dict[tuple[Span, ...], int] = {}
    for at, quote in enumerate(quotes):
        if quote.form is not Form.REPORTED and quote.content:
            before = chosen.get(quote.content)
            if before is None or _width(quotes, at) > _width(quotes, before):
                chosen[quote.content] = at
    return sorted(chosen.values())


def _width(quotes: Sequence[Quote], at: int) -> int:
    outer = quotes[at].inside
    around = quotes[outer if outer is not None else at].content
    return around[-1].end - around[0].start


def _around(at: int, quotes: Sequence[Quote], kept: Sequence[int]) -> int | None:
    """Find the widest quote that the words of another are a part of."""
    own = quotes[at].content
    wide = [
        other
        for other in kept
        if other != at
        and quotes[other].content != own
        and all(any(o.start <= s.start and s.end <= o.end for o in quotes[other].content) for s in own)
    ]
    return max(wide, key=lambda o: (_width(quotes, o), -o), default=None)


def _quote(
    said: Said,
    group: Sequence[Unit],
    number: int,
    around: Mapping[tuple[str, int], int],
    of: Mapping[tuple[str, int], int],
) -> StoryQuote:
    read = [said.people.understood[u.document].quotes[u.place] for u in group]
    told = tuple(
        Told(u.document, said.people.pages.lineage[u.document], said.bare(q.content), q.cue, _named(q.speaker))
        for u, q in zip(group, read, strict=True)
    )
    documents = [u.document for u in group]
    outer = [of.get((u.document, around.get((u.document, u.place), -1))) for u in group]
    within = outer[0] if all(o is not None and o != number for o in outer) else None
    return StoryQuote(
        read[0].form,
        said.text(told[0].words),
        said.party(group, (q.speaker for q in read)),
        told,
        said.people.pages.lineages(documents),
        said.people.pages.sources(documents),
        within,
    )


def _named(party: Party | None) -> Span | None:
    return party.span if party else None


# --- claims ---


def claims_of(said: Said) -> tuple[StoryClaim, ...]:
    """Return the claims of a story, those that most independent sources report first."""
    units: list[Unit] = []
    worded: dict[tuple[str, int], tuple[Span, ...]] = {}
    for i in said.people.pages.order:
        one = said.people.understood[i]
        quoted = {q.cue: q.content for q in reversed(one.quotes) if q.inside is None and q.cue and q.content}
        for at, claim in enumerate(one.claims):
            if _says(said, i, claim):
                worded[i, at] = _words(said, claim, quoted)
                units.append(said.unit((claim.stance, claim.negated), claim.party, worded[i, at], False, at, i))
    groups = sorted(map(said.in_order, once(units)), key=lambda g: _by_sources(said, g))
    nested = {i: _nested(said, i) for i in said.people.pages.order}
    return tuple(_claim(said, group, worded, nested) for group in groups)


def _words(said: Said, claim: Claim, quoted: Mapping[Span | None, tuple[Span, ...]]) -> tuple[Span, ...]:
    """Return the words of a claim: those of the quote with its cue, in pieces, or its proposition."""
    if claim.proposition is None:
        return ()
    return said.bare(quoted.get(claim.cue) or (claim.proposition,))


def _says(said: Said, document: str, claim: Claim) -> bool:
    """Say whether a claim has words that tell what is claimed ("it" does not), or somebody who would not speak."""
    if claim.proposition is None:
        return claim.stance is Stance.DECLINES
    one = said.people.pages.documents[document]
    text = one.text[claim.proposition.start : claim.proposition.end]
    return any(said.words.weigh(text, one.language or "en").values())


def _claim(
    said: Said,
    group: Sequence[Unit],
    worded: Mapping[tuple[str, int], tuple[Span, ...]],
    nested: Mapping[str, Mapping[int, Sequence[Party]]],
) -> StoryClaim:
    read = [said.people.understood[u.document].claims[u.place] for u in group]
    pages = said.people.pages
    told = tuple(
        Told(u.document, pages.lineage[u.document], worded[u.document, u.place], c.cue, _named(c.party))
        for u, c in zip(group, read, strict=True)
    )
    documents = [u.document for u in group]
    party = said.party(group, (c.party for c in read))
    by = [k.id for u in group for p in nested[u.document].get(u.place, ()) if (k := said.people.key(p)) is not None]
    gone = (dropped(pages.documents[u.document], c, said.words.lexicon) for u, c in zip(group, read, strict=True))
    return StoryClaim(
        read[0].stance,
        said.text(told[0].words),
        party,
        told,
        pages.lineages(documents),
        pages.sources(documents),
        pages.documents[documents[0]].language or "",
        tuple(c.about for c in read if c.about),
        read[0].conditional,
        read[0].negated,
        tuple(k for k in dict.fromkeys(by) if k != party),
        _earliest(pages.documents[i] for i in documents),
        next((d for u, c in zip(group, read, strict=True) if (d := _dated(said, u.document, c))), None),
        next((span for span in gone if span), None),
    )


def _nested(said: Said, document: str) -> dict[int, list[Party]]:
    """Say in whose words each claim of a document stands, nearest first."""
    one = said.people.understood[document]
    found: dict[int, list[Party]] = defaultdict(list)
    for at, claim in enumerate(one.claims):
        around = [
            (content.end - content.start, number, quote.speaker)
            for number, quote in enumerate(one.quotes)
            for content in quote.content
            if quote.speaker and content.start <= claim.cue.start and claim.cue.end <= content.end
        ]
        found[at] = [speaker for _, _, speaker in sorted(around, key=lambda row: row[:2])]
    return found


def _earliest(documents: Iterable[Document]) -> Moment | None:
    times = [d.time for d in documents if d.time]
    return min(times, key=lambda t: (t.at, t.precision), default=None)


def _dated(said: Said, document: str, claim: Claim) -> Moment | None:
    """Return when a claim's own clause says that it was, if that is well before its page."""
    time = said.people.pages.documents[document].time
    own = claim.proposition
    inside = [
        event
        for event in said.people.understood[document].events
        if event.span.start <= claim.cue.start
        and claim.cue.end <= event.span.end
        and not (own and own.start <= event.when.start < own.end)
        and _is_beside(said.people.pages.documents[document].text, event, claim.cue)
    ]
    before = [e for e in inside if time and e.moment.latest < time.at - _EARLIER]
    return max(before, key=_moment, default=None).moment if before else None


def _is_beside(text: str, event: Event, cue: Span) -> bool:
    """Say whether a time stands beside a cue or begins its clause: that NATO, founded in 1949, says so is not of 1949."""
    between = text[event.when.end : cue.start] if event.when.end <= cue.start else text[cue.end : event.when.start]
    before = text[event.span.start : event.when.start]
    return len(between.split()) <= _BESIDE or len(before.split()) <= 1


def _moment(event: Event) -> float:
    return event.moment.at.timestamp()
