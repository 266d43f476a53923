"""Who says what in a story, as its page tells it: by party, by stance, or in time. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from firsthand.contract import PartyOut, StoryClaimOut, StoryOut, StoryQuoteOut, StoryVoicesOut, ToldOut
from firsthand.model.ids import derive
from firsthand.web.words import day, passage

By = Literal["party", "stance", "time"]

#: Stances that are named beside somebody's name; "asserts" goes by the word that the page has.
_STANCES = ("denies", "declines", "demands", "promises", "warns")
_TITLES = {
    "denies": "Denials",
    "declines": "No comment",
    "demands": "Demands",
    "promises": "Promises",
    "warns": "Warnings",
    "asserts": "What else is said",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page has it."""

    link: str
    document: str
    lineage: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party says: ``direct`` where ``text`` are its very words. ``places`` are all pages that have it.

    ``verb`` is the stance where it is more than saying, else the page's word. ``through`` are those in whose words it is
    told. ``at`` is when it was first reported, or was by its own clause. ``judged`` says who put the speaker right, where
    somebody did; ``words`` are the place of the words alone, for whoever wants to.
    """

    party: PartyOut
    verb: str
    stance: str
    text: str
    direct: bool
    places: tuple[Place, ...]
    sources: int
    through: tuple[str, ...]
    at: str | None
    conditional: bool
    judged: str = ""
    words: str = ""

    @property
    def strong(self) -> bool:
        """Whether it is more than saying."""
        return self.stance in _STANCES

    @property
    def link(self) -> str:
        """The first place."""
        return self.places[0].link

    @property
    def pages(self) -> int:
        """How many pages have it."""
        return len({place.document for place in self.places})


@dataclass(frozen=True, slots=True)
class Voice:
    """A party and what it says, the strongest first: what it demands, denies, promises, then what it says."""

    party: PartyOut
    anchor: str
    said: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Statements under one heading: a stance, or a day."""

    title: str
    anchor: str
    said: tuple[Statement, ...]


def voices_of(story: StoryOut) -> list[Voice]:
    """Return who speaks in a story, those in most sources first, each with what they say."""
    voices = story.voices
    if voices is None:
        return []
    names = {party.id: party.name for party in voices.parties}
    times = {member.id: member.published or member.seen for member in story.documents}
    found = [Voice(party, anchor_of(party.id), _said(party, voices, names, times)) for party in voices.parties]
    return [voice for voice in found if voice.said]


def anchor_of(party_id: str) -> str:
    """Return a name for a party that an address can carry: unnamed people and pairs have ids of several words."""
    return derive("par", party_id)


def grouped(voices: Iterable[Voice], by: By) -> list[Group]:
    """Return all statements by stance (what is more than saying first) or by the day of the report."""
    told = [statement for voice in voices for statement in voice.said]
    if by == "stance":
        return [
            Group(title, stance, tuple(some))
            for stance, title in _TITLES.items()
            if (some := [s for s in told if s.stance == stance])
        ]
    days: dict[str, list[Statement]] = {}
    for statement in sorted(told, key=lambda s: s.at or "~"):
        days.setdefault(day(statement.at) if statement.at else "Without a date", []).append(statement)
    return [Group(name, f"day-{n}", tuple(some)) for n, (name, some) in enumerate(days.items(), start=1)]


def _said(
    party: PartyOut, voices: StoryVoicesOut, names: Mapping[str, str], times: Mapping[str, str | None]
) -> tuple[Statement, ...]:
    direct = {_first(voices.quotes[i].told) for i in party.quotes if voices.quotes[i].form == "direct"}
    claims = [_of_claim(party, voices.claims[i], names, direct) for i in party.claims]
    held = [t for i in party.claims for t in voices.claims[i].told]
    quotes = [_of_quote(party, q, times) for i in party.quotes if not _inside(q := voices.quotes[i], held)]
    return tuple(sorted((*claims, *quotes), key=lambda s: (not s.strong, -s.sources)))


def _of_claim(
    party: PartyOut, claim: StoryClaimOut, names: Mapping[str, str], direct: set[tuple[str, int, int]]
) -> Statement:
    strong = claim.stance in _STANCES
    verb = claim.stance if strong else claim.cue or "says"
    text = claim.text or ("to comment" if claim.stance == "declines" else "")
    made = _statement(party, verb, text, claim.told, claim.sources, direct=_first(claim.told) in direct)
    return replace(
        made,
        verb=f"does not: {verb}" if strong and claim.negated else made.verb,
        stance=claim.stance if strong else "asserts",
        through=tuple(names[i] for i in claim.according_to if i in names and i != claim.party),
        at=claim.dated or claim.reported,
        conditional=claim.conditional,
        judged=claim.judged,
    )


def _of_quote(party: PartyOut, quote: StoryQuoteOut, times: Mapping[str, str | None]) -> Statement:
    direct = quote.form == "direct"
    made = _statement(party, quote.cue or "says", quote.text, quote.told, quote.sources, direct=direct)
    return replace(made, at=times.get(quote.told[0].document), judged=quote.judged)


def _statement(party: PartyOut, verb: str, text: str, told: list[ToldOut], sources: int, *, direct: bool) -> Statement:
    words = text.rstrip(",") if direct else text
    places = tuple(_place(one) for one in told)
    made = Statement(
        party, " ".join(verb.split()), "asserts", words, direct, places, sources, (), None, conditional=False
    )
    first = told[0]
    alone = f"{first.document}?from={first.words[0].start}&to={first.words[-1].end}" if first.words else ""
    return replace(made, words=alone)


def _place(told: ToldOut) -> Place:
    """Return the stretch from somebody's words to the word that says so; where there are neither, who speaks."""
    places = [*told.words, *([told.cue] if told.cue else [])] or ([told.speaker] if told.speaker else [])
    start, end = min((p.start for p in places), default=0), max((p.end for p in places), default=0)
    return Place(passage(told.document, start, end), told.document, told.lineage)


def _first(told: list[ToldOut]) -> tuple[str, int, int]:
    """Return where the words stand first: document, start, end."""
    words = told[0].words
    return (told[0].document, words[0].start, words[-1].end) if words else (told[0].document, 0, 0)


def _inside(quote: StoryQuoteOut, held: list[ToldOut]) -> bool:
    """Say whether a quote's words stand in those of a claim of the same party."""
    first = quote.told[0]
    return any(
        t.document == first.document
        and t.words
        and t.words[0].start <= first.words[0].start
        and first.words[-1].end <= t.words[-1].end
        for t in held
    )
