"""Whom a page cites, and whether it shows anything of its own beside that source.

A page stands on another's report alone where it cites it at once, and again or in a short text; never speaks as
reporting of its own; and has every quotation next to the name of its source. All three: a doubt leaves it a source.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Range, Span
from firsthand.model.story import Cited, Reason
from firsthand.text.citing import Citation, citations, is_outlet, reports_itself
from firsthand.text.outlets import fold_name, own_names
from firsthand.text.quoted import quoted
from firsthand.text.sentences import sentences

#: "At once": in the first half of so many sentences, or in the others where they are the first third of the text. By
#: judgement: the source of a retold story stands in its first paragraphs.
_AT_ONCE = 4
#: An opening, in characters: the first sentences, or the first third of a longer text.
_OPENING = 600
#: A text up to so many characters need not name its source twice (some two hundred words).
_SHORT = 1200
#: Words of a quotation shorter than this are a name or a turn of phrase, in characters.
_QUOTATION = 30
#: How far from its source's name a quotation may stand, in characters: the sentence before or behind.
_NEAR = 300


@lru_cache(maxsize=512)
def cites(document: Document, lexicon: Lexicon) -> tuple[Cited, ...]:
    """Return whom a page cites, each source once: those it stands on alone first, then by first place (cached).

    A page that names no source in its opening has its news from nobody else: what it names later is in passing.
    """
    if not citations(document.text[: max(_OPENING, len(document.text) // 3)], lexicon.patterns):
        return ()
    own = own_names(document) | {fold_name(document.outlet or "")}
    spoken = [d for d in (document.outlet, *([document.credit] if document.credit else [])) if d]
    speaks = reports_itself(document.text, frozenset(spoken), lexicon.patterns.get("own", ()))
    by_name: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations(document.text, lexicon.patterns):
        folded = fold_name(citation.name)
        if folded and folded not in own and folded != fold_name(document.credit or ""):
            by_name[folded].append(citation)
    every = [c for some in by_name.values() for c in some]
    found = [_cited(document, some, every, speaks, lexicon) for some in by_name.values()]
    return tuple(sorted(found, key=lambda c: (not c.alone, c.reason.spans[0].start)))


def _cited(
    document: Document, some: Sequence[Citation], every: Sequence[Citation], speaks: Range | None, lexicon: Lexicon
) -> Cited:
    name = some[0].name
    names = [s for a in lexicon.agencies for s in (a.name, *a.spellings)]
    known = is_outlet(name, lexicon.words.get("outlet_word", frozenset()), names)
    again = len(some) > 1 or len(document.text) <= _SHORT
    alone = speaks is None and again and _at_once(document, every) and _quotes_are(document, every)
    words = document.text[some[0].place.start : some[0].place.end]
    spans = tuple(Span(document.id, c.place.start, c.place.end) for c in some)
    first = any(c.first for c in some)
    reason = Reason(
        "cites_first" if first else "cites", f"cites {name} (“{' '.join(words.split())}”)", float(len(some)), spans
    )
    return Cited(document.id, name, known, alone, first, reason)


def _at_once(document: Document, every: Sequence[Citation]) -> bool:
    """Say whether a text names a source in its first sentences; in a short text, what stands at its end is passing."""
    opening = sentences(document.text)[:_AT_ONCE]
    first = min(c.place.start for c in every)
    if not opening or first >= opening[-1].end:
        return False
    return first < opening[: _AT_ONCE // 2][-1].end or 3 * first <= len(document.text)


def _quotes_are(document: Document, every: Sequence[Citation]) -> bool:
    """Say whether every quotation stands next to the name of a source that is cited."""
    places = [c.place for c in every]
    return all(
        any(p.start - _NEAR < place.end and place.start < p.end + _NEAR for p in places)
        for place in quoted(document.text)
        if len(place) >= _QUOTATION
    )
