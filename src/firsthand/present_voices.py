"""What was understood of a document, told in the shapes of `firsthand.contract.voices`. Pure."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import accumulate

from firsthand import contract as out
from firsthand.model.document import Document
from firsthand.model.span import Span
from firsthand.model.voices import Claim, Event, Given, Party, Quote, SummarySentence
from firsthand.text.times import Time
from firsthand.understand.corrected import Places, judged, said_at
from firsthand.understand.reading import Understood

_PAGE = ("id", "capture", "headline", "outlet", "url", "published", "language", "text")


def voices_out(document: Document, understood: Understood, places: Places | None = None) -> out.VoicesOut:
    """Tell of a document's voices, each with its words and where they stand; ``places`` is where people put a speaker right."""
    text = document.text
    return out.VoicesOut(
        quotes_out(understood.quotes, text, places),
        [claim_out(claim, text, places) for claim in understood.claims],
        understood.anonymous,
        [out.NameOut(_words(text, m.span), m.kind, m.entity, m.span.start, m.span.end) for m in understood.mentions],
        [out.EntityOut(e.id, e.kind, e.name, list(e.aliases)) for e in understood.entities],
        [_time(time, text) for time in understood.times],
        [_event(event, text) for event in understood.events],
        [out.TopicOut(t.id, t.label, round(t.score, 3)) for t in understood.topics],
        list(understood.own_topics),
        list(understood.hashtags),
        [sentence_out(sentence, document.id) for sentence in understood.summary],
    )


def spoken(document: out.DocumentOut, story: str | None) -> out.DocumentVoicesOut | None:
    """Tell of a document's voices by themselves; None where it was not understood."""
    if document.voices is None:
        return None
    said = {field.name: getattr(document.voices, field.name) for field in fields(document.voices)}
    page = {name: getattr(document, name) for name in _PAGE}
    return out.DocumentVoicesOut(**said, **page, story=story)


def quotes_out(quotes: Sequence[Quote], text: str, places: Places | None = None) -> list[out.QuoteOut]:
    """Tell of quotes: one entry a stretch of words."""
    first = list(accumulate((len(quote.content) for quote in quotes), initial=0))
    return [
        replace(
            _stretch(
                quote, span, text, at if number else None, first[quote.inside] if quote.inside is not None else None
            ),
            judged=judged(places, quote.content),
        )
        for quote, at in zip(quotes, first, strict=False)
        for number, span in enumerate(quote.content)
    ]


def _stretch(quote: Quote, span: Span, text: str, continues: int | None, inside: int | None) -> out.QuoteOut:
    cue, to = quote.cue, quote.addressee
    return out.QuoteOut(
        _words(text, span),
        span.start,
        span.end,
        quote.form,
        _words(text, cue) if cue else None,
        speaker_out(quote.speaker) if quote.speaker else None,
        _place(cue),
        out.PassageOut(_words(text, to), to.start, to.end) if to else None,
        continues,
        inside,
    )


def speaker_out(party: Party) -> out.SpeakerOut:
    """Tell of one who speaks."""
    span = party.span
    return out.SpeakerOut(party.kind, party.name, party.at_least, span.start, span.end, party.role, party.entity)


def claim_out(claim: Claim, text: str, places: Places | None = None) -> out.ClaimOut:
    """Tell of a claim."""
    held = [span for span in (claim.cue, claim.proposition) if span]
    return out.ClaimOut(
        claim.stance,
        claim.party.name if claim.party else None,
        _words(text, claim.proposition) if claim.proposition else None,
        _words(text, claim.about) if claim.about else None,
        min(span.start for span in held),
        max(span.end for span in held),
        _words(text, claim.cue),
        speaker_out(claim.party) if claim.party else None,
        _place(claim.proposition),
        _place(claim.about),
        claim.conditional,
        claim.negated,
        judged(places, said_at(claim)),
    )


def _time(time: Time, text: str) -> out.TimeOut:
    return out.TimeOut(text[time.start : time.end], str(time.moment), time.moment.precision, time.start, time.end)


def _event(event: Event, text: str) -> out.EventOut:
    span = event.span
    return out.EventOut(
        str(event.moment),
        event.moment.precision,
        _words(text, span),
        span.start,
        span.end,
        list(event.participants),
        list(event.places),
        event.place,
    )


def sentence_out(sentence: SummarySentence, document: str) -> out.SummaryOut:
    """Tell of a sentence of a summary; its places are those in ``document``."""
    spans = [span for span in sentence.spans if span.document == document]
    own = spans[0] if spans and sentence.given is Given.EXTRACTED else None
    return out.SummaryOut(
        sentence.text,
        own.start if own else None,
        own.end if own else None,
        sentence.given,
        [out.PlaceOut(place.start, place.end) for place in sentence.sources],
        [] if own else [out.PlaceOut(span.start, span.end) for span in spans],
    )


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _place(span: Span | None) -> out.PlaceOut | None:
    return out.PlaceOut(span.start, span.end) if span else None
