"""The graph: degrees, neighbours and shortest paths, the same however links are read."""

import random
from collections import deque

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from remit.store.graph import Graph

Links = list[tuple[str, str]]

some_links = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 14)).map(
        lambda p: (f"e{p[0]:02d}", f"e{p[1]:02d}")
    ),
    max_size=40,
)


def build(links: Links, seed: int = 0) -> Graph:
    rows = [(a, b, f"link-{i:03d}") for i, (a, b) in enumerate(links)]
    random.Random(seed).shuffle(rows)
    a, b, link = ([row[i] for row in rows] for i in range(3))
    return Graph(pa.table({"a": pa.array(a, pa.string()), "b": b, "link": link}))


def hops(links: Links, start: str, goal: str) -> int | None:
    near: dict[str, set[str]] = {}
    for a, b in links:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    if start not in near or goal not in near:
        return None
    seen, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        if node == goal:
            return seen[node]
        for other in near[node] - seen.keys():
            seen[other] = seen[node] + 1
            queue.append(other)
    return None


def test_an_empty_graph_answers() -> None:
    graph = build([])
    assert (len(graph), graph.degree("x"), graph.neighbours("x")) == (0, 0, ())
    assert graph.path("x", "y") is None


def test_two_links_between_the_same_two_are_one_neighbour() -> None:
    graph = build([("a", "b"), ("b", "a"), ("a", "c")])
    assert graph.degree("a") == 2
    assert graph.neighbours("a")[0].links == ("link-000", "link-001")


def test_the_path_names_entities_and_links() -> None:
    path = build([("a", "b"), ("c", "b"), ("c", "d"), ("a", "x")]).path("a", "d")
    assert path is not None
    assert path.entities == ("a", "b", "c", "d")
    assert path.links == (("link-000",), ("link-001",), ("link-002",))


def test_a_path_is_no_longer_than_asked() -> None:
    graph = build([("a", "b"), ("b", "c"), ("c", "d")])
    assert graph.path("a", "d", max_hops=2) is None
    assert graph.path("a", "d", max_hops=3) is not None


@given(links=some_links, ends=st.tuples(st.integers(0, 14), st.integers(0, 14)))
def test_paths_are_shortest_and_walk_along_links(links: Links, ends: tuple[int, int]) -> None:
    a, b = f"e{ends[0]:02d}", f"e{ends[1]:02d}"
    path = build(links).path(a, b, max_hops=20)
    length = hops(links, a, b)
    assert (None if path is None else len(path.links)) == length
    if path is not None:
        for (p, q), ids in zip(
            zip(path.entities, path.entities[1:], strict=False), path.links, strict=True
        ):
            assert ids
            assert all(set(links[int(i[-3:])]) == {p, q} for i in ids)


@given(links=some_links, seed=st.integers(0, 1000))
def test_the_order_of_links_changes_no_answer(links: Links, seed: int) -> None:
    one, other = build(links), build(links, seed)
    for entity in {end for link in links for end in link}:
        assert one.neighbours(entity) == other.neighbours(entity)
        assert one.degree(entity) == len(one.neighbours(entity))
        assert one.path("e00", entity) == other.path("e00", entity)
