"""The words of many texts as numbers, all at once and without a loop: what fingerprints are made from.

    texts | one row of characters | classes | which marks join | where words start | a hash a word

The words are those of `firsthand.text.tokens`, told by masks over characters instead of a regular expression (a tenth
of the time). A word's hash says nothing of where it stands; two words that fold alike have one hash. Where the masks
are coarser than the expression (``1990's`` and ``1990s`` are one word here) two texts can only look more alike, which
costs a comparison and misses nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from firsthand.text.tokens import UNSPACED

#: What a character can be to a word. The order matters: from LETTER on a character is part of a word.
_OTHER, _DOT, _POINT, _APOSTROPHE, _DROPPED, _LETTER, _DIGIT, _LOW_LINE, _UNSPACED = range(9)

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hashed:
    """Word hashes of texts laid end to end: text ``i`` has ``hashes[bounds[i]:bounds[i + 1]]``.

    ``unspaced`` says of each word whether it is one character of a script written without spaces.
    """

    hashes: Hashes
    bounds: Places
    unspaced: NDArray[np.bool_]


def hash_words(texts: Sequence[str]) -> Hashed:
    """Hash the words of some texts. 64 bits, the same in every process and on every machine."""
    row, offsets = _laid(texts)
    codes, kinds = _read(row)
    inside, forced, joined = _marked(kinds)
    if joined.size:  # "U.S." becomes "US"
        left = np.ones(len(kinds), bool)
        left[joined] = False
        codes, kinds, inside = codes[left], kinds[left], inside[left]
        offsets = offsets - np.searchsorted(joined, offsets)
        forced = forced - np.searchsorted(joined, forced)
    first, last = _edges(kinds, inside, forced)
    return Hashed(_hash(codes, first, last), np.searchsorted(first, offsets), kinds[first] == _UNSPACED)


def _laid(texts: Sequence[str]) -> tuple[str, Places]:
    """Lay texts end to end, folded, with two blanks before, between and after; and say where each begins."""
    folded = [_folded(text) for text in texts]
    lengths = np.fromiter(map(len, folded), np.int64, len(folded))
    offsets = np.zeros(len(folded) + 1, np.int64)
    np.cumsum(lengths + 2, out=offsets[1:])
    return "  " + "  ".join(folded) + "  ", offsets


def _read(row: str) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """Return the code points of a row and what each is to a word."""
    if row.isascii():  # the same by bytes, in half the time
        data = row.encode()
        return np.frombuffer(data, np.uint8), np.frombuffer(data.translate(_ascii_kinds()), np.uint8)
    codes = np.frombuffer(row.encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes, _kinds()[codes]


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    level = text if is_normalized("NFKC", text) else normalize("NFKC", text)
    level = level.casefold()
    return level.translate(_LOOSE) if any(mark in level for mark in "\u0307\u0301\u0300\u0308") else level


#: Accents that stand alone after folding: no word ends at one.
_LOOSE = dict.fromkeys(range(0x300, 0x370))


def _marked(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], Places, Places]:
    """Say what is part of a word, by the rules for marks inside words.

    Returns for each character whether it counts (letters, digits, the points of numbers); the places where a new word
    starts although nothing stands before it (``1,000th``); and, sorted, those of marks that join and do not count
    (apostrophes, the points of ``U.S.``).
    """
    inside = kinds >= _LETTER
    marks = np.flatnonzero((kinds >= _DOT) & (kinds <= _APOSTROPHE))
    marks = marks[inside[marks - 1] & inside[marks + 1]]
    kind, before, after = kinds[marks], kinds[marks - 1], kinds[marks + 1]
    single = ~inside[marks - 2] & ~inside[marks + 2]
    abbreviating = marks[(kind == _DOT) & (before == _LETTER) & (after == _LETTER) & single]
    apostrophes = marks[(kind == _APOSTROPHE) & (before != _UNSPACED) & (after != _UNSPACED)]
    apostrophes = apostrophes[~_flags(abbreviating, len(kinds))[apostrophes - 2]]
    numeric, ends = _numbers(kinds, inside, marks[(kind <= _POINT) & (before == _DIGIT) & (after == _DIGIT)])
    apostrophes = apostrophes[~_flags(ends, len(kinds))[apostrophes]]
    forced = ends[inside[ends]]
    inside[numeric] = True
    return inside, forced, np.sort(np.concatenate((abbreviating, apostrophes)))


def _numbers(kinds: NDArray[np.uint8], inside: NDArray[np.bool_], marks: Places) -> tuple[Places, Places]:
    """Return which of some marks between digits are points of a number, and where those numbers have ended.

    The digits before the mark must begin where a word may: ``a1,000`` is ``a1`` and ``000``.
    """
    if not marks.size:
        return marks, marks
    digit = kinds == _DIGIT
    edges = np.flatnonzero(digit[1:] != digit[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    marks = marks[~inside[starts[np.searchsorted(ends, marks)] - 1]]
    over = ends[np.searchsorted(starts, marks + 1)]
    return marks, over[~_flags(marks, len(kinds))[over]]


def _flags(places: Places, length: int) -> NDArray[np.bool_]:
    flags = np.zeros(length, bool)
    flags[places] = True
    return flags


def _edges(kinds: NDArray[np.uint8], inside: NDArray[np.bool_], forced: Places) -> tuple[Places, Places]:
    """Return where each word starts, and where it has ended."""
    between = inside[1:] != inside[:-1]
    alone = kinds == _UNSPACED
    if not forced.size and not alone.any():
        edges = np.flatnonzero(between) + 1
        return edges[0::2], edges[1::2]
    starts = inside.copy()
    starts[1:] &= between | alone[1:] | alone[:-1]
    starts[forced] = True
    ends = inside[:-1] & (~inside[1:] | starts[1:])
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _hash(codes: NDArray[Any], first: Places, last: Places) -> Hashes:
    """Hash the words from ``first`` to ``last``: a polynomial of their letters, then mixed.

    Letters are weighed by their place in the whole row and summed once from its start to its end: a word is the
    difference of two sums, with its own place divided out again.
    """
    sums = np.cumsum(codes * _powers(_BASE, len(codes)), dtype=np.uint64)
    return mix((sums[last - 1] - sums[first - 1]) * _powers(_INVERSE, len(codes))[first])


def mix(values: Hashes) -> Hashes:
    """Spread the bits of 64-bit values (the finisher of splitmix64, Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _powers(base: int, count: int) -> Hashes:
    """Return base ** 0, base ** 1 ... modulo 2 ** 64, at least so many; kept for the next batch."""
    held = _POWERS.get(base)
    if held is None or len(held) < count:
        steps = np.full(max(count, 1 << 17), base, np.uint64)
        steps[0] = 1
        held = _POWERS[base] = np.multiply.accumulate(steps)
    return held[:count]


_POWERS: dict[int, Hashes] = {}


@cache
def _ascii_kinds() -> bytes:
    return _kinds()[:256].tobytes()


@cache
def _kinds() -> NDArray[np.uint8]:
    """What every character is, as `re` sees it: shape (0x110000,)."""
    kinds = np.zeros(0x110000, np.uint8)
    everything = "".join(map(chr, range(0x110000)))
    for pattern, kind in ((r"[^\W_]+", _LETTER), (r"\d+", _DIGIT)):
        for run in re.finditer(pattern, everything):
            kinds[run.start() : run.end()] = kind
    for start, end in UNSPACED:
        kinds[ord(start) : ord(end) + 1] = _UNSPACED
    for sign, kind in (*_SIGNS, *((sign, _APOSTROPHE) for sign in "'’ʼ")):
        kinds[ord(sign)] = kind
    return kinds


_SIGNS = ((".", _DOT), (",", _POINT), (":", _POINT), ("_", _LOW_LINE))
