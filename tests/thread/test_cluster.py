"""Average linkage: a partition that follows from the edges alone."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.thread.cluster import cluster, components

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


@given(nets())
def test_clustering_one_component_alone_gives_what_clustering_everything_gives(net: list[Edge]) -> None:
    parts: list[frozenset[str]] = []
    for part in components(NAMES, net):
        parts += cluster(part, [edge for edge in net if edge[0] in part and edge[1] in part])
    assert sorted(map(sorted, parts)) == sorted(map(sorted, cluster(NAMES, net)))


@given(nets())
def test_every_node_is_in_exactly_one_group(net: list[Edge]) -> None:
    assert sorted(name for group in cluster(NAMES, net) for name in group) == NAMES


@given(nets())
def test_the_mean_affinity_inside_two_joined_halves_reaches_the_bar(net: list[Edge]) -> None:
    weight = {frozenset((a, b)): v for a, b, v in net}
    for group in cluster(NAMES, net, 0.5):
        if len(group) == 2:
            assert weight[group] >= 0.5


def test_one_bridge_does_not_glue_two_events() -> None:
    left, right = NAMES[:4], NAMES[4:8]
    net = [(a, b, 0.9) for side in (left, right) for a, b in combinations(side, 2)] + [("n3", "n4", 0.95)]
    assert frozenset(left[:3]) <= cluster(NAMES[:8], net)[0]
    assert not any({"n0", "n7"} <= group for group in cluster(NAMES[:8], net))


def test_equal_affinities_go_to_the_smallest_ids() -> None:
    assert cluster("abc", [("a", "b", 0.8), ("b", "c", 0.8)]) == [frozenset("ab"), frozenset("c")]


def test_no_nodes_no_groups() -> None:
    assert cluster([], []) == []


def test_components_are_the_connected_parts() -> None:
    net = [("a", "c", 0.5), ("b", "c", 0.1)]
    assert components("abcd", net) == [frozenset("ac"), frozenset("b"), frozenset("d")]
    assert components("abcd", net, 0.05) == [frozenset("abc"), frozenset("d")]
