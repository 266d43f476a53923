"""Two rankings made one, and pages gathered into their stories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Reciprocal rank fusion: 1 / (60 + rank), the constant of Cormack, Clarke and Büttcher (2009).
_K = 60
#: How much a place in the ranking by meaning counts beside one in that by words.
BY_MEANING = 0.5


#: Where the index keeps a page: its file and the number in it. Its id costs more to read than all else of a hit.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found, and the number of its story: what it scored, and by what: ``words``, ``meaning`` or both."""

    place: Place
    group: int
    score: float
    by: tuple[str, ...] = ("words",)


@dataclass
class Found:
    """A story with the pages of it that were found, the best first. Its score is that of its best page."""

    group: int
    score: float
    hits: list[Hit] = field(default_factory=list)


def fuse(by_words: Sequence[Hit], by_meaning: Sequence[Hit]) -> list[Hit]:
    """Put two rankings together by the places that pages have in them; without a second one scores stay as they are."""
    if not by_meaning:
        return list(by_words)
    scores: dict[Place, float] = {}
    ways: dict[Place, tuple[str, ...]] = {}
    groups: dict[Place, int] = {}
    for name, ranking, weight in (("words", by_words, 1.0), ("meaning", by_meaning, BY_MEANING)):
        for rank, hit in enumerate(ranking, 1):
            scores[hit.place] = scores.get(hit.place, 0.0) + weight / (_K + rank)
            ways[hit.place] = (*ways.get(hit.place, ()), name)
            groups[hit.place] = hit.group
    ranked = sorted(scores, key=lambda place: (-scores[place], place))
    return [Hit(place, groups[place], scores[place], ways[place]) for place in ranked]


def by_story(hits: Iterable[Hit]) -> list[Found]:
    """Gather pages into their stories, in the order of each story's first page; a page without a story stands alone."""
    found: dict[int, Found] = {}
    for hit in hits:
        if hit.group not in found:
            found[hit.group] = Found(hit.group, hit.score)
        found[hit.group].hits.append(hit)
    return list(found.values())
