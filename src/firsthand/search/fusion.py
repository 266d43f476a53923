"""Two rankings made one, and pages gathered into their stories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: Reciprocal rank fusion: 1 / (60 + rank), the constant of Cormack, Clarke and Büttcher (2009).
_K = 60
#: How much a place in the ranking by meaning counts beside one in that by words.
BY_MEANING = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found: what it scored, and by what: ``words``, ``meaning`` or both."""

    document: str
    story: str
    score: float
    by: tuple[str, ...] = ("words",)


@dataclass
class Found:
    """A story with the pages of it that were found, the best first. Its score is that of its best page."""

    story: str
    score: float
    hits: list[Hit] = field(default_factory=list)


def fuse(by_words: Sequence[Hit], by_meaning: Sequence[Hit]) -> list[Hit]:
    """Put two rankings together by the places that pages have in them; without a second one scores stay as they are."""
    if not by_meaning:
        return list(by_words)
    scores: dict[str, float] = {}
    ways: dict[str, tuple[str, ...]] = {}
    stories: dict[str, str] = {}
    for name, ranking, weight in (("words", by_words, 1.0), ("meaning", by_meaning, BY_MEANING)):
        for place, hit in enumerate(ranking, 1):
            scores[hit.document] = scores.get(hit.document, 0.0) + weight / (_K + place)
            ways[hit.document] = (*ways.get(hit.document, ()), name)
            stories[hit.document] = hit.story
    ranked = sorted(scores, key=lambda d: (-scores[d], d))
    return [Hit(d, stories[d], scores[d], ways[d]) for d in ranked]


def by_story(hits: Iterable[Hit]) -> list[Found]:
    """Gather pages into their stories, in the order of each story's first page; a page without a story stands alone."""
    found: dict[str, Found] = {}
    for hit in hits:
        found.setdefault(hit.story, Found(hit.story, hit.score)).hits.append(hit)
    return list(found.values())
