"""Who says what in a story, party by party, as its page tells it. Pure."""

from dataclasses import dataclass, replace

from firsthand.contract import PartyOut, StoryClaimOut, StoryQuoteOut, StoryVoicesOut, ToldOut
from firsthand.web.words import passage

#: Stances that are named beside somebody's name; "asserts" goes by the word that the page has.
_STANCES = frozenset(("denies", "demands", "promises", "warns", "declines"))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party says: ``direct`` where ``text`` are its very words. ``link`` leads to the place.

    ``judged`` says who put the speaker right, where somebody did; ``place`` are the words alone, for whoever wants to.
    ``verb`` is the stance where it is more than saying, else the page's word. ``through`` are those in whose words it is told.
    """

    verb: str
    text: str
    direct: bool
    strong: bool
    link: str
    pages: int
    sources: int
    through: tuple[str, ...]
    judged: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A party and what it says, the strongest first: what it demands, denies, promises, then what it says."""

    party: PartyOut
    said: tuple[Statement, ...]


def voices_of(voices: StoryVoicesOut) -> list[Voice]:
    """Return who speaks in a story, those in most sources first, each with what they say."""
    names = {party.id: party.name for party in voices.parties}
    told = []
    for party in voices.parties:
        direct = {_first(voices.quotes[i].told) for i in party.quotes if voices.quotes[i].form == "direct"}
        claims = [_of_claim(voices.claims[i], names, direct) for i in party.claims]
        held = [t for i in party.claims for t in voices.claims[i].told]
        quotes = [_of_quote(q) for i in party.quotes if not _inside(q := voices.quotes[i], held)]
        said = sorted((*claims, *quotes), key=lambda s: (not s.strong, -s.sources))
        if said:
            told.append(Voice(party, tuple(said)))
    return told


def _of_claim(claim: StoryClaimOut, names: dict[str, str], direct: set[tuple[str, int, int]]) -> Statement:
    strong = claim.stance in _STANCES
    verb = claim.stance if strong else claim.cue or "says"
    verb = f"does not: {verb}" if strong and claim.negated else verb
    text = claim.text or ("to comment" if claim.stance == "declines" else "")
    through = tuple(names[i] for i in claim.according_to if i in names and i != claim.party)
    direct_words = _first(claim.told) in direct
    made = _statement(verb, text, direct_words, strong, claim.told, claim.sources, through)
    return replace(made, judged=claim.judged)


def _of_quote(quote: StoryQuoteOut) -> Statement:
    direct = quote.form == "direct"
    made = _statement(quote.cue or "says", quote.text, direct, False, quote.told, quote.sources, ())
    return replace(made, judged=quote.judged)


def _first(told: list[ToldOut]) -> tuple[str, int, int]:
    """Return where the words stand first: document, start, end."""
    words = told[0].words
    return (told[0].document, words[0].start, words[-1].end) if words else (told[0].document, 0, 0)


def _statement(
    verb: str, text: str, direct: bool, strong: bool, told: list[ToldOut], sources: int, through: tuple[str, ...]
) -> Statement:
    first = told[0]
    places = [*first.words, *([first.cue] if first.cue else [])]
    link = passage(first.document, min(p.start for p in places), max(p.end for p in places))
    pages = len({t.document for t in told})
    words = text.rstrip(",") if direct else text
    place = f"{first.document}?from={first.words[0].start}&to={first.words[-1].end}" if first.words else ""
    return Statement(" ".join(verb.split()), words, direct, strong, link, pages, sources, through, place=place)


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
