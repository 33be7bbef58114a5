"""Where things stand on a chart: always in the same place, and never one over the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from remit.inquiry.layout import APART, layout

NEVER_CLOSER = 0.9
"""Share of `APART` that two things keep at least."""


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """A few things, and any pairs of them."""
    things = draw(st.integers(1, 30))
    number = st.integers(0, things - 1)
    return things, draw(st.lists(st.tuples(number, number), max_size=60))


def close(places: np.ndarray) -> int:  # type: ignore[type-arg]
    """Pairs of things that come too close."""
    return len(cKDTree(places / np.array(APART)).query_pairs(NEVER_CLOSER))


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_nothing_covers_anything_and_all_begins_at_the_corner(
    graph: tuple[int, list[tuple[int, int]]],
) -> None:
    places = layout(*graph)
    assert places.shape == (graph[0], 2)
    assert places.min(axis=0).tolist() == [0, 0]
    assert close(places) == 0


@given(graphs(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_and_direction_of_connections_move_nothing(
    graph: tuple[int, list[tuple[int, int]]], chance: object
) -> None:
    things, pairs = graph
    turned = [pair[::-1] for pair in pairs]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert np.array_equal(layout(things, pairs), layout(things, turned))


def test_what_is_joined_stands_nearer_than_what_is_not() -> None:
    ring = [(n, (n + 1) % 12) for n in range(12)]
    places = layout(12, ring) / np.array(APART)
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    joined = np.array([apart[a, b] for a, b in ring])
    assert joined.max() < np.median(apart)


@pytest.mark.parametrize("leaves", [5, 60, 250])
def test_a_hub_has_all_it_joins_about_it(leaves: int) -> None:
    places = layout(leaves + 1, [(0, n) for n in range(1, leaves + 1)])
    units = places / np.array(APART)
    assert close(places) == 0
    assert np.allclose(units[0], units[1:].mean(axis=0), atol=1.5)


def test_groups_do_not_run_into_each_other() -> None:
    places = layout(40, [(n, n + 1) for n in range(39) if n % 4 != 3]) / np.array(APART)
    boxes = [(some.min(axis=0), some.max(axis=0)) for some in np.split(places, 10)]
    for n, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[n + 1 :]:
            assert (high < other_low).any() or (other_high < low).any()


def test_an_empty_chart_has_no_places() -> None:
    assert layout(0, []).shape == (0, 2)
