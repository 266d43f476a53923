"""How much of one text stands in another, by shared shingles of five words.

Two numbers are kept apart: all words, and the words outside quotation marks. Two reporters who quote one speech share
words without either copying the other, so that links are decided on the second.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.model.comparison import Coverage
from firsthand.model.document import Document
from firsthand.resolve.kept import Kept
from firsthand.resolve.sides import FURNITURE
from firsthand.text.fingerprints import roll
from firsthand.text.quoted import quoted
from firsthand.text.wordhash import Hashed, hash_words

#: Words a shingle: at five, two own reports of one event share less than .05 (provenance pairs).
SHINGLE = 5
SHINGLE_CHARACTERS = 10
#: Two texts are compared in full if they share so many shingles (a run of 22 words), or at least four that are so large
#: a share of the shorter one: an edited copy of a short text keeps no long run. Of 11,063 pairs of wire items that share
#: four, this leaves 6,985, and loses 4 of 4,668 copies, none of them planted.
_RUN, _FEW, _FEW_SHARE = 18, 4, 0.12


@dataclass(frozen=True, slots=True)
class Shared:
    """Coverage over all words and over unquoted words; ``unquoted_shared`` counts shingles, on the smaller side."""

    everything: Coverage
    unquoted: Coverage
    unquoted_shared: int


@dataclass(frozen=True, slots=True)
class Prints:
    """Distinct shingles of a document's body, sorted, and which of them stand anywhere wholly outside quotation marks."""

    every: NDArray[np.uint64]
    unquoted: NDArray[np.bool_]
    count_unquoted: int


def shared(original: Document, copy: Document) -> Shared:
    """Measure how much two documents share."""
    a, b = prints(original), prints(copy)
    in_a, in_b = _common(a.every, b.every)
    # Unquoted on either side is looked for anywhere on the other: quotation marks get lost.
    left = int(a.unquoted[in_a].sum())
    right = int(b.unquoted[in_b].sum())
    return Shared(
        Coverage(_share(len(in_a), len(a.every)), _share(len(in_a), len(b.every))),
        Coverage(_share(left, a.count_unquoted), _share(right, b.count_unquoted)),
        min(left, right),
    )


def is_worth_a_look(one: Document, other: Document) -> bool:
    """Say whether two documents share enough words for any link; most candidates share a phrase of the trade."""
    if one.article == other.article:
        return True
    mine, theirs = prints(one).every, prints(other).every
    common = len(_common(mine, theirs)[0])
    return common >= _RUN or (common >= _FEW and common >= _FEW_SHARE * min(len(mine), len(theirs)))


def _common(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the values that two sorted rows share stand in each."""
    if not len(a) or not len(b):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    place = np.searchsorted(b, a)
    place[place == len(b)] = 0
    here = np.flatnonzero(b[place] == a)
    return here, place[here]


def _share(count: int, of: int) -> float:
    return round(count / of, 4) if of else 0.0


# --- a document's shingles ---

_KEPT: Kept[Prints] = Kept()


def prints(document: Document) -> Prints:
    """Return the shingles of a document (kept for a while: a document is compared with many)."""
    return _KEPT.of(document) or read([document])[0]


def read(documents: Iterable[Document]) -> list[Prints]:
    """Return the shingles of many documents and keep them: together is quicker than one by one."""
    some = list(documents)
    held = [_KEPT.of(document) for document in some]
    fresh = [document for document, one in zip(some, held, strict=True) if one is None]
    pieces = [list(_pieces(document)) for document in fresh]
    hashed = hash_words([text for cut in pieces for text, _ in cut])
    first, found = 0, []
    for document, cut in zip(fresh, pieces, strict=True):
        found.append(_KEPT.keep(document, _prints(hashed, first, [is_quoted for _, is_quoted in cut])))
        first += len(cut)
    made = iter(found)
    return [one or next(made) for one in held]


def _pieces(document: Document) -> Iterator[tuple[str, bool]]:
    """Cut the running text without its furniture where quotations begin and end: its words, and whether quoted.

    A piece never ends inside a word, since a quotation mark stands there or the block does.
    """
    stretches = iter([*quoted(document.text), None])
    stretch = next(stretches)
    for block in document.blocks:
        place = block.start
        while stretch and stretch.start < block.end:
            start, end = max(stretch.start, place), min(stretch.end, block.end)
            if block.kind not in FURNITURE and start < end:
                yield document.text[place:start], False
                yield document.text[start:end], True
            place = max(place, end)
            if stretch.end > block.end:
                break
            stretch = next(stretches)
        if block.kind not in FURNITURE:
            yield document.text[place : block.end], False


def _prints(hashed: Hashed, first: int, is_quoted: list[bool]) -> Prints:
    """Shingle the words of consecutive pieces; a shingle is quoted if all its words are of one quoted piece."""
    bounds = hashed.bounds[first : first + len(is_quoted) + 1]
    start, end = (int(bounds[0]), int(bounds[-1])) if is_quoted else (0, 0)
    size = SHINGLE_CHARACTERS if 2 * int(hashed.unspaced[start:end].sum()) > end - start else SHINGLE
    every = roll(hashed.hashes[start:end], size)
    if not len(every):
        return Prints(every, np.zeros(0, bool), 0)
    outside = np.ones(len(every), bool)
    for piece, inside in enumerate(is_quoted):
        if inside:
            low, high = int(bounds[piece]) - start, int(bounds[piece + 1]) - start
            outside[low : max(low, high - size + 1)] = False
    distinct, place = np.unique(every, return_inverse=True)
    unquoted = np.zeros(len(distinct), bool)
    unquoted[place[outside]] = True
    return Prints(distinct, unquoted, int(unquoted.sum()))
