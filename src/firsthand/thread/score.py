"""How likely two pages tell one event: a probability from their words and their times, and why, in words.

Symmetric and pure: the score of a pair depends on the two pages and on the fixed background alone. It may therefore be
computed once and stored, and it is the same whichever page came first.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from firsthand.model.story import Reason
from firsthand.thread.features import Features, index_terms

#: The likeness of two pages is their cosine, taken down to cosine**(1 - PLAIN) * plain**PLAIN where ``plain``, the
#: cosine of words that are names on neither page, is lower. Names alone say who and where; two reports of one affair share
#: those and little else, two reports of one event also say the same things. On the sets of `bench/stories.py`, .3 gives
#: Giveme5W1H .931 (cosine alone .917) at precision .996, ECB+ .876 (.895), BASIL .986 (.980); .5 loses .01 on each.
#: Pages in two languages share names only, and are judged by the cosine.
PLAIN = 0.3
#: Log odds: STEEP times how far the likeness lies above EVEN, where one event and two are as likely. On the tuning
#: halves EVEN .12 to .16 give the same F1 within .01; this is the strict end, because no false merge is worth a missed
#: one.
STEEP = 25.0
EVEN = 0.16
#: What time takes away: nothing on one day, nearly all of `APART` after a week. A pair without dates counts as far
#: apart. It levels off because dates in gold sets, and on pages, are often wrong by months.
APART = 1.0
APART_DAYS = 3.0
#: Two pages whose times (published, or else first seen) lie further apart are not compared: the store looks no
#: further, and neither does the score, so that both ways of grouping give the same stories. Long, because archive pages
#: often carry the date of a later revision: 365 days cost .02 of F1 on Giveme5W1H, 30 days .05.
WINDOW = timedelta(days=730)
#: Affinities below this are not stored and count 0: .05 gives the same F1 and half as many rows again.
AFFINITY_FLOOR = 0.1
#: Below this cosine no pair reaches the floor, whatever else speaks for it (a little less, for rounding).
COSINE_AT_LEAST = EVEN + math.log(AFFINITY_FLOOR / (1 - AFFINITY_FLOOR)) / STEEP - 1e-5
#: A pair is scored when it shares this many index terms.
SHARED_TERMS_AT_LEAST = 2
#: Shared words that a reason names.
WORDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Signals:
    """What the score was made of. ``gap`` is None where a date is missing on either side.

    ``plain`` is the cosine of the words that are names on neither page; None where the two are in different languages.
    ``in_window`` is False where the times under which the two are looked up lie too far apart to be compared at all.
    """

    cosine: float
    plain: float | None
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
    plain = round(_plain(a, b), 6) if a.language == b.language else None
    return Signals(round(_cosine(a, b), 6), plain, time_gap(a, b), in_window)


def affinity(signals: Signals) -> float:
    """Return the probability, to six digits."""
    if not signals.cosine or not signals.in_window:
        return 0.0
    days = math.inf if signals.gap is None else signals.gap / timedelta(days=1)
    odds = STEEP * (likeness(signals) - EVEN) - APART * (1 - math.exp(-days / APART_DAYS))
    return round(1 / (1 + math.exp(-odds)), 6)


def likeness(signals: Signals) -> float:
    """Return how alike two pages are, 0..1, names and other words both asked for."""
    if signals.plain is None or signals.plain >= signals.cosine:
        return signals.cosine
    return float(signals.cosine ** (1 - PLAIN) * signals.plain**PLAIN)


class Dated(Protocol):
    """What bears the time of publication, between two bounds."""

    @property
    def earliest(self) -> datetime | None:
        """It was not before this."""
        ...

    @property
    def latest(self) -> datetime | None:
        """It was not after this."""
        ...


def time_gap(a: Dated, b: Dated) -> timedelta | None:
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


def _plain(a: Features, b: Features) -> float:
    """Return the cosine of what is left of the two vectors without names."""
    names = a.names.keys() | b.names.keys()
    shared = math.fsum([a.terms[t] * b.terms[t] for t in (a.terms.keys() & b.terms.keys()) - names])
    lengths = [math.sqrt(math.fsum([w * w for t, w in one.terms.items() if t not in names])) for one in (a, b)]
    return min(1.0, shared / (lengths[0] * lengths[1])) if shared else 0.0


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
