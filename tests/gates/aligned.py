"""How well one timeline tells another: the measures of timeline summarisation, written from their definitions.

Date-F1, and alignment-based ROUGE-1 in its variant "align+ m:1" (Martschat and Markert 2017): each day of a timeline is
laid on the day of the other that is nearest in time and words, and the words they share count 1 / (days between + 1).
Words are folded and stripped of function words as the program does it (`firsthand.thread.features`), not by Porter's
stemmer and SMART's list; so these figures are for a gate. Those to be compared with published ones come from tilse itself
(``bench/timeline.py``), which these follow: the test holds them to tilse's on texts that both read alike.
"""

import string
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from firsthand.thread.features import Background, term

Summary = Mapping[date, Sequence[str]]
Pair = tuple[float, float]


def days(told: Summary, gold: Summary) -> Pair:
    """Return precision and recall of the days."""
    hits = len(told.keys() & gold.keys())
    return (hits / len(told) if told else 0.0, hits / len(gold) if gold else 0.0)


def words(told: Summary, gold: Summary, background: Background) -> Pair:
    """Return precision and recall of the words, day laid on day."""
    return _share(told, gold, background), _share(gold, told, background)


def f_of(pairs: Sequence[Pair]) -> float:
    """Return the F of mean precision and mean recall over timelines, as the field averages."""
    if not pairs:
        return 0.0
    precision, recall = (sum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(of: Summary, on: Summary, background: Background) -> float:
    """Say which share of the words of one timeline stands on the nearest days of the other."""
    found = total = 0.0
    for day in sorted(of):
        own = _counts(of[day], background)
        total += own.total()
        if on:
            other = min(sorted(on), key=lambda d: _far(day, d) * (1 - _alike(of[day], on[d])))
            found += (own & _counts(on[other], background)).total() / (abs((day - other).days) + 1)
    return found / total if total else 0.0


def _far(one: date, other: date) -> float:
    return 1 - 1 / (abs((one - other).days) + 1)


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """Return ROUGE-1 F of two summaries by their bare words: it only decides which days belong together."""
    a, b = (Counter(w for s in some for w in s.split() if w not in string.punctuation) for some in (one, other))
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def _counts(sentences: Sequence[str], background: Background) -> Counter[str]:
    bare = (term(word) for s in sentences for word in s.split() if any(c.isalnum() for c in word))
    return Counter(word for word in bare if "en" not in background.languages_of.get(word, ()))
