"""What a copy did to its original: added, dropped, reworded, moved, house style, each with its place on both sides.

words | line up | sentences that are new or gone | pair those that moved | what is left between matching words
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.model.comparison import Change, Comparison, Difference
from firsthand.model.document import Document
from firsthand.model.lexicon import Lexicon
from firsthand.resolve import style
from firsthand.resolve.account import account
from firsthand.resolve.coverage import shared
from firsthand.resolve.sides import FURNITURE, Sentence, Side, side
from firsthand.text.diff import Places, align_numbers, alike, numbered, partners
from firsthand.text.tokens import phrase

#: A sentence with less than this share of its words lined up is new (or gone): what is left are small words.
_FRESH = 0.4
#: Two such sentences with this share of words in common are one that moved; with that share, one that was rewritten.
_MOVED, _REWRITTEN = 0.8, 0.5
#: Words put in or taken out in one place are an addition (or a drop) from this many on, below it a rewording.
_PHRASE = 5
#: Edits with at most this many matching words between them are one edit to a reader.
_NEAR = 2


@dataclass(slots=True)
class _Lined:
    """Two sides, their words as numbers and, for each word, its partner on the other side or -1."""

    left: Side
    right: Side
    numbers: tuple[list[int], list[int]]
    of_left: Places
    of_right: Places


def compare(original: Document, copy: Document, lexicon: Lexicon) -> Comparison:
    """Say what ``copy`` did to ``original``; offsets lie in the two documents' texts.

    The order of the arguments is the claim, not a finding: `resolve.originate` says which is the original.
    """
    lined = _line_up(side(original), side(copy))
    new = _unmatched(lined.right, lined.of_right)
    gone = _unmatched(lined.left, lined.of_left)
    fresh, lost = _words_of(new, len(lined.right.words)), _words_of(gone, len(lined.left.words))
    _part(lined, fresh, lost)
    pairs = _pairs(lined, new, gone)
    differences = [
        *_whole_sentences(lined, new, gone, pairs),
        *_within(lined, lost.tolist(), fresh.tolist(), lexicon),
    ]
    differences.sort(key=_place)
    coverage = shared(original, copy).everything
    told = account(original.text, copy.text, differences)
    return Comparison(original.id, copy.id, coverage, tuple(differences), told)


def _line_up(left: Side, right: Side) -> _Lined:
    numbers = numbered(left.words.folded, right.words.folded)
    return _Lined(left, right, numbers, *partners(align_numbers(*numbers), len(left.words), len(right.words)))


def _unmatched(one: Side, partner: Places) -> list[Sentence]:
    """Return the sentences of a side that have (almost) no partner."""
    held = [0, *np.cumsum(partner >= 0).tolist()]
    return [s for s in one.sentences if held[s.last] - held[s.first] < _FRESH * (s.last - s.first)]


def _words_of(some: Sequence[Sentence], count: int) -> NDArray[np.bool_]:
    """Mark the words of some sentences among the ``count`` words of their side."""
    marked = np.zeros(count, bool)
    for sentence in some:
        marked[sentence.first : sentence.last] = True
    return marked


def _part(lined: _Lined, fresh: NDArray[np.bool_], lost: NDArray[np.bool_]) -> None:
    """Undo the chance matches of words in sentences that are new or gone."""
    parted = np.flatnonzero(fresh & (lined.of_right >= 0))
    lined.of_left[lined.of_right[parted]] = -1
    lined.of_right[parted] = -1
    parted = np.flatnonzero(lost & (lined.of_left >= 0))
    lined.of_right[lined.of_left[parted]] = -1
    lined.of_left[parted] = -1


def _pairs(lined: _Lined, new: Sequence[Sentence], gone: Sequence[Sentence]) -> dict[Sentence, tuple[Sentence, float]]:
    """Pair gone sentences with new ones in mostly the same words: gone -> (new, share of words in common)."""
    scored = []
    left, right = lined.numbers
    held = alike([left[s.first : s.last] for s in gone], [right[s.first : s.last] for s in new], _REWRITTEN)
    for place, other, common in held:
        before, after = gone[place], new[other]
        if 2 * min(len(before), len(after)) < len(before) + len(after) - max(len(before), len(after)) * _REWRITTEN:
            continue
        share = 2 * common / (len(before) + len(after))
        if share >= (_REWRITTEN if min(len(before), len(after)) >= _PHRASE else 1.0):
            scored.append((-share, before.first, after.first, before, after))
    found: dict[Sentence, tuple[Sentence, float]] = {}
    taken: set[Sentence] = set()
    for negative, _, _, before, after in sorted(scored, key=lambda row: row[:3]):
        if before not in found and after not in taken:
            found[before] = (after, -negative)
            taken.add(after)
    return found


def _whole_sentences(
    lined: _Lined,
    new: Sequence[Sentence],
    gone: Sequence[Sentence],
    pairs: dict[Sentence, tuple[Sentence, float]],
) -> Iterator[Difference]:
    taken = {after for after, _ in pairs.values()}
    for before in gone:
        here = lined.left.sentence_range(before)
        if before in pairs:
            after, share = pairs[before]
            change = Change.MOVED if share >= _MOVED else Change.REWORDED
            yield Difference(change, here, lined.right.sentence_range(after))
        elif before.kind in FURNITURE:
            yield Difference(Change.HOUSE_STYLE, here, None, "furniture")
        else:
            yield Difference(Change.DROPPED, here, None)
    for after in new:
        if after not in taken:
            here = lined.right.sentence_range(after)
            filed = after.kind in FURNITURE and after.first == 0
            yield Difference(Change.HOUSE_STYLE if filed else Change.ADDED, None, here, "furniture" if filed else "")


class _Edit(NamedTuple):
    """Words ``a0:a1`` of the left became words ``b0:b1`` of the right; ``rule`` is the house style, if it is one."""

    a0: int
    a1: int
    b0: int
    b1: int
    rule: str


def _within(lined: _Lined, lost: Sequence[bool], fresh: Sequence[bool], lexicon: Lexicon) -> Iterator[Difference]:
    """Yield the differences inside sentences that both sides have."""
    last_a, last_b = -1, -1
    edits: list[_Edit] = []
    for a, b, length in [*_runs(lined.of_left), (len(lined.left.words), len(lined.right.words), 0)]:
        cut_left, cut_right = _cut(last_a + 1, a, lost), _cut(last_b + 1, b, fresh)
        if cut_left or cut_right:
            edits.extend(_edits(lined, cut_left, cut_right, (last_a, a, last_b, b), lexicon))
        elif a == last_a + 1 and b == last_b + 1:
            yield from _marks(lined, last_a, last_b)
        last_a, last_b = a + length - 1, b + length - 1
        if length and lined.left.written(a, last_a + 1) != lined.right.written(b, last_b + 1):
            yield from _letters(lined, a, b)
            yield from _spelt(lined, a + 1, b + 1, length - 1)
    for edit in _joined(lined, edits):
        yield _told(lined, edit)


def _runs(partner: Places) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of words with partners that follow one another on both sides: where they start, and how long."""
    held = partner >= 0
    starts = held.copy()
    starts[1:] &= (partner[1:] != partner[:-1] + 1) | ~held[:-1]
    places = np.flatnonzero(starts)
    lengths = np.bincount(np.cumsum(starts)[held], minlength=1)[1:]
    return zip(places.tolist(), partner[places].tolist(), lengths.tolist(), strict=True)


def _spelt(lined: _Lined, a: int, b: int, count: int) -> Iterator[Difference]:
    """Yield the house style in ``count`` matching words, each with the marks before it.

    Most stretches are letter for letter the same: they are halved until a difference is found.
    """
    left, right = lined.left, lined.right
    here = left.text[left.words.ends[a - 1] : left.words.ends[a + count - 1]]
    if not count or here == right.text[right.words.ends[b - 1] : right.words.ends[b + count - 1]]:
        return
    if count == 1:
        yield from _marks(lined, a - 1, b - 1)
        yield from _letters(lined, a, b)
        return
    half = count // 2
    yield from _spelt(lined, a, b, half)
    yield from _spelt(lined, a + half, b + half, count - half)


def _cut(start: int, stop: int, without: Sequence[bool]) -> list[range]:
    """Return the contiguous pieces that are left of some words without those that are marked."""
    if start == stop:
        return []
    if True not in without[start:stop]:
        return [range(start, stop)]
    pieces: list[range] = []
    for place in range(start, stop):
        if without[place]:
            continue
        if pieces and pieces[-1].stop == place:
            pieces[-1] = range(pieces[-1].start, place + 1)
        else:
            pieces.append(range(place, place + 1))
    return pieces


def _edits(
    lined: _Lined, left: list[range], right: list[range], around: tuple[int, int, int, int], lexicon: Lexicon
) -> Iterator[_Edit]:
    if len(left) == 1 and len(right) == 1:
        a0, a1, b0, b1 = left[0].start, left[0].stop, right[0].start, right[0].stop
        yield _Edit(a0, a1, b0, b1, style.replaced(lined.left.phrase(a0, a1), lined.right.phrase(b0, b1), lexicon))
        return
    rule = _sign(lined, around, lexicon) if len(left) + len(right) == 1 else ""
    after_a, after_b = around[0] + 1, around[2] + 1
    for piece in left:
        yield _Edit(piece.start, piece.stop, after_b, after_b, rule)
    for piece in right:
        yield _Edit(after_a, after_a, piece.start, piece.stop, rule)


def _sign(lined: _Lined, around: tuple[int, int, int, int], lexicon: Lexicon) -> str:
    """Name the rule where words of one side are a sign on the other: ``70 percent`` and ``70%``.

    A sign stands between words, so the word before is taken along.
    """
    a_before, a_after, b_before, b_after = around
    left, right = lined.left.words.starts, lined.right.words.starts
    if a_before < 0 or a_after == len(left):
        return ""
    here, there = lined.left.text[left[a_before] : left[a_after]], lined.right.text[right[b_before] : right[b_after]]
    if not style.has_sign(f"{here} {there}", lexicon):
        return ""
    return style.replaced(phrase(here), phrase(there), lexicon)


def _joined(lined: _Lined, edits: Sequence[_Edit]) -> list[_Edit]:
    """Join rewordings that stand close together inside one sentence."""
    ends = {s.last for s in lined.right.sentences}
    joined: list[_Edit] = []
    for edit in edits:
        if joined and _close(joined[-1], edit, ends):
            joined[-1] = _Edit(joined[-1].a0, edit.a1, joined[-1].b0, edit.b1, "")
        else:
            joined.append(edit)
    return joined


def _close(one: _Edit, other: _Edit, ends: set[int]) -> bool:
    if not (0 <= other.b0 - one.b1 <= _NEAR and 0 <= other.a0 - one.a1 <= _NEAR) or one.rule or other.rule:
        return False
    return not (_is_phrase(one) or _is_phrase(other)) and ends.isdisjoint(range(one.b1, other.b0 + 1))


def _is_phrase(edit: _Edit) -> bool:
    """Say whether words were only put in or only taken out, enough of them to be an addition or a drop."""
    a0, a1, b0, b1, _ = edit
    return (a0 == a1 or b0 == b1) and a1 - a0 + b1 - b0 >= _PHRASE


def _told(lined: _Lined, edit: _Edit) -> Difference:
    a0, a1, b0, b1, rule = edit
    before = lined.left.range(a0, a1) if a1 > a0 else None
    after = lined.right.range(b0, b1) if b1 > b0 else None
    if rule:
        return Difference(Change.HOUSE_STYLE, before, after, rule)
    if _is_phrase(edit):
        return Difference(Change.ADDED if before is None else Change.DROPPED, before, after)
    return Difference(Change.REWORDED, before, after)


def _letters(lined: _Lined, a: int, b: int) -> Iterator[Difference]:
    """Yield the house style inside one matching word (capitals, points)."""
    rule = style.same_words(lined.left.written(a, a + 1), lined.right.written(b, b + 1))
    if rule:
        yield Difference(Change.HOUSE_STYLE, lined.left.range(a, a + 1), lined.right.range(b, b + 1), rule)


def _marks(lined: _Lined, a: int, b: int) -> Iterator[Difference]:
    """Yield the house style between two words that follow each other on both sides (quotation marks, dashes)."""
    before, after = lined.left.between(a), lined.right.between(b)
    rule = style.between_words(before.of(lined.left.text), after.of(lined.right.text))
    if rule:
        yield Difference(Change.HOUSE_STYLE, before, after, rule)


def _place(difference: Difference) -> tuple[int, int]:
    """Order by place in the copy; what has none there goes by its place in the original."""
    after, before = difference.after, difference.before
    return (after.start if after else before.start if before else 0, 0 if after else 1)
