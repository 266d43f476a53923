"""How likely two pages tell one event: a probability from their words and their times, and why, in words.

Symmetric and pure: the score of a pair depends on the two pages and on the fixed background alone. It may therefore be
computed once and stored, and it is the same whichever page came first.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from firsthand.model.story import Reason
from firsthand.thread.features import Features, index_terms

#: Weights of the log odds. COSINE and CONSTANT: logistic regression on the pairs of the tuning halves of the three sets
#: of `bench/stories.py` (each set and class alike), rounded. Rerun it when changing one, or anything in `features`.
#: Cosines of headlines, shared names and numbers, or lengths as further signals gave nothing beyond noise.
COSINE = 24.6
CONSTANT = -3.56
#: What time takes away: nothing on the same day, most of `APART` after a week. A pair without dates counts as far apart.
#: It levels off because dates in gold sets (and on pages) are often wrong by months. Stronger is safer on real streams:
#: on 4,386 pages of two months (ODU) it takes the share of pages in stories longer than a week from .51 (with 0.4 a
#: natural logarithm of days) to .33 at the same F1 on the gold sets; with 4 Giveme5W1H falls to .89.
APART = 2.5
APART_DAYS = 3.0
#: Two dated pages further apart than this do not tell one event, whatever their words. Long, because archive pages
#: often carry the date of a later revision: 365 days cost .02 of F1 on Giveme5W1H, 30 days .05.
WINDOW = timedelta(days=730)
#: Affinities below this are not stored: they cannot carry a join.
AFFINITY_FLOOR = 0.05
#: A pair is scored when it shares this many index terms.
SHARED_TERMS_AT_LEAST = 2
#: Shared words that a reason names.
WORDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """What the score was made of. ``gap`` is None where a date is missing on either side."""

    cosine: float
    gap: timedelta | None


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two pages tell one event (0..1), what that was made of, and why in words."""

    value: float
    signals: Signals
    reasons: tuple[Reason, ...] = ()


def score(a: Features, b: Features) -> Score:
    """Compare two pages. Symmetric; 0 when both are dated and further apart than `WINDOW`."""
    signals = compare(a, b)
    value = affinity(signals)
    return Score(value, signals, _reasons(a, b, signals, value))


def compare(a: Features, b: Features) -> Signals:
    """Measure what two pages have in common, without telling it: the quick part of a score."""
    return Signals(round(_cosine(a, b), 6), time_gap(a, b))


def affinity(signals: Signals) -> float:
    """Return the probability, to six digits."""
    if not signals.cosine or (signals.gap is not None and signals.gap > WINDOW):
        return 0.0
    days = math.inf if signals.gap is None else signals.gap / timedelta(days=1)
    odds = COSINE * signals.cosine - APART * (1 - math.exp(-days / APART_DAYS)) + CONSTANT
    return round(1 / (1 + math.exp(-odds)), 6)


def time_gap(a: Features, b: Features) -> timedelta | None:
    """Return the time that surely lies between two reports: 0 where their dates may coincide, None where one has none.

    When a page was seen is no date of its report: a folder of old pages is seen in one minute.
    """
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return None
    return max(a.earliest - b.latest, b.earliest - a.latest, timedelta(0))


def shared_index_terms(a: Features, b: Features) -> int:
    """Count the index terms that two pages share; below `SHARED_TERMS_AT_LEAST` the pair is not scored."""
    return len(set(index_terms(a)) & set(index_terms(b)))


def _cosine(a: Features, b: Features) -> float:
    small, large = (a.terms, b.terms) if len(a.terms) <= len(b.terms) else (b.terms, a.terms)
    return min(1.0, math.fsum(w * large[t] for t, w in small.items() if t in large))


def _reasons(a: Features, b: Features, signals: Signals, value: float) -> tuple[Reason, ...]:
    """Say in words what two pages share, the heaviest first, and how far apart they are."""
    shared = sorted(((w * b.terms[t], t) for t, w in a.terms.items() if t in b.terms), key=lambda p: (-p[0], p[1]))
    found: list[Reason] = []
    if shared:
        spelt = [min(a.words.get(t, t), b.words.get(t, t)) for _, t in shared[:WORDS_SHOWN]]
        told = ", ".join(w if w[0].isdigit() else f"“{w}”" for w in spelt)
        found.append(Reason("shared_words", f"shares {told}", value))
    if signals.gap is not None:
        found.append(Reason("time", f"published {_apart(signals.gap)}", 0.0))
    return tuple(found)


def _apart(gap: timedelta) -> str:
    if gap < timedelta(days=1):
        return "within a day"
    return f"{gap.days} day{'s' if gap.days > 1 else ''} apart"
