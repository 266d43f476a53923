"""How likely two pages tell one event, and why, in words.

    two pages -> what they have in common (`signals`) -> a probability (`judge`), and the reasons for a reader

Symmetric and pure: the score of a pair depends on the two pages and on the fixed background alone. It may therefore be
computed once and stored, and it is the same whichever page came first.
"""

from dataclasses import dataclass
from datetime import timedelta

from firsthand.model.story import Reason
from firsthand.thread.features import Features, index_terms
from firsthand.thread.judge import Judge, probabilities
from firsthand.thread.shared import shared_terms
from firsthand.thread.signals import Signals, compare

#: Affinities below this are not stored and count 0: .05 gives the same F1 and half as many rows again.
AFFINITY_FLOOR = 0.1
#: A pair is scored when it shares this many index terms.
SHARED_TERMS_AT_LEAST = 2
#: Shared words that a reason names.
WORDS_SHOWN = 5
#: From here on what two pages mean is told as a reason. Of pages on US politics one pair in a thousand reaches .72, of
#: one article in two languages more than four in five .75.
MEANS_THE_SAME = 0.75


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two pages tell one event (0..1), what that was made of, and why in words."""

    value: float
    signals: Signals
    reasons: tuple[Reason, ...] = ()


def score(a: Features, b: Features, judge: Judge) -> Score:
    """Compare two pages. Symmetric; 0 outside the `WINDOW`."""
    signals = compare(a, b)
    value = probabilities([signals], judge)[0]
    return Score(value, signals, _reasons(a, b, signals, value))


def shared_index_terms(a: Features, b: Features) -> int:
    """Count the index terms that two pages share; below `SHARED_TERMS_AT_LEAST` the pair is not scored."""
    return len(set(index_terms(a)) & set(index_terms(b)))


def _reasons(a: Features, b: Features, signals: Signals, value: float) -> tuple[Reason, ...]:
    """Say in words what two pages share, the heaviest first, and how far apart they are."""
    shared = shared_terms(a, b)[:WORDS_SHOWN]
    found: list[Reason] = []
    if shared:
        spelt = [min(a.words.get(t, t), b.words.get(t, t)) for t in shared]
        told = ", ".join(w if w[0].isdigit() else f"“{w}”" for w in spelt)
        found.append(Reason("shared_words", f"shares {told}", value))
    if signals.meaning is not None and signals.meaning.whole >= MEANS_THE_SAME:
        found.append(Reason("meaning", f"means the same (likeness {signals.meaning.whole:.2f})", 0.0))
    if signals.gap is not None:
        found.append(Reason("time", f"published {_apart(signals.gap)}", 0.0))
    return tuple(found)


def _apart(gap: timedelta) -> str:
    if gap < timedelta(days=1):
        return "within a day"
    return f"{gap.days} day{'s' if gap.days > 1 else ''} apart"
