"""The claims of a story, each once, with those in whose words they stand.

claims of each document, and what it says is given up -> those that say something -> units -> `once` -> entries
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from firsthand.model.document import Document
from firsthand.model.moment import Moment
from firsthand.model.span import Span
from firsthand.model.story_voices import StoryClaim, Told
from firsthand.model.voices import Claim, Event, Form, Party, Quote, Stance
from firsthand.text.tokens import words
from firsthand.understand.giving_up import given_up
from firsthand.understand.once import Unit, once
from firsthand.understand.story_said import Said, named

#: What a clause dates must be so much earlier than its page, or the time is that of the report.
_EARLIER = timedelta(days=2)
#: Words that may stand between a time and the cue it belongs to.
_BESIDE = 3
#: So many words tell something; fewer ("it") are looked at.
_TELLS = 4


class _Heard(NamedTuple):
    """A claim of a document with its words, ``direct`` if they are the speaker's; ``around``: in whose words it stands.

    ``dropped`` is where it is said to be given up.
    """

    claim: Claim
    words: tuple[Span, ...]
    direct: bool
    around: list[Party]
    dropped: Span | None


def claims_of(said: Said) -> tuple[StoryClaim, ...]:
    """Return the claims of a story, those that most independent sources report first."""
    heard = {(i, at): one for i in said.people.pages.order for at, one in enumerate(_heard(said, i))}
    units = [
        said.unit((h.claim.stance, h.claim.negated, h.dropped is None), h.claim.party, h.words, h.direct, at, i)
        for (i, at), h in heard.items()
    ]
    groups = sorted(map(said.in_order, once(units)), key=said.rank)
    return tuple(_claim(said, group, [heard[u.document, u.place] for u in group]) for group in groups)


def _heard(said: Said, document: str) -> Iterator[_Heard]:
    """Yield the claims of a document that say something."""
    one = said.people.understood[document]
    page = said.people.pages.documents[document]
    gone = {g.claim.cue: g for g in given_up(page, one.mentions, one.entities, said.words.lexicon)}
    places = _quoted(one.quotes)
    quoted = {q.cue: q for q in reversed(one.quotes) if q.inside is None and q.cue and q.content}
    for claim in one.claims:
        if claim.cue not in gone and _says(said, page, claim) and not _is_denied(claim, one.claims):
            quote = quoted.get(claim.cue) if claim.proposition else None
            where = quote.content if quote else (claim.proposition,) if claim.proposition else ()
            direct = quote is not None and quote.form is Form.DIRECT
            yield _Heard(claim, said.bare(where), direct, _around(places, claim.cue), None)
    for given in gone.values():
        assert given.claim.proposition is not None
        yield _Heard(given.claim, said.bare((given.claim.proposition,)), False, [], given.dropped)


def _is_denied(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Say whether a claim is only what its own party denies: "denied the notion that the dam was unsafe"."""
    own = claim.proposition
    if claim.stance is not Stance.ASSERTS or own is None or claim.party is None:
        return False
    return any(
        c.stance is Stance.DENIES
        and c.party is not None
        and c.party.full == claim.party.full
        and c.proposition is not None
        and c.proposition.start <= own.start
        and own.end <= c.proposition.end
        for c in claims
    )


def _says(said: Said, page: Document, claim: Claim) -> bool:
    """Say whether a claim has words that tell what is claimed ("it" does not), or somebody who would not speak."""
    if claim.proposition is None:
        return claim.stance is Stance.DECLINES
    text = page.text[claim.proposition.start : claim.proposition.end]
    return len(words(text)) >= _TELLS or any(said.words.weigh(text, page.language or "en").values())


def _claim(said: Said, group: Sequence[Unit], heard: Sequence[_Heard]) -> StoryClaim:
    pages = said.people.pages
    documents = [u.document for u in group]
    told = tuple(
        Told(i, pages.lineage[i], h.words, h.claim.cue, named(h.claim.party))
        for i, h in zip(documents, heard, strict=True)
    )
    party = said.party(group, (h.claim.party for h in heard))
    by = dict.fromkeys(key.id for h in heard for p in h.around if (key := said.people.key(p)) is not None)
    dates = (_dated(said, i, h.claim) for i, h in zip(documents, heard, strict=True))
    lead = heard[0].claim
    return StoryClaim(
        lead.stance,
        said.text(told[0].words),
        party,
        told,
        pages.lineages(documents),
        pages.sources(documents),
        pages.documents[documents[0]].language or "",
        tuple(h.claim.about for h in heard if h.claim.about),
        lead.conditional,
        lead.negated,
        tuple(i for i in by if i != party),
        _earliest(pages.documents[i] for i in documents),
        next((moment for moment in dates if moment), None),
        heard[0].dropped,
    )


#: Where quotes stand: start, end, width, place in the list, who says it.
_Quoted = list[tuple[int, int, int, int, Party]]


def _quoted(quotes: Sequence[Quote]) -> _Quoted:
    """List the pieces of quotes that somebody says."""
    return [
        (s.start, s.end, q.content[-1].end - q.content[0].start, at, q.speaker)
        for at, q in enumerate(quotes)
        if q.speaker
        for s in q.content
    ]


def _around(quoted: _Quoted, cue: Span) -> list[Party]:
    """Return in whose words a cue stands, the nearest first."""
    start, end = cue.start, cue.end
    around = [row[2:] for row in quoted if row[0] <= start and end <= row[1]]
    return [speaker for _, _, speaker in sorted(around, key=lambda row: row[:2])]


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
    return max(before, key=_second).moment if before else None


def _is_beside(text: str, event: Event, cue: Span) -> bool:
    """Say whether a time stands beside a cue or begins its clause: that NATO, founded in 1949, says so is not of 1949."""
    between = text[event.when.end : cue.start] if event.when.end <= cue.start else text[cue.end : event.when.start]
    before = text[event.span.start : event.when.start]
    return len(between.split()) <= _BESIDE or len(before.split()) <= 1


def _second(event: Event) -> float:
    return event.moment.at.timestamp()
