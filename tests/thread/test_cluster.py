"""Average linkage: a partition that follows from the edges alone."""

from collections.abc import Set
from functools import partial
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.thread.cluster import JOIN_AT_LEAST, UNIT, Net, cluster, recluster

Edge = tuple[str, str, float]
NAMES = [f"n{i}" for i in range(9)]


@st.composite
def nets(draw: st.DrawFn) -> list[Edge]:
    pairs = draw(st.lists(st.sampled_from(list(combinations(NAMES, 2))), unique=True))
    return [(a, b, draw(st.integers(1, 20)) / 20) for a, b in pairs]


@given(nets(), st.randoms(use_true_random=False))
def test_the_order_and_direction_of_the_input_do_not_matter(net: list[Edge], chance: object) -> None:
    shuffled = [(b, a, v) for a, b, v in net]
    names = list(NAMES)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(names)  # type: ignore[attr-defined]
    assert cluster(names, shuffled) == cluster(NAMES, net)


@given(nets(), st.sets(st.integers(0, 8)))
def test_groups_clustered_alone_come_out_as_they_were(net: list[Edge], places: set[int]) -> None:
    """What people said of some groups can be laid on those alone."""
    some = [group for at, group in enumerate(cluster(NAMES, net)) if at in places]
    nodes = frozenset().union(*some)
    assert cluster(nodes, [edge for edge in net if edge[0] in nodes and edge[1] in nodes]) == some


@given(nets())
def test_every_node_is_in_exactly_one_group(net: list[Edge]) -> None:
    assert sorted(name for group in cluster(NAMES, net) for name in group) == NAMES


@given(nets())
def test_the_mean_affinity_inside_two_joined_halves_reaches_the_bar(net: list[Edge]) -> None:
    weight = {frozenset((a, b)): v for a, b, v in net}
    for group in cluster(NAMES, net, 0.5):
        if len(group) == 2:
            assert weight[group] >= 0.5


@given(nets(), nets(), st.data())
def test_a_clustering_kept_up_to_date_is_what_clustering_everything_gives(
    before: list[Edge], after: list[Edge], data: st.DataObject
) -> None:
    """Nodes come, go and change their edges, some at a time, as the store has it."""
    here = frozenset(data.draw(st.sets(st.sampled_from(NAMES))))
    old = {(a, b): v for a, b, v in before if {a, b} <= here}
    groups = set(cluster(here, [(a, b, v) for (a, b), v in old.items()]))
    there = frozenset(data.draw(st.sets(st.sampled_from(NAMES))))
    new = {(a, b): v for a, b, v in after if {a, b} <= there}
    due = sorted(
        {end for pair in old.keys() | new.keys() if old.get(pair) != new.get(pair) for end in pair} | (here ^ there)
    )
    order = data.draw(st.permutations(due))
    size = data.draw(st.integers(1, 4))
    for start in range(0, len(order), size):
        some = frozenset(order[start : start + size])
        now = frozenset(groups)
        made = recluster(some, Around(new), partial(holding, now), there.intersection)
        groups = {g for g in groups if not g & (some | frozenset().union(*made))} | set(made)
    # A group that has lost a node is due by those that are left, as the stage that forgets the node has it.
    assert sorted(map(sorted, groups)) == sorted(map(sorted, cluster(there, [(a, b, v) for (a, b), v in new.items()])))


def holding(groups: frozenset[frozenset[str]], some: Set[str]) -> set[frozenset[str]]:
    return {group for group in groups if group & some}


class Around:
    """A net in memory, read as the store reads it."""

    def __init__(self, edges: dict[tuple[str, str], float]) -> None:
        self.edges = edges

    def __call__(self, moved: Set[str], active: Set[str]) -> Net:
        rows = [(a, b, v) for (a, b), v in self.edges.items() if {a, b} & moved or {a, b} <= active]
        near = {end for a, b, v in rows if v >= JOIN_AT_LEAST and {a, b} & moved for end in (a, b)} - active
        names = sorted({*active, *near})
        kept = [(names.index(a), names.index(b), round(v * UNIT)) for a, b, v in rows if {a, b} <= set(names)]
        first, second, units = np.array(kept, np.int64).reshape(-1, 3).T
        return Net(names, first, second, units, frozenset(names.index(name) for name in near))


def test_one_bridge_does_not_glue_two_events() -> None:
    left, right = NAMES[:4], NAMES[4:8]
    net = [(a, b, 0.9) for side in (left, right) for a, b in combinations(side, 2)] + [("n3", "n4", 0.95)]
    assert frozenset(left[:3]) <= cluster(NAMES[:8], net)[0]
    assert not any({"n0", "n7"} <= group for group in cluster(NAMES[:8], net))


def test_equal_affinities_go_to_the_smallest_ids() -> None:
    assert cluster("abc", [("a", "b", 0.8), ("b", "c", 0.8)]) == [frozenset("ab"), frozenset("c")]


def test_no_nodes_no_groups() -> None:
    assert cluster([], []) == []
