"""A story is one event, of hours or days: what is told of it again after days of silence is another story of its affair.

a group of lineages -> those whose date is sure -> cut at the longest silence, while it or the whole is too long -> groups

A date is sure where the page was seen soon after it. Pages of an archive often carry the date of a later revision, and a
folder of old pages is seen in one minute: neither cuts anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from firsthand.model.document import Document
from firsthand.model.story import Lineage
from firsthand.text.graph import components
from firsthand.thread.lead import representative

#: A page seen so soon after the date it gives was not there long before.
FRESH = timedelta(days=2)
#: So long a silence ends an event, and nothing that goes on for longer than LONGEST is one. With the dated articles of
#: `tests.gates.threads` taken as seen on their day, 3 to 7 days give the same figures for threads within .01.
SILENCE, LONGEST = timedelta(days=5), timedelta(days=10)

Edge = tuple[str, str, float]


def spells(
    partition: Iterable[frozenset[str]],
    lineages: Mapping[str, Lineage],
    documents: Mapping[str, Document],
    edges: Iterable[Edge],
    ties: Iterable[tuple[str, str]] = (),
) -> list[frozenset[str]]:
    """Cut groups of lineage ids where reporting fell silent. What has no sure date goes with the part it is nearest to.

    Lineages that are tied (people said that they tell one event) stay together, with all of their parts.
    """
    near: dict[str, dict[str, float]] = {}
    for a, b, value in edges:
        near.setdefault(a, {})[b] = near.setdefault(b, {})[a] = value
    found: list[frozenset[str]] = []
    for group in partition:
        dates = {i: at for i in group if (at := sure_date(representative(lineages[i], documents)))}
        parts = list(_cut(sorted(dates, key=lambda i: (dates[i], i)), dates))
        found += _all_placed(group, parts, near) if len(parts) > 1 else [group]
    return _reunited(found, ties)


def _reunited(groups: list[frozenset[str]], ties: Iterable[tuple[str, str]]) -> list[frozenset[str]]:
    first = {i: min(group) for group in groups for i in group}
    parts = components(set(first.values()), [(first[a], first[b]) for a, b in ties if a in first and b in first])
    part_of = {name: number for number, part in enumerate(parts) for name in part}
    whole: dict[int, set[str]] = {}
    for group in groups:
        whole.setdefault(part_of[min(group)], set()).update(group)
    return sorted(map(frozenset, whole.values()), key=min)


def sure_date(page: Document) -> datetime | None:
    """Return when a page was published, where it was seen so soon after that no later revision can bear this date."""
    if page.published is None or page.seen is None:
        return None
    late = page.seen.at - page.published.at
    return page.published.at if -FRESH <= late <= FRESH else None


def _cut(ordered: Sequence[str], dates: Mapping[str, datetime]) -> Iterator[list[str]]:
    """Cut at the longest silence, the first of equals, and look at both sides again."""
    silences = [(dates[b] - dates[a], -n) for n, (a, b) in enumerate(zip(ordered, ordered[1:], strict=False), 1)]
    longest, where = max(silences, default=(timedelta(0), 0))
    if longest > SILENCE or (silences and dates[ordered[-1]] - dates[ordered[0]] > LONGEST):
        yield from _cut(ordered[:-where], dates)
        yield from _cut(ordered[-where:], dates)
    else:
        yield list(ordered)


def _all_placed(
    group: frozenset[str], parts: Sequence[list[str]], near: Mapping[str, Mapping[str, float]]
) -> list[frozenset[str]]:
    """Put what has no sure date into the part that it has the highest mean affinity with, the earlier of equals."""
    placed = [set(part) for part in parts]
    for i in sorted(group.difference(*parts)):
        values = [sum(near.get(i, {}).get(j, 0.0) for j in part) / len(part) for part in parts]
        placed[max(range(len(parts)), key=lambda n: (values[n], -n))].add(i)
    return [frozenset(part) for part in placed]
