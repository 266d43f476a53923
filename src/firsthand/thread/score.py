"""How likely two pages tell one event: a probability from their words and their times, and why, in words.

Symmetric and pure: the score of a pair depends on the two pages and on the fixed background alone. It may therefore be
computed once and stored, and it is the same whichever page came first.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from firsthand.model.story import Reason
from firsthand.thread.features import Features, index_terms

#: Weights of the log odds. COSINE: logistic regression on the pairs of the tuning halves of the three sets of
#: `bench/stories.py` (each set and class alike), rounded. Headline cosines, shared names and numbers, the coverage of a
#: lead by the other page, and lengths were tried as further signals: nothing beyond noise, there or on the pairs below.
COSINE = 24.6
#: CONSTANT and APART set the cosine from which two pages rather join: .18 on one day, .24 far apart or undated. On the
#: tuning halves .14 to .18 on one day give the same F1; this is the strict end. Of 112 pairs of one day of a real
#: stream (ODU, 2016; furniture left in; judged by headline, one reader) 4 % told one event at .14-.17, 21 % at .17-.20,
#: 32 % at .20-.23, 46 % at .23-.27. Stricter costs recall (whole Giveme5W1H: F1 .94 at .14, .92 at .16 and .18,
#: .90 at .20).
CONSTANT = -4.6
#: What time takes away: nothing on one day, nearly all of `APART` after a week. A pair without dates counts as far
#: apart. It levels off because dates in gold sets, and on pages, are often wrong by months.
APART = 1.5
APART_DAYS = 3.0
#: Two pages whose times (published, or else first seen) lie further apart are not compared: the store looks no
#: further, and neither does the score, so that both ways of grouping give the same stories. Long, because archive pages
#: often carry the date of a later revision: 365 days cost .02 of F1 on Giveme5W1H, 30 days .05.
WINDOW = timedelta(days=730)
#: Affinities below this are not stored and count 0: .05 gives the same F1 and half as many rows again.
AFFINITY_FLOOR = 0.1
#: A pair is scored when it shares this many index terms.
SHARED_TERMS_AT_LEAST = 2
#: Shared words that a reason names.
WORDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """What the score was made of. ``gap`` is None where a date is missing on either side.

    ``in_window`` is False where the times under which the two are looked up lie too far apart to be compared at all.
    """

    cosine: float
    gap: timedelta | None
    in_window: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two pages tell one event (0..1), what that was made of, and why in words."""

    value: float
    signals: Signals
    reasons: tuple[Reason, ...] = ()


def score(a: Features, b: Features) -> Score:
    """Compare two pages. Symmetric; 0 outside the `WINDOW`."""
    signals = compare(a, b)
    value = affinity(signals)
    return Score(value, signals, _reasons(a, b, signals, value))


def compare(a: Features, b: Features) -> Signals:
    """Measure what two pages have in common, without telling it: the quick part of a score."""
    in_window = a.when is None or b.when is None or abs(a.when - b.when) <= WINDOW
    return Signals(round(_cosine(a, b), 6), time_gap(a, b), in_window)


def affinity(signals: Signals) -> float:
    """Return the probability, to six digits."""
    if not signals.cosine or not signals.in_window:
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
    """Multiply the two vectors. The sum is exact before it is rounded, so that neither side nor order matters."""
    mine, other = a.terms, b.terms
    return min(1.0, math.fsum([mine[t] * other[t] for t in mine.keys() & other.keys()]))


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
