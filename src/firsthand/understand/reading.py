"""All that is understood of one document, gathered: the one way from a document to its voices, names, times and topics.

    Document + word lists (`Words`) -> quotes, claims, names with their entities, times, events, topics, tags, a summary

Pure: word lists come in as data, a tagger as a function. What a language has no lists for is left empty; the rest goes on.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from firsthand.model.document import Document
from firsthand.model.gazetteer import NameWords
from firsthand.model.lexicon import Lexicon, TimeWords, VoiceWords
from firsthand.model.voices import Claim, Entity, Event, Mention, Quote, SummarySentence, Topic
from firsthand.text.language import language_of
from firsthand.text.times import Time
from firsthand.understand.events import events_in, times_in
from firsthand.understand.hashtags import hashtags
from firsthand.understand.names import Tag, named_in
from firsthand.understand.parties import with_entities
from firsthand.understand.summary import Weigh, publisher_topics, summary
from firsthand.understand.topics import MediaTopics, topics
from firsthand.understand.voices import voices_of


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What understanding is handed. ``names`` gives a language's lists by its code; ``tag`` finds names (None: the rules)."""

    lexicon: Lexicon
    names: Callable[[str], NameWords]
    topics: MediaTopics
    weigh: Weigh
    leaning: Collection[str] = ()
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What is understood of a document, each list in the order of its text.

    ``anonymous`` is how many unnamed people speak, at least. ``own_topics`` are those the publisher gave.
    """

    quotes: tuple[Quote, ...]
    claims: tuple[Claim, ...]
    anonymous: int
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    events: tuple[Event, ...]
    topics: tuple[Topic, ...]
    own_topics: tuple[str, ...]
    hashtags: tuple[str, ...]
    summary: tuple[SummarySentence, ...]


def known_language(document: Document) -> Document:
    """Give a document that does not say its language the one that its words are in, if that is sure."""
    return document if document.language else replace(document, language=language_of(document.text))


def understand(document: Document, words: Words) -> Understood:
    """Read one document. About ten milliseconds for a page of 600 words."""
    document = known_language(document)
    language = document.language or ""
    voices = voices_of(document, words.lexicon.voices)
    lists = words.names(language)
    mentions, found_entities = named_in(document, lists, words.tag)
    entities = {entity.id: entity for entity in found_entities}
    spoken = words.lexicon.voices.get(language, VoiceWords())
    quotes, claims = with_entities(voices.quotes, voices.claims, document.text, mentions, entities, lists, spoken)
    clock = words.lexicon.times.get(language, TimeWords())
    times = times_in(document, clock)
    found = topics(document, words.topics)
    return Understood(
        quotes,
        claims,
        voices.anonymous,
        mentions,
        tuple(entities.values()),
        tuple(times),
        events_in(document, mentions, times, clock, lists),
        tuple(found),
        publisher_topics(document),
        tuple(hashtags(document, entities.values(), mentions, found)),
        tuple(summary(document, words.weigh, words.leaning)),
    )
