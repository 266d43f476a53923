"""Which segments are the article: the run with the most evidence, tolerant of short furniture inside.

Every segment has a score, the log-odds of its being article text. The article is the stretch of segments where scores,
weighted by words, add up to the most; inside it, segments that speak against themselves are left out. So a promotion
between two paragraphs is bridged, while the teasers below the article cost more than they bring.
"""

from collections.abc import Sequence

import numpy as np

from firsthand.extract.plain.features import NAMES, Floats, Looks
from firsthand.extract.plain.weights import WEIGHTS

#: Found by a small grid, four-fold by page, on the tune rows (index % 3 != 0) of extract/text_news: what is added
#: to every score, what one segment can say at most, and below which score it is left out of the run.
LEANING = 0.6
LOUDEST = 2.0
LEAST = -0.5
#: A segment of one word weighs as much as one of so many: long menus must cost something.
QUIETEST = 4.0
#: By judgement: one long sentence. The shortest gold body of the tune rows has 199 words, so they cannot decide this.
FEWEST_WORDS = 20

#: By judgement: a text of which so large a share is prose needs no run to stand out.
_MOSTLY = 0.6
#: Nine in ten subheads of the tune rows have at most twelve words.
LONGEST_SUBHEAD = 12

_STAMPED = NAMES.index("stamped")
_WEIGHTS = np.array([WEIGHTS[name] for name in NAMES])


def score(looks: Looks) -> Floats:
    """Return the log-odds of each segment's being article text, by its looks alone."""
    return np.where(looks.runs_on, -LOUDEST, np.asarray(looks.matrix @ _WEIGHTS, dtype=np.float64))


def best_run(scores: Floats, looks: Looks, first: int, last: int) -> tuple[int, ...]:
    """Return the segments of ``first:last`` that make the article, in order; none when nothing there speaks for one."""
    evidence = np.clip(scores[first:last] + LEANING, -LOUDEST, LOUDEST) * np.maximum(looks.words[first:last], QUIETEST)
    start, end = _heaviest(evidence)
    run = range(first + start, first + end)
    kept = {i for i in run if scores[i] > LEAST}
    body = tuple(i for i in run if i in kept or (i - 1 in kept and i + 1 in kept and _heads(looks, i)))
    return body if sum(looks.words[i] for i in body) >= FEWEST_WORDS else _mostly_prose(looks, first, last)


def _mostly_prose(looks: Looks, first: int, last: int) -> tuple[int, ...]:
    """Return the prose of a text that is hardly anything else: a news item of two sentences has no run to stand out."""
    prose = tuple(i for i in range(first, last) if looks.prose[i] and not looks.reasons[i])
    words = float(sum(looks.words[i] for i in prose))
    return prose if words >= max(FEWEST_WORDS, _MOSTLY * float(looks.words[first:last].sum())) else ()


def _heads(looks: Looks, i: int) -> bool:
    """Say whether a lone brief line between two paragraphs heads the second: a subhead, however bare its words."""
    between = looks.prose[i - 1] and looks.prose[i + 1]
    alone = looks.words[i] <= LONGEST_SUBHEAD and not looks.reasons[i] and not looks.repeated[i]
    return bool(between and alone and looks.matrix[i, _STAMPED] == 0)


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
