"""The voices of a story, told in the shapes of `firsthand.contract.story_voices`. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from firsthand import contract as out
from firsthand.model.document import Document
from firsthand.model.moment import Moment
from firsthand.model.span import Span
from firsthand.model.story_voices import (
    StoryClaim,
    StoryEvent,
    StoryName,
    StoryParty,
    StoryQuote,
    StoryVoices,
    Told,
    Unnamed,
)
from firsthand.model.voices import Given, SummarySentence
from firsthand.understand.corrected import Places, judged

#: What people said of who speaks, by the place in a document, by document.
Judged = Mapping[str, Places]


def story_voices_out(
    voices: StoryVoices, documents: Mapping[str, Document], corrections: Judged | None = None
) -> out.StoryVoicesOut:
    """Tell of a story's voices; ``documents`` are those of the story, by id; ``corrections`` are what
    people said of who speaks in them."""
    said = corrections or {}
    return out.StoryVoicesOut(
        voices.story,
        voices.anonymous,
        voices.anonymous_at_least,
        [_quote(quote, documents, said) for quote in voices.quotes],
        [_claim(claim, documents, said) for claim in voices.claims],
        [_party(party) for party in voices.parties],
        [_unnamed(unnamed) for unnamed in voices.unnamed],
        [_name(name) for name in voices.names],
        [_event(event) for event in voices.events],
        [out.TopicOut(topic.id, topic.label, round(topic.score, 3)) for topic in voices.topics],
        list(voices.hashtags),
        [_sentence(sentence, documents) for sentence in voices.summary],
    )


def _quote(quote: StoryQuote, documents: Mapping[str, Document], said: Judged) -> out.StoryQuoteOut:
    told = [_told(told) for told in quote.told]
    return out.StoryQuoteOut(
        quote.text,
        quote.form,
        _cue(quote.told, documents),
        quote.party,
        quote.sources,
        list(quote.lineages),
        told,
        quote.within,
        _judged(quote.told, said),
    )


def _claim(claim: StoryClaim, documents: Mapping[str, Document], said: Judged) -> out.StoryClaimOut:
    return out.StoryClaimOut(
        claim.stance,
        claim.text,
        _cue(claim.told, documents),
        claim.party,
        list(claim.according_to),
        _spans(claim.about),
        claim.conditional,
        claim.negated,
        _moment(claim.reported),
        _moment(claim.dated),
        _span(claim.dropped) if claim.dropped else None,
        claim.sources,
        list(claim.lineages),
        [_told(told) for told in claim.told],
        _judged(claim.told, said),
    )


def _judged(told: Sequence[Told], said: Judged) -> str:
    """Say who put the speaker right in any of the places, the first of them."""
    spans = ((t, t.words or ((t.cue,) if t.cue else ())) for t in told if t.document in said)
    return next((words for t, some in spans if (words := judged(said[t.document], some))), "")


def _party(party: StoryParty) -> out.PartyOut:
    return out.PartyOut(
        party.id,
        party.kind,
        party.name,
        party.role,
        party.at_least,
        party.sources,
        list(party.lineages),
        _spans(party.named),
        list(party.quotes),
        list(party.claims),
    )


def _unnamed(unnamed: Unnamed) -> out.UnnamedOut:
    described = [out.DescribedOut(d.text, d.at_least, _spans(d.places)) for d in unnamed.descriptions]
    return out.UnnamedOut(unnamed.at_least, list(unnamed.lineages), described)


def _name(name: StoryName) -> out.StoryNameOut:
    one = name.entity
    entity = out.EntityOut(one.id, one.kind, one.name, list(one.aliases))
    return out.StoryNameOut(
        entity, name.mentions, name.documents, name.sources, list(name.lineages), _spans(name.first)
    )


def _event(event: StoryEvent) -> out.StoryEventOut:
    return out.StoryEventOut(
        str(event.moment),
        event.moment.precision,
        event.text,
        list(event.participants),
        list(event.places),
        event.sources,
        list(event.lineages),
        _spans(event.told),
        _spans(event.when),
    )


def _sentence(sentence: SummarySentence, documents: Mapping[str, Document]) -> out.StorySummaryOut:
    own = sentence.spans[0].document if sentence.spans else _of_publisher(sentence, documents)
    places = [out.PlaceOut(place.start, place.end) for place in sentence.sources]
    return out.StorySummaryOut(sentence.text, sentence.given, own, _spans(sentence.spans), places)


def _of_publisher(sentence: SummarySentence, documents: Mapping[str, Document]) -> str | None:
    """Find the document that a publisher's point stands beside."""
    if sentence.given is not Given.PUBLISHER:
        return None
    holding = (d.id for d in documents.values() if any(p.text == sentence.text for p in d.parts))
    return min(holding, default=None)


def _cue(told: Sequence[Told], documents: Mapping[str, Document]) -> str | None:
    """Return the word that says who speaks, as the first document has it."""
    first = told[0]
    return documents[first.document].text[first.cue.start : first.cue.end] if first.cue else None


def _told(told: Told) -> out.ToldOut:
    words = [out.PlaceOut(span.start, span.end) for span in told.words]
    return out.ToldOut(told.document, told.lineage, words, _place(told.cue), _place(told.speaker))


def _place(span: Span | None) -> out.PlaceOut | None:
    return out.PlaceOut(span.start, span.end) if span else None


def _span(span: Span) -> out.SpanOut:
    return out.SpanOut(span.document, span.start, span.end)


def _spans(spans: Iterable[Span]) -> list[out.SpanOut]:
    return [_span(span) for span in spans]


def _moment(moment: Moment | None) -> str | None:
    return str(moment) if moment else None
