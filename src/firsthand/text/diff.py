"""Line up two sequences of words: which word of one is which word of the other.

longest common subsequence (rapidfuzz, bit-parallel) | dissolve islands
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

#: A matching run of at most this many words with long unmatched stretches on both sides is chance ("of the"), not copying.
_ISLAND = 3
#: What counts as a long stretch, in words. Chosen on the seeds and made-up pairs; the gates run again if it changes.
_WATER = 6


@dataclass(frozen=True, slots=True)
class Run:
    """``left[a:a + length]`` is ``right[b:b + length]``, word for word."""

    a: int
    b: int
    length: int


def align(left: Sequence[str], right: Sequence[str]) -> list[Run]:
    """Return the runs of words that two texts share in the same order.

    Common ends are cut off first: what is left to the quadratic part is what differs.
    """
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    numbers: dict[str, int] = {}
    middle_left = [numbers.setdefault(w, len(numbers)) for w in left[head : len(left) - tail]]
    middle_right = [numbers.setdefault(w, len(numbers)) for w in right[head : len(right) - tail]]
    runs = [Run(0, 0, head)] if head else []
    for code in LCSseq.opcodes(middle_left, middle_right):
        if code.tag == "equal":
            runs.append(Run(head + code.src_start, head + code.dest_start, code.src_end - code.src_start))
    if tail:
        runs.append(Run(len(left) - tail, len(right) - tail, tail))
    return _dissolve(_join(runs), len(left), len(right))


def partners(runs: Sequence[Run], length: int, *, of_left: bool) -> list[int]:
    """Return, for every word of one side, the place of its partner on the other, or -1; shape (length,)."""
    found = [-1] * length
    for run in runs:
        here, there = (run.a, run.b) if of_left else (run.b, run.a)
        found[here : here + run.length] = range(there, there + run.length)
    return found


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count


def _join(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.a + last.length == run.a and last.b + last.length == run.b:
            joined[-1] = Run(last.a, last.b, last.length + run.length)
        else:
            joined.append(run)
    return joined


def _dissolve(runs: list[Run], left: int, right: int) -> list[Run]:
    kept: list[Run] = []
    for place, run in enumerate(runs):
        before_a, before_b = (kept[-1].a + kept[-1].length, kept[-1].b + kept[-1].length) if kept else (0, 0)
        after = runs[place + 1] if place + 1 < len(runs) else Run(left, right, 0)
        gap_before = max(run.a - before_a, run.b - before_b)
        gap_after = max(after.a - run.a, after.b - run.b) - run.length
        if run.length <= _ISLAND and gap_before >= _WATER and gap_after >= _WATER:
            continue
        kept.append(run)
    return kept
