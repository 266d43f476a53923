"""The voices of a story: what its documents say, each thing once, with every place it stands and who reports it. Pure.

    story + documents + what is understood of each
        -> who is who (`people`), who is not named (`unnamed`)
        -> quotes and claims as units -> the same words of the same party together (`once`)
        -> parties, names, events, topics, hashtags, a summary

Copies are expected to say the same and add no source; between independent sources only the same words of the same party
are one. Documents of which nothing is understood yet are left out. The order of the documents makes no difference.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from firsthand.model.document import Document
from firsthand.model.span import Span
from firsthand.model.story import Story
from firsthand.model.story_voices import StoryClaim, StoryParty, StoryQuote, StoryVoices, Told
from firsthand.model.voices import Mention, Party, PartyKind, SummarySentence, Topic
from firsthand.understand.hashtags import hashtags
from firsthand.understand.pages import Pages, pages_of
from firsthand.understand.people import People, names_of, people_of
from firsthand.understand.reading import Understood, Words
from firsthand.understand.story_claims import claims_of
from firsthand.understand.story_events import events_of
from firsthand.understand.story_quotes import quotes_of
from firsthand.understand.story_said import Said
from firsthand.understand.summary import story_summary
from firsthand.understand.unnamed import unnamed_of
from firsthand.understand.wording import levels_of

#: A topic of a story: the mean of its scores over the independent sources, 0 where one has it not, must reach this.
TOPIC = 0.25
#: So many independent sources make a summary, as many as anybody reads at once; more would only take time.
SUMMED = 5
#: So many quotes, claims and events of one page are told of its story; a long article has a hundred.
MOST = 500


def story_voices(
    story: Story, documents: Mapping[str, Document], understood: Mapping[str, Understood], words: Words
) -> StoryVoices:
    """Return who says what in a story. ``documents`` and ``understood``: by document id, the story's own among others."""
    pages = pages_of(story, documents, understood)
    people = people_of(pages, {i: _bounded(one) for i, one in understood.items()}, _pronouns(words))
    said = Said(people, levels_of(words.lexicon), words, _joining(words))
    quotes, claims = quotes_of(said), claims_of(said)
    firsts = pages.firsts()
    topics = _topics(pages, [understood[d.id].topics for d in firsts])
    return StoryVoices(
        story.id,
        quotes,
        claims,
        _parties(people, quotes, claims),
        names_of(people),
        unnamed_of(pages, understood),
        events_of(people, words.weigh),
        topics,
        _hashtags(story, people, firsts, topics),
        _summary(firsts[:SUMMED], understood, words),
    )


def _bounded(understood: Understood) -> Understood:
    """Leave what a page has beyond `MOST` of a kind to the page itself: a transcript of a day must not hold up its story."""
    if max(len(understood.quotes), len(understood.claims), len(understood.events)) <= MOST:
        return understood
    quotes = (replace(q, inside=None) if (q.inside or 0) >= MOST else q for q in understood.quotes[:MOST])
    return replace(understood, quotes=tuple(quotes), claims=understood.claims[:MOST], events=understood.events[:MOST])


def _summary(
    firsts: Sequence[Document], understood: Mapping[str, Understood], words: Words
) -> tuple[SummarySentence, ...]:
    """Sum up one document of each source; a source that stands alone has been summed up."""
    if len(firsts) == 1:
        return understood[firsts[0].id].summary
    return tuple(story_summary(firsts, words.weigh, words.leaning)) if firsts else ()


def _pronouns(words: Words) -> frozenset[str]:
    """Return the words that name nobody by themselves, in all languages."""
    each = words.lexicon.voices.values()
    lists = (
        v.words.get(name, frozenset()) for v in each for name in ("relatives", "determiners", "that", "possessives")
    )
    return frozenset(chain.from_iterable([*(v.pronouns for v in each), *lists]))


def _joining(words: Words) -> Mapping[str, frozenset[str]]:
    return {language: v.words.get("that", frozenset()) for language, v in words.lexicon.voices.items()}


# --- parties ---


@dataclass(slots=True)
class _Said:
    """What one party says: places in the lists of the story, and where it stands, with what is said in its words."""

    quotes: list[int] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def _parties(people: People, quotes: Sequence[StoryQuote], claims: Sequence[StoryClaim]) -> tuple[StoryParty, ...]:
    """Gather who speaks: those whom most independent sources let speak come first."""
    said: dict[str, _Said] = defaultdict(_Said)
    for place, quote in enumerate(quotes):
        said[quote.party or ""].quotes.append(place)
        said[quote.party or ""].told.extend(quote.told)
    for place, claim in enumerate(claims):
        said[claim.party or ""].claims.append(place)
        for i in (claim.party or "", *claim.according_to):
            said[i].told.extend(claim.told)
    said.pop("", None)
    named = _named(people)
    found = [_party(people, i, named.get(i, ()), own) for i, own in said.items()]
    return tuple(sorted(found, key=lambda p: (-p.sources, -len(p.claims) - len(p.quotes), p.name, p.id)))


def _named(people: People) -> Mapping[str, Sequence[Party]]:
    """Gather, by id in the story, the parties of all documents in their order."""
    named: dict[str, dict[Party, None]] = defaultdict(dict)
    for i in people.pages.order:
        one = people.understood[i]
        speaking = {*(q.speaker for q in one.quotes), *(c.party for c in one.claims)} - {None}
        for party in sorted((p for p in speaking if p), key=lambda p: (p.span, p.full)):
            key = people.key(party)
            if key is not None:
                named[key.id][party] = None
    return {i: list(parties) for i, parties in named.items()}


def _party(people: People, i: str, parties: Sequence[Party], said: _Said) -> StoryParty:
    entity = people.entities.get(i)
    documents = {t.document for t in said.told}
    first: dict[str, Span] = {}
    for party in parties:
        first.setdefault(party.span.document, party.full)
    anonymous = bool(parties) and parties[0].kind is PartyKind.ANONYMOUS
    roles = Counter(p.role for p in parties if p.role)
    return StoryParty(
        i,
        entity.kind if entity else parties[0].kind,
        entity.name if entity else _name(parties),
        min(roles, key=lambda r: (-roles[r], r), default=""),
        max(p.at_least for p in parties) if anonymous else 1,
        tuple(first.values()),
        tuple(said.quotes),
        tuple(said.claims),
        people.pages.lineages(documents),
        people.pages.sources(documents),
    )


def _name(parties: Sequence[Party]) -> str:
    """Name a party without a name of its own: others as most pages do, unnamed people by what is said of most of them.

    "three sources" must not be told as "one senior source"; of descriptions of as many people the longest says most.
    """
    names = Counter(p.name for p in parties)
    if parties[0].kind is PartyKind.ANONYMOUS:
        return min((-p.at_least, -len(p.name), p.name) for p in parties)[2]
    return min(names, key=lambda n: -names[n])


# --- topics and tags ---


def _topics(pages: Pages, each: Sequence[Iterable[Topic]]) -> tuple[Topic, ...]:
    """Return the topics of a story by the mean of their scores over its independent sources."""
    totals: dict[str, float] = defaultdict(float)
    labels: dict[str, str] = {}
    for topic in chain.from_iterable(each):
        totals[topic.id] += topic.score
        labels[topic.id] = topic.label
    scores = {i: round(total / len(each), 3) for i, total in totals.items()}
    kept = sorted((i for i in scores if scores[i] >= TOPIC), key=lambda i: (-scores[i], i))
    return tuple(Topic(i, labels[i], scores[i]) for i in kept)


def _hashtags(story: Story, people: People, firsts: Sequence[Document], topics: Sequence[Topic]) -> tuple[str, ...]:
    """Tag a story by the names that its independent sources use most, one page of each, and by its topics."""
    headed = next((d for d in firsts if d.headline == story.headline), firsts[0] if firsts else None)
    if headed is None:
        return ()
    mentions = [
        Mention(m.kind, m.span, people.entities[m.entity].id) for d in firsts for m in people.understood[d.id].mentions
    ]
    entities = {entity.id: entity for entity in people.entities.values()}
    return tuple(hashtags(headed, entities.values(), mentions, topics))
