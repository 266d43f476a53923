"""Which groups of lineages stories must be made of at once: those that people tied to each other, over whatever third.

    groups -> their articles -> what was said of their events -> what that ties to them -> the groups of those

and again from there. What was said to be two events reaches nowhere: it only holds inside of what is reached.
"""

from collections.abc import Iterable

from firsthand.model.judgement import Judgement, JudgementKind
from firsthand.store import affinities, judgements, lineages
from firsthand.store.transaction import Tx

Groups = set[frozenset[str]]


def together(tx: Tx, groups: Iterable[frozenset[str]]) -> tuple[Groups, list[Judgement]]:
    """Return some groups with all that people tied to them, and what was said of their events."""
    found = set(groups)
    here = {name for group in found for name in group}
    ring = here
    said: dict[str, Judgement] = {}
    asked: set[str] = set()
    while ring:
        tied = _tied(tx, lineages.articles(tx, ring) - asked, asked, said)
        ring = lineages.of_articles(tx, tied) - here if tied else set()
        new = affinities.groups_of(tx, ring)
        new |= {frozenset([name]) for name in ring.difference(*new)}
        ring = {name for group in new for name in group}
        here = here | ring
        found |= new
    return found, [said[i] for i in sorted(said)]


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
