"""Selected hashes of a text's word shingles: two texts that share a passage share some of them.

    texts | word hashes | shingles of k | the smallest of every w in a row

Winnowing (Schleimer, Wilkerson, Aiken 2003): what is kept of a passage depends on that passage alone, so that every
text keeps the same of it, and of every run of ``k + w - 1`` shared words at least one is kept. Why these numbers:
docs/notes/007-why-these-fingerprints.md.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.text.tokens import Words
from firsthand.text.wordhash import Hashed, hash_words

Hashes = NDArray[np.uint64]

#: Words a shingle; characters for scripts without spaces, where fewer say nothing. Chosen with the window on the
#: planted corpus (`bench.planted --selections`) and on how the work grows: four words find .98 of the copies with a
#: quarter of their words edited where five find .94, but among 50,000 documents read four times as many chance matches.
SHINGLE_WORDS = 5
SHINGLE_CHARACTERS = 8
#: One of so many shingles in a row is kept: about 2 in 9. A passage of 20 words keeps two whatever stands around it.
WINDOW = 8
#: Texts are read in batches of about so many characters: their rows fit the processor's cache.
_BATCH = 130_000

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_OFFSET = 0xCBF29CE484222325
_PRIME = 0x100000001B3
_MASK = (1 << 64) - 1


def fingerprints(texts: Sequence[str]) -> list[Hashes]:
    """Return the fingerprints of each text: 64-bit unsigned, sorted, each once; read many texts at once for speed.

    A text shorter than a shingle keeps the hash of all its words, so that nothing is invisible.
    """
    return [prints for batch in _batches(texts) for prints in _select(hash_words(batch))]


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start = size = 0
    for place, text in enumerate(texts):
        if size and size + len(text) > _BATCH:
            yield texts[start:place]
            start, size = place, 0
        size += len(text)
    if start < len(texts):
        yield texts[start:]


def _select(words: Hashed) -> list[Hashes]:
    """Select for every text of a batch; those without spaces have longer shingles."""
    counts = np.diff(words.bounds)
    alone = np.concatenate(([0], np.cumsum(words.unspaced)))
    unspaced = 2 * np.diff(alone[words.bounds]) > counts
    found = _winnow(words, SHINGLE_WORDS, ~unspaced)
    if unspaced.any():
        others = _winnow(words, SHINGLE_CHARACTERS, unspaced)
        found = [b if without else a for a, b, without in zip(found, others, unspaced, strict=True)]
    return found


def _winnow(words: Hashed, size: int, chosen: NDArray[np.bool_]) -> list[Hashes]:
    every = roll(words.hashes, size)
    smallest = _smallest(every, WINDOW)
    starts, ends = words.bounds[:-1], words.bounds[1:]
    last = np.maximum(ends - size - WINDOW + 2, starts)  # windows that stay within their text
    text = np.repeat(np.arange(len(starts)), np.where(chosen, last - starts, 0))
    first = np.concatenate(([0], np.cumsum(np.where(chosen, last - starts, 0))))
    kept = smallest[np.arange(len(text)) - first[text] + starts[text]]
    kept, text = _distinct(kept, text)
    cuts = np.searchsorted(text, np.arange(len(starts) + 1)).tolist()
    found = [kept[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    for place in np.flatnonzero(chosen & (last == starts)).tolist():
        found[place] = _short(words.hashes[starts[place] : ends[place]], size)
    return found


def _distinct(values: Hashes, text: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
    """Sort the values of each text and leave one of equal ones (most stand next to each other: the windows overlap)."""
    if not values.size:
        return values, text
    fresh = np.ones(len(values), bool)
    fresh[1:] = (values[1:] != values[:-1]) | (text[1:] != text[:-1])
    values, text = values[fresh], text[fresh]
    order = np.argsort(values)
    order = order[np.argsort(text[order].astype(np.uint16 if text[-1] < 1 << 16 else np.int64), kind="stable")]
    values, text = values[order], text[order]
    fresh = np.ones(len(values), bool)
    fresh[1:] = (values[1:] != values[:-1]) | (text[1:] != text[:-1])
    return values[fresh], text[fresh]


def _short(hashes: Hashes, size: int) -> Hashes:
    """Select from a text that has less than one window."""
    return np.sort(roll(hashes, min(size, len(hashes))))[:1] if len(hashes) else hashes


def _smallest(values: Hashes, window: int) -> Hashes:
    """Return the smallest of every ``window`` (a power of two) values in a row."""
    width = 1
    while width < window:
        values = np.minimum(values[:-width], values[width:])
        width *= 2
    return values


def roll(hashes: Hashes, size: int) -> Hashes:
    """Return the hash of every run of ``size`` hashes, in order; shape (len(hashes) - size + 1,) or (0,)."""
    count = len(hashes) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for place in range(size):
        mixed ^= hashes[place : place + count]
        mixed *= _BASE
        mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(32)
    return mixed


def shingles(words: Words, size: int) -> Hashes:
    """Return the 64-bit hashes of every run of ``size`` words, in order; shape (len(words) - size + 1,) or (0,)."""
    return roll(np.fromiter(map(_HASHES.__getitem__, words.folded), np.uint64, len(words)), size)


class _Hashes(dict[str, int]):
    """Words hashed once a process; news reuses its words. Bounded, because a long-running worker meets many.

    FNV-1a, because Python's own string hash differs from run to run.
    """

    _MOST = 500_000

    def __missing__(self, word: str) -> int:
        value = _OFFSET
        for byte in word.encode("utf-8", "surrogatepass"):
            value = ((value ^ byte) * _PRIME) & _MASK
        if len(self) >= self._MOST:
            self.clear()
        self[word] = value
        return value


_HASHES = _Hashes()
