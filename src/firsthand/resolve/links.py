"""What two documents are to each other, if anything.

    what each has of the other -> mainly the other's words, some of them, or only somebody else's -> who was first

Only links of the first kind make two documents one source (`Relation.unites`).
"""

from dataclasses import dataclass
from datetime import timedelta

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Range, Span
from firsthand.model.story import Link, Reason, Relation
from firsthand.resolve.account import percent
from firsthand.resolve.aligned import line_up
from firsthand.resolve.coverage import Shared, shared
from firsthand.resolve.credit import credited, has_help, is_credited
from firsthand.resolve.originate import Verdict, originate
from firsthand.resolve.passages import Taken, taken
from firsthand.text.lent import Lent
from firsthand.text.outlets import is_one_outlet

#: Share of the own words of either page that makes it mainly the other's copy. Chosen on half of the labelled pairs
#: (provenance_pairs_odu): pages with reporting of their own reach .41, copies start at .52. Where both credit one
#: agency in full, less is enough: both are cut from one longer text. Where one says that the agency only helped, more
#: is asked for.
_MAINLY, _MAINLY_OF_ONE_AGENCY, _MAINLY_WITH_HELP = 0.5, 0.3, 0.75
#: Cut from one longer text means that each has so much of the other, and that they came out so close together: what an
#: agency writes a week later has its own news and old background. By judgement; the labelled ones have .26 and a day.
_OF_EACH, _ONE_STORY = 0.15, timedelta(days=2)
#: A page below that may be a copy whose words were changed one by one. Where both have so many runs of four in common,
#: they are lined up: then so many of the own words of each must stand in the other's order. Planted copies with every
#: fourth word changed reach .6 and more; of labelled pairs that are no copies, none has .45 on both sides.
_WORTH_LINING_UP, _EDITED = 0.25, 0.6
#: From here on nobody fills in a form: the words between the numbers are the same as well.
_WORD_FOR_WORD = 0.9
#: Two pages that credit nobody, with so much of each in one stretch that the other has nothing of, stand beside each
#: other, unless one is nearly all the other's.
_BESIDE, _BESIDE_BELOW = 0.35, 0.7
#: Two pages of one outlet that are one, whatever stands at their head: a table, a list.
_SAME = 0.98
#: Sentences that both must have for a partial copy, or else one that is this share of each page. Where no page credits
#: anybody, shared prose may be a press officer's, and more is asked for: so many sentences, and such a share of one.
_SENTENCES, _SENTENCE_SHARE = 2, 0.1
_SENTENCES_UNCREDITED, _SHARE_UNCREDITED = 6, 0.4
#: Fewer shared words than this are a phrase, not a passage; of background, a passage is told from so many.
_PASSAGE, _BACKGROUND = 16, 30
#: Two pages of one outlet share its furniture: there a passage begins where no notice about comments or cookies reaches,
#: and one story's opening stands in the other (that parted 194 of 244 pairs in `odu_stories`, nearly all of galleries).
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
    own_voice: frozenset[str]

    @property
    def share(self) -> float:
        return max(self.of_a.share, self.of_b.share)

    @property
    def sentences(self) -> int:
        return min(self.of_a.carried, self.of_b.carried)

    @property
    def one_outlet(self) -> bool:
        return is_one_outlet(self.a, self.b)

    @property
    def of_each(self) -> float:
        return min(self.of_a.share, self.of_b.share)

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
    pair = _Pair(a, b, taken(a, b, own_voice), taken(b, a, own_voice), found, own_voice)
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
    if pair.words < _PASSAGE or (pair.one_outlet and _is_at_home(pair)):
        return False
    if _is_of_one_agency(pair, lexicon):
        return pair.sentences >= _SENTENCES and (_is_one_story(pair) or _is_carried(pair, _MAINLY))
    if _is_beside(pair, lexicon):
        return False
    limit = _MAINLY_WITH_HELP if has_help(pair.a, pair.b, lexicon.agencies) else _MAINLY
    return _is_carried(pair, limit) or _is_edited(pair, lexicon)


def _is_at_home(pair: _Pair) -> bool:
    """Say whether two pages of one outlet can share just what it prints on many: notices, galleries, lists of links."""
    opens = pair.of_a.opening > 0 and pair.of_b.opening > 0
    return pair.words < _PASSAGE_AT_HOME or not (opens or pair.of_each >= _SAME)


def _is_beside(pair: _Pair, lexicon: Lexicon) -> bool:
    """Say whether both tell something of their own at length beside what they share, and nobody is credited.

    Short items under one publisher's furniture look like that: half of each is the furniture.
    """
    if pair.share >= _BESIDE_BELOW or min(pair.of_a.apart, pair.of_b.apart) < _BESIDE:
        return False
    return not (is_credited(pair.a, lexicon) or is_credited(pair.b, lexicon))


def _is_carried(pair: _Pair, limit: float) -> bool:
    if pair.share < limit:
        return False
    return pair.share >= _WORD_FOR_WORD or not line_up(pair.a, pair.b, pair.own_voice).is_form


def _is_of_one_agency(pair: _Pair, lexicon: Lexicon) -> bool:
    a, b = (credited(page, lexicon.agencies) for page in (pair.a, pair.b))
    return a is not None and b is not None and a.name == b.name


def _is_one_story(pair: _Pair) -> bool:
    """Say whether two pages of one agency's words can be cut from one longer text of it."""
    if pair.share < _MAINLY_OF_ONE_AGENCY or pair.of_each < _OF_EACH:
        return False
    one, other = pair.a.published, pair.b.published
    return not (one and other) or abs(one.at - other.at) < _ONE_STORY


def _is_edited(pair: _Pair, lexicon: Lexicon) -> bool:
    """Say whether one page is the other with its words changed all over, so that few runs are left."""
    if pair.of_each < _WORTH_LINING_UP or has_help(pair.a, pair.b, lexicon.agencies):
        return False
    lined = line_up(pair.a, pair.b, pair.own_voice)
    return min(lined.of_one, lined.of_other) >= _EDITED and lined.keeps_numbers


def _is_partial(pair: _Pair, lexicon: Lexicon) -> bool:
    """Say whether a page with reporting of its own takes sentences that are not lent, two in sequence or so."""
    if pair.words < _PASSAGE:
        return False
    if is_credited(pair.a, lexicon) or is_credited(pair.b, lexicon):
        return pair.sentences >= _SENTENCES or (pair.sentences > 0 and pair.of_each >= _SENTENCE_SHARE)
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
    if min(pair.of_a.lent, pair.of_b.lent) < (_PASSAGE_AT_HOME if pair.one_outlet else _PASSAGE):
        return None
    posted = Lent.POST in (pair.of_a.kind, pair.of_b.kind)
    relation, what = (Relation.SHARED_POST, "post") if posted else (Relation.SHARED_STATEMENT, "statement")
    text = f"both print the same {what}: {pair.of_b.lent} words that are neither's own"
    return _beside(pair, relation, Reason("same_words", text, 0.0, _places(pair, lent=True)))


def _background(pair: _Pair) -> Link | None:
    """Link two pages that share a sentence or so: background, stock wording, captions."""
    if (
        pair.words < (_PASSAGE_AT_HOME if pair.one_outlet else _BACKGROUND)
        or max(pair.of_a.carried, pair.of_b.carried) < 1
    ):
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
