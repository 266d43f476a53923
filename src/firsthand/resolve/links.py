"""What two documents are to each other, if anything."""

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.story import Link, Reason, Relation
from firsthand.resolve.coverage import Shared, shared
from firsthand.resolve.originate import Verdict, originate

#: Share of the unquoted five-word shingles of either side that must stand in the other. Containment at .35 gives the
#: best copy F1 on labelled cross-outlet pairs (.952, provenance_pairs_odu); below are shared statements, background.
LINKED = 0.35
#: Fewer shared unquoted shingles than this are a phrase, not a passage.
_PASSAGE = 12
#: From this share of the original on a copy is a copy; with less of the original but nearly all its own, an excerpt.
_WHOLE = 0.5


def relate(a: Document, b: Document, lexicon: Lexicon) -> Link | None:
    """Return the link between two documents, or None when neither carries the other's reporting.

    The same page seen twice is a version, whatever it shares. The order of the arguments does not matter: an undecided
    link goes from the document seen first to the other.
    """
    a, b = sorted((a, b), key=_arrival)
    found = shared(a, b)
    if a.article == b.article:
        return _version(a, b, found)
    if not is_copied(found):
        return None
    verdict = originate(a, b, found.everything, lexicon.agencies)
    first, second, coverage = (
        (a, b, found.everything) if verdict.original != b.id else (b, a, _turned(found.everything))
    )
    reason = Reason(
        "carries",
        f"carries {_percent(coverage.of_original)} of the original; "
        f"{_percent(coverage.of_copy)} of its own text is from there",
        1.0,
    )
    return Link(
        _kind(coverage), first.id, second.id, coverage, verdict.original is not None, (reason, *verdict.reasons)
    )


def is_copied(found: Shared) -> bool:
    """Say whether one side carries so much of the other's own (unquoted) words that they are one source."""
    return found.unquoted_shared >= _PASSAGE and max(found.unquoted.of_original, found.unquoted.of_copy) >= LINKED


def decide(a: Document, b: Document, lexicon: Lexicon) -> Verdict:
    """Weigh who is the original of two documents of one lineage, linked or not."""
    return originate(a, b, shared(a, b).everything, lexicon.agencies)


def _version(a: Document, b: Document, found: Shared) -> Link:
    first, second = _in_order(a, b)
    coverage = found.everything if first is a else _turned(found.everything)
    reason = Reason("same_page", f"the same page as seen {second.seen}", 10.0)
    return Link(Relation.VERSION, first.id, second.id, coverage, True, (reason,))


def _in_order(a: Document, b: Document) -> tuple[Document, Document]:
    """Order two versions of a page: by when it says it was changed, where both say so, else by when it was seen."""
    one, other = a.updated or a.published, b.updated or b.published
    if one and other and one.at != other.at:
        return (a, b) if one.at < other.at else (b, a)
    first, second = sorted((a, b), key=_arrival)
    return first, second


def _arrival(document: Document) -> tuple[str, str]:
    return (str(document.seen.at) if document.seen else "", document.id)


def _kind(coverage: Coverage) -> Relation:
    if coverage.of_original >= _WHOLE:
        return Relation.COPY
    if coverage.of_copy >= _WHOLE:
        return Relation.EXCERPT
    return Relation.REWRITE


def _turned(coverage: Coverage) -> Coverage:
    return Coverage(coverage.of_copy, coverage.of_original)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
