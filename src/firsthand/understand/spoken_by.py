"""What each party with a name says in a story, by itself: so that a person's page need not read whole stories. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from firsthand.model.name import Spoken
from firsthand.model.shelf import entity_id
from firsthand.model.story_voices import StoryParty, StoryVoices
from firsthand.model.voices import PartyKind


def spoken_by(voices: StoryVoices) -> Iterator[Spoken]:
    """Yield what each of the parties says that a name tells from others, each name once."""
    seen: set[str] = set()
    for party in voices.parties:
        if party.kind is PartyKind.ANONYMOUS or not party.id.startswith("ent_") or " " in party.id:
            continue
        name = entity_id(party.kind.value, party.name)
        if name not in seen and (party.quotes or party.claims):
            seen.add(name)
            yield Spoken(name, _alone(voices, party))


def _alone(voices: StoryVoices, party: StoryParty) -> StoryVoices:
    """Leave out of a story's voices what others say, and all that is not said."""
    claims = tuple(voices.claims[i] for i in party.claims)
    quotes = tuple(replace(voices.quotes[i], within=None) for i in party.quotes)
    through = {i for claim in claims for i in claim.according_to} - {party.id}
    own = replace(party, quotes=tuple(range(len(quotes))), claims=tuple(range(len(claims))), named=party.named[:1])
    others = (replace(p, quotes=(), claims=(), named=()) for p in voices.parties if p.id in through)
    names = (replace(n, first=n.first[:1]) for n in voices.names if n.entity.id in {party.id, *through})
    return StoryVoices(voices.story, quotes, claims, (own, *others), tuple(names))
