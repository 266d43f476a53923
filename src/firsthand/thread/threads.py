"""Stories become threads: one affair each, its stories in the order of time.

    stories -> gists -> pairs that share rare names -> kinship -> average linkage -> threads of two stories and more

`group_stories` does it all in memory; the store does the same step by step, with the same functions. The result depends on the
set of stories alone. A story is in one thread at most; one that stands alone is in none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from firsthand.model.document import Document
from firsthand.model.ids import derive
from firsthand.model.story import Story
from firsthand.model.thread import Gist, Step, Thread
from firsthand.thread.cluster import cluster
from firsthand.thread.features import Background
from firsthand.thread.gists import gist
from firsthand.thread.kinship import KINSHIP_FLOOR, NAMES_SHARED, kinship, name_keys, why

#: Two groups of stories become one while the mean kinship of their pairs is at least this. On T17 .50 and .45 put no two
#: affairs together, and find .245 and .256 of the pairs; on ECB+ they give the same.
JOIN_AT_LEAST = 0.45
#: Names that stand for a thread: those that at least half of its stories share, the heaviest first.
NAMES_SHOWN = 5

_NEVER = datetime.max.replace(tzinfo=UTC)
Pair = tuple[str, str, float]


def group_stories(stories: Iterable[Story], documents: Mapping[str, Document], background: Background) -> list[Thread]:
    """Group stories into threads, in memory: ordered by id, whatever the order of ``stories``."""
    gists = {story.id: gist(story, documents, background) for story in stories}
    return threads(gists, kin_pairs([gists[name] for name in sorted(gists)]))


def kin_pairs(gists: Sequence[Gist]) -> Iterator[Pair]:
    """Give every pair of stories that shares enough names, with its kinship if above the floor."""
    where: dict[str, list[int]] = defaultdict(list)
    for j, one in enumerate(gists):
        met: Counter[int] = Counter()
        for name in name_keys(one):
            met.update(where[name])
            where[name].append(j)
        for i in sorted(i for i, count in met.items() if count >= NAMES_SHARED):
            value = kinship(gists[i], one)
            if value >= KINSHIP_FLOOR:
                yield gists[i].story, one.story, value


def threads(gists: Mapping[str, Gist], pairs: Iterable[Pair]) -> list[Thread]:
    """Cut stories into affairs by their kinships, and tell those of two stories and more."""
    known = list(pairs)
    values = {frozenset((a, b)): value for a, b, value in known}
    groups = cluster(sorted(gists), known, JOIN_AT_LEAST)
    made = [_thread([gists[name] for name in group], values) for group in groups if len(group) > 1]
    return sorted(made, key=lambda thread: thread.id)


def _thread(group: list[Gist], values: Mapping[frozenset[str], float]) -> Thread:
    ordered = sorted(group, key=_by_time)
    lead = min(ordered, key=lambda g: (-g.outlets, *_by_time(g)))
    firsts, lasts = [g.first for g in group if g.first], [g.last for g in group if g.last]
    return Thread(
        derive("thr", ordered[0].story),
        lead.headline,
        lead.language,
        _names(group),
        tuple(_step(one, ordered, values) for one in ordered),
        min(firsts, key=lambda m: (m.at, str(m)), default=None),
        max(lasts, key=lambda m: (m.at, str(m)), default=None),
    )


def _by_time(one: Gist) -> tuple[datetime, str]:
    return (one.first.at if one.first else _NEVER), one.story


def _step(one: Gist, group: Iterable[Gist], values: Mapping[frozenset[str], float]) -> Step:
    """Say why a story is in the thread: what it shares with the one nearest to it."""
    others = [(values.get(frozenset((one.story, g.story)), 0.0), g.story, g) for g in group if g is not one]
    value, _, nearest = max(others, key=lambda other: other[:2])
    return Step(one.story, (why(one, nearest, value),))


def _names(group: Sequence[Gist]) -> tuple[str, ...]:
    """Name what most of the stories share."""
    counts = Counter(t for one in group for t in name_keys(one))
    common = [t for t, n in counts.items() if 2 * n >= len(group) and n > 1]
    weight = {t: round(sum(one.terms.get(t, 0.0) for one in group), 6) for t in common}
    spelt = {t: min(one.words[t] for one in group if t in one.words) for t in common}
    return tuple(spelt[t] for t in sorted(common, key=lambda t: (-weight[t], t))[:NAMES_SHOWN])
