"""What two pages have in common, signal by signal. Symmetric, and of the two pages alone.

Weights and rarities are multiples of powers of two (`features`), so that their sums and the sums of their products are
exact: neither side nor order matters. `firsthand.thread.pool` measures the same for many pairs at once, bit for bit.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from firsthand.thread.features import Features
from firsthand.thread.meaning import Nearness, nearness, rounded
from firsthand.thread.spells import LONGEST

#: Two pages whose times (published, or else first seen) lie further apart are not compared: the store looks no
#: further, and neither does the score, so that both ways of grouping give the same stories. Long, because archive pages
#: often carry the date of a later revision: 365 days cost .02 of F1 on Giveme5W1H, 30 days .05.
WINDOW = timedelta(days=730)
#: Two pages whose dates are sure are not compared beyond this: no story goes on for longer.
SURE_WINDOW = LONGEST
#: Pairs less alike in words, and in meaning, are nothing to each other. Of those that the trees would give .1 or more on the
#: sets of `bench/stories.py` two of 15,000 lie below, and none that is one event and would be joined (below .1 there are
#: two, and .005 of F1 on Wikinews); of pairs of wire items that share two keys two in three.
COSINE_AT_LEAST, MEANING_AT_LEAST = 0.08, 0.55
#: Rarity added to that of a page's numbers, as of two that are not shared: one number in common may be chance.
FEW_NUMBERS = 14.0


@dataclass(frozen=True, slots=True)
class Told:
    """The share of what one page says foremost that the other says anywhere: of both sides the lower, and the higher.

    What is foremost on one page and nowhere on the other speaks against one event: two earthquakes share their words,
    not their places. Both are None where neither page has anything of the kind.
    """

    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Signals:
    """What a score is made of. ``gap`` is None where a date is missing on either side.

    Cosines: ``cosine`` of all terms, ``plain`` of those that are names on neither page (None where the two are in
    different languages), ``head`` of what stands in headline or lead, ``names``. ``numbers`` is the share of the numbers
    that both have, ``number_weight`` adds up their rarity, ``shared_names`` counts. ``told``, ``names_told`` and
    ``headline_told``: of the words of headline and lead, of the names among them, of the headline's words.
    ``size`` is the number of terms of the shorter page: how much there was to go by. ``meaning`` is None without a model.
    ``in_window`` is False where the times under which the two are looked up lie too far apart to be compared at all.
    """

    cosine: float
    plain: float | None
    head: float
    names: float
    shared_names: int
    numbers: float
    number_weight: float
    told: Told
    names_told: Told
    headline_told: Told
    size: int
    gap: timedelta | None
    meaning: Nearness | None = None
    in_window: bool = True


def compare(a: Features, b: Features) -> Signals:
    """Measure what two pages have in common, without telling it: the quick part of a score."""
    anywhere = a.terms.keys() | a.head.keys(), b.terms.keys() | b.head.keys()
    shared = a.numbers.keys() & b.numbers.keys()
    first, second = _foremost(a, a.names), _foremost(b, b.names)
    return Signals(
        cosine=_product(a.terms, b.terms),
        plain=_plain(a, b) if a.language == b.language else None,
        head=_product(a.head, b.head),
        names=_cosine(a.names, b.names),
        shared_names=len(a.names.keys() & b.names.keys()),
        numbers=_overlap(a.numbers, b.numbers),
        number_weight=rounded(math.fsum(a.numbers[t] for t in shared)),
        told=_told(a.head, b.head, anywhere),
        names_told=_told(first, second, anywhere),
        headline_told=_told(a.headline, b.headline, anywhere),
        size=min(len(a.terms), len(b.terms)),
        gap=time_gap(a, b),
        meaning=nearness(a.meaning, b.meaning),
        in_window=_in_window(a, b),
    )


def time_gap(a: Features, b: Features) -> timedelta | None:
    """Return the time that surely lies between two reports: 0 where their dates may coincide, None where one has none.

    When a page was seen is no date of its report: a folder of old pages is seen in one minute.
    """
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return None
    return max(a.earliest - b.latest, b.earliest - a.latest, timedelta(0))


def _in_window(a: Features, b: Features) -> bool:
    return a.when is None or b.when is None or abs(a.when - b.when) <= window(a.sure, b.sure)


def window(a: bool, b: bool) -> timedelta:
    """Return how far apart two pages may lie to be compared; given is whether their dates are sure."""
    return SURE_WINDOW if a and b else WINDOW


def _product(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Multiply two vectors of length 1."""
    return rounded(min(1.0, math.fsum([a[t] * b[t] for t in a.keys() & b.keys()])))


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Multiply two vectors of any length, and divide by theirs."""
    shared = math.fsum([a[t] * b[t] for t in a.keys() & b.keys()])
    return rounded(min(1.0, shared / (_length(a) * _length(b)))) if shared else 0.0


def _overlap(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Return the share of the numbers of the page with fewer that both have; a page of few numbers proves little."""
    shared = math.fsum([a[t] for t in a.keys() & b.keys()])
    return rounded(shared / (min(math.fsum(a.values()), math.fsum(b.values())) + FEW_NUMBERS))


def _plain(a: Features, b: Features) -> float:
    """Return the cosine of what is left of the two vectors without names."""
    names = a.names.keys() | b.names.keys()
    left = ({t: w for t, w in one.terms.items() if t not in names} for one in (a, b))
    return _cosine(*left)


def _length(vector: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum([w * w for w in vector.values()]))


def _foremost(page: Features, some: Mapping[str, float]) -> dict[str, float]:
    """Keep what stands in headline or lead."""
    return {t: w for t, w in some.items() if t in page.head}


def _told(a: Mapping[str, float], b: Mapping[str, float], anywhere: tuple[Collection[str], Collection[str]]) -> Told:
    """Say how much of each is told by the other; a side that has nothing of the kind takes the other's share."""
    shares = [s for s in (_share(a, anywhere[1]), _share(b, anywhere[0])) if s is not None]
    return Told(min(shares), max(shares)) if shares else Told(None, None)


def _share(mine: Mapping[str, float], theirs: Collection[str]) -> float | None:
    total = math.fsum(mine.values())
    return rounded(math.fsum([w for t, w in mine.items() if t in theirs]) / total) if total else None
