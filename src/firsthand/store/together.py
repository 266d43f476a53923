"""Which lineages stories must be made of at once: those that hang together by affinities, or by what people said.

    lineage -> all it reaches over kept pairs -> their articles -> what was said of their events -> what that ties to them

and again from there. What was said to be two events reaches nowhere: it only holds inside of what is reached.
"""

from collections.abc import Iterable

from firsthand.model.judgement import Judgement, JudgementKind
from firsthand.store import affinities, judgements, lineages
from firsthand.store.affinities import Pair
from firsthand.store.transaction import Tx


def together(tx: Tx, lineage_ids: Iterable[str]) -> tuple[set[str], list[Pair], list[Judgement]]:
    """Return all that hangs together with some lineages, the pairs in it (sorted), and what people said of its events."""
    reached: set[str] = set()
    pairs: dict[tuple[str, str], float] = {}
    said: dict[str, Judgement] = {}
    asked: set[str] = set()
    ring = set(lineage_ids)
    while ring:
        near, edges = _near(tx, ring)
        reached |= near
        pairs |= edges
        tied = _tied(tx, lineages.articles(tx, near) - asked, asked, said)
        ring = lineages.of_articles(tx, tied) - reached if tied else set()
    return reached, [(low, high, pairs[low, high]) for low, high in sorted(pairs)], [said[i] for i in sorted(said)]


def _near(tx: Tx, some: Iterable[str]) -> tuple[set[str], dict[tuple[str, str], float]]:
    """Return the lineages that hang together with any of these by affinities, and those affinities."""
    reached: set[str] = set()
    pairs: dict[tuple[str, str], float] = {}
    for one in sorted(some):
        if one not in reached:
            near, edges = affinities.component(tx, one)
            reached |= near
            pairs |= {(low, high): value for low, high, value in edges}
    return reached, pairs


def _tied(tx: Tx, articles: set[str], asked: set[str], said: dict[str, Judgement]) -> set[str]:
    """Return the articles that people tied to any of these, over others too, which need not be here.

    What was said is added to ``said``, and the articles it was looked up for to ``asked``.
    """
    tied: set[str] = set()
    while articles:
        asked |= articles
        found = judgements.of_events(tx, articles)
        said |= {one.id: one for one in found}
        ends = {side for j in found if j.kind is JudgementKind.SAME_EVENT for side in (j.subject, j.object or "")}
        tied |= ends
        articles = ends - asked
    return tied
