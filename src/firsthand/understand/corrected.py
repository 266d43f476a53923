"""What people said of who speaks, laid on what was understood: "these words are another's", or nobody's. Pure.

    the words of a judgement -> where they stand in a page -> what is said there by whoever was wrong -> by whom it is

A judgement names words, not places: they are found again when a page is read anew, and in the copies of its lineage, whose
words they are too, with other quotation marks or another spelling of a name's full stop. What somebody else says inside of
these words stays theirs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from firsthand.model.document import Document
from firsthand.model.ids import derive
from firsthand.model.judgement import Judgement, JudgementKind, later, person
from firsthand.model.span import Range, Span
from firsthand.model.voices import Claim, Entity, Party, PartyKind
from firsthand.text.tokens import words
from firsthand.understand.reading import Understood

#: Where people put a speaker right, in one document.
Places = Mapping[Range, Judgement]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was understood of a page as people see it, and the judgement that holds at each place it changed."""

    understood: Understood
    places: Places


def corrected(document: Document, understood: Understood, judgements: Iterable[Judgement]) -> Corrected:
    """Put the speakers right. Of two judgements about the same words the later one holds."""
    places: dict[Range, Judgement] = {}
    for one in sorted(judgements, key=later):
        if one.kind is not JudgementKind.WRONG_SPEAKER or one.withdrawn is not None:
            continue
        for place in standing(one.words, document.text):
            changed = _by_another(understood, document.id, place, one.object)
            if changed is not understood:
                understood, places[place] = changed, one
    return Corrected(understood, places)


def judged(places: Places | None, spans: Iterable[Span]) -> str:
    """Say who said whose these words are, where they all lie in a place that was put right; nothing where nobody did."""
    given = list(spans)
    held = [one for place, one in (places or {}).items() if given and all(_inside(span, place) for span in given)]
    if not held:
        return ""
    one = max(held, key=later)
    return f"{person(one)}: said by {one.object or 'nobody'}"


def standing(said: str, text: str) -> list[Range]:
    """Find words in a text, whatever marks stand between and around them: these are part of the place."""
    wanted, here = words(said).folded, words(text)
    size = len(wanted)
    if not size:
        return []
    begins = (0, *here.ends)
    ends = (*here.starts, len(text))
    starts = (at for at, word in enumerate(here.folded) if word == wanted[0])
    return [Range(begins[at], ends[at + size]) for at in starts if here.folded[at : at + size] == wanted]


def _inside(span: Span, place: Range) -> bool:
    return place.start <= span.start and span.end <= place.end


def _by_another(understood: Understood, document: str, place: Range, name: str | None) -> Understood:
    """Give what the widest words at a place are said by to somebody else; what others say within it stays theirs."""
    wrong = _widest(understood, place)
    if wrong is None:
        return understood
    right, entity = _party(understood, document, place, name) if name else (None, None)

    def turned(party: Party | None, spans: Iterable[Span]) -> bool:
        given = list(spans)
        return bool(given) and _who(party) in wrong and all(_inside(span, place) for span in given)

    known = understood.entities
    return replace(
        understood,
        quotes=tuple(replace(q, speaker=right) if turned(q.speaker, q.content) else q for q in understood.quotes),
        claims=tuple(replace(c, party=right) if turned(c.party, said_at(c)) else c for c in understood.claims),
        entities=(*known, entity) if entity and entity.id not in {e.id for e in known} else known,
    )


def _widest(understood: Understood, place: Range) -> set[str] | None:
    """Return who says the widest words within a place, as a quote and as a claim; None where nothing is said there."""
    some: list[tuple[int, Party | None]] = [
        (q.content[-1].end - q.content[0].start, q.speaker)
        for q in understood.quotes
        if q.content and all(_inside(span, place) for span in q.content)
    ]
    some += [
        (spans[-1].end - spans[0].start, c.party)
        for c in understood.claims
        if (spans := said_at(c)) and all(_inside(span, place) for span in spans)
    ]
    most = max((width for width, _ in some), default=None)
    return None if most is None else {_who(party) for width, party in some if width == most}


def said_at(claim: Claim) -> list[Span]:
    """Return where a claim stands: its words, or the cue where it has none."""
    return [claim.proposition] if claim.proposition else [claim.cue]


def _who(party: Party | None) -> str:
    return "" if party is None else party.entity or party.name.casefold()


def _party(understood: Understood, document: str, place: Range, name: str) -> tuple[Party, Entity]:
    """Return the party of a name: whom the page names so, or else somebody whom only the judgement names."""
    folded = name.casefold()
    known = (e for e in understood.entities if folded in {form.casefold() for form in (e.name, *e.aliases)})
    entity = next(known, None)
    if entity is None:
        entity = Entity(derive("ent", PartyKind.PERSON, folded), PartyKind.PERSON, name)
    spans = (m.span for m in understood.mentions if m.entity == entity.id)
    span = next(spans, Span(document, place.start, place.start))
    return Party(entity.kind, entity.name, span, span, entity=entity.id), entity
