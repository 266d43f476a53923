"""What two documents are to each other, if anything.

    what each has of the other -> mainly the other's words, some of them, or only somebody else's -> who was first

Only links of the first kind make two documents one source (`Relation.unites`).
"""

from dataclasses import dataclass

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Range, Span
from firsthand.model.story import Link, Reason, Relation
from firsthand.resolve.account import percent
from firsthand.resolve.coverage import Shared, shared
from firsthand.resolve.credit import credited, has_help, is_credited
from firsthand.resolve.originate import Verdict, originate
from firsthand.resolve.passages import Taken, taken
from firsthand.text.lent import Lent

#: Share of the own words of either page that makes it mainly the other's copy. Chosen on half of the labelled pairs
#: (provenance_pairs_odu): pages with reporting of their own reach .41, copies start at .52. Where both credit one
#: agency in full, less is enough: both are cut from one longer text. Where one says that the agency only helped, more
#: is asked for.
_MAINLY, _MAINLY_OF_ONE_AGENCY, _MAINLY_WITH_HELP = 0.5, 0.3, 0.75
#: Sentences that both must have for a partial copy, or else one that is this share of each page. Where no page credits
#: anybody, shared prose may be a press officer's, and more is asked for: so many sentences, and such a share of one.
_SENTENCES, _SENTENCE_SHARE = 2, 0.1
_SENTENCES_UNCREDITED, _SHARE_UNCREDITED = 6, 0.4
#: Fewer shared words than this are a phrase, not a passage; of background, a passage is told from so many.
_PASSAGE, _BACKGROUND = 16, 30
#: Two pages of one outlet share its furniture: there a passage begins where no notice about comments or cookies reaches.
_PASSAGE_AT_HOME = 80
#: From this share of the original on a copy is a copy; with less of the original but nearly all its own, an excerpt.
_WHOLE = 0.5


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two documents in the order they were seen, and what each has of the other."""

    a: Document
    b: Document
    of_a: Taken
    of_b: Taken
    shared: Shared

    @property
    def share(self) -> float:
        return max(self.of_a.share, self.of_b.share)

    @property
    def sentences(self) -> int:
        return min(self.of_a.carried, self.of_b.carried)

    @property
    def one_outlet(self) -> bool:
        return bool(self.a.outlet) and (self.a.outlet or "").casefold() == (self.b.outlet or "").casefold()

    @property
    def words(self) -> int:
        return min(self.of_a.words, self.of_b.words)


def relate(a: Document, b: Document, lexicon: Lexicon) -> Link | None:
    """Return the link between two documents, or None when they share nothing worth a word.

    The same page seen twice is a version, whatever it shares. The order of the arguments does not matter: an undecided
    link goes from the document seen first to the other.
    """
    a, b = sorted((a, b), key=lambda d: d.arrival)
    found = shared(a, b)
    if a.article == b.article:
        return _version(a, b, found)
    own_voice = lexicon.words.get("first_person", frozenset())
    pair = _Pair(a, b, taken(a, b, own_voice), taken(b, a, own_voice), found)
    if _is_mainly(pair, lexicon):
        return _carried(pair, lexicon, partial=False)
    if _is_partial(pair, lexicon):
        return _carried(pair, lexicon, partial=True)
    return _lent(pair) or _background(pair)


def decide(a: Document, b: Document, lexicon: Lexicon) -> Verdict:
    """Weigh who is the original of two documents of one lineage, linked or not."""
    return originate(a, b, shared(a, b).everything, lexicon.agencies)


def _is_mainly(pair: _Pair, lexicon: Lexicon) -> bool:
    """Say whether one page is mainly the other's words, so that the two are one source."""
    if pair.words < (_PASSAGE_AT_HOME if pair.one_outlet else _PASSAGE):
        return False
    credits = [credited(d, lexicon.agencies) for d in (pair.a, pair.b)]
    if credits[0] and credits[1] and credits[0].name == credits[1].name:
        return pair.share >= _MAINLY_OF_ONE_AGENCY and pair.sentences >= _SENTENCES
    return pair.share >= (_MAINLY_WITH_HELP if has_help(pair.a, pair.b, lexicon.agencies) else _MAINLY)


def _is_partial(pair: _Pair, lexicon: Lexicon) -> bool:
    """Say whether a page with reporting of its own takes sentences that are not lent, two in sequence or so."""
    if pair.words < _PASSAGE:
        return False
    if is_credited(pair.a, lexicon) or is_credited(pair.b, lexicon):
        both = min(pair.of_a.share, pair.of_b.share)
        return pair.sentences >= _SENTENCES or (pair.sentences > 0 and both >= _SENTENCE_SHARE)
    return pair.sentences >= _SENTENCES_UNCREDITED and pair.share >= _SHARE_UNCREDITED


def _carried(pair: _Pair, lexicon: Lexicon, *, partial: bool) -> Link:
    coverage = pair.shared.everything
    verdict = originate(pair.a, pair.b, coverage, lexicon.agencies)
    turned = verdict.original == pair.b.id
    first, second = (pair.b, pair.a) if turned else (pair.a, pair.b)
    coverage = _turned(coverage) if turned else coverage
    mine = pair.of_a if turned else pair.of_b
    if partial:
        text = (
            f"takes {mine.carried} sentences ({percent(mine.share)} of its own words), and has the rest from elsewhere"
        )
        reason = Reason("takes", text, mine.share, _spans(second, mine.longest))
    else:
        text = (
            f"carries {percent(coverage.of_original)} of the original; "
            f"{percent(coverage.of_copy)} of its own text is from there"
        )
        reason = Reason("carries", text, 1.0)
    relation = Relation.PARTIAL if partial else _kind(coverage)
    return Link(relation, first.id, second.id, coverage, verdict.original is not None, (reason, *verdict.reasons))


def _lent(pair: _Pair) -> Link | None:
    """Link two pages that print the same quotation, statement or post; neither has it from the other."""
    if min(pair.of_a.lent, pair.of_b.lent) < _PASSAGE:
        return None
    posted = Lent.POST in (pair.of_a.kind, pair.of_b.kind)
    relation, what = (Relation.SHARED_POST, "post") if posted else (Relation.SHARED_STATEMENT, "statement")
    text = f"both print the same {what}: {pair.of_b.lent} words that are neither's own"
    return _beside(pair, relation, Reason("same_words", text, 0.0, _places(pair, lent=True)))


def _background(pair: _Pair) -> Link | None:
    """Link two pages that share a sentence or so: background, stock wording, captions."""
    if pair.words < _BACKGROUND or max(pair.of_a.carried, pair.of_b.carried) < 1:
        return None
    text = f"share {pair.words} words of background, too few to be a copy"
    return _beside(pair, Relation.SHARED_BACKGROUND, Reason("same_background", text, 0.0, _places(pair, lent=False)))


def _beside(pair: _Pair, relation: Relation, reason: Reason) -> Link:
    return Link(relation, pair.a.id, pair.b.id, pair.shared.everything, False, (reason,))


def _places(pair: _Pair, *, lent: bool) -> tuple[Span, ...]:
    sides = ((pair.a, pair.of_a), (pair.b, pair.of_b))
    return tuple(s for page, side in sides for s in _spans(page, side.longest_lent if lent else side.longest))


def _spans(page: Document, place: Range | None) -> tuple[Span, ...]:
    return (Span(page.id, place.start, place.end),) if place else ()


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
    first, second = sorted((a, b), key=lambda d: d.arrival)
    return first, second


def _kind(coverage: Coverage) -> Relation:
    if coverage.of_original >= _WHOLE:
        return Relation.COPY
    if coverage.of_copy >= _WHOLE:
        return Relation.EXCERPT
    return Relation.REWRITE


def _turned(coverage: Coverage) -> Coverage:
    return Coverage(coverage.of_copy, coverage.of_original)
