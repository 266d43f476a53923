"""A document as the comparer sees it: words, sentences as runs of words, and which blocks are furniture."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.model.document import Block, BlockKind, Document
from firsthand.model.span import Range
from firsthand.resolve.kept import kept
from firsthand.text.sentences import cuts
from firsthand.text.tokens import Phrase, Words, words

#: Blocks that say where a text was filed and by whom: a copy that loses them has lost no news.
FURNITURE = frozenset({BlockKind.DATELINE, BlockKind.NOTE})


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``first`` up to ``last`` (exclusive) of a side, and the kind of block they stand in."""

    first: int
    last: int
    kind: BlockKind

    def __len__(self) -> int:
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Side:
    """One document ready to be lined up with another."""

    text: str
    words: Words
    sentences: tuple[Sentence, ...]

    def range(self, first: int, last: int) -> Range:
        """Return where the words ``first`` up to ``last`` (exclusive, at least one) stand in the text."""
        return Range(self.words.starts[first], self.words.ends[last - 1])

    def written(self, first: int, last: int) -> str:
        """Return the words ``first`` up to ``last`` (exclusive, at least one) as they are written."""
        return self.text[self.words.starts[first] : self.words.ends[last - 1]]

    def phrase(self, first: int, last: int) -> Phrase:
        """Return the words ``first`` up to ``last`` (exclusive, at least one), as written and folded."""
        folded, starts, ends = self.words.folded, self.words.starts, self.words.ends
        return Phrase(self.text[starts[first] : ends[last - 1]], folded[first:last])

    def sentence_range(self, sentence: Sentence) -> Range:
        """Return where a sentence stands, with the marks that open and close it."""
        start = self.words.starts[sentence.first]
        while start > 0 and not self.text[start - 1].isspace():
            start -= 1
        end = self.words.ends[sentence.last - 1]
        while end < len(self.text) and not self.text[end].isspace():
            end += 1
        return Range(start, end)

    def between(self, word: int) -> Range:
        """Return the stretch between word ``word`` and the next; before the first and after the last work too."""
        start = self.words.ends[word] if word >= 0 else 0
        end = self.words.starts[word + 1] if word + 1 < len(self.words) else len(self.text)
        return Range(start, end)


@kept
def side(document: Document) -> Side:
    """Cut a document into words and sentences (kept for a while); a sentence never crosses a block."""
    found = words(document.text)
    return Side(document.text, found, tuple(_sentences(document, found)))


def body_text(document: Document) -> str:
    """Return the running text without its furniture: what copies are found by."""
    kept = [block for block in document.blocks if block.kind not in FURNITURE]
    if len(kept) == len(document.blocks):
        return document.text
    return "\n".join(document.text[block.start : block.end] for block in kept)


@kept
def body_words(document: Document) -> Words:
    """Return the words of the running text without its furniture: what coverage is measured on (kept for a while)."""
    every = words(document.text)
    kept = [
        place
        for block in document.blocks
        if block.kind not in FURNITURE
        for place in range(bisect_left(every.starts, block.start), bisect_left(every.starts, block.end))
    ]
    if len(kept) == len(every):
        return every
    return Words(
        tuple(every.folded[p] for p in kept), tuple(every.starts[p] for p in kept), tuple(every.ends[p] for p in kept)
    )


def sentence_words(document: Document, found: Words) -> Iterator[tuple[int, int]]:
    """Yield the first and the last (exclusive) of ``found`` for every sentence of the document that has any."""
    for sentence in _sentences(document, found):
        yield sentence.first, sentence.last


def _sentences(document: Document, found: Words) -> Iterator[Sentence]:
    for block in document.blocks or (Block(BlockKind.PARAGRAPH, 0, len(document.text)),):
        first = bisect_left(found.starts, block.start)
        for cut in cuts(document.text, block.start, block.end):
            last = bisect_left(found.starts, cut, first)
            if last > first:
                yield Sentence(first, last, block.kind)
            first = last
