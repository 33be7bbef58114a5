"""The graph: degrees, neighbours and ways, the same however links are read."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import Unavailable
from remit.store import adjacency as arrays
from remit.store import graph as graphs
from remit.store import paths
from remit.store.adjacency import adjacency
from remit.store.graph import Graph
from remit.store.paths import path, short_paths

Links = list[tuple[str, str, str]]
KINDS = ("call", "uses")

names = st.integers(0, 11).map(lambda n: f"e{n:02d}")
some_links = st.lists(st.tuples(names, names, st.sampled_from(KINDS)), max_size=30)


def build(
    links: Links, seed: int | None = None, alone: tuple[str, ...] = (), size: int = 3
) -> Graph:
    """The graph as a snapshot builds it, from batches of `size` links in a random order."""
    ids = sorted({*alone, *(end for a, b, _ in links for end in (a, b))})
    coded = {one: (hash_of(one)) for one in ids}
    things = pa.table(
        {"id": pa.array(ids, pa.string()), "hashed": pa.array(coded.values(), pa.uint64())}
    )
    rows = list(links)
    if seed is not None:
        random.Random(seed).shuffle(rows)
        rows = [
            (b, a, kind) if random.Random(seed + n).random() < 0.5 else (a, b, kind)
            for n, (a, b, kind) in enumerate(rows)
        ]
    kinds = sorted({kind for *_, kind in links})
    return Graph(adjacency(things, kinds, batches(rows, coded, size), bool))


def hash_of(name: str) -> int:
    """Any numbers will do; some begin alike."""
    return random.Random(name).getrandbits(64) if int(name[1:]) % 3 else int(name[1:]) + 1


def batches(rows: Links, coded: dict[str, int], size: int) -> Iterator[pa.RecordBatch]:
    for begin in range(0, len(rows), size):
        some = rows[begin : begin + size]
        yield pa.record_batch(
            {
                "kind": pa.array([kind for *_, kind in some], pa.string()),
                "a": pa.array([coded[a] for a, _, _ in some], pa.uint64()),
                "b": pa.array([coded[b] for _, b, _ in some], pa.uint64()),
            }
        )


def near(links: Links) -> dict[str, dict[str, Counter[str]]]:
    """Neighbours by plain means: thing → other → how often by kind."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for a, b, kind in links:
        for one, other in ((a, b), (b, a)):
            around = found.setdefault(one, {})
            if one != other:
                around.setdefault(other, Counter())[kind] += 1
    return found


def ways(links: Links, a: str, b: str, longest: int, hub: int) -> set[tuple[str, ...]]:
    """Every way of at most `longest` links, by trying them all."""
    around = near(links)
    found, open_ = set(), [(a,)]
    while open_:
        way = open_.pop()
        if way[-1] == b:
            found.add(way)
            continue
        if len(way) > longest or (len(way) > 1 and len(around[way[-1]]) > hub):
            continue
        open_ += [(*way, step) for step in around.get(way[-1], {}) if step not in way]
    return found


def test_an_empty_graph_answers() -> None:
    graph = build([])
    assert (len(graph), graph.links, graph.degree("x")) == (0, 0, 0)
    assert graph.neighbours("x").page == ()
    assert graph.two_hops("x").page == ()
    assert graph.common(["x", "y"]) == ((), 0)
    assert graph.among(["x", "y"]) == ()
    assert path(graph, "x", "y").entities is None
    assert short_paths(graph, "x", "y").found == ()


def test_two_links_between_the_same_two_are_one_neighbour() -> None:
    graph = build(
        [
            ("e00", "e01", "call"),
            ("e01", "e00", "call"),
            ("e00", "e01", "uses"),
            ("e00", "e02", "uses"),
        ]
    )
    found = graph.neighbours("e00")
    assert (graph.degree("e00"), found.total, graph.links) == (2, 2, 2)
    assert [(n.entity, n.links) for n in found.page] == [
        ("e01", {"call": 2, "uses": 1}),
        ("e02", {"uses": 1}),
    ]
    assert found.by_kind == {"call": 1, "uses": 2}
    assert [n.entity for n in graph.neighbours("e00", ["call"]).page] == ["e01"]
    assert graph.neighbours("e00", ["nothing"]).total == 0


@given(
    links=some_links,
    kinds=st.sets(st.sampled_from((*KINDS, "other"))),
    first=st.integers(0, 4),
    limit=st.integers(1, 5),
)
def test_neighbours_are_those_of_a_plain_count(
    links: Links, kinds: set[str], first: int, limit: int
) -> None:
    graph, plain = build(links), near(links)
    assert len(graph) == sum(1 for around in plain.values() if around)
    assert graph.links == len(
        {frozenset(p) for a, around in plain.items() for b in around for p in [(a, b)]}
    )
    for entity, around in plain.items():
        wanted = {o: {k: n for k, n in c.items() if k in kinds} for o, c in around.items()}
        ranked = sorted(
            (o for o in wanted if wanted[o]), key=lambda o: (-sum(wanted[o].values()), o)
        )
        found = graph.neighbours(entity, kinds, first=first, limit=limit)
        assert found.total == len(ranked)
        assert found.by_kind == Counter(kind for c in around.values() for kind in c)
        assert [(n.entity, dict(n.links), n.degree) for n in found.page] == [
            (o, wanted[o], len(plain[o])) for o in ranked[first : first + limit]
        ]


@given(links=some_links, limit=st.integers(1, 5))
def test_two_hops_are_those_of_a_plain_count(links: Links, limit: int) -> None:
    graph, plain = build(links), near(links)
    for entity, around in plain.items():
        middles = Counter(
            far for middle in around for far in plain[middle] if far != entity and far not in around
        )
        ranked = sorted(middles, key=lambda far: (-middles[far], len(plain[far]), far))
        found = graph.two_hops(entity, limit)
        assert (found.total, found.neighbours, found.passed_over) == (len(ranked), len(around), 0)
        assert [(f.entity, f.middles, f.degree) for f in found.page] == [
            (far, middles[far], len(plain[far])) for far in ranked[:limit]
        ]


@given(links=some_links, entities=st.lists(names, max_size=4))
def test_common_neighbours_and_what_is_among_several_are_those_of_a_plain_count(
    links: Links, entities: list[str]
) -> None:
    graph, plain = build(links), near(links)
    asked = list(dict.fromkeys(entities))
    found, total = graph.common(entities, 3)
    of = {o: tuple(e for e in asked if o in plain.get(e, {})) for o in plain}
    shared = sorted(
        (o for o in of if len(of[o]) > 1), key=lambda o: (-len(of[o]), len(plain[o]), o)
    )
    assert [(s.entity, s.of, s.degree) for s in found] == [
        (o, of[o], len(plain[o])) for o in shared[:3]
    ]
    assert total == len(shared)
    pairs = [(a, b) for a, b in combinations(sorted(asked), 2) if b in plain.get(a, {})]
    assert [(p.a, p.b, dict(p.links)) for p in graph.among(entities)] == [
        (a, b, dict(plain[a][b])) for a, b in pairs
    ]


@given(
    links=some_links,
    ends=st.tuples(names, names),
    longest=st.integers(1, 6),
    hub=st.integers(1, 12),
)
def test_ways_are_all_the_short_ones_and_the_first_is_shortest(
    links: Links, ends: tuple[str, str], longest: int, hub: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "HUB", hub)
        graph, (a, b) = build(links, alone=ends), ends
        possible = ways(links, a, b, longest, hub)
        shortest = min(map(len, possible), default=None)
        one, many = path(graph, a, b, longest), short_paths(graph, a, b, longest, most=1000)
    assert one.entities is None if shortest is None else one.entities in possible
    assert shortest is None or len(one.entities or ()) == shortest
    wanted = {w for w in possible if shortest is not None and len(w) <= shortest + (shortest > 1)}
    assert set(many.found) == wanted
    assert (many.total, many.more) == (len(many.found), False) == (len(wanted), False)
    assert [len(way) for way in many.found] == sorted(map(len, many.found))


def test_a_path_is_no_longer_than_asked() -> None:
    graph = build([("e00", "e01", "call"), ("e01", "e02", "call"), ("e02", "e03", "call")])
    assert path(graph, "e00", "e03", 2).entities is None
    assert path(graph, "e00", "e03", 3).entities == ("e00", "e01", "e02", "e03")


def test_a_hub_is_walked_to_and_not_through_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "HUB", 3)
    monkeypatch.setattr(graphs, "HUB", 3)
    links = [("e00", f"e{n:02d}", "call") for n in range(1, 6)]
    graph = build([*links, ("e01", "e06", "call"), ("e06", "e02", "call")])
    assert path(graph, "e01", "e02") == paths.Path(("e01", "e06", "e02"), 1)
    assert path(graph, "e03", "e04") == paths.Path(None, 1)
    assert path(graph, "e03", "e00").entities == ("e03", "e00")
    around = graph.two_hops("e01")
    assert ([f.entity for f in around.page], around.passed_over, around.hubs) == (["e02"], 1, 1)


def test_the_second_hop_goes_through_the_least_joined_first_and_says_what_it_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(graphs, "MOST_WALKED", 3)
    links = [("e00", "e01", "call"), ("e00", "e02", "call"), ("e01", "e03", "call")]
    graph = build([*links, *(("e02", f"e{n:02d}", "call") for n in (4, 5, 6))])
    found = graph.two_hops("e00")
    assert ([f.entity for f in found.page], found.neighbours, found.passed_over) == (["e03"], 2, 1)


def test_more_ways_than_are_gathered_are_said_to_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST_FOUND", 4)
    graph = build([(end, f"e{n:02d}", "call") for end in ("e00", "e01") for n in range(2, 9)])
    found = short_paths(graph, "e00", "e01", most=2)
    assert (len(found.found), found.total, found.more) == (2, 4, True)


@given(links=some_links, seed=st.integers(0, 1000), size=st.integers(1, 40))
def test_the_order_of_links_changes_no_answer(links: Links, seed: int, size: int) -> None:
    one, other = build(links), build(links, seed, size=size)
    for entity in {end for a, b, _ in links for end in (a, b)}:
        assert one.neighbours(entity) == other.neighbours(entity)
        assert one.two_hops(entity) == other.two_hops(entity)
        assert path(one, "e00", entity) == path(other, "e00", entity)
        assert short_paths(one, "e00", entity) == short_paths(other, "e00", entity)


@given(links=some_links, most=st.integers(1, 8), piece=st.integers(1, 8))
def test_links_counted_in_parts_are_as_those_counted_at_once(
    links: Links, most: int, piece: int
) -> None:
    whole = build(links)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "MOST_WAITING", most)
        patch.setattr(arrays, "PIECE", piece)
        parts = build(links)
    for name in ("start", "target", "kind", "count", "degree"):
        assert getattr(whole.joined, name).tolist() == getattr(parts.joined, name).tolist()


def test_ids_whose_hashes_are_equal_are_never_taken_for_one() -> None:
    things = pa.table({"id": ["a", "b"], "hashed": pa.array([7, 7], pa.uint64())})
    with pytest.raises(Unavailable, match="hash"):
        adjacency(things, [], [], bool)


def test_a_stopped_act_ends_the_building_and_the_walking() -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    links = [(a, b, "call") for a, b in permutations(["e00", "e01", "e02", "e03"], 2)]
    graph = build(links)
    with pytest.raises(Stop):
        path(graph, "e00", "e03", check=stop)
    with pytest.raises(Stop):
        adjacency(
            pa.table({"id": pa.array([], pa.string()), "hashed": pa.array([], pa.uint64())}),
            [],
            batches(links[:1], dict.fromkeys(("e00", "e01"), 1), 1),
            stop,
        )
