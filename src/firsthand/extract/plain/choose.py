"""Which segments are the article: the run with the most evidence, tolerant of short furniture inside.

Every segment has a score, the log-odds of its being article text. The article is the stretch of segments where scores,
weighted by words, add up to the most; inside it, segments that speak against themselves are left out. So a promotion
between two paragraphs is bridged, while the teasers below the article cost more than they bring.
"""

from collections.abc import Sequence

import numpy as np

from firsthand.extract.plain.features import NAMES, Floats, Looks
from firsthand.extract.plain.weights import WEIGHTS

#: Found by grid on the tune rows (index % 3 != 0) of extract/text_news, together with `WEIGHTS`: how much is added to
#: every score, how much one segment can say at most, and below which score it is left out of the run.
LEANING = 0.5
LOUDEST = 4.0
LEAST = -0.5
#: Fewer words than this are no article: the shortest news brief of the tune rows has 38.
FEWEST_WORDS = 20

_WEIGHTS = np.array([WEIGHTS[name] for name in NAMES])


def score(looks: Looks) -> Floats:
    """Return the log-odds of each segment's being article text, by its looks alone."""
    return looks.matrix @ _WEIGHTS


def best_run(scores: Floats, words: Floats, first: int, last: int) -> tuple[int, ...]:
    """Return the segments of ``first:last`` that make the article, in order; none when nothing there speaks for one."""
    evidence = np.clip(scores[first:last] + LEANING, -LOUDEST, LOUDEST) * np.maximum(words[first:last], 1.5)
    start, end = _heaviest(evidence)
    body = tuple(i for i in range(first + start, first + end) if scores[i] > LEAST)
    return body if sum(words[i] for i in body) >= FEWEST_WORDS else ()


def _heaviest(evidence: Sequence[float] | Floats) -> tuple[int, int]:
    """Return the stretch with the greatest sum (Kadane's algorithm); an empty one when all is negative."""
    best, found, current, since = 0.0, (0, 0), 0.0, 0
    for i, value in enumerate(np.asarray(evidence).tolist()):
        if current <= 0:
            current, since = 0.0, i
        current += value
        if current > best:
            best, found = current, (since, i + 1)
    return found
