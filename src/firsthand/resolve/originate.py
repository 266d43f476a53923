"""Say which of two texts is the original. Earlier is not enough: a credit line beats a clock.

Every piece of evidence is a sentence with a weight. The weights are an order rather than a measurement: what pages say
of themselves (credit 4-6) beats what they look like (1-2), which beats when we saw them. When the sides are closer
than `DECIDES`, nothing is decided, and that is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.model.comparison import Coverage
from firsthand.model.document import BlockKind, Document, PartKind, Role
from firsthand.model.lexicon import Agency
from firsthand.model.span import Span
from firsthand.model.story import Reason
from firsthand.resolve.account import percent
from firsthand.resolve.credit import agency_of, credit_span, credited, speaks_as
from firsthand.text.origin import origin
from firsthand.text.outlets import fold_name, goes_by, is_address_of, names_as_source, own_names, speaks_of_itself

#: By how much the weights must differ. One apparatus sign or a clock alone is enough; when we happened to look is not.
DECIDES = 1.0
#: Below this share an addition or a cut is too small to tell a direction.
_TELLS = 0.9
#: ``This article was originally published at 7:45 a.m.``: English; other languages are silent here rather than guessed.
_FIRST_PUBLISHED = re.compile(
    r"(?i)\b(?:article|story|post|page)\b[^.\n]{0,20} originally (?:published|posted) (?:at|on) [^\n]{0,12}\d"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The original of two documents (None: undecided), the margin, and what speaks for it (or for both sides)."""

    original: str | None
    margin: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    favours: str
    reason: Reason


def originate(a: Document, b: Document, coverage: Coverage, agencies: tuple[Agency, ...]) -> Verdict:
    """Weigh the evidence between two documents; ``coverage`` is of ``a`` (original) and ``b`` (copy).

    Returns a Verdict with ``original`` None when nothing decides.
    """
    evidence = [
        *_one_sided(a, b, agencies),
        *_one_sided(b, a, agencies),
        *_clock(a, b),
        *_shape(a, b, coverage),
    ]
    weights = {one.id: sum(e.reason.weight for e in evidence if e.favours == one.id) for one in (a, b)}
    margin = round(abs(weights[a.id] - weights[b.id]), 3)
    if margin < DECIDES:
        return Verdict(None, margin, tuple(e.reason for e in evidence))
    winner = a.id if weights[a.id] > weights[b.id] else b.id
    return Verdict(winner, margin, tuple(sorted((e.reason for e in evidence if e.favours == winner), key=_by_weight)))


def _one_sided(one: Document, other: Document, agencies: tuple[Agency, ...]) -> Iterator[_Evidence]:
    """Yield what speaks for ``one`` being the original of ``other``."""
    own, theirs = agency_of(one, agencies), agency_of(other, agencies)
    credit = credited(other, agencies)
    if own and credit and credit.name == own.name and (theirs is None or theirs.name != own.name):
        text = f"{_who(other)} credits {own.name}, and this is {own.name}'s own page"
        yield _Evidence(one.id, Reason("credits_this", text, 6.0, _spans(credit_span(other, own))))
    elif credit and _stands_elsewhere(one, credit, theirs) and credited(one, agencies) is None:
        text = f"{_who(other)} credits {credit.name}, so its words are not its own"
        yield _Evidence(one.id, Reason("credits_elsewhere", text, 4.0, _spans(credit_span(other, credit))))
    if own and not theirs:
        text = f"{own.name} is a news agency, whose stories others reprint"
        yield _Evidence(one.id, Reason("agency_page", text, 3.0, _spans(credit_span(one, own))))
    mine = credited(one, agencies) or own
    if mine and mine.name in other.helped:
        text = f"{_who(other)} says that {mine.name} helped, and this is {mine.name}'s text"
        yield _Evidence(one.id, Reason("helped", text, 4.0))
    yield from _named(one, other)
    yield from _led_to(one, other)
    yield from _party(one, other)
    yield from _glued(one, other)
    yield from _own_words(one, other, agencies)
    yield from _apparatus(one, other)


def _stands_elsewhere(one: Document, credit: Agency, theirs: Agency | None) -> bool:
    """A page that credits another says whose its words are not; unless ``one`` says that it had some of that itself."""
    return (theirs is None or theirs.name != credit.name) and credit.name not in one.helped


def _named(one: Document, other: Document) -> Iterator[_Evidence]:
    """A page that carries another outlet's name, byline or address has its story from there."""
    found = names_as_source(other, one)
    if found:
        words, place = found
        text = f"{_who(other)} carries the name of {_who(one)} (“{_short(words)}”)"
        yield _Evidence(one.id, Reason("names_this", text, 4.0, _spans(place)))


def _led_to(one: Document, other: Document) -> Iterator[_Evidence]:
    """A page that says where its story first appeared, or sends its readers on there, has it from there."""
    if is_address_of(other.syndicated_from, one):
        text = f"{_who(other)} gives an address of {_who(one)} as its source"
        yield _Evidence(one.id, Reason("source_address", text, 4.0))
    named = [(found, line) for line in other.origins if (found := origin(line))]
    lines = {f.stated: line for f, line in named if goes_by(one, f.name) and not goes_by(other, f.name)}
    if True in lines:
        text = f"{_who(other)} says where it first appeared: “{_short(lines[True])}”"
        yield _Evidence(one.id, Reason("first_there", text, 4.0))
    elif lines:
        text = f"{_who(other)} sends its readers on to {_who(one)} (“{_short(lines[False])}”)"
        yield _Evidence(one.id, Reason("leads_there", text, 2.0))


def _party(one: Document, other: Document) -> Iterator[_Evidence]:
    """Who publishes what is told of itself was first to know it: a press release, a study, a statement."""
    place = speaks_of_itself(one)
    if place and not speaks_of_itself(other):
        text = f"{_who(one)} reports on itself (“{_short(one.text[place.start : place.end])}”)"
        yield _Evidence(one.id, Reason("party", text, 3.0, (place,)))


def _glued(one: Document, other: Document) -> Iterator[_Evidence]:
    """A piece found on somebody else's page was taken from somewhere; a page of its own may be where."""
    if other.role is not Role.RELATED or one.role is Role.RELATED:
        return
    if one.outlet and (other.outlet or "").casefold() == one.outlet.casefold():
        text = f"another page carries it with {one.outlet} named as its source"
        yield _Evidence(one.id, Reason("attributed", text, 4.0))
    else:
        yield _Evidence(one.id, Reason("own_page", "another page carries it below an article of its own", 2.0))


def _own_words(one: Document, other: Document, agencies: tuple[Agency, ...]) -> Iterator[_Evidence]:
    if not one.outlet or (other.outlet or "").casefold() == one.outlet.casefold():
        return
    spoken = speaks_as(other, one.outlet, agencies)
    if spoken:
        words = other.text[spoken.start : spoken.end]
        text = f"{_who(other)} says “{words}”: it speaks for {one.outlet} without being {one.outlet}"
        yield _Evidence(one.id, Reason("speaks_as", text, 2.0, (spoken,)))


def _apparatus(one: Document, other: Document) -> Iterator[_Evidence]:
    """A dateline, a byline and a sign-off are where a story was made; copies tend to lose them."""
    for name, here, there in (
        ("dateline", one.first(BlockKind.DATELINE), other.first(BlockKind.DATELINE)),
        ("byline", _byline(one), _byline(other)),
        ("sign-off", one.first(BlockKind.NOTE), other.first(BlockKind.NOTE)),
    ):
        if here and not there:
            place = next((b for b in one.blocks if one.text[b.start : b.end] == here), None)
            spans = (Span(one.id, place.start, place.end),) if place else ()
            text = f"{_who(one)} has a {name} (“{_short(here)}”), {_who(other)} has none"
            yield _Evidence(one.id, Reason(name.replace("-", ""), text, 0.7, spans))


def _byline(document: Document) -> str | None:
    """Return the first byline that names a person: an outlet's or an agency's own name says nothing of who wrote it."""
    names = own_names(document) | ({fold_name(document.credit)} if document.credit else frozenset())
    return next((b for b in document.words_of(PartKind.BYLINE) if fold_name(b) not in names), None)


def _clock(a: Document, b: Document) -> Iterator[_Evidence]:
    if a.published and b.published:
        for one, other in ((a, b), (b, a)):
            if _is_restamped(other) and not _is_restamped(one):
                continue
            if one.published and other.published and one.published.surely_before(other.published):
                text = f"{_who(one)} published at {one.published}, {_who(other)} at {other.published}"
                yield _Evidence(one.id, Reason("published_earlier", text, 2.0))
        return
    for one, other in ((a, b), (b, a)):
        if one.published and not other.published:
            text = f"{_who(one)} says when it was published ({one.published}), {_who(other)} does not"
            yield _Evidence(one.id, Reason("dated", text, 0.3))
        if one.seen and other.seen and one.seen.surely_before(other.seen):
            yield _Evidence(one.id, Reason("seen_earlier", f"{_who(one)} was seen first, at {one.seen}", 0.2))


def _is_restamped(document: Document) -> bool:
    """Say whether a page tells that it was first published earlier: its time is then that of its last change."""
    return bool(_FIRST_PUBLISHED.search(document.text))


def _shape(a: Document, b: Document, coverage: Coverage) -> Iterator[_Evidence]:
    """One text that lies whole inside another is either its excerpt or what the other added to."""
    if coverage.of_original >= _TELLS > coverage.of_copy:
        yield _Evidence(
            a.id, Reason("contained", f"{_who(b)} carries {percent(coverage.of_original)} of it and adds more", 0.7)
        )
    elif coverage.of_copy >= _TELLS > coverage.of_original:
        yield _Evidence(
            b.id, Reason("contained", f"{_who(a)} carries {percent(coverage.of_copy)} of it and adds more", 0.7)
        )


def _who(document: Document) -> str:
    """Name a page to a reader: its outlet, or else its headline."""
    return document.outlet or (f"“{_short(document.headline, 45)}”" if document.headline else "a page without headline")


def _spans(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 3].rsplit(" ", 1)[0] + " …"


def _by_weight(reason: Reason) -> tuple[float, str]:
    return (-reason.weight, reason.code)
