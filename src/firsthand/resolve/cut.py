"""One paragraph beside its counterpart, cut where the comparison found differences: what a reader sees marked.

The comparison has decided already; nothing is judged here again, so that the marks are those that its account counts.

    words of both sides -> words of one difference together -> unmarked words paired -> segments, in order, white space included
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from firsthand.model.comparison import Change, Difference
from firsthand.model.lexicon import Lexicon
from firsthand.model.span import Range
from firsthand.resolve import style
from firsthand.text.diff import align
from firsthand.text.tokens import phrase, words

#: A stretch that is the same on both sides: the only kind that `Change` has no name for.
SAME = "same"
#: A rewording of more words than this is a whole sentence told anew: its words are compared one by one.
_LONG = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words: ``change`` is a `Change` value or ``same``; joined in order they give both sides in full.

    ``part`` numbers the difference from 1: pieces of one, and its ends in two paragraphs, have one number. 0 for none.
    """

    change: str
    original: str
    copy: str
    rule: str = ""
    part: int = 0


class _Item(NamedTuple):
    """A word that no difference has (``part`` 0), or all words of a difference that stand together."""

    start: int
    end: int
    folded: str
    part: int


class Marks:
    """The differences of a comparison by where they stand on each side."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        self.differences = differences
        self._sides = (
            [(d.before, n) for n, d in enumerate(differences, 1)],
            [(d.after, n) for n, d in enumerate(differences, 1)],
        )

    def items(self, text: str, where: Range | None, side: int) -> list[_Item]:
        """Return the words of a stretch of one side, those of one difference together."""
        if where is None or not len(where):
            return []
        here = [(place, n) for place, n in self._sides[side] if place and len(place) and place.overlaps(where)]
        here.sort(key=lambda pair: pair[0].start)
        said = words(text, where.start, where.end)
        if not here:
            spans = zip(said.starts, said.ends, said.folded, strict=True)
            return [_Item(start, end, folded, 0) for start, end, folded in spans]
        found: list[_Item] = []
        at = 0
        for folded, start, end in zip(said.folded, said.starts, said.ends, strict=True):
            while at < len(here) and here[at][0].end <= start:
                at += 1
            inside = at < len(here) and here[at][0].start < end
            part = here[at][1] if inside else 0
            if inside:
                start = max(min(start, here[at][0].start), where.start, found[-1].end if found else 0)
                end = min(max(end, here[at][0].end), where.end)
            if part and found and found[-1].part == part:
                found[-1] = _Item(found[-1].start, max(end, found[-1].end), "", part)
            else:
                found.append(_Item(start, end, folded, part))
        return found


def cut(
    before: str, here: Range | None, after: str, there: Range | None, marks: Marks, lexicon: Lexicon
) -> list[Segment]:
    """Cut a stretch of the original and one of the copy, either of which may be absent, into segments."""
    return _Cutting(before, here, after, there, marks, lexicon).made()


class _Cutting:
    """Two lists of items worked off from the front; ``_at`` is how far each text has been given out."""

    def __init__(
        self, before: str, here: Range | None, after: str, there: Range | None, marks: Marks, lexicon: Lexicon
    ) -> None:
        self._texts, self._marks, self._lexicon = (before, after), marks, lexicon
        self._items = (marks.items(before, here, 0), marks.items(after, there, 1))
        self._ends = (here.end if here else 0, there.end if there else 0)
        self._at = [here.start if here else 0, there.start if there else 0]
        self._next = [0, 0]
        self._partner = self._paired()

    def _paired(self) -> dict[int, int]:
        """Pair the words that no difference has, in order: place among the left items -> place among the right."""
        left, right = ([n for n, item in enumerate(items) if not item.part] for items in self._items)
        runs = align([self._items[0][n].folded for n in left], [self._items[1][n].folded for n in right])
        return {left[run.a + k]: right[run.b + k] for run in runs for k in range(run.length)}

    def made(self) -> list[Segment]:
        """Return the segments, neighbours that are the same as one."""
        found: list[Segment] = []
        paired = {*self._partner.values()}
        while True:
            left, right = self._item(0), self._item(1)
            if left and right and left.part and left.part == right.part:
                found += self._both(left, right)
            elif left and (left.part or self._next[0] not in self._partner) and not self._waits(left, right, paired):
                found.append(self._alone(0, left))
            elif right and (right.part or self._next[1] not in paired):
                found.append(self._alone(1, right))
            elif left and right:
                found += self._same(left, right)
            else:
                break
        found += self._between(self._ends[0], self._ends[1])
        return _joined(found)

    def _item(self, side: int) -> _Item | None:
        place = self._next[side]
        return self._items[side][place] if place < len(self._items[side]) else None

    def _waits(self, left: _Item, right: _Item | None, paired: set[int]) -> bool:
        """Say whether a difference's left side waits for its right one, with only words of one side between them."""
        if not left.part or right is None or (not right.part and self._next[1] in paired):
            return False
        ahead = self._items[1][self._next[1] :]
        if not any(item.part == left.part for item in ahead):
            return False
        later = self._items[0][self._next[0] :]
        return not (right.part and any(item.part == right.part for item in later))

    def _same(self, left: _Item, right: _Item) -> Iterator[Segment]:
        yield from self._between(left.start, right.start)
        before, after = self._take(0, left), self._take(1, right)
        rule = style.same_words(before, after) if before != after else ""
        yield Segment(Change.HOUSE_STYLE if rule else SAME, before, after, rule)

    def _both(self, left: _Item, right: _Item) -> Iterator[Segment]:
        """Yield a difference that has both its ends here."""
        yield from self._between(left.start, right.start)
        difference = self._marks.differences[left.part - 1]
        before, after = self._take(0, left), self._take(1, right)
        long = max(before.count(" "), after.count(" ")) >= _LONG
        if difference.change is Change.MOVED:
            yield from _word_by_word(before, after, left.part, Change.MOVED)
        elif difference.change is Change.REWORDED and long:
            yield from _word_by_word(before, after, left.part, SAME)
        else:
            yield Segment(difference.change, before, after, difference.rule, left.part)

    def _alone(self, side: int, item: _Item) -> Segment:
        """Give out words that have no partner here; unmarked ones have theirs in another paragraph."""
        lead = self._texts[side][self._at[side] : item.start]
        said = lead + self._take(side, item)
        change, rule = SAME, ""
        if item.part:
            difference = self._marks.differences[item.part - 1]
            change, rule = difference.change.value, difference.rule
        return Segment(change, "" if side else said, said if side else "", rule, item.part)

    def _take(self, side: int, item: _Item) -> str:
        self._at[side] = item.end
        self._next[side] += 1
        return self._texts[side][item.start : item.end]

    def _between(self, left: int, right: int) -> Iterator[Segment]:
        """Give out what stands between two words on each side: marks and white space."""
        before, after = self._texts[0][self._at[0] : left], self._texts[1][self._at[1] : right]
        self._at = [max(self._at[0], left), max(self._at[1], right)]
        if before == after:
            if before:
                yield Segment(SAME, before, after)
        else:
            rule = style.between_words(before, after) or style.replaced(phrase(before), phrase(after), self._lexicon)
            yield Segment(Change.HOUSE_STYLE if rule and before.strip() != after.strip() else SAME, before, after, rule)


def _word_by_word(before: str, after: str, part: int, common: str) -> Iterator[Segment]:
    """Cut a sentence that was told anew, or moved, into the words that both have (``common``) and those that one has."""
    left, right = words(before), words(after)
    a = b = 0
    for run in align(left.folded, right.folded):
        for step in range(run.length):
            i, j = run.a + step, run.b + step
            yield from _changed(before[a : left.starts[i]], after[b : right.starts[j]], part, common)
            here, there = before[left.starts[i] : left.ends[i]], after[right.starts[j] : right.ends[j]]
            yield Segment(common, here, there, "", part)
            a, b = left.ends[i], right.ends[j]
    yield from _changed(before[a:], after[b:], part, common)


def _changed(before: str, after: str, part: int, common: str) -> Iterator[Segment]:
    if before or after:
        worded = len(words(before)) or len(words(after))
        yield Segment(Change.REWORDED if worded else common, before, after, "", part)


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    made: list[Segment] = []
    for one in segments:
        last = made[-1] if made else None
        alike = last and last.change == one.change and last.part == one.part and one.change in (SAME, Change.MOVED)
        if last and alike and (one.part or one.change == SAME):
            made[-1] = Segment(one.change, last.original + one.original, last.copy + one.copy, "", one.part)
        elif one.original or one.copy:
            made.append(one)
    return made
