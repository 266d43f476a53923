"""Undo hard-wrapped lines: mail and old archives break lines at some seventy characters, in the middle of sentences.

A block of lines was wrapped when no line had room for the first word of the next. Menus and lists, whose lines end
where they please, fail that test.
"""

import re

#: Mail is wrapped at 65 to 80 characters, some archives at 60 or 100.
_NARROWEST, _WIDEST = 50, 105
_LINE = re.compile(r"[^n]+")


def unwrapped(reading: str, shape: str) -> str:
    """Return the shapes of ``reading`` with a blank for every line break that wrapping made; offsets stay."""
    blanks: list[tuple[int, int]] = []
    block: list[tuple[int, int]] = []
    for match in _LINE.finditer(shape):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        if block and not _adjoin(reading[block[-1][1] : start]):
            blanks += _wrapped(shape, block)
            block = []
        if start < end:
            block.append((start, end))
    blanks += _wrapped(shape, block)
    if not blanks:
        return shape
    pieces, at = [], 0
    for start, end in blanks:
        pieces += [shape[at:start], " " * (end - start)]
        at = end
    return "".join((*pieces, shape[at:]))


def _adjoin(between: str) -> bool:
    """Say whether nothing but one line break, of one or two characters (Windows), lies between two lines."""
    return len(between.replace("\r\n", "\n").strip(" \t")) == 1


def _wrapped(shape: str, block: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the line breaks of a block if wrapping made them, else none."""
    width = max((end - start for start, end in block), default=0)
    if len(block) < 2 or not _NARROWEST <= width <= _WIDEST:
        return []
    pairs = list(zip(block, block[1:], strict=False))
    for (start, end), (following, until) in pairs:
        first_word = shape[following:until].split(" ", 1)[0]
        if end - start + 1 + len(first_word) <= width:
            return []
    mid_sentence = any(shape[end - 1] in "aAo0," and shape[following] in "ao" for (_, end), (following, _) in pairs)
    return [(end, following) for (_, end), (following, _) in pairs] if mid_sentence else []
