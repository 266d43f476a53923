"""Two documents side by side: each paragraph of the copy beside what it came from, and every word on one of two sides.

`compare` says what the differences are; this lays both texts out in full, so that a page can show them.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.model.comparison import Change, Comparison
from firsthand.model.document import Block, BlockKind, Document
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Range
from firsthand.resolve.cut import Marks, Segment, cut
from firsthand.text.diff import align
from firsthand.text.tokens import words

_NONE = -1


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph beside its counterpart; a side that is None has no such paragraph."""

    kind: BlockKind
    original: Range | None
    copy: Range | None
    segments: tuple[Segment, ...]


def rows(original: Document, copy: Document, comparison: Comparison, lexicon: Lexicon) -> list[Row]:
    """Lay two documents out side by side, in the copy's order; what only the original has stands where it stood."""
    marks = Marks(comparison.differences)
    partner = _partners(original, copy, comparison, marks)
    taken = [block for blocks in partner.values() for block in blocks]
    cursor: dict[Block, int] = {}
    laid: list[tuple[tuple[int, int], Row]] = []
    for place, block in enumerate(copy.blocks):
        sources = partner.get(block, [])
        here = _share(block, sources, partner, copy, original, cursor) if sources else None
        there = Range(block.start, block.end)
        segments = cut(original.text, here, copy.text, there, marks, lexicon)
        laid.append(((place, 0), Row(block.kind, here, there, tuple(segments))))
    follows = -1
    for count, block in enumerate(original.blocks):
        if block in taken:
            follows = next(p for p, b in enumerate(copy.blocks) if block in partner.get(b, []))
            continue
        alone = Range(block.start, block.end)
        segments = cut(original.text, alone, copy.text, None, marks, lexicon)
        laid.append(((follows, 1 + count), Row(block.kind, alone, None, tuple(segments))))
    return [row for _, row in sorted(laid, key=lambda pair: pair[0])]


def _partners(original: Document, copy: Document, comparison: Comparison, marks: Marks) -> dict[Block, list[Block]]:
    """Say which blocks of the original each block of the copy came from: those it shares most words with."""
    shared = _shared_words(original, copy, comparison, marks)
    to_copy: dict[Block, Counter[Block]] = defaultdict(Counter)
    to_original: dict[Block, Counter[Block]] = defaultdict(Counter)
    for (before, after), count in shared.items():
        to_copy[before][after] += count
        to_original[after][before] += count
    found: dict[Block, list[Block]] = {}
    for after, counts in to_original.items():
        main = counts.most_common(1)[0][0]
        mine = [b is main or (b in counts and to_copy[b].most_common(1)[0][0] is after) for b in original.blocks]
        found[after] = _run_around(original.blocks, mine, original.blocks.index(main))
    return found


def _run_around(blocks: Sequence[Block], chosen: Sequence[bool], place: int) -> list[Block]:
    """Return the chosen blocks next to one another around a place: what lies between two others is not theirs."""
    first = last = place
    while first > 0 and chosen[first - 1]:
        first -= 1
    while last + 1 < len(blocks) and chosen[last + 1]:
        last += 1
    return list(blocks[first : last + 1])


def _shared_words(
    original: Document, copy: Document, comparison: Comparison, marks: Marks
) -> Counter[tuple[Block, Block]]:
    """Count the words that each two blocks share by the comparison: a word that it calls dropped has no partner."""
    left, right = (
        [item for item in marks.items(text, Range(0, len(text)), side) if not item.part]
        for side, text in enumerate((original.text, copy.text))
    )
    place_of_left = _places(original, [item.start for item in left])
    place_of_right = _places(copy, [item.start for item in right])
    counted: Counter[tuple[int, int]] = Counter()
    for run in align([item.folded for item in left], [item.folded for item in right]):
        one, other = slice(run.a, run.a + run.length), slice(run.b, run.b + run.length)
        counted.update(zip(place_of_left[one], place_of_right[other], strict=True))
    for moved in (d for d in comparison.differences if d.change in (Change.MOVED, Change.REWORDED)):
        if moved.before and moved.after:
            pair = _places(original, [moved.before.start])[0], _places(copy, [moved.after.start])[0]
            counted[pair] += min(len(moved.before), len(moved.after)) // 6
    shared = {(original.blocks[a], copy.blocks[b]): n for (a, b), n in counted.items() if a != _NONE and b != _NONE}
    # A handful of small words is no kinship.
    return Counter({pair: n for pair, n in shared.items() if n >= 3 or n * 2 >= _size(pair[1], copy)})


def _size(block: Block, document: Document) -> int:
    return len(words(document.text, block.start, block.end))


def _places(document: Document, starts: Sequence[int]) -> list[int]:
    """Return in which block of a document each character stands, by its number; `_NONE` between them."""
    order = sorted(range(len(document.blocks)), key=lambda n: document.blocks[n].start)
    begun = [document.blocks[n].start for n in order]
    found: list[int] = []
    for start in starts:
        n = bisect_right(begun, start) - 1
        found.append(order[n] if n >= 0 and start < document.blocks[order[n]].end else _NONE)
    return found


def _share(
    block: Block,
    sources: list[Block],
    partner: dict[Block, list[Block]],
    copy: Document,
    original: Document,
    cursor: dict[Block, int],
) -> Range:
    """Return the stretch of the original beside a block; a paragraph that the copy cut in two is cut likewise."""
    first, last = sources[0], sources[-1]
    start = max(first.start, cursor.get(first, 0))
    later = [b for b in copy.blocks if b.start > block.start and last in partner.get(b, [])]
    end = last.end
    if later:
        left, right = words(original.text, start, last.end), words(copy.text, block.start, block.end)
        runs = align(left.folded, right.folded)
        if runs and (reach := runs[-1].a + runs[-1].length) < len(left):
            end = left.starts[reach]
    cursor[last] = end
    return Range(start, max(start, end))
