"""Clustering: what is joined, what never is, and that it can be done again for a part."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.store.agglomerate import Caps
from remit.store.cluster import Clustered, cluster, group_of

Scored = list[tuple[int, int, float]]
SIZE = 9

pairs = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] != p[1])
scored = st.dictionaries(
    pairs.map(lambda p: (min(p), max(p))), st.integers(-20, 20).map(float), max_size=20
).map(lambda found: [(a, b, w) for (a, b), w in found.items()])
judged = st.lists(pairs, max_size=3)


def clustered(edges: Scored, size: int = SIZE, **how: object) -> Clustered:
    left, right = (np.array([edge[at] for edge in edges], np.int64) for at in (0, 1))
    weight = np.array([edge[2] for edge in edges], float)
    return cluster(size, left, right, weight, **how)  # type: ignore[arg-type]


def entities(edges: Scored, size: int = SIZE, **how: object) -> list[int]:
    return clustered(edges, size, **how).entity.tolist()


def test_one_wrong_pair_does_not_join_two_people() -> None:
    one = [(0, 1, 20.0), (0, 2, 20.0), (1, 2, 20.0)]
    other = [(3, 4, 20.0), (3, 5, 20.0), (4, 5, 20.0)]
    assert entities([*one, *other, (2, 3, 6.0)], 6) == [0, 0, 0, 3, 3, 3]


def test_a_record_clearly_the_same_as_one_is_not_lost_for_what_is_wrong_in_another() -> None:
    one = [(0, 1, 20.0), (1, 2, -12.0)]
    assert entities([*one, (0, 2, 9.0)], 3) == [0, 0, 0]
    assert entities([*one, (0, 2, 7.0)], 3) == [0, 0, 2]
    assert entities([*one, (0, 2, 9.0)], 3, caps=Caps(lone=0)) == [0, 0, 2]


def test_two_records_that_hold_together_are_no_lone_one() -> None:
    edges = [(0, 1, 20.0), (2, 3, 20.0), (0, 2, 9.0), (0, 3, -5.0), (1, 2, -5.0), (1, 3, -5.0)]
    assert entities(edges, 4) == [0, 0, 2, 2]


def test_a_pair_below_the_threshold_joins_nothing() -> None:
    assert entities([(0, 1, 3.9)], 2, caps=Caps(join=4)) == [0, 1]
    assert entities([(0, 1, 4.0)], 2, caps=Caps(join=4)) == [0, 0]


def test_what_was_one_entity_is_held_by_a_weaker_pair() -> None:
    edges = [(0, 1, 1.0)]
    assert entities(edges, 2, caps=Caps(join=4, hold=0)) == [0, 1]
    assert entities(edges, 2, before={0: 0, 1: 0}, caps=Caps(join=4, hold=0)) == [0, 0]
    assert entities([(0, 1, -1.0)], 2, before={0: 0, 1: 0}) == [0, 1]


def test_a_judgement_holds_against_any_weight() -> None:
    assert entities([(0, 1, 30.0)], 2, apart=[(0, 1)]) == [0, 1]
    assert entities([(0, 1, -30.0)], 2, same=[(1, 0)]) == [0, 0]
    assert entities([], 2, same=[(0, 1)]) == [0, 0]


def test_two_judged_apart_are_not_joined_through_a_third() -> None:
    found = clustered([(0, 1, 20.0), (1, 2, 15.0), (0, 2, 20.0)], 3, apart=[(0, 2)])
    assert found.entity[0] != found.entity[2]
    assert [step.reason for step in found.withheld] == ["judged to be two"]


def test_judgements_that_contradict_each_other_join_nothing_and_are_told() -> None:
    found = clustered([], 3, same=[(0, 1), (1, 2)], apart=[(0, 2)])
    assert found.entity.tolist() == [0, 1, 2]
    assert [step.reason for step in found.withheld] == ["judgements contradict each other"]


def test_different_strong_identifiers_keep_records_apart() -> None:
    number = {0: "2001/0000001A", 1: "2002/0000002B"}
    found = clustered([(0, 1, 30.0)], 2, strong=[number])
    assert found.entity.tolist() == [0, 1]
    assert [step.reason for step in found.withheld] == ["strong identifiers differ"]
    assert entities([(0, 1, 30.0)], 2, strong=[{0: "a", 1: "a"}]) == [0, 0]


def test_no_entity_grows_beyond_the_cap() -> None:
    size = 12
    edges = [(a, b, 20.0) for a in range(size) for b in range(a + 1, size)]
    found = clustered(edges, size, caps=Caps(size=8))
    assert max(np.bincount(found.entity)) <= 8
    assert {step.reason for step in found.withheld} == {"too many records"}
    assert entities(edges, size) == [0] * size


def test_two_parts_that_each_hold_together_need_to_agree_clearly() -> None:
    """Brothers: much in common, in every pair, and yet two."""
    inside = [(a, b, 15.0) for one in ((0, 1, 2), (3, 4, 5)) for a in one for b in one if a < b]
    across = [(a, b, 2.0) for a in (0, 1, 2) for b in (3, 4, 5)]
    across[0] = (0, 3, 6.0)
    found = clustered(inside + across, 6)
    assert found.entity.tolist() == [0, 0, 0, 3, 3, 3]
    assert [(step.one, step.other) for step in found.withheld] == [((0, 1, 2), (3, 4, 5))]
    assert entities([*inside, (0, 3, 6.0), (0, 4, 6.0), (0, 5, 6.0)], 6)[3] == 3


def test_a_hub_fuses_nobody() -> None:
    """Eight people who share the telephone of a hostel with one record that says no more."""
    edges = [(0, other, 5.0) for other in range(1, 9)]
    edges += [(a, b, -8.0) for a in range(1, 9) for b in range(a + 1, 9)]
    assert max(np.bincount(entities(edges))) == 2


def test_a_chain_too_thin_goes_to_a_person() -> None:
    edges = [(at, at + 1, 12.0) for at in range(8)]
    found = clustered(edges, caps=Caps(missing=0.0, clear=0.0))
    assert max(np.bincount(found.entity)) <= 6
    assert "too few of its pairs agree" in {step.reason for step in found.withheld}


@given(scored, judged, judged, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_the_order_of_the_input_does_not_matter(
    edges: Scored, same: list[tuple[int, int]], apart: list[tuple[int, int]], random: object
) -> None:
    found = clustered(edges, same=same, apart=apart)
    turned = [(b, a, w) for a, b, w in edges]
    random.shuffle(turned)  # type: ignore[attr-defined]
    again = clustered(turned, same=same[::-1], apart=[(b, a) for a, b in apart])
    assert found.entity.tolist() == again.entity.tolist()
    assert found.withheld == again.withheld


@given(scored, judged, judged)
@settings(max_examples=200)
def test_no_two_judged_apart_are_ever_in_one_entity(
    edges: Scored, same: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    entity = entities(edges, same=same, apart=apart)
    assert all(entity[a] != entity[b] for a, b in apart)


@given(scored, judged, judged, st.integers(0, SIZE - 1))
@settings(max_examples=200)
def test_rebuilding_one_group_gives_what_rebuilding_all_gives(
    edges: Scored, same: list[tuple[int, int]], apart: list[tuple[int, int]], record: int
) -> None:
    left, right = (np.array([edge[at] for edge in edges], np.int64) for at in (0, 1))
    weight = np.array([edge[2] for edge in edges], float)
    whole = entities(edges, same=same, apart=apart)
    group = group_of([record], SIZE, left, right, weight, same=same)
    at = {old: new for new, old in enumerate(group.tolist())}
    mine = [(at[a], at[b], w) for a, b, w in edges if a in at and b in at]
    part = entities(
        mine,
        len(group),
        same=[(at[a], at[b]) for a, b in same if a in at],
        apart=[(at[a], at[b]) for a, b in apart if a in at and b in at],
    )
    assert [int(group[one]) for one in part] == [whole[one] for one in group.tolist()]


@pytest.mark.parametrize("size", [0, 1])
def test_nothing_to_join(size: int) -> None:
    assert entities([], size) == list(range(size))
